//! Asks the directory about guests who were invited and have not come.

use async_trait::async_trait;
use contract::{InvitationId, Problem};
use graph::{ExternalUserState, User};
use storage::{Tx, invitations};

use super::{acceptance, delivery_confirmation, missing_guest};
use crate::app_state::AppState;
use crate::clock::to_ms;
use crate::jobs::{JobHandler, Lease};
use crate::people::{DirectoryPerson, person_match};
use crate::pipeline::Invitation;
use crate::pipeline::job::FIRST_ACCEPTANCE_POLL;
use crate::stored::{CorruptRow, StoredError};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// Between the polls, in milliseconds; afterwards daily.
const WAITS: [i64; 4] = [FIRST_ACCEPTANCE_POLL, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE];
/// The polls end this long after the invitation was created, in milliseconds.
pub(super) const MAX_AGE: i64 = 90 * DAY;

/// The job: asks the directory whether the guest has accepted without arriving here.
pub(crate) struct PollAcceptance;

#[async_trait]
impl JobHandler for PollAcceptance {
    async fn run(&self, app: &AppState, lease: &Lease) -> Result<(), StoredError> {
        let id = InvitationId::parse(lease.subject()).map_err(|_| CorruptRow("job"))?;
        let row = invitations::load(&app.storage, &id).await?;
        let invitation = row.map(Invitation::try_from).transpose()?.filter(Invitation::awaits_acceptance);
        let Some((invitation, guest)) = invitation.and_then(|of| of.guest.clone().map(|guest| (of, guest)))
        else {
            return Ok(lease.discard(app).await?);
        };
        match app.directory.as_application().user(guest.as_str()).await {
            Ok(user) if user.external_user_state == Some(ExternalUserState::Accepted) => {
                handle_accepted(app, &invitation, &user).await?;
            }
            Ok(_) => missing_guest::note_seen(app, &invitation).await?,
            Err(error) if error.is_not_found() => missing_guest::on_guest_missing(app, &invitation).await?,
            // The next poll comes anyway.
            Err(error) => tracing::info!(%error, "whether a guest has accepted could not be seen"),
        }
        reschedule(app, lease, &invitation).await
    }

    /// The invitation keeps its state, and a guest who arrives is still accepted: so there is nobody to notify.
    async fn give_up(
        &self,
        _app: &AppState,
        _tx: &mut Tx,
        subject: &str,
        _problem: Problem,
    ) -> Result<(), StoredError> {
        tracing::error!(invitation = subject, "nobody asks any more whether this guest has accepted");
        Ok(())
    }
}

async fn handle_accepted(app: &AppState, invitation: &Invitation, user: &User) -> Result<(), StoredError> {
    let Some(found) = person_match(user, Some(&invitation.address)) else { return Ok(()) };
    if invitation.is_unconfirmed() {
        return delivery_confirmation::resume(app, &invitation.id).await;
    }
    let since = user.created_at.map(to_ms);
    acceptance::seen_accepted(app, &invitation.tenant, &DirectoryPerson::from(found), since).await
}

/// The wait after so many polls, in milliseconds.
fn wait(polls: i64) -> i64 {
    usize::try_from(polls).ok().and_then(|polls| WAITS.get(polls)).copied().unwrap_or(DAY)
}

async fn reschedule(app: &AppState, lease: &Lease, invitation: &Invitation) -> Result<(), StoredError> {
    let now = app.now();
    let mut tx = app.storage.begin().await?;
    let row = invitations::load_in(&mut tx, &invitation.id).await?;
    let still_waits = row.map(Invitation::try_from).transpose()?.is_some_and(|now| now.awaits_acceptance());
    if !still_waits || now - invitation.created_at > MAX_AGE {
        lease.finish(&mut tx).await?;
    } else {
        let polls = lease.attempts() + 1;
        lease.reschedule(&mut tx, now + wait(polls), polls).await?;
    }
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polls_get_rarer() {
        let all: Vec<_> = (0..6).map(wait).collect();
        assert_eq!(all, [MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE, DAY, DAY]);
    }
}
