//! Writes to the person by a mail of ours: by the organisation's mail server, or from the inviter's mailbox ("user: sendMail").
//!
//! Undone by: nothing, what was sent has gone. Safe to repeat because the mail's key is stored before it is sent: a mail of which nobody knows
//! whether it went out is never sent again by itself. A person decides then.

mod send;
mod text;

use async_trait::async_trait;
use contract::{MailWay, Problem, ProblemCode, StepKind, ToldBy, UndoEffect};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::Tx;
use storage::invitations::StepRow;

use crate::audit::Action;
use crate::mail::{link_secret, own_text};
use crate::pipeline::context::StepContext;
use crate::pipeline::directory_change::{facts, intent};
use crate::pipeline::event::{Event, Undo};
use crate::pipeline::step::{OnArrival, Permission, PlanInput, Step};
use crate::pipeline::step_error::{CommitError, StepError};
use crate::pipeline::step_facts::facts_of;
use crate::settings::Settings;
use crate::stored::CorruptRow;
use send::Sent;

/// Writes to the person.
pub(crate) struct SendMail;

/// What is written, and from where. The text is that of the settings when the form was accepted.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Intent {
    /// Only the ways that are ours.
    way: Option<MailWay>,
    subject: String,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cc: Option<String>,
    /// The inviter's own address.
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_to: Option<String>,
}

/// What the step has learned.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Facts {
    status: MailStatus,
    /// The key of the mail that is going out or has gone: in its `Message-ID`, or the `client-request-id` of the call that sends it.
    key: Option<String>,
    /// The keys of mails that no audit entry of success tells of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    requests: Vec<String>,
    /// The digests of the secrets of the links that have gone out, or may have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<String>,
    /// When a mail went out last, or may have, in unix milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    gone_at: Option<i64>,
    /// When the first one did, where there was more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    first_at: Option<i64>,
}

/// What is known of the mail. The texts are stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mail", rename_all = "kebab-case")]
enum MailStatus {
    /// None is out.
    #[default]
    NotSent,
    /// One may have gone out; stored before it is sent, and not sent again before a person says so.
    InFlight,
    /// It was taken. That is not yet delivered.
    Sent,
    /// The inviter cannot send any: no consent, or no mailbox.
    LeftOut,
    /// The inviter goes on without one.
    Skipped,
}

impl Facts {
    /// To be sent anew: a person has said so, or the person is to be invited again. Links that went out before lead on.
    pub(crate) fn renewed(self) -> Self {
        Self { status: MailStatus::NotSent, key: None, ..self }
    }

    /// Where whoever it was for was reached all the same: without a mail, unless one may have gone out.
    pub(crate) fn settled(self) -> Self {
        if self.gone_at.is_some() { self } else { Self { status: MailStatus::Skipped, ..self } }
    }

    /// When the first mail went out, or may have, in unix milliseconds: its link leads on, whatever was sent since.
    pub(crate) fn gone_since(&self) -> Option<i64> {
        self.first_at.or(self.gone_at)
    }

    /// Whether a mail went out, or may have.
    pub(crate) const fn has_gone(&self) -> bool {
        self.gone_at.is_some()
    }

    /// Whether a link of ours with this secret has gone out, or may have, and since when, in unix milliseconds.
    pub(crate) fn link_since(&self, secret: &str) -> Option<i64> {
        self.gone_at.filter(|_| link_secret::is_any_of(secret, &self.links))
    }
}

/// How the person learns of it, by what the plan has and what became of it.
pub(super) fn told_by(steps: &[StepRow]) -> Result<Option<ToldBy>, CorruptRow> {
    if steps.iter().all(|step| step.kind != StepKind::SendMail) {
        return Ok(None);
    }
    let facts: Facts = facts_of(steps, StepKind::SendMail)?;
    let is_left_out = matches!(facts.status, MailStatus::LeftOut | MailStatus::Skipped);
    Ok(Some(if is_left_out { ToldBy::Inviter } else { ToldBy::Mail }))
}

#[async_trait]
impl Step for SendMail {
    fn kind(&self) -> StepKind {
        StepKind::SendMail
    }

    fn is_planned(&self, input: &PlanInput<'_>) -> bool {
        input.mail_way().is_ours()
    }

    fn is_optional(&self) -> bool {
        true
    }

    fn intent(&self, input: &PlanInput<'_>) -> Option<Value> {
        let (subject, text) = own_text(&input.settings.mail, input.language);
        let intent = Intent {
            way: Some(input.mail_way()),
            subject,
            text,
            cc: input.copy(),
            reply_to: input.reply_to.map(str::to_owned),
        };
        Some(json!(intent))
    }

