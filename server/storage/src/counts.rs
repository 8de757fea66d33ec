//! Counts that pages show, so that they need not count rows: how many people have access to an item and when it was last shared, and how many of
//! an inviter's invitations are in each state; and how often something has changed for a person ([`crate::changes`]). Each change of rows is added
//! up in its transaction, and [`Tx::commit`] stores the sums, sorted, in one statement for each kind: so transactions lock the counts for the
//! shortest time, and always in the same order.

use serde_json::json;
use sqlx::query;

use crate::storage::{Dialects, InnerTx};
use crate::tally::AccessChange;
use crate::{StorageError, Tx};

mod recount;

pub use recount::recount;

const ADD_INVITATIONS: Dialects = from_rows!(
    "INSERT INTO invitation_counts (tenant, inviter, state, invitations)
     SELECT value ->> 0, value ->> 1, value ->> 2, CAST(value ->> 3 AS BIGINT)",
    "ON CONFLICT (tenant, inviter, state)
     DO UPDATE SET invitations = invitation_counts.invitations + excluded.invitations"
);

const ADD_PEOPLE: Dialects = from_rows!(
    "INSERT INTO item_counts (tenant, item, people, last_shared)
     SELECT value ->> 0, value ->> 1, CAST(value ->> 2 AS BIGINT), CAST(value ->> 3 AS BIGINT)",
    "ON CONFLICT (tenant, item) DO UPDATE SET people = item_counts.people + excluded.people,
     last_shared = CASE WHEN excluded.last_shared > item_counts.last_shared OR item_counts.last_shared IS NULL
                        THEN excluded.last_shared ELSE item_counts.last_shared END"
);

const ADD_CHANGES: Dialects = from_rows!(
    "INSERT INTO changes (tenant, user_id, version) SELECT value ->> 0, value ->> 1, 1",
    "ON CONFLICT (tenant, user_id) DO UPDATE SET version = changes.version + 1"
);

/// Stores the counts that the transaction has changed so far.
pub(crate) async fn store(tx: &mut Tx) -> Result<(), StorageError> {
    let tally = tx.tally();
    let (invitations, items) = (std::mem::take(&mut tally.invitations), std::mem::take(&mut tally.items));
    let rows: Vec<_> = invitations.iter().filter(|(_, more)| **more != 0).collect();
    if !rows.is_empty() {
        let rows: Vec<_> = rows.iter().map(|((a, b, c), more)| json!([a, b, c, more])).collect();
        let text = tx.sql_for(ADD_INVITATIONS);
        execute!(tx, query(text).bind(json!(rows).to_string()))?;
    }
    if !items.is_empty() {
        let row = |((tenant, item), shared): (&(String, String), &AccessChange)| {
            json!([tenant, item, shared.people, shared.last])
        };
        let rows: Vec<_> = items.iter().map(row).collect();
        let text = tx.sql_for(ADD_PEOPLE);
        execute!(tx, query(text).bind(json!(rows).to_string()))?;
    }
    // The rows of the counts are locked by now, so on PostgreSQL too this statement sees what all other transactions have committed.
    for (tenant, item) in items.iter().filter(|(_, shared)| shared.is_older_gone).map(|(key, _)| key) {
        execute!(
            tx,
            query(
                "UPDATE item_counts SET last_shared =
                   (SELECT MAX(since) FROM access WHERE access.tenant = $1 AND access.item = $2)
                 WHERE tenant = $1 AND item = $2",
            )
            .bind(tenant)
            .bind(item)
        )?;
    }
    Ok(())
}

/// Stores for whom something has changed. At the end only, so that these rows too are always locked in the same order.
async fn store_changes(tx: &mut Tx) -> Result<(), StorageError> {
    let changed = std::mem::take(&mut tx.tally().changed);
    if changed.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = changed.iter().map(|(tenant, user)| json!([tenant, user])).collect();
    let text = tx.sql_for(ADD_CHANGES);
    execute!(tx, query(text).bind(json!(rows).to_string())).map(drop)
}

impl Tx {
    /// Commits the changes, and the counts with them. After [`StorageError::Unavailable`] it is not known whether the commit succeeded.
    pub async fn commit(mut self) -> Result<(), StorageError> {
        store(&mut self).await?;
        store_changes(&mut self).await?;
        match self.into_inner() {
            InnerTx::Sqlite(tx) => tx.commit().await?,
            InnerTx::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
