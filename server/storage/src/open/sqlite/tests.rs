#![allow(clippy::unwrap_used)]

use super::*;
use crate::Storage;

#[tokio::test]
async fn the_writer_syncs_every_commit_and_readers_cannot_write() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("v.db").display());
    let Pool::Sqlite { writer, readers } = pool(&url).await.unwrap() else { panic!("not SQLite") };
    let journal: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&writer).await.unwrap();
    assert_eq!(journal, "wal");
    // pragma, writer, readers
    let expected = [
        ("PRAGMA synchronous", 2_i64, 1_i64),
        ("PRAGMA foreign_keys", 1, 1),
        ("PRAGMA busy_timeout", 10_000, 10_000),
        ("PRAGMA query_only", 0, 1),
    ];
    for (pragma, of_writer, of_readers) in expected {
        let written: i64 = sqlx::query_scalar(pragma).fetch_one(&writer).await.unwrap();
        let mut reader = readers.reader();
        let on = reader.connection().await.unwrap();
        let read: i64 = sqlx::query_scalar(pragma).fetch_one(on).await.unwrap();
        assert_eq!((written, read), (of_writer, of_readers), "{pragma}");
    }
    let mut reader = readers.reader();
    let on = reader.connection().await.unwrap();
    sqlx::query("CREATE TABLE t (x)").execute(on).await.unwrap_err();
    sqlx::query("CREATE TABLE t (x)").execute(&writer).await.unwrap();
}

#[tokio::test]
async fn only_the_commit_of_a_lease_does_not_wait_for_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("v.db").display());
    let storage = Storage::connect(&url).await.unwrap();
    for (is_lease, expected) in [(false, 2_i64), (true, 1), (false, 2)] {
        let tx = if is_lease { storage.begin_lease().await } else { storage.begin().await };
        let mut tx = tx.unwrap();
        let level: i64 =
            fetch_in_tx!(tx, on => sqlx::query_scalar("PRAGMA synchronous").fetch_one(on)).unwrap();
        assert_eq!(level, expected, "{is_lease}");
        tx.commit().await.unwrap();
    }
}