    fn permissions(&self) -> &'static [Permission] {
        &[Permission::Delegated("Mail.Send")]
    }

    /// The mail server asks nothing of Microsoft.
    fn permissions_with(&self, settings: &Settings) -> &'static [Permission] {
        if settings.inviting.offers(MailWay::Inviter) { self.permissions() } else { &[] }
    }

    /// Whoever stands at the door needs no mail.
    fn on_arrival(&self) -> OnArrival {
        OnArrival::Satisfied
    }

    fn acts_outside(&self, _context: &StepContext<'_>) -> bool {
        true
    }

    async fn perform(&self, context: &mut StepContext<'_>) -> Result<(), StepError> {
        let known: Facts = facts(context)?;
        match known.status {
            _ if self.is_waived(context) => return Ok(()),
            MailStatus::Sent | MailStatus::LeftOut | MailStatus::Skipped => return Ok(()),
            MailStatus::InFlight => return Err(unconfirmed()),
            MailStatus::NotSent => {}
        }
        let intent: Intent = intent(context)?;
        let way = intent.way.ok_or_else(|| context.corrupt("step"))?;
        let (key, secret) = (context.app.ids.new_id(), context.app.ids.new_secret());
        let mail = text::mail(context, &intent, &key, &secret)?;
        mark(context, key, &secret)?;
        let outcome = match way {
            MailWay::Inviter => send::as_inviter(context, &mail).await,
            _ => send::by_server(context, &mail).await,
        };
        conclude(context, way, known.gone_at, outcome)
    }

    /// Where the inviter goes on without one, none is told of.
    async fn commit(&self, context: &mut StepContext<'_>, _tx: &mut Tx) -> Result<(), CommitError> {
        let facts: Facts = facts(context).map_err(CommitError::Step)?;
        if self.is_waived(context) && facts.status != MailStatus::Sent {
            context.learn(&Facts { status: MailStatus::Skipped, ..facts }).map_err(CommitError::Step)?;
        }
        Ok(())
    }

    fn is_waived(&self, context: &StepContext<'_>) -> bool {
        context.invitation.pipeline.mail_skipped
    }

    fn unreported_requests(&self, context: &StepContext<'_>) -> Vec<String> {
        facts::<Facts>(context).map(|facts| facts.requests).unwrap_or_default()
    }

    fn is_quiet(&self, context: &StepContext<'_>) -> bool {
        facts::<Facts>(context)
            .is_ok_and(|facts| !matches!(facts.status, MailStatus::Sent | MailStatus::InFlight))
    }

    fn undo_effect(&self, context: &StepContext<'_>) -> Option<UndoEffect> {
        facts::<Facts>(context).ok()?.has_gone().then_some(UndoEffect::Remains)
    }

    async fn undo(&self, context: &mut StepContext<'_>) -> Result<Undo, StepError> {
        Ok(if facts::<Facts>(context)?.has_gone() { Undo::Remains } else { Undo::Nothing })
    }
}

fn unconfirmed() -> StepError {
    StepError::await_user(Problem::new(ProblemCode::MailUnconfirmed))
}

/// Notes that the mail may go out from now on; to be stored before it does.
fn mark(context: &mut StepContext<'_>, key: String, secret: &str) -> Result<(), StepError> {
    let mut facts: Facts = facts(context)?;
    facts.status = MailStatus::InFlight;
    facts.first_at = facts.gone_since();
    facts.gone_at = Some(context.app.now());
    // Those of earlier ones have been told of.
    facts.requests = vec![key.clone()];
    facts.key = Some(key);
    facts.links.push(link_secret::digest(secret));
    context.learn(&facts)
}

/// Learns what became of the mail. `before` is when an earlier one went out, or may have.
fn conclude(
    context: &mut StepContext<'_>,
    way: MailWay,
    before: Option<i64>,
    outcome: Result<Sent, StepError>,
) -> Result<(), StepError> {
    let mut facts: Facts = facts(context)?;
    let detail = json!({ "way": way.as_str(), "key": facts.key });
    let requests = std::mem::take(&mut facts.requests);
    let (action, status) = match outcome {
        Ok(Sent::Taken) => (Action::MailSent, MailStatus::Sent),
        Ok(Sent::LeftOut) => {
            facts.links.pop();
            facts.gone_at = before;
            (Action::MailLeftOut, MailStatus::LeftOut)
        }
        Ok(Sent::Unknown) => {
            context.learn(&Facts { requests, ..facts })?;
            return Err(unconfirmed());
        }
        Err(error) => {
            // Nothing went out: what was known before still holds. Whoever has to decide finds the key of what was refused in the audit log.
            facts.links.pop();
            context.learn(&Facts { requests, gone_at: before, ..facts.renewed() })?;
            return Err(error);
        }
    };
    context.learn(&Facts { status, ..facts })?;
    if action == Action::MailLeftOut {
        context.events.push(Event::MailLeftOut);
    }
    context.events.push(Event::DirectoryChanged { action, detail, requests });
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_stored_stays_readable() {
        let stored = r#"{"way":"own","subject":"s","text":"t","cc":"c@contoso.example","reply_to":"a@contoso.example"}"#;
        let intent: Intent = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::to_string(&intent).unwrap(), stored);
        for stored in [
            r#"{"status":{"mail":"not-sent"},"key":null}"#,
            r#"{"status":{"mail":"in-flight"},"key":"k","requests":["k"],"links":["d"],"gone_at":5}"#,
            r#"{"status":{"mail":"sent"},"key":"k","links":["d"],"gone_at":5}"#,
            r#"{"status":{"mail":"sent"},"key":"k","links":["d","e"],"gone_at":7,"first_at":5}"#,
            r#"{"status":{"mail":"left-out"},"key":"k"}"#,
            r#"{"status":{"mail":"skipped"},"key":null}"#,
        ] {
            let facts: Facts = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&facts).unwrap(), stored);
        }
    }

    #[test]
    fn only_a_link_that_went_out_leads_anywhere() {
        let facts = |status, gone_at| Facts {
            status,
            links: vec![link_secret::digest("old"), link_secret::digest("new")],
            gone_at,
            ..Facts::default()
        };
        let sent = facts(MailStatus::Sent, Some(7));
        assert_eq!((sent.link_since("old"), sent.link_since("new")), (Some(7), Some(7)));
        assert_eq!(sent.link_since("other"), None);
        // It may have arrived, although the inviter went on without it.
        assert_eq!(facts(MailStatus::Skipped, Some(7)).link_since("new"), Some(7));
        assert_eq!(facts(MailStatus::NotSent, None).link_since("new"), None);
    }
}
