//! A mail of our own to the administrator who asks for it, to see that the mail server takes it and how it looks.

use contract::{Caller, EmailAddress, Language, Problem, ProblemCode};
use serde_json::json;

use super::sample_mail::sample;
use crate::app_state::AppState;
use crate::audit::{self, Action, Actor};
use crate::error_reference;
use crate::mail::{MailError, OwnMail};
use crate::rate_limiter::{Bucket, take};
use crate::rules::limits::LimitKind;
use crate::stored::StoredError;

/// Sends it to the caller's own address, in their language: what is in force, about nothing real. Counts, whatever becomes of it.
pub(super) async fn send(app: &AppState, caller: &Caller, language: Language) -> Result<(), Problem> {
    let snapshot = app.settings.current().await.map_err(|error| app.internal(error))?;
    let settings = &snapshot.settings;
    if !app.mail_servers.is_there(&settings.smtp) {
        return Err(Problem::new(ProblemCode::MailServerMissing));
    }
    let address = caller.address.as_deref().and_then(|address| EmailAddress::parse(address).ok());
    let address = address.ok_or(Problem::new(ProblemCode::MailRefused))?;
    let key = app.ids.new_id();
    note(app, caller, &key).await.map_err(|error| app.internal(error))??;
    let text = sample(app, caller, &settings.mail, language, address.as_str());
    let mail = OwnMail {
        key: &key,
        to: (Some(&caller.name), address.as_str()),
        cc: None,
        reply_to: None,
        text: &text,
    };
    let server = app.mail_servers.in_force(&app.storage, &app.sealer, &settings.smtp).await;
    let server = server.map_err(|error| problem_of(app, &error))?;
    let server = server.ok_or(Problem::new(ProblemCode::MailServerMissing))?;
    server.send(&mail).await.map_err(|error| problem_of(app, &error))
}

/// Takes it from the caller's rate limit, with its audit entry.
async fn note(app: &AppState, caller: &Caller, key: &str) -> Result<Result<(), Problem>, StoredError> {
    let mut tx = app.storage.begin().await?;
    let bucket = Bucket::of_caller(LimitKind::TestMails, caller);
    let decision = take(&mut tx, &app.limits, bucket, 1, app.now()).await?;
    if let Some(problem) = decision.denial() {
        return Ok(Err(problem));
    }
    let (action, detail) = (Action::TestMailAsked, json!({ "key": key }));
    audit::append(&mut tx, app.now(), Actor::from(caller), action, caller.user.as_str(), detail).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

fn problem_of(app: &AppState, error: &MailError) -> Problem {
    let code = match error {
        MailError::Busy(_) => ProblemCode::MailServerBusy,
        MailError::Refuses(_) => ProblemCode::MailServerRefuses,
        MailError::Refused(_) => ProblemCode::MailRefused,
        MailError::Unknown(_) => ProblemCode::MailUnconfirmed,
    };
    error_reference::report(app.ids.as_ref(), code, error)
}
