//! Faults as data: where, what, how often.

mod layer;
mod path;
#[cfg(test)]
mod tests;

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use layer::interfere;
pub(crate) use path::fits;

/// A fault: which requests it meets, and what happens to them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
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
}

/// Which requests a fault meets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultOn {
    /// The method; none: any.
    #[serde(default)]
    pub method: Option<String>,
    /// The path without query; `*` stands for anything within a segment, `**` for anything.
    pub path: String,
}

/// What a fault does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum FaultEffect {
    /// Answers instead of the emulator, in the error shape of the address that was asked.
    Answer {
        /// HTTP status.
        status: u16,
        /// Error code, e.g. `TooManyRequests`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
        /// Error message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<String>,
        /// The whole body instead: text as it is, anything else as JSON.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body: Option<Value>,
        /// More headers, e.g. `Retry-After`.
        #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
        headers: std::collections::BTreeMap<String, String>,
    },
    /// Refuses as Entra ID does, with this `AADSTS` number.
    Entra {
        /// The number, e.g. 50196.
        aadsts: u32,
    },
    /// Performs the request this much later, in milliseconds.
    Delay {
        /// Milliseconds.
        delay_ms: u64,
    },
    /// Cuts the connection without performing the request.
    Drop {
        /// True.
        drop: bool,
    },
    /// Performs the request, then cuts the connection.
    DropAfter {
        /// True.
        drop_after: bool,
    },
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

    /// The faults that are set, with what is left of `skip` and `times`.
    pub fn list(&self) -> Vec<Fault> {
        self.kept().clone()
    }

    /// The effects on a request, in the order in which they were set. Counts them.
    pub fn on(&self, method: &str, path: &str) -> Vec<FaultEffect> {
        let mut effects = Vec::new();
        for fault in self.kept().iter_mut() {
            let any_method = fault.on.method.as_deref().is_none_or(|on| on == "*");
            let method_fits =
                any_method || fault.on.method.as_deref().is_some_and(|on| on.eq_ignore_ascii_case(method));
            if !method_fits || fault.times == Some(0) || !path::fits(&fault.on.path, path) {
                continue;
            }
            if fault.skip > 0 {
                fault.skip -= 1;
                continue;
            }
            fault.times = fault.times.map(|times| times - 1);
            effects.push(fault.effect.clone());
        }
        effects
    }
}
