//! The invitations that stand behind somebody's access to an item, or will.

use contract::InvitationId;
use sqlx::{query, query_as};

use super::Holding;
use crate::{StorageError, Tx};

struct IdColumn {
    id: InvitationId,
}

from_row!(IdColumn { id => text });

pub(crate) const OF_ACCESS: &str = "SELECT id FROM invitations
     WHERE tenant = $1 AND person = $2 AND item = $3 AND state NOT IN ('undoing', 'undone') ORDER BY id";

/// All invitations of the person to the item that are neither undone nor being undone, in the order of their ids: also those that failed, that were put
/// away, and for which another one stands. What any of them did for the access would be left.
pub async fn of_access(tx: &mut Tx, of: Holding<'_>) -> Result<Vec<InvitationId>, StorageError> {
    let rows: Vec<IdColumn> = fetch_in_tx!(tx, on => query_as(OF_ACCESS)
        .bind(of.tenant.as_str())
        .bind(of.person.as_str())
        .bind(of.item.as_str())
        .fetch_all(on))?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// What the form said besides is this from now on, as JSON, because somebody has moved the last day. Nothing else writes it again.
pub async fn set_options(tx: &mut Tx, id: &InvitationId, options: Option<&str>) -> Result<(), StorageError> {
    let set = execute!(
        tx,
        query("UPDATE invitations SET options = $2 WHERE id = $1").bind(id.as_str()).bind(options)
    )?;
    if set == 1 { Ok(()) } else { Err(StorageError::NotFound) }
}
