//! People as the directory last showed them.

use contract::{EntraUserId, TenantId, UserStatus};
use sqlx::{query, query_as};

use crate::folded::folded;
use crate::{Storage, StorageError, Tx};

/// A person of a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// The tenant.
    pub tenant: TenantId,
    /// The person.
    pub user: EntraUserId,
    /// The name to show.
    pub name: String,
    /// The address to show.
    pub address: String,
    /// What they are to the tenant.
    pub standing: UserStatus,
    /// The company, if the directory knows it.
    pub company: Option<String>,
    /// When the directory showed this, unix milliseconds.
    pub seen_at: i64,
}

from_row!(PersonRow {
    tenant => text,
    user: "user_id" => text,
    name,
    address,
    standing => text,
    company,
    seen_at
});

macro_rules! insert {
    ($on_conflict:literal) => {
        concat!(
            "INSERT INTO people (tenant, user_id, name, address, standing, company, seen_at,
             name_folded, last_name_folded, address_folded)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (tenant, user_id)",
            $on_conflict
        )
    };
}

/// Stores what the directory shows now.
pub async fn upsert(tx: &mut Tx, row: &PersonRow) -> Result<(), StorageError> {
    let text = insert!(
        " DO UPDATE SET name = excluded.name, address = excluded.address,
          standing = excluded.standing, company = excluded.company, seen_at = excluded.seen_at,
          name_folded = excluded.name_folded, last_name_folded = excluded.last_name_folded,
          address_folded = excluded.address_folded"
    );
    insert(tx, row, text).await
}

/// Stores somebody whom the directory has not shown yet. Who is known stays as they are.
pub async fn add_unknown(tx: &mut Tx, row: &PersonRow) -> Result<(), StorageError> {
    insert(tx, row, insert!(" DO NOTHING")).await
}

async fn insert(tx: &mut Tx, row: &PersonRow, text: &'static str) -> Result<(), StorageError> {
    // By these administrators find whom they look for: the start of each is one range of an index.
    let name = folded(row.name.trim());
    let last_name = name.split_whitespace().next_back().unwrap_or_default();
    execute!(
        tx,
        query(text)
            .bind(row.tenant.as_str())
            .bind(row.user.as_str())
            .bind(&row.name)
            .bind(&row.address)
            .bind(row.standing.as_str())
            .bind(&row.company)
            .bind(row.seen_at)
            .bind(&name)
            .bind(last_name)
            .bind(folded(row.address.trim()))
    )
    .map(drop)
}

const SELECT: &str = "SELECT tenant, user_id, name, address, standing, company, seen_at FROM people
         WHERE tenant = $1 AND user_id = $2";

/// One person.
pub async fn load(storage: &Storage, tenant: &str, user: &str) -> Result<Option<PersonRow>, StorageError> {
    fetch!(storage, on => query_as(SELECT).bind(tenant).bind(user).fetch_optional(on))
}

/// As [`load`], as this transaction sees it.
pub async fn load_in(
    tx: &mut Tx,
    tenant: &TenantId,
    user: &EntraUserId,
) -> Result<Option<PersonRow>, StorageError> {
    fetch_in_tx!(tx, on => query_as(SELECT).bind(tenant.as_str()).bind(user.as_str()).fetch_optional(on))
}
