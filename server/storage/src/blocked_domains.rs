//! Domains from which Microsoft has refused guests of a tenant: nobody of them who has not come yet can come.

use std::collections::HashMap;

use sqlx::{query, query_as};

use crate::storage::Dialects;
use crate::{Storage, StorageError, Tx};

const PROBLEMS: Dialects =
    in_list!("SELECT domain, problem FROM blocked_domains WHERE domain", " AND tenant = $2 AND seen_at > $3");

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

/// Why Microsoft refuses each of these domains that it was seen to refuse after `outdated`. One statement, and none where no domain is asked about.
pub async fn problems(
    storage: &Storage,
    tenant: &str,
    domains: &[&str],
    outdated: i64,
) -> Result<HashMap<String, String>, StorageError> {
    if domains.is_empty() {
        return Ok(HashMap::new());
    }
    let domains = serde_json::json!(domains).to_string();
    let known: Vec<(String, String)> = fetch!(storage, on => query_as(storage.sql_for(PROBLEMS))
        .bind(&domains)
        .bind(tenant)
        .bind(outdated)
        .fetch_all(on))?;
    Ok(known.into_iter().collect())
}

/// As [`problems`], as this transaction sees them.
pub async fn problems_in(
    tx: &mut Tx,
    tenant: &str,
    domains: &[&str],
    outdated: i64,
) -> Result<HashMap<String, String>, StorageError> {
    if domains.is_empty() {
        return Ok(HashMap::new());
    }
    let (text, domains) = (tx.sql_for(PROBLEMS), serde_json::json!(domains).to_string());
    let known: Vec<(String, String)> = fetch_in_tx!(tx, on => query_as(text)
        .bind(&domains)
        .bind(tenant)
        .bind(outdated)
        .fetch_all(on))?;
    Ok(known.into_iter().collect())
}
