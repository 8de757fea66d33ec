//! Opens the database that an address names.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::pool::Pool;
use crate::{DbError, StorageError};

mod sqlite;

/// How long a caller waits for a free connection, and for a lock that another process holds.
const TIMEOUT: std::time::Duration = std::time::Duration::from_secs(10);

pub(crate) async fn pool(url: &str) -> Result<Pool, StorageError> {
    match url.split_once(':') {
        Some(("sqlite", _)) => sqlite::pool(url).await,
        Some(("postgres" | "postgresql", _)) => postgres(url).await,
        _ => Err(DbError::new("a database address begins with sqlite:// or postgres://").into()),
    }
}

async fn postgres(url: &str) -> Result<Pool, StorageError> {
    let options: PgConnectOptions =
        url.parse().map_err(|_| DbError::new("the PostgreSQL address cannot be read"))?;
    let options = options.application_name("vestibule").options([
        // A connection that hangs must not hold its locks, or the chain's head, for ever.
        ("statement_timeout", "30s"),
        ("lock_timeout", "10s"),
        ("idle_in_transaction_session_timeout", "30s"),
    ]);
    let pool =
        PgPoolOptions::new().max_connections(16).acquire_timeout(TIMEOUT).connect_with(options).await?;
    Ok(Pool::Postgres(pool))
}
