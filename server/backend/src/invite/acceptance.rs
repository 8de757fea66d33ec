//! Acceptance: a guest who arrives, or whom the directory shows as accepted, has accepted every invitation of theirs.

use contract::{Caller, HistoryEvent, InvitationState, Standing, StepKind, StepState, ToastKind};
use graph::{ExternalUserState, User};
use serde_json::json;
use storage::invitations::{self, InvitationRow};
use storage::{StorageError, Tx, items, people};

use super::facts::{Facts, Post};
use super::ground::Ground;
use super::record;
use crate::audit::{self, Action, Actor};
use crate::jobs::{self, JobError, Lease};
use crate::people::{Known, person_match};
use crate::toasts;

/// The kind of the job that asks the directory.
pub(crate) const KIND: &str = "check-acceptance";

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// Between the looks, in milliseconds; afterwards daily.
const WAITS: [i64; 4] = [MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE];
/// After this long nobody is waited for any more, in milliseconds.
const LAST: i64 = 90 * DAY;

/// Has the directory asked from now on, with the transaction.
pub(crate) async fn watch(ground: &Ground, tx: &mut Tx, invitation: &str) -> Result<(), StorageError> {
    jobs::enqueue(ground, tx, KIND, invitation, ground.now() + WAITS[0]).await.map(drop)
}

/// The wait after the `looks`-th look, in milliseconds.
fn wait(looks: i64) -> i64 {
    usize::try_from(looks).ok().and_then(|looks| WAITS.get(looks)).copied().unwrap_or(DAY)
}

/// The guest stands before us: their sign-in to this tenant is the acceptance.
pub(crate) async fn arrived(ground: &Ground, guest: &Caller) -> Result<(), StorageError> {
    let (tenant, user) = (guest.tenant.as_str(), guest.user.as_str());
    let known = people::load(&ground.storage, tenant, user).await?;
    let address = guest.address.clone().or(known.as_ref().map(|known| known.address.clone()));
    let person = Known {
        id: user.to_owned(),
        name: guest.name.clone(),
        address: address.unwrap_or_default(),
        standing: Standing::Guest,
        company: known.and_then(|known| known.company),
    };
    accepted(ground, tenant, &person).await
}

/// Settles every sent invitation of the guest, in one transaction. Once is enough; more changes nothing.
async fn accepted(ground: &Ground, tenant: &str, guest: &Known) -> Result<(), StorageError> {
    let pending = invitations::pending_of_guest(&ground.storage, tenant, &guest.id).await?;
    let known = people::load(&ground.storage, tenant, &guest.id).await?;
    let new = known.is_none_or(|known| known.standing != "guest" || known.name != guest.name);
    if pending.is_empty() && !new {
        return Ok(());
    }
    let mut tx = ground.storage.begin().await?;
    people::upsert(&mut tx, &guest.row(tenant, ground.now())).await?;
    let pending = invitations::pending_of_guest_in(&mut tx, tenant, &guest.id).await?;
    for row in &pending {
        settle(ground, &mut tx, row.clone(), guest).await?;
    }
    tx.commit().await?;
    for row in &pending {
        ground.tell(&row.id);
    }
    Ok(())
}

async fn settle(
    ground: &Ground,
    tx: &mut Tx,
    mut row: InvitationRow,
    guest: &Known,
) -> Result<(), StorageError> {
    let now = ground.now();
    InvitationState::Accepted.as_str().clone_into(&mut row.state);
    row.updated_at = now;
    // It has done its service.
    row.link = None;
    invitations::update(tx, &row).await?;
    record::add_history(tx, &row.id, now, HistoryEvent::Accepted, None).await?;
    let actor = Actor { tenant: &row.tenant, user: &guest.id, name: &guest.name };
    audit::append(tx, now, actor, Action::InvitationAccepted, &row.id, json!({ "item": row.item })).await?;
    let item = items::load(&ground.storage, &row.item).await?;
    let item_title = item.map(|item| item.title).unwrap_or_default();
    let kind = ToastKind::Accepted { person: guest.name.clone(), item_title };
    toasts::tell_inviter(ground, tx, &row, "accepted", &kind).await
}

/// The job: asks the directory whether the guest has accepted without arriving here.
pub(crate) async fn check(ground: &Ground, lease: &Lease) -> Result<(), JobError> {
    let row = invitations::load(&ground.storage, lease.subject()).await?;
    let Some((row, guest)) = row.filter(waits).and_then(|row| row.guest.clone().map(|guest| (row, guest)))
    else {
        return lease.give_up(ground).await;
    };
    match ground.directory.as_application().user(&guest).await {
        Ok(user) if user.external_user_state == Some(ExternalUserState::Accepted) => {
            go_on(ground, &row, &user).await?;
        }
        Ok(_) => {}
        // Not visible, or not reachable: the next look comes anyway.
        Err(error) => tracing::info!(%error, "whether a guest has accepted could not be seen"),
    }
    put_off(ground, lease, &row).await
}

fn waits(row: &InvitationRow) -> bool {
    row.state == InvitationState::Sent.as_str() || is_unconfirmed(row)
}

/// Stopped because nobody knew whether the mail went out.
fn is_unconfirmed(row: &InvitationRow) -> bool {
    row.state == InvitationState::Stopped.as_str()
        && Facts::read(row).is_ok_and(|facts| facts.post == Post::Unconfirmed)
}

async fn go_on(ground: &Ground, row: &InvitationRow, user: &User) -> Result<(), StorageError> {
    let Some(found) = person_match(user, Some(&row.address)) else { return Ok(()) };
    if is_unconfirmed(row) {
        return confirm(ground, &row.id).await;
    }
    accepted(ground, &row.tenant, &Known::from(found)).await
}

/// Whoever has accepted was reached: the invitation goes on behind the post.
async fn confirm(ground: &Ground, id: &str) -> Result<(), StorageError> {
    let mut tx = ground.storage.begin().await?;
    let Some(mut row) = invitations::load_in(&mut tx, id).await?.filter(is_unconfirmed) else {
        return Ok(());
    };
    let now = ground.now();
    let steps = invitations::steps_in(&mut tx, id).await?;
    if let Some(step) = super::run::next(&steps) {
        record::set_state(&mut tx, step, StepState::Done).await?;
        let event = HistoryEvent::StepDone(StepKind::SendInvitation);
        record::add_history(&mut tx, id, now, event, None).await?;
    }
    InvitationState::Working.as_str().clone_into(&mut row.state);
    (row.problem, row.updated_at) = (None, now);
    invitations::update(&mut tx, &row).await?;
    record::enqueue(ground, &mut tx, id).await?;
    tx.commit().await?;
    ground.tell(id);
    ground.work.notify_one();
    Ok(())
}

async fn put_off(ground: &Ground, lease: &Lease, row: &InvitationRow) -> Result<(), JobError> {
    let now = ground.now();
    let mut tx = ground.storage.begin().await?;
    let settled = invitations::load_in(&mut tx, &row.id).await?.is_none_or(|row| !waits(&row));
    if settled || now - row.created_at > LAST {
        lease.finish(&mut tx).await?;
    } else {
        let looks = lease.attempts() + 1;
        lease.reschedule(&mut tx, now + wait(looks), looks).await?;
    }
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_get_rarer() {
        let all: Vec<_> = (0..6).map(wait).collect();
        assert_eq!(all, [MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE, DAY, DAY]);
    }
}
