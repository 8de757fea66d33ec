//! Invitations that stopped because nobody knew whether their mail went out, and whose guest was reached all the same: they have accepted, or
//! they stand at the door.

use contract::{Caller, InvitationId, ItemId, Standing, StepKind, StepState};
use storage::invitations::{self, StepRow};
use storage::{StorageError, Tx};

use crate::access::grant;
use crate::app_state::AppState;
use crate::people::Known;
use crate::pipeline::event::Event;
use crate::pipeline::{Invitation, OnArrival, job, outcome_of, step_of, transition};
use crate::rules::roles::RoleHierarchy;
use crate::settings;
use crate::stored::{StoredError, to_json};

/// The directory says that the guest has accepted: the invitation goes on behind the post.
pub(super) async fn resume(app: &AppState, id: &InvitationId) -> Result<(), StoredError> {
    let mut tx = app.storage.begin().await?;
    job::enqueue_or_expedite(app, &mut tx, id).await?;
    let Some(mut invitation) = load_unconfirmed(&mut tx, id).await? else { return Ok(()) };
    let steps = invitations::steps_in(&mut tx, id).await?;
    if let Some(step) = steps.iter().find(|step| step.kind == StepKind::SendInvitation) {
        mark_done(&mut tx, step, None).await?;
    }
    transition::apply(app, &mut tx, &mut invitation, &[Event::DeliveryConfirmed { is_done: false }]).await?;
    tx.commit().await?;
    app.publish_change(id.as_str());
    app.job_wakeup.notify_one();
    Ok(())
}

/// The guest is at the item's door, so the mail has reached them: what it promised is given to them now, and not when a job next looks.
pub(super) async fn on_arrival(app: &AppState, guest: &Caller, item: &ItemId) -> Result<(), StoredError> {
    let stopped = invitations::stopped_of_guest(&app.storage, &guest.tenant, &guest.user, item).await?;
    for row in stopped {
        let invitation = Invitation::try_from(row)?;
        if invitation.is_unconfirmed() {
            complete_on_arrival(app, guest, &invitation).await?;
        }
    }
    Ok(())
}

async fn complete_on_arrival(
    app: &AppState,
    guest: &Caller,
    stopped: &Invitation,
) -> Result<(), StoredError> {
    let Some(person) = stopped.pipeline.person.clone().filter(|person| guest.user == person.id) else {
        return Ok(());
    };
    let person = Known { standing: Standing::Guest, ..person };
    let roles = settings::roles_of(&app.settings, &stopped.item).await?;
    let mut tx = app.storage.begin().await?;
    job::enqueue_or_expedite(app, &mut tx, &stopped.id).await?;
    let Some(mut invitation) = load_unconfirmed(&mut tx, &stopped.id).await? else { return Ok(()) };
    if grant::deny_reason(&mut tx, &invitation.access_request(), &person, &roles).await?.is_some() {
        return Ok(());
    }
    invitation.pipeline.person = Some(person);
    let mut events = complete_steps(app, &mut tx, &invitation, &roles).await?;
    let is_done = events.is_done;
    events.list.push(Event::DeliveryConfirmed { is_done });
    transition::apply(app, &mut tx, &mut invitation, &events.list).await?;
    tx.commit().await?;
    app.publish_change(invitation.id.as_str());
    app.job_wakeup.notify_one();
    Ok(())
}

struct Completed {
    list: Vec<Event>,
    /// Nothing is left for the runner.
    is_done: bool,
}

/// Each step that is not done: done, where the arrival does it or it is done in our own database; else left for the runner, with all after it.
async fn complete_steps(
    app: &AppState,
    tx: &mut Tx,
    invitation: &Invitation,
    roles: &RoleHierarchy,
) -> Result<Completed, StoredError> {
    let mut list = Vec::new();
    let steps = invitations::steps_in(tx, &invitation.id).await?;
    for step in steps.iter().filter(|step| step.state != StepState::Done) {
        let mut facts = None;
        match step_of(step.kind).on_arrival() {
            OnArrival::Satisfied => {}
            OnArrival::CommitNow => {
                let (given, event) = give_access(app, tx, invitation, roles).await?;
                facts = Some(given);
                list.extend(event);
            }
            OnArrival::MustRun => return Ok(Completed { list, is_done: false }),
        }
        mark_done(tx, step, facts).await?;
        list.push(Event::StepDone { step: step.kind, is_last: false });
    }
    Ok(Completed { list, is_done: true })
}

/// The one step that is done in our own database.
async fn give_access(
    app: &AppState,
    tx: &mut Tx,
    invitation: &Invitation,
    roles: &RoleHierarchy,
) -> Result<(String, Option<Event>), StoredError> {
    let Some(person) = &invitation.pipeline.person else {
        return Err(crate::stored::CorruptRow("person").into());
    };
    let given = grant::grant_access(app, tx, &invitation.access_request(), person, roles).await?;
    let (facts, event) = outcome_of(given, person.id.clone());
    Ok((to_json("step", &facts)?, event))
}

async fn mark_done(tx: &mut Tx, step: &StepRow, facts: Option<String>) -> Result<(), StorageError> {
    let facts = facts.or_else(|| step.facts.clone());
    invitations::update_step(tx, &StepRow { state: StepState::Done, facts, ..step.clone() }).await
}

async fn load_unconfirmed(tx: &mut Tx, id: &InvitationId) -> Result<Option<Invitation>, StoredError> {
    let row = invitations::load_in(tx, id).await?;
    let invitation = row.map(Invitation::try_from).transpose()?;
    Ok(invitation.filter(Invitation::is_unconfirmed))
}
