//! Who may use which item: keyed by tenant id and object id, never by address.

use contract::{EntraUserId, InvitationId, InvitationState, ItemId, RoleName, TenantId, UserStatus};
use sqlx::{query, query_as, query_scalar};

use crate::storage::Dialects;
use crate::{Storage, StorageError, Tx};

mod badges;
mod changes;
mod ends;
mod holders;
mod roles;
mod sharer;

pub(crate) use badges::BADGES;
pub use badges::{BadgeRow, badges};
pub use changes::{
    AccessChangeRow, add_change, change, change_in, delete_old_changes, latest_change, note_change_undone,
    open_changes,
};
pub(crate) use ends::ENDED;
pub use ends::{EndedRow, end, ended, replace};
pub(crate) use holders::{ANY, COUNTS};
pub use holders::{HolderRow, OfKinds, any_holder, count_holders};
pub(crate) use roles::ROLES;
pub use roles::roles_on_item;
pub use sharer::{SharerRow, sharer_in};

/// Access as it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccess {
    /// The tenant.
    pub tenant: TenantId,
    /// Whoever gets it.
    pub user: EntraUserId,
    /// The item.
    pub item: ItemId,
    /// What they may do.
    pub role: RoleName,
    /// Whoever gives it.
    pub given_by_user: EntraUserId,
    /// Their name.
    pub given_by_name: String,
    /// When, unix milliseconds.
    pub since: i64,
    /// When it ends by itself, unix milliseconds; `None` for good.
    pub until: Option<i64>,
    /// The invitation it comes from.
    pub invitation: Option<InvitationId>,
}

/// Access, with the person as [`people`](crate::people) knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessRow {
    /// The tenant.
    pub tenant: TenantId,
    /// The person.
    pub user: EntraUserId,
    /// The item.
    pub item: ItemId,
    /// What they may do.
    pub role: RoleName,
    /// Whoever gave it.
    pub given_by_user: EntraUserId,
    /// Their name.
    pub given_by_name: String,
    /// Since when, unix milliseconds.
    pub since: i64,
    /// When it ends by itself, unix milliseconds; `None` for good. What has ended counts no more, and is there until a job has taken it away.
    pub until: Option<i64>,
    /// The invitation it came from.
    pub invitation: Option<InvitationId>,
    /// The person's name.
    pub name: String,
    /// The person's address.
    pub address: String,
    /// What the person is to the tenant.
    pub standing: UserStatus,
}

from_row!(AccessRow {
    tenant => text,
    user: "user_id" => text,
    item => text,
    role => text,
    given_by_user => text,
    given_by_name,
    since,
    until,
    invitation => optional_text,
    name,
    address,
    standing => text
});

impl AccessRow {
    /// Whether it has not ended at `now`, unix milliseconds.
    pub fn lives(&self, now: i64) -> bool {
        self.until.is_none_or(|until| until > now)
    }
}

/// Access of a list, with how far the invitation is that gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedAccess {
    /// The access.
    pub access: AccessRow,
    /// The state of the invitation that it came from.
    pub invitation_state: Option<InvitationState>,
}

from_row!(ListedAccess { invitation_state => optional_text } in access);

