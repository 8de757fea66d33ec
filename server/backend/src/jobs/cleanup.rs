//! Deletes expired rows, and puts right what would otherwise be lost.

use std::time::Duration;

use storage::{
    StorageError, access, account_checks, draft_secrets, drafts, jobs, rate_limits, sessions, toasts, tokens,
};

use super::{JobKind, enqueue};
use crate::app_state::AppState;
use crate::audit;
use crate::session::purge_at;
use crate::settings::stored_secrets;

/// How often.
pub(super) const INTERVAL: Duration = Duration::from_mins(1);
/// Toasts are deleted after this time, dismissed or not, in milliseconds: 30 days.
const TOAST_TTL_MS: i64 = 30 * 24 * 60 * 60 * 1000;
/// A change of somebody's access can be undone for this time, in milliseconds: 30 days.
const ACCESS_CHANGE_TTL_MS: i64 = 30 * 24 * 60 * 60 * 1000;
/// What the directory said of accounts is deleted after this time, if nobody of them is signed in, in milliseconds: 1 hour.
const ACCOUNT_CHECK_TTL_MS: i64 = 60 * 60 * 1000;
/// An invitation in progress that was not changed for this time must have a job; one without is an orphan. 1 minute, in milliseconds.
const ORPHAN_AGE_MS: i64 = 60_000;

/// Access that ended so long ago must have been taken away; where it is there still, its job is lost. 1 minute, in milliseconds.
const ENDED_AGE_MS: i64 = 60_000;

/// Deletes expired sessions, drafts and toasts, and the tokens of people without a session and without an open invitation. As a safety net, it also
/// enqueues a job for each invitation in progress that has none, and for access that has ended and is there still. Secrets of the settings are sealed under the newest secret key.
pub(super) async fn clean_up(app: &AppState) {
    if let Err(error) = delete(app).await {
        tracing::warn!(%error, "the clean-up failed; it is done again in a minute");
    }
}

async fn delete(app: &AppState) -> Result<(), StorageError> {
    let now = app.now();
    let mut tx = app.storage.begin().await?;
    let ended = sessions::expired(&mut tx, now).await?;
    sessions::delete_expired(&mut tx, now).await?;
    tokens::purge(&mut tx, None, now, purge_at(now)).await?;
    account_checks::delete_unused(&mut tx, now - ACCOUNT_CHECK_TTL_MS).await?;
    draft_secrets::delete_expired(&mut tx, now).await?;
    drafts::delete_expired(&mut tx, now).await?;
    rate_limits::delete_full(&mut tx, now).await?;
    toasts::delete_old(&mut tx, now - TOAST_TTL_MS).await?;
    access::delete_old_changes(&mut tx, now - ACCESS_CHANGE_TTL_MS).await?;
    stored_secrets::renew(&mut tx, &app.sealer).await?;
    let kind = JobKind::RunInvitation;
    for invitation in jobs::orphaned(&mut tx, kind.as_str(), now - ORPHAN_AGE_MS).await? {
        tracing::error!(%invitation, "an invitation under way had no job");
        enqueue(&*app.ids, &mut tx, kind, &invitation, now).await?;
    }
    for access::EndedRow { tenant, user, item } in access::ended(&mut tx, now - ENDED_AGE_MS).await? {
        let (kind, subject) = (JobKind::EndAccess, format!("{tenant}/{user}/{item}"));
        if enqueue(&*app.ids, &mut tx, kind, &subject, now).await? {
            tracing::error!(%item, "access that has ended had no job");
        } else {
            // It may have been told of a later end.
            jobs::pull_forward(&mut tx, kind.as_str(), &subject, now).await?;
        }
    }
    for person in &ended {
        audit::session_ended(&mut tx, now, person, audit::ImplicitEnd::Expired).await?;
    }
    tx.commit().await
}
