//! Works on an invitation's steps, within one lease, until something waits.

use async_trait::async_trait;
use contract::{InvitationId, InvitationState, Problem, ProblemCode, StepState};
use storage::{StorageError, Tx, invitations, tenant_blocks, tokens};

use super::context::StepContext;
use super::decide::{Decision, decide};
use super::event::Event;
use super::step::Step;
use super::step_error::{StepError, answer};
use super::steps::step_of;
use super::{Invitation, transition, undo};
use crate::app_state::AppState;
use crate::jobs::{JobHandler, Lease};
use crate::stored::{CorruptRow, StoredError};

/// The job: runs the steps of an invitation, or undoes them.
pub(crate) struct RunInvitation;

#[async_trait]
impl JobHandler for RunInvitation {
    /// Step after step. Afterwards the job is due again later, or gone.
    async fn run(&self, app: &AppState, lease: &Lease) -> Result<(), StoredError> {
        let snapshot = app.settings.current().await?;
        let Some(mut context) = StepContext::load(app, &snapshot.settings, lease).await? else {
            return Ok(lease.discard(app).await?);
        };
        match context.invitation.state {
            InvitationState::Working | InvitationState::Waiting => run_steps(&mut context, lease).await,
            InvitationState::Undoing => undo::run(&mut context, lease).await,
            _ => Ok(lease.discard(app).await?),
        }
    }

    /// The inviter is told, unless the row cannot be read at all.
    async fn give_up(
        &self,
        app: &AppState,
        tx: &mut Tx,
        subject: &str,
        problem: Problem,
    ) -> Result<(), StoredError> {
        let Ok(id) = InvitationId::parse(subject) else { return Ok(()) };
        let loaded = match invitations::load_in(tx, &id).await {
            Ok(None) => return Ok(()),
            Ok(Some(row)) => Invitation::try_from(row.clone()).or_else(|_| Invitation::salvaged(row)),
            Err(StorageError::Corrupt(_)) => Err(CorruptRow("invitation")),
            Err(error) => return Err(error.into()),
        };
        if let Ok(mut invitation) = loaded {
            return transition::apply(app, tx, &mut invitation, &[Event::JobFailed { problem }]).await;
        }
        transition::fail_unread(app, tx, subject, &problem).await
    }
}

/// How a step ended outside.
struct Performed {
    outcome: Result<(), StepError>,
    /// The newest sign-in of the inviter's before it began ([`tokens::sign_in`]).
    sign_in: i64,
}

/// Between two steps that act outside there is one transaction. It stores how the one ended, does what is between them in our own database,
/// and notes what the other needs noted before it begins.
async fn run_steps(context: &mut StepContext<'_>, lease: &Lease) -> Result<(), StoredError> {
    let mut performed = match context.next_step().map(step_of) {
        Some(step) if step.acts_outside(context) && !step.needs_preparation(context) => {
            let Invitation { tenant, inviter, .. } = &context.invitation;
            let sign_in = tokens::sign_in(&context.app.storage, tenant.as_str(), inviter.as_str()).await?;
            Some(Performed { outcome: step.perform(context).await, sign_in })
        }
        _ => None,
    };
    loop {
        let Some(mut tx) = context.begin().await? else {
            tracing::warn!("the lease was lost; what this run did is found by the next");
            return Ok(());
        };
        if context.invitation.state == InvitationState::Undoing {
            let outcome = performed.take().map(|performed| performed.outcome);
            return give_way(context, lease, tx, outcome).await;
        }
        let next = advance(context, lease, &mut tx, performed.take()).await?;
        tx.commit().await?;
        for changed in context.also_changed.drain(..) {
            context.app.publish_change(changed.as_str());
        }
        let id = context.invitation.id.as_str();
        let Some((step, sign_in)) = next else {
            context.app.publish_change(id);
            context.app.job_wakeup.notify_one();
            return Ok(());
        };
        context.app.publish_progress(id);
        performed = Some(Performed { outcome: step.perform(context).await, sign_in });
    }
}

/// Somebody asked to undo the invitation while a step was under way: what became of that step is stored, and the next run takes it back.
async fn give_way(
    context: &mut StepContext<'_>,
    lease: &Lease,
    mut tx: Tx,
    performed: Option<Result<(), StepError>>,
) -> Result<(), StoredError> {
    if let (Some(outcome), Some(step)) = (performed, context.next_step().map(step_of)) {
        let outcome = match outcome {
            Ok(()) => answer(step.commit(context, &mut tx).await)?,
            Err(error) => Err(error),
        };
        let state = if outcome.is_ok() { StepState::Done } else { StepState::Stopped };
        context.end_step(&mut tx, state).await?;
        if outcome.is_ok() {
            context.events.push(Event::StepDone { step: step.kind(), is_last: false, is_quiet: true });
        }
    }
    lease.reschedule(&mut tx, context.app.now(), 0).await?;
    context.store(&mut tx).await?;
    tx.commit().await?;
    context.app.publish_change(context.invitation.id.as_str());
    context.app.job_wakeup.notify_one();
    Ok(())
}

