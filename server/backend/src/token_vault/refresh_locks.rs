//! A lock for each person, so that this process refreshes their tokens once at a time, with what it has learned of the tokens besides the row.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use contract::{EntraUserId, TenantId};
use tokio::sync::Mutex;

/// From this many locks on, those that are not in use are dropped.
const MAX_LOCKS: usize = 1024;

type Key = (TenantId, EntraUserId);

/// What was learned of one version of a person's tokens.
#[derive(Debug, Default)]
pub(super) struct RefreshState {
    /// Graph has refused the access token of this version.
    pub(super) refused: Option<i64>,
    /// The claims challenge that came with it.
    pub(super) claims: Option<String>,
    /// The refresh token of this version is no longer good; asking again would only look like a loop to the authority.
    pub(super) spent: Option<(i64, Option<String>)>,
}

#[derive(Clone, Default)]
pub(super) struct RefreshLocks(Arc<std::sync::Mutex<HashMap<Key, Arc<Mutex<RefreshState>>>>>);

impl RefreshLocks {
    pub(super) fn of(&self, tenant: &TenantId, user: &EntraUserId) -> Arc<Mutex<RefreshState>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MAX_LOCKS {
            all.retain(|_, state| Arc::strong_count(state) > 1);
        }
        Arc::clone(all.entry((tenant.clone(), user.clone())).or_default())
    }
}
