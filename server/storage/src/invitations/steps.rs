//! The steps of an invitation.

use sqlx::{query, query_as};

use crate::storage::Dialects;
use crate::{Storage, StorageError, Tx};

/// One step of one invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRow {
    /// The invitation.
    pub invitation: String,
    /// Its place in the plan.
    pub position: i64,
    /// The text of a `contract::StepKind`.
    pub kind: String,
    /// How far it is.
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
}

from_row!(StepRow { invitation, position, kind, state, attempts });

/// The columns of a [`StepRow`].
macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT invitation, position, kind, state, attempts FROM invitation_steps ", $rest)
    };
}

/// An invitation's steps, in order.
pub async fn steps(storage: &Storage, id: &str) -> Result<Vec<StepRow>, StorageError> {
    read!(storage, on => query_as(select!("WHERE invitation = $1 ORDER BY position")).bind(id).fetch_all(on))
}

/// An invitation's steps, in order, as this transaction sees them. Lock the invitation first: [`load_in`](super::load_in).
pub async fn steps_in(tx: &mut Tx, id: &str) -> Result<Vec<StepRow>, StorageError> {
    within!(tx, on => query_as(select!("WHERE invitation = $1 ORDER BY position")).bind(id).fetch_all(on))
}

const STEPS_OF: Dialects = with_list!(
    "SELECT invitation, position, kind, state, attempts FROM invitation_steps WHERE invitation IN ",
    " ORDER BY invitation, position"
);

/// The steps of several invitations, by invitation, each in order.
pub async fn steps_of(storage: &Storage, ids: &[String]) -> Result<Vec<StepRow>, StorageError> {
    let ids = serde_json::json!(ids).to_string();
    read!(storage, on => query_as(storage.say(STEPS_OF)).bind(&ids).fetch_all(on))
}

/// Stores the steps of a plan.
pub async fn insert_steps(tx: &mut Tx, steps: &[StepRow]) -> Result<(), StorageError> {
    for step in steps {
        change!(
            tx,
            query(
                "INSERT INTO invitation_steps (invitation, position, kind, state, attempts)
                 VALUES ($1, $2, $3, $4, $5)",
            )
            .bind(&step.invitation)
            .bind(step.position)
            .bind(&step.kind)
            .bind(&step.state)
            .bind(step.attempts)
        )?;
    }
    Ok(())
}

/// Changes a step's state and attempts.
pub async fn set_step(tx: &mut Tx, step: &StepRow) -> Result<(), StorageError> {
    let set = change!(
        tx,
        query(
            "UPDATE invitation_steps SET state = $3, attempts = $4 WHERE invitation = $1 AND position = $2",
        )
        .bind(&step.invitation)
        .bind(step.position)
        .bind(&step.state)
        .bind(step.attempts)
    )?;
    if set == 1 { Ok(()) } else { Err(StorageError::NotFound) }
}
