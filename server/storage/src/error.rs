//! What can go wrong with the database: enough to decide, nothing that was stored.

use std::fmt;

use sqlx::error::{DatabaseError, ErrorKind};
use thiserror::Error;

mod codes;

/// A failed call. Safe to log: it names codes, tables and constraints, never a value.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum StorageError {
    /// What was to be changed is not there.
    #[error("there is no such row")]
    NotFound,
    /// A rule of the schema refused the change.
    #[error("the change breaks a rule of the database: {0}")]
    Conflict(ConstraintKind),
    /// The database cannot be reached, is busy, or gave way to another transaction. Trying the whole transaction again may help.
    #[error("the database is not available: {0}")]
    Unavailable(DbError),
    /// The schema is not the one this program knows.
    #[error("the database's schema does not fit this program: {0}")]
    Schema(SchemaMismatch),
    /// A stored value makes no sense to this program.
    #[error("a stored value cannot be read: {0}")]
    Corrupt(DbError),
    /// Anything else: a defect, or a damaged database.
    #[error("the database failed: {0}")]
    Other(DbError),
}

impl StorageError {
    /// Whether the same transaction may succeed later. After a failed commit it may also have succeeded already.
    pub const fn is_retryable(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}

/// Which kind of rule refused a change.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum ConstraintKind {
    /// Something with this key exists already.
    #[error("unique key")]
    Unique,
    /// It refers to something that does not exist.
    #[error("reference")]
    Reference,
    /// The value is not allowed.
    #[error("check")]
    Check,
}

/// Why the schema does not fit.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum SchemaMismatch {
    /// Not all migrations have run: `vestibule migrate` does it.
    #[error("migrations are still to be run")]
    Behind,
    /// A newer program has migrated it.
    #[error("it is newer, at migration {0}")]
    Newer(i64),
    /// A migration that has run differs from the one in this program.
    #[error("migration {0} has been changed")]
    Changed(i64),
}

/// What failed, without values: a sentence or the database's own code, and the message where it quotes nothing that was stored.
#[derive(Clone, PartialEq, Eq)]
pub struct DbError(String);

impl DbError {
    pub(crate) fn new(what: &str) -> Self {
        Self(what.to_owned())
    }

    pub(crate) fn from_io(what: &str, error: &std::io::Error) -> Self {
        Self(format!("{what}: {}", error.kind()))
    }

    fn from_database(error: &dyn DatabaseError) -> Self {
        let code = error.code().unwrap_or_default();
        if codes::quotes_values(&code) {
            return Self(format!("code {code}"));
        }
        Self(format!("code {code}: {}", error.message()))
    }
}

impl fmt::Display for DbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for DbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<DbError> for StorageError {
    fn from(error: DbError) -> Self {
        Self::Other(error)
    }
}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as Sql;
        match error {
            Sql::RowNotFound => Self::NotFound,
            Sql::Database(error) => classify(&*error),
            Sql::Io(error) => Self::Unavailable(DbError::from_io("connection", &error)),
            Sql::Tls(_) => Self::Unavailable(DbError::new("TLS")),
            Sql::PoolTimedOut => Self::Unavailable(DbError::new("no connection in time")),
            Sql::PoolClosed => Self::Unavailable(DbError::new("shutting down")),
            Sql::WorkerCrashed | Sql::BeginFailed => Self::Unavailable(DbError::new("connection lost")),
            Sql::ColumnDecode { index, .. } => Self::Corrupt(DbError(format!("column {index}"))),
            Sql::ColumnNotFound(name) => Self::Other(DbError(format!("no column {name}"))),
            Sql::Configuration(_) => Self::Other(DbError::new("the address of the database is wrong")),
            Sql::Protocol(_) => Self::Other(DbError::new("unexpected answer")),
            _ => Self::Other(DbError::new("unexpected")),
        }
    }
}

fn classify(error: &dyn DatabaseError) -> StorageError {
    match error.kind() {
        ErrorKind::UniqueViolation => StorageError::Conflict(ConstraintKind::Unique),
        ErrorKind::ForeignKeyViolation => StorageError::Conflict(ConstraintKind::Reference),
        ErrorKind::CheckViolation | ErrorKind::NotNullViolation => {
            StorageError::Conflict(ConstraintKind::Check)
        }
        _ if codes::is_transient(&error.code().unwrap_or_default()) => {
            StorageError::Unavailable(DbError::from_database(error))
        }
        _ => StorageError::Other(DbError::from_database(error)),
    }
}
