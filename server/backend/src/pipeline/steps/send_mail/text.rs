//! What the mail says, and to whom.

use contract::{EmailAddress, Problem, ProblemCode};

use super::Intent;
use crate::mail::{MailText, Values, compose};
use crate::pipeline::Invitation;
use crate::pipeline::context::StepContext;
use crate::pipeline::step_error::StepError;

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

/// Where it goes: the account's address, unless the directory has one that no mail reaches.
fn address(invitation: &Invitation) -> Option<EmailAddress> {
    [invitation.account_address(), &invitation.address]
        .into_iter()
        .find_map(|address| EmailAddress::parse(address).ok())
}
