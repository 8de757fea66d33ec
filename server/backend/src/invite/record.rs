//! Stores what came of a step: outcome, learned facts, history, audit entries and the job's next turn, in one transaction under the lease.

use contract::{HistoryEvent, Problem, StepKind, StepState, ToastKind};
use serde_json::json;
use storage::invitations::{self, HistoryRow, StepRow};
use storage::{StorageError, Tx, blocks};

use super::facts::{Facts, Post};
use super::verdict::Verdict;
use super::work::{TenantWord, Work};
use super::{steps, watch};
use crate::app_state::AppState;
use crate::audit::{self, Action, Actor};
use crate::jobs::JobError;
use crate::toasts;

/// Stores it all, or nothing if the lease is lost: then somebody else has the job.
pub(super) async fn outcome(
    mut work: Work<'_>,
    step: &StepRow,
    kind: StepKind,
    is_last: bool,
    verdict: Verdict,
) -> Result<(), JobError> {
    let app = work.app;
    let mut tx = app.storage.begin().await?;
    if !turn(&work, &mut tx, is_last, &verdict).await? {
        tracing::warn!(step = kind.as_str(), "the lease was lost; what this run did is found by the next");
        return Ok(());
    }
    keep_tries(&mut work, &mut tx).await?;
    if verdict == Verdict::Done {
        steps::keep(kind, &mut work, &mut tx).await?;
    }
    let attempted = StepRow { attempts: step.attempts + 1, ..step.clone() };
    set_state(&mut tx, &attempted, verdict.step_state()).await?;
    add_history(&mut tx, &work.row.id, app.now(), verdict.event(kind), verdict.problem()).await?;
    store_row(&mut work, &mut tx, is_last, &verdict).await?;
    note_block(&work, &mut tx).await?;
    append_audit(&work, &mut tx, kind, &verdict).await?;
    tell_of_trouble(&work, &mut tx, &verdict).await?;
    if work.facts.post == Post::Unconfirmed {
        // A guest who accepts was reached: then nobody needs to decide.
        watch::watch(app, &mut tx, &work.row.id).await?;
    }
    tx.commit().await?;
    app.publish_change(&work.row.id);
    app.job_wakeup.notify_one();
    Ok(())
}

/// The job's next turn. False if the lease is lost.
async fn turn(work: &Work<'_>, tx: &mut Tx, is_last: bool, verdict: &Verdict) -> Result<bool, StorageError> {
    match verdict {
        Verdict::Done if !is_last => work.lease.reschedule(tx, work.app.now(), 0).await,
        Verdict::Wait { at, .. } => {
            let times = work.facts.failing.map_or(0, |failing| failing.times);
            work.lease.reschedule(tx, *at, times.into()).await
        }
        _ => work.lease.finish(tx).await,
    }
}

/// A person may have asked to try again while the step was under way. Everybody locks the job first, then the invitation, then the rest.
async fn keep_tries(work: &mut Work<'_>, tx: &mut Tx) -> Result<(), StorageError> {
    let now = invitations::load_in(tx, &work.row.id).await?;
    if let Some(Ok(now)) = now.as_ref().map(Facts::read) {
        work.facts.tries = now.tries;
    }
    Ok(())
}

async fn store_row(
    work: &mut Work<'_>,
    tx: &mut Tx,
    is_last: bool,
    verdict: &Verdict,
) -> Result<(), StorageError> {
    work.row.facts = work.facts.text();
    verdict.state(is_last, work.facts.invited).as_str().clone_into(&mut work.row.state);
    work.row.problem = verdict.problem().and_then(|problem| serde_json::to_string(problem).ok());
    work.row.updated_at = work.app.now();
    invitations::update(tx, &work.row).await
}

/// What Microsoft said about the whole tenant, for every process.
async fn note_block(work: &Work<'_>, tx: &mut Tx) -> Result<(), StorageError> {
    let (tenant, id) = (&work.row.tenant, &work.row.id);
    match work.tenant_word {
        Some(TenantWord::Blocked) => blocks::block(tx, tenant, work.app.now()).await,
        Some(TenantWord::Free) => blocks::lift(tx, tenant, id).await.map(drop),
        None => Ok(()),
    }
}

async fn append_audit(
    work: &Work<'_>,
    tx: &mut Tx,
    kind: StepKind,
    verdict: &Verdict,
) -> Result<(), StorageError> {
    let actor = Actor { tenant: &work.row.tenant, user: &work.row.inviter, name: &work.row.inviter_name };
    let (id, now) = (&work.row.id, work.app.now());
    for (action, detail) in &work.effects {
        audit::append(tx, now, actor, *action, id, detail.clone()).await?;
    }
    let (action, problem) = match verdict {
        Verdict::Stop(problem) => (Action::InvitationStopped, problem),
        Verdict::Fail(problem) => (Action::InvitationFailed, problem),
        Verdict::Done | Verdict::Wait { .. } => return Ok(()),
    };
    let detail = json!({
        "step": kind.as_str(),
        "problem": problem.code.as_str(),
        "reference": problem.reference,
        "requests": work.facts.requests,
    });
    audit::append(tx, now, actor, action, id, detail).await
}

async fn tell_of_trouble(work: &Work<'_>, tx: &mut Tx, verdict: &Verdict) -> Result<(), StorageError> {
    let (Verdict::Stop(problem) | Verdict::Fail(problem)) = verdict else { return Ok(()) };
    let outcome = format!("{}:{}", work.row.state, work.facts.tries);
    let (person, item_title) = (work.person(), work.item_title.clone());
    let kind = ToastKind::Trouble { person, item_title, problem: problem.clone() };
    toasts::tell_inviter(work.app, tx, &work.row, &outcome, &kind).await
}

/// Puts a step into a state.
pub(crate) async fn set_state(tx: &mut Tx, step: &StepRow, state: StepState) -> Result<(), StorageError> {
    let state = state.to_string();
    invitations::set_step(tx, &StepRow { state, ..step.clone() }).await
}

/// Adds a line to the invitation's timeline. `at` is in unix milliseconds.
pub(crate) async fn add_history(
    tx: &mut Tx,
    invitation: &str,
    at: i64,
    event: HistoryEvent,
    problem: Option<&Problem>,
) -> Result<(), StorageError> {
    let row = HistoryRow {
        invitation: invitation.to_owned(),
        at,
        event: serde_json::to_string(&event).unwrap_or_default(),
        problem: problem.and_then(|problem| serde_json::to_string(problem).ok()),
    };
    invitations::add_history(tx, &row).await
}

/// Puts the invitation's job in the queue; the dedupe key lets one live at a time.
pub(crate) async fn enqueue(app: &AppState, tx: &mut Tx, invitation: &str) -> Result<bool, StorageError> {
    crate::jobs::enqueue(app, tx, super::run::KIND, invitation, app.now()).await
}
