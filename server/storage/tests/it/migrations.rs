//! Migrations: equal on both databases, and safe on tables with rows in them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use storage::{
    SchemaMismatch, Storage, StorageError, audit, blocked_domains, draft_secrets, drafts, invitations, items,
    jobs, sessions, shares, tenant_blocks, tokens,
};
use testing::TestDb;

use crate::rows::id;

mod first_release;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn names(name: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder(name)).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn both_databases_have_the_same_migrations_and_each_has_sample_rows() {
    assert!(!names("migrations/sqlite").is_empty());
    assert_eq!(names("migrations/sqlite"), names("migrations/postgres"));
    assert_eq!(names("migrations/sqlite"), names("tests/samples"));
}

fn sample(version: i64) -> String {
    let name = names("tests/samples").into_iter().find(|name| name.starts_with(&format!("{version:04}_")));
    std::fs::read_to_string(folder("tests/samples").join(name.unwrap())).unwrap()
}

/// Runs the chain migration by migration, filling the new tables after each.
macro_rules! migrate_and_fill {
    ($connection:expr, $folder:literal) => {
        let migrator = Migrator::new(folder($folder).as_path()).await.unwrap();
        for version in migrator.iter().map(|migration| migration.version) {
            migrator.run_to(version, &mut $connection).await.unwrap();
            let rows = sqlx::raw_sql(AssertSqlSafe(sample(version))).execute(&mut $connection).await.unwrap();
            assert!(rows.rows_affected() > 0, "migration {version}");
        }
    };
}

#[tokio::test]
async fn the_chain_runs_on_filled_tables_of_sqlite() {
    let db = TestDb::bare_sqlite().await;
    let mut connection = SqliteConnection::connect(&db.url).await.unwrap();
    migrate_and_fill!(connection, "migrations/sqlite");
    connection.close().await.unwrap();
    the_rows_are_there(&db.storage).await;
}

#[tokio::test]
async fn the_chain_runs_on_filled_tables_of_postgres() {
    let Some(db) = TestDb::bare_postgres().await else { return };
    let mut connection = PgConnection::connect(&db.url).await.unwrap();
    migrate_and_fill!(connection, "migrations/postgres");
    connection.close().await.unwrap();
    the_rows_are_there(&db.storage).await;
    db.remove().await;
}

async fn the_rows_are_there(storage: &Storage) {
    // nothing is left to do, and what is there is what this program knows
    storage.migrate().await.unwrap();
    storage.check_schema().await.unwrap();
    assert_eq!(items::load(storage, "plan").await.unwrap().unwrap().title, "The plan");
    assert_eq!(sessions::load(storage, "session", 0).await.unwrap().unwrap().session.data, b"data");
    assert!(sessions::load(storage, "before sign-in", 0).await.unwrap().is_none(), "sessions are of people");
    assert_eq!(tokens::load(storage, "tenant", "adele").await.unwrap().unwrap().sealed, b"sealed");
    assert!(drafts::load(storage, "draft", 0).await.unwrap().is_some());
    assert_eq!(draft_secrets::of_draft(storage, "draft", 0).await.unwrap().len(), 1);
    assert_eq!(tokens::sign_in(storage, "tenant", "adele").await.unwrap(), 3);
    let invitation = invitations::load(storage, &id("invitation")).await.unwrap().unwrap();
    assert_eq!(invitation.link.as_deref(), Some(b"link".as_slice()));
    assert_eq!((invitation.share, invitation.person), (id("invitation"), Some(id("grady"))));
    assert_eq!(invitations::steps(storage, &id("invitation")).await.unwrap().len(), 2);
    let page = invitations::InvitationPage { limit: 9, ..Default::default() };
    let lines = invitations::list(storage, &id("tenant"), &id("adele"), page).await.unwrap();
    assert_eq!(lines.len(), 3, "each can be read");
    let share =
        shares::by_key(storage, &id("tenant"), &id("adele"), &id("third-key")).await.unwrap().unwrap();
    assert_eq!(share.invitations, ["of-share"]);
    assert!(tenant_blocks::is_blocked(storage, "tenant", "invitation").await.unwrap());
    let blocked = blocked_domains::problems(storage, "tenant", &["northwind.example"], 999).await.unwrap();
    assert_eq!(blocked.get("northwind.example").map(String::as_str), Some("domain-blocked"));
    assert_eq!(invitations::history_of(storage, &[id("invitation")]).await.unwrap().len(), 1);
    let people = storage::access::of_item(storage, "tenant", "plan", None, 9).await.unwrap();
    assert_eq!(people.len(), 1);
    counts_are_kept_of_what_was_there(storage).await;
    let toasts = storage::toasts::undismissed(storage, "tenant", "adele", 0, 9).await.unwrap();
    assert_eq!((toasts.lines.len(), toasts.total), (1, 1));
    assert_eq!(jobs::next_run_at(storage).await.unwrap(), Some(2_000));
    assert_eq!(audit::list(storage, 0, 9).await.unwrap()[0].hash, b"hash");
    assert_eq!(storage::settings::current(storage).await.unwrap().unwrap().by, "megan");
    let key = storage::rate_limits::BucketKey { name: "shares", tenant: "tenant", subject: "adele" };
    let bucket = storage::rate_limits::load(storage, key).await.unwrap();
    assert_eq!((bucket.full_at, bucket.interval_ms), (2_000, 0), "nobody noted the limit then");
    let secret = storage::setting_secrets::load(storage, "smtp.password").await.unwrap().unwrap();
    assert_eq!((secret.sealed.as_slice(), secret.generation), (b"sealed".as_slice(), 2));
}

