//! What the mail says, and to whom.

use contract::{EmailAddress, Language, Problem, ProblemCode};

use super::Intent;
use crate::mail::{MailText, Values, compose};
use crate::pipeline::Invitation;
use crate::pipeline::context::StepContext;
use crate::pipeline::step_error::StepError;
use crate::settings::sections::OwnMail;

/// A mail, ready to be sent.
pub(super) struct Mail {
    /// By which it is told from all others.
    pub(super) key: String,
    /// The person's name, where it is known.
    pub(super) name: Option<String>,
    pub(super) to: EmailAddress,
    pub(super) cc: Option<String>,
    pub(super) reply_to: Option<String>,
    pub(super) text: MailText,
}

/// Subject and text in a language: those of the settings, or else Vestibule's.
pub(super) fn template(settings: &OwnMail, language: Language) -> (String, String) {
    let own = settings.of(language);
    let text = |own: &Option<String>, default: &str| own.clone().unwrap_or_else(|| default.to_owned());
    (text(&own.subject, words::mail::own_subject_text(language)), text(&own.text, &default_text(language)))
}

/// What Vestibule says where the settings say nothing.
fn default_text(language: Language) -> String {
    use words::mail::{own_account_text, own_hello, own_open, shared_text};
    let paragraphs = [
        own_hello(language),
        shared_text(language),
        "{message}",
        own_open(language),
        "{link}",
        own_account_text(language),
    ];
    paragraphs.join("\n\n")
}

/// Fills in what the plan has. `secret` opens the link.
pub(super) fn mail(
    context: &StepContext<'_>,
    intent: &Intent,
    key: &str,
    secret: &str,
) -> Result<Mail, StepError> {
    let invitation = &context.invitation;
    let language = invitation.language;
    let to =
        address(invitation).ok_or_else(|| StepError::await_user(Problem::new(ProblemCode::MailRefused)))?;
    let kind = context.kind.as_ref().map(|kind| words::kind(language, kind)).unwrap_or_default();
    let text = compose(
        language,
        (&intent.subject, &intent.text),
        &Values {
            inviter: &invitation.inviter_name,
            item: &invitation.item_title,
            kind: &kind,
            role: &words::role(language, &invitation.role),
            message: invitation.message.as_deref().unwrap_or_default(),
            account: to.as_str(),
            link: context.app.landing_origins.arrival_page(&invitation.id, secret).as_str(),
        },
    );
    let named = invitation.pipeline.person.as_ref().map(|person| person.name.clone());
    let name = named.or_else(|| invitation.name.clone()).filter(|name| *name != invitation.address);
    Ok(Mail { key: key.to_owned(), name, to, cc: intent.cc.clone(), reply_to: intent.reply_to.clone(), text })
}

/// The address that was invited; of somebody known, the one that the directory has.
fn address(invitation: &Invitation) -> Option<EmailAddress> {
    let known = invitation.pipeline.person.as_ref().map(|person| person.address.as_str());
    let known = known.filter(|_| !invitation.pipeline.invited);
    let all = known.into_iter().chain([invitation.address.as_str()]);
    all.filter_map(|address| EmailAddress::parse(address).ok()).next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::template::{check_subject, check_text};

    #[test]
    fn vestibules_own_text_makes_sense_in_every_language() {
        for language in Language::ALL {
            let (subject, text) = template(&OwnMail::default(), language);
            assert_eq!((check_subject(&subject), check_text(&text)), (Ok(()), Ok(())), "{language:?}");
        }
    }
}
