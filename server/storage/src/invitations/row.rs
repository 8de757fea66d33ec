//! One invitation.

use std::fmt;

use sqlx::{query, query_as};

use crate::{Storage, StorageError, Tx};

/// An invitation.
#[derive(Clone, PartialEq, Eq)]
pub struct InvitationRow {
    /// Its id.
    pub id: String,
    /// Tenant id.
    pub tenant: String,
    /// Object id of the inviter.
    pub inviter: String,
    /// The inviter's name.
    pub inviter_name: String,
    /// The item.
    pub item: String,
    /// The role on the item.
    pub role: String,
    /// The address as typed.
    pub address: String,
    /// The address in the form in which two spellings of it are equal.
    pub canonical: String,
    /// Object id of the person the inviter chose among matches.
    pub chosen: Option<String>,
    /// The guest's name, as typed.
    pub name: Option<String>,
    /// The message to the guest.
    pub message: Option<String>,
    /// The tag of the message's language.
    pub language: String,
    /// The text of a `contract::InvitationState`.
    pub state: String,
    /// What has been learned on the way, as JSON.
    pub facts: String,
    /// Why it waits, stopped or failed, as JSON.
    pub problem: Option<String>,
    /// The form's idempotency key.
    pub key: String,
    /// What the form said, hashed: the same key with another hash is another form.
    pub form_hash: String,
    /// Object id of the guest, once known.
    pub guest: Option<String>,
    /// The redeem link, sealed.
    pub link: Option<Vec<u8>>,
    /// When it was asked for, unix milliseconds.
    pub created_at: i64,
    /// When it last changed, unix milliseconds.
    pub updated_at: i64,
}

from_row!(InvitationRow {
    id,
    tenant,
    inviter,
    inviter_name,
    item,
    role,
    address,
    canonical,
    chosen,
    name,
    message,
    language,
    state,
    facts,
    problem,
    key,
    form_hash,
    guest,
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

/// The columns of an [`InvitationRow`], then the rest of the statement.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, tenant, inviter, inviter_name, item, role, address, canonical, chosen, name, message, language,
             state, facts, problem, key, form_hash, guest, link, created_at, updated_at FROM invitations ",
            $rest
        )
    };
}
pub(super) use select;

/// Stores a new invitation. False when this inviter has sent the key before: [`by_key`] has what became of it.
pub async fn insert(tx: &mut Tx, row: &InvitationRow) -> Result<bool, StorageError> {
    let inserted = change!(
        tx,
        query(
            "INSERT INTO invitations (id, tenant, inviter, inviter_name, item, role, address, canonical, chosen, name,
             message, language, state, facts, problem, key, form_hash, guest, link, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
             ON CONFLICT (tenant, inviter, key) DO NOTHING",
        )
        .bind(&row.id)
        .bind(&row.tenant)
        .bind(&row.inviter)
        .bind(&row.inviter_name)
        .bind(&row.item)
        .bind(&row.role)
        .bind(&row.address)
        .bind(&row.canonical)
        .bind(&row.chosen)
        .bind(&row.name)
        .bind(&row.message)
        .bind(&row.language)
        .bind(&row.state)
        .bind(&row.facts)
        .bind(&row.problem)
        .bind(&row.key)
        .bind(&row.form_hash)
        .bind(&row.guest)
        .bind(&row.link)
        .bind(row.created_at)
        .bind(row.updated_at)
    )?;
    Ok(inserted == 1)
}

/// One invitation.
pub async fn load(storage: &Storage, id: &str) -> Result<Option<InvitationRow>, StorageError> {
    read!(storage, on => query_as(select!("WHERE id = $1")).bind(id).fetch_optional(on))
}

/// One invitation, which nobody else can change before this transaction ends.
pub async fn load_in(tx: &mut Tx, id: &str) -> Result<Option<InvitationRow>, StorageError> {
    let text = tx.say(locking!(select!("WHERE id = $1")));
    within!(tx, on => query_as(text).bind(id).fetch_optional(on))
}

/// The invitation that this inviter asked for with this key.
pub async fn by_key(
    storage: &Storage,
    tenant: &str,
    inviter: &str,
    key: &str,
) -> Result<Option<InvitationRow>, StorageError> {
    read!(storage, on => query_as(select!("WHERE tenant = $1 AND inviter = $2 AND key = $3"))
        .bind(tenant)
        .bind(inviter)
        .bind(key)
        .fetch_optional(on))
}

/// Changes what changes on the way: state, facts, problem, guest, link, and when.
pub async fn update(tx: &mut Tx, row: &InvitationRow) -> Result<(), StorageError> {
    let updated = change!(
        tx,
        query(
            "UPDATE invitations SET state = $2, facts = $3, problem = $4, guest = $5, link = $6, updated_at = $7
             WHERE id = $1",
        )
        .bind(&row.id)
        .bind(&row.state)
        .bind(&row.facts)
        .bind(&row.problem)
        .bind(&row.guest)
        .bind(&row.link)
        .bind(row.updated_at)
    )?;
    if updated == 1 { Ok(()) } else { Err(StorageError::NotFound) }
}
