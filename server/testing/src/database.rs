//! Fresh databases of either kind.

use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use storage::audit::{AuditKey, AuditKeys};
use storage::{Storage, StorageError, Tx};

/// Names a PostgreSQL server on which databases may be created.
const SERVER: &str = "VESTIBULE_TEST_POSTGRES_URL";

/// A database of its own. An SQLite file goes with it; one on PostgreSQL stays until [`TestDb::remove`], or as long as its server.
pub struct TestDb {
    /// The opened database.
    pub storage: Storage,
    /// Its address, to get at it past the product.
    pub url: String,
    server: Option<String>,
    folder: Option<tempfile::TempDir>,
}

impl TestDb {
    /// A migrated SQLite file.
    pub async fn sqlite() -> Self {
        let db = Self::bare_sqlite().await;
        db.storage.migrate().await.unwrap();
        db
    }

    /// A migrated PostgreSQL database; `None` when there is no server and none is required.
    pub async fn postgres() -> Option<Self> {
        let db = Self::bare_postgres().await?;
        db.storage.migrate().await.unwrap();
        Some(db)
    }

    /// An SQLite file without tables.
    pub async fn bare_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("data/vestibule.db").display());
        let storage = open(&url).await;
        Self { storage, url, server: None, folder: Some(folder) }
    }

    /// A PostgreSQL database without tables.
    pub async fn bare_postgres() -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let server = server()?;
        let name = format!("vestibule_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let mut connection = PgConnection::connect(&server).await.unwrap();
        run(&mut connection, &format!("CREATE DATABASE {name} TEMPLATE template0")).await;
        let (address, _) = server.rsplit_once('/').unwrap();
        let url = format!("{address}/{name}");
        let storage = open(&url).await;
        Some(Self { storage, url, server: Some(server), folder: None })
    }

    /// Another fresh database of the same kind.
    pub async fn another(&self) -> Self {
        if self.is_postgres() { Self::postgres().await.unwrap() } else { Self::sqlite().await }
    }

    /// The same database as another process would open it.
    pub async fn second_process(&self) -> Storage {
        open(&self.url).await
    }

    /// Whether it is on PostgreSQL.
    pub const fn is_postgres(&self) -> bool {
        self.server.is_some()
    }

    /// Every file of an SQLite database: the place, and what is in it.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let Some(folder) = &self.folder else { return Vec::new() };
        let files = std::fs::read_dir(folder.path().join("data")).unwrap();
        let paths = files.map(|file| file.unwrap().path());
        paths.map(|path| (path.display().to_string(), std::fs::read(&path).unwrap())).collect()
    }

    /// Every column of a PostgreSQL database: the place, and what is in it, line by line. Of bytes, those that are ASCII stand as they are.
    pub async fn columns(&self) -> Vec<(String, Vec<u8>)> {
        if !self.is_postgres() {
            return Vec::new();
        }
        let mut connection = PgConnection::connect(&self.url).await.unwrap();
        let known =
            "SELECT table_name::text, column_name::text, data_type = 'bytea' FROM information_schema.columns
             WHERE table_schema = 'public'";
        let known: Vec<(String, String, bool)> =
            sqlx::query_as(known).fetch_all(&mut connection).await.unwrap();
        let mut texts = Vec::new();
        for (table, column, is_bytes) in known {
            let text = if is_bytes {
                format!("encode(\"{column}\", 'escape')")
            } else {
                format!("\"{column}\"::text")
            };
            let all = AssertSqlSafe(format!("SELECT string_agg({text}, chr(10)) FROM \"{table}\""));
            let all: Option<String> = sqlx::query_scalar(all).fetch_one(&mut connection).await.unwrap();
            texts.push((format!("{table}.{column}"), all.unwrap_or_default().into_bytes()));
        }
        connection.close().await.unwrap();
        texts
    }

    /// Runs statements past the crate under test.
    pub async fn run(&self, text: &str) {
        self.try_run(text).await.unwrap();
    }

    /// As [`TestDb::run`], for statements that may be refused.
    pub async fn try_run(&self, text: &str) -> Result<(), sqlx::Error> {
        let text = sqlx::raw_sql(AssertSqlSafe(text.to_owned()));
        if self.is_postgres() {
            let mut connection = PgConnection::connect(&self.url).await?;
            text.execute(&mut connection).await?;
            connection.close().await
        } else {
            let mut connection = SqliteConnection::connect(&self.url).await?;
            text.execute(&mut connection).await?;
            connection.close().await
        }
    }

    /// One number, asked past the crate under test.
    pub async fn number(&self, text: &str) -> i64 {
        let text = AssertSqlSafe(text.to_owned());
        if self.is_postgres() {
            let mut connection = PgConnection::connect(&self.url).await.unwrap();
            sqlx::query_scalar(text).fetch_one(&mut connection).await.unwrap()
        } else {
            let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
            sqlx::query_scalar(text).fetch_one(&mut connection).await.unwrap()
        }
    }

    /// Runs changes in a transaction of their own, as [`change`] does.
    pub async fn change<T>(&self, work: impl AsyncFnOnce(&mut Tx) -> Result<T, StorageError>) -> T {
        change(&self.storage, work).await
    }

    /// Deletes the database of a test that went well; those of others go with the server.
    pub async fn remove(self) {
        self.storage.close().await;
        if let Some(server) = &self.server {
            let (_, name) = self.url.rsplit_once('/').unwrap();
            let mut connection = PgConnection::connect(server).await.unwrap();
            run(&mut connection, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

/// As the product opens a database: with a key for the audit chain, the same for every process.
async fn open(url: &str) -> Storage {
    let key = AuditKey::new([0; 4], b"the key of the tests' audit chains");
    Storage::connect(url).await.unwrap().with_audit_keys(AuditKeys::new(key, Vec::new()))
}

/// The database of programs in processes of their own, with the keys of their audit chain.
pub async fn open_beside(url: &str, keys: AuditKeys) -> Storage {
    Storage::connect(url).await.unwrap().with_audit_keys(keys)
}

/// Runs changes in a transaction of their own.
pub async fn change<T>(storage: &Storage, work: impl AsyncFnOnce(&mut Tx) -> Result<T, StorageError>) -> T {
    let mut tx = storage.begin().await.unwrap();
    let outcome = work(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    outcome
}

async fn run(connection: &mut PgConnection, text: &str) {
    sqlx::raw_sql(AssertSqlSafe(text.to_owned())).execute(connection).await.unwrap();
}

#[expect(clippy::print_stderr, reason = "whoever runs the suite must know that half of it was left out")]
fn server() -> Option<String> {
    static SAID: Once = Once::new();
    let given = |name| std::env::var(name).ok().filter(|value: &String| !value.is_empty());
    if let Some(server) = given(SERVER) {
        return Some(server);
    }
    assert!(
        given("CI").is_none() && given("VESTIBULE_REQUIRE_POSTGRES").is_none(),
        "{SERVER} must name a PostgreSQL server; `cargo xtask test` starts one"
    );
    SAID.call_once(|| eprintln!("the PostgreSQL half is left out: {SERVER} names no server"));
    None
}
