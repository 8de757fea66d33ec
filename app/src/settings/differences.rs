//! What changes, or differs, in words.

use contract::{Language, SettingChange};
use leptos::prelude::*;

/// A table of what was and what will be.
#[component]
pub(crate) fn Differences(
    /// The page's language.
    lang: Language,
    /// What the table is about, for screen readers.
    caption: String,
    /// The changes.
    changes: Vec<SettingChange>,
) -> impl IntoView {
    let (before, after) = (words::settings::column_before(lang), words::settings::column_after(lang));
    let row = |change: SettingChange| {
        view! {
            <tr>
                <th scope="row">{words::setting_name(lang, &change)}</th>
                <td data-label=before dir="auto">{words::setting_before(lang, &change)}</td>
                <td data-label=after>
                    <span class="read-aloud">{words::settings::becomes(lang)} " "</span>
                    <strong dir="auto">{words::setting_after(lang, &change)}</strong>
                </td>
            </tr>
        }
    };
    view! {
        <table class="table differences">
            <caption class="read-aloud">{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{words::settings::column_setting(lang)}</th>
                    <th scope="col">{before}</th>
                    <th scope="col">{after}</th>
                </tr>
            </thead>
            <tbody>{changes.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}
