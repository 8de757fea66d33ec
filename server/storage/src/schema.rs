//! Migrations.

use std::sync::LazyLock;

use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::{Connection, SqlSafeStr};

use crate::pool::Pool;
use crate::{DbError, SchemaMismatch, StorageError};

/// The migrations as the build script found them: number, what it does, text.
mod found {
    include!(concat!(env!("OUT_DIR"), "/migrations.rs"));
}

// Run by `run_direct`: `run` gives a future that cannot move between threads.
static SQLITE: LazyLock<Migrator> = LazyLock::new(|| migrator(found::SQLITE));
static POSTGRES: LazyLock<Migrator> = LazyLock::new(|| migrator(found::POSTGRES));

fn migrator(found: &'static [(i64, &'static str, &'static str)]) -> Migrator {
    let migration = |&(number, about, text): &(i64, &'static str, &'static str)| {
        Migration::new(
            number,
            about.replace('_', " ").into(),
            MigrationType::Simple,
            text.into_sql_str(),
            false,
        )
    };
    Migrator::with_migrations(found.iter().map(migration).collect())
}

pub(crate) async fn migrate(pool: &Pool) -> Result<(), StorageError> {
    match pool {
        Pool::Sqlite { writer, .. } => {
            // sqlx locks nothing on SQLite: this transaction does, and makes the whole chain one change.
            let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
            SQLITE.run_direct(None, &mut *tx, false).await?;
            tx.commit().await?;
        }
        Pool::Postgres(pool) => {
            let mut connection = pool.acquire().await?.detach();
            // A migration may take long, and so may waiting for the process that does it.
            sqlx::raw_sql("SET statement_timeout = 0; SET lock_timeout = 0").execute(&mut connection).await?;
            let outcome = POSTGRES.run_direct(None, &mut connection, false).await;
            // After a failure the advisory lock would stay with the connection.
            connection.close().await?;
            outcome?;
        }
    }
    Ok(())
}

/// Whether the schema is the one this program knows.
pub(crate) async fn check(pool: &Pool) -> Result<(), StorageError> {
    const APPLIED: &str = "SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations WHERE success";
    let known = match pool {
        Pool::Sqlite { .. } => &*SQLITE,
        Pool::Postgres(_) => &*POSTGRES,
    };
    let applied = read!(pool, on => sqlx::query_scalar::<_, i64>(APPLIED).fetch_one(on));
    let latest = known.iter().map(|migration| migration.version).max().unwrap_or_default();
    // Without the table nothing has run.
    let applied: i64 = applied
        .map_err(StorageError::from)
        .or_else(|error| if error.is_retryable() { Err(error) } else { Ok(0) })?;
    match applied {
        applied if applied < latest => Err(StorageError::Schema(SchemaMismatch::Behind)),
        applied if applied > latest => Err(StorageError::Schema(SchemaMismatch::Newer(applied))),
        _ => Ok(()),
    }
}

impl From<MigrateError> for StorageError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            MigrateError::VersionMissing(version) => Self::Schema(SchemaMismatch::Newer(version)),
            MigrateError::VersionMismatch(version) | MigrateError::Dirty(version) => {
                Self::Schema(SchemaMismatch::Changed(version))
            }
            _ => DbError::new("the migrations cannot be run").into(),
        }
    }
}
