//! Ending sessions, here or from elsewhere.

use contract::{EntraUserId, SessionKey, TenantId};
use serde_json::json;
use storage::{StorageError, Tx, account_checks, invitations, sessions, tokens};
use time::Duration;

use super::ms;
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

/// Why all sessions of a person end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SessionEnd {
    /// The directory has the account no more.
    AccountDeleted,
    /// The account may not sign in any more.
    AccountDisabled,
    /// Whoever runs Vestibule ended them.
    Operator,
}

impl SessionEnd {
    const fn as_str(self) -> &'static str {
        match self {
            Self::AccountDeleted => "account-deleted",
            Self::AccountDisabled => "account-disabled",
            Self::Operator => "operator",
        }
    }

    const fn actor(self) -> Actor<'static> {
        match self {
            Self::AccountDeleted | Self::AccountDisabled => Actor::VESTIBULE,
            Self::Operator => Actor::OPERATOR,
        }
    }
}

/// When tokens that are retained from now on are purged. Both in unix milliseconds.
pub(crate) fn purge_at(now: i64) -> i64 {
    now.saturating_add(ms(TOKEN_RETENTION))
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

/// Ends all sessions of a person; how many there were. `now` is in unix milliseconds.
pub(crate) async fn end_sessions_of(
    tx: &mut Tx,
    now: i64,
    (tenant, user): (&TenantId, &EntraUserId),
    why: SessionEnd,
) -> Result<u64, StorageError> {
    let (tenant, user) = (tenant.as_str(), user.as_str());
    tokens::lock(tx, tenant, user).await?;
    let ended = sessions::delete_of_person(tx, tenant, user).await?;
    account_checks::delete(tx, tenant, user).await?;
    tokens::purge(tx, Some((tenant, user)), now, purge_at(now)).await?;
    if ended > 0 {
        let detail = json!({ "sessions": ended, "by": why.as_str(), "tenant": tenant });
        audit::append(tx, now, why.actor(), Action::SessionsEnded, user, detail).await?;
    }
    Ok(ended)
}
