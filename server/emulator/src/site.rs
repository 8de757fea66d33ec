//! What all requests share: the world behind its lock, its journal, clock, keys, faults and open sign-ins.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use time::OffsetDateTime;
use tokio::sync::Notify;
use uuid::Uuid;
use world::{World, effect::EventMeta};

use crate::{
    clock::Clock,
    faults::set::Faults,
    journal::Journal,
    keys::Keys,
    login::code::Codes,
    notifications::post::Post,
    throttle::{budget::Throttle, limits::Limits},
};

/// The shared state.
#[derive(Clone)]
pub struct Site(Arc<Inside>);

/// What is inside.
pub struct Inside {
    kept: Mutex<(World, Journal)>,
    /// The clock.
    pub clock: Clock,
    /// Signing keys.
    pub keys: Keys,
    /// Faults that are set.
    pub faults: Faults,
    /// What calls of Graph may spend, and have spent.
    pub(crate) throttle: Throttle,
    /// Authorization codes on their way.
    pub codes: Codes,
    /// Origins of the application.
    pub app_origins: Vec<String>,
    /// What sends notifications.
    pub(crate) post: Post,
    /// Rings when something happened.
    bell: Notify,
}

impl std::ops::Deref for Site {
    type Target = Inside;
    fn deref(&self) -> &Inside {
        &self.0
    }
}

impl Site {
    /// The state around a world.
    pub fn new(world: World, journal: Journal, clock: Clock, keys: Keys, app_origins: Vec<String>) -> Self {
        Self(Arc::new(Inside {
            kept: Mutex::new((world, journal)),
            clock,
            keys,
            faults: Faults::default(),
            throttle: Throttle::default(),
            codes: Codes::default(),
            app_origins,
            post: Post::default(),
            bell: Notify::new(),
        }))
    }

    /// Starts again from a named seed, without faults, spent budgets and open sign-ins. False when there is no such seed. A large one takes its
    /// time: not on a thread that serves.
    pub async fn reset(&self, meta: &EventMeta, seed: &str) -> bool {
        let (site, meta, seed) = (self.clone(), meta.clone(), seed.to_owned());
        let done = tokio::task::spawn_blocking(move || site.start_again(&meta, &seed)).await;
        done.unwrap_or_else(|error| {
            tracing::error!(%error, "the world could not be made anew");
            false
        })
    }
}

impl Inside {
    fn kept(&self) -> MutexGuard<'_, (World, Journal)> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the world.
    pub fn read<R>(&self, read: impl FnOnce(&World) -> R) -> R {
        read(&self.kept().0)
    }

    /// Changes the world, and writes what happened to the journal before anybody else sees it.
    pub fn change<R>(&self, change: impl FnOnce(&mut World) -> R) -> R {
        let mut kept = self.kept();
        let (world, journal) = &mut *kept;
        let before = world.ledger().len();
        let result = change(world);
        journal.keep(world.ledger());
        if world.ledger().len() != before {
            self.bell.notify_one();
        }
        result
    }

    /// Waits until something has happened.
    pub(crate) async fn changed(&self) {
        self.bell.notified().await;
    }

    /// Does what the service does by itself and is due by now.
    pub fn run_due_tasks(&self, now: OffsetDateTime) {
        if self.read(|world| world.is_due(now)) {
            self.change(|world| world.run_due_tasks(now, Uuid::new_v4()));
        }
    }

    fn start_again(&self, meta: &EventMeta, seed: &str) -> bool {
        let mut kept = self.kept();
        let (world, journal) = &mut *kept;
        if !world.reseed(meta, seed) {
            return false;
        }
        journal.start_again();
        journal.keep(world.ledger());
        self.faults.set(Vec::new());
        self.throttle.set(Limits::default());
        self.codes.clear();
        self.bell.notify_one();
        true
    }
}
