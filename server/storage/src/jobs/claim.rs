//! Taking a job: one conditional statement, so that two workers never get the same.

use sqlx::query_as;

use super::JobRow;
use crate::storage::Dialects;
use crate::{Storage, StorageError};

/// `$1` token, `$2` until, `$3` now, `$4` the kind.
macro_rules! claim {
    ($lock:literal) => {
        concat!(
            "UPDATE jobs SET lease_token = $1, lease_until = $2 WHERE id =
               (SELECT id FROM jobs WHERE run_at <= $3 AND (lease_until IS NULL OR lease_until <= $3)
                AND ($4 IS NULL OR kind = $4) ORDER BY run_at, id LIMIT 1",
            $lock,
            ") RETURNING id, kind, subject, run_at, attempts, failures, lease_token, lease_until, dedupe"
        )
    };
}

/// On PostgreSQL workers step over rows that another is just taking; on SQLite there is one writer.
const CLAIM: Dialects = Dialects { sqlite: claim!(""), postgres: claim!(" FOR UPDATE SKIP LOCKED") };

/// Takes the job that has waited longest, of this kind or of any, and holds it until `until`.
pub async fn claim(
    storage: &Storage,
    kind: Option<&str>,
    now: i64,
    until: i64,
    token: &str,
) -> Result<Option<JobRow>, StorageError> {
    let text = storage.sql_for(CLAIM);
    let mut tx = storage.begin().await?;
    let job = fetch_in_tx!(tx, on => query_as(text).bind(token).bind(until).bind(now).bind(kind).fetch_optional(on))?;
    tx.commit().await?;
    Ok(job)
}
