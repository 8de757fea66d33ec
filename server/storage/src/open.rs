//! Opens the database that an address names.

use std::time::Duration;

use sqlx::Connection as _;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgSslMode};
use thiserror::Error;

use crate::pool::Pool;
use crate::{DbError, StorageError};

mod sqlite;

/// How long a caller waits for a free connection, and for a lock that another process holds.
const TIMEOUT: Duration = Duration::from_secs(10);

/// How long a connection to PostgreSQL may have rested and be used without asking whether it is still there. The pool has asked when it came back.
const REST: Duration = Duration::from_secs(1);

/// Why a database is not opened at an address.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum AddressError {
    /// It is no address.
    #[error("cannot be read as the address of a PostgreSQL database")]
    Unreadable,
    /// Whoever is between us and the server could read along, or be the server.
    #[error("leads to another machine without sslmode=verify-full, so anybody on the way could read along")]
    NotVerified,
}

/// Checks an address before anything is opened: a PostgreSQL server on another machine must show a certificate for its name, for without one
/// whoever is on the way gets the password (PostgreSQL, "SSL Support", protection provided in different modes).
pub fn check_address(url: &str) -> Result<(), AddressError> {
    match url.split_once(':') {
        Some(("postgres" | "postgresql", _)) => postgres_options(url).map(drop),
        _ => Ok(()),
    }
}

pub(crate) async fn pool(url: &str, roots: Option<&[u8]>) -> Result<Pool, StorageError> {
    match url.split_once(':') {
        Some(("sqlite", _)) => sqlite::pool(url).await,
        Some(("postgres" | "postgresql", _)) => postgres(url, roots).await,
        _ => Err(DbError::new("a database address begins with sqlite:// or postgres://").into()),
    }
}

fn postgres_options(url: &str) -> Result<PgConnectOptions, AddressError> {
    let options: PgConnectOptions = url.parse().map_err(|_| AddressError::Unreadable)?;
    let is_verified = matches!(options.get_ssl_mode(), PgSslMode::VerifyFull);
    if is_verified || is_on_this_machine(&options) { Ok(options) } else { Err(AddressError::NotVerified) }
}

/// A socket, or a loopback address.
fn is_on_this_machine(options: &PgConnectOptions) -> bool {
    let host = options.get_host().trim_matches(['[', ']']);
    let is_loopback = host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    options.get_socket().is_some() || host.starts_with('/') || host == "localhost" || is_loopback
}

async fn postgres(url: &str, roots: Option<&[u8]>) -> Result<Pool, StorageError> {
    let options = postgres_options(url).map_err(|error| {
        DbError::new(match error {
            AddressError::Unreadable => "the PostgreSQL address cannot be read",
            AddressError::NotVerified => "a PostgreSQL server on another machine needs sslmode=verify-full",
        })
    })?;
    let options = match roots.filter(|_| !names_roots(url)) {
        Some(pem) => options.ssl_root_cert_from_pem(pem.to_vec()),
        None => options,
    };
    let options = options.application_name("vestibule").options([
        // A connection that hangs must not hold its locks, or the chain's head, for ever.
        ("statement_timeout", "30s"),
        ("lock_timeout", "10s"),
        ("idle_in_transaction_session_timeout", "30s"),
    ]);
    let pool = PgPoolOptions::new()
        .max_connections(16)
        .acquire_timeout(TIMEOUT)
        // Asking each time makes three ways to the server of every statement, with the question when it comes back. What is lost in a moment's rest is
        // lost as in use: whoever has it next gets an error that may be tried again.
        .test_before_acquire(false)
        .before_acquire(|connection, rest| {
            Box::pin(async move {
                if rest.idle_for > REST {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_with(options)
        .await?;
    Ok(Pool::Postgres(pool))
}

/// Whether the address brings roots of its own.
fn names_roots(url: &str) -> bool {
    ["sslrootcert=", "ssl-root-cert=", "ssl-ca="].iter().any(|name| url.contains(name))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn another_machine_must_show_its_certificate() {
        for (url, expected) in [
            ("postgres://u:p@db.example/v?sslmode=verify-full", Ok(())),
            ("postgresql://u:p@db.example/v?sslmode=verify-full&sslrootcert=/etc/ca.pem", Ok(())),
            ("postgres://u:p@localhost/v", Ok(())),
            ("postgres://u:p@127.0.0.1:5433/v?sslmode=disable", Ok(())),
            ("postgres://u:p@[::1]/v", Ok(())),
            ("postgres:///v?host=/var/run/postgresql", Ok(())),
            ("postgres://u@%2Fvar%2Frun%2Fpostgresql/v", Ok(())),
            ("sqlite://data/v.db", Ok(())),
            ("postgres://u:p@db.example/v", Err(AddressError::NotVerified)),
            ("postgres://u:p@db.example/v?sslmode=prefer", Err(AddressError::NotVerified)),
            ("postgres://u:p@db.example/v?sslmode=require", Err(AddressError::NotVerified)),
            ("postgres://u:p@db.example/v?sslmode=verify-ca", Err(AddressError::NotVerified)),
            ("postgres://u:p@localhost/v?host=db.example", Err(AddressError::NotVerified)),
            ("postgres://u:p@localhost/v?hostaddr=192.0.2.1", Err(AddressError::NotVerified)),
            ("postgres://u:p@localhost.example/v", Err(AddressError::NotVerified)),
            ("postgres://u:p@192.0.2.7/v", Err(AddressError::NotVerified)),
            ("postgres://u:p@[::1/v", Err(AddressError::Unreadable)),
        ] {
            assert_eq!(check_address(url), expected, "{url}");
        }
    }
}
