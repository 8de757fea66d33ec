//! Icons of the sprite.

use leptos::prelude::*;

use crate::document::Sprite;

/// An icon of the sprite, always beside a text or inside something that has a name.
#[component]
pub(crate) fn Icon(
    /// The symbol's id.
    name: &'static str,
    /// The states in which it shows, where a script switches between icons.
    #[prop(default = None)]
    case: Option<&'static str>,
    /// Whether it is rendered hidden.
    #[prop(optional)]
    hidden: bool,
) -> impl IntoView {
    let sprite = use_context::<Sprite>().map(|sprite| sprite.0).unwrap_or_default();
    let symbol = view! { <use href=format!("{sprite}#{name}")></use> };
    // SVG elements have no property `hidden`, so it is set as a plain attribute; the style sheet applies it all the same.
    let attribute = hidden.then(|| leptos::attr::custom::custom_attribute("hidden", ""));
    match attribute {
        Some(attribute) => view! { <svg class="icon" aria-hidden="true" data-case=case>{symbol}</svg> }
            .add_any_attr(attribute)
            .into_any(),
        None => view! { <svg class="icon" aria-hidden="true" data-case=case>{symbol}</svg> }.into_any(),
    }
}
