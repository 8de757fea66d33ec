//! What whoever changes access is told, with the way back.

use contract::{Caller, ToastKind};
use storage::Tx;
use storage::access::{AccessChangeRow, AccessRow};
use storage::toasts::{self, ToastRow};

use crate::app_state::AppState;
use crate::clock::from_ms;
use crate::stored::{StoredError, to_json};

/// That somebody's access was ended.
pub(super) async fn ended(
    app: &AppState,
    tx: &mut Tx,
    caller: &Caller,
    (given, title): (&AccessRow, &str),
    change: &AccessChangeRow,
) -> Result<(), StoredError> {
    let kind = ToastKind::AccessEnded {
        person: given.name.clone(),
        item_title: title.to_owned(),
        by: None,
        change: Some(change.id.clone()),
    };
    tell(app, tx, caller, change, &kind).await
}

/// That somebody has another role.
pub(super) async fn changed(
    app: &AppState,
    tx: &mut Tx,
    caller: &Caller,
    (given, title): (&AccessRow, &str),
    change: &AccessChangeRow,
) -> Result<(), StoredError> {
    let Some(role) = change.new_role.clone() else { return Ok(()) };
    let kind = ToastKind::RoleChanged {
        person: given.name.clone(),
        item_title: title.to_owned(),
        role,
        by: None,
        change: Some(change.id.clone()),
    };
    tell(app, tx, caller, change, &kind).await
}

/// That somebody's access ends at another time, in unix milliseconds, or not by itself.
pub(super) async fn day_changed(
    app: &AppState,
    tx: &mut Tx,
    caller: &Caller,
    (given, title): (&AccessRow, &str),
    (change, until): (&AccessChangeRow, Option<i64>),
) -> Result<(), StoredError> {
    let kind = ToastKind::LastDayChanged {
        person: given.name.clone(),
        item_title: title.to_owned(),
        until: until.map(from_ms),
        by: None,
        change: Some(change.id.clone()),
    };
    tell(app, tx, caller, change, &kind).await
}

async fn tell(
    app: &AppState,
    tx: &mut Tx,
    caller: &Caller,
    change: &AccessChangeRow,
    kind: &ToastKind,
) -> Result<(), StoredError> {
    let row = ToastRow {
        // By the change's own id, so that it goes when that is undone.
        id: change.id.to_string(),
        tenant: caller.tenant.to_string(),
        user: caller.user.to_string(),
        dedupe: format!("access:{}", change.id),
        kind: to_json("toast", kind)?,
        invitation: None,
        item: Some(change.item.to_string()),
        stays: kind.is_problem(),
        gathered: None,
        created_at: app.now(),
    };
    Ok(toasts::add(tx, &row).await.map(drop)?)
}
