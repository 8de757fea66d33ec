//! The way to an item in its application.

use contract::{Item, Language};
use leptos::prelude::*;

use crate::widgets::Icon;

/// A link to where the item lives: the main action of a guest, and one of several of a member.
#[component]
pub(super) fn OpenElsewhere(lang: Language, item: Item, #[prop(optional)] primary: bool) -> impl IntoView {
    let look = if primary { "button button-primary" } else { "button" };
    view! {
        <a class=look href=item.landing.as_str().to_owned()>
            <Icon name="open" />
            {words::item::open_in(lang, &item.application)}
        </a>
    }
}
