//! Icons of the sprite.

use leptos::prelude::*;

/// An icon, always beside a text or inside something that has a name. `sprite` is the address of the sprite of this build.
pub fn icon(sprite: &str, name: &'static str) -> impl IntoView + use<> {
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=[sprite, "#", name].concat()></use>
        </svg>
    }
}
