//! The jobs of an invitation.

use contract::{InvitationId, StepKind};
use storage::{StorageError, Tx, invited_addresses};

use super::Invitation;
use super::event::Event;
use crate::app_state::AppState;
use crate::jobs::{self, JobKind};

/// How long after an invitation the directory is first asked about its guest, in milliseconds.
pub(crate) const FIRST_ACCEPTANCE_POLL: i64 = 60_000;

/// How many recipients of one share go first at once, and how long after them as many more, in milliseconds. Jobs are taken in the order of their times, so
/// whoever shares with one person meanwhile waits for so many, as long as the runner keeps up, and not for all.
const AT_ONCE: usize = 20;
const NEXT_AFTER: i64 = 1_000;

/// Puts the runner to work on the invitations of a new share, with the transaction: the first ones now, the others in their turn. One statement.
pub(crate) async fn enqueue_all(
    app: &AppState,
    tx: &mut Tx,
    ids: &[&InvitationId],
) -> Result<(), StorageError> {
    let now = app.now();
    let turns = ids.chunks(AT_ONCE).zip((0..).map(|turn: i64| now + turn * NEXT_AFTER));
    let due: Vec<_> = turns.flat_map(|(ids, at)| ids.iter().map(move |id| (id.as_str(), at))).collect();
    jobs::enqueue_all(&*app.ids, tx, JobKind::RunInvitation, &due).await
}

/// Has the directory asked about the guest from now on, with the transaction.
pub(crate) async fn watch(app: &AppState, tx: &mut Tx, id: &InvitationId) -> Result<(), StorageError> {
    let at = app.now() + FIRST_ACCEPTANCE_POLL;
    jobs::enqueue(&*app.ids, tx, JobKind::PollAcceptance, id.as_str(), at).await.map(drop)
}

/// Puts the runner to work on the invitation: a new job, or the waiting one at once. Either is locked from here on: a run that is ending has
/// ended before, or waits. Everybody locks the job first, then the invitation, then the rest.
pub(crate) async fn enqueue_or_expedite(
    app: &AppState,
    tx: &mut Tx,
    id: &InvitationId,
) -> Result<(), StorageError> {
    let (kind, id, now) = (JobKind::RunInvitation, id.as_str(), app.now());
    let _ = jobs::enqueue(&*app.ids, tx, kind, id, now).await?
        || storage::jobs::pull_forward(tx, kind.as_str(), id, now).await?
        // It was there, and ended while it was waited for.
        || jobs::enqueue(&*app.ids, tx, kind, id, now).await?;
    Ok(())
}

/// As [`enqueue_or_expedite`], of several: in the order of their ids, whatever order they come in, so that no two who lock some of the same wait for each
/// other.
pub(crate) async fn lock_all(app: &AppState, tx: &mut Tx, ids: &[&InvitationId]) -> Result<(), StorageError> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    for id in ids {
        enqueue_or_expedite(app, tx, id).await?;
    }
    Ok(())
}

/// Locks the jobs of these invitations, where they have one, in the same order, and leaves their time alone: for whoever changes something about them that
/// is not to be worked on.
pub(crate) async fn hold_all(tx: &mut Tx, ids: &[&InvitationId]) -> Result<(), StorageError> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    for id in ids {
        let kind = JobKind::RunInvitation.as_str();
        storage::jobs::pull_forward(tx, kind, id.as_str(), i64::MAX).await?;
    }
    Ok(())
}

/// Lets the others go on who wait for the address of this invitation, and keeps whom they join. Their jobs are locked before the address:
/// each of them holds its own job when it asks for the address.
pub(crate) async fn settle_address(
    app: &AppState,
    tx: &mut Tx,
    invitation: &Invitation,
    events: &[Event],
) -> Result<(), StorageError> {
    let (tenant, canonical, now) = (&invitation.tenant, &invitation.canonical, app.now());
    let kind = JobKind::RunInvitation.as_str();
    if events.iter().any(|event| matches!(event, Event::StepUndone { is_last: true, .. })) {
        // Of every address that it took from others: its guest is deleted by now, or stays.
        invited_addresses::wake_waiters(tx, tenant, &invitation.id, (kind, now)).await?;
    }
    let is_of_address = invitation.chosen.is_none() || invitation.pipeline.resend_asked_at.is_some();
    if !is_of_address || !events.iter().any(Event::settles_address) {
        return Ok(());
    }
    invited_addresses::wake_joiners(tx, tenant, canonical, &invitation.id, (kind, now)).await?;
    // That a guest is there who was there before says nothing of another mail to them.
    let is_sent = |event: &Event| matches!(event, Event::StepDone { step: StepKind::SendInvitation, .. });
    let is_posted = invitation.reinvited().is_none() || events.iter().any(is_sent);
    let is_there = is_posted && !events.iter().any(Event::loses_guest);
    let guest = invitation.guest.as_ref().filter(|_| is_there);
    invited_addresses::set_guest(tx, tenant, canonical, &invitation.id, (guest, now)).await
}
