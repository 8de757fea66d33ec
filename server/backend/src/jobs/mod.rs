//! Jobs: work that must happen although this process may not live to see it.

mod lease;
mod runner;
mod sweep;

use storage::jobs::{self, JobRow};
use storage::{StorageError, Tx};
use thiserror::Error;

use crate::app_state::AppState;
use crate::settings::SettingsError;
use crate::stored::CorruptRow;
pub(crate) use lease::Lease;
pub use runner::Runner;

/// Why a job could not be worked on. It is tried again when its lease ends.
#[derive(Debug, Error)]
pub(crate) enum JobError {
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The settings.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// Something stored makes no sense.
    #[error(transparent)]
    CorruptRow(#[from] CorruptRow),
    /// Nobody knows this kind.
    #[error("a job of an unknown kind")]
    UnknownKind,
}

/// Puts a job in the queue, unless the same is there already. `run_at` is in unix milliseconds. Ring the bell after the commit.
pub(crate) async fn enqueue(
    app: &AppState,
    tx: &mut Tx,
    kind: &str,
    subject: &str,
    run_at: i64,
) -> Result<bool, StorageError> {
    let row = JobRow {
        id: app.ids.next(),
        kind: kind.to_owned(),
        subject: subject.to_owned(),
        run_at,
        attempts: 0,
        lease_token: None,
        lease_until: None,
        dedupe: Some(format!("{kind}:{subject}")),
    };
    jobs::enqueue(tx, &row).await
}
