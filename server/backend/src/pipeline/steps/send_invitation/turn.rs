//! The turn of an invitation. Microsoft blocks tenants that invite too many people in too short a time, so the first ones go at once, and the rest
//! in turn: first in the row of their inviter, then, when that has come, in the row of the tenant. Nobody takes a place there before. A place is kept
//! when an administrator changes the limits: whoever has it was told its time.

use contract::{Problem, ProblemCode};
use serde::{Deserialize, Serialize};
use storage::Tx;

use super::post::facts;
use crate::pipeline::context::StepContext;
use crate::pipeline::step_error::{CommitError, Retry, StepError, answer};
use crate::rate_limiter::{Bucket, take_turn};
use crate::rules::limits::LimitKind;

/// A place in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Turn {
    /// In whose row.
    row: Row,
    /// When its turn comes, in unix milliseconds.
    at: i64,
    /// How often a person had asked to try again: each time takes a place of its own.
    tries: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Row {
    Inviter,
    Tenant,
}

/// Takes the places that the invitation does not have yet; waits for its turn, unless that has come.
pub(super) async fn take(context: &mut StepContext<'_>, tx: &mut Tx) -> Result<(), CommitError> {
    let (now, limits) = (context.app.now(), context.app.rate_limits(context.settings));
    loop {
        let mut facts = facts(context).map_err(CommitError::Step)?;
        let tries = context.invitation.pipeline.manual_retries;
        let row = match facts.turn.filter(|turn| turn.tries == tries) {
            Some(turn) if now < turn.at => return Err(CommitError::Step(wait(turn.at))),
            Some(Turn { row: Row::Tenant, .. }) => return Ok(()),
            Some(Turn { row: Row::Inviter, .. }) => Row::Tenant,
            None => Row::Inviter,
        };
        let (tenant, inviter) = (context.invitation.tenant.as_str(), context.invitation.inviter.as_str());
        let bucket = match row {
            Row::Inviter => Bucket::of_person(LimitKind::Guests, tenant, inviter),
            Row::Tenant => Bucket::of_tenant(LimitKind::TenantGuests, tenant),
        };
        let at = take_turn(tx, &limits, bucket, now).await?;
        facts.turn = Some(Turn { row, at, tries });
        context.learn(&facts).map_err(CommitError::Step)?;
    }
}

/// As [`take`], where no transaction is open: only somebody's try again after a post of unknown outcome needs one.
pub(super) async fn take_by_itself(context: &mut StepContext<'_>) -> Result<(), StepError> {
    let tries = context.invitation.pipeline.manual_retries;
    let has_come =
        |turn: Turn| turn.tries == tries && turn.row == Row::Tenant && turn.at <= context.app.now();
    if facts(context)?.turn.is_some_and(has_come) {
        return Ok(());
    }
    let taken = async {
        let Some(mut tx) = context.begin().await? else { return Ok(None) };
        let taken = answer(take(context, &mut tx).await)?;
        context.save_step(&mut tx).await?;
        tx.commit().await?;
        Ok::<_, crate::stored::StoredError>(Some(taken))
    };
    match taken.await {
        Ok(Some(taken)) => taken,
        // Somebody else has the job now: what this run decides will not be stored.
        Ok(None) => Err(StepError::backoff(None, Problem::new(ProblemCode::Internal))),
        Err(error) => Err(StepError::backoff(None, context.app.internal(error))),
    }
}

const fn wait(at: i64) -> StepError {
    StepError::Transient { retry: Retry::At(at), problem: Problem::new(ProblemCode::WaitsForTurn) }
}
