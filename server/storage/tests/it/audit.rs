//! The audit chain, and what becomes of it when somebody touches it.

use storage::Storage;
use storage::audit::{
    AuditKey, AuditKeys, ChainFault, ChainStatus, append, append_all, head, is_anchored, list, of_subject,
    passes_through, verify,
};
use testing::{TestDb, change};

use crate::rows::entry;

stories![
    entries_are_chained_and_listed,
    several_entries_are_chained_to_each_other,
    an_entry_goes_with_its_transaction,
    many_writers_keep_one_chain,
    the_database_refuses_to_change_or_remove_entries,
    every_tampering_is_found,
    a_long_chain_is_walked_in_pages,
    no_entry_takes_the_place_of_another,
    whoever_has_no_key_forges_nothing,
    entries_from_before_the_key_stay_and_are_anchored,
    a_key_takes_over_from_another,
    a_noted_place_is_found_again,
];

const ENTRIES: i64 = 6;

/// What is done behind the log's back, how many entries still hold together, and where the chain breaks.
const TAMPERINGS: [(&str, i64, i64); 18] = [
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
        "INSERT INTO audit SELECT 7, at, tenant, actor, actor_name, action, subject, detail, hash, hash, key_id FROM audit WHERE seq = 6",
        6,
        7,
    ),
    ("UPDATE audit_head SET seq = 4, hash = (SELECT hash FROM audit WHERE seq = 4)", 4, 4),
    ("UPDATE audit_head SET hash = (SELECT hash FROM audit WHERE seq = 1)", 6, 6),
    ("UPDATE audit_head SET seq = 8", 6, 7),
    ("UPDATE audit_head SET mac = NULL", 6, 6),
    ("DELETE FROM audit_head", 0, 0),
];

async fn fill(storage: &Storage, entries: i64) {
    for n in 1..=entries {
        change(storage, async |tx| append(tx, &entry(&format!("action-{n}"))).await).await;
    }
}

async fn entries_are_chained_and_listed(db: &TestDb) {
    assert_eq!(verify(&db.storage).await.unwrap(), ChainStatus { entries: 0, broken: None });
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
    assert_eq!(verify(&db.storage).await.unwrap(), ChainStatus { entries: 2, broken: None });
}

async fn several_entries_are_chained_to_each_other(db: &TestDb) {
    fill(&db.storage, 1).await;
    let first = head(&db.storage).await.unwrap();
    db.change(async |tx| append_all(tx, &[]).await).await;
    assert_eq!(head(&db.storage).await.unwrap(), first);
    let entries = [entry("one"), entry("two"), entry("three")];
    let added = db.change(async |tx| append_all(tx, &entries).await).await;
    assert_eq!(
        added.iter().map(|row| (row.seq, &*row.action)).collect::<Vec<_>>(),
        [(2, "one"), (3, "two"), (4, "three")]
    );
    let before = [&first.hash, &added[0].hash, &added[1].hash];
    assert!(added.iter().zip(before).all(|(row, before)| row.previous_hash == *before));
    assert_eq!(list(&db.storage, 1, 9).await.unwrap(), added);
    assert_eq!(head(&db.storage).await.unwrap().hash, added[2].hash);
    assert_eq!(verify(&db.storage).await.unwrap(), ChainStatus { entries: 4, broken: None });
}

async fn an_entry_goes_with_its_transaction(db: &TestDb) {
    fill(&db.storage, 1).await;
    let mut tx = db.storage.begin().await.unwrap();
    append(&mut tx, &entry("rolled-back")).await.unwrap();
    drop(tx);
    fill(&db.storage, 1).await;
    assert_eq!(verify(&db.storage).await.unwrap(), ChainStatus { entries: 2, broken: None });
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
    assert_eq!(verify(&db.storage).await.unwrap(), ChainStatus { entries: 80, broken: None });
}

