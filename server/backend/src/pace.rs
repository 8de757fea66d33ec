//! The rate limit of sharing.

use contract::{Caller, Problem};
use storage::paces::{self, Pace};
use storage::{StorageError, Tx};

use crate::app_state::AppState;

/// 120 at once, and then one a second: more than a person can do by hand, less than a stolen session would like.
const SHARES: Pace = Pace { every: 1_000, most: 120 };

/// Whether the caller has any of their shares left. Asked before the directory is; taking one is part of what follows.
pub(crate) async fn has_share_quota(app: &AppState, caller: &Caller) -> Result<bool, Problem> {
    let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
    let left = paces::has_left(&app.storage, tenant, user, SHARES, app.now()).await;
    left.map_err(|error| app.internal(error))
}

/// Takes one of the caller's shares for a form that goes back to them: the directory was asked for it.
pub(crate) async fn take_share_quota(app: &AppState, caller: &Caller) -> Result<(), Problem> {
    let take = async {
        let mut tx = app.storage.begin().await?;
        take_in(&mut tx, caller, 1, app.now()).await?;
        tx.commit().await
    };
    take.await.map_err(|error: StorageError| app.internal(error))
}

/// Takes so many of the caller's shares, with the transaction that stores them. False when there were too many in a short time. `now` is in
/// unix milliseconds.
pub(crate) async fn take_in(
    tx: &mut Tx,
    caller: &Caller,
    count: usize,
    now: i64,
) -> Result<bool, StorageError> {
    let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    paces::take(tx, tenant, user, SHARES, count, now).await
}
