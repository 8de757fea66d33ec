//! Who may use which item: keyed by tenant id and object id, never by address.

use sqlx::{query, query_as};

use crate::storage::Dialects;
use crate::{Storage, StorageError, Tx};

mod badges;

pub use badges::{BadgeRow, badges};

/// Access as it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccess {
    /// Tenant id.
    pub tenant: String,
    /// Object id of whoever gets it.
    pub user: String,
    /// The item.
    pub item: String,
    /// What they may do.
    pub role: String,
    /// Object id of whoever gives it.
    pub given_by_user: String,
    /// Their name.
    pub given_by_name: String,
    /// When, unix milliseconds.
    pub since: i64,
    /// The invitation it comes from.
    pub invitation: Option<String>,
}

/// Access, with the person as [`people`](crate::people) knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessRow {
    /// Tenant id.
    pub tenant: String,
    /// Object id.
    pub user: String,
    /// The item.
    pub item: String,
    /// What they may do.
    pub role: String,
    /// Object id of whoever gave it.
    pub given_by_user: String,
    /// Their name.
    pub given_by_name: String,
    /// Since when, unix milliseconds.
    pub since: i64,
    /// The invitation it came from.
    pub invitation: Option<String>,
    /// The person's name.
    pub name: String,
    /// The person's address.
    pub address: String,
    /// `member`, `guest` or `pending`.
    pub standing: String,
}

from_row!(AccessRow {
    tenant,
    user: "user_id",
    item,
    role,
    given_by_user,
    given_by_name,
    since,
    invitation,
    name,
    address,
    standing
});

const GRANT: Dialects = with_list!(
    "INSERT INTO access (tenant, user_id, item, role, given_by_user, given_by_name, since, invitation)
     VALUES ($2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (tenant, user_id, item) DO UPDATE SET role = excluded.role,
     given_by_user = excluded.given_by_user, given_by_name = excluded.given_by_name,
     since = excluded.since, invitation = excluded.invitation
     WHERE access.role NOT IN ",
    ""
);

/// Gives access, or changes what was given, unless the person has one of the roles in `kept`. False when they have, and nothing changed. The
/// person and the item must be stored already.
pub async fn grant(tx: &mut Tx, access: &NewAccess, kept: &[String]) -> Result<bool, StorageError> {
    let (text, kept) = (tx.say(GRANT), serde_json::json!(kept).to_string());
    let changed = change!(
        tx,
        query(text)
            .bind(&kept)
            .bind(&access.tenant)
            .bind(&access.user)
            .bind(&access.item)
            .bind(&access.role)
            .bind(&access.given_by_user)
            .bind(&access.given_by_name)
            .bind(access.since)
            .bind(&access.invitation)
    )?;
    Ok(changed == 1)
}

/// Everyone with access to an item, newest first.
pub async fn of_item(
    storage: &Storage,
    tenant: &str,
    item: &str,
    limit: i64,
) -> Result<Vec<AccessRow>, StorageError> {
    read!(storage, on => query_as(
        "SELECT a.tenant, a.user_id, a.item, a.role, a.given_by_user, a.given_by_name, a.since, a.invitation,
                p.name, p.address, p.standing
         FROM access a JOIN people p ON p.tenant = a.tenant AND p.user_id = a.user_id
         WHERE a.tenant = $1 AND a.item = $2 ORDER BY a.since DESC, a.user_id LIMIT $3",
    )
    .bind(tenant)
    .bind(item)
    .bind(limit)
    .fetch_all(on))
}

/// The statement of [`of_person`].
macro_rules! of_person {
    () => {
        "SELECT a.tenant, a.user_id, a.item, a.role, a.given_by_user, a.given_by_name, a.since, a.invitation,
                p.name, p.address, p.standing
         FROM access a JOIN people p ON p.tenant = a.tenant AND p.user_id = a.user_id
         WHERE a.tenant = $1 AND a.user_id = $2 AND a.item = $3"
    };
}

/// One person's access to one item.
pub async fn of_person(
    storage: &Storage,
    tenant: &str,
    user: &str,
    item: &str,
) -> Result<Option<AccessRow>, StorageError> {
    read!(storage, on => query_as(of_person!()).bind(tenant).bind(user).bind(item).fetch_optional(on))
}

/// As [`of_person`], as this transaction sees it.
pub async fn of_person_in(
    tx: &mut Tx,
    tenant: &str,
    user: &str,
    item: &str,
) -> Result<Option<AccessRow>, StorageError> {
    within!(tx, on => query_as(of_person!()).bind(tenant).bind(user).bind(item).fetch_optional(on))
}
