//! One body for both databases: each macro expands it twice, so it is type-checked against both.

/// Runs a reading query on a pool: `read!(pool, on => query_as(..).fetch_all(on))`.
macro_rules! read {
    ($pool:expr, $on:ident => $query:expr) => {
        match $pool {
            crate::pool::Pool::Sqlite { readers, .. } => {
                let mut reader = readers.reader();
                let outcome = match reader.connection().await {
                    Ok($on) => $query.await,
                    Err(error) => Err(error),
                };
                reader.note(&outcome);
                outcome
            }
            crate::pool::Pool::Postgres($on) => $query.await,
        }
    };
}

/// Runs a reading query, which is counted: `fetch!(storage, on => query_as(..).fetch_all(on))`.
macro_rules! fetch {
    ($storage:expr, $on:ident => $query:expr) => {
        read!($storage.read_pool(), $on => $query).map_err(crate::StorageError::from)
    };
}

/// Runs a query that returns rows within a transaction: `fetch_in_tx!(tx, on => query_as(..).fetch_all(on))`.
macro_rules! fetch_in_tx {
    ($tx:expr, $on:ident => $query:expr) => {
        match $tx.inner() {
            crate::storage::InnerTx::Sqlite(tx) => {
                let $on = &mut **tx;
                $query.await
            }
            crate::storage::InnerTx::Postgres(tx) => {
                let $on = &mut **tx;
                $query.await
            }
        }
        .map_err(crate::StorageError::from)
    };
}

/// Runs a statement that changes rows within a transaction. Returns the number of changed rows.
macro_rules! execute {
    ($tx:expr, $query:expr) => {
        match $tx.inner() {
            crate::storage::InnerTx::Sqlite(tx) => {
                $query.execute(&mut **tx).await.map(|done| done.rows_affected())
            }
            crate::storage::InnerTx::Postgres(tx) => {
                $query.execute(&mut **tx).await.map(|done| done.rows_affected())
            }
        }
        .map_err(crate::StorageError::from)
    };
}

/// A statement about rows whose column is in a list of texts. The column is the last word of `$before`. The list is a JSON array in `$1`, because
/// SQLite has no array type. PostgreSQL gets it as an array, because it then uses the index instead of a scan of the whole table.
macro_rules! in_list {
    ($before:literal, $after:literal) => {
        crate::storage::Dialects {
            sqlite: concat!($before, " IN (SELECT value FROM json_each($1))", $after),
            postgres: concat!(
                $before,
                " = ANY (ARRAY (SELECT jsonb_array_elements_text($1::jsonb)))",
                $after
            ),
        }
    };
}

/// An `INSERT ... SELECT` of rows that `$1` holds as a JSON array of arrays: `value ->> n` is a row's n-th value. They are inserted in the order of the
/// array, which no database promises unless it is asked for.
macro_rules! from_rows {
    ($before:literal, $after:literal) => {
        from_rows!($before, $before, $after)
    };
    // Bytes are written as text, which each database reads in its own way.
    ($sqlite:literal, $postgres:literal, $after:literal) => {
        crate::storage::Dialects {
            sqlite: concat!($sqlite, " FROM json_each($1) AS given WHERE TRUE ORDER BY given.key ", $after),
            postgres: concat!(
                $postgres,
                " FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS given (value, key) WHERE TRUE ORDER BY given.key ",
                $after
            ),
        }
    };
}

/// A `SELECT` of rows that are about to be changed. SQLite needs no row lock: a transaction there is the only writer.
macro_rules! for_update {
    ($select:expr) => {
        crate::storage::Dialects { sqlite: $select, postgres: concat!($select, " FOR UPDATE") }
    };
}

/// Reads a row of either database into a struct. Each field comes from the column of its name, or from the column that is given. The fields of
/// `in` come from the same row, and so do those of `maybe`, if the given column of the joined table is not null. `=> text` and `=> optional_text`
/// parse a text column into the type of the field. (The derive macro of sqlx would compile both drivers a second time, for the build host.)
macro_rules! from_row {
    ($row:ident { $($field:ident $(: $column:literal)? $(=> $parse:ident)?),* } $(in $inner:ident)? $(maybe $joined:ident: $filled:literal)?) => {
        from_row!(sqlx::sqlite::SqliteRow, $row { $($field $(: $column)? $(=> $parse)?),* } $(in $inner)? $(maybe $joined: $filled)?);
        from_row!(sqlx::postgres::PgRow, $row { $($field $(: $column)? $(=> $parse)?),* } $(in $inner)? $(maybe $joined: $filled)?);
    };
    ($of:ty, $row:ident { $($field:ident $(: $column:literal)? $(=> $parse:ident)?),* } $(in $inner:ident)? $(maybe $joined:ident: $filled:literal)?) => {
        impl sqlx::FromRow<'_, $of> for $row {
            fn from_row(row: &$of) -> sqlx::Result<Self> {
                Ok(Self {
                    $($field: column_value!(row, column!($field $($column)?) $(, $parse)?),)*
                    $($inner: sqlx::FromRow::from_row(row)?,)?
                    $($joined: match sqlx::Row::try_get::<Option<String>, _>(row, $filled)? {
                        Some(_) => Some(sqlx::FromRow::from_row(row)?),
                        None => None,
                    },)?
                })
            }
        }
    };
}

/// The value of a column: as sqlx reads it, or parsed by a function of [`column`](crate::column).
macro_rules! column_value {
    ($row:expr, $column:expr) => {
        sqlx::Row::try_get($row, $column)?
    };
    ($row:expr, $column:expr, $parse:ident) => {
        crate::column::$parse($row, $column)?
    };
}

/// The column of a field.
macro_rules! column {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $column:literal) => {
        $column
    };
}
