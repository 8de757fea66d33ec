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
    let here = match &place {
        Place::Overview => words::settings::overview(lang).to_owned(),
        Place::Section(name) => words::section_name(lang, name).to_owned(),
        Place::History => words::settings::history(lang).to_owned(),
    };
    // The browser shows one of the two, by the width of the page: folded away where there is no room beside it.
    view! {
        <div class="settings">
            <nav class="settings-sections" aria-label=words::settings::sections_label(lang)>
                <details class="settings-fold">
                    <summary>
                        <span>{here}</span>
                        <Icon name="chevron-down" />
                    </summary>
                    <div class="settings-list">{section_links(lang, &sections, &place)}</div>
                </details>
                <div class="settings-list">{section_links(lang, &sections, &place)}</div>
            </nav>
            <div class="settings-page">{page}</div>
        </div>
    }
    .into_any()
}

/// The way to the overview, to each section and to the history.
fn section_links(lang: Language, sections: &[SectionName], place: &Place) -> AnyView {
    let link = |href: String, label: String, is_current: bool| {
        view! { <a href=href aria-current=is_current.then_some("page")>{label}</a> }
    };
    let overview =
        link("/settings".to_owned(), words::settings::overview(lang).to_owned(), *place == Place::Overview);
    let section = |name: &SectionName| {
        let is_current = matches!(place, Place::Section(current) if current == name);
        link(format!("/settings/{name}"), words::section_name(lang, name).to_owned(), is_current)
    };
    let history = link(
        "/settings/history".to_owned(),
        words::settings::history(lang).to_owned(),
        *place == Place::History,
    );
    view! {
        {overview}
        {sections.iter().map(section).collect_view()}
        {history}
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_fold_says_where_one_is_and_leads_where_the_list_leads() {
        let limits = SectionName::parse("limits").unwrap();
        let places = [
            (Place::Overview, "Overview", "href=\"/settings\""),
            (Place::Section(limits.clone()), "Limits", "href=\"/settings/limits\""),
            (Place::History, "History", "href=\"/settings/history\""),
        ];
        for (place, name, current) in places {
            let html = settings_frame(Language::English, vec![limits.clone()], place, ()).to_html();
            let (fold, list) = html.split_once("</details>").unwrap();
            let (summary, folded) = fold.split_once("</summary>").unwrap();
            assert!(summary.contains(name), "{html}");
            for links in [folded, list] {
                assert_eq!(links.matches("<a ").count(), 3, "{html}");
                assert_eq!(links.matches("aria-current=\"page\"").count(), 1, "{html}");
                assert!(links.contains(&format!("{current} aria-current")), "{html}");
            }
        }
    }
}
