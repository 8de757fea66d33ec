//! An empty place says what it is for and offers the one action.

use leptos::prelude::*;

use super::Icon;

/// An empty place.
#[component]
pub(crate) fn Empty(
    /// The symbol.
    icon: &'static str,
    /// What the place is for.
    title: String,
    /// A sentence more.
    text: String,
    /// Where the action leads and what it is called.
    #[prop(optional)]
    action: Option<(&'static str, &'static str)>,
) -> impl IntoView {
    let action = action.map(|(href, label)| view! { <a class="button button-primary" href=href>{label}</a> });
    view! {
        <div class="empty">
            <Icon name=icon />
            <h2>{title}</h2>
            <p>{text}</p>
            {action}
        </div>
    }
}
