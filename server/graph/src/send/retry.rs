//! Repeating reads.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use backon::{ExponentialBuilder, Retryable};

use crate::error::GraphError;

/// How long a read is repeated, with somebody waiting for it. Longer waits belong to the caller, who can store them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Before the first repeat; doubles from then on, and up to as much again is added at random.
    pub initial_delay: Duration,
    /// Repeats after the first attempt.
    pub max_retries: usize,
    /// No repeat starts later than this after the first attempt started.
    pub max_elapsed: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            initial_delay: Duration::from_millis(200),
            max_retries: 3,
            max_elapsed: Duration::from_secs(10),
        }
    }
}

/// Which connection a request may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Connection {
    Any,
    Fresh,
}

/// Runs `attempt` until it succeeds, fails permanently, or the policy allows no further retry. The policy's total time began at `started`.
pub(crate) async fn with_retries<T, F>(
    policy: RetryPolicy,
    started: Instant,
    mut attempt: impl FnMut(Connection) -> F,
) -> Result<T, GraphError>
where
    F: Future<Output = Result<T, GraphError>>,
{
    let use_fresh = AtomicBool::new(false);
    let backoff = ExponentialBuilder::new()
        .with_min_delay(policy.initial_delay)
        .with_factor(2.0)
        .with_max_delay(policy.max_elapsed)
        .with_max_times(policy.max_retries)
        .with_jitter();
    (|| attempt(if use_fresh.load(Ordering::Relaxed) { Connection::Fresh } else { Connection::Any }))
        .retry(backoff)
        .when(is_transient)
        .adjust(|error, backoff| wait(error.retry_after(), backoff?, started.elapsed(), policy.max_elapsed))
        .notify(|error, _| use_fresh.store(error.status() == Some(503), Ordering::Relaxed))
        .await
}

/// Worth another attempt within seconds.
fn is_transient(error: &GraphError) -> bool {
    match error {
        GraphError::Network { source, .. } => !source.is_builder(),
        GraphError::Refused(refusal) => matches!(refusal.status, 429 | 502 | 503 | 504),
        GraphError::Unreadable { .. }
        | GraphError::Token(_)
        | GraphError::Invalid(_)
        | GraphError::Withdrawn => false,
    }
}

/// The delay before the next retry: never shorter than Graph's hint, and longer by the backoff, so that callers do not all retry at once. `None`
/// if the delay would exceed the policy's total time.
fn wait(hint: Option<Duration>, backoff: Duration, elapsed: Duration, total: Duration) -> Option<Duration> {
    let wait = hint.unwrap_or_default().saturating_add(backoff);
    (elapsed.saturating_add(wait) <= total).then_some(wait)
}

#[cfg(test)]
mod tests;
