//! Taking a job: one conditional statement, so that two workers never get the same.

use sqlx::query_as;

use super::JobRow;
use crate::storage::Dialects;
use crate::{Storage, StorageError};

/// `$1` token, `$2` how long, `$3` now, `$4` the kind, `$5` now as leases count it, or nothing for the database's own clock.
macro_rules! claim {
    ($clock:literal, $lock:literal) => {
        concat!(
            "UPDATE jobs SET lease_token = $1, lease_until = COALESCE($5, ",
            $clock,
            ") + $2 WHERE id =
               (SELECT id FROM jobs WHERE run_at <= $3 AND (lease_until IS NULL OR lease_until <= COALESCE($5, ",
            $clock,
            "))
                AND ($4 IS NULL OR kind = $4) ORDER BY run_at, id LIMIT 1",
            $lock,
            ") RETURNING id, kind, subject, run_at, attempts, failures, lease_token, lease_until, dedupe"
        )
    };
}

/// On PostgreSQL workers step over rows that another is just taking; on SQLite there is one writer.
const CLAIM: Dialects = Dialects {
    sqlite: claim!("0", ""),
    postgres: claim!(
        "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
        " FOR UPDATE SKIP LOCKED"
    ),
};

/// Takes the job that has waited longest, of this kind or of any, and holds it for so many milliseconds.
pub async fn claim(
    storage: &Storage,
    kind: Option<&str>,
    now: i64,
    lease_ms: i64,
    token: &str,
) -> Result<Option<JobRow>, StorageError> {
    let text = storage.sql_for(CLAIM);
    let mut tx = storage.begin_lease().await?;
    let job = fetch_in_tx!(tx, on => query_as(text)
        .bind(token).bind(lease_ms).bind(now).bind(kind).bind(storage.lease_time(now)).fetch_optional(on))?;
    tx.commit().await?;
    Ok(job)
}
