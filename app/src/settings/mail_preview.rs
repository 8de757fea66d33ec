//! How a mail of our own reads.

use contract::{Language, MailPreview};
use leptos::prelude::*;

use crate::widgets::Icon;

/// The mails in force, each folded up.
#[component]
pub(crate) fn MailsInForce(
    /// The page's language.
    lang: Language,
    /// One for each language.
    mails: Vec<MailPreview>,
) -> impl IntoView {
    let mail = |mail: MailPreview| {
        let language = mail.language;
        view! {
            <details class="fold" open=language == lang>
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
                <p class="quiet">{words::settings::preview::in_force(lang)}</p>
                {mails}
            </section>
        }
    })
}

/// The mails as they will be, in the languages that change.
#[component]
pub(crate) fn MailsToBe(
    /// The page's language.
    lang: Language,
    /// One for each language that changes.
    mails: Vec<MailPreview>,
) -> impl IntoView {
    let mail = |mail: MailPreview| {
        view! {
            <h3 lang=mail.language.tag()>{mail.language.own_name()}</h3>
            <Mail lang mail />
        }
    };
    let shown = (!mails.is_empty()).then(|| mails.into_iter().map(mail).collect_view());
    shown.map(|mails| {
        view! {
            <section class="settings-group">
                <h2>{words::settings::preview::title(lang)}</h2>
                <p class="quiet">{words::settings::preview::to_be(lang)}</p>
                {mails}
            </section>
        }
    })
}

#[component]
fn Mail(lang: Language, mail: MailPreview) -> impl IntoView {
    let language = mail.language.tag();
    view! {
        <div class="mail-text">
            <p>
                <span class="quiet small">{words::settings::preview::subject(lang)}</span>
                <strong class="mail-subject" lang=language dir="auto">{mail.subject}</strong>
            </p>
            <div class="mail-body" lang=language dir="auto">{mail.text}</div>
        </div>
    }
}
