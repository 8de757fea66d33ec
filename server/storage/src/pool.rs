//! The connections to an open database.

use sqlx::{PgPool, SqlitePool};

use crate::readers::Readers;

/// The connections to one of the two databases.
#[derive(Clone)]
pub(crate) enum Pool {
    /// One connection that writes, a few that read beside it.
    Sqlite { writer: SqlitePool, readers: Readers },
    /// Connections that do both.
    Postgres(PgPool),
}
