//! The rate limit of sharing, kept in the database.

use contract::{Caller, Problem};
use storage::rate_limits;
use storage::{StorageError, Tx};

use crate::app_state::AppState;
use crate::rules::Decision;
use crate::rules::rate_limit::{RateLimit, SHARES};

impl From<RateLimit> for rate_limits::RateLimit {
    fn from(limit: RateLimit) -> Self {
        Self { interval: limit.interval, burst: limit.burst }
    }
}

/// Whether the caller's quota holds at least one share. This is checked before the directory is asked; the share is taken later.
pub(crate) async fn has_share_quota(app: &AppState, caller: &Caller) -> Result<Decision, Problem> {
    let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
    let left = rate_limits::has_left(&app.storage, tenant, user, SHARES.into(), app.now()).await;
    Ok(RateLimit::answer(left.map_err(|error| app.internal(error))?))
}

/// Takes one share from the caller's quota for a form that is returned to them, because the directory was asked for it.
pub(crate) async fn take_share_quota(app: &AppState, caller: &Caller) -> Result<(), Problem> {
    let take = async {
        let mut tx = app.storage.begin().await?;
        // The quota was checked before; another form may have used it up since, which does no harm here.
        let _ = take_shares(&mut tx, caller, 1, app.now()).await?;
        tx.commit().await
    };
    take.await.map_err(|error: StorageError| app.internal(error))
}

/// Takes one share for each recipient from the caller's quota, within the transaction that stores them. `now` is in unix milliseconds.
pub(crate) async fn take_shares(
    tx: &mut Tx,
    caller: &Caller,
    recipients: usize,
    now: i64,
) -> Result<Decision, StorageError> {
    let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
    let recipients = i64::try_from(recipients).unwrap_or(i64::MAX);
    let taken = rate_limits::take(tx, tenant, user, SHARES.into(), recipients, now).await?;
    Ok(RateLimit::answer(taken))
}
