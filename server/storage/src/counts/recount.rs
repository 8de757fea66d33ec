//! Counts everything anew.

use sqlx::query;

use crate::storage::InnerTx;
use crate::{Storage, StorageError};

/// Each corrects wrong counts, and changes nothing else.
const CORRECTIONS: [&str; 5] = [
    "UPDATE invitation_counts SET invitations = 0 WHERE invitations <> 0 AND NOT EXISTS
       (SELECT 1 FROM invitations WHERE invitations.tenant = invitation_counts.tenant
        AND invitations.inviter = invitation_counts.inviter AND invitations.state = invitation_counts.state
        AND put_away_at IS NULL)",
    "INSERT INTO invitation_counts (tenant, inviter, state, invitations)
     SELECT tenant, inviter, state, COUNT(*) FROM invitations WHERE put_away_at IS NULL GROUP BY tenant, inviter, state
     ON CONFLICT (tenant, inviter, state) DO UPDATE SET invitations = excluded.invitations
     WHERE invitation_counts.invitations <> excluded.invitations",
    "UPDATE item_counts SET people = 0, last_shared = NULL WHERE (people <> 0 OR last_shared IS NOT NULL) AND NOT EXISTS
       (SELECT 1 FROM access WHERE access.tenant = item_counts.tenant AND access.item = item_counts.item)",
    "INSERT INTO item_counts (tenant, item, people, last_shared)
     SELECT tenant, item, COUNT(*), MAX(since) FROM access WHERE TRUE GROUP BY tenant, item
     ON CONFLICT (tenant, item) DO UPDATE SET people = excluded.people, last_shared = excluded.last_shared
     WHERE item_counts.people <> excluded.people OR item_counts.last_shared IS NULL
     OR item_counts.last_shared <> excluded.last_shared",
    "UPDATE access SET kind = items.kind, title_folded = items.title_folded FROM items
     WHERE items.id = access.item AND (access.kind <> items.kind OR access.title_folded <> items.title_folded)",
];

/// Counts all rows again, in one transaction during which no other one writes. Returns how many counts were wrong. Reads every invitation and
/// every access.
pub async fn recount(storage: &Storage) -> Result<u64, StorageError> {
    let mut tx = storage.begin().await?;
    if let InnerTx::Postgres(on) = tx.inner() {
        // A transaction that has changed rows but not yet stored its counts ends before this one, or begins after it.
        let alone = "SET LOCAL statement_timeout = 0; LOCK TABLE items, access, invitations IN SHARE ROW EXCLUSIVE MODE";
        sqlx::raw_sql(alone).execute(&mut **on).await?;
    }
    let mut wrong = 0;
    for correction in CORRECTIONS {
        wrong += execute!(tx, query(correction))?;
    }
    tx.commit().await?;
    Ok(wrong)
}
