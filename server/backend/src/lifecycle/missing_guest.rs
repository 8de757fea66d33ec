//! Guests whom the directory does not show: it answered "created", and nobody is there.

use contract::{FieldPath, InvitationId, InvitationState, Problem, ProblemCode, StepKind, StepState};
use storage::invitations::{self, StepRow};
use storage::{StorageError, Tx, access};

use crate::app_state::AppState;
use crate::pipeline::event::Event;
use crate::pipeline::retry::renewed_mail;
use crate::pipeline::{Invitation, transition};
use crate::stored::StoredError;

/// How late the directory has shown guests of posts that it had answered, in milliseconds. Whoever was never seen is not missing before: the mail has
/// gone, and to invite again would send another one.
const LATEST_SEEN: i64 = 10 * 60_000;

/// Notes that the guest was seen: should they be missing later, somebody took them away.
pub(super) async fn note_seen(app: &AppState, invitation: &Invitation) -> Result<(), StoredError> {
    if invitation.pipeline.seen_in_directory {
        return Ok(());
    }
    let mut tx = app.storage.begin().await?;
    let Some(mut invitation) = load_sent(&mut tx, &invitation.id).await? else { return Ok(()) };
    invitation.pipeline.seen_in_directory = true;
    transition::save_facts(&mut tx, &invitation).await?;
    Ok(tx.commit().await?)
}

/// Missing for longer than late visibility explains: a person decides whether to invite again. Never silently done.
pub(super) async fn on_guest_missing(app: &AppState, invitation: &Invitation) -> Result<(), StoredError> {
    let snapshot = app.settings.current().await?;
    let budget = snapshot.settings.visibility_budget_ms();
    let budget = if invitation.pipeline.seen_in_directory { budget } else { budget.max(LATEST_SEEN) };
    let is_late = app.now() - invitation.updated_at >= budget;
    if invitation.state == InvitationState::Sent && is_late {
        stop(app, &invitation.id).await?;
    }
    Ok(())
}

async fn stop(app: &AppState, id: &InvitationId) -> Result<(), StoredError> {
    let mut tx = app.storage.begin().await?;
    let Some(mut invitation) = load_sent(&mut tx, id).await? else { return Ok(()) };
    let problem = if invitation.pipeline.seen_in_directory {
        Problem::of_field(FieldPath::ADDRESS, ProblemCode::PersonGone)
    } else {
        Problem::new(ProblemCode::NotVisibleYet)
    };
    reset_from_send(&mut tx, id).await?;
    invitation.pipeline.mail_skipped = false;
    let mut events: Vec<_> = take_access_back(&mut tx, &invitation).await?.into_iter().collect();
    events.push(Event::GuestMissing { problem });
    transition::apply(app, &mut tx, &mut invitation, &events).await?;
    tx.commit().await?;
    app.publish_change(id.as_str());
    Ok(())
}

/// The post and what comes after it are to be done again.
async fn reset_from_send(tx: &mut Tx, id: &InvitationId) -> Result<(), StoredError> {
    for step in invitations::steps_in(tx, id).await? {
        let state = match step.kind {
            StepKind::FindPerson => continue,
            StepKind::SendInvitation => StepState::Stopped,
            _ => StepState::Open,
        };
        let facts = renewed_mail(&step)?;
        invitations::update_step(tx, &StepRow { state, facts, ..step }).await?;
    }
    Ok(())
}

/// Whoever is invited again has another object id: the access of the one that is missing would be nobody's.
async fn take_access_back(tx: &mut Tx, invitation: &Invitation) -> Result<Option<Event>, StorageError> {
    let Some(person) = &invitation.pipeline.person else { return Ok(None) };
    let (tenant, item) = (invitation.tenant.as_str(), invitation.item.as_str());
    let revoked = access::revoke(tx, tenant, person.id.as_str(), item, invitation.id.as_str()).await?;
    Ok(revoked.then(|| Event::AccessTakenBack { person: person.id.clone() }))
}

async fn load_sent(tx: &mut Tx, id: &InvitationId) -> Result<Option<Invitation>, StoredError> {
    let row = invitations::load_in(tx, id).await?.filter(|row| row.state == InvitationState::Sent);
    Ok(row.map(Invitation::try_from).transpose()?)
}
