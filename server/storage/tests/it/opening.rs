//! Opening a database.

use storage::{Storage, StorageError};
use testing::TestDb;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

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
async fn another_machine_is_not_even_called_without_a_certificate() {
    for mode in ["", "?sslmode=prefer", "?sslmode=require"] {
        let url = format!("postgres://u:hunter2@db.invalid/v{mode}");
        let error = Storage::connect(&url).await.unwrap_err();
        assert!(error.to_string().contains("needs sslmode=verify-full"), "{error}");
    }
}

/// Somebody on the way who says that the server speaks no TLS gets neither the name of the user nor a password.
#[tokio::test]
async fn a_server_without_tls_learns_nothing() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = [0; 8];
        stream.read_exact(&mut request).await.unwrap();
        stream.write_all(b"N").await.unwrap();
        let mut more = Vec::new();
        // Whatever comes until the connection ends, and how it ends, is the answer.
        let _ = stream.read_to_end(&mut more).await;
        (request, more)
    });
    let url = format!("postgres://vestibule:hunter2@127.0.0.1:{port}/v?sslmode=verify-full");
    Storage::connect(&url).await.unwrap_err();
    let (request, more) = heard.await.unwrap();
    // "SSLRequest" (PostgreSQL, "Message Formats"): length 8, code 80877103.
    assert_eq!(request, [0, 0, 0, 8, 4, 210, 22, 47]);
    assert!(more.is_empty(), "{more:?}");
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
