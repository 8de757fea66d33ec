//! What Microsoft has granted, below the form about permissions.

use contract::{Granted, Language, NeededRole, PermissionReport, PermissionStatus, RoleScope};
use leptos::prelude::*;

use crate::widgets::Icon;

/// The permissions that are needed, and what is known of each.
#[component]
pub(crate) fn Permissions(
    /// The page's language.
    lang: Language,
    /// What is needed and granted.
    report: PermissionReport,
) -> impl IntoView {
    let (needed_for, state) =
        (words::settings::granted::column_for(lang), words::settings::granted::column_state(lang));
    let row = |status: PermissionStatus| {
        let steps: Vec<_> = status.steps.iter().map(|step| words::step(lang, *step)).collect();
        let what = if steps.is_empty() {
            words::settings::granted::searching(lang).to_owned()
        } else if status.only_to_undo {
            words::settings::granted::to_undo(lang, &steps.join(" · "))
        } else if status.is_optional {
            words::settings::granted::does_without(lang, &steps.join(" · "))
        } else {
            steps.join(" · ")
        };
        let by = if status.is_delegated {
            words::settings::granted::delegated(lang)
        } else {
            words::settings::granted::application(lang)
        };
        view! {
            <tr>
                <th scope="row">
                    <code class="permission-name">{status.name}</code>
                    <span class="help-line quiet small">{by}</span>
                </th>
                <td data-label=needed_for>{what}</td>
                <td data-label=state><State lang granted=status.granted /></td>
            </tr>
        }
    };
    let role = |role: NeededRole| view! { <RoleRow lang role /> };
    view! {
        <section class="settings-group">
            <h2>{words::settings::granted::title(lang)}</h2>
            <p class="quiet">{words::settings::granted::lead(lang)}</p>
            <table class="table differences">
                <caption class="read-aloud">{words::settings::granted::title(lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words::settings::granted::column_permission(lang)}</th>
                        <th scope="col">{needed_for}</th>
                        <th scope="col">{state}</th>
                    </tr>
                </thead>
                <tbody>
                    {report.needed.into_iter().map(row).collect_view()}
                    {report.roles.into_iter().map(role).collect_view()}
                </tbody>
            </table>
            <Beyond lang replaced=report.replaced unneeded=report.unneeded />
        </section>
    }
}

/// A role that is needed.
#[component]
fn RoleRow(lang: Language, role: NeededRole) -> impl IntoView {
    let action = |action: String| {
        view! {
            <code>{action}</code>
            <br />
        }
    };
    view! {
        <tr>
            <th scope="row">
                {role.allows.into_iter().map(action).collect_view()}
                <span class="help-line quiet small">{in_words(lang, role.scope)}</span>
            </th>
            <td data-label=words::settings::granted::column_for(lang)>{words::step(lang, role.step)}</td>
            // Microsoft shows roles only to whoever may read all of them.
            <td data-label=words::settings::granted::column_state(lang)>
                <State lang granted=Granted::Unknown />
            </td>
        </tr>
    }
}

/// By which role something is allowed, and where it counts.
fn in_words(lang: Language, scope: RoleScope) -> &'static str {
    match scope {
        RoleScope::Unit => words::settings::granted::role_in_unit(lang),
        RoleScope::Group => words::settings::granted::role_on_groups(lang),
        RoleScope::Application => words::settings::granted::role_on_application(lang),
        RoleScope::Catalog => words::settings::granted::role_in_catalog(lang),
    }
}

/// What is granted beyond need.
#[component]
fn Beyond(lang: Language, replaced: Vec<String>, unneeded: Vec<String>) -> impl IntoView {
    let said = |names: Vec<String>, text: fn(Language, &str) -> String| {
        let line = (!names.is_empty()).then(|| text(lang, &names.join(", ")));
        line.map(|line| view! { <p class="quiet">{line}</p> })
    };
    view! {
        {said(replaced, words::settings::granted::replaced)}
        {said(unneeded, words::settings::granted::unneeded)}
    }
}

#[component]
fn State(lang: Language, granted: Granted) -> impl IntoView {
    let (icon, class, said) = match granted {
        Granted::Yes => ("checkmark-circle", "is-granted", words::settings::granted::yes(lang)),
        Granted::ForSome => ("info", "", words::settings::granted::for_some(lang)),
        Granted::No => ("warning", "is-missing", words::settings::granted::no(lang)),
        Granted::Optional => ("info", "", words::settings::granted::optional(lang)),
        Granted::Unknown => ("info", "", words::settings::granted::unknown(lang)),
    };
    view! {
        <span class=format!("setting-state {class}")>
            <Icon name=icon />
            {said}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use contract::StepKind;

    use super::*;

    #[test]
    fn a_role_is_named_with_its_scope_and_what_it_replaces_is_to_be_removed() {
        let role = NeededRole {
            step: StepKind::JoinGroup,
            allows: vec!["microsoft.directory/groups/members/update".to_owned()],
            scope: RoleScope::Group,
        };
        let report = |roles: Vec<NeededRole>, replaced: &[&str]| PermissionReport {
            needed: Vec::new(),
            roles,
            replaced: replaced.iter().map(ToString::to_string).collect(),
            unneeded: vec!["Mail.Send".to_owned()],
        };
        let html = |report| view! { <Permissions lang=Language::English report /> }.to_html();
        let shown = html(report(vec![role], &["GroupMember.ReadWrite.All"]));
        for expected in [
            "microsoft.directory/groups/members/update",
            "scoped to each group",
            "Add to the groups",
            "Not sure",
            "though custom roles should take their place: GroupMember.ReadWrite.All.",
            "needed by nothing that is switched on: Mail.Send.",
        ] {
            assert!(shown.contains(expected), "{expected}: {shown}");
        }
        let without = html(report(Vec::new(), &[]));
        assert!(!without.contains("take their place") && !without.contains("Not sure"), "{without}");
    }

    #[test]
    fn each_scope_has_words_of_its_own() {
        let scopes = [RoleScope::Unit, RoleScope::Group, RoleScope::Application, RoleScope::Catalog];
        for lang in Language::ALL {
            let said: std::collections::BTreeSet<_> =
                scopes.into_iter().map(|scope| in_words(lang, scope)).collect();
            assert_eq!(said.len(), scopes.len(), "{lang:?}");
        }
    }
}
