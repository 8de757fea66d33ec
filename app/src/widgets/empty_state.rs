//! The empty state of a list: what the list is for, and one action.

use leptos::prelude::*;

use super::Icon;

/// The empty state of a list.
#[component]
pub(crate) fn EmptyState(
    /// The symbol.
    icon: &'static str,
    /// What the list is for.
    title: String,
    /// One more sentence.
    text: String,
    /// The address and the label of the action.
    #[prop(optional)]
    action: Option<(String, &'static str)>,
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
