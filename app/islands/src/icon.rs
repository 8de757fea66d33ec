//! Icons out of the sprite.

use leptos::prelude::*;

/// Where the sprite lies: its address holds the build's id, so it comes from outside.
#[derive(Clone)]
pub struct Sprite(pub String);

/// An icon of the sprite, always beside a text or inside something that has a name.
#[component]
pub fn Icon(
    /// The symbol's id.
    name: &'static str,
) -> impl IntoView {
    let sprite = use_context::<Sprite>().map(|sprite| sprite.0).unwrap_or_default();
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=format!("{sprite}#{name}")></use>
        </svg>
    }
}
