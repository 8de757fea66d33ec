//! One invitation.

use std::collections::HashSet;
use std::fmt;

use contract::{EntraUserId, InvitationId, InvitationState, ItemId, Language, RoleName, ShareId, TenantId};
use serde_json::json;
use sqlx::query_as;

use crate::storage::Dialects;
use crate::{Storage, StorageError, Tx};

/// An invitation.
#[derive(Clone, PartialEq, Eq)]
pub struct InvitationRow {
    /// Its id.
    pub id: InvitationId,
    /// The share that it belongs to.
    pub share: ShareId,
    /// The tenant.
    pub tenant: TenantId,
    /// The inviter.
    pub inviter: EntraUserId,
    /// The inviter's name at that time.
    pub inviter_name: String,
    /// The item.
    pub item: ItemId,
    /// The item's title. Read along, never stored here.
    pub item_title: String,
    /// The role on the item.
    pub role: RoleName,
    /// The address as typed.
    pub address: String,
    /// The address in the form in which two spellings of it are equal.
    pub canonical: String,
    /// The person whom the inviter chose among matches.
    pub chosen: Option<EntraUserId>,
    /// The guest's name, as typed.
    pub name: Option<String>,
    /// The message to the guest.
    pub message: Option<String>,
    /// The message's language.
    pub language: Language,
    /// What the form said besides, as JSON; `None` where it said nothing.
    pub options: Option<String>,
    /// Where it stands.
    pub state: InvitationState,
    /// What has been learned on the way, as JSON.
    pub facts: String,
    /// Why it waits, stopped or failed, as JSON.
    pub problem: Option<String>,
    /// The guest that this invitation made or found, once known.
    pub guest: Option<EntraUserId>,
    /// Who gets access, once known: the guest, or the person who was chosen.
    pub person: Option<EntraUserId>,
    /// The redeem link, sealed.
    pub link: Option<Vec<u8>>,
    /// When it was asked for, unix milliseconds.
    pub created_at: i64,
    /// When it last changed, unix milliseconds.
    pub updated_at: i64,
}

from_row!(InvitationRow {
    id => text,
    share => text,
    tenant => text,
    inviter => text,
    inviter_name,
    item => text,
    item_title,
    role => text,
    address,
    canonical,
    chosen => optional_text,
    name,
    message,
    language => text,
    options,
    state => text,
    facts,
    problem,
    guest => optional_text,
    person => optional_text,
    link,
    created_at,
    updated_at
});

impl fmt::Debug for InvitationRow {
    /// Ids and states: whom it is for and what was written to them are not for the log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InvitationRow")
            .field("id", &self.id)
            .field("tenant", &self.tenant)
            .field("inviter", &self.inviter)
            .field("item", &self.item)
            .field("role", &self.role)
            .field("state", &self.state)
            .field("guest", &self.guest)
            .field("link", &self.link.as_ref().map(|_| "***"))
            .field("created_at", &self.created_at)
            .field("updated_at", &self.updated_at)
            .finish_non_exhaustive()
    }
}

/// The columns of an [`InvitationRow`], `$more` columns, then the rest of the statement. The invitation is `i`, its item `t`.
macro_rules! select {
    ($rest:expr) => {
        select!("", $rest)
    };
    ($more:literal, $rest:expr) => {
        concat!(
            "SELECT i.id, i.share, i.tenant, i.inviter, i.inviter_name, i.item, t.title AS item_title, i.role, i.address,
             i.canonical, i.chosen, i.name, i.message, i.language, i.options, i.state, i.facts, i.problem, i.guest, i.person, i.link,
             i.created_at, i.updated_at",
            $more,
            " FROM invitations i JOIN items t ON t.id = i.item ",
            $rest
        )
    };
}
pub(super) use select;

/// A `select!` of invitations that are about to be changed: nobody else can change them before this transaction ends.
macro_rules! select_locked {
    ($rest:literal) => {
        crate::storage::Dialects {
            sqlite: select!($rest),
            postgres: select!(concat!($rest, " FOR UPDATE OF i")),
        }
    };
}
pub(super) use select_locked;

/// One invitation.
pub async fn load(storage: &Storage, id: &InvitationId) -> Result<Option<InvitationRow>, StorageError> {
    fetch!(storage, on => query_as(select!("WHERE i.id = $1")).bind(id.as_str()).fetch_optional(on))
}

/// One invitation, which nobody else can change before this transaction ends.
pub async fn load_in(tx: &mut Tx, id: &InvitationId) -> Result<Option<InvitationRow>, StorageError> {
    let text = tx.sql_for(select_locked!("WHERE i.id = $1"));
    fetch_in_tx!(tx, on => query_as(text).bind(id.as_str()).fetch_optional(on))
}

/// Changes what changes on the way: state, facts, problem, guest, person, link, and when. One that was put away and gets another state is back on
/// the lists.
pub async fn update(tx: &mut Tx, row: &InvitationRow) -> Result<(), StorageError> {
    let counted: Option<Counted> = fetch_in_tx!(tx, on => {
        let query = query_as(
            "UPDATE invitations SET previous_state = CASE WHEN put_away_at IS NULL THEN state END,
             put_away_at = CASE WHEN state = $2 THEN put_away_at END, state = $2, facts = $3, problem = $4, guest = $5,
             person = $6, link = $7, updated_at = $8 WHERE id = $1
             RETURNING tenant, inviter, previous_state, put_away_at IS NOT NULL",
        );
        query
            .bind(row.id.as_str())
            .bind(row.state.as_str())
            .bind(&row.facts)
            .bind(&row.problem)
            .bind(row.guest.as_ref().map(EntraUserId::as_str))
            .bind(row.person.as_ref().map(EntraUserId::as_str))
            .bind(&row.link)
            .bind(row.updated_at)
            .fetch_optional(on)
    })?;
    count_change(tx, &counted.ok_or(StorageError::NotFound)?, row.state);
    Ok(())
}

