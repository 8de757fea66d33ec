//! Transactions: all or nothing, and nobody in between.

use storage::{ConstraintKind, StorageError, access, invitations, people, sessions};
use testing::{TestDb, change};

use crate::rows::{access as access_row, adele_and_plan, id, insert_shared, invitation, person};

stories![
    a_dropped_transaction_leaves_nothing,
    a_refused_change_names_the_rule_and_no_value,
    no_update_is_lost_when_many_read_and_write,
    futures_may_move_between_threads,
];

async fn a_dropped_transaction_leaves_nothing(db: &TestDb) {
    let mut tx = db.storage.begin().await.unwrap();
    people::upsert(&mut tx, &person("adele", "Adele", "member")).await.unwrap();
    drop(tx);
    assert_eq!(people::load(&db.storage, "tenant-1", "adele").await.unwrap(), None);
    // and the connection is free again
    db.change(async |tx| people::upsert(tx, &person("adele", "Adele", "member")).await).await;
    assert!(people::load(&db.storage, "tenant-1", "adele").await.unwrap().is_some());
}

async fn a_refused_change_names_the_rule_and_no_value(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    let mut tx = db.storage.begin().await.unwrap();
    let error = access::grant(&mut tx, &access_row("nobody", "plan", 1), &[]).await.unwrap_err();
    assert_eq!(error, StorageError::Conflict(ConstraintKind::Reference));
    assert!(!format!("{error} {error:?}").contains("nobody"));
    assert!(!error.is_retryable());
}

async fn no_update_is_lost_when_many_read_and_write(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    db.change(async |tx| {
        let mut row = invitation("n1");
        row.facts = "0".into();
        insert_shared(tx, &row).await
    })
    .await;
    let other = db.second_process().await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..8 {
        let storage = if n % 2 == 0 { db.storage.clone() } else { other.clone() };
        tasks.spawn(async move {
            for _ in 0..5 {
                change(&storage, async |tx| {
                    let mut row = invitations::load_in(tx, &id("n1")).await?.unwrap();
                    row.facts = (row.facts.parse::<i64>().unwrap() + 1).to_string();
                    invitations::update(tx, &row).await
                })
                .await;
            }
        });
    }
    tasks.join_all().await;
    other.close().await;
    assert_eq!(invitations::load(&db.storage, &id("n1")).await.unwrap().unwrap().facts, "40");
}

async fn futures_may_move_between_threads(db: &TestDb) {
    let storage = db.storage.clone();
    tokio::spawn(async move {
        let mut tx = storage.begin().await.unwrap();
        sessions::delete(&mut tx, "none").await.unwrap();
        assert_eq!(sessions::load(&storage, "none", 0).await.unwrap(), None);
        tx.commit().await.unwrap();
    })
    .await
    .unwrap();
}
