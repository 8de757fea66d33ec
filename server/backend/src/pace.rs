//! How fast a person may share.

use contract::{Caller, Problem};
use storage::StorageError;
use storage::paces::{self, Pace};

use crate::app_state::AppState;

/// 120 at once, and then one a second: more than a person can do by hand, less than a stolen session would like.
const SHARES: Pace = Pace { every: 1_000, most: 120 };

/// Takes one of the caller's shares. False when there were too many in a short time.
pub(crate) async fn may_share(app: &AppState, caller: &Caller) -> Result<bool, Problem> {
    take(app, caller).await.map_err(|error| app.internal(error))
}

async fn take(app: &AppState, caller: &Caller) -> Result<bool, StorageError> {
    let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
    let mut tx = app.storage.begin().await?;
    let taken = paces::take(&mut tx, tenant, user, SHARES, app.now()).await?;
    tx.commit().await?;
    Ok(taken)
}
