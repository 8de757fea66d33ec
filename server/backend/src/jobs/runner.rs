//! The runner: takes jobs that are due and works on a few of them at a time.

use std::sync::Arc;
use std::time::Duration;

use storage::jobs;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::{JobHandler, JobHandlers, JobKind, Lease, cleanup};
use crate::app_state::AppState;
use crate::audit;
use crate::stored::{CorruptRow, StoredError};

/// How many jobs run at a time.
const WORKERS: usize = 4;
/// The queue is read at least this often, because the clock can be moved and other processes enqueue jobs too.
const POLL_INTERVAL: Duration = Duration::from_secs(1);
/// How often a lease is renewed: three times in its fifteen seconds.
const RENEW_INTERVAL: Duration = Duration::from_secs(5);
/// How often the end of the audit chain is noted in the log.
const AUDIT_NOTE_INTERVAL: Duration = Duration::from_hours(1);
/// How long running jobs may take to finish when the process shuts down. A job that is cut off is taken up again when its lease ends.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(10);
/// After so many failed runs in a row a job is abandoned. That takes some hours.
const MAX_FAILURES: i64 = 13;

/// Runs jobs.
#[derive(Clone)]
pub struct Runner {
    app: Arc<AppState>,
    handlers: JobHandlers,
}

impl Runner {
    pub(crate) const fn new(app: Arc<AppState>, handlers: JobHandlers) -> Self {
        Self { app, handlers }
    }

    /// Runs all jobs that are due, one after the other, until none is. Returns the number of runs.
    pub async fn run_due(&self) -> usize {
        let mut turns = 0;
        loop {
            match Lease::take(&self.app).await {
                Ok(Some(lease)) => work(&self.app, &self.handlers, &lease).await,
                Ok(None) => return turns,
                Err(error) => {
                    tracing::error!(%error, "no job can be taken");
                    return turns;
                }
            }
            turns += 1;
        }
    }

    /// Deletes expired rows. `run` does so every minute.
    pub async fn clean_up(&self) {
        cleanup::clean_up(&self.app).await;
    }

    /// Runs jobs as they come due, until `shutdown`; then lets those at work finish.
    pub async fn run(self, shutdown: CancellationToken) {
        let mut running = JoinSet::new();
        let mut cleaning = tokio::time::interval(cleanup::INTERVAL);
        let mut noting = tokio::time::interval(AUDIT_NOTE_INTERVAL);
        let mut looks_first = false;
        while !shutdown.is_cancelled() {
            let next = self.spawn_ready(&mut running, looks_first).await;
            looks_first = true;
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = self.app.job_wakeup.notified() => {}
                // By the database's clock a lease may have ended of which a look says that it lasts.
                () = tokio::time::sleep(next) => looks_first = false,
                Some(ended) = running.join_next() => report(ended),
                _ = cleaning.tick() => self.clean_up().await,
                _ = noting.tick() => audit::note_head(&self.app.storage).await,
            }
        }
        let drained = tokio::time::timeout(SHUTDOWN_GRACE, async {
            while let Some(ended) = running.join_next().await {
                report(ended);
            }
        });
        if drained.await.is_err() {
            tracing::warn!("jobs were cut off; they are taken up again when their lease ends");
        }
    }

    /// Takes jobs while there are free workers. Returns how long to wait for the next. It looks whether one is due before it takes another: taking is a
    /// transaction, for which whoever else wants to write has to wait, and after most jobs nothing is due.
    async fn spawn_ready(&self, running: &mut JoinSet<()>, mut looks_first: bool) -> Duration {
        while running.len() < WORKERS {
            if looks_first && let Some(wait) = self.until_next().await {
                return wait;
            }
            looks_first = true;
            match Lease::take(&self.app).await {
                Ok(Some(lease)) => {
                    let (app, handlers) = (Arc::clone(&self.app), self.handlers.clone());
                    running.spawn(async move { work(&app, &handlers, &lease).await });
                }
                // A job that is due but leased by another worker must not turn this into a busy loop.
                Ok(None) => return self.until_next().await.unwrap_or(POLL_INTERVAL),
                Err(error) => {
                    tracing::error!(%error, "no job can be taken");
                    return POLL_INTERVAL;
                }
            }
        }
        POLL_INTERVAL
    }

    /// How long to wait for the next job. `None` if one is due, or if nobody knows: taking says why.
    async fn until_next(&self) -> Option<Duration> {
        let next = jobs::next_run_at(&self.app.storage).await.ok()?;
        let Some(at) = next else { return Some(POLL_INTERVAL) };
        let ms = u64::try_from(at.saturating_sub(self.app.now())).ok().filter(|ms| *ms > 0)?;
        Some(Duration::from_millis(ms).min(POLL_INTERVAL))
    }
}

