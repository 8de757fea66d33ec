//! What happened to an invitation, in the order in which it was stored.

use contract::InvitationId;
use serde_json::json;
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

/// The rows get their numbers in the order of the list.
const INSERT: Dialects = from_rows!(
    "INSERT INTO invitation_history (invitation, at, event, problem)
     SELECT value ->> 0, CAST(value ->> 1 AS BIGINT), value ->> 2, value ->> 3",
    ""
);

/// Adds to the histories of invitations, in this order. One statement.
pub async fn add_history(tx: &mut Tx, rows: &[HistoryRow]) -> Result<(), StorageError> {
    if rows.is_empty() {
        return Ok(());
    }
    let row = |row: &HistoryRow| json!([row.invitation.as_str(), row.at, row.event, row.problem]);
    let rows: Vec<_> = rows.iter().map(row).collect();
    let text = tx.sql_for(INSERT);
    execute!(tx, query(text).bind(json!(rows).to_string())).map(drop)
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

#[cfg(test)]
mod tests {
    use super::INSERT;

    #[test]
    fn lines_of_one_statement_are_in_the_order_of_the_list_by_a_promise() {
        for (text, order) in [(INSERT.sqlite, "ORDER BY given.key"), (INSERT.postgres, "WITH ORDINALITY")] {
            assert!(text.contains(order) && text.contains("ORDER BY given.key"), "{text}");
        }
    }
}
