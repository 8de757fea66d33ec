//! The lease: the right to work on a job, for fifteen seconds at a time.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use storage::jobs::{self, JobRow};
use storage::{StorageError, Tx};

use crate::app_state::AppState;

/// How long a lease lasts, in milliseconds. After that the worker counts as dead.
pub(crate) const LEASE_MS: i64 = 15_000;

/// A job that this worker has leased. Every write under the lease is refused once another worker has the job.
pub(crate) struct Lease {
    job: JobRow,
    token: String,
    hold: Arc<Hold>,
}

/// How long the lease is held for sure, as this process measures it: counted from before the database was asked.
pub(crate) struct Hold(Mutex<(Instant, i64)>);

impl Hold {
    fn from_now(now: i64) -> Self {
        Self(Mutex::new((Instant::now(), now)))
    }

    fn extend(&self, (at, now): (Instant, i64)) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (at, now);
    }

    /// Whether nobody else can have the job by now. Both clocks must say so: the one stands still while the machine sleeps, the other can be set.
    /// A process that was stopped in between finds out here that it is late.
    pub(crate) fn is_held(&self, now: i64) -> bool {
        let (at, then) = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let elapsed = i64::try_from(at.elapsed().as_millis()).unwrap_or(i64::MAX);
        elapsed < LEASE_MS && now.saturating_sub(then) < LEASE_MS
    }
}

impl Lease {
    /// Takes a job that is due, if there is one.
    pub(crate) async fn take(app: &AppState) -> Result<Option<Self>, StorageError> {
        let (now, token, hold) = (app.now(), app.ids.new_id(), Arc::new(Hold::from_now(app.now())));
        let job = jobs::claim(&app.storage, None, now, LEASE_MS, &token).await?;
        Ok(job.map(|job| Self { job, token, hold }))
    }

    /// How long the lease is held, for whoever asks right before something outside begins.
    pub(crate) fn hold(&self) -> Arc<Hold> {
        Arc::clone(&self.hold)
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
        let from = (Instant::now(), app.now());
        let renewed = jobs::renew(&app.storage, &self.job.id, &self.token, from.1, LEASE_MS).await?;
        if renewed {
            self.hold.extend(from);
        }
        Ok(renewed)
    }

    /// Extends the lease within a transaction that is not the job's last one. False if the lease is lost: roll back.
    pub(crate) async fn renew_in(&self, app: &AppState, tx: &mut Tx) -> Result<bool, StorageError> {
        // It may be rolled back yet: the hold is not extended.
        jobs::renew_in(tx, &self.job.id, &self.token, app.now(), LEASE_MS).await
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn both_clocks_must_say_that_it_is_held() {
        let hold = Hold::from_now(1_000);
        for (now, held) in
            [(1_000, true), (1_000 + LEASE_MS - 1, true), (1_000 + LEASE_MS, false), (500, true)]
        {
            assert_eq!(hold.is_held(now), held, "{now}");
        }
        let long_ago = Instant::now().checked_sub(std::time::Duration::from_secs(16)).unwrap();
        hold.extend((long_ago, 1_000));
        assert!(!hold.is_held(1_000), "the wall clock was set back meanwhile");
        hold.extend((Instant::now(), 1_000));
        assert!(hold.is_held(1_000));
    }
}
