//! The faults that are set.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use world::World;

use super::{effect::FaultEffect, fault::Fault, request_facts::RequestFacts};

const RECORD: FaultEffect = FaultEffect::Record { record: true };
const HOLD: FaultEffect = FaultEffect::Hold { hold: true };

/// What of a request has to be read for the faults that are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FactsNeeded {
    /// The caller.
    pub(crate) caller: bool,
    /// What it says.
    pub(crate) text: bool,
}

/// What the faults that are set do to a request.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    /// In the order in which they were set.
    pub(crate) list: Vec<FaultEffect>,
    /// The numbers of the faults that hold it.
    pub(crate) holds: Vec<u64>,
}

/// The faults that are set.
#[derive(Debug, Default)]
pub struct Faults {
    numbered: Mutex<NumberedFaults>,
    removals: Notify,
}

/// Faults in their order, each with a number that no other has or will have.
#[derive(Debug, Default)]
struct NumberedFaults {
    list: Vec<(u64, Fault)>,
    last: u64,
}

impl NumberedFaults {
    fn add(&mut self, fault: Fault) -> u64 {
        self.last += 1;
        self.list.push((self.last, fault));
        self.last
    }
}

impl Faults {
    fn kept(&self) -> MutexGuard<'_, NumberedFaults> {
        self.numbered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Replaces every fault.
    pub fn set(&self, faults: Vec<Fault>) {
        let mut kept = self.kept();
        kept.list.clear();
        for fault in faults {
            kept.add(fault);
        }
        self.removals.notify_waiters();
    }

    /// Adds a fault after the others; its number.
    pub fn add(&self, fault: Fault) -> u64 {
        self.kept().add(fault)
    }

    /// Takes the fault of this number away. False when there is none.
    pub fn remove(&self, number: u64) -> bool {
        let mut kept = self.kept();
        let before = kept.list.len();
        kept.list.retain(|(own, _)| *own != number);
        self.removals.notify_waiters();
        kept.list.len() < before
    }

    /// The faults that are set, with what is left of `skip` and `times`.
    pub fn list(&self) -> Vec<Fault> {
        self.kept().list.iter().map(|(_, fault)| fault.clone()).collect()
    }

    /// The same, with their numbers.
    pub(crate) fn numbered(&self) -> Vec<(u64, Fault)> {
        self.kept().list.clone()
    }

    /// What they want to know of a request; none when no fault is set.
    pub(crate) fn needed_facts(&self) -> Option<FactsNeeded> {
        let kept = self.kept();
        let reads = |fault: &Fault| {
            fault.on.target.is_some() || fault.on.contains.is_some() || fault.effect == RECORD
        };
        let text = kept.list.iter().any(|(_, fault)| reads(fault));
        let caller = kept.list.iter().any(|(_, fault)| fault.on.app.is_some());
        (!kept.list.is_empty()).then_some(FactsNeeded { caller, text: text || caller })
    }

    /// The effects on a request. Counts them.
    pub(crate) fn on(&self, world: &World, request_facts: &RequestFacts) -> Effects {
        let mut effects = Effects::default();
        for (number, fault) in &mut self.kept().list {
            if request_facts.fits(world, &fault.on) && fault.fires(request_facts.now) {
                if fault.effect == RECORD {
                    fault.recorded.push(request_facts.recorded());
                }
                if fault.effect == HOLD {
                    effects.holds.push(*number);
                }
                effects.list.push(fault.effect.clone());
            }
        }
        effects
    }

    /// Waits until none of the faults of these numbers is set.
    pub(crate) async fn removed(&self, numbers: &[u64]) {
        loop {
            // Before the look, so that no removal is missed between the two.
            let removal = self.removals.notified();
            if !self.kept().list.iter().any(|(own, _)| numbers.contains(own)) {
                return;
            }
            removal.await;
        }
    }
}
