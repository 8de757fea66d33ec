//! Domains from which Microsoft has refused guests of a tenant: nobody of them who has not come yet can come.

use sqlx::{query, query_scalar};

use crate::{Storage, StorageError, Tx};

/// Records why Microsoft refused somebody of the domain at `at`, in unix milliseconds, and forgets what was seen up to `outdated`.
pub async fn note(
    tx: &mut Tx,
    (tenant, domain): (&str, &str),
    problem: &str,
    at: i64,
    outdated: i64,
) -> Result<(), StorageError> {
    execute!(
        tx,
        query("DELETE FROM blocked_domains WHERE tenant = $1 AND seen_at <= $2").bind(tenant).bind(outdated)
    )?;
    execute!(
        tx,
        query(
            "INSERT INTO blocked_domains (tenant, domain, problem, seen_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (tenant, domain) DO UPDATE SET problem = excluded.problem, seen_at = excluded.seen_at",
        )
        .bind(tenant)
        .bind(domain)
        .bind(problem)
        .bind(at)
    )
    .map(drop)
}

/// Microsoft has taken somebody of the domain.
pub async fn forget(tx: &mut Tx, tenant: &str, domain: &str) -> Result<(), StorageError> {
    execute!(
        tx,
        query("DELETE FROM blocked_domains WHERE tenant = $1 AND domain = $2").bind(tenant).bind(domain)
    )
    .map(drop)
}

/// Why Microsoft refuses the domain, if it was seen to do so after `outdated`.
pub async fn problem(
    storage: &Storage,
    tenant: &str,
    domain: &str,
    outdated: i64,
) -> Result<Option<String>, StorageError> {
    fetch!(storage, on => query_scalar(
        "SELECT problem FROM blocked_domains WHERE tenant = $1 AND domain = $2 AND seen_at > $3",
    )
    .bind(tenant)
    .bind(domain)
    .bind(outdated)
    .fetch_optional(on))
}
