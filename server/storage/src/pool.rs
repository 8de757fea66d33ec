//! The connections to an open database.

use sqlx::{PgPool, SqlitePool};

/// The connections to one of the two databases.
#[derive(Clone)]
pub(crate) enum Pool {
    /// One connection that writes, a few that read beside it.
    Sqlite { writer: SqlitePool, readers: SqlitePool },
    /// Connections that do both.
    Postgres(PgPool),
}
