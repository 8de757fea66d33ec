//! Sends the mail, one way or the other.

use contract::{Problem, ProblemCode};
use graph::{GraphError, MailBody, MailRefusal, NewMail, Recipient, TokenError};
use time::Duration;
use uuid::Uuid;

use super::text::Mail;
use crate::error_reference;
use crate::mail::{MailError, OwnMail};
use crate::pipeline::context::StepContext;
use crate::pipeline::step_error::StepError;
use crate::token_vault::NO_CONSENT;

/// What became of a mail, where nothing is to be tried again by itself.
pub(super) enum Sent {
    /// It was taken.
    Taken,
    /// The inviter cannot send any.
    LeftOut,
    /// Nobody knows.
    Unknown,
}

/// By the organisation's mail server.
pub(super) async fn by_server(context: &mut StepContext<'_>, mail: &Mail) -> Result<Sent, StepError> {
    let app = context.app;
    let server = match app.mail_servers.in_force(&app.storage, &app.sealer, &context.settings.smtp).await {
        Ok(Some(server)) => server,
        Ok(None) => return Err(StepError::await_user(Problem::new(ProblemCode::MailServerMissing))),
        Err(error) => return after_server(context, &error),
    };
    context.checkpoint().await?;
    if !context.send_guard()() {
        // Somebody else has the job now, and finds the mail as it was noted.
        return Err(StepError::backoff(None, Problem::new(ProblemCode::Internal)));
    }
    let reply_to =
        mail.reply_to.as_deref().map(|address| (context.invitation.inviter_name.as_str(), address));
    let sent = server
        .send(&OwnMail {
            key: &mail.key,
            to: (mail.name.as_deref(), mail.to.as_str()),
            cc: mail.cc.as_deref(),
            reply_to,
            text: &mail.text,
        })
        .await;
    match sent {
        Ok(()) => Ok(Sent::Taken),
        Err(error) => after_server(context, &error),
    }
}

fn after_server(context: &StepContext<'_>, error: &MailError) -> Result<Sent, StepError> {
    let problem = |code| error_reference::report(context.app.ids.as_ref(), code, error);
    match error {
        MailError::Unknown(_) => {
            let _ = problem(ProblemCode::MailUnconfirmed);
            Ok(Sent::Unknown)
        }
        MailError::Busy(_) => Err(StepError::backoff(None, problem(ProblemCode::MailServerBusy))),
        MailError::Refuses(_) => Err(StepError::await_user(problem(ProblemCode::MailServerRefuses))),
        MailError::Refused(_) => Err(StepError::await_user(problem(ProblemCode::MailRefused))),
    }
}

/// From the inviter's mailbox.
pub(super) async fn as_inviter(context: &mut StepContext<'_>, mail: &Mail) -> Result<Sent, StepError> {
    context.checkpoint().await?;
    let request = Uuid::parse_str(&mail.key).map_err(|_| context.corrupt("request"))?;
    let to = Recipient { name: mail.name.clone(), ..Recipient::new(mail.to.as_str()) };
    let mut new = NewMail::new(mail.text.subject.clone(), MailBody::Html(mail.text.html.clone()), vec![to]);
    new.cc.extend(mail.cc.as_deref().map(Recipient::new));
    let (tenant, inviter) = (&context.invitation.tenant, &context.invitation.inviter);
    let sender = context.app.directory.as_sender(tenant, inviter).with_request_id(request);
    match sender.with_guard(context.send_guard()).send_mail(&new).await {
        Ok(()) => Ok(Sent::Taken),
        Err(error) => after_error(context, &error),
    }
}

fn after_error(context: &StepContext<'_>, error: &GraphError) -> Result<Sent, StepError> {
    if matches!(error, GraphError::Withdrawn) {
        return Err(StepError::backoff(None, Problem::new(ProblemCode::Internal)));
    }
    let report = |code| error_reference::report(context.app.ids.as_ref(), code, error);
    let hint = error.retry_after().and_then(|hint| Duration::try_from(hint).ok());
    if error.outcome_unknown() {
        let _ = report(ProblemCode::MailUnconfirmed);
        return Ok(Sent::Unknown);
    }
    match (MailRefusal::of(error), error) {
        // Nobody has agreed to it: it is asked for by itself, never at sign-in.
        (_, GraphError::Token(TokenError::Refused { code, .. })) if code == NO_CONSENT => {
            tracing::info!(%error, "nobody has agreed to mail by Vestibule; the inviter passes the link on");
            Ok(Sent::LeftOut)
        }
        (Some(MailRefusal::NoMailbox | MailRefusal::Denied), _) => {
            tracing::info!(%error, "the inviter has no mailbox to send from; they pass the link on");
            Ok(Sent::LeftOut)
        }
        (Some(MailRefusal::InvalidRecipients), _) => {
            Err(StepError::await_user(report(ProblemCode::MailRefused)))
        }
        (Some(MailRefusal::SendingBlocked | MailRefusal::Throttled), _) => {
            Err(StepError::backoff(hint, report(ProblemCode::MailServerBusy)))
        }
        _ => Err(StepError::of_mail(context.app, error)),
    }
}
