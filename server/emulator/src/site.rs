//! What all requests share: the world behind its lock, its journal, clock, keys, faults and open sign-ins.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::{
    clock::Clock,
    faults::Faults,
    journal::Journal,
    keys::Keys,
    login::code::Codes,
    world::{World, effect::Cause},
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
    /// Authorization codes on their way.
    pub codes: Codes,
    /// Origins of the application.
    pub app_origins: Vec<String>,
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
            codes: Codes::default(),
            app_origins,
        }))
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
        journal.append(world.ledger().get(before..).unwrap_or_default());
        result
    }

    /// Starts again from a named seed, without faults and open sign-ins. False when there is no such seed.
    pub fn reset(&self, cause: &Cause, seed: &str) -> bool {
        let mut kept = self.kept();
        let (world, journal) = &mut *kept;
        if !world.reseed(cause, seed) {
            return false;
        }
        journal.start_again();
        journal.append(world.ledger());
        self.faults.set(Vec::new());
        self.codes.clear();
        true
    }
}
