//! The invitations that stand of a person to an item, with how far each is in giving access.

use contract::{EntraUserId, InvitationId, ItemId, StepKind, StepState, TenantId};
use sqlx::query_as;

use super::InvitationRow;
use super::row::select;
use crate::{Storage, StorageError, Tx};

/// An invitation with the state of its step that records access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedRow {
    /// The invitation.
    pub row: InvitationRow,
    /// How far the step is.
    pub step: StepState,
}

from_row!(RecordedRow { step: "step_state" => text } in row);

/// Whose access to what.
#[derive(Debug, Clone, Copy)]
pub struct Holding<'a> {
    /// Whose tenant.
    pub tenant: &'a TenantId,
    /// The person.
    pub person: &'a EntraUserId,
    /// The item.
    pub item: &'a ItemId,
}

pub(crate) const RECORDED: &str = select!(
    ", s.state AS step_state",
    "JOIN invitation_steps s ON s.invitation = i.id
     WHERE i.tenant = $1 AND i.person = $2 AND i.item = $3 AND i.id <> $4 AND s.kind = $5
     AND i.state NOT IN ('undoing', 'undone') AND (i.put_away_at IS NULL OR i.state = 'sent')
     ORDER BY i.created_at, i.id"
);

/// The statement with what it asks about, for a pool or a transaction.
macro_rules! query_of {
    ($of:ident, $besides:ident) => {
        query_as(RECORDED)
            .bind($of.tenant.as_str())
            .bind($of.person.as_str())
            .bind($of.item.as_str())
            .bind($besides.as_str())
            .bind(StepKind::RecordAccess.as_str())
    };
}

/// All invitations of the person to the item but one, oldest first, unless they are undone, being undone, or put away: nobody sees those, so nobody
/// would undo them. Those that failed are among them, for they may be tried again, and so are those for which another one stands.
pub async fn recorded(
    storage: &Storage,
    of: Holding<'_>,
    besides: &InvitationId,
) -> Result<Vec<RecordedRow>, StorageError> {
    fetch!(storage, on => query_of!(of, besides).fetch_all(on))
}

/// The same, as this transaction sees them.
pub async fn recorded_in(
    tx: &mut Tx,
    of: Holding<'_>,
    besides: &InvitationId,
) -> Result<Vec<RecordedRow>, StorageError> {
    fetch_in_tx!(tx, on => query_of!(of, besides).fetch_all(on))
}
