//! Invitations that stopped because nobody knew whether their mail went out, and whose guest was reached all the same: they have accepted, or
//! they stand at the door.

use contract::{Caller, HistoryEvent, InvitationState, ItemId, Problem, Standing, StepKind, StepState};
use serde_json::json;
use storage::invitations::{self, InvitationRow};
use storage::{StorageError, Tx};

use super::facts::{Facts, Post};
use super::{grant, record, run};
use crate::app_state::AppState;
use crate::audit::{self, Action, Actor};
use crate::items::roles_of;
use crate::people::Known;

/// Stopped because nobody knew whether the mail went out.
pub(super) fn is_unconfirmed(row: &InvitationRow) -> bool {
    row.state == InvitationState::Stopped.as_str()
        && Facts::read(row).is_ok_and(|facts| facts.post == Post::Unconfirmed)
}

/// The directory says that the guest has accepted: the invitation goes on behind the post.
pub(super) async fn go_on(app: &AppState, id: &str) -> Result<(), StorageError> {
    let mut tx = app.storage.begin().await?;
    record::enqueue(app, &mut tx, id).await?;
    let Some(mut row) = invitations::load_in(&mut tx, id).await?.filter(is_unconfirmed) else {
        return Ok(());
    };
    let steps = invitations::steps_in(&mut tx, id).await?;
    if let Some(step) = run::next(&steps) {
        record::set_state(&mut tx, step, StepState::Done).await?;
    }
    if let Ok(facts) = Facts::read(&row) {
        row.facts = Facts { post: Post::None, ..facts }.text();
    }
    let event = HistoryEvent::StepDone(StepKind::SendInvitation);
    record::add_history(&mut tx, id, app.now(), event, None).await?;
    confirmed(app, &mut tx, row, InvitationState::Working).await?;
    tx.commit().await?;
    app.publish_change(id);
    app.job_wakeup.notify_one();
    Ok(())
}

/// The guest is at the item's door, so the mail has reached them: what it promised is given to them now, and not when a job next looks.
pub(crate) async fn at_the_door(app: &AppState, guest: &Caller, item: &ItemId) -> Result<(), Problem> {
    let (tenant, user) = (guest.tenant.as_str(), guest.user.as_str());
    let stopped = invitations::stopped_of_guest(&app.storage, tenant, user, item.as_str()).await;
    for row in stopped.map_err(|error| app.internal(error))? {
        if is_unconfirmed(&row) {
            let_in(app, guest, &row).await?;
        }
    }
    Ok(())
}

async fn let_in(app: &AppState, guest: &Caller, row: &InvitationRow) -> Result<(), Problem> {
    let roles = roles_of(&app.storage, &row.item).await.map_err(|error| app.internal(error))?;
    let Some(person) = Facts::read(row).ok().and_then(|facts| facts.person) else { return Ok(()) };
    if person.id != guest.user.as_str() {
        return Ok(());
    }
    let person = Known { standing: Standing::Guest, ..person };
    let open = async {
        if grant::objection(app, row, &person, &roles).await?.is_some() {
            return Ok(());
        }
        let mut tx = app.storage.begin().await?;
        let Some(mut row) = invitations::load_in(&mut tx, &row.id).await?.filter(is_unconfirmed) else {
            return Ok(());
        };
        finish_steps(app, &mut tx, &row.id).await?;
        let kept = grant::give(app, &mut tx, &row, &person, &roles).await?;
        if let Ok(facts) = Facts::read(&row) {
            row.facts = Facts { post: Post::None, person: Some(person), kept, ..facts }.text();
        }
        let id = row.id.clone();
        confirmed(app, &mut tx, row, InvitationState::Sent).await?;
        tx.commit().await?;
        app.publish_change(&id);
        Ok(())
    };
    open.await.map_err(|error: StorageError| app.internal(error))
}

/// Nothing is left for a job: the inviter is told by the toast that the guest has accepted.
async fn finish_steps(app: &AppState, tx: &mut Tx, id: &str) -> Result<(), StorageError> {
    for step in invitations::steps_in(tx, id).await? {
        let kind = StepKind::from_text(&step.kind);
        if let Some(kind) = kind.filter(|_| step.state != StepState::Done.as_str()) {
            record::set_state(tx, &step, StepState::Done).await?;
            record::add_history(tx, id, app.now(), HistoryEvent::StepDone(kind), None).await?;
        }
    }
    Ok(())
}

/// Stores that the guest was reached, with its audit entry.
async fn confirmed(
    app: &AppState,
    tx: &mut Tx,
    mut row: InvitationRow,
    state: InvitationState,
) -> Result<(), StorageError> {
    let now = app.now();
    state.as_str().clone_into(&mut row.state);
    (row.problem, row.updated_at) = (None, now);
    invitations::update(tx, &row).await?;
    let actor = Actor { tenant: &row.tenant, ..Actor::VESTIBULE };
    let detail = json!({ "guest": row.guest });
    audit::append(tx, now, actor, Action::InvitationConfirmed, &row.id, detail).await
}
