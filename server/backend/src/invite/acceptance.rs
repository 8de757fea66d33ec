//! Acceptance: a guest who arrives, or whom the directory shows as accepted, has accepted every invitation of theirs.

use contract::{Caller, HistoryEvent, InvitationState, Standing, ToastKind};
use serde_json::json;
use storage::invitations::{self, InvitationRow};
use storage::{StorageError, Tx, items, people};

use super::record;
use crate::app_state::AppState;
use crate::audit::{self, Action, Actor};
use crate::people::Known;
use crate::toasts;

/// The guest stands before us: their sign-in to this tenant is the acceptance.
pub(crate) async fn arrived(app: &AppState, guest: &Caller) -> Result<(), StorageError> {
    let (tenant, user) = (guest.tenant.as_str(), guest.user.as_str());
    let known = people::load(&app.storage, tenant, user).await?;
    let address = guest.address.clone().or(known.as_ref().map(|known| known.address.clone()));
    let person = Known {
        id: user.to_owned(),
        name: guest.name.clone(),
        address: address.unwrap_or_default(),
        standing: Standing::Guest,
        company: known.and_then(|known| known.company),
    };
    accepted(app, tenant, &person).await
}

/// Settles every sent invitation of the guest, in one transaction. Once is enough; more changes nothing.
pub(crate) async fn accepted(app: &AppState, tenant: &str, guest: &Known) -> Result<(), StorageError> {
    let pending = invitations::pending_of_guest(&app.storage, tenant, &guest.id).await?;
    let known = people::load(&app.storage, tenant, &guest.id).await?;
    let new =
        known.is_none_or(|known| known.standing != Standing::Guest.as_str() || known.name != guest.name);
    if pending.is_empty() && !new {
        return Ok(());
    }
    let mut tx = app.storage.begin().await?;
    let pending = invitations::pending_of_guest_in(&mut tx, tenant, &guest.id).await?;
    people::upsert(&mut tx, &guest.row(tenant, app.now())).await?;
    for row in &pending {
        settle(app, &mut tx, row.clone(), guest).await?;
    }
    tx.commit().await?;
    for row in &pending {
        app.publish_change(&row.id);
    }
    Ok(())
}

async fn settle(
    app: &AppState,
    tx: &mut Tx,
    mut row: InvitationRow,
    guest: &Known,
) -> Result<(), StorageError> {
    let now = app.now();
    InvitationState::Accepted.as_str().clone_into(&mut row.state);
    row.updated_at = now;
    // It has done its service.
    row.link = None;
    invitations::update(tx, &row).await?;
    record::add_history(tx, &row.id, now, HistoryEvent::Accepted, None).await?;
    let actor = Actor { tenant: &row.tenant, user: &guest.id, name: &guest.name };
    audit::append(tx, now, actor, Action::InvitationAccepted, &row.id, json!({ "item": row.item })).await?;
    let item = items::load(&app.storage, &row.item).await?;
    let item_title = item.map(|item| item.title).unwrap_or_default();
    let kind = ToastKind::Accepted { person: guest.name.clone(), item_title };
    toasts::tell_inviter(app, tx, &row, "accepted", &kind).await
}