async fn counts_are_kept_of_what_was_there(storage: &Storage) {
    let counts = invitations::counts(storage, &id("tenant"), &id("adele")).await.unwrap();
    assert_eq!(counts, [("sent".to_owned(), 1), ("undoing".to_owned(), 1), ("working".to_owned(), 1)]);
    let query = items::ItemQuery { tenant: "tenant", user: "grady", limit: 9, ..items::ItemQuery::default() };
    for is_guest in [false, true] {
        let list = items::list(storage, items::ItemQuery { is_guest, ..query }).await.unwrap();
        assert_eq!((list[0].people, list[0].last_shared), (1, Some(1_500)));
        assert_eq!(items::kinds(storage, ("tenant", "grady", is_guest), 0).await.unwrap(), ["document"]);
    }
    assert_eq!(storage::counts::recount(storage).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_processes_that_migrate_at_once_do_it_once() {
    migrate_at_once(&TestDb::bare_sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_processes_that_migrate_at_once_do_it_once() {
    let Some(db) = TestDb::bare_postgres().await else { return };
    migrate_at_once(&db).await;
    db.remove().await;
}

async fn migrate_at_once(db: &TestDb) {
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let storage = db.second_process().await;
        tasks.spawn(async move {
            storage.migrate().await.unwrap();
            storage.close().await;
        });
    }
    tasks.join_all().await;
    db.storage.check_schema().await.unwrap();
    assert_eq!(
        db.number("SELECT COUNT(*) FROM _sqlx_migrations").await,
        i64::try_from(names("migrations/sqlite").len()).unwrap()
    );
}

#[tokio::test]
async fn a_schema_that_is_not_known_is_refused_by_sqlite() {
    other_schemas_are_refused(&TestDb::bare_sqlite().await).await;
}

#[tokio::test]
async fn a_schema_that_is_not_known_is_refused_by_postgres() {
    let Some(db) = TestDb::bare_postgres().await else { return };
    other_schemas_are_refused(&db).await;
    db.remove().await;
}

async fn other_schemas_are_refused(db: &TestDb) {
    let behind = Err(StorageError::Schema(SchemaMismatch::Behind));
    assert_eq!(db.storage.check_schema().await, behind);
    db.storage.migrate().await.unwrap();
    db.run("DELETE FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)").await;
    assert_eq!(db.storage.check_schema().await, behind);

    let newer = Err(StorageError::Schema(SchemaMismatch::Newer(9_999)));
    db.run("UPDATE _sqlx_migrations SET version = 9999 WHERE version = 5").await;
    assert_eq!(db.storage.check_schema().await, newer);
    assert_eq!(db.storage.migrate().await, newer);
    // and the refusal holds no lock
    assert_eq!(db.storage.migrate().await, newer);
}
