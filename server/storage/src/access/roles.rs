//! What many people have on one item.

use std::collections::HashMap;

use contract::{EntraUserId, ItemId, RoleName, TenantId};
use sqlx::query_as;

use crate::storage::Dialects;
use crate::{Storage, StorageError};

struct RoleRow {
    user: EntraUserId,
    role: RoleName,
}

from_row!(RoleRow { user: "user_id" => text, role => text });

pub(crate) const ROLES: Dialects = in_list!(
    "SELECT user_id, role FROM access WHERE user_id",
    " AND tenant = $2 AND item = $3 AND (until IS NULL OR until > $4)"
);

/// The role that each of these people has on an item; who has none at `now`, in unix milliseconds, is left out. One statement, and none where nobody is asked about.
pub async fn roles_on_item(
    storage: &Storage,
    tenant: &TenantId,
    (item, now): (&ItemId, i64),
    users: &[&EntraUserId],
) -> Result<HashMap<EntraUserId, RoleName>, StorageError> {
    if users.is_empty() {
        return Ok(HashMap::new());
    }
    let users: Vec<&str> = users.iter().map(|user| user.as_str()).collect();
    let users = serde_json::json!(users).to_string();
    let rows: Vec<RoleRow> = fetch!(storage, on => query_as(storage.sql_for(ROLES))
        .bind(&users)
        .bind(tenant.as_str())
        .bind(item.as_str())
        .bind(now)
        .fetch_all(on))?;
    Ok(rows.into_iter().map(|row| (row.user, row.role)).collect())
}
