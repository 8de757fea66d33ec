//! What happened to an invitation, in the order in which it was stored.

use contract::InvitationId;
use sqlx::{query, query_as};

use crate::storage::Dialects;
use crate::{Storage, StorageError, Tx};

/// Something that happened to an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryRow {
    /// The invitation.
    pub invitation: InvitationId,
    /// When, unix milliseconds.
    pub at: i64,
    /// A `contract::HistoryEvent`, as JSON.
    pub event: String,
    /// Why, as JSON.
    pub problem: Option<String>,
}

from_row!(HistoryRow { invitation => text, at, event, problem });

/// Adds to an invitation's history.
pub async fn add_history(tx: &mut Tx, row: &HistoryRow) -> Result<(), StorageError> {
    execute!(
        tx,
        query("INSERT INTO invitation_history (invitation, at, event, problem) VALUES ($1, $2, $3, $4)")
            .bind(row.invitation.as_str())
            .bind(row.at)
            .bind(&row.event)
            .bind(&row.problem)
    )
    .map(drop)
}

pub(crate) const HISTORY_OF: Dialects = in_list!(
    "SELECT invitation, at, event, problem FROM invitation_history WHERE invitation",
    " ORDER BY invitation, seq"
);

/// The histories of several invitations, by invitation, each oldest first.
pub async fn history_of(storage: &Storage, ids: &[InvitationId]) -> Result<Vec<HistoryRow>, StorageError> {
    let ids = serde_json::json!(ids).to_string();
    fetch!(storage, on => query_as(storage.sql_for(HISTORY_OF)).bind(&ids).fetch_all(on))
}
