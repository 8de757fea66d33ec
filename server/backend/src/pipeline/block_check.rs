//! Microsoft blocks a tenant's invitations: an administrator has one of those that stopped find out whether that is over, and when it is, the
//! others go on by themselves.

use async_trait::async_trait;
use contract::{BlockProbe, Caller, InvitationId, InvitationState, Problem, ProblemCode, TenantId};
use storage::{StorageError, Tx, invitations, tenant_blocks};

use super::event::Event;
use super::facts::Administrator;
use super::resume::resume;
use super::retry::{is_blocked, reset_for_retry};
use super::stopped::Stopped;
use super::{Invitation, job, probe, transition};
use crate::access;
use crate::app_state::AppState;
use crate::jobs::{JobHandler, Lease};
use crate::rate_limiter::{Bucket, look};
use crate::rules::limits::LimitKind;
use crate::stored::{CorruptRow, StoredError};

/// The port's method: whether one may find out now.
pub(crate) async fn may_probe(app: &AppState, caller: &Caller) -> Result<BlockProbe, Problem> {
    access::require_administrator(caller)?;
    load(app, caller).await.map_err(|error| app.internal(error))
}

async fn load(app: &AppState, caller: &Caller) -> Result<BlockProbe, StorageError> {
    if best(app, caller).await?.is_none() {
        let any = tenant_blocks::has_stopped(&app.storage, &caller.tenant, &stored_problem()).await?;
        return Ok(if any { BlockProbe::NobodySignedIn } else { BlockProbe::NothingStopped });
    }
    let bucket = Bucket::of_tenant(LimitKind::Probes, caller.tenant.as_str());
    let denied = look(&app.storage, &app.limits, bucket, app.now()).await?.denial();
    Ok(denied.and_then(|problem| problem.retry_at).map_or(BlockProbe::Possible, BlockProbe::NotBefore))
}

/// The invitation that may best find out.
async fn best(app: &AppState, caller: &Caller) -> Result<Option<InvitationId>, StorageError> {
    tenant_blocks::stopped(&app.storage, &caller.tenant, &caller.user, &stored_problem()).await
}

/// What the problem of an invitation that a block has stopped begins with, as it is stored: its code first.
fn stored_problem() -> String {
    format!("{{\"code\":\"{}\"", ProblemCode::SuspiciousActivity.as_str())
}

/// The port's method.
pub(crate) async fn start(app: &AppState, caller: &Caller) -> Result<InvitationId, Problem> {
    access::require_administrator(caller)?;
    let id = try_start(app, caller).await.map_err(|error| app.internal(error))??;
    app.publish_change(id.as_str());
    app.job_wakeup.notify_one();
    Ok(id)
}

async fn try_start(app: &AppState, caller: &Caller) -> Result<Result<InvitationId, Problem>, StoredError> {
    let none = Err(Problem::new(ProblemCode::NotFound));
    let Some(id) = best(app, caller).await? else { return Ok(none) };
    let mut tx = app.storage.begin().await?;
    job::enqueue_or_expedite(app, &mut tx, &id).await?;
    let row = invitations::load_in(&mut tx, &id).await?;
    let stopped = row.map(Invitation::try_from).transpose()?.filter(has_stopped);
    let Some(mut invitation) = stopped else { return Ok(none) };
    if let Some(problem) = probe::allow(&mut tx, app, caller, &id).await?.denial() {
        return Ok(Err(problem));
    }
    reset_for_retry(&mut tx, &mut invitation).await?;
    let event = Event::BlockProbed { by: Administrator::from(caller) };
    transition::apply(app, &mut tx, &mut invitation, &[event]).await?;
    tx.commit().await?;
    Ok(Ok(id))
}

fn has_stopped(invitation: &Invitation) -> bool {
    invitation.state == InvitationState::Stopped && is_blocked(invitation)
}

/// The job: goes on with the invitations that a block had stopped, the newest first, unless there is another block by now.
pub(crate) struct ResumeBlocked;

#[async_trait]
impl JobHandler for ResumeBlocked {
    async fn run(&self, app: &AppState, lease: &Lease) -> Result<(), StoredError> {
        let tenant = TenantId::parse(lease.subject()).map_err(|_| CorruptRow("job"))?;
        let mut stopped = Stopped::of_tenant(&app.storage, &tenant);
        while let Some(page) = stopped.next_page().await? {
            for row in page {
                let invitation = Invitation::try_from(row)?;
                if !has_stopped(&invitation) {
                    continue;
                }
                if tenant_blocks::is_blocked(&app.storage, tenant.as_str(), invitation.id.as_str()).await? {
                    return Ok(lease.discard(app).await?);
                }
                resume(app, &invitation.id, has_stopped, Event::BlockLifted).await?;
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
        tracing::error!(subject, "what a block had stopped in this tenant does not go on by itself");
        Ok(())
    }
}
