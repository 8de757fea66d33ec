//! Who goes on giving the access of an invitation that is undone: another one of the same person and item that found it there and kept it, or gave a
//! lower role before. Without that, undoing the one would take away what the page of the other says that the person has.

use std::cmp::Reverse;

use contract::{EntraUserId, InvitationId, InvitationState, StepKind, StepState};
use storage::Tx;
use storage::access::{self, AccessRow, NewAccess};
use storage::invitations::{self, Holding, InvitationRow, RecordedRow};

use super::Facts;
use crate::access::last_day;
use crate::pipeline::Invitation;
use crate::pipeline::context::StepContext;
use crate::pipeline::event::{AccessBefore, Event};
use crate::rules::roles::RoleHierarchy;
use crate::stored::{CorruptRow, StoredError, to_json};

const STEP: &str = "step";

/// Whether there is one now.
pub(super) async fn is_there(context: &StepContext<'_>, person: &EntraUserId) -> Result<bool, StoredError> {
    let own = &context.invitation;
    let rows = invitations::recorded(&context.app.storage, holding(own, person), &own.id).await?;
    Ok(!in_order(rows, &context.roles).is_empty())
}

/// Locks all that may give the access from now on: before the access itself, as everybody does it.
pub(super) async fn lock(
    context: &StepContext<'_>,
    tx: &mut Tx,
    person: &EntraUserId,
) -> Result<(), StoredError> {
    let own = &context.invitation;
    let rows = invitations::recorded_in(tx, holding(own, person), &own.id).await?;
    let mut ids: Vec<InvitationId> =
        in_order(rows, &context.roles).into_iter().map(|candidate| candidate.id).collect();
    ids.sort_unstable();
    for id in ids {
        invitations::load_in(tx, &id).await?;
    }
    Ok(())
}

/// The one that gives the access from now on, locked. The access must be locked already.
pub(super) async fn find(
    context: &StepContext<'_>,
    tx: &mut Tx,
    person: &EntraUserId,
) -> Result<Option<Invitation>, StoredError> {
    let own = &context.invitation;
    let rows = invitations::recorded_in(tx, holding(own, person), &own.id).await?;
    for candidate in in_order(rows, &context.roles) {
        let Some(row) = invitations::load_in(tx, &candidate.id).await? else { continue };
        let Some(now) = read(row) else { continue };
        // Somebody may have asked meanwhile to undo it, too.
        if !matches!(now.state, InvitationState::Undoing | InvitationState::Undone) {
            return Ok(Some(now));
        }
    }
    Ok(None)
}

/// The one among these, locked, that goes on giving the access that the invitation `gave` has given until its last day.
pub(crate) async fn on_last_day(
    tx: &mut Tx,
    of: Holding<'_>,
    gave: &InvitationId,
    roles: &RoleHierarchy,
    mut lasting: Vec<Invitation>,
) -> Result<Option<Invitation>, StoredError> {
    let rows = invitations::recorded_in(tx, of, gave).await?;
    let ids = in_order(rows, roles).into_iter().map(|candidate| candidate.id);
    for id in ids {
        if let Some(at) = lasting.iter().position(|invitation| invitation.id == id) {
            return Ok(Some(lasting.swap_remove(at)));
        }
    }
    Ok(None)
}

/// The access as the successor gives it: in the role that it asked for, by its inviter.
pub(crate) fn access_by(successor: &Invitation, given: &AccessRow) -> NewAccess {
    NewAccess {
        tenant: given.tenant.clone(),
        user: given.user.clone(),
        item: given.item.clone(),
        role: successor.role.clone(),
        given_by_user: successor.inviter.clone(),
        given_by_name: successor.inviter_name.clone(),
        since: given.since,
        until: successor.access_request().until,
        invitation: Some(successor.id.clone()),
    }
}

/// The access is the successor's from now on.
pub(super) async fn hand_over(
    context: &mut StepContext<'_>,
    tx: &mut Tx,
    given: AccessRow,
    successor: Invitation,
) -> Result<(), StoredError> {
    let own = &context.invitation;
    let access = access_by(&successor, &given);
    let person = given.user;
    access::take_over(tx, &access, &own.id).await?;
    last_day::schedule(context.app, tx, &access).await?;
    forget_what_was_kept(tx, &successor.id).await?;
    let by = own.pipeline.undone_by.as_ref().map_or(&own.inviter, |by| &by.user).clone();
    let event = Event::AccessTakenOver {
        person: person.clone(),
        before: AccessBefore { role: given.role, given_by: given.given_by_user },
        from: own.id.clone(),
        by,
        name: own.undoing_actor().name.to_owned(),
    };
    context.events.push(Event::AccessHandedOver { person, to: successor.id.clone() });
    context.handed_over.push((successor, event));
    Ok(())
}

/// What it kept is its own now: its page says so, and so does what undoing it would come to.
pub(crate) async fn forget_what_was_kept(tx: &mut Tx, successor: &InvitationId) -> Result<(), StoredError> {
    let steps = invitations::steps_in(tx, successor).await?;
    if let Some(mut step) = steps.into_iter().find(|step| step.kind == StepKind::RecordAccess) {
        step.facts = Some(to_json(STEP, &Facts::default())?);
        invitations::update_step(tx, &step).await?;
    }
    Ok(())
}

const fn holding<'a>(own: &'a Invitation, person: &'a EntraUserId) -> Holding<'a> {
    Holding { tenant: &own.tenant, person, item: &own.item }
}

/// The invitation; none where its row cannot be read. Then it takes nothing over: that of another one is undone all the same.
fn read(row: InvitationRow) -> Option<Invitation> {
    let id = row.id.clone();
    let unreadable = |error: &CorruptRow| {
        tracing::error!(invitation = %id, %error, "it cannot be read, so it takes no access over");
    };
    Invitation::try_from(row).inspect_err(unreadable).ok()
}

/// Those that gave access or found it given: the furthest role first, of one role the oldest.
fn in_order(rows: Vec<RecordedRow>, roles: &RoleHierarchy) -> Vec<Invitation> {
    let mut live: Vec<_> =
        rows.into_iter().filter_map(|RecordedRow { row, step }| Some((read(row)?, step))).collect();
    // What another one stands for is undone with that one.
    loop {
        let known: Vec<InvitationId> = live.iter().map(|(invitation, _)| invitation.id.clone()).collect();
        live.retain(|(invitation, _)| {
            invitation.pipeline.superseded_by.as_ref().is_none_or(|by| known.contains(by))
        });
        if live.len() == known.len() {
            break;
        }
    }
    live.retain(|(_, step)| *step == StepState::Done);
    live.sort_by_key(|(invitation, _)| {
        (Reverse(roles.rank(invitation.role.as_str())), invitation.pipeline.superseded_by.is_some())
    });
    live.into_iter().map(|(invitation, _)| invitation).collect()
}

#[cfg(test)]
mod tests;
