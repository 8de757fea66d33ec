//! What every port of the sharing side stands on.

use std::error::Error;
use std::sync::Arc;

use contract::{Problem, ProblemCode};
use storage::Storage;
use thiserror::Error;
use tokio::sync::{Notify, broadcast};

use crate::clock::{SharedClock, SharedIds};
use crate::directory::Directory;
use crate::reference;
use crate::seal::Sealer;

/// How many changes a slow watcher may miss before it looks for itself.
const NEWS: usize = 256;

/// Storage, time, ids, keys, the directory, and the two bells: one for the runner, one for those who watch.
pub(crate) struct Ground {
    pub(crate) storage: Storage,
    pub(crate) clock: SharedClock,
    pub(crate) ids: SharedIds,
    pub(crate) sealer: Sealer,
    pub(crate) directory: Arc<dyn Directory>,
    /// There is work that is due.
    pub(crate) work: Notify,
    news: broadcast::Sender<String>,
}

/// Something stored cannot be read back.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
#[error("a stored {0} cannot be read")]
pub(crate) struct Damaged(pub(crate) &'static str);

impl Ground {
    pub(crate) fn new(
        storage: Storage,
        clock: SharedClock,
        ids: SharedIds,
        sealer: Sealer,
        directory: Arc<dyn Directory>,
    ) -> Self {
        let (news, _) = broadcast::channel(NEWS);
        Self { storage, clock, ids, sealer, directory, work: Notify::new(), news }
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Something of ours broke: logged, and shown by its reference id only.
    pub(crate) fn internal(&self, source: impl Error) -> Problem {
        reference::log_as(self.ids.as_ref(), ProblemCode::Internal, &source)
    }

    /// Says that an invitation has changed. Nobody may be listening.
    pub(crate) fn tell(&self, invitation: &str) {
        let _ = self.news.send(invitation.to_owned());
    }

    /// Every change from now on.
    pub(crate) fn listen(&self) -> broadcast::Receiver<String> {
        self.news.subscribe()
    }
}
