//! Walks the chain from its start to its head.

use std::fmt;

use sqlx::query_as;

use super::keys::AuditKeys;
use super::{AuditRow, chain, list};
use crate::{Storage, StorageError};

/// How many entries are in memory at a time.
const PAGE_SIZE: i64 = 500;

/// What became of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainStatus {
    /// How many entries hold together, from the first on.
    pub entries: i64,
    /// The place where it breaks, and how: that of the first entry that was changed, removed, moved or added behind the log's back; 0 when the
    /// head itself is gone.
    pub broken: Option<(i64, ChainFault)>,
}

/// How a chain breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainFault {
    /// An entry, or the head, is not what was written.
    Changed,
    /// An entry was linked with a key that was not given.
    UnknownKey,
    /// Where a key links the chain, this entry, or the head, has none.
    NoKey,
}

impl fmt::Display for ChainFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Changed => "it is not what was written",
            Self::UnknownKey => {
                "it was linked with another secret key; give the earlier ones as VESTIBULE_SECRET_KEY_PREVIOUS"
            }
            Self::NoKey => "no key links it",
        })
    }
}

/// The head and the last entry there is: one statement, so that both are of the same moment.
struct ChainEnd {
    seq: i64,
    hash: Vec<u8>,
    key_id: Option<String>,
    mac: Option<Vec<u8>>,
    last: i64,
}

from_row!(ChainEnd { seq, hash, key_id, mac, last });

impl ChainEnd {
    /// What is wrong with the head's own MAC. A head without entries has none.
    fn fault(&self, keys: Option<&AuditKeys>) -> Option<ChainFault> {
        let fields = self.seq.to_be_bytes();
        let fields = chain::head_fields(&fields, &self.hash);
        match (keys, self.key_id.as_deref(), &self.mac) {
            (None, None, None) => None,
            (None, ..) => Some(ChainFault::UnknownKey),
            (Some(_), None, None) => (self.seq > 0).then_some(ChainFault::NoKey),
            (Some(keys), Some(id), Some(mac)) => match keys.named(id) {
                None => Some(ChainFault::UnknownKey),
                Some(key) => (!key.verifies(&fields, mac)).then_some(ChainFault::Changed),
            },
            _ => Some(ChainFault::Changed),
        }
    }
}

/// Checks every entry, with the keys that the storage was given. Entries that are added meanwhile are left for the next time.
pub async fn verify(storage: &Storage) -> Result<ChainStatus, StorageError> {
    let end: Option<ChainEnd> = fetch!(storage, on => query_as(
        "SELECT seq, hash, key_id, mac, (SELECT COALESCE(MAX(seq), 0) FROM audit) AS last
         FROM audit_head WHERE id = 1",
    )
    .fetch_optional(on))?;
    let Some(end) = end else {
        return Ok(ChainStatus { entries: 0, broken: Some((0, ChainFault::Changed)) });
    };
    let keys = storage.audit_keys();
    let (verified, fault) = walk(storage, keys, end.seq).await?;
    let broken = if let Some(fault) = fault {
        Some((verified.entries + 1, fault))
    } else if verified.hash != end.hash {
        Some((end.seq, ChainFault::Changed))
    } else if let Some(fault) = end.fault(keys) {
        Some((end.seq, fault))
    } else if end.last > end.seq {
        Some((end.seq + 1, ChainFault::Changed))
    } else {
        None
    };
    Ok(ChainStatus { entries: verified.entries, broken })
}

/// The part of the chain that holds.
struct VerifiedPart {
    entries: i64,
    hash: Vec<u8>,
    /// Whether its last entry has a key: then none without one follows.
    is_keyed: bool,
}

impl VerifiedPart {
    /// What is wrong with the entry as the next one.
    fn fault(&self, row: &AuditRow, keys: Option<&AuditKeys>) -> Option<ChainFault> {
        if row.seq != self.entries + 1 || row.previous_hash != self.hash {
            return Some(ChainFault::Changed);
        }
        let key = match &row.key_id {
            None if self.is_keyed => return Some(ChainFault::NoKey),
            None => None,
            Some(id) => match keys.and_then(|keys| keys.named(id)) {
                Some(key) => Some(key),
                None => return Some(ChainFault::UnknownKey),
            },
        };
        (row.hash != chain::hash(row, key)).then_some(ChainFault::Changed)
    }
}

/// As far as it holds, and what is wrong behind that if it is not the whole.
async fn walk(
    storage: &Storage,
    keys: Option<&AuditKeys>,
    to: i64,
) -> Result<(VerifiedPart, Option<ChainFault>), StorageError> {
    let mut verified = VerifiedPart { entries: 0, hash: chain::GENESIS_HASH.to_vec(), is_keyed: false };
    while verified.entries < to {
        let page = list(storage, verified.entries, PAGE_SIZE.min(to - verified.entries)).await?;
        if page.is_empty() {
            return Ok((verified, Some(ChainFault::Changed)));
        }
        for row in page {
            if let Some(fault) = verified.fault(&row, keys) {
                return Ok((verified, Some(fault)));
            }
            verified.is_keyed = row.key_id.is_some();
            (verified.entries, verified.hash) = (row.seq, row.hash);
        }
    }
    Ok((verified, None))
}
