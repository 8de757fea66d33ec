//! The open database and its transactions.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::{Postgres, Sqlite, Transaction};

use crate::pool::Pool;
use crate::tally::Tally;
use crate::{StorageError, open, schema};

/// An open database. Cheap to clone; all clones share their connections.
#[derive(Clone)]
pub struct Storage {
    pool: Pool,
    usage: Arc<Counters>,
}

/// How often the database was used since it was opened: tests assert what a page or a step costs, and it can be measured in production.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Reading statements outside of a transaction.
    pub reads: u64,
    /// Transactions begun.
    pub transactions: u64,
}

#[derive(Default)]
struct Counters {
    reads: AtomicU64,
    transactions: AtomicU64,
}

/// A transaction. Dropped without [`Tx::commit`], it is rolled back.
pub struct Tx {
    inner: InnerTx,
    tally: Tally,
}

pub(crate) enum InnerTx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// The same statement in the SQL dialect of each database.
#[derive(Clone, Copy)]
pub(crate) struct Dialects {
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

impl Storage {
    /// Opens `sqlite://path` (file and folder are made when missing) or `postgres://...`. Does not migrate.
    pub async fn connect(url: &str) -> Result<Self, StorageError> {
        Ok(Self { pool: open::pool(url).await?, usage: Arc::default() })
    }

    /// Brings the schema up to date. Several processes may do so at once; one does the work, the others wait.
    pub async fn migrate(&self) -> Result<(), StorageError> {
        schema::migrate(&self.pool).await
    }

    /// Whether the schema is the one this program knows: for processes that may not migrate.
    pub async fn check_schema(&self) -> Result<(), StorageError> {
        schema::check(&self.pool).await
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StorageError> {
        fetch!(self, on => sqlx::query_scalar::<_, i64>("SELECT CAST(1 AS BIGINT)").fetch_one(on)).map(drop)
    }

    /// Begins a transaction. On SQLite there is one at a time; the others wait their turn.
    pub async fn begin(&self) -> Result<Tx, StorageError> {
        self.usage.transactions.fetch_add(1, Ordering::Relaxed);
        let inner = match &self.pool {
            // Deferred, a read that turns into a write fails with SQLITE_BUSY_SNAPSHOT, which no time-out retries.
            Pool::Sqlite { writer, .. } => InnerTx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Pool::Postgres(pool) => InnerTx::Postgres(pool.begin().await?),
        };
        Ok(Tx { inner, tally: Tally::default() })
    }

    /// Closes all connections, waiting for those in use.
    pub async fn close(&self) {
        match &self.pool {
            Pool::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pool::Postgres(pool) => pool.close().await,
        }
    }

    /// How often the database was used so far, by all clones.
    pub fn usage(&self) -> Usage {
        Usage {
            reads: self.usage.reads.load(Ordering::Relaxed),
            transactions: self.usage.transactions.load(Ordering::Relaxed),
        }
    }

    /// The pool, for one reading statement, which is counted.
    pub(crate) fn read_pool(&self) -> &Pool {
        self.usage.reads.fetch_add(1, Ordering::Relaxed);
        &self.pool
    }

    pub(crate) const fn sql_for(&self, text: Dialects) -> &'static str {
        match self.pool {
            Pool::Sqlite { .. } => text.sqlite,
            Pool::Postgres(_) => text.postgres,
        }
    }
}

impl Tx {
    pub(crate) fn into_inner(self) -> InnerTx {
        self.inner
    }

    pub(crate) const fn inner(&mut self) -> &mut InnerTx {
        &mut self.inner
    }

    /// The changes of counts so far.
    pub(crate) const fn tally(&mut self) -> &mut Tally {
        &mut self.tally
    }

    pub(crate) const fn sql_for(&self, text: Dialects) -> &'static str {
        match self.inner {
            InnerTx::Sqlite(_) => text.sqlite,
            InnerTx::Postgres(_) => text.postgres,
        }
    }
}

impl std::fmt::Debug for Storage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.pool {
            Pool::Sqlite { .. } => "Storage(SQLite)",
            Pool::Postgres(_) => "Storage(PostgreSQL)",
        })
    }
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tx")
    }
}
