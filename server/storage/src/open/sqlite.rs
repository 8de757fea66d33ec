//! Opens an SQLite file: one writer, a few readers.

use std::io::ErrorKind;
use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::TIMEOUT;
use crate::pool::Pool;
use crate::readers::Readers;
use crate::{DbError, StorageError};

/// How many statements read at a time.
const READERS: u32 = 8;
/// As many rows as a page reads of a thing, or more. While rows fit in there, the thread that reads them goes on without waiting for whoever they are for.
const ROWS: usize = 512;

pub(super) async fn pool(url: &str) -> Result<Pool, StorageError> {
    let options: SqliteConnectOptions =
        url.parse().map_err(|_| DbError::new("the SQLite address cannot be read"))?;
    if url.contains(":memory:") || url.contains("mode=memory") {
        return Err(DbError::new("an SQLite database must be a file: readers and writer share it").into());
    }
    make_folder(options.get_filename())?;
    make_file(options.get_filename())?;
    let options = options.foreign_keys(true).busy_timeout(TIMEOUT).row_buffer_size(ROWS);

    let writing = options
        .clone()
        .journal_mode(SqliteJournalMode::Wal)
        // NORMAL may lose the last commits in a power cut; an accepted submission must not be lost.
        .synchronous(SqliteSynchronous::Full);
    // Opening the file again gains nothing: the connection stays.
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(TIMEOUT)
        .idle_timeout(None)
        // A file does not go away; asking first would cost every transaction another way to the worker's thread and back.
        .test_before_acquire(false)
        .max_lifetime(None)
        .connect_with(writing)
        .await?;

    let reading = options.synchronous(SqliteSynchronous::Normal).pragma("query_only", "ON");
    Ok(Pool::Sqlite { writer, readers: Readers::new(reading, READERS, TIMEOUT) })
}

fn make_folder(file: &Path) -> Result<(), StorageError> {
    let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists())
    else {
        return Ok(());
    };
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .map_err(|error| DbError::from_io("the database's folder cannot be made", &error).into())
}

/// SQLite would make it with the permissions of any file; the write-ahead log and its index take them from it.
fn make_file(file: &Path) -> Result<(), StorageError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            Err(DbError::from_io("the database file cannot be made", &error).into())
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
