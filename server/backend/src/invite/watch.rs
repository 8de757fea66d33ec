//! The watch: asks the directory about guests who were invited and have not come.

use contract::InvitationState;
use graph::{ExternalUserState, User};
use storage::invitations::{self, InvitationRow};
use storage::{StorageError, Tx};

use super::acceptance::accepted;
use super::reached::{self, is_unconfirmed};
use super::vanished;
use crate::app_state::AppState;
use crate::jobs::{self, JobError, Lease};
use crate::people::{Known, person_match};

/// The kind of the job that asks the directory.
pub(crate) const KIND: &str = "check-acceptance";

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// Between the looks, in milliseconds; afterwards daily.
const WAITS: [i64; 4] = [MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE];
/// After this long nobody is waited for any more, in milliseconds.
const LAST: i64 = 90 * DAY;

/// Has the directory asked from now on, with the transaction.
pub(crate) async fn watch(app: &AppState, tx: &mut Tx, invitation: &str) -> Result<(), StorageError> {
    jobs::enqueue(app, tx, KIND, invitation, app.now() + WAITS[0]).await.map(drop)
}

/// The wait after the `looks`-th look, in milliseconds.
fn wait(looks: i64) -> i64 {
    usize::try_from(looks).ok().and_then(|looks| WAITS.get(looks)).copied().unwrap_or(DAY)
}

/// The job: asks the directory whether the guest has accepted without arriving here.
pub(crate) async fn check(app: &AppState, lease: &Lease) -> Result<(), JobError> {
    let row = invitations::load(&app.storage, lease.subject()).await?;
    let Some((row, guest)) = row.filter(waits).and_then(|row| row.guest.clone().map(|guest| (row, guest)))
    else {
        return lease.give_up(app).await;
    };
    match app.directory.as_application().user(&guest).await {
        Ok(user) if user.external_user_state == Some(ExternalUserState::Accepted) => {
            go_on(app, &row, &user).await?;
        }
        Ok(_) => vanished::seen(app, &row.id).await?,
        Err(error) if error.is_not_found() => vanished::missing(app, &row).await?,
        // The next look comes anyway.
        Err(error) => tracing::info!(%error, "whether a guest has accepted could not be seen"),
    }
    put_off(app, lease, &row).await
}

fn waits(row: &InvitationRow) -> bool {
    row.state == InvitationState::Sent.as_str() || is_unconfirmed(row)
}

async fn go_on(app: &AppState, row: &InvitationRow, user: &User) -> Result<(), StorageError> {
    let Some(found) = person_match(user, Some(&row.address)) else { return Ok(()) };
    if is_unconfirmed(row) {
        return reached::go_on(app, &row.id).await;
    }
    accepted(app, &row.tenant, &Known::from(found)).await
}

async fn put_off(app: &AppState, lease: &Lease, row: &InvitationRow) -> Result<(), JobError> {
    let now = app.now();
    let mut tx = app.storage.begin().await?;
    let settled = invitations::load_in(&mut tx, &row.id).await?.is_none_or(|row| !waits(&row));
    if settled || now - row.created_at > LAST {
        lease.finish(&mut tx).await?;
    } else {
        let looks = lease.attempts() + 1;
        lease.reschedule(&mut tx, now + wait(looks), looks).await?;
    }
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_get_rarer() {
        let all: Vec<_> = (0..6).map(wait).collect();
        assert_eq!(all, [MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE, DAY, DAY]);
    }
}