/// `$1` holds the roles that are not replaced, as a JSON array; the other parameters are the access. On PostgreSQL the item's row is locked, because
/// its kind and title are copied.
macro_rules! grant {
    ($list:literal, $lock:literal) => {
        concat!(
            "INSERT INTO access (tenant, user_id, item, role, given_by_user, given_by_name, since, invitation, until, kind, title_folded)
             VALUES ($2, $3, $4, $5, $6, $7, $8, $9, $10,
               (SELECT kind FROM items WHERE id = $4",
            $lock,
            "), (SELECT title_folded FROM items WHERE id = $4",
            $lock,
            "))
             ON CONFLICT (tenant, user_id, item) DO UPDATE SET role = excluded.role,
             given_by_user = excluded.given_by_user, given_by_name = excluded.given_by_name,
             since = excluded.since, invitation = excluded.invitation, until = excluded.until, times = access.times + 1
             WHERE access.until <= excluded.since
             OR access.role = excluded.role AND (access.until < excluded.until OR access.until IS NOT NULL AND excluded.until IS NULL)
             OR access.role NOT IN (",
            $list,
            ") RETURNING times"
        )
    };
}

const GRANT: Dialects = Dialects {
    sqlite: grant!("SELECT value FROM json_each($1)", ""),
    postgres: grant!("SELECT jsonb_array_elements_text($1::jsonb)", " FOR SHARE"),
};

/// Gives access, or changes what was given, unless the person has one of the roles in `kept`, and it has not ended by then; the same role gives way to one
/// that lasts longer. False when they have, and nothing changed. The person and the item must be stored already.
pub async fn grant(tx: &mut Tx, access: &NewAccess, kept: &[RoleName]) -> Result<bool, StorageError> {
    let (text, kept) = (tx.sql_for(GRANT), serde_json::json!(kept).to_string());
    let times: Option<i64> = fetch_in_tx!(tx, on => query_scalar(text)
        .bind(&kept)
        .bind(access.tenant.as_str())
        .bind(access.user.as_str())
        .bind(access.item.as_str())
        .bind(access.role.as_str())
        .bind(access.given_by_user.as_str())
        .bind(&access.given_by_name)
        .bind(access.since)
        .bind(access.invitation.as_ref().map(InvitationId::as_str))
        .bind(access.until)
        .fetch_optional(on))?;
    if let Some(times) = times {
        tx.tally().add_access(access.tenant.as_str(), access.item.as_str(), access.since, times == 1);
    }
    Ok(times.is_some())
}

/// Revokes the access that this invitation gave, unless it was replaced since. False when there is none.
pub async fn revoke(
    tx: &mut Tx,
    tenant: &str,
    user: &str,
    item: &str,
    invitation: &str,
) -> Result<bool, StorageError> {
    let removed = execute!(
        tx,
        query("DELETE FROM access WHERE tenant = $1 AND user_id = $2 AND item = $3 AND invitation = $4")
            .bind(tenant)
            .bind(user)
            .bind(item)
            .bind(invitation)
    )?;
    if removed == 1 {
        tx.tally().remove_access(tenant, item);
    }
    Ok(removed == 1)
}

/// The access that one invitation gave somebody is another's from now on. False if it was replaced since.
pub async fn hand_over(
    tx: &mut Tx,
    (tenant, user, item): (&str, &str, &str),
    from: &str,
    to: &str,
) -> Result<bool, StorageError> {
    let changed = execute!(
        tx,
        query(
            "UPDATE access SET invitation = $5 WHERE tenant = $1 AND user_id = $2 AND item = $3 AND invitation = $4"
        )
        .bind(tenant)
        .bind(user)
        .bind(item)
        .bind(from)
        .bind(to)
    )?;
    Ok(changed == 1)
}

/// What the invitation `from` gave somebody is as `access` says from now on: another invitation's, with its role, its giver and its end. The time since when
/// they have it stays. False if it was replaced since.
pub async fn take_over(tx: &mut Tx, access: &NewAccess, from: &InvitationId) -> Result<bool, StorageError> {
    let changed = execute!(
        tx,
        query(
            "UPDATE access SET role = $5, given_by_user = $6, given_by_name = $7, invitation = $8, until = $9
             WHERE tenant = $1 AND user_id = $2 AND item = $3 AND invitation = $4"
        )
        .bind(access.tenant.as_str())
        .bind(access.user.as_str())
        .bind(access.item.as_str())
        .bind(from.as_str())
        .bind(access.role.as_str())
        .bind(access.given_by_user.as_str())
        .bind(&access.given_by_name)
        .bind(access.invitation.as_ref().map(InvitationId::as_str))
        .bind(access.until)
    )?;
    Ok(changed == 1)
}

/// `CROSS JOIN` is the order in which SQLite joins; PostgreSQL finds its own.
pub(crate) const OF_ITEM: &str =
    "SELECT a.tenant, a.user_id, a.item, a.role, a.given_by_user, a.given_by_name, a.since, a.until,
            a.invitation, p.name, p.address, p.standing,
            (SELECT i.state FROM invitations i WHERE i.id = a.invitation) AS invitation_state
     FROM access a CROSS JOIN people p
     WHERE a.tenant = $1 AND a.item = $2 AND (a.until IS NULL OR a.until > $5) AND p.tenant = a.tenant AND p.user_id = a.user_id
     AND (a.since, a.user_id) <
         (COALESCE((SELECT since FROM access WHERE tenant = $1 AND user_id = $3 AND item = $2), 9223372036854775807),
          COALESCE($3, ''))
     ORDER BY a.since DESC, a.user_id DESC LIMIT $4 + 0";

/// Those whose access to an item has not ended at `now`, newest first; behind the person `after` if that is somebody with access, else from the newest
/// on. Reads as many rows as it returns, and what has just ended.
pub async fn live_of_item(
    storage: &Storage,
    (tenant, item): (&str, &str),
    after: Option<&str>,
    limit: i64,
    now: i64,
) -> Result<Vec<ListedAccess>, StorageError> {
    fetch!(storage, on => query_as(OF_ITEM).bind(tenant).bind(item).bind(after).bind(limit).bind(now).fetch_all(on))
}

/// The same, whether it has ended or not: for checks.
pub async fn of_item(
    storage: &Storage,
    tenant: &str,
    item: &str,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<AccessRow>, StorageError> {
    let rows = live_of_item(storage, (tenant, item), after, limit, i64::MIN).await?;
    Ok(rows.into_iter().map(|row| row.access).collect())
}

/// The statement of [`of_person`].
macro_rules! of_person {
    () => {
        "SELECT a.tenant, a.user_id, a.item, a.role, a.given_by_user, a.given_by_name, a.since, a.until,
                a.invitation, p.name, p.address, p.standing
         FROM access a JOIN people p ON p.tenant = a.tenant AND p.user_id = a.user_id
         WHERE a.tenant = $1 AND a.user_id = $2 AND a.item = $3"
    };
}

/// One person's access to one item, whether it [has ended](AccessRow::lives) or not.
pub async fn of_person(
    storage: &Storage,
    tenant: &str,
    user: &str,
    item: &str,
) -> Result<Option<AccessRow>, StorageError> {
    fetch!(storage, on => query_as(of_person!()).bind(tenant).bind(user).bind(item).fetch_optional(on))
}

const OF_PERSON_LOCKED: Dialects =
    Dialects { sqlite: of_person!(), postgres: concat!(of_person!(), " FOR UPDATE OF a") };

/// As [`of_person`]: access that nobody else can change before this transaction ends.
pub async fn of_person_in(
    tx: &mut Tx,
    tenant: &str,
    user: &str,
    item: &str,
) -> Result<Option<AccessRow>, StorageError> {
    let text = tx.sql_for(OF_PERSON_LOCKED);
    fetch_in_tx!(tx, on => query_as(text).bind(tenant).bind(user).bind(item).fetch_optional(on))
}
