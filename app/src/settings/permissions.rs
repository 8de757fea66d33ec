//! What Microsoft has granted, below the form about permissions.

use contract::{Granted, Language, PermissionReport, PermissionStatus};
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
                    <code>{status.name}</code>
                    <span class="help-line quiet small">{by}</span>
                </th>
                <td data-label=needed_for>{what}</td>
                <td data-label=state><State lang granted=status.granted /></td>
            </tr>
        }
    };
    let unneeded = (!report.unneeded.is_empty()).then(|| {
        let list = report.unneeded.join(", ");
        view! { <p class="quiet">{words::settings::granted::unneeded(lang, &list)}</p> }
    });
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
                <tbody>{report.needed.into_iter().map(row).collect_view()}</tbody>
            </table>
            {unneeded}
        </section>
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
