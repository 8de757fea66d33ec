//! The job queue. A lease that has expired means that its worker died: another worker may take the job, and the old token is no longer accepted.

use serde_json::json;
use sqlx::{query, query_scalar};

use crate::storage::Dialects;
use crate::{Storage, StorageError, Tx};

mod claim;

pub use claim::claim;

/// A job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    /// Its id.
    pub id: String,
    /// What to do.
    pub kind: String,
    /// To what: an invitation's id, for instance.
    pub subject: String,
    /// Not before, unix milliseconds.
    pub run_at: i64,
    /// How often it was rescheduled in a row.
    pub attempts: i64,
    /// How many runs of it failed in a row.
    pub failures: i64,
    /// The secret of the worker that holds the lease.
    pub lease_token: Option<String>,
    /// When the lease ends, in unix milliseconds.
    pub lease_until: Option<i64>,
    /// While a job with this text exists, no other is accepted.
    pub dedupe: Option<String>,
}

from_row!(JobRow { id, kind, subject, run_at, attempts, failures, lease_token, lease_until, dedupe });

const INSERT: Dialects = from_rows!(
    "INSERT INTO jobs (id, kind, subject, run_at, attempts, dedupe)
     SELECT value ->> 0, value ->> 1, value ->> 2, CAST(value ->> 3 AS BIGINT), CAST(value ->> 4 AS BIGINT), value ->> 5",
    "ON CONFLICT (dedupe) DO NOTHING"
);

/// Stores a job, without a lease. False when one with its dedupe text exists.
pub async fn enqueue(tx: &mut Tx, job: &JobRow) -> Result<bool, StorageError> {
    Ok(enqueue_all(tx, std::slice::from_ref(job)).await? == 1)
}

/// Stores jobs, as [`enqueue`], in this order. How many were. One statement.
pub async fn enqueue_all(tx: &mut Tx, jobs: &[JobRow]) -> Result<u64, StorageError> {
    let row = |job: &JobRow| json!([job.id, job.kind, job.subject, job.run_at, job.attempts, job.dedupe]);
    let rows: Vec<_> = jobs.iter().map(row).collect();
    let text = tx.sql_for(INSERT);
    execute!(tx, query(text).bind(json!(rows).to_string()))
}

/// `$3` how long, `$4` now, or nothing for the database's own clock.
const RENEW: Dialects = Dialects {
    sqlite: "UPDATE jobs SET lease_until = COALESCE($4, 0) + $3 WHERE id = $1 AND lease_token = $2",
    postgres: "UPDATE jobs SET lease_until =
                   COALESCE($4, CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)) + $3
               WHERE id = $1 AND lease_token = $2",
};

/// Extends the lease to so many milliseconds from now. False when it is no longer held: stop.
pub async fn renew(
    storage: &Storage,
    id: &str,
    token: &str,
    now: i64,
    lease_ms: i64,
) -> Result<bool, StorageError> {
    let mut tx = storage.begin_lease().await?;
    let renewed = renew_in(&mut tx, id, token, now, lease_ms).await?;
    tx.commit().await?;
    Ok(renewed)
}

/// As [`renew`], within a transaction. When it returns false, the lease belongs to another worker: roll back.
pub async fn renew_in(
    tx: &mut Tx,
    id: &str,
    token: &str,
    now: i64,
    lease_ms: i64,
) -> Result<bool, StorageError> {
    let (text, now) = (tx.sql_for(RENEW), tx.lease_time(now));
    let renewed = execute!(tx, query(text).bind(id).bind(token).bind(lease_ms).bind(now))?;
    Ok(renewed == 1)
}

/// Removes a job that is done. False when the lease is no longer held: roll back.
pub async fn finish(tx: &mut Tx, id: &str, token: &str) -> Result<bool, StorageError> {
    let finished =
        execute!(tx, query("DELETE FROM jobs WHERE id = $1 AND lease_token = $2").bind(id).bind(token))?;
    Ok(finished == 1)
}

/// Ends the lease; the job runs again at `run_at`. False when the lease is no longer held: roll back.
pub async fn reschedule(
    tx: &mut Tx,
    id: &str,
    token: &str,
    run_at: i64,
    attempts: i64,
) -> Result<bool, StorageError> {
    let given_back = execute!(
        tx,
        query(
            "UPDATE jobs SET run_at = $3, attempts = $4, failures = 0, lease_token = NULL, lease_until = NULL
             WHERE id = $1 AND lease_token = $2",
        )
        .bind(id)
        .bind(token)
        .bind(run_at)
        .bind(attempts)
    )?;
    Ok(given_back == 1)
}

/// Ends the lease after a failed run, and counts the failure; the job runs again at `run_at`. False when the lease is no longer held: roll back.
pub async fn retry_later(tx: &mut Tx, id: &str, token: &str, run_at: i64) -> Result<bool, StorageError> {
    let given_back = execute!(
        tx,
        query(
            "UPDATE jobs SET run_at = $3, failures = failures + 1, lease_token = NULL, lease_until = NULL
             WHERE id = $1 AND lease_token = $2",
        )
        .bind(id)
        .bind(token)
        .bind(run_at)
    )?;
    Ok(given_back == 1)
}

/// Moves the subject's job of this kind forward to `run_at`, unless it is due earlier. A job that a worker has leased keeps its time, but its row is
/// locked, so that it ends before this transaction or after it. False when there is no such job.
pub async fn pull_forward(tx: &mut Tx, kind: &str, subject: &str, run_at: i64) -> Result<bool, StorageError> {
    let pulled = execute!(
        tx,
        query(
            "UPDATE jobs SET run_at = CASE WHEN lease_token IS NULL AND run_at > $3 THEN $3 ELSE run_at END
             WHERE kind = $1 AND subject = $2",
        )
        .bind(kind)
        .bind(subject)
        .bind(run_at)
    )?;
    Ok(pulled > 0)
}

/// Invitations in progress (working, waiting, undoing) that were last changed before a time and have no job of this kind. Without a job no worker
/// would ever continue them.
pub async fn orphaned(tx: &mut Tx, kind: &str, before: i64) -> Result<Vec<String>, StorageError> {
    fetch_in_tx!(tx, on => query_scalar(
        "SELECT id FROM invitations WHERE state IN ('working', 'waiting', 'undoing') AND updated_at < $1
         AND NOT EXISTS (SELECT 1 FROM jobs WHERE kind = $2 AND subject = invitations.id) ORDER BY id LIMIT 100",
    )
    .bind(before)
    .bind(kind)
    .fetch_all(on))
}

pub(crate) const NEXT_RUN_AT: &str = "SELECT MIN(at) FROM
       (SELECT MIN(run_at) AS at FROM jobs WHERE lease_until IS NULL
        UNION ALL SELECT MIN(lease_until) FROM jobs WHERE lease_until IS NOT NULL) AS due";

/// When there will next be something to claim, unix milliseconds: a job's time, or the end of a lease.
pub async fn next_run_at(storage: &Storage) -> Result<Option<i64>, StorageError> {
    fetch!(storage, on => query_scalar(NEXT_RUN_AT).fetch_one(on))
}
