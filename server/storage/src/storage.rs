//! The open database and its transactions.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::{Postgres, Sqlite, Transaction};

use crate::audit::AuditKeys;
use crate::pool::Pool;
use crate::tally::Tally;
use crate::{StorageError, open, schema};

/// An open database. Cheap to clone; all clones share their connections.
#[derive(Clone)]
pub struct Storage {
    pool: Pool,
    usage: Arc<Counters>,
    audit_keys: Option<Arc<AuditKeys>>,
}

/// How often the database was used since it was opened: tests assert what a page or a step costs, and it can be measured in production.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Reading statements outside of a transaction.
    pub reads: u64,
    /// Transactions begun.
    pub transactions: u64,
    /// Statements within transactions, but for their begin and commit.
    pub statements: u64,
}

#[derive(Default)]
struct Counters {
    reads: AtomicU64,
    transactions: AtomicU64,
    statements: AtomicU64,
}

/// A transaction. Dropped without [`Tx::commit`], it is rolled back.
pub struct Tx {
    inner: InnerTx,
    usage: Arc<Counters>,
    tally: Tally,
    audit_keys: Option<Arc<AuditKeys>>,
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

/// How a transaction begins on SQLite. Deferred, a read that turns into a write fails with SQLITE_BUSY_SNAPSHOT, which no time-out retries. Each says
/// whether its commit waits for the disk, because the connection goes on as the one before has said (SQLite, "PRAGMA synchronous").
const BEGIN: &str = "PRAGMA synchronous = FULL; BEGIN IMMEDIATE";
const BEGIN_LEASE: &str = "PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE";

impl Storage {
    /// Opens `sqlite://path` (file and folder are made when missing) or `postgres://...`. Does not migrate.
    pub async fn connect(url: &str) -> Result<Self, StorageError> {
        Self::connect_trusting(url, None).await
    }

    /// The same, trusting further roots (PEM) where the connection is encrypted.
    pub async fn connect_trusting(url: &str, roots: Option<&[u8]>) -> Result<Self, StorageError> {
        Ok(Self { pool: open::pool(url, roots).await?, usage: Arc::default(), audit_keys: None })
    }

    /// Links and checks the audit chain with these keys. A chain with keyed entries takes no others.
    #[must_use]
    pub fn with_audit_keys(self, keys: AuditKeys) -> Self {
        Self { audit_keys: Some(Arc::new(keys)), ..self }
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
        self.begin_as(BEGIN).await
    }

    /// As [`begin`](Self::begin), for what changes nothing but leases. On SQLite such a commit does not wait for the disk: a power cut may undo it,
    /// with nothing that was stored before, and ends every process that could hold the lease, for they share the machine.
    pub(crate) async fn begin_lease(&self) -> Result<Tx, StorageError> {
        self.begin_as(BEGIN_LEASE).await
    }

    async fn begin_as(&self, on_sqlite: &'static str) -> Result<Tx, StorageError> {
        self.usage.transactions.fetch_add(1, Ordering::Relaxed);
        let inner = match &self.pool {
            Pool::Sqlite { writer, .. } => InnerTx::Sqlite(writer.begin_with(on_sqlite).await?),
            Pool::Postgres(pool) => InnerTx::Postgres(pool.begin().await?),
        };
        let usage = Arc::clone(&self.usage);
        Ok(Tx { inner, usage, tally: Tally::default(), audit_keys: self.audit_keys.clone() })
    }

    /// How far PostgreSQL's clock is ahead of the caller's, in milliseconds, told by the middle of the question. `None` on SQLite, which has none.
    pub async fn clock_skew_ms(&self, now: impl Fn() -> i64) -> Result<Option<i64>, StorageError> {
        let Pool::Postgres(pool) = &self.pool else { return Ok(None) };
        let asked = now();
        let theirs: i64 =
            sqlx::query_scalar("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)")
                .fetch_one(pool)
                .await?;
        let answered = now();
        Ok(Some(theirs - (asked + (answered - asked) / 2)))
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
            statements: self.usage.statements.load(Ordering::Relaxed),
        }
    }

    pub(crate) fn audit_keys(&self) -> Option<&AuditKeys> {
        self.audit_keys.as_deref()
    }

    /// The time by which leases are measured: the caller's on SQLite, whose processes share a machine; `None` on PostgreSQL, which has a clock of
    /// its own, and the processes' may differ.
    pub(crate) const fn lease_time(&self, now: i64) -> Option<i64> {
        match self.pool {
            Pool::Sqlite { .. } => Some(now),
            Pool::Postgres(_) => None,
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

    /// The transaction, for one statement, which is counted.
    pub(crate) fn inner(&mut self) -> &mut InnerTx {
        self.usage.statements.fetch_add(1, Ordering::Relaxed);
        &mut self.inner
    }

    pub(crate) fn audit_keys(&self) -> Option<Arc<AuditKeys>> {
        self.audit_keys.clone()
    }

    /// As [`Storage::lease_time`].
    pub(crate) const fn lease_time(&self, now: i64) -> Option<i64> {
        match self.inner {
            InnerTx::Sqlite(_) => Some(now),
            InnerTx::Postgres(_) => None,
        }
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
