//! Opening a database.

use storage::{Storage, StorageError};
use testing::TestDb;

stories![a_fresh_database_answers, a_closed_one_says_that_it_is_not_available];

async fn a_fresh_database_answers(db: &TestDb) {
    db.storage.ping().await.unwrap();
    db.storage.check_schema().await.unwrap();
}

async fn a_closed_one_says_that_it_is_not_available(db: &TestDb) {
    db.storage.close().await;
    let error = db.storage.ping().await.unwrap_err();
    assert!(error.is_retryable(), "{error}");
}

#[tokio::test]
async fn sqlite_makes_folder_and_file_for_this_user_only() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("some/where");
    let storage = Storage::connect(&format!("sqlite://{}", data.join("v.db").display())).await.unwrap();
    storage.migrate().await.unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&data), 0o700);
        for file in ["v.db", "v.db-wal", "v.db-shm"] {
            assert_eq!(mode(&data.join(file)), 0o600, "{file}");
        }
    }
}

#[tokio::test]
async fn a_database_in_memory_is_refused() {
    for url in ["sqlite::memory:", "sqlite://x?mode=memory"] {
        let error = Storage::connect(url).await.unwrap_err();
        assert!(error.to_string().contains("must be a file"), "{error}");
    }
}

#[tokio::test]
async fn a_bad_address_is_refused_and_not_repeated() {
    for url in [
        "mysql://root:hunter2@db/v",
        "hunter2",
        "postgres://u:hunter2@[::1/v",
        "sqlite://data/v.db?hunter2=hunter2",
    ] {
        let error = Storage::connect(url).await.unwrap_err();
        assert!(matches!(error, StorageError::Other(_)), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
    }
}

#[tokio::test]
async fn nothing_prints_the_address() {
    let db = TestDb::bare_sqlite().await;
    assert_eq!(format!("{:?}", db.storage), "Storage(SQLite)");
}

#[tokio::test]
async fn what_was_stored_is_there_when_it_is_opened_again() {
    let db = TestDb::sqlite().await;
    crate::rows::adele_and_plan(&db.storage).await;
    db.storage.close().await;
    let again = db.second_process().await;
    again.migrate().await.unwrap();
    assert!(storage::items::load(&again, "plan").await.unwrap().is_some());
}
