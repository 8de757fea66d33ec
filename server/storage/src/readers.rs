//! The connections that read an SQLite file. Not a pool of sqlx's: that asks each connection that comes back whether it is still there, in a task of
//! its own, so that every statement goes to the connection's thread and back twice, and a page makes half a dozen. A file does not go away. Nor
//! does a caller who leaves in the middle leave anything behind: the thread does what it is told in turn, and ends a statement that nobody waits for.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

/// The connections, opened when they are first needed. Clones share them.
#[derive(Clone)]
pub(crate) struct Readers(Arc<Shared>);

struct Shared {
    options: SqliteConnectOptions,
    /// How long a caller waits for a connection.
    patience: Duration,
    count: u32,
    places: Semaphore,
    /// The last one that was used comes first: it has the most pages and statements at hand. One whose thread may still be at work comes last.
    free: Mutex<Vec<SqliteConnection>>,
}

/// The place of one statement among the readers. Dropped, it is free again, and its connection with it.
pub(crate) struct Reader<'a> {
    shared: &'a Shared,
    connection: Option<SqliteConnection>,
    /// Whether its statement has ended. Where the caller left in the middle, nobody knows.
    has_ended: bool,
    place: Option<SemaphorePermit<'a>>,
}

impl Readers {
    /// `count` connections at most; whoever waits longer than `patience` for one gets [`sqlx::Error::PoolTimedOut`].
    pub(crate) fn new(options: SqliteConnectOptions, count: u32, patience: Duration) -> Self {
        let places = Semaphore::new(count as usize);
        Self(Arc::new(Shared { options, patience, count, places, free: Mutex::default() }))
    }

    /// A reader without a connection yet.
    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader { shared: &self.0, connection: None, has_ended: false, place: None }
    }

    /// Closes all connections, waiting for those in use. Whoever asks for one from now on gets [`sqlx::Error::PoolClosed`].
    pub(crate) async fn close(&self) {
        // It fails only where they are closed already.
        let _all = self.0.places.acquire_many(self.0.count).await;
        self.0.places.close();
        let free = std::mem::take(&mut *self.0.free());
        for connection in free {
            // Nothing can be done about one that does not close well; it has only read.
            let _ = connection.close().await;
        }
    }
}

impl Shared {
    fn free(&self) -> MutexGuard<'_, Vec<SqliteConnection>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reader<'_> {
    /// Waits for a place, and takes a free connection or opens one.
    pub(crate) async fn connection(&mut self) -> sqlx::Result<&mut SqliteConnection> {
        let shared = self.shared;
        let taking = async {
            let place = shared.places.acquire().await.map_err(|_| sqlx::Error::PoolClosed)?;
            let free = shared.free().pop();
            let connection = match free {
                Some(connection) => connection,
                None => shared.options.connect().await?,
            };
            Ok::<_, sqlx::Error>((place, connection))
        };
        let taken = timeout(shared.patience, taking).await.map_err(|_| sqlx::Error::PoolTimedOut)?;
        let (place, connection) = taken?;
        self.place = Some(place);
        Ok(self.connection.insert(connection))
    }

    /// Looks at how a statement ended: a connection whose thread has ended is not used again.
    pub(crate) fn note<T>(&mut self, outcome: &sqlx::Result<T>) {
        self.has_ended = true;
        if matches!(outcome, Err(sqlx::Error::WorkerCrashed)) {
            self.connection = None;
        }
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            let mut free = self.shared.free();
            // Whoever gets one that is still at work waits until its thread has ended that.
            let at = if self.has_ended { free.len() } else { 0 };
            free.insert(at, connection);
        }
        // Last, so that whoever gets it next finds the connection.
        drop(self.place.take());
    }
}

#[cfg(test)]
mod tests;
