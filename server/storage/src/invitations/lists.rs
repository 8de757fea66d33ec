//! Lists of invitations: an inviter's, or a guest's.

use contract::{EntraUserId, InvitationId, InvitationState, ItemId, TenantId};
use sqlx::{query_as, query_scalar};

use super::InvitationRow;
use super::row::{select, select_locked};
use crate::storage::Dialects;
use crate::{Storage, StorageError, Tx, counts};

/// An invitation as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationLine {
    /// The invitation.
    pub row: InvitationRow,
    /// The person was given access without an invitation of ours, and the directory says that they have not accepted one yet.
    pub awaits_guest: bool,
    /// The inviter's own earlier invitation of that person has a redeem link.
    pub has_earlier_link: bool,
}

from_row!(InvitationLine { awaits_guest, has_earlier_link } in row);

/// A `select!` of [`InvitationLine`]s. `OFFSET 0` keeps PostgreSQL from reading all sent invitations at once instead of one line's earlier ones,
/// which it does when it cannot know how few lines are asked for.
macro_rules! select_lines {
    ($rest:expr) => {
        select!(
            ", i.state = 'shared' AND p.standing IS NOT NULL AND p.standing = 'pending' AS awaits_guest,
             EXISTS (SELECT 1 FROM invitations e WHERE i.state = 'shared' AND e.tenant = i.tenant AND e.guest = i.person
                     AND e.state = 'sent' AND e.inviter = i.inviter AND e.link IS NOT NULL LIMIT 1 OFFSET 0) AS has_earlier_link",
            concat!("LEFT JOIN people p ON p.tenant = i.tenant AND p.user_id = i.person ", $rest)
        )
    };
}
pub(super) use select_lines;

/// One of an inviter's own invitations, as a page shows it; without an inviter, one of anybody's.
pub async fn load_line(
    storage: &Storage,
    tenant: &TenantId,
    inviter: Option<&EntraUserId>,
    id: &InvitationId,
) -> Result<Option<InvitationLine>, StorageError> {
    fetch!(storage, on => query_as(select_lines!(
        "WHERE i.id = $1 AND i.tenant = $2 AND (i.inviter = $3 OR $3 IS NULL)"
    ))
    .bind(id.as_str())
    .bind(tenant.as_str())
    .bind(inviter.map(EntraUserId::as_str))
    .fetch_optional(on))
}

/// Which invitations a page lists, of an inviter's or of everyone's.
#[derive(Debug, Clone, Copy, Default)]
pub struct InvitationPage<'a> {
    /// Only this state.
    pub state: Option<InvitationState>,
    /// Only those older than this one of them.
    pub before: Option<&'a InvitationId>,
    /// At most so many.
    pub limit: i64,
}

/// `$1` tenant, `$2` inviter, `$3` how many at most, then what the parts name.
macro_rules! page {
    ($and:literal) => {
        select_lines!(concat!(
            "WHERE i.tenant = $1 AND i.inviter = $2 AND i.put_away_at IS NULL",
            $and,
            " ORDER BY i.created_at DESC, i.id DESC LIMIT $3 + 0"
        ))
    };
}

/// All, those of a state, those older than one, both.
pub(crate) const PAGES: [&str; 4] = [
    page!(""),
    page!(" AND i.state = $4"),
    page!(
        " AND (i.created_at, i.id) < ((SELECT created_at FROM invitations WHERE tenant = $1 AND inviter = $2 AND id = $4), $4)"
    ),
    page!(
        " AND i.state = $4 AND (i.created_at, i.id) <
          ((SELECT created_at FROM invitations WHERE tenant = $1 AND inviter = $2 AND id = $5), $5)"
    ),
];

/// An inviter's invitations that are not put away, newest first. Reads as many rows as it returns.
pub async fn list(
    storage: &Storage,
    tenant: &TenantId,
    inviter: &EntraUserId,
    page: InvitationPage<'_>,
) -> Result<Vec<InvitationLine>, StorageError> {
    let (state, before) = (page.state.map(InvitationState::as_str), page.before.map(InvitationId::as_str));
    let text = PAGES[usize::from(state.is_some()) + 2 * usize::from(before.is_some())];
    fetch!(storage, on => {
        let lines = query_as(text).bind(tenant.as_str()).bind(inviter.as_str()).bind(page.limit);
        let lines = state.into_iter().chain(before).fold(lines, sqlx::query::QueryAs::bind);
        lines.fetch_all(on)
    })
}

/// The plus keeps SQLite from walking through all of the inviter's.
pub(crate) const LINES_OF: Dialects = Dialects {
    sqlite: select_lines!(
        "WHERE i.id IN (SELECT value FROM json_each($1)) AND +i.tenant = $2 AND (+i.inviter = $3 OR $3 IS NULL)"
    ),
    postgres: select_lines!(
        "WHERE i.id = ANY (ARRAY (SELECT jsonb_array_elements_text($1::jsonb))) AND i.tenant = $2
         AND (i.inviter = $3 OR $3 IS NULL)"
    ),
};

/// Those of an inviter's invitations that have one of these ids, in no order: what a page follows. Without an inviter, those of anybody.
pub async fn lines_of(
    storage: &Storage,
    tenant: &TenantId,
    inviter: Option<&EntraUserId>,
    ids: &[InvitationId],
) -> Result<Vec<InvitationLine>, StorageError> {
    let ids = serde_json::json!(ids).to_string();
    fetch!(storage, on => query_as(storage.sql_for(LINES_OF))
        .bind(&ids)
        .bind(tenant.as_str())
        .bind(inviter.map(EntraUserId::as_str))
        .fetch_all(on))
}

