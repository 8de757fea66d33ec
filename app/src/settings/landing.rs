//! Where people may land, below the form that narrows it.

use contract::{LandingLine, LandingStanding, Language};
use leptos::prelude::*;

use crate::widgets::Icon;

/// The addresses of the configuration, and how each of them stands.
#[component]
pub(crate) fn LandingLines(
    /// The page's language.
    lang: Language,
    /// Each address.
    lines: Vec<LandingLine>,
) -> impl IntoView {
    // Where only our own address is there, there is nothing to choose among.
    let lead = if lines.iter().all(|line| line.standing == LandingStanding::Own) {
        words::settings::landing::nothing(lang)
    } else {
        words::settings::landing::lead(lang)
    };
    let line = |line: LandingLine| {
        let (icon, class, said) = in_words(lang, &line.standing);
        view! {
            <li class="setting-line">
                <span class="setting-text">
                    <code dir="ltr">{line.address}</code>
                    <span class=format!("setting-state {class}")>
                        <Icon name=icon />
                        {said}
                    </span>
                </span>
            </li>
        }
    };
    view! {
        <section class="settings-group" id="landing">
            <h2>{words::settings::landing::title(lang)}</h2>
            <p class="quiet">{lead}</p>
            <ul class="rows" role="list">{lines.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}

/// Icon, class and sentence.
fn in_words(lang: Language, standing: &LandingStanding) -> (&'static str, &'static str, String) {
    use words::settings;
    match standing {
        LandingStanding::Own => ("checkmark-circle", "is-granted", settings::landing::own(lang).to_owned()),
        LandingStanding::Allowed => {
            ("checkmark-circle", "is-granted", settings::landing::allowed(lang).to_owned())
        }
        LandingStanding::Below(addresses) => {
            ("checkmark-circle", "is-granted", settings::landing::below(lang, &addresses.join(", ")))
        }
        LandingStanding::Off => ("info", "", settings::landing::off(lang).to_owned()),
        LandingStanding::NotConfigured => {
            ("warning", "is-missing", settings::landing::not_configured(lang).to_owned())
        }
    }
}