fn report(ended: Result<(), tokio::task::JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "a job broke off; it is taken up again when its lease ends");
    }
}

/// Works on one job while its lease lasts.
async fn work(app: &AppState, handlers: &JobHandlers, lease: &Lease) {
    let Some(kind) = JobKind::from_text(lease.kind()) else {
        // A newer version of the program may know this kind, so it is retried some times.
        tracing::error!(kind = lease.kind(), "a job of an unknown kind");
        return log(after_failure(app, None, lease, &StoredError::Corrupt(CorruptRow("job"))).await);
    };
    let handler = handlers.of(kind);
    let result = tokio::select! {
        result = handler.run(app, lease) => result,
        () = lease_lost(app, lease) => {
            tracing::warn!(kind = lease.kind(), "a lease was lost");
            return;
        }
    };
    if let Err(error) = result {
        log(after_failure(app, Some(handler), lease, &error).await);
    }
}

fn log(stored: Result<(), StoredError>) {
    if let Err(error) = stored {
        tracing::error!(%error, "a job that failed waits for its lease to end");
    }
}

/// Handles an error of our own: the job is retried, after a longer delay each time, or it is abandoned and its handler notifies the person.
async fn after_failure(
    app: &AppState,
    handler: Option<&dyn JobHandler>,
    lease: &Lease,
    error: &StoredError,
) -> Result<(), StoredError> {
    let problem = app.internal(error);
    let is_final = !error.is_transient() && handler.is_some() || lease.failures() + 1 >= MAX_FAILURES;
    let mut tx = app.storage.begin().await?;
    if !is_final {
        tracing::warn!(
            kind = lease.kind(),
            failures = lease.failures() + 1,
            "a job failed and is tried again"
        );
        lease.retry_later(&mut tx, app.now() + retry_delay(lease.failures())).await?;
        return Ok(tx.commit().await?);
    }
    tracing::error!(kind = lease.kind(), subject = lease.subject(), "a job failed and is given up");
    if !lease.finish(&mut tx).await? {
        return Ok(());
    }
    if let Some(handler) = handler {
        handler.give_up(app, &mut tx, lease.subject(), problem).await?;
    }
    tx.commit().await?;
    app.publish_change(lease.subject());
    Ok(())
}

/// The delay before the next run after `failures` earlier failures in a row, in milliseconds: it doubles each time, up to an hour.
fn retry_delay(failures: i64) -> i64 {
    5_000_i64.saturating_mul(1 << failures.clamp(0, 10)).min(3_600_000)
}

/// Renews the lease, and returns when another worker has it. An unavailable database does not mean that the lease is lost.
async fn lease_lost(app: &AppState, lease: &Lease) {
    loop {
        tokio::time::sleep(RENEW_INTERVAL).await;
        if matches!(lease.renew(app).await, Ok(false)) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_that_breaks_is_tried_for_some_hours() {
        let waits: Vec<_> = (0..MAX_FAILURES - 1).map(retry_delay).collect();
        assert!(waits.is_sorted() && waits[0] == 5_000 && waits.last() == Some(&3_600_000));
        let hours = waits.iter().sum::<i64>() / 3_600_000;
        assert!((2..24).contains(&hours), "{hours}");
    }
}
