//! How the mails would read, as far as we write them.

use contract::{Caller, MailWay, PlannedMail, StepKind};
use serde_json::Value;
use storage::items::ItemRow;

use super::super::form::ValidatedShare;
use super::effects::Audience;
use crate::app_state::AppState;
use crate::mail::{Values, compose};
use crate::pipeline::send_invitation::{SharedWords, shared_text};

/// What the mails are about.
pub(super) struct Shown<'a> {
    pub(super) app: &'a AppState,
    pub(super) caller: &'a Caller,
    pub(super) item: &'a ItemRow,
    pub(super) share: &'a ValidatedShare,
}

impl Shown<'_> {
    /// The mail to some of the recipients; `None` if nobody writes to them.
    pub(super) fn mail(&self, audience: &Audience<'_>) -> Option<PlannedMail> {
        let (subject, text) = match audience.mail_way()? {
            MailWay::Microsoft => (String::new(), self.microsofts()),
            MailWay::Own | MailWay::Inviter => self.ours(audience)?,
            MailWay::Link => return None,
        };
        Some(PlannedMail { to_new: audience.is_new, language: self.share.language, subject, text })
    }

    /// The part of Microsoft's mail that is ours.
    fn microsofts(&self) -> String {
        shared_text(&SharedWords {
            language: self.share.language,
            inviter: &self.caller.name,
            item: &self.item.title,
            kind: Some(&self.item.kind),
            role: &self.share.role,
            message: self.share.message.as_deref(),
        })
    }

    /// A mail of ours, with the front page in the place of the link, which is made when the mail goes out.
    fn ours(&self, audience: &Audience<'_>) -> Option<(String, String)> {
        let intent = audience.intent(StepKind::SendMail)?;
        let text = |name: &str| intent.get(name).and_then(Value::as_str).unwrap_or_default();
        let language = self.share.language;
        let composed = compose(
            language,
            (text("subject"), text("text")),
            &Values {
                inviter: &self.caller.name,
                item: &self.item.title,
                kind: &words::kind(language, &self.item.kind),
                role: &words::role(language, &self.share.role),
                message: self.share.message.as_deref().unwrap_or_default(),
                account: &audience.address,
                link: self.app.landing_origins.front_page().as_str(),
            },
        );
        Some((composed.subject, composed.text.trim_end().to_owned()))
    }
}
