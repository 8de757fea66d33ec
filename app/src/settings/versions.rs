//! The versions of the settings, as lines.

use contract::{SettingChange, SettingsVersion};
use leptos::prelude::*;

use crate::request::RequestContext;
use crate::widgets::RelativeTime;

/// The versions of one page, newest first.
#[component]
pub(crate) fn VersionRows(
    /// The request.
    context: RequestContext,
    /// The versions.
    versions: Vec<SettingsVersion>,
) -> impl IntoView {
    let lang = context.lang;
    let row = |version: SettingsVersion| {
        let href = format!("/settings/history/{}", version.version);
        let number = version_number(&version);
        let changes = version.changes.clone();
        view! {
            <li class="version">
                <a class="version-number" href=href>{words::settings::version(lang, &number)}</a>
                <VersionLine context=context.clone() version />
                <ul class="version-changes" role="list">
                    {changes.iter().map(|change| view! { <li>{line(&context, change)}</li> }).collect_view()}
                </ul>
            </li>
        }
    };
    view! { <ol class="rows" role="list">{versions.into_iter().map(row).collect_view()}</ol> }
}

fn version_number(version: &SettingsVersion) -> String {
    version.version.to_string()
}

/// One change as a line: what it is now.
fn line(context: &RequestContext, change: &SettingChange) -> String {
    let lang = context.lang;
    let (name, value) = (words::setting_name(lang, change), words::setting_after(lang, change));
    words::settings::differs_line(lang, &name, &value)
}

/// Who made a version, when and why.
#[component]
pub(crate) fn VersionLine(
    /// The request.
    context: RequestContext,
    /// The version.
    version: SettingsVersion,
) -> impl IntoView {
    let lang = context.lang;
    let restored = version.restored.map(|restored| words::settings::restored(lang, &restored.to_string()));
    let reason = (!version.reason.is_empty())
        .then(|| view! { <p class="version-reason" dir="auto">{version.reason.clone()}</p> });
    view! {
        <p class="quiet version-by">
            <span dir="auto">{version.by.clone()}</span>
            " · "
            <RelativeTime lang now=context.now() at=version.at />
        </p>
        {restored.map(|restored| view! { <p>{restored}</p> })}
        {reason}
    }
}