/// Sets an invitation to failed when its row cannot be read, so without reading it. `problem` is JSON, `at` is in unix milliseconds. The tenant,
/// unless there is no such invitation.
pub async fn fail_unread(
    tx: &mut Tx,
    id: &str,
    problem: &str,
    at: i64,
) -> Result<Option<String>, StorageError> {
    let failed = InvitationState::Failed;
    let counted: Option<Counted> = fetch_in_tx!(tx, on => query_as(
        "UPDATE invitations SET previous_state = CASE WHEN put_away_at IS NULL THEN state END,
         put_away_at = CASE WHEN state = $2 THEN put_away_at END, state = $2, problem = $3, updated_at = $4 WHERE id = $1
         RETURNING tenant, inviter, previous_state, put_away_at IS NOT NULL",
    )
    .bind(id)
    .bind(failed.as_str())
    .bind(problem)
    .bind(at)
    .fetch_optional(on))?;
    if let Some(counted) = &counted {
        count_change(tx, counted, failed);
    }
    Ok(counted.map(|(tenant, ..)| tenant))
}

/// `$1` the ids, as a JSON array, `$2` tenant, `$3` inviter, `$4` when. The plus keeps SQLite from walking through all that the inviter has in these states.
macro_rules! put_away {
    ($list:literal, $plus:literal) => {
        concat!(
            "UPDATE invitations SET previous_state = state, put_away_at = $4 WHERE id ",
            $list,
            " AND ",
            $plus,
            "tenant = $2 AND ",
            $plus,
            "inviter = $3 AND put_away_at IS NULL AND ",
            $plus,
            "state IN ('stopped', 'failed', 'undone') RETURNING id, state"
        )
    };
}

const PUT_AWAY: Dialects = Dialects {
    sqlite: put_away!("IN (SELECT value FROM json_each($1))", "+"),
    postgres: put_away!("= ANY (ARRAY (SELECT jsonb_array_elements_text($1::jsonb)))", ""),
};

/// Puts a settled invitation of an inviter's away: no list has it any more, and no count. False if it is not theirs, is under way, waits for its
/// guest, or was put away before. `at` is in unix milliseconds.
pub async fn put_away(
    tx: &mut Tx,
    owner: (&TenantId, &EntraUserId),
    id: &InvitationId,
    at: i64,
) -> Result<bool, StorageError> {
    Ok(!put_away_all(tx, owner, std::slice::from_ref(id), at).await?.is_empty())
}

/// As [`put_away`], of several: those that were. One statement.
pub async fn put_away_all(
    tx: &mut Tx,
    (tenant, inviter): (&TenantId, &EntraUserId),
    ids: &[InvitationId],
    at: i64,
) -> Result<HashSet<InvitationId>, StorageError> {
    let text = tx.sql_for(PUT_AWAY);
    let away: Vec<(String, String)> = fetch_in_tx!(tx, on => query_as(text)
        .bind(json!(ids).to_string())
        .bind(tenant.as_str())
        .bind(inviter.as_str())
        .bind(at)
        .fetch_all(on))?;
    for (_, state) in &away {
        tx.tally().add_invitations((tenant.as_str(), inviter.as_str()), state, -1);
    }
    let away: HashSet<String> = away.into_iter().map(|(id, _)| id).collect();
    Ok(ids.iter().filter(|id| away.contains(id.as_str())).cloned().collect())
}

/// Takes an invitation off the lists that waits for its guest: its inviter has invited them again to the same item. False if it does not. `at` is in
/// unix milliseconds.
pub async fn supersede(tx: &mut Tx, id: &InvitationId, at: i64) -> Result<bool, StorageError> {
    let superseded: Option<(String, String)> = fetch_in_tx!(tx, on => query_as(
        "UPDATE invitations SET previous_state = state, put_away_at = $2
         WHERE id = $1 AND put_away_at IS NULL AND state = 'sent' RETURNING tenant, inviter",
    )
    .bind(id.as_str())
    .bind(at)
    .fetch_optional(on))?;
    if let Some((tenant, inviter)) = &superseded {
        tx.tally().add_invitations((tenant, inviter), InvitationState::Sent.as_str(), -1);
    }
    Ok(superseded.is_some())
}

/// Tenant, inviter and former state of an invitation whose state was changed, and whether it is put away. One that was put away before had no
/// state that was counted.
type Counted = (String, String, Option<String>, bool);

/// Keeps the inviter's counts with a change of state.
fn count_change(tx: &mut Tx, (tenant, inviter, before, put_away): &Counted, now: InvitationState) {
    if let Some(before) = before {
        tx.tally().add_invitations((tenant, inviter), before, -1);
    }
    if !put_away {
        tx.tally().add_invitations((tenant, inviter), now.as_str(), 1);
    }
}
