//! Who may use which item: keyed by tenant id and object id, never by address.

use sqlx::{query, query_as};

use crate::items::ItemRow;
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

/// Takes access back that came from this invitation. False if there is none such any more.
pub async fn take_back(
    tx: &mut Tx,
    tenant: &str,
    user: &str,
    item: &str,
    invitation: &str,
) -> Result<bool, StorageError> {
    let taken = change!(
        tx,
        query("DELETE FROM access WHERE tenant = $1 AND user_id = $2 AND item = $3 AND invitation = $4")
            .bind(tenant)
            .bind(user)
            .bind(item)
            .bind(invitation)
    )?;
    Ok(taken == 1)
}

/// What somebody may do with an item, as far as it decides what they may give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharerRow {
    /// Whether every member may see the item.
    pub open_to_members: bool,
    /// The role that the person has by sharing.
    pub role: Option<String>,
}

from_row!(SharerRow { open_to_members, role });

/// An item's openness and somebody's role on it, as this transaction sees them; `None` if there is no such item.
pub async fn sharer_in(
    tx: &mut Tx,
    tenant: &str,
    user: &str,
    item: &str,
) -> Result<Option<SharerRow>, StorageError> {
    within!(tx, on => query_as(
        "SELECT items.open_to_members, access.role FROM items
         LEFT JOIN access ON access.tenant = $1 AND access.user_id = $2 AND access.item = items.id
         WHERE items.id = $3",
    )
    .bind(tenant)
    .bind(user)
    .bind(item)
    .fetch_optional(on))
}

/// An item and one person's access to it, in one statement; the access is `None` if they have none by sharing.
pub async fn item_of_person(
    storage: &Storage,
    tenant: &str,
    user: &str,
    item: &str,
) -> Result<Option<(ItemRow, Option<AccessRow>)>, StorageError> {
    let row: Option<ItemOfPerson> = read!(storage, on => query_as(
        "SELECT i.id, i.kind, i.title, i.summary, i.application, i.landing, i.open_to_members,
                a.tenant, a.user_id, a.item, a.role, a.given_by_user, a.given_by_name, a.since, a.invitation,
                p.name, p.address, p.standing
         FROM items i
         LEFT JOIN access a ON a.tenant = $1 AND a.user_id = $2 AND a.item = i.id
         LEFT JOIN people p ON p.tenant = a.tenant AND p.user_id = a.user_id
         WHERE i.id = $3",
    )
    .bind(tenant)
    .bind(user)
    .bind(item)
    .fetch_optional(on))?;
    Ok(row.map(|row| (row.item, row.own)))
}

struct ItemOfPerson {
    item: ItemRow,
    own: Option<AccessRow>,
}

macro_rules! item_of_person {
    ($($of:ty),*) => {$(
        impl sqlx::FromRow<'_, $of> for ItemOfPerson {
            fn from_row(row: &$of) -> sqlx::Result<Self> {
                let role: Option<String> = sqlx::Row::try_get(row, "role")?;
                let own = role.map(|_| sqlx::FromRow::from_row(row)).transpose()?;
                Ok(Self { item: sqlx::FromRow::from_row(row)?, own })
            }
        }
    )*};
}
item_of_person!(sqlx::sqlite::SqliteRow, sqlx::postgres::PgRow);
