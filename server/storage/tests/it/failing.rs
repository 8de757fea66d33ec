//! What PostgreSQL does to a client that SQLite never does.

use storage::{StorageError, invitations, people};
use testing::TestDb;

use crate::rows::{adele_and_plan, id, insert_shared, invitation, person};

/// Ends all other connections to the database.
const TERMINATE: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()";

#[tokio::test]
async fn a_lost_connection_is_retryable_and_the_next_one_works() {
    let Some(db) = TestDb::postgres().await else { return };
    let mut tx = db.storage.begin().await.unwrap();
    people::upsert(&mut tx, &person("adele", "Adele", "member")).await.unwrap();
    db.run(TERMINATE).await;
    let error = people::upsert(&mut tx, &person("alex", "Alex", "member")).await.unwrap_err();
    assert!(error.is_retryable(), "{error}");
    drop(tx);
    adele_and_plan(&db.storage).await;
    assert!(people::load(&db.storage, "tenant-1", "adele").await.unwrap().is_some());
    assert_eq!(people::load(&db.storage, "tenant-1", "alex").await.unwrap(), None);
    db.remove().await;
}

#[tokio::test]
async fn connections_that_are_lost_at_rest_fail_once_each() {
    let Some(db) = TestDb::postgres().await else { return };
    db.storage.ping().await.unwrap();
    db.run(TERMINATE).await;
    let mut lost = 0;
    while let Err(error) = db.storage.ping().await {
        assert!(error.is_retryable(), "{error}");
        lost += 1;
        assert!(lost <= 16, "there are no more connections than that");
    }
    db.remove().await;
}

#[tokio::test]
async fn of_a_deadlock_one_survives_and_the_other_may_try_again() {
    let Some(db) = TestDb::postgres().await else { return };
    adele_and_plan(&db.storage).await;
    db.change(async |tx| {
        insert_shared(tx, &invitation("n1")).await?;
        insert_shared(tx, &invitation("n2")).await
    })
    .await;
    let mut one = db.storage.begin().await.unwrap();
    let mut two = db.storage.begin().await.unwrap();
    invitations::load_in(&mut one, &id("n1")).await.unwrap();
    invitations::load_in(&mut two, &id("n2")).await.unwrap();
    let (first, second) = tokio::join!(finish(one, "n2"), finish(two, "n1"));
    let refused: Vec<StorageError> = [first, second].into_iter().filter_map(Result::err).collect();
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert!(refused[0].is_retryable(), "{refused:?}");
    db.remove().await;
}

/// Takes the second lock, and lets go of all of them.
async fn finish(mut tx: storage::Tx, second: &str) -> Result<(), StorageError> {
    invitations::load_in(&mut tx, &id(second)).await?;
    tx.commit().await
}
