//! Faults as data: which requests, when, what happens.

mod after;
mod answer;
mod effect;
mod family;
mod layer;
mod lost;
mod meeting;
mod path;
pub(crate) mod preset;
mod schedule;
#[cfg(test)]
mod tests;

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

pub use effect::{BadToken, FaultEffect, Garble, Shape, Throttled};
pub use family::Family;
pub(crate) use layer::interfere;
pub(crate) use meeting::Meeting;
pub(crate) use path::fits;

use crate::world::World;

/// A fault: which requests it meets, when, and what happens to them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Which requests.
    pub on: FaultOn,
    /// What happens.
    pub effect: FaultEffect,
    /// How many requests it meets; none: every one.
    #[serde(default)]
    pub times: Option<u32>,
    /// How many matching requests pass first.
    #[serde(default)]
    pub skip: u32,
    /// Only every so manieth matching request; none: each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<u32>,
    /// Not before this moment of the emulator's clock.
    #[serde(default, with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    pub from: Option<OffsetDateTime>,
    /// Only before this moment of the emulator's clock.
    #[serde(default, with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    pub until: Option<OffsetDateTime>,
    /// How likely it is, between 0 and 1; none: certain. The same seed gives the same run of luck.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// What the luck begins with.
    #[serde(default)]
    pub seed: u64,
    /// How many matching requests it has seen, those not counted that it let pass by `skip`.
    #[serde(default)]
    pub met: u32,
    /// How many of them it struck.
    #[serde(default)]
    pub fired: u32,
}

/// Which requests a fault meets. All that is named has to fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultOn {
    /// The method; none: any.
    #[serde(default)]
    pub method: Option<String>,
    /// The path without query; `*` stands for anything within a segment, `**` for anything. Without one and without a part it is all of Graph,
    /// of Entra ID and of redemption.
    #[serde(default = "anywhere")]
    pub path: String,
    /// One of the API's parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<Family>,
    /// The calling application, by name or client id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app: Option<String>,
    /// Whom the request is about: a user's id, principal name or address, in path, query or body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// A text in path, query or body, e.g. `grant_type=refresh_token`; upper and lower case are the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contains: Option<String>,
}

/// The path of a fault that names none.
const ANYWHERE: &str = "**";

fn anywhere() -> String {
    ANYWHERE.to_owned()
}

/// What of a request has to be read for the faults that are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Curiosity {
    /// Who calls.
    pub(crate) caller: bool,
    /// What it says.
    pub(crate) text: bool,
}

/// The faults that are set.
#[derive(Debug, Default)]
pub struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    fn kept(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Replaces every fault.
    pub fn set(&self, faults: Vec<Fault>) {
        *self.kept() = faults;
    }

    /// Adds a fault after the others.
    pub fn add(&self, fault: Fault) {
        self.kept().push(fault);
    }

    /// Takes the fault at this place away. False when there is none.
    pub fn remove(&self, place: usize) -> bool {
        let mut kept = self.kept();
        let there = place < kept.len();
        if there {
            kept.remove(place);
        }
        there
    }

    /// The faults that are set, with what is left of `skip` and `times`.
    pub fn list(&self) -> Vec<Fault> {
        self.kept().clone()
    }

    /// What they want to know of a request; none when no fault is set.
    pub(crate) fn curiosity(&self) -> Option<Curiosity> {
        let kept = self.kept();
        let text = kept.iter().any(|fault| fault.on.target.is_some() || fault.on.contains.is_some());
        let caller = kept.iter().any(|fault| fault.on.app.is_some());
        (!kept.is_empty()).then_some(Curiosity { caller, text: text || caller })
    }

    /// The effects on a request, in the order in which they were set. Counts them.
    pub(crate) fn on(&self, world: &World, meeting: &Meeting) -> Vec<FaultEffect> {
        let mut effects = Vec::new();
        for fault in self.kept().iter_mut() {
            if meeting.fits(world, &fault.on) && fault.fires(meeting.now) {
                effects.push(fault.effect.clone());
            }
        }
        effects
    }
}
