//! How a mail of our own reads.

use contract::{Language, MailPreview};
use islands::ids::{self, slot};
use leptos::prelude::*;

use crate::widgets::Icon;

/// The mails of a section, about nothing real: those in force, of which the page's language is unfolded, or those that a change leads to.
#[component]
pub(crate) fn MailPreviews(
    /// The page's language.
    lang: Language,
    /// One for each language that is shown; none, nothing is shown.
    mails: Vec<MailPreview>,
    /// Whether they are not in force yet.
    is_change: bool,
) -> impl IntoView {
    let lead = if is_change {
        view! { <p class="quiet">{words::settings::preview::to_be(lang)}</p> }.into_any()
    } else {
        // The island shows what is typed in the place of what is in force.
        view! {
            <p class="quiet" id=ids::MAILS>
                <span data-case="stored">{words::settings::preview::in_force(lang)}</span>
                <span data-case="typed" hidden>{words::settings::preview::as_typed(lang)}</span>
            </p>
        }
        .into_any()
    };
    let mail = |mail: MailPreview| {
        let language = mail.language;
        view! {
            <details class="fold" open=is_change || language == lang>
                <summary lang=language.tag()>
                    <Icon name="chevron-right" />
                    {language.own_name()}
                </summary>
                <Mail lang mail />
            </details>
        }
    };
    let shown = (!mails.is_empty()).then(|| mails.into_iter().map(mail).collect_view());
    shown.map(|mails| {
        view! {
            <section class="settings-group">
                <h2>{words::settings::preview::title(lang)}</h2>
                {lead}
                {mails}
            </section>
        }
    })
}

#[component]
fn Mail(lang: Language, mail: MailPreview) -> impl IntoView {
    let language = mail.language.tag();
    view! {
        <div class="mail-text" data-mail=language>
            <p>
                <span class="quiet small">{words::settings::preview::subject(lang)}</span>
                <strong class="mail-subject" data-slot=slot::SUBJECT lang=language dir="auto">
                    {mail.subject}
                </strong>
            </p>
            <div class="mail-body" data-slot=slot::TEXT lang=language dir="auto">{mail.text}</div>
        </div>
    }
}
