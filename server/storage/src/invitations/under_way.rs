//! What an inviter has under way already.

use contract::{EntraUserId, ItemId, RoleName, TenantId};
use sqlx::query_as;

use crate::storage::Dialects;
use crate::{Storage, StorageError};

/// Whom an invitation is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitedRow {
    /// The address, in the form in which two spellings are equal.
    pub canonical: String,
    /// Who was chosen, if anybody was.
    pub chosen: Option<EntraUserId>,
}

from_row!(InvitedRow { canonical, chosen => optional_text });

/// `$1` the addresses, as a JSON array, `$2` tenant, `$3` inviter, `$4` item, `$5` role. The plus keeps SQLite from walking through all of the inviter's.
pub(crate) const UNDER_WAY: Dialects = Dialects {
    sqlite: "SELECT canonical, chosen FROM invitations
             WHERE tenant = $2 AND canonical IN (SELECT value FROM json_each($1)) AND +inviter = $3 AND +item = $4 AND +role = $5
             AND put_away_at IS NULL AND +state IN ('working', 'waiting')",
    postgres: "SELECT canonical, chosen FROM invitations
               WHERE tenant = $2 AND canonical = ANY (ARRAY (SELECT jsonb_array_elements_text($1::jsonb)))
               AND inviter = $3 AND item = $4 AND role = $5
               AND put_away_at IS NULL AND state IN ('working', 'waiting')",
};

/// Whom of these addresses an inviter shares an item with at this moment, in this role. One statement, and none where no address is asked about.
pub async fn under_way(
    storage: &Storage,
    (tenant, inviter): (&TenantId, &EntraUserId),
    canonicals: &[&str],
    (item, role): (&ItemId, &RoleName),
) -> Result<Vec<InvitedRow>, StorageError> {
    if canonicals.is_empty() {
        return Ok(Vec::new());
    }
    let canonicals = serde_json::json!(canonicals).to_string();
    fetch!(storage, on => query_as(storage.sql_for(UNDER_WAY))
        .bind(&canonicals)
        .bind(tenant.as_str())
        .bind(inviter.as_str())
        .bind(item.as_str())
        .bind(role.as_str())
        .fetch_all(on))
}
