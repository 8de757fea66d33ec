//! A lock for each person, so that this process does something for them once at a time, with what it has learned there.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use contract::{EntraUserId, TenantId};
use tokio::sync::Mutex;

/// From this many locks on, those that are not in use are dropped.
const MAX_LOCKS: usize = 1024;

type Key = (TenantId, EntraUserId);

/// Locks around a `T` of each person.
pub(crate) struct PersonLocks<T>(Arc<std::sync::Mutex<HashMap<Key, Arc<Mutex<T>>>>>);

impl<T> Default for PersonLocks<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T> Clone for PersonLocks<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Default> PersonLocks<T> {
    /// The person's lock.
    pub(crate) fn of(&self, tenant: &TenantId, user: &EntraUserId) -> Arc<Mutex<T>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MAX_LOCKS {
            all.retain(|_, state| Arc::strong_count(state) > 1);
        }
        Arc::clone(all.entry((tenant.clone(), user.clone())).or_default())
    }
}
