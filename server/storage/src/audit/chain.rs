//! How an entry is chained to the one before it.

use aws_lc_rs::digest::{Context, SHA256};

use super::{AuditRow, NewEntry};

/// What the first entry is chained to.
pub(super) const GENESIS_HASH: [u8; 32] = [0; 32];

/// The entry at its place in the chain.
pub(super) fn link(entry: &NewEntry, seq: i64, previous_hash: Vec<u8>) -> AuditRow {
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
    };
    row.hash = hash(&row);
    row
}

/// SHA-256 over every field with its length before it, so that nothing can move from one field to the next unnoticed.
pub(super) fn hash(row: &AuditRow) -> Vec<u8> {
    let mut context = Context::new(&SHA256);
    let fields: [&[u8]; 10] = [
        b"vestibule audit entry 1",
        &row.seq.to_be_bytes(),
        &row.at.to_be_bytes(),
        row.tenant.as_bytes(),
        row.actor.as_bytes(),
        row.actor_name.as_bytes(),
        row.action.as_bytes(),
        row.subject.as_bytes(),
        row.detail.as_bytes(),
        &row.previous_hash,
    ];
    for field in fields {
        context.update(&(field.len() as u64).to_be_bytes());
        context.update(field);
    }
    context.finish().as_ref().to_vec()
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
        let row = link(&entry(), 1, GENESIS_HASH.to_vec());
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
            assert_ne!(hash(&changed), row.hash, "touch {n}");
        }
    }

    #[test]
    fn text_cannot_move_between_fields() {
        let row = link(&entry(), 1, GENESIS_HASH.to_vec());
        let mut moved = row.clone();
        moved.actor = String::new();
        moved.actor_name = "aAda".into();
        assert_ne!(hash(&moved), row.hash);
    }

    #[test]
    fn the_encoding_is_fixed() {
        // Worked out by another program from the description above.
        let row = link(&entry(), 1, GENESIS_HASH.to_vec());
        let expected = "ef3d3c65aa7f520cebd2397f0f6029adf87790e9b47f82ad5b2669de8e4e84d1";
        let bytes = (0..64).step_by(2).map(|at| u8::from_str_radix(&expected[at..at + 2], 16).unwrap());
        assert_eq!(row.hash, bytes.collect::<Vec<_>>());
    }
}
