//! How an entry is chained to the one before it.

use aws_lc_rs::digest::{SHA256, digest};

use super::keys::{AuditKey, framed};
use super::{AuditRow, NewEntry};

/// What the first entry is chained to.
pub(super) const GENESIS_HASH: [u8; 32] = [0; 32];

/// The entry at its place in the chain.
pub(super) fn link(entry: &NewEntry, seq: i64, previous_hash: Vec<u8>, key: Option<&AuditKey>) -> AuditRow {
    let NewEntry { at, tenant, actor, actor_name, action, subject, detail } = entry.clone();
    let mut row = AuditRow {
        seq,
        at,
        tenant,
        actor,
        actor_name,
        action,
        subject,
        detail,
        previous_hash,
        hash: Vec::new(),
        key_id: key.map(|key| key.id().to_owned()),
    };
    row.hash = hash(&row, key);
    row
}

/// Over every field: HMAC with the key, or SHA-256 for the entries of a log without one.
pub(super) fn hash(row: &AuditRow, key: Option<&AuditKey>) -> Vec<u8> {
    let (seq, at) = (row.seq.to_be_bytes(), row.at.to_be_bytes());
    let fields = |label: &'static [u8]| -> [&[u8]; 10] {
        [
            label,
            &seq,
            &at,
            row.tenant.as_bytes(),
            row.actor.as_bytes(),
            row.actor_name.as_bytes(),
            row.action.as_bytes(),
            row.subject.as_bytes(),
            row.detail.as_bytes(),
            &row.previous_hash,
        ]
    };
    match key {
        Some(key) => key.sign(&fields(b"vestibule audit entry 2")),
        None => digest(&SHA256, &framed(&fields(b"vestibule audit entry 1"))).as_ref().to_vec(),
    }
}

/// What the head's MAC is over.
pub(super) fn head_fields<'a>(seq: &'a [u8; 8], hash: &'a [u8]) -> [&'a [u8]; 3] {
    [b"vestibule audit head 1", seq, hash]
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn entry() -> NewEntry {
        NewEntry {
            at: 1_000,
            tenant: "t".into(),
            actor: "a".into(),
            actor_name: "Ada".into(),
            action: "signed-in".into(),
            subject: "a".into(),
            detail: "{}".into(),
        }
    }

    #[test]
    fn every_field_counts() {
        for key in [None, Some(AuditKey::new([1, 2, 3, 4], &[7; 32]))] {
            assert_every_field_counts(key.as_ref());
        }
    }

    fn assert_every_field_counts(key: Option<&AuditKey>) {
        let row = link(&entry(), 1, GENESIS_HASH.to_vec(), key);
        let touches: [fn(&mut AuditRow); 9] = [
            |row| row.seq += 1,
            |row| row.at += 1,
            |row| row.tenant.push('x'),
            |row| row.actor.push('x'),
            |row| row.actor_name.push('x'),
            |row| row.action.push('x'),
            |row| row.subject.push('x'),
            |row| row.detail.push('x'),
            |row| row.previous_hash[31] ^= 1,
        ];
        for (n, touch) in touches.iter().enumerate() {
            let mut changed = row.clone();
            touch(&mut changed);
            assert_ne!(hash(&changed, key), row.hash, "touch {n}");
        }
    }

    #[test]
    fn another_key_makes_another_entry() {
        let link = |key: &AuditKey| link(&entry(), 1, GENESIS_HASH.to_vec(), Some(key));
        let (one, other) = (AuditKey::new([1; 4], &[7; 32]), AuditKey::new([1; 4], &[8; 32]));
        assert_ne!(link(&one).hash, link(&other).hash);
        assert_eq!(link(&one).key_id.as_deref(), Some("01010101"));
    }

    #[test]
    fn text_cannot_move_between_fields() {
        let row = link(&entry(), 1, GENESIS_HASH.to_vec(), None);
        let mut moved = row.clone();
        moved.actor = String::new();
        moved.actor_name = "aAda".into();
        assert_ne!(hash(&moved, None), row.hash);
    }

    #[test]
    fn the_encoding_is_fixed() {
        // Worked out by another program from the description above.
        let row = link(&entry(), 1, GENESIS_HASH.to_vec(), None);
        let expected = "ef3d3c65aa7f520cebd2397f0f6029adf87790e9b47f82ad5b2669de8e4e84d1";
        let bytes = (0..64).step_by(2).map(|at| u8::from_str_radix(&expected[at..at + 2], 16).unwrap());
        assert_eq!(row.hash, bytes.collect::<Vec<_>>());
    }
}
