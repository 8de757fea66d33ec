//! The shared state of all requests: the world with its journal, clock, keys, faults, budgets and authorization codes.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use time::OffsetDateTime;
use tokio::sync::Notify;
use uuid::Uuid;
use world::{
    World,
    effect::{Actor, EventMeta},
};

use crate::{
    clock::Clock,
    entra::login::authorization_code::AuthorizationCodes,
    faults::set::Faults,
    journal::Journal,
    keys::Keys,
    notifications::delivery::NotificationSender,
    throttle::{budget::Throttle, limits::Limits},
};

/// The shared state, cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

/// The content of [`AppState`].
pub struct Shared {
    world_and_journal: Mutex<(World, Journal)>,
    /// The clock.
    pub clock: Clock,
    /// Signing keys.
    pub keys: Keys,
    /// Faults that are set.
    pub faults: Faults,
    /// The throttling limits of Graph, and what was spent.
    pub(crate) throttle: Throttle,
    /// The issued authorization codes.
    pub codes: AuthorizationCodes,
    /// Origins of the application.
    pub app_origins: Vec<String>,
    /// The HTTP client for notifications.
    pub(crate) notification_sender: NotificationSender,
    /// Notified when the ledger has changed.
    change_notify: Notify,
}

impl std::ops::Deref for AppState {
    type Target = Shared;
    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl AppState {
    /// The state with this world.
    pub fn new(world: World, journal: Journal, clock: Clock, keys: Keys, app_origins: Vec<String>) -> Self {
        Self(Arc::new(Shared {
            world_and_journal: Mutex::new((world, journal)),
            clock,
            keys,
            faults: Faults::default(),
            throttle: Throttle::default(),
            codes: AuthorizationCodes::default(),
            app_origins,
            notification_sender: NotificationSender::default(),
            change_notify: Notify::new(),
        }))
    }

    /// Resets the world to a named seed, and clears faults, budgets and authorization codes. False when there is no such seed. It runs on a blocking
    /// thread, because a large seed takes long.
    pub async fn reset(&self, meta: &EventMeta, seed: &str) -> bool {
        let (state, meta, seed) = (self.clone(), meta.clone(), seed.to_owned());
        let done = tokio::task::spawn_blocking(move || state.reset_world(&meta, &seed)).await;
        done.unwrap_or_else(|error| {
            tracing::error!(%error, "the world could not be made anew");
            false
        })
    }
}

/// The metadata of effects without a request of HTTP.
pub(crate) fn internal_meta(clock: &Clock) -> EventMeta {
    EventMeta {
        now: clock.now(),
        request_id: Uuid::new_v4(),
        client_request_id: None,
        actor: Actor::default(),
    }
}

impl Shared {
    fn lock_world(&self) -> MutexGuard<'_, (World, Journal)> {
        self.world_and_journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the world.
    pub fn read<R>(&self, read: impl FnOnce(&World) -> R) -> R {
        read(&self.lock_world().0)
    }

    /// Changes the world, and writes the new ledger entries to the journal before the lock is released.
    pub fn change<R>(&self, change: impl FnOnce(&mut World) -> R) -> R {
        let mut guard = self.lock_world();
        let (world, journal) = &mut *guard;
        let before = world.ledger().len();
        let result = change(world);
        journal.keep(world.ledger());
        if world.ledger().len() != before {
            self.change_notify.notify_one();
        }
        result
    }

    /// Waits until the ledger has changed.
    pub(crate) async fn wait_for_change(&self) {
        self.change_notify.notified().await;
    }

    /// Runs the scheduled tasks that are due.
    pub fn run_due_tasks(&self, now: OffsetDateTime) {
        if self.read(|world| world.is_due(now)) {
            self.change(|world| world.run_due_tasks(now, Uuid::new_v4()));
        }
    }

    fn reset_world(&self, meta: &EventMeta, seed: &str) -> bool {
        let mut guard = self.lock_world();
        let (world, journal) = &mut *guard;
        if !world.reseed(meta, seed) {
            return false;
        }
        journal.clear();
        journal.keep(world.ledger());
        self.faults.set(Vec::new());
        self.throttle.set(Limits::default());
        self.codes.clear();
        self.change_notify.notify_one();
        true
    }
}
