//! What a person, and their tenant, may share in a time, and how many people may be looked up for it.

use contract::{Caller, Problem, ProblemCode};
use serde_json::json;
use storage::{StorageError, Tx};

use crate::app_state::AppState;
use crate::audit::{self, Action};
use crate::rate_limiter::{Bucket, look, take, take_all, take_several_or_note};
use crate::rules::Decision;
use crate::rules::limits::LimitKind;
use crate::settings::Settings;

/// How many recipients count as one look-up: as many as one request asks about.
const IN_ONE_LOOK_UP: usize = 20;

/// What is taken from the quotas at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shares {
    /// All who are shared with, or tried again for.
    pub(crate) recipients: usize,
    /// Those of them whom a mail invites. Somebody known does not count.
    pub(crate) new_guests: usize,
}

/// Whether the caller's quota holds at least one share. This is checked before the directory is asked; the share is taken later.
pub(crate) async fn has_share_quota(
    app: &AppState,
    settings: &Settings,
    caller: &Caller,
) -> Result<Decision, Problem> {
    let bucket = Bucket::of_caller(LimitKind::Shares, caller);
    let left = look(&app.storage, &app.rate_limits(settings), bucket, app.now()).await;
    left.map_err(|error| app.internal(error))
}

/// Takes from the caller's quota for a form that is returned to them, because the directory was asked about so many for it: one share for as many as one
/// look-up asks about. Else whoever sends forms that come back could read the whole directory.
pub(crate) async fn take_share_quota(
    app: &AppState,
    settings: &Settings,
    caller: &Caller,
    looked_up: usize,
) -> Result<(), Problem> {
    let take = async {
        let mut tx = app.storage.begin().await?;
        // The quota was checked before; another form may have used it up since, which does no harm here.
        let shares = Shares { recipients: looked_up.div_ceil(IN_ONE_LOOK_UP), new_guests: 0 };
        let _ = take_shares(&mut tx, app, settings, caller, shares).await?;
        tx.commit().await
    };
    take.await.map_err(|error: StorageError| app.internal(error))
}

/// Takes from the caller's quotas and from their tenant's, within the transaction that stores what it is for: roll back where it is denied. What a day
/// allows has to hold all of them; the pace only has the next ones wait.
pub(crate) async fn take_shares(
    tx: &mut Tx,
    app: &AppState,
    settings: &Settings,
    caller: &Caller,
    shares: Shares,
) -> Result<Decision, StorageError> {
    let limits = app.rate_limits(settings);
    let own = |kind| Bucket::of_caller(kind, caller);
    let decision = take(tx, &limits, own(LimitKind::Shares), shares.recipients, app.now()).await?;
    if !decision.is_allowed() {
        return Ok(decision);
    }
    let of_tenant = Bucket::of_tenant(LimitKind::TenantGuestsOfDay, caller.tenant.as_str());
    for bucket in [own(LimitKind::GuestsOfDay), of_tenant] {
        if let Some(problem) = take_all(tx, &limits, bucket, shares.new_guests, app.now()).await?.denial() {
            return Ok(Decision::Deny(Problem { code: ProblemCode::DayLimit, ..problem }));
        }
    }
    Ok(Decision::Allow)
}

/// Takes look-ups from the caller's quota, before the directory is asked about what is typed, or about recipients: nobody is to read the whole directory
/// through the application's permission. Twenty who are asked for in one request count as one look-up, so that a form of 500 is never refused after a rest.
/// The audit chain gets an entry for each burst that is refused.
pub(crate) async fn take_look_ups(
    app: &AppState,
    settings: &Settings,
    caller: &Caller,
    recipients: usize,
) -> Result<(), Problem> {
    let count = recipients.div_ceil(IN_ONE_LOOK_UP);
    let bucket = Bucket::of_caller(LimitKind::LookUps, caller);
    let note = async |tx: &mut Tx| {
        let subject = caller.user.as_str();
        audit::append(tx, app.now(), caller.into(), Action::LookUpsRefused, subject, json!({})).await
    };
    let limits = app.rate_limits(settings);
    let taken = take_several_or_note(&app.storage, &limits, (bucket, count), app.now(), note).await;
    taken.map_err(|error| app.internal(error))?.into_result()
}
