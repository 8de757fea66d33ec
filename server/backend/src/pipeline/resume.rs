//! Whoever had to sign in again has: what waited for that goes on by itself.

use async_trait::async_trait;
use contract::{EntraUserId, InvitationId, InvitationState, Problem, ProblemCode, TenantId};
use storage::{StorageError, Tx, invitations};

use super::event::Event;
use super::retry::reset_for_retry;
use super::stopped::Stopped;
use super::{Invitation, job, transition};
use crate::app_state::AppState;
use crate::clock::IdSource;
use crate::jobs::{self, JobHandler, JobKind, Lease};
use crate::stored::{CorruptRow, StoredError};

/// A step that had no token before the sign-in has stored by then that it waits for it, in milliseconds.
const LATER: i64 = 15_000;

/// Has the runner go on with what has waited for this person, with the transaction of their sign-in. What is under way may have found no token before
/// it, and not have stored that yet: it is looked at once more after a while. Writes nothing where nothing of theirs has stopped or is under way.
pub(crate) async fn request(
    storage: &storage::Storage,
    ids: &dyn IdSource,
    tx: &mut Tx,
    (tenant, user): (&TenantId, &EntraUserId),
    now: i64,
) -> Result<(), StorageError> {
    let counts = invitations::counts(storage, tenant, user).await?;
    let has = |of: InvitationState| counts.iter().any(|(state, count)| *state == of.as_str() && *count > 0);
    let kind = JobKind::ResumeInvitations;
    if has(InvitationState::Stopped) {
        jobs::enqueue(ids, tx, kind, &format!("{tenant}/{user}"), now).await?;
    }
    if has(InvitationState::Working) || has(InvitationState::Waiting) {
        jobs::enqueue(ids, tx, kind, &format!("{tenant}/{user}/later"), now + LATER).await?;
    }
    Ok(())
}

/// The job: goes on with the invitations that have waited for their inviter.
pub(crate) struct ResumeInvitations;

#[async_trait]
impl JobHandler for ResumeInvitations {
    async fn run(&self, app: &AppState, lease: &Lease) -> Result<(), StoredError> {
        let (tenant, user) = person(lease.subject()).ok_or(CorruptRow("job"))?;
        let mut stopped = Stopped::of_inviter(&app.storage, (&tenant, &user));
        while let Some(page) = stopped.next_page().await? {
            for row in page {
                let invitation = Invitation::try_from(row)?;
                if waits_for_sign_in(&invitation) {
                    resume(app, &invitation.id, waits_for_sign_in, Event::InviterReturned).await?;
                }
            }
        }
        Ok(lease.discard(app).await?)
    }

    /// Each invitation still says what it waits for, and goes on when its inviter asks.
    async fn give_up(
        &self,
        _app: &AppState,
        _tx: &mut Tx,
        subject: &str,
        _problem: Problem,
    ) -> Result<(), StoredError> {
        tracing::error!(subject, "what waited for this person does not go on by itself");
        Ok(())
    }
}

/// Whose sign-in it was, now or a while ago.
fn person(subject: &str) -> Option<(TenantId, EntraUserId)> {
    let (tenant, user) = subject.trim_end_matches("/later").split_once('/')?;
    Some((TenantId::parse(tenant).ok()?, EntraUserId::parse(user).ok()?))
}

fn waits_for_sign_in(invitation: &Invitation) -> bool {
    let code = invitation.problem.as_ref().map(|problem| problem.code);
    invitation.state == InvitationState::Stopped && code == Some(ProblemCode::SignInAgain)
}

/// Goes on with the invitation if it still waits so.
pub(super) async fn resume(
    app: &AppState,
    id: &InvitationId,
    waits: fn(&Invitation) -> bool,
    event: Event,
) -> Result<(), StoredError> {
    let mut tx = app.storage.begin().await?;
    job::enqueue_or_expedite(app, &mut tx, id).await?;
    let row = invitations::load_in(&mut tx, id).await?;
    let invitation = row.map(Invitation::try_from).transpose()?.filter(waits);
    let Some(mut invitation) = invitation else { return Ok(()) };
    reset_for_retry(&mut tx, &mut invitation).await?;
    transition::apply(app, &mut tx, &mut invitation, &[event]).await?;
    tx.commit().await?;
    app.publish_change(id.as_str());
    app.job_wakeup.notify_one();
    Ok(())
}