/// Stores the outcome of the step that was performed and goes on with what needs nobody outside. The step to be performed next, if any, and the
/// newest sign-in of the inviter's.
async fn advance(
    context: &mut StepContext<'_>,
    lease: &Lease,
    tx: &mut Tx,
    mut performed: Option<Performed>,
) -> Result<Option<(&'static (dyn Step + Send), i64)>, StoredError> {
    let next = loop {
        let Some(step) = context.next_step().map(step_of) else {
            lease.finish(tx).await?;
            break None;
        };
        let (outcome, began_with) = match performed.take() {
            Some(Performed { outcome, sign_in }) => (outcome, Some(sign_in)),
            None if step.acts_outside(context) => match prepare(step, context, tx).await? {
                Ok(()) => break Some((step, sign_in(context, tx).await?)),
                Err(error) => (Err(error), None),
            },
            None => (Ok(()), None),
        };
        let outcome = match outcome {
            Err(error) if !step.is_waived(context) => Err(error),
            _ => answer(step.commit(context, tx).await)?,
        };
        if !conclude(context, lease, tx, (step, outcome, began_with)).await? {
            break None;
        }
    };
    context.store(tx).await?;
    Ok(next)
}

async fn prepare(
    step: &'static (dyn Step + Send),
    context: &mut StepContext<'_>,
    tx: &mut Tx,
) -> Result<Result<(), StepError>, StoredError> {
    let prepared = answer(step.prepare(context, tx).await)?;
    if let Ok(is_prepared) = prepared {
        context.is_prepared = is_prepared;
        if is_prepared {
            context.save_step(tx).await?;
        }
    }
    Ok(prepared.map(drop))
}

/// What a step has met may be over when it is to be stored that it stops this invitation: then whatever else had stopped for that reason has gone on,
/// and nobody would come back for this one. It is looked at again at once. So it is with a block that the step has read, and with a token that the step
/// did not find, where the inviter has signed in since it began. (A sign-in that is not committed yet, which only `PostgreSQL` has, comes back later: see
/// [`resume`](super::resume).) Only a sign-in counts: a token that was refreshed and refused all the same would be tried for ever.
async fn unless_over(
    context: &StepContext<'_>,
    tx: &mut Tx,
    began_with: Option<i64>,
    decision: Decision,
) -> Result<Decision, StoredError> {
    let Decision::AwaitUser(problem) = decision else { return Ok(decision) };
    let (tenant, id) = (context.invitation.tenant.as_str(), context.invitation.id.as_str());
    let is_over = match (problem.code, began_with) {
        (ProblemCode::SuspiciousActivity, _) if context.tenant_status.is_none() => {
            !tenant_blocks::is_blocked_in(tx, tenant, id).await?
        }
        (ProblemCode::SignInAgain, Some(before)) => {
            let newest = sign_in(context, tx).await?;
            newest != 0 && newest != before
        }
        _ => false,
    };
    if is_over {
        return Ok(Decision::RetryAt { at: context.app.now(), problem });
    }
    Ok(Decision::AwaitUser(problem))
}

async fn sign_in(context: &StepContext<'_>, tx: &mut Tx) -> Result<i64, StorageError> {
    let Invitation { tenant, inviter, .. } = &context.invitation;
    tokens::sign_in_in(tx, tenant.as_str(), inviter.as_str()).await
}

/// Stores how the step ended, and the job's next turn. False if nothing goes on now.
async fn conclude(
    context: &mut StepContext<'_>,
    lease: &Lease,
    tx: &mut Tx,
    (step, outcome, began_with): (&'static (dyn Step + Send), Result<(), StepError>, Option<i64>),
) -> Result<bool, StoredError> {
    let (now, seed) = (context.app.now(), lease.subject());
    // A look every hour for weeks is one line of the timeline.
    let is_calm = outcome.as_ref().is_err_and(StepError::is_calm);
    let decision = decide(&mut context.invitation.pipeline, context.settings, now, seed, outcome);
    let decision = unless_over(context, tx, began_with, decision).await?;
    context.end_step(tx, decision.step_state()).await?;
    let kind = step.kind();
    let requests = |context: &StepContext<'_>| step.unreported_requests(context);
    let event = match decision {
        Decision::Done => {
            let (is_last, is_quiet) = (context.is_last(), step.is_quiet(context));
            Event::StepDone { step: kind, is_last, is_quiet }
        }
        Decision::RetryAt { at, problem } => {
            let times = context.invitation.pipeline.failing.map_or(0, |failing| failing.times);
            lease.reschedule(tx, at, times.into()).await?;
            let is_quiet = is_calm && context.invitation.is_held_by(&problem);
            Event::StepWaiting { step: kind, problem, is_quiet }
        }
        Decision::AwaitUser(problem) => {
            Event::StepStopped { step: kind, problem, requests: requests(context) }
        }
        Decision::AwaitGuest(problem) => Event::StepAwaitsGuest { step: kind, problem },
        Decision::Fail(problem) => Event::StepFailed { step: kind, problem, requests: requests(context) },
    };
    if matches!(event, Event::StepStopped { .. } | Event::StepAwaitsGuest { .. } | Event::StepFailed { .. }) {
        // Nothing more happens by itself.
        lease.finish(tx).await?;
    }
    let goes_on = matches!(event, Event::StepDone { .. });
    context.events.push(event);
    Ok(goes_on)
}
