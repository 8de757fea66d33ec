//! The invitations of one share.

use contract::{EntraUserId, ShareId, TenantId};
use sqlx::query_as;

use super::InvitationLine;
use super::lists::select_lines;
use super::row::select;
use crate::storage::Dialects;
use crate::{Storage, StorageError};

/// `$1` share, `$2` tenant, `$3` inviter, `$4` how many at most.
macro_rules! of_share {
    ($plus:literal) => {
        select_lines!(concat!(
            "WHERE i.share = $1 AND ",
            $plus,
            "i.tenant = $2 AND ",
            $plus,
            "i.inviter = $3
             ORDER BY CASE WHEN i.state IN ('stopped', 'failed') THEN 0
                           WHEN i.state IN ('working', 'waiting', 'undoing') THEN 1 ELSE 2 END,
                      i.position, i.created_at, i.id LIMIT $4 + 0"
        ))
    };
}

/// The plus keeps SQLite from walking through all of the inviter's.
pub(crate) const OF_SHARE: Dialects = Dialects { sqlite: of_share!("+"), postgres: of_share!("") };

/// The invitations of one of an inviter's own shares, as a page that follows it shows them: those that need a person first, then those at work, then the
/// others; each in the order of the form. Reads all of the share.
pub async fn of_share(
    storage: &Storage,
    share: &ShareId,
    (tenant, inviter): (&TenantId, &EntraUserId),
    limit: i64,
) -> Result<Vec<InvitationLine>, StorageError> {
    fetch!(storage, on => query_as(storage.sql_for(OF_SHARE))
        .bind(share.as_str())
        .bind(tenant.as_str())
        .bind(inviter.as_str())
        .bind(limit)
        .fetch_all(on))
}

pub(crate) const COUNTS_OF_SHARE: &str =
    "SELECT state, COUNT(*) FROM invitations WHERE share = $1 GROUP BY state ORDER BY state";

/// How many invitations of a share are in each state; states without any are left out.
pub async fn counts_of_share(storage: &Storage, share: &ShareId) -> Result<Vec<(String, i64)>, StorageError> {
    fetch!(storage, on => query_as(COUNTS_OF_SHARE).bind(share.as_str()).fetch_all(on))
}
