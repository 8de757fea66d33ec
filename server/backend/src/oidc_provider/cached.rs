//! A cached value: one fetch at a time. While a fetch fails, the old value stays in use.

use std::future::Future;
use std::sync::{Arc, PoisonError, RwLock};

use super::error::AuthorityError;
use crate::clock::Clock;

/// For how long a failed fetch is answered from the cache to the callers that waited for it, in milliseconds.
const FAILURE_TTL_MS: i64 = 1_000;

/// What was fetched, and when.
type Fetched<T> = Option<(Arc<T>, i64)>;

pub(super) struct Cached<T> {
    value: RwLock<Fetched<T>>,
    /// Held while fetching; holds the last failure.
    fetching: tokio::sync::Mutex<Option<(AuthorityError, i64)>>,
}

impl<T> Default for Cached<T> {
    fn default() -> Self {
        Self { value: RwLock::new(None), fetching: tokio::sync::Mutex::new(None) }
    }
}

impl<T> Cached<T> {
    pub(super) fn cached(&self) -> Option<Arc<T>> {
        self.read().map(|(value, _)| value)
    }

    /// The cached value if `is_fresh` accepts its age in milliseconds, else a new one. Whoever waits while somebody else fetches gets what comes of
    /// that, also if it is a failure: so nobody waits for more than two fetches.
    pub(super) async fn get<F>(
        &self,
        clock: &dyn Clock,
        is_fresh: impl Fn(i64) -> bool,
        fetch: impl FnOnce() -> F,
    ) -> Result<Arc<T>, AuthorityError>
    where
        F: Future<Output = Result<T, AuthorityError>>,
    {
        // The clock may have been set back: a value with a time in the future counts as old too.
        let fresh = |now: i64, at: i64| is_fresh((now - at).abs());
        let arrived = clock.now_ms();
        if let Some((value, _)) = self.read().filter(|(_, at)| fresh(arrived, *at)) {
            return Ok(value);
        }
        let mut failure = self.fetching.lock().await;
        let (known, now) = (self.read(), clock.now_ms());
        if let Some((value, _)) = known.as_ref().filter(|(_, at)| fresh(now, *at)) {
            return Ok(Arc::clone(value));
        }
        let shared = |at: i64| (arrived..=now).contains(&at) || (now - at).abs() < FAILURE_TTL_MS;
        if let Some((error, at)) = failure.as_ref().filter(|(_, at)| shared(*at)) {
            tracing::debug!(%error, at, "the authority has just failed");
            return known.map(|(value, _)| value).ok_or_else(|| error.clone());
        }
        let fetched = fetch().await;
        let now = clock.now_ms();
        match fetched {
            Ok(value) => {
                let value = Arc::new(value);
                *self.value.write().unwrap_or_else(PoisonError::into_inner) = Some((Arc::clone(&value), now));
                *failure = None;
                Ok(value)
            }
            Err(error) => {
                tracing::warn!(%error, "the authority's documents cannot be had");
                *failure = Some((error.clone(), now));
                known.map(|(value, _)| value).ok_or(error)
            }
        }
    }

    fn read(&self) -> Fetched<T> {
        self.value.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests;