async fn the_database_refuses_to_change_or_remove_entries(db: &TestDb) {
    fill(&db.storage, 2).await;
    for text in ["UPDATE audit SET detail = 'x'", "DELETE FROM audit", "DELETE FROM audit WHERE seq = 2"] {
        db.try_run(text).await.unwrap_err();
    }
    assert_eq!(verify(&db.storage).await.unwrap(), ChainStatus { entries: 2, broken: None });
}

async fn drop_triggers(db: &TestDb) {
    let on = if db.is_postgres() { " ON audit" } else { "" };
    for trigger in ["audit_keeps_rows", "audit_keeps_contents", "audit_only_grows"] {
        db.run(&format!("DROP TRIGGER {trigger}{on}")).await;
    }
}

async fn every_tampering_is_found(db: &TestDb) {
    for (text, entries, broken_at) in TAMPERINGS {
        let db = db.another().await;
        fill(&db.storage, ENTRIES).await;
        assert_eq!(verify(&db.storage).await.unwrap(), ChainStatus { entries: ENTRIES, broken: None });
        drop_triggers(&db).await;
        db.run(text).await;
        let verdict = verify(&db.storage).await.unwrap();
        assert_eq!(
            verdict,
            ChainStatus { entries, broken: Some((broken_at, ChainFault::Changed)) },
            "{text}"
        );
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
    assert_eq!(verify(&db.storage).await.unwrap(), ChainStatus { entries: 1_001, broken: None });
}

async fn no_entry_takes_the_place_of_another(db: &TestDb) {
    fill(&db.storage, 3).await;
    let replace = if db.is_postgres() { "INSERT" } else { "INSERT OR REPLACE" };
    for seq in [2, 3] {
        let text = format!(
            "{replace} INTO audit SELECT {seq}, at, tenant, actor, actor_name, action, subject, detail,
                 previous_hash, hash, key_id FROM audit WHERE seq = 1"
        );
        db.try_run(&text).await.unwrap_err();
    }
    assert_eq!(verify(&db.storage).await.unwrap(), ChainStatus { entries: 3, broken: None });
}

/// The database as somebody opens it who can write all of it, and has no key.
async fn without_key(db: &TestDb) -> Storage {
    Storage::connect(&db.url).await.unwrap()
}

async fn with_keys(db: &TestDb, current: u8, previous: &[u8]) -> Storage {
    let key = |id: &u8| AuditKey::new([*id; 4], &[*id; 32]);
    let keys = AuditKeys::new(key(&current), previous.iter().map(key).collect());
    without_key(db).await.with_audit_keys(keys)
}

async fn whoever_has_no_key_forges_nothing(db: &TestDb) {
    let cut = "DELETE FROM audit WHERE seq > 4; UPDATE audit_head SET seq = 4, hash = (SELECT hash FROM audit WHERE seq = 4)";
    let bare = ", key_id = NULL, mac = NULL";
    for (text, forged, entries, broken) in [
        // Cut off behind entry 4: with the head's old MAC, without one, and without a key.
        (cut.to_owned(), 0, 4, (4, ChainFault::Changed)),
        (format!("{cut}, mac = NULL"), 0, 4, (4, ChainFault::Changed)),
        (format!("{cut}{bare}"), 0, 4, (4, ChainFault::NoKey)),
        // Entries 5 and 6 written anew, with hashes that fit.
        (format!("{cut}{bare}"), 2, 4, (5, ChainFault::NoKey)),
        // All of it.
        (
            format!(
                "DELETE FROM audit; UPDATE audit_head SET seq = 0, hash = (SELECT previous_hash FROM kept){bare}"
            ),
            6,
            6,
            (6, ChainFault::NoKey),
        ),
    ] {
        let db = db.another().await;
        fill(&db.storage, ENTRIES).await;
        db.run("CREATE TABLE kept AS SELECT previous_hash FROM audit WHERE seq = 1").await;
        drop_triggers(&db).await;
        db.run(&text).await;
        let forger = without_key(&db).await;
        fill(&forger, forged).await;
        forger.close().await;
        let verdict = verify(&db.storage).await.unwrap();
        assert_eq!(verdict, ChainStatus { entries, broken: Some(broken) }, "{text}, {forged} forged");
        db.remove().await;
    }
}

async fn entries_from_before_the_key_stay_and_are_anchored(db: &TestDb) {
    let before = without_key(db).await;
    fill(&before, 3).await;
    assert_eq!(verify(&before).await.unwrap(), ChainStatus { entries: 3, broken: None });
    assert!(!is_anchored(&db.storage).await.unwrap());
    let verdict = verify(&db.storage).await.unwrap();
    assert_eq!(verdict, ChainStatus { entries: 3, broken: Some((3, ChainFault::NoKey)) }, "not anchored yet");
    fill(&db.storage, 2).await;
    assert!(is_anchored(&db.storage).await.unwrap());
    assert_eq!(verify(&db.storage).await.unwrap(), ChainStatus { entries: 5, broken: None });
    let mut tx = before.begin().await.unwrap();
    let refused = append(&mut tx, &entry("without-a-key")).await.unwrap_err();
    assert!(refused.to_string().contains("the audit chain has a key"), "{refused}");
    drop(tx);
    let verdict = verify(&before).await.unwrap();
    assert_eq!(verdict, ChainStatus { entries: 3, broken: Some((4, ChainFault::UnknownKey)) });
    before.close().await;
    drop_triggers(db).await;
    db.run("UPDATE audit SET detail = 'x' WHERE seq = 2").await;
    let verdict = verify(&db.storage).await.unwrap();
    assert_eq!(verdict, ChainStatus { entries: 1, broken: Some((2, ChainFault::Changed)) });
}

async fn a_key_takes_over_from_another(db: &TestDb) {
    let (first, second, forgetful) =
        (with_keys(db, 1, &[]).await, with_keys(db, 2, &[1]).await, with_keys(db, 2, &[]).await);
    fill(&first, 2).await;
    assert!(!is_anchored(&second).await.unwrap());
    fill(&second, 2).await;
    assert!(is_anchored(&second).await.unwrap());
    assert_eq!(verify(&second).await.unwrap(), ChainStatus { entries: 4, broken: None });
    let verdict = verify(&forgetful).await.unwrap();
    assert_eq!(verdict, ChainStatus { entries: 0, broken: Some((1, ChainFault::UnknownKey)) });
    let verdict = verify(&first).await.unwrap();
    assert_eq!(verdict, ChainStatus { entries: 2, broken: Some((3, ChainFault::UnknownKey)) });
    for storage in [first, second, forgetful] {
        storage.close().await;
    }
}

async fn a_noted_place_is_found_again(db: &TestDb) {
    let noted = async || head(&db.storage).await.unwrap().to_string().parse().unwrap();
    let start = noted().await;
    assert!(passes_through(&db.storage, &start).await.unwrap());
    fill(&db.storage, 2).await;
    let two = noted().await;
    fill(&db.storage, 2).await;
    for place in [&start, &two, &noted().await] {
        assert!(passes_through(&db.storage, place).await.unwrap(), "{place:?}");
    }
    let other = db.another().await;
    fill(&other.storage, 1).await;
    assert!(!passes_through(&other.storage, &two).await.unwrap(), "cut off");
    db.change(async |tx| append(tx, &entry("other")).await).await;
    fill(&other.storage, 3).await;
    let elsewhere = head(&db.storage).await.unwrap().to_string().parse().unwrap();
    assert!(!passes_through(&other.storage, &elsewhere).await.unwrap());
    other.remove().await;
    for wrong in ["", "2", "2:ab", "-1:00", "x:00"] {
        assert!(wrong.parse::<storage::audit::NotedHead>().is_err(), "{wrong}");
    }
}
