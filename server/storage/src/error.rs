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
    Conflict(Rule),
    /// The database cannot be reached, is busy, or gave way to another transaction. Trying the whole transaction again may help.
    #[error("the database is not available: {0}")]
    Unavailable(Fault),
    /// The schema is not the one this program knows.
    #[error("the database's schema does not fit this program: {0}")]
    Schema(SchemaTrouble),
    /// A stored value makes no sense to this program.
    #[error("a stored value cannot be read: {0}")]
    Corrupt(Fault),
    /// Anything else: a defect, or a damaged database.
    #[error("the database failed: {0}")]
    Other(Fault),
}

impl StorageError {
    /// Whether the same transaction may succeed later. After a failed commit it may also have succeeded already.
    pub const fn is_retryable(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}

/// Which kind of rule refused a change.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
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
pub enum SchemaTrouble {
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
pub struct Fault(String);

impl Fault {
    pub(crate) fn new(what: &str) -> Self {
        Self(what.to_owned())
    }

    pub(crate) fn of_file(what: &str, error: &std::io::Error) -> Self {
        Self(format!("{what}: {}", error.kind()))
    }

    fn of_database(error: &dyn DatabaseError) -> Self {
        let code = error.code().unwrap_or_default();
        if codes::quotes_values(&code) {
            return Self(format!("code {code}"));
        }
        Self(format!("code {code}: {}", error.message()))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Fault> for StorageError {
    fn from(fault: Fault) -> Self {
        Self::Other(fault)
    }
}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as Sql;
        match error {
            Sql::RowNotFound => Self::NotFound,
            Sql::Database(error) => of_database(&*error),
            Sql::Io(error) => Self::Unavailable(Fault::of_file("connection", &error)),
            Sql::Tls(_) => Self::Unavailable(Fault::new("TLS")),
            Sql::PoolTimedOut => Self::Unavailable(Fault::new("no connection in time")),
            Sql::PoolClosed => Self::Unavailable(Fault::new("shutting down")),
            Sql::WorkerCrashed | Sql::BeginFailed => Self::Unavailable(Fault::new("connection lost")),
            Sql::ColumnDecode { index, .. } => Self::Corrupt(Fault(format!("column {index}"))),
            Sql::ColumnNotFound(name) => Self::Other(Fault(format!("no column {name}"))),
            Sql::Configuration(_) => Self::Other(Fault::new("the address of the database is wrong")),
            Sql::Protocol(_) => Self::Other(Fault::new("unexpected answer")),
            _ => Self::Other(Fault::new("unexpected")),
        }
    }
}

fn of_database(error: &dyn DatabaseError) -> StorageError {
    match error.kind() {
        ErrorKind::UniqueViolation => StorageError::Conflict(Rule::Unique),
        ErrorKind::ForeignKeyViolation => StorageError::Conflict(Rule::Reference),
        ErrorKind::CheckViolation | ErrorKind::NotNullViolation => StorageError::Conflict(Rule::Check),
        _ if codes::passes(&error.code().unwrap_or_default()) => {
            StorageError::Unavailable(Fault::of_database(error))
        }
        _ => StorageError::Other(Fault::of_database(error)),
    }
}
