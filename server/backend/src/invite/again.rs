//! A person decides: try again, or change what was typed.

use contract::{
    Caller, DraftId, HistoryEvent, InvitationId, InvitationState, Problem, ProblemCode, ShareForm, StepState,
};
use serde_json::json;
use storage::invitations::{self, InvitationRow};
use storage::{StorageError, Tx, blocks, jobs, toasts};

use super::facts::Facts;
use super::{port, record, run, view};
use crate::app_state::AppState;
use crate::audit::{self, Action};
use crate::drafts;

/// Runs the invitation again from the step it stands at. Nothing happens to one that is at work or has ended well, nor when a person has
/// already tried again since the form said `tries`.
pub(crate) async fn try_again(
    app: &AppState,
    caller: &Caller,
    id: &InvitationId,
    tries: u32,
) -> Result<(), Problem> {
    port::own(app, caller, id).await?;
    begin_again(app, caller, id.as_str(), tries).await.map_err(|error| app.internal(error))?;
    app.publish_change(id.as_str());
    app.job_wakeup.notify_one();
    Ok(())
}

fn may_run_again(row: &InvitationRow) -> bool {
    matches!(
        InvitationState::from_text(&row.state),
        Some(InvitationState::Stopped | InvitationState::Waiting | InvitationState::Failed)
    )
}

fn is_blocked(row: &InvitationRow) -> bool {
    let problem = view::problem(row).ok().flatten();
    problem.is_some_and(|problem| problem.code == ProblemCode::SuspiciousActivity)
}

async fn begin_again(app: &AppState, caller: &Caller, id: &str, tries: u32) -> Result<(), StorageError> {
    let now = app.now();
    let mut tx = app.storage.begin().await?;
    queue(app, &mut tx, id).await?;
    let is_due = |row: &InvitationRow| {
        may_run_again(row) && Facts::read(row).map_or(true, |facts| facts.tries == tries)
    };
    let Some(mut row) = invitations::load_in(&mut tx, id).await?.filter(is_due) else {
        return Ok(());
    };
    if is_blocked(&row) {
        // Whoever has read that Microsoft blocks the organization and tries all the same finds out for everybody, with one post.
        blocks::probe(&mut tx, &row.tenant, id).await?;
    }
    let steps = invitations::steps_in(&mut tx, id).await?;
    if let Some(step) = run::next(&steps) {
        record::set_state(&mut tx, step, StepState::Open).await?;
    }
    if let Ok(mut facts) = Facts::read(&row) {
        facts.tries = facts.tries.saturating_add(1);
        facts.failing = None;
        row.facts = facts.text();
    }
    InvitationState::Working.as_str().clone_into(&mut row.state);
    (row.problem, row.updated_at) = (None, now);
    invitations::update(&mut tx, &row).await?;
    record::add_history(&mut tx, id, now, HistoryEvent::TriedAgain, None).await?;
    let detail = json!({ "item": row.item });
    audit::append(&mut tx, now, caller.into(), Action::InvitationTriedAgain, id, detail).await?;
    // What was said of it is no news any more.
    toasts::dismiss(&mut tx, &row.tenant, &row.inviter, toasts::Which::About(id), now).await?;
    tx.commit().await
}

/// A new job, or the waiting one at once. Either is held from here on: a run that is ending has ended before, or waits.
async fn queue(app: &AppState, tx: &mut Tx, id: &str) -> Result<(), StorageError> {
    let _ = record::enqueue(app, tx, id).await?
        || jobs::pull_forward(tx, run::KIND, id, app.now()).await?
        // It was there, and ended while it was waited for.
        || record::enqueue(app, tx, id).await?;
    Ok(())
}

/// A draft of an invitation that did not work, under a new key: it will be another invitation.
pub(crate) async fn rework(app: &AppState, caller: &Caller, id: &InvitationId) -> Result<DraftId, Problem> {
    let row = port::own(app, caller, id).await?;
    if !may_run_again(&row) {
        return Err(Problem::new(ProblemCode::NotFound));
    }
    let facts = Facts::read(&row).map_err(|error| app.internal(error))?;
    let problem = view::problem(&row).map_err(|error| app.internal(error))?;
    let form = ShareForm {
        item: row.item,
        address: row.address,
        person: row.chosen.unwrap_or_default(),
        role: row.role,
        name: row.name.unwrap_or_default(),
        message: row.message.unwrap_or_default(),
        language: row.language,
        key: app.ids.next(),
    };
    drafts::keep(app, caller, &form, problem.as_ref(), &facts.matches).await
}
