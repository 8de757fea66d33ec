//! The title of an item that was shared.

use contract::ItemId;
use leptos::prelude::*;

/// A link to the item, for whoever shared it. What others shared an administrator need not be able to open.
#[component]
pub(crate) fn ItemTitle(
    /// The item.
    item: ItemId,
    /// Its title.
    title: String,
    /// Whether somebody else shared it.
    of_another: bool,
) -> impl IntoView {
    if of_another {
        return view! { <span dir="auto">{title}</span> }.into_any();
    }
    view! { <a href=format!("/items/{item}") dir="auto">{title}</a> }.into_any()
}
