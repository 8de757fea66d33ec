#![allow(clippy::unwrap_used)]

use tempfile::TempDir;

use super::*;

/// Longer than any of this takes; only a failing test waits for it.
const LONG: Duration = Duration::from_secs(20);

fn readers(count: u32) -> (TempDir, Readers) {
    let folder = tempfile::tempdir().unwrap();
    let options = SqliteConnectOptions::new().filename(folder.path().join("v.db")).create_if_missing(true);
    (folder, Readers::new(options, count, LONG))
}

/// What a connection has for itself, so that it can be told from others.
async fn mark(on: &mut SqliteConnection, mark: &'static str) {
    sqlx::query(mark).execute(on).await.unwrap();
}

async fn marked(on: &mut SqliteConnection) -> i64 {
    sqlx::query_scalar("PRAGMA cache_size").fetch_one(on).await.unwrap()
}

#[tokio::test]
async fn the_connection_that_was_used_last_is_used_first() {
    let (_folder, readers) = readers(2);
    let (mut one, mut two) = (readers.reader(), readers.reader());
    mark(one.connection().await.unwrap(), "PRAGMA cache_size = 11").await;
    mark(two.connection().await.unwrap(), "PRAGMA cache_size = 22").await;
    for mut used in [one, two] {
        used.note(&Ok(()));
        drop(used);
    }
    let mut next = readers.reader();
    assert_eq!(marked(next.connection().await.unwrap()).await, 22);
    let mut after = readers.reader();
    assert_eq!(marked(after.connection().await.unwrap()).await, 11);
}

#[tokio::test]
async fn who_finds_no_place_waits_for_one() {
    let (_folder, readers) = readers(1);
    let mut first = readers.reader();
    mark(first.connection().await.unwrap(), "PRAGMA cache_size = 33").await;
    let waits = async {
        let mut second = readers.reader();
        marked(second.connection().await.unwrap()).await
    };
    let goes = async { drop(first) };
    assert_eq!(tokio::join!(biased; waits, goes).0, 33);
}

#[tokio::test]
async fn who_leaves_in_the_middle_of_a_statement_leaves_nothing_behind() {
    const ENDLESS: &str = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n";
    let (_folder, readers) = readers(1);
    let mut first = readers.reader();
    let on = first.connection().await.unwrap();
    let gone: Option<sqlx::Result<Vec<i64>>> = tokio::select! {
        biased;
        all = sqlx::query_scalar(ENDLESS).fetch_all(on) => Some(all),
        () = std::future::ready(()) => None,
    };
    assert!(gone.is_none());
    drop(first);
    let mut second = readers.reader();
    let on = second.connection().await.unwrap();
    assert_eq!(sqlx::query_scalar::<_, i64>("SELECT 7").fetch_one(on).await.unwrap(), 7);
}

#[tokio::test]
async fn the_connection_of_who_left_in_the_middle_is_used_last() {
    let (_folder, readers) = readers(2);
    let (mut stays, mut leaves) = (readers.reader(), readers.reader());
    mark(stays.connection().await.unwrap(), "PRAGMA cache_size = 66").await;
    mark(leaves.connection().await.unwrap(), "PRAGMA cache_size = 77").await;
    stays.note(&Ok(()));
    drop(stays);
    // Its statement has no outcome.
    drop(leaves);
    let mut next = readers.reader();
    assert_eq!(marked(next.connection().await.unwrap()).await, 66);
    let mut after = readers.reader();
    assert_eq!(marked(after.connection().await.unwrap()).await, 77);
}

#[tokio::test]
async fn a_connection_that_has_broken_is_not_used_again() {
    let (_folder, readers) = readers(1);
    for (outcome, expected) in [(Ok(()), true), (Err(sqlx::Error::WorkerCrashed), false)] {
        let mut reader = readers.reader();
        mark(reader.connection().await.unwrap(), "PRAGMA cache_size = 44").await;
        reader.note(&outcome);
        drop(reader);
        let mut next = readers.reader();
        assert_eq!(marked(next.connection().await.unwrap()).await == 44, expected, "{outcome:?}");
    }
}

#[tokio::test]
async fn closing_waits_for_who_reads_and_turns_away_who_comes() {
    let (_folder, readers) = readers(2);
    let mut first = readers.reader();
    let on = first.connection().await.unwrap();
    let mut closing = std::pin::pin!(readers.close());
    tokio::select! {
        biased;
        () = &mut closing => panic!("somebody still reads"),
        () = std::future::ready(()) => {}
    }
    mark(on, "PRAGMA cache_size = 55").await;
    drop(first);
    closing.await;
    let refused = readers.reader().connection().await.map(drop);
    assert!(matches!(refused, Err(sqlx::Error::PoolClosed)), "{refused:?}");
    // A second time there is nothing to do.
    readers.close().await;
}
