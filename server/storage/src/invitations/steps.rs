//! The steps of an invitation.

use contract::{EntraUserId, InvitationId, StepKind, StepState, TenantId};
use serde_json::json;
use sqlx::{query, query_as};

use crate::storage::Dialects;
use crate::{Storage, StorageError, Tx};

/// One step of one invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRow {
    /// The invitation.
    pub invitation: InvitationId,
    /// Its place in the plan.
    pub position: i64,
    /// Which step.
    pub kind: StepKind,
    /// How far it is.
    pub state: StepState,
    /// How often it was tried.
    pub attempts: i64,
    /// What the step is to do, as JSON of its own shape: as the settings said when the share was accepted. Never changed.
    pub intent: Option<String>,
    /// What the step has learned, as JSON of its own shape.
    pub facts: Option<String>,
}

from_row!(StepRow { invitation => text, position, kind => text, state => text, attempts, intent, facts });

/// The columns of a [`StepRow`].
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT invitation, position, kind, state, attempts, intent, facts FROM invitation_steps ",
            $rest
        )
    };
}

/// An invitation's steps, in order.
pub async fn steps(storage: &Storage, id: &InvitationId) -> Result<Vec<StepRow>, StorageError> {
    fetch!(storage, on => query_as(select!("WHERE invitation = $1 ORDER BY position"))
        .bind(id.as_str())
        .fetch_all(on))
}

/// An invitation's steps, in order, as this transaction sees them. Lock the invitation first: [`load_in`](super::load_in).
pub async fn steps_in(tx: &mut Tx, id: &InvitationId) -> Result<Vec<StepRow>, StorageError> {
    fetch_in_tx!(tx, on => query_as(select!("WHERE invitation = $1 ORDER BY position"))
        .bind(id.as_str())
        .fetch_all(on))
}

pub(crate) const STEPS_OF: Dialects = in_list!(
    "SELECT invitation, position, kind, state, attempts, intent, facts FROM invitation_steps WHERE invitation",
    " ORDER BY invitation, position"
);

/// The steps of several invitations, by invitation, each in order.
pub async fn steps_of(storage: &Storage, ids: &[InvitationId]) -> Result<Vec<StepRow>, StorageError> {
    let ids = serde_json::json!(ids).to_string();
    fetch!(storage, on => query_as(storage.sql_for(STEPS_OF)).bind(&ids).fetch_all(on))
}

/// What of other invitations stands, as an end of a query.
macro_rules! stands {
    () => {
        " AND i.state NOT IN ('undoing', 'undone')
         AND (i.state <> 'failed' AND i.put_away_at IS NULL
              OR s.state = 'done' AND (i.state = 'stopped' OR EXISTS
                (SELECT 1 FROM access a WHERE a.tenant = i.tenant AND a.user_id = i.person AND a.item = i.item AND a.role = i.role)))
         ORDER BY s.invitation, s.position"
    };
}

/// Those of [`steps_of_person`].
pub(crate) const STEPS_OF_PERSON: &str = concat!(
    "SELECT s.invitation, s.position, s.kind, s.state, s.attempts, s.intent, s.facts
     FROM invitation_steps s JOIN invitations i ON i.id = s.invitation
     WHERE i.tenant = $1 AND i.person = $2 AND i.id <> $3 AND s.kind = $4",
    stands!(),
);

/// The steps of one kind of all other live invitations of a person: what must not be taken from them. An invitation lives unless it failed, is undone
/// or being undone, or was put away. Of one that was put away because it had stopped, what it had done by then stands; so it does of any other but what
/// is undone, as long as the person has the very access that it was for.
pub async fn steps_of_person(
    storage: &Storage,
    (tenant, person): (&TenantId, &EntraUserId),
    kind: StepKind,
    besides: &InvitationId,
) -> Result<Vec<StepRow>, StorageError> {
    fetch!(storage, on => query_as(STEPS_OF_PERSON)
        .bind(tenant.as_str())
        .bind(person.as_str())
        .bind(besides.as_str())
        .bind(kind.as_str())
        .fetch_all(on))
}

/// Whoever has an address.
#[derive(Debug, Clone, Copy)]
pub struct Addressee<'a> {
    /// Whose tenant.
    pub tenant: &'a TenantId,
    /// Who they are, where that is known.
    pub person: Option<&'a EntraUserId>,
    /// The address, in the form in which two spellings are equal.
    pub canonical: &'a str,
}

