//! Which roles some people have on an item, in one statement.

use std::collections::HashMap;

use contract::{EntraUserId, ItemId, RoleName, TenantId};
use sqlx::query_as;

use crate::storage::Dialects;
use crate::{Storage, StorageError};

/// What somebody has on the item.
struct RoleRow {
    user: EntraUserId,
    role: RoleName,
}

from_row!(RoleRow { user: "user_id" => text, role => text });

/// `$1` the people, as a JSON array, `$2` the tenant, `$3` the item. Both look each of them up by the key: an item may have many people.
pub(crate) const ROLES_OF: Dialects = Dialects {
    sqlite: "SELECT a.user_id, a.role FROM json_each($1) AS asked CROSS JOIN access a
             WHERE a.tenant = $2 AND a.user_id = asked.value AND a.item = $3",
    postgres: "SELECT asked.user_id, a.role FROM jsonb_array_elements_text($1::jsonb) AS asked (user_id)
               CROSS JOIN LATERAL
                 (SELECT access.role FROM access
                  WHERE access.tenant = $2 AND access.user_id = asked.user_id AND access.item = $3 OFFSET 0) AS a",
};

/// The role of each of these people who has one on the item. One statement.
pub async fn roles_of(
    storage: &Storage,
    tenant: &TenantId,
    item: &ItemId,
    people: &[&EntraUserId],
) -> Result<HashMap<EntraUserId, RoleName>, StorageError> {
    let people: Vec<&str> = people.iter().map(|person| person.as_str()).collect();
    let people = serde_json::json!(people).to_string();
    let found: Vec<RoleRow> = fetch!(storage, on => query_as(storage.sql_for(ROLES_OF))
        .bind(&people)
        .bind(tenant.as_str())
        .bind(item.as_str())
        .fetch_all(on))?;
    Ok(found.into_iter().map(|row| (row.user, row.role)).collect())
}
