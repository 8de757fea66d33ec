//! The audit chain, and what becomes of it when somebody touches it.

use storage::Storage;
use storage::audit::{ChainStatus, append, head, list, of_subject, verify};
use testing::{TestDb, change};

use crate::rows::entry;

stories![
    entries_are_chained_and_listed,
    an_entry_goes_with_its_transaction,
    many_writers_keep_one_chain,
    the_database_refuses_to_change_or_remove_entries,
    every_tampering_is_found,
    a_long_chain_is_walked_in_pages,
];

const ENTRIES: i64 = 6;

/// What is done behind the log's back, how many entries still hold together, and where the chain breaks.
const TAMPERINGS: [(&str, i64, i64); 17] = [
    ("UPDATE audit SET detail = '{\"n\":2}' WHERE seq = 3", 2, 3),
    ("UPDATE audit SET at = at + 1 WHERE seq = 1", 0, 1),
    ("UPDATE audit SET actor = 'x', actor_name = actor WHERE seq = 6", 5, 6),
    ("UPDATE audit SET previous_hash = hash WHERE seq = 4", 3, 4),
    ("UPDATE audit SET hash = previous_hash WHERE seq = 4", 3, 4),
    ("DELETE FROM audit WHERE seq = 3", 2, 3),
    ("DELETE FROM audit WHERE seq = 1", 0, 1),
    ("DELETE FROM audit WHERE seq = 6", 5, 6),
    ("DELETE FROM audit WHERE seq > 2", 2, 3),
    ("DELETE FROM audit", 0, 1),
    // removed, and the gap closed
    ("DELETE FROM audit WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 6", 2, 3),
    // two have changed places
    (
        "UPDATE audit SET seq = 9 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 5;
         UPDATE audit SET seq = 5 WHERE seq = 9",
        1,
        2,
    ),
    // added without the head, with the head cut back, and with the head gone
    (
        "INSERT INTO audit SELECT 7, at, tenant, actor, actor_name, action, subject, detail, hash, hash FROM audit WHERE seq = 6",
        6,
        7,
    ),
    ("UPDATE audit_head SET seq = 4, hash = (SELECT hash FROM audit WHERE seq = 4)", 4, 5),
    ("UPDATE audit_head SET hash = (SELECT hash FROM audit WHERE seq = 1)", 6, 6),
    ("UPDATE audit_head SET seq = 8", 6, 7),
    ("DELETE FROM audit_head", 0, 0),
];

async fn fill(storage: &Storage, entries: i64) {
    for n in 1..=entries {
        change(storage, async |tx| append(tx, &entry(&format!("action-{n}"))).await).await;
    }
}

async fn entries_are_chained_and_listed(db: &TestDb) {
    assert_eq!(verify(&db.storage).await.unwrap(), ChainStatus { entries: 0, broken_at: None });
    let first = db.change(async |tx| append(tx, &entry("signed-in")).await).await;
    let mut other = entry("access-recorded");
    other.subject = "ledger".into();
    let second = db.change(async |tx| append(tx, &other).await).await;
    assert_eq!((first.seq, second.seq), (1, 2));
    assert_eq!(first.previous_hash, [0; 32]);
    assert_eq!(second.previous_hash, first.hash);
    assert_eq!(head(&db.storage).await.unwrap().hash, second.hash);
    let all = list(&db.storage, 0, 9).await.unwrap();
    assert_eq!(all, [first.clone(), second.clone()]);
    assert_eq!(list(&db.storage, 0, 1).await.unwrap()[..], all[..1]);
    assert_eq!(list(&db.storage, 1, 9).await.unwrap(), [second]);
    assert_eq!(of_subject(&db.storage, "plan").await.unwrap(), [first]);
    assert_eq!(verify(&db.storage).await.unwrap(), ChainStatus { entries: 2, broken_at: None });
}

async fn an_entry_goes_with_its_transaction(db: &TestDb) {
    fill(&db.storage, 1).await;
    let mut tx = db.storage.begin().await.unwrap();
    append(&mut tx, &entry("rolled-back")).await.unwrap();
    drop(tx);
    fill(&db.storage, 1).await;
    assert_eq!(verify(&db.storage).await.unwrap(), ChainStatus { entries: 2, broken_at: None });
}

async fn many_writers_keep_one_chain(db: &TestDb) {
    let other = db.second_process().await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..8 {
        let storage = if n % 2 == 0 { db.storage.clone() } else { other.clone() };
        tasks.spawn(async move { fill(&storage, 10).await });
    }
    tasks.join_all().await;
    other.close().await;
    assert_eq!(verify(&db.storage).await.unwrap(), ChainStatus { entries: 80, broken_at: None });
}

async fn the_database_refuses_to_change_or_remove_entries(db: &TestDb) {
    fill(&db.storage, 2).await;
    for text in ["UPDATE audit SET detail = 'x'", "DELETE FROM audit", "DELETE FROM audit WHERE seq = 2"] {
        db.try_run(text).await.unwrap_err();
    }
    assert_eq!(verify(&db.storage).await.unwrap(), ChainStatus { entries: 2, broken_at: None });
}

async fn every_tampering_is_found(db: &TestDb) {
    for (text, entries, broken_at) in TAMPERINGS {
        let db = db.another().await;
        fill(&db.storage, ENTRIES).await;
        assert_eq!(verify(&db.storage).await.unwrap(), ChainStatus { entries: ENTRIES, broken_at: None });
        let on = if db.is_postgres() { " ON audit" } else { "" };
        db.run(&format!("DROP TRIGGER audit_keeps_rows{on}; DROP TRIGGER audit_keeps_contents{on}")).await;
        db.run(text).await;
        let verdict = verify(&db.storage).await.unwrap();
        assert_eq!(verdict, ChainStatus { entries, broken_at: Some(broken_at) }, "{text}");
        db.remove().await;
    }
}

async fn a_long_chain_is_walked_in_pages(db: &TestDb) {
    db.change(async |tx| {
        for _ in 0..1_001 {
            append(tx, &entry("one-of-many")).await?;
        }
        Ok(())
    })
    .await;
    assert_eq!(verify(&db.storage).await.unwrap(), ChainStatus { entries: 1_001, broken_at: None });
}
