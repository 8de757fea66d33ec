//! Repeating reads.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use backon::{ExponentialBuilder, Retryable};

use crate::error::GraphError;

/// How long a read is repeated, with somebody waiting for it. Longer waits belong to the caller, who can store them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Before the first repeat; doubles from then on, and up to as much again is added at random.
    pub first_wait: Duration,
    /// Repeats after the first attempt.
    pub repeats: usize,
    /// No repeat starts later than this after the first attempt started.
    pub total: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { first_wait: Duration::from_millis(200), repeats: 3, total: Duration::from_secs(10) }
    }
}

/// Which connection a request may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    Any,
    New,
}

/// Runs `attempt` until it succeeds, fails for good, or patience ends.
pub(crate) async fn patiently<T, F>(patience: Patience, attempt: impl Fn(Line) -> F) -> Result<T, GraphError>
where
    F: Future<Output = Result<T, GraphError>>,
{
    let started = Instant::now();
    let new_line = AtomicBool::new(false);
    let backoff = ExponentialBuilder::new()
        .with_min_delay(patience.first_wait)
        .with_factor(2.0)
        .with_max_delay(patience.total)
        .with_max_times(patience.repeats)
        .with_jitter();
    (|| attempt(if new_line.load(Ordering::Relaxed) { Line::New } else { Line::Any }))
        .retry(backoff)
        .when(is_passing)
        .adjust(|error, backoff| wait(error.retry_after(), backoff?, started.elapsed(), patience.total))
        .notify(|error, _| new_line.store(error.status() == Some(503), Ordering::Relaxed))
        .await
}

/// Worth another attempt within seconds.
fn is_passing(error: &GraphError) -> bool {
    match error {
        GraphError::Network { source, .. } => !source.is_builder(),
        GraphError::Refused(refusal) => matches!(refusal.status, 429 | 502 | 503 | 504),
        GraphError::Unreadable { .. } | GraphError::Token(_) | GraphError::Invalid(_) => false,
    }
}

/// Never before Graph's hint, and not all callers at once just after it; nothing if patience would end first.
fn wait(hint: Option<Duration>, backoff: Duration, elapsed: Duration, total: Duration) -> Option<Duration> {
    let wait = hint.unwrap_or_default().saturating_add(backoff);
    (elapsed.saturating_add(wait) <= total).then_some(wait)
}

#[cfg(test)]
mod tests;