pub(crate) const ON_THE_WAY: &str = select!(
    "WHERE i.tenant = $1 AND i.inviter = $2 AND i.item = $3 AND i.state IN ('working', 'waiting', 'stopped')
     ORDER BY i.created_at DESC, i.id DESC LIMIT $4 + 0"
);

/// An inviter's invitations to an item that are under way or wait for a person, newest first.
pub async fn on_the_way(
    storage: &Storage,
    tenant: &TenantId,
    inviter: &EntraUserId,
    item: &ItemId,
    limit: i64,
) -> Result<Vec<InvitationRow>, StorageError> {
    fetch!(storage, on => query_as(ON_THE_WAY)
        .bind(tenant.as_str())
        .bind(inviter.as_str())
        .bind(item.as_str())
        .bind(limit)
        .fetch_all(on))
}

pub(crate) const COUNTS: &str = "SELECT state, invitations FROM invitation_counts
     WHERE tenant = $1 AND inviter = $2 AND invitations <> 0 ORDER BY state";

/// How many of an inviter's invitations are in each state; states without any are left out. Reads one row for each state.
pub async fn counts(
    storage: &Storage,
    tenant: &TenantId,
    inviter: &EntraUserId,
) -> Result<Vec<(String, i64)>, StorageError> {
    fetch!(storage, on => query_as(COUNTS).bind(tenant.as_str()).bind(inviter.as_str()).fetch_all(on))
}

/// The text of [`pending_of_guest`].
macro_rules! pending {
    ($macro:ident) => {
        $macro!(
            "WHERE i.tenant = $1 AND i.guest = $2 AND i.state = $3 AND i.put_away_at IS NULL ORDER BY i.created_at, i.id"
        )
    };
}

/// The invitations that a guest has not accepted yet, oldest first; not those that another one of the same inviter for the same item stands for.
pub async fn pending_of_guest(
    storage: &Storage,
    tenant: &TenantId,
    guest: &EntraUserId,
) -> Result<Vec<InvitationRow>, StorageError> {
    fetch!(storage, on => query_as(pending!(select))
        .bind(tenant.as_str())
        .bind(guest.as_str())
        .bind(InvitationState::Sent.as_str())
        .fetch_all(on))
}

/// As [`pending_of_guest`], and nobody else can change them before this transaction ends.
pub async fn pending_of_guest_in(
    tx: &mut Tx,
    tenant: &TenantId,
    guest: &EntraUserId,
) -> Result<Vec<InvitationRow>, StorageError> {
    let text = tx.sql_for(pending!(select_locked));
    fetch_in_tx!(tx, on => query_as(text)
        .bind(tenant.as_str())
        .bind(guest.as_str())
        .bind(InvitationState::Sent.as_str())
        .fetch_all(on))
}

/// The invitations of a guest for one item that wait for a person, oldest first.
pub async fn stopped_of_guest(
    storage: &Storage,
    tenant: &TenantId,
    guest: &EntraUserId,
    item: &ItemId,
) -> Result<Vec<InvitationRow>, StorageError> {
    fetch!(storage, on => query_as(select!(
        "WHERE i.tenant = $1 AND i.guest = $2 AND i.state = $3 AND i.item = $4 ORDER BY i.created_at, i.id"
    ))
    .bind(tenant.as_str())
    .bind(guest.as_str())
    .bind(InvitationState::Stopped.as_str())
    .bind(item.as_str())
    .fetch_all(on))
}

/// Whether the guest is needed for anything besides this invitation: another invitation that has not failed, and is neither undone nor being undone, or
/// access that did not come from it. Of several that are undone at once the last one then finds nobody who needs the guest.
pub async fn is_guest_needed(
    tx: &mut Tx,
    tenant: &TenantId,
    guest: &EntraUserId,
    besides: &InvitationId,
) -> Result<bool, StorageError> {
    let needs: i64 = fetch_in_tx!(tx, on => query_scalar(
        "SELECT (SELECT COUNT(*) FROM invitations WHERE tenant = $1 AND person = $2 AND id <> $3
                 AND state NOT IN ('failed', 'undoing', 'undone'))
              + (SELECT COUNT(*) FROM access WHERE tenant = $1 AND user_id = $2
                 AND (invitation IS NULL OR invitation <> $3))",
    )
    .bind(tenant.as_str())
    .bind(guest.as_str())
    .bind(besides.as_str())
    .fetch_one(on))?;
    Ok(needs > 0)
}

/// How many invitations of an inviter are in one of three states, as kept.
pub(crate) const IN_STATES: &str =
    "SELECT CAST(COALESCE(SUM(invitations), 0) AS BIGINT) FROM invitation_counts
     WHERE tenant = $1 AND inviter = $2 AND state IN ($3, $4, $5)";

/// How many of an inviter's invitations still need the inviter's tokens. Undoing an invitation does not need them: it uses the application's.
pub async fn open_of_inviter(tx: &mut Tx, tenant: &str, inviter: &str) -> Result<i64, StorageError> {
    counts::store(tx).await?;
    // Only two of the three places name a state.
    fetch_in_tx!(tx, on => query_scalar(IN_STATES)
    .bind(tenant)
    .bind(inviter)
    .bind(InvitationState::Working.as_str())
    .bind(InvitationState::Waiting.as_str())
    .bind(InvitationState::Waiting.as_str())
    .fetch_one(on))
}
