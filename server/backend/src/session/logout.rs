//! Ending a session, here or from elsewhere.

use contract::SessionKey;
use serde_json::json;
use storage::{StorageError, Tx, invitations, sessions, tokens};
use time::Duration;

use crate::audit::{self, Action, Actor};

/// How long tokens that open invitations still need are retained after the sign-out.
const TOKEN_RETENTION: Duration = Duration::hours(24);

/// Who ended it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogoutInitiator {
    /// The person, here.
    Person,
    /// The authority, because the person signed out there.
    Authority,
}

impl LogoutInitiator {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Authority => "authority",
        }
    }
}

/// When tokens that are retained from now on are purged. Both in unix milliseconds.
pub(crate) fn purge_at(now: i64) -> i64 {
    now.saturating_add(i64::try_from(TOKEN_RETENTION.whole_milliseconds()).unwrap_or(i64::MAX))
}

/// Ends a person's session; how many of their invitations are still under way. `now` is in unix milliseconds.
pub(crate) async fn end_session(
    tx: &mut Tx,
    person: Actor<'_>,
    session: &SessionKey,
    now: i64,
    by: LogoutInitiator,
) -> Result<u64, StorageError> {
    let Actor { tenant, user, name: _ } = person;
    // Waits for a transaction that is storing an invitation at this moment, so that the invitation is counted.
    tokens::lock(tx, tenant, user).await?;
    let ended = sessions::delete_by_key(tx, session.as_str()).await?;
    let open = invitations::open_of_inviter(tx, tenant, user).await?;
    tokens::purge(tx, Some((tenant, user)), now, purge_at(now)).await?;
    if ended {
        let detail = json!({ "open_invitations": open, "by": by.as_str() });
        audit::append(tx, now, person, Action::SignedOut, user, detail).await?;
    }
    Ok(u64::try_from(open).unwrap_or_default())
}
