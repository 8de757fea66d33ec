//! A mail of our own about nothing real, for administrators to see what it says.

use contract::{Caller, KindName, Language, MailPreview, RoleName};
use serde_json::Value;

use crate::app_state::AppState;
use crate::mail::{MailText, Values, compose, own_text};
use crate::settings::Section as _;
use crate::settings::any_section::AnySection;
use crate::settings::sections::OwnMail;

/// The account of a person whom nobody has named: RFC 2606 keeps the domain for samples.
const SAMPLE_ACCOUNT: &str = "kim@example.com";

/// The mail as these settings have it, from the caller, to an account.
pub(super) fn sample(
    app: &AppState,
    caller: &Caller,
    settings: &OwnMail,
    language: Language,
    account: &str,
) -> MailText {
    let (subject, text) = own_text(settings, language);
    let kind = KindName::parse("document").map(|kind| words::kind(language, &kind)).unwrap_or_default();
    let role = RoleName::parse("reader").map(|role| words::role(language, &role)).unwrap_or_default();
    compose(
        language,
        (&subject, &text),
        &Values {
            inviter: &caller.name,
            item: words::settings::test_item(language),
            kind: &kind,
            role: &role,
            message: words::settings::test_message(language),
            account,
            link: app.landing_origins.front_page().as_str(),
        },
    )
}

/// How the mail reads by this section, in every language, or in those in which it differs from `before`. Nothing for any other section.
pub(super) fn previews(
    app: &AppState,
    caller: &Caller,
    of: &dyn AnySection,
    section: &Value,
    before: Option<&Value>,
) -> serde_json::Result<Vec<MailPreview>> {
    if of.name() != OwnMail::NAME {
        return Ok(Vec::new());
    }
    let read = |section: &Value| serde_json::from_value::<OwnMail>(section.clone());
    let (now, before) = (read(section)?, before.map(read).transpose()?);
    let changed =
        |language: &Language| before.as_ref().is_none_or(|before| before.of(*language) != now.of(*language));
    let preview = |language| {
        let MailText { subject, text, .. } = sample(app, caller, &now, language, SAMPLE_ACCOUNT);
        MailPreview { language, subject, text: text.trim_end().to_owned() }
    };
    Ok(Language::ALL.into_iter().filter(changed).map(preview).collect())
}