/// The steps of one kind of the other invitations of an [`Addressee`], and the rest of the statement: `$1` tenant, `$2` person, `$3` address, `$4` the
/// invitation itself, `$5` kind. Two look-ups, each by its own index: one condition about either would have SQLite read every invitation of the tenant.
macro_rules! of_addressee {
    ($($rest:expr),+) => {
        concat!(
            "SELECT s.invitation, s.position, s.kind, s.state, s.attempts, s.intent, s.facts
             FROM invitation_steps s JOIN invitations i ON i.id = s.invitation
             WHERE i.id IN (SELECT id FROM invitations WHERE tenant = $1 AND person = $2
                            UNION SELECT id FROM invitations WHERE tenant = $1 AND canonical = $3)
             AND i.id <> $4 AND s.kind = $5",
            $($rest),+
        )
    };
}

/// One of these statements with what it asks about, for a pool or a transaction.
macro_rules! query_of_addressee {
    ($sql:expr, $whose:ident, $kind:ident, $besides:ident) => {
        query_as($sql)
            .bind($whose.tenant.as_str())
            .bind($whose.person.map(EntraUserId::as_str))
            .bind($whose.canonical)
            .bind($besides.as_str())
            .bind($kind.as_str())
    };
}

/// Those of [`steps_of_addressee`].
pub(crate) const NEEDED_STEPS: &str = of_addressee!(" AND (i.person = $2 OR i.person IS NULL)", stands!());

/// As [`steps_of_person`], and those of live invitations of the same address that do not know yet who has it.
pub async fn steps_of_addressee(
    storage: &Storage,
    whose: Addressee<'_>,
    kind: StepKind,
    besides: &InvitationId,
) -> Result<Vec<StepRow>, StorageError> {
    fetch!(storage, on => query_of_addressee!(NEEDED_STEPS, whose, kind, besides).fetch_all(on))
}

/// Those of [`undone_steps_of_addressee`], within and without a transaction.
pub(crate) const UNDONE_STEPS: &str =
    of_addressee!(" AND i.state IN ('undoing', 'undone') ORDER BY s.invitation, s.position");

/// The steps of one kind of all other invitations of a person, or of their address, that are undone or being undone: what they left to others.
pub async fn undone_steps_of_addressee(
    storage: &Storage,
    whose: Addressee<'_>,
    kind: StepKind,
    besides: &InvitationId,
) -> Result<Vec<StepRow>, StorageError> {
    fetch!(storage, on => query_of_addressee!(UNDONE_STEPS, whose, kind, besides).fetch_all(on))
}

/// The same, as this transaction sees them.
pub async fn undone_steps_of_addressee_in(
    tx: &mut Tx,
    whose: Addressee<'_>,
    kind: StepKind,
    besides: &InvitationId,
) -> Result<Vec<StepRow>, StorageError> {
    fetch_in_tx!(tx, on => query_of_addressee!(UNDONE_STEPS, whose, kind, besides).fetch_all(on))
}

const INSERT: Dialects = from_rows!(
    "INSERT INTO invitation_steps (invitation, position, kind, state, attempts, intent, facts)
     SELECT value ->> 0, CAST(value ->> 1 AS BIGINT), value ->> 2, value ->> 3, CAST(value ->> 4 AS BIGINT), value ->> 5,
            value ->> 6",
    ""
);

/// Stores the steps of a plan. One statement.
pub async fn insert_steps(tx: &mut Tx, steps: &[StepRow]) -> Result<(), StorageError> {
    let row = |step: &StepRow| {
        json!([
            step.invitation.as_str(),
            step.position,
            step.kind.as_str(),
            step.state.as_str(),
            step.attempts,
            step.intent,
            step.facts
        ])
    };
    let rows: Vec<_> = steps.iter().map(row).collect();
    let text = tx.sql_for(INSERT);
    execute!(tx, query(text).bind(json!(rows).to_string())).map(drop)
}

/// Changes a step's state, attempts and facts.
pub async fn update_step(tx: &mut Tx, step: &StepRow) -> Result<(), StorageError> {
    let updated = execute!(
        tx,
        query(
            "UPDATE invitation_steps SET state = $3, attempts = $4, facts = $5 WHERE invitation = $1 AND position = $2",
        )
        .bind(step.invitation.as_str())
        .bind(step.position)
        .bind(step.state.as_str())
        .bind(step.attempts)
        .bind(&step.facts)
    )?;
    if updated == 1 { Ok(()) } else { Err(StorageError::NotFound) }
}
