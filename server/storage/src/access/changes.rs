//! What somebody has changed about the access of others: kept for some time, so that it can be undone.

use std::collections::HashSet;

use contract::{AccessChangeId, EntraUserId, InvitationId, ItemId, RoleName, TenantId};
use sqlx::{query, query_as};

use crate::storage::Dialects;
use crate::{Storage, StorageError, Tx};

/// A change: what somebody had before, and what they have since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessChangeRow {
    /// Its id.
    pub id: AccessChangeId,
    /// The tenant.
    pub tenant: TenantId,
    /// Whose access.
    pub user: EntraUserId,
    /// To which item.
    pub item: ItemId,
    /// Who has changed it.
    pub made_by: EntraUserId,
    /// When, unix milliseconds.
    pub made_at: i64,
    /// The role before.
    pub role: RoleName,
    /// Who had given it.
    pub given_by_user: EntraUserId,
    /// Their name.
    pub given_by_name: String,
    /// The invitation that it came from, where that is known.
    pub invitation: Option<InvitationId>,
    /// Since when they had it, unix milliseconds.
    pub since: i64,
    /// When it would have ended by itself, unix milliseconds.
    pub until: Option<i64>,
    /// The role after; `None` where it was ended.
    pub new_role: Option<RoleName>,
    /// The invitation that gives that role.
    pub new_invitation: Option<InvitationId>,
    /// When the change was undone, unix milliseconds.
    pub undone_at: Option<i64>,
    /// Of a change of the last day: when the access ends since, unix milliseconds; `None` for good.
    pub new_until: Option<i64>,
    /// Of a change of the last day: what of others was cut to it, as JSON. `None` of every other change.
    pub cut: Option<String>,
}

from_row!(AccessChangeRow {
    id => text,
    tenant => text,
    user: "user_id" => text,
    item => text,
    made_by => text,
    made_at,
    role => text,
    given_by_user => text,
    given_by_name,
    invitation => optional_text,
    since,
    until,
    new_role => optional_text,
    new_invitation => optional_text,
    undone_at,
    new_until,
    cut
});

/// The columns of an [`AccessChangeRow`], and the rest of the statement.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, tenant, user_id, item, made_by, made_at, role, given_by_user, given_by_name, invitation, since, until,
                    new_role, new_invitation, undone_at, new_until, cut FROM access_changes ",
            $rest
        )
    };
}

/// Stores a change.
pub async fn add_change(tx: &mut Tx, row: &AccessChangeRow) -> Result<(), StorageError> {
    execute!(
        tx,
        query(
            "INSERT INTO access_changes (id, tenant, user_id, item, made_by, made_at, role, given_by_user, given_by_name,
             since, until, new_role, new_invitation, undone_at, invitation, new_until, cut)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        )
        .bind(row.id.as_str())
        .bind(row.tenant.as_str())
        .bind(row.user.as_str())
        .bind(row.item.as_str())
        .bind(row.made_by.as_str())
        .bind(row.made_at)
        .bind(row.role.as_str())
        .bind(row.given_by_user.as_str())
        .bind(&row.given_by_name)
        .bind(row.since)
        .bind(row.until)
        .bind(row.new_role.as_ref().map(RoleName::as_str))
        .bind(row.new_invitation.as_ref().map(InvitationId::as_str))
        .bind(row.undone_at)
        .bind(row.invitation.as_ref().map(InvitationId::as_str))
        .bind(row.new_until)
        .bind(row.cut.as_deref())
    )
    .map(drop)
}

/// One change.
pub async fn change(storage: &Storage, id: &AccessChangeId) -> Result<Option<AccessChangeRow>, StorageError> {
    fetch!(storage, on => query_as(select!("WHERE id = $1")).bind(id.as_str()).fetch_optional(on))
}

const LOCKED: Dialects = for_update!(select!("WHERE id = $1"));

/// One change, which nobody else can undo before this transaction ends.
pub async fn change_in(tx: &mut Tx, id: &AccessChangeId) -> Result<Option<AccessChangeRow>, StorageError> {
    let text = tx.sql_for(LOCKED);
    fetch_in_tx!(tx, on => query_as(text).bind(id.as_str()).fetch_optional(on))
}

/// The newest change of one person's access to one item.
pub async fn latest_change(
    storage: &Storage,
    tenant: &str,
    user: &str,
    item: &str,
) -> Result<Option<AccessChangeRow>, StorageError> {
    fetch!(storage, on => query_as(select!(
        "WHERE tenant = $1 AND user_id = $2 AND item = $3 ORDER BY made_at DESC, id DESC LIMIT 1"
    ))
    .bind(tenant)
    .bind(user)
    .bind(item)
    .fetch_optional(on))
}

struct IdColumn {
    id: AccessChangeId,
}

from_row!(IdColumn { id => text });

/// `$1` the changes, as a JSON array, `$2` now.
const OPEN: Dialects = in_list!(
    "SELECT c.id FROM access_changes c
     LEFT JOIN access a ON a.tenant = c.tenant AND a.user_id = c.user_id AND a.item = c.item AND (a.until IS NULL OR a.until > $2)
     WHERE c.undone_at IS NULL AND (c.until IS NULL OR c.until > $2)
     AND CASE WHEN c.cut IS NULL THEN c.new_invitation = a.invitation AND COALESCE(a.until, 0) = COALESCE(c.until, 0)
                                   OR c.new_invitation IS NULL AND a.user_id IS NULL
         ELSE a.role = c.role AND COALESCE(a.invitation, '') = COALESCE(c.new_invitation, '')
              AND COALESCE(a.until, 0) = COALESCE(c.new_until, 0) END
     AND c.id",
    ""
);

/// Those of these changes that can be undone at `now`, unix milliseconds: what they have left is what there is, and what there was before would not have
/// ended by then. One statement, and none where no change is asked about.
pub async fn open_changes(
    storage: &Storage,
    ids: &[&AccessChangeId],
    now: i64,
) -> Result<HashSet<AccessChangeId>, StorageError> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let ids: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
    let ids = serde_json::json!(ids).to_string();
    let rows: Vec<IdColumn> =
        fetch!(storage, on => query_as(storage.sql_for(OPEN)).bind(&ids).bind(now).fetch_all(on))?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Notes that a change was undone at this time, unix milliseconds.
pub async fn note_change_undone(tx: &mut Tx, id: &AccessChangeId, at: i64) -> Result<(), StorageError> {
    let noted = execute!(
        tx,
        query("UPDATE access_changes SET undone_at = $2 WHERE id = $1").bind(id.as_str()).bind(at)
    )?;
    if noted == 1 { Ok(()) } else { Err(StorageError::NotFound) }
}

/// Removes the changes from before a time: nobody undoes them any more.
pub async fn delete_old_changes(tx: &mut Tx, before: i64) -> Result<u64, StorageError> {
    execute!(tx, query("DELETE FROM access_changes WHERE made_at < $1").bind(before))
}
