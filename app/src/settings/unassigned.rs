//! Roles that let no new guest in, above the form about what roles bring.

use contract::{Language, UnassignedRole};
use leptos::prelude::*;

use super::frame::Notice;

/// One line for each of these roles; nothing where there is none.
#[component]
pub(crate) fn UnassignedRoles(
    /// The page's language.
    lang: Language,
    /// The roles.
    roles: Vec<UnassignedRole>,
) -> impl IntoView {
    if roles.is_empty() {
        return ().into_any();
    }
    let line = |UnassignedRole { kind, role }| {
        let role = words::role(lang, &role);
        let others = || words::settings::sections::grants::other_kinds::label(lang).to_owned();
        let kind = kind.map_or_else(others, |kind| words::kind(lang, &kind));
        view! { <li>{words::settings::in_entry(lang, &kind, &role)}</li> }
    };
    view! {
        <Notice
            icon="warning"
            class="notice-warning"
            sentence=words::settings::unassigned::sentence(lang).to_owned()
            advice=Some(words::settings::unassigned::advice(lang).to_owned())
        />
        <ul class="small">{roles.into_iter().map(line).collect_view()}</ul>
    }
    .into_any()
}
