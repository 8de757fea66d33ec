//! Whether Microsoft still blocks a tenant's invitations: one invitation finds that out for all.

use contract::{Caller, InvitationId, Problem, ProblemCode};
use storage::{StorageError, Tx, tenant_blocks};

use crate::app_state::AppState;
use crate::jobs::{self, JobKind};
use crate::rate_limiter::{Bucket, take};
use crate::rules::Decision;
use crate::rules::limits::LimitKind;

/// Lets this invitation of the caller's go out although the tenant is blocked. Every post while Microsoft blocks a tenant makes it worse, so only
/// an administrator may, who has settled it with Microsoft, and seldom. Allowed as well where nothing is blocked.
pub(crate) async fn allow(
    tx: &mut Tx,
    app: &AppState,
    caller: &Caller,
    id: &InvitationId,
) -> Result<Decision, StorageError> {
    let (tenant, id) = (caller.tenant.as_str(), id.as_str());
    if !tenant_blocks::is_blocked_in(tx, tenant, id).await? {
        return Ok(Decision::Allow);
    }
    if !caller.is_administrator() {
        return Ok(Decision::Deny(Problem::new(ProblemCode::NotAllowed)));
    }
    let bucket = Bucket::of_tenant(LimitKind::Probes, tenant);
    if let Some(problem) = take(tx, &app.limits, bucket, 1, app.now()).await?.denial() {
        return Ok(Decision::Deny(Problem { code: ProblemCode::SuspiciousActivity, ..problem }));
    }
    let allowed = tenant_blocks::allow_probe(tx, tenant, id).await?;
    // Denied while another one finds out.
    Ok(Decision::unless(allowed, || Problem::new(ProblemCode::SuspiciousActivity)))
}

/// Microsoft has taken this invitation: if it was the one that finds out, the block is over, and those that it had stopped go on by themselves.
pub(super) async fn end_block(
    tx: &mut Tx,
    app: &AppState,
    tenant: &str,
    invitation: &str,
) -> Result<(), StorageError> {
    if tenant_blocks::clear(tx, tenant, invitation).await? {
        jobs::enqueue(&*app.ids, tx, JobKind::ResumeBlocked, tenant, app.now()).await?;
    }
    Ok(())
}
