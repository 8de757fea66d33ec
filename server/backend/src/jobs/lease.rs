//! The lease: the right to work on a job, for fifteen seconds at a time.

use storage::jobs::{self, JobRow};
use storage::{StorageError, Tx};

use crate::app_state::AppState;

/// How long a lease lasts, in milliseconds. After that the worker counts as dead.
pub(crate) const LEASE_MS: i64 = 15_000;

/// A job that this worker has leased. Every write under the lease is refused once another worker has the job.
pub(crate) struct Lease {
    job: JobRow,
    token: String,
}

impl Lease {
    /// Takes a job that is due, if there is one.
    pub(crate) async fn take(app: &AppState) -> Result<Option<Self>, StorageError> {
        let (now, token) = (app.now(), app.ids.new_id());
        let job = jobs::claim(&app.storage, None, now, now + LEASE_MS, &token).await?;
        Ok(job.map(|job| Self { job, token }))
    }

    /// The job's kind, as it is stored.
    pub(crate) fn kind(&self) -> &str {
        &self.job.kind
    }

    /// What the job is about.
    pub(crate) fn subject(&self) -> &str {
        &self.job.subject
    }

    /// How often the job was rescheduled in a row.
    pub(crate) const fn attempts(&self) -> i64 {
        self.job.attempts
    }

    /// How many runs in a row failed before this one.
    pub(crate) const fn failures(&self) -> i64 {
        self.job.failures
    }

    /// Extends the lease to fifteen seconds from now. False if it is lost.
    pub(crate) async fn renew(&self, app: &AppState) -> Result<bool, StorageError> {
        jobs::renew(&app.storage, &self.job.id, &self.token, app.now() + LEASE_MS).await
    }

    /// Extends the lease within a transaction that is not the job's last one. False if the lease is lost: roll back.
    pub(crate) async fn renew_in(&self, app: &AppState, tx: &mut Tx) -> Result<bool, StorageError> {
        jobs::renew_in(tx, &self.job.id, &self.token, app.now() + LEASE_MS).await
    }

    /// Ends the lease and reschedules the job, with the transaction. `run_at` is in unix milliseconds. False if the lease is lost.
    pub(crate) async fn reschedule(
        &self,
        tx: &mut Tx,
        run_at: i64,
        attempts: i64,
    ) -> Result<bool, StorageError> {
        jobs::reschedule(tx, &self.job.id, &self.token, run_at, attempts).await
    }

    /// Ends the lease of a failed run and reschedules the job, with the transaction. False if the lease is lost.
    pub(crate) async fn retry_later(&self, tx: &mut Tx, run_at: i64) -> Result<bool, StorageError> {
        jobs::retry_later(tx, &self.job.id, &self.token, run_at).await
    }

    /// Ends the job, with the transaction. False if the lease is lost.
    pub(crate) async fn finish(&self, tx: &mut Tx) -> Result<bool, StorageError> {
        jobs::finish(tx, &self.job.id, &self.token).await
    }

    /// Ends the job: there is nothing to do.
    pub(crate) async fn discard(&self, app: &AppState) -> Result<(), StorageError> {
        let mut tx = app.storage.begin().await?;
        self.finish(&mut tx).await?;
        tx.commit().await
    }
}
