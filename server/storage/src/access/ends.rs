//! Access that is ended, or replaced, whichever invitation gave it.

use contract::{EntraUserId, InvitationId, ItemId, TenantId};
use sqlx::{query, query_as};

use super::NewAccess;
use crate::{StorageError, Tx};

/// Takes somebody's access to an item away. False when there is none.
pub async fn end(tx: &mut Tx, tenant: &str, user: &str, item: &str) -> Result<bool, StorageError> {
    let removed = execute!(
        tx,
        query("DELETE FROM access WHERE tenant = $1 AND user_id = $2 AND item = $3")
            .bind(tenant)
            .bind(user)
            .bind(item)
    )?;
    if removed == 1 {
        tx.tally().remove_access(tenant, item);
    }
    Ok(removed == 1)
}

/// Whose access to what has ended, and is still there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndedRow {
    /// The tenant.
    pub tenant: TenantId,
    /// The person.
    pub user: EntraUserId,
    /// The item.
    pub item: ItemId,
}

from_row!(EndedRow { tenant => text, user: "user_id" => text, item => text });

pub(crate) const ENDED: &str = "SELECT tenant, user_id, item FROM access
     WHERE until < $1 ORDER BY until LIMIT 100";

/// What had ended before a time, unix milliseconds, and nobody has taken away: a hundred at most.
pub async fn ended(tx: &mut Tx, before: i64) -> Result<Vec<EndedRow>, StorageError> {
    fetch_in_tx!(tx, on => query_as(ENDED).bind(before).fetch_all(on))
}

/// What somebody has is as `access` says from now on, also in a role that reaches less far. The time since when they have it stays. False when they
/// have none.
pub async fn replace(tx: &mut Tx, access: &NewAccess) -> Result<bool, StorageError> {
    let changed = execute!(
        tx,
        query(
            "UPDATE access SET role = $4, given_by_user = $5, given_by_name = $6, invitation = $7, until = $8
             WHERE tenant = $1 AND user_id = $2 AND item = $3",
        )
        .bind(access.tenant.as_str())
        .bind(access.user.as_str())
        .bind(access.item.as_str())
        .bind(access.role.as_str())
        .bind(access.given_by_user.as_str())
        .bind(&access.given_by_name)
        .bind(access.invitation.as_ref().map(InvitationId::as_str))
        .bind(access.until)
    )?;
    Ok(changed == 1)
}
