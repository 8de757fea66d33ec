//! People as the directory last showed them.

use contract::{EntraUserId, TenantId, UserStatus};
use sqlx::{query, query_as};

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

/// Stores what the directory shows now.
pub async fn upsert(tx: &mut Tx, row: &PersonRow) -> Result<(), StorageError> {
    execute!(
        tx,
        query(
            "INSERT INTO people (tenant, user_id, name, address, standing, company, seen_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (tenant, user_id) DO UPDATE SET name = excluded.name, address = excluded.address,
             standing = excluded.standing, company = excluded.company, seen_at = excluded.seen_at",
        )
        .bind(row.tenant.as_str())
        .bind(row.user.as_str())
        .bind(&row.name)
        .bind(&row.address)
        .bind(row.standing.as_str())
        .bind(&row.company)
        .bind(row.seen_at)
    )
    .map(drop)
}

/// One person.
pub async fn load(storage: &Storage, tenant: &str, user: &str) -> Result<Option<PersonRow>, StorageError> {
    fetch!(storage, on => query_as(
        "SELECT tenant, user_id, name, address, standing, company, seen_at FROM people
         WHERE tenant = $1 AND user_id = $2",
    )
    .bind(tenant)
    .bind(user)
    .fetch_optional(on))
}
