//! Invitations that stopped because their mail did not go out, or nobody knew whether it did, and whose guest was reached all the same: they have
//! accepted, or they stand at the door.

use contract::{Caller, InvitationId, ItemId, StepKind, StepState, UserStatus};
use storage::Tx;
use storage::invitations::{self, StepRow};

use crate::app_state::AppState;
use crate::people::DirectoryPerson;
use crate::pipeline::context::StepContext;
use crate::pipeline::event::Event;
use crate::pipeline::step_error::answer;
use crate::pipeline::{Invitation, OnArrival, job, send_mail, step_of, transition};
use crate::settings;
use crate::stored::{CorruptRow, StoredError, from_json, to_json};

/// The directory says that the guest has accepted: the invitation goes on behind the mail.
pub(super) async fn resume(app: &AppState, id: &InvitationId) -> Result<(), StoredError> {
    let mut tx = app.storage.begin().await?;
    job::enqueue_or_expedite(app, &mut tx, id).await?;
    let Some(mut invitation) = load_unconfirmed(&mut tx, id).await? else { return Ok(()) };
    let steps = invitations::steps_in(&mut tx, id).await?;
    let mut told = None;
    if let Some(step) = steps.into_iter().find(|step| step.state != StepState::Done) {
        let (facts, has_gone) = settled_mail(&step)?;
        told = Some(step.kind).filter(|_| has_gone);
        invitations::update_step(&mut tx, &StepRow { state: StepState::Done, facts, ..step }).await?;
    }
    let event = Event::DeliveryConfirmed { is_done: false, told };
    transition::apply(app, &mut tx, &mut invitation, &[event]).await?;
    tx.commit().await?;
    app.publish_change(id.as_str());
    app.job_wakeup.notify_one();
    Ok(())
}

/// What a step knows of its mail, now that the person was reached; and whether one may have gone out. The post stands for Microsoft's.
fn settled_mail(step: &StepRow) -> Result<(Option<String>, bool), CorruptRow> {
    if step.kind != StepKind::SendMail {
        return Ok((step.facts.clone(), true));
    }
    let facts =
        step.facts.as_deref().map(|facts| from_json::<send_mail::Facts>("step", facts)).transpose()?;
    let facts = facts.unwrap_or_default().settled();
    Ok((Some(to_json("step", &facts)?), facts.has_gone()))
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
    let snapshot = app.settings.current().await?;
    let roles = settings::roles_of(&app.settings, &stopped.item).await?;
    let mut tx = app.storage.begin().await?;
    job::enqueue_or_expedite(app, &mut tx, &stopped.id).await?;
    let Some(mut invitation) = load_unconfirmed(&mut tx, &stopped.id).await? else { return Ok(()) };
    invitation.pipeline.person = Some(DirectoryPerson { standing: UserStatus::Guest, ..person });
    let steps = invitations::steps_in(&mut tx, &stopped.id).await?;
    let mut context = StepContext::without_lease(app, &snapshot.settings, (invitation, steps), roles);
    let Some(is_done) = complete_steps(&mut context, &mut tx).await? else { return Ok(()) };
    context.events.push(Event::DeliveryConfirmed { is_done, told: None });
    context.store(&mut tx).await?;
    tx.commit().await?;
    app.publish_change(stopped.id.as_str());
    app.job_wakeup.notify_one();
    Ok(())
}

/// Each step that is not done: done, where the arrival does it or it is done in our own database; else left for the runner, with all after it.
/// Whether nothing is left for the runner; `None` if a step refuses: then nothing is to be stored.
async fn complete_steps(context: &mut StepContext<'_>, tx: &mut Tx) -> Result<Option<bool>, StoredError> {
    while let Some(step) = context.next_step().map(step_of) {
        match step.on_arrival() {
            OnArrival::Commit if answer(step.commit(context, tx).await)?.is_err() => return Ok(None),
            OnArrival::Satisfied | OnArrival::Commit => {}
            OnArrival::MustRun => return Ok(Some(false)),
        }
        let is_quiet = step.is_quiet(context);
        context.complete_step(tx).await?;
        // What this one has failed before says nothing of the next.
        context.invitation.pipeline.failing = None;
        context.events.push(Event::StepDone { step: step.kind(), is_last: false, is_quiet });
    }
    Ok(Some(true))
}

async fn load_unconfirmed(tx: &mut Tx, id: &InvitationId) -> Result<Option<Invitation>, StoredError> {
    let row = invitations::load_in(tx, id).await?;
    let invitation = row.map(Invitation::try_from).transpose()?;
    Ok(invitation.filter(Invitation::is_unconfirmed))
}
