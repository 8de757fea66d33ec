//! Walks the chain from its start to its head.

use sqlx::query_as;

use super::{AuditRow, chain, list};
use crate::{Storage, StorageError};

/// How many entries are in memory at a time.
const PAGE: i64 = 500;

/// What became of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// How many entries hold together, from the first on.
    pub entries: i64,
    /// The place of the first entry that was changed, removed, moved or added behind the log's back; 0 when the head itself is gone.
    pub broken_at: Option<i64>,
}

/// The head and the last entry there is: one statement, so that both are of the same moment.
struct End {
    seq: i64,
    hash: Vec<u8>,
    last: i64,
}

from_row!(End { seq, hash, last });

/// Checks every entry. Entries that are added meanwhile are left for the next time.
pub async fn verify(storage: &Storage) -> Result<Verdict, StorageError> {
    let end: Option<End> = read!(storage, on => query_as(
        "SELECT seq, hash, (SELECT COALESCE(MAX(seq), 0) FROM audit) AS last FROM audit_head WHERE id = 1",
    )
    .fetch_optional(on))?;
    let Some(end) = end else {
        return Ok(Verdict { entries: 0, broken_at: Some(0) });
    };
    let walked = walk(storage, end.seq).await?;
    let broken_at = if walked.entries < end.seq {
        Some(walked.entries + 1)
    } else if walked.hash != end.hash {
        Some(end.seq)
    } else if end.last > end.seq {
        Some(end.seq + 1)
    } else {
        None
    };
    Ok(Verdict { entries: walked.entries, broken_at })
}

/// The part of the chain that holds.
struct Walked {
    entries: i64,
    hash: Vec<u8>,
}

impl Walked {
    fn is_followed_by(&self, row: &AuditRow) -> bool {
        row.seq == self.entries + 1 && row.previous_hash == self.hash && row.hash == chain::hash(row)
    }
}

async fn walk(storage: &Storage, to: i64) -> Result<Walked, StorageError> {
    let mut walked = Walked { entries: 0, hash: chain::START.to_vec() };
    while walked.entries < to {
        let page = list(storage, walked.entries, PAGE.min(to - walked.entries)).await?;
        if page.is_empty() {
            break;
        }
        for row in page {
            if !walked.is_followed_by(&row) {
                return Ok(walked);
            }
            walked.entries = row.seq;
            walked.hash = row.hash;
        }
    }
    Ok(walked)
}
