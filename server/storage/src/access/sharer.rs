//! What somebody may do with an item, as far as it decides what they may give.

use contract::RoleName;
use sqlx::query_as;

use crate::{StorageError, Tx};

/// What somebody may do with an item, as far as it decides what they may give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharerRow {
    /// Whether every member may see the item.
    pub open_to_members: bool,
    /// The role that the person has by sharing.
    pub role: Option<RoleName>,
}

from_row!(SharerRow { open_to_members, role => optional_text });

/// An item's openness and the role that somebody has on it at `now`, unix milliseconds, as this transaction sees them; `None` if there is no such item.
pub async fn sharer_in(
    tx: &mut Tx,
    tenant: &str,
    user: &str,
    item: &str,
    now: i64,
) -> Result<Option<SharerRow>, StorageError> {
    fetch_in_tx!(tx, on => query_as(
        "SELECT items.open_to_members, access.role FROM items
         LEFT JOIN access ON access.tenant = $1 AND access.user_id = $2 AND access.item = items.id
         AND (access.until IS NULL OR access.until > $4)
         WHERE items.id = $3",
    )
    .bind(tenant)
    .bind(user)
    .bind(item)
    .bind(now)
    .fetch_optional(on))
}
