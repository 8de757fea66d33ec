//! What stands around every settings page: the list of sections, and what is said of the last form.

use contract::{FieldPath, Language, Problem, SectionName};
use leptos::prelude::*;

use crate::widgets::{Icon, TextArea};

/// Where in the settings a page is.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// The overview.
    Overview,
    /// A section.
    Section(SectionName),
    /// The history, or a version of it.
    History,
}

/// A page of the settings beside the list of sections.
pub(crate) fn settings_frame(
    lang: Language,
    sections: Vec<SectionName>,
    place: Place,
    page: impl IntoView + 'static,
) -> AnyView {
    let link = |href: String, label: String, is_current: bool| {
        view! { <a href=href aria-current=is_current.then_some("page")>{label}</a> }
    };
    let section = |name: SectionName| {
        let (href, label) = (format!("/settings/{name}"), words::section_name(lang, &name).to_owned());
        let is_current = place == Place::Section(name);
        link(href, label, is_current)
    };
    let overview =
        link("/settings".to_owned(), words::settings::overview(lang).to_owned(), place == Place::Overview);
    let history = link(
        "/settings/history".to_owned(),
        words::settings::history(lang).to_owned(),
        place == Place::History,
    );
    view! {
        <div class="settings">
            <nav class="settings-sections" aria-label=words::settings::sections_label(lang)>
                {overview}
                {sections.into_iter().map(section).collect_view()}
                {history}
            </nav>
            <div class="settings-page">{page}</div>
        </div>
    }
    .into_any()
}

/// A sentence above the form: what happened to it, or what stands in its way.
#[component]
pub(crate) fn Notice(
    /// The icon.
    icon: &'static str,
    /// The class that says how grave it is; empty for what went well.
    class: &'static str,
    /// The sentence.
    sentence: String,
    /// What to do now.
    #[prop(optional_no_strip)]
    advice: Option<String>,
) -> impl IntoView {
    let advice = advice.map(|advice| view! { <p class="quiet">{advice}</p> });
    view! {
        <div class=format!("notice {class}") role="status">
            <Icon name=icon />
            <div>
                <p>{sentence}</p>
                {advice}
            </div>
        </div>
    }
}

/// What is wrong with the reason; empty if nothing is.
pub(crate) fn wrong_reason(lang: Language, problem: Option<&Problem>) -> String {
    let localized = problem.map(|problem| words::localize(lang, problem));
    let fields = localized.map(|localized| localized.fields).unwrap_or_default();
    let reason = FieldPath::known("reason");
    fields.into_iter().find(|(field, _)| *field == reason).map(|(_, text)| text).unwrap_or_default()
}

/// The field for the reason of a change.
#[component]
pub(crate) fn Reason(
    /// The page's language.
    lang: Language,
    /// The form field's name.
    name: &'static str,
    /// As typed before.
    value: String,
    /// What is wrong with it; empty if nothing is.
    trouble: String,
) -> impl IntoView {
    let invalid = !trouble.is_empty();
    view! {
        <div class="field">
            <label for="reason">{words::settings::reason_label(lang)}</label>
            <TextArea name id="reason" value described_by="reason-help reason-trouble" invalid />
            <p class="help" id="reason-help">{words::settings::reason_hint(lang)}</p>
            <p class="trouble" id="reason-trouble" hidden=!invalid>
                <Icon name="error-circle" />
                <span>{trouble}</span>
            </p>
        </div>
    }
}
