//! The sharing side, put together.

use std::sync::Arc;

use contract::{SafeUrl, ports};
use storage::Storage;

use super::arrival::ArrivalService;
use super::port::StoredInvitations;
use crate::app_state::AppState;
use crate::audit::Actor;
use crate::clock::{SharedClock, SharedIds};
use crate::directory::Directory;
use crate::items::{Landings, RegisterError, RegisteredItem, StoredItems, register};
use crate::jobs::Runner;
use crate::people::DirectoryPeople;
use crate::seal::Sealer;
use crate::toasts::StoredToasts;

/// Items, people, invitations and toasts, and the runner of their jobs. Cheap to clone; clones share their bells.
#[derive(Clone)]
pub struct Sharing {
    app: Arc<AppState>,
    landings: Landings,
}

impl Sharing {
    /// Puts it together. Items may land on `public_url`'s origin.
    pub fn new(
        storage: Storage,
        clock: SharedClock,
        ids: SharedIds,
        sealer: Sealer,
        directory: Arc<dyn Directory>,
        public_url: &SafeUrl,
    ) -> Self {
        let app = Arc::new(AppState::new(storage, clock, ids, sealer, directory));
        Self { app, landings: Landings::on(public_url) }
    }

    /// Items may land on these origins as well, such as `https://app.example`.
    #[must_use]
    pub fn with_landings(mut self, origins: impl IntoIterator<Item = String>) -> Self {
        self.landings.allow(origins);
        self
    }

    /// The items port.
    pub fn items(&self) -> Arc<dyn ports::Items> {
        Arc::new(StoredItems(Arc::clone(&self.app)))
    }

    /// The arrivals port.
    pub fn arrivals(&self) -> Arc<dyn ports::Arrivals> {
        Arc::new(ArrivalService(Arc::clone(&self.app)))
    }

    /// The people port.
    pub fn people(&self) -> Arc<dyn ports::People> {
        Arc::new(DirectoryPeople(Arc::clone(&self.app)))
    }

    /// The invitations port.
    pub fn invitations(&self) -> Arc<dyn ports::Invitations> {
        Arc::new(StoredInvitations(Arc::clone(&self.app)))
    }

    /// The toasts port.
    pub fn toasts(&self) -> Arc<dyn ports::Toasts> {
        Arc::new(StoredToasts(Arc::clone(&self.app)))
    }

    /// The runner of the jobs. One in each process is enough; more do no harm.
    pub fn runner(&self) -> Runner {
        Runner::new(Arc::clone(&self.app))
    }

    /// Registers items, or changes them; returns how many were new or different. All are checked before the first is stored.
    pub async fn register(&self, items: &[RegisteredItem]) -> Result<usize, RegisterError> {
        register(&self.app.storage, &self.landings, Actor::VESTIBULE, self.app.now(), items).await
    }
}
