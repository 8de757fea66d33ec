//! The runner: takes what is due and works on it, a few jobs at a time.

use std::sync::Arc;
use std::time::Duration;

use storage::{StorageError, jobs};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::{JobError, Lease, sweep};
use crate::app_state::AppState;
use crate::invite::{run, watch};

/// Jobs at work at a time.
const WORKERS: usize = 4;
/// The clock may be moved and other processes enqueue: look at least this often.
const LOOK: Duration = Duration::from_secs(1);
/// A lease of fifteen seconds is renewed three times as often as it would need.
const RENEW: Duration = Duration::from_secs(5);
/// How long jobs may finish when the process ends; what does not is taken up again by its lease.
const DRAIN: Duration = Duration::from_secs(10);

/// Runs jobs.
#[derive(Clone)]
pub struct Runner {
    app: Arc<AppState>,
}

impl Runner {
    pub(crate) const fn new(app: Arc<AppState>) -> Self {
        Self { app }
    }

    /// Runs everything that is due by the clock, one after the other, until nothing is. Returns how many turns that took.
    pub async fn run_due(&self) -> usize {
        let mut turns = 0;
        loop {
            match Lease::take(&self.app).await {
                Ok(Some(lease)) => work(&self.app, &lease).await,
                Ok(None) => return turns,
                Err(error) => {
                    tracing::error!(%error, "no job can be taken");
                    return turns;
                }
            }
            turns += 1;
        }
    }

    /// Takes away what has had its time. `run` does so every minute.
    pub async fn sweep(&self) {
        sweep::sweep(&self.app).await;
    }

    /// Runs jobs as they come due, until `shutdown`; then lets those at work finish.
    pub async fn run(self, shutdown: CancellationToken) {
        let mut at_work = JoinSet::new();
        let mut sweeping = tokio::time::interval(sweep::EVERY);
        while !shutdown.is_cancelled() {
            let next = self.fill(&mut at_work).await;
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = self.app.job_wakeup.notified() => {}
                () = tokio::time::sleep(next) => {}
                Some(ended) = at_work.join_next() => report(ended),
                _ = sweeping.tick() => self.sweep().await,
            }
        }
        let drained = tokio::time::timeout(DRAIN, async {
            while let Some(ended) = at_work.join_next().await {
                report(ended);
            }
        });
        if drained.await.is_err() {
            tracing::warn!("jobs were cut off; they are taken up again when their lease ends");
        }
    }

    /// Takes jobs while there are free workers. Returns how long to wait for the next.
    async fn fill(&self, at_work: &mut JoinSet<()>) -> Duration {
        while at_work.len() < WORKERS {
            match Lease::take(&self.app).await {
                Ok(Some(lease)) => {
                    let app = Arc::clone(&self.app);
                    at_work.spawn(async move { work(&app, &lease).await });
                }
                Ok(None) => return self.until_next().await,
                Err(error) => {
                    tracing::error!(%error, "no job can be taken");
                    return LOOK;
                }
            }
        }
        LOOK
    }

    async fn until_next(&self) -> Duration {
        let next = jobs::next_run_at(&self.app.storage).await.ok().flatten();
        let wait = next.map(|at| at.saturating_sub(self.app.now()));
        // What is due but leased by somebody else must not make this a busy loop.
        let wait = wait.and_then(|ms| u64::try_from(ms).ok()).filter(|ms| *ms > 0);
        wait.map_or(LOOK, Duration::from_millis).min(LOOK)
    }
}

fn report(ended: Result<(), tokio::task::JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "a job broke off; it is taken up again when its lease ends");
    }
}

/// Works on one job while its lease lasts.
async fn work(app: &AppState, lease: &Lease) {
    let result = tokio::select! {
        result = perform(app, lease) => result,
        () = until_lost(app, lease) => {
            tracing::warn!(kind = lease.kind(), "a lease was lost");
            return;
        }
    };
    let Err(error) = result else { return };
    tracing::error!(kind = lease.kind(), error = &error as &dyn std::error::Error, "a job failed");
    if let Err(error) = put_off(app, lease).await {
        tracing::error!(%error, "a job that failed waits for its lease to end");
    }
}

async fn perform(app: &AppState, lease: &Lease) -> Result<(), JobError> {
    match lease.kind() {
        run::KIND => run::advance(app, lease).await,
        watch::KIND => watch::check(app, lease).await,
        _ => Err(JobError::UnknownKind),
    }
}

/// Renews the lease until somebody else has it. A database that does not answer says nothing about that.
async fn until_lost(app: &AppState, lease: &Lease) {
    loop {
        tokio::time::sleep(RENEW).await;
        if matches!(lease.renew(app).await, Ok(false)) {
            return;
        }
    }
}

/// Something of ours broke: longer each time, up to an hour.
async fn put_off(app: &AppState, lease: &Lease) -> Result<(), StorageError> {
    let attempts = lease.attempts() + 1;
    let wait = 5_000_i64.saturating_mul(1 << attempts.clamp(0, 10)).min(3_600_000);
    let mut tx = app.storage.begin().await?;
    lease.reschedule(&mut tx, app.now() + wait, attempts).await?;
    tx.commit().await
}
