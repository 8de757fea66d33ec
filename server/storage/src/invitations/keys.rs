//! The keys of addresses, under which those of one address are found.

use contract::EmailAddress;
use sqlx::{query, query_as};

use crate::{Storage, StorageError};

/// Writes keys anew that an earlier version wrote otherwise: of addresses with letters beyond ASCII, such as a domain in letters of its own.
/// How many were. May be repeated.
pub async fn renew_keys(storage: &Storage) -> Result<u64, StorageError> {
    let all: Vec<(String, String, String)> = fetch!(storage, on => query_as(
        "SELECT id, address, canonical FROM invitations WHERE octet_length(canonical) <> length(canonical)",
    )
    .fetch_all(on))?;
    let renewed = all.into_iter().filter_map(|(id, address, before)| {
        let key = EmailAddress::parse(&address).ok()?.canonical();
        (key != before).then_some((id, key))
    });
    let renewed: Vec<_> = renewed.collect();
    if renewed.is_empty() {
        return Ok(0);
    }
    let mut tx = storage.begin().await?;
    let mut count = 0;
    for (id, key) in renewed {
        count +=
            execute!(tx, query("UPDATE invitations SET canonical = $2 WHERE id = $1").bind(&id).bind(&key))?;
    }
    tx.commit().await?;
    Ok(count)
}
