//! Guests whom the directory does not show: it answered "created", and nobody is there.

use contract::{Field, HistoryEvent, InvitationState, Problem, ProblemCode, StepKind, StepState, ToastKind};
use serde_json::json;
use storage::invitations::{self, InvitationRow};
use storage::{StorageError, Tx, items};

use super::facts::Facts;
use super::record;
use crate::app_state::AppState;
use crate::audit::{self, Action, Actor};
use crate::jobs::JobError;
use crate::{settings, toasts};

fn is_sent(row: &InvitationRow) -> bool {
    row.state == InvitationState::Sent.as_str()
}

/// Notes that the guest was seen: should they be missing later, somebody took them away.
pub(super) async fn seen(app: &AppState, id: &str) -> Result<(), StorageError> {
    let mut tx = app.storage.begin().await?;
    let Some(mut row) = invitations::load_in(&mut tx, id).await?.filter(is_sent) else { return Ok(()) };
    match Facts::read(&row) {
        Ok(facts) if !facts.seen => row.facts = Facts { seen: true, ..facts }.text(),
        _ => return Ok(()),
    }
    invitations::update(&mut tx, &row).await?;
    tx.commit().await
}

/// Missing for longer than late visibility explains: a person decides whether to invite again. Never silently done.
pub(super) async fn missing(app: &AppState, row: &InvitationRow) -> Result<(), JobError> {
    let (_, settings) = settings::current(&app.storage).await?;
    let budget = settings.visibility_budget().whole_milliseconds();
    if is_sent(row) && i128::from(app.now() - row.updated_at) >= budget {
        stop(app, &row.id).await?;
    }
    Ok(())
}

async fn stop(app: &AppState, id: &str) -> Result<(), JobError> {
    let mut tx = app.storage.begin().await?;
    let Some(mut row) = invitations::load_in(&mut tx, id).await?.filter(is_sent) else { return Ok(()) };
    let facts = Facts::read(&row)?;
    let problem = if facts.seen {
        Problem::of_field(Field::Address, ProblemCode::PersonGone)
    } else {
        Problem::new(ProblemCode::NotVisibleYet)
    };
    reopen(&mut tx, id).await?;
    let now = app.now();
    InvitationState::Stopped.as_str().clone_into(&mut row.state);
    row.problem = serde_json::to_string(&problem).ok();
    // Nobody can accept by it any more.
    row.link = None;
    row.updated_at = now;
    invitations::update(&mut tx, &row).await?;
    let event = HistoryEvent::StepStopped(StepKind::SendInvitation);
    record::add_history(&mut tx, id, now, event, Some(&problem)).await?;
    let actor = Actor { tenant: &row.tenant, ..Actor::VESTIBULE };
    let detail = json!({ "guest": row.guest, "problem": problem.code.as_str() });
    audit::append(&mut tx, now, actor, Action::InvitationStopped, id, detail).await?;
    let item = items::load(&app.storage, &row.item).await?;
    let item_title = item.map(|item| item.title).unwrap_or_default();
    let outcome = format!("missing:{}", facts.tries);
    let kind = ToastKind::Trouble { person: facts.person_name(&row), item_title, problem };
    toasts::tell_inviter(app, &mut tx, &row, &outcome, &kind).await?;
    tx.commit().await?;
    app.publish_change(id);
    Ok(())
}

/// The post and what comes after it are to be done again.
async fn reopen(tx: &mut Tx, id: &str) -> Result<(), StorageError> {
    for step in invitations::steps_in(tx, id).await? {
        match StepKind::from_text(&step.kind) {
            Some(StepKind::FindPerson) | None => {}
            Some(StepKind::SendInvitation) => record::set_state(tx, &step, StepState::Stopped).await?,
            Some(_) => record::set_state(tx, &step, StepState::Open).await?,
        }
    }
    Ok(())
}
