//! Walks the chain from its start to its head.

use sqlx::query_as;

use super::{AuditRow, chain, list};
use crate::{Storage, StorageError};

/// How many entries are in memory at a time.
const PAGE_SIZE: i64 = 500;

/// What became of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainStatus {
    /// How many entries hold together, from the first on.
    pub entries: i64,
    /// The place of the first entry that was changed, removed, moved or added behind the log's back; 0 when the head itself is gone.
    pub broken_at: Option<i64>,
}

/// The head and the last entry there is: one statement, so that both are of the same moment.
struct ChainEnd {
    seq: i64,
    hash: Vec<u8>,
    last: i64,
}

from_row!(ChainEnd { seq, hash, last });

/// Checks every entry. Entries that are added meanwhile are left for the next time.
pub async fn verify(storage: &Storage) -> Result<ChainStatus, StorageError> {
    let end: Option<ChainEnd> = fetch!(storage, on => query_as(
        "SELECT seq, hash, (SELECT COALESCE(MAX(seq), 0) FROM audit) AS last FROM audit_head WHERE id = 1",
    )
    .fetch_optional(on))?;
    let Some(end) = end else {
        return Ok(ChainStatus { entries: 0, broken_at: Some(0) });
    };
    let verified = walk(storage, end.seq).await?;
    let broken_at = if verified.entries < end.seq {
        Some(verified.entries + 1)
    } else if verified.hash != end.hash {
        Some(end.seq)
    } else if end.last > end.seq {
        Some(end.seq + 1)
    } else {
        None
    };
    Ok(ChainStatus { entries: verified.entries, broken_at })
}

/// The part of the chain that holds.
struct VerifiedPart {
    entries: i64,
    hash: Vec<u8>,
}

impl VerifiedPart {
    fn is_followed_by(&self, row: &AuditRow) -> bool {
        row.seq == self.entries + 1 && row.previous_hash == self.hash && row.hash == chain::hash(row)
    }
}

async fn walk(storage: &Storage, to: i64) -> Result<VerifiedPart, StorageError> {
    let mut verified = VerifiedPart { entries: 0, hash: chain::GENESIS_HASH.to_vec() };
    while verified.entries < to {
        let page = list(storage, verified.entries, PAGE_SIZE.min(to - verified.entries)).await?;
        if page.is_empty() {
            break;
        }
        for row in page {
            if !verified.is_followed_by(&row) {
                return Ok(verified);
            }
            verified.entries = row.seq;
            verified.hash = row.hash;
        }
    }
    Ok(verified)
}
