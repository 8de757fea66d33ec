//! Throttling ("Microsoft Graph throttling guidance", "Microsoft Graph service-specific throttling limits"): what each call costs, whose
//! budget pays, and what an overdrawn one answers. Windows slide on the emulator's clock.

mod cost;
mod layer;
mod limits;
mod refusal;
#[cfg(test)]
mod tests;
mod window;

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use time::OffsetDateTime;

use cost::Charge;
pub(crate) use layer::{caller_of, limit};
pub(crate) use limits::Limits;
use limits::RetryForm;
pub(crate) use refusal::{Refusal, RetryAfter};
use window::Window;

use crate::world::ids::{AppId, TenantId};

/// One budget: of what kind, and whose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Budget {
    kind: Kind,
    app: Option<AppId>,
    tenant: Option<TenantId>,
}

/// What a budget is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Invitations,
    Identity,
    IdentityWrites,
    Application,
    ApplicationWrites,
    TenantWrites,
    Extensions,
    Global,
}

/// What came of charging a call.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Charged {
    /// The most that any budget is used, 1 being all of it.
    used: f64,
    /// The budget that is overdrawn, and how long until it takes the call.
    overdrawn: Option<(Kind, time::Duration)>,
}

/// The limits and what was spent.
#[derive(Debug, Default)]
pub(crate) struct Throttle(Mutex<(Limits, HashMap<Budget, Window>)>);

impl Throttle {
    fn kept(&self) -> MutexGuard<'_, (Limits, HashMap<Budget, Window>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The limits.
    pub(crate) fn limits(&self) -> Limits {
        self.kept().0.clone()
    }

    /// Sets other limits, and forgets what was spent.
    pub(crate) fn set(&self, limits: Limits) {
        *self.kept() = (limits, HashMap::new());
    }

    /// Charges a call to its budgets. A refused call counts as well.
    fn charge(&self, now: OffsetDateTime, charges: &[Charge]) -> Charged {
        let mut kept = self.kept();
        let mut outcome = Charged { used: 0.0, overdrawn: None };
        for charge in charges {
            let window = kept.1.entry(charge.budget).or_default();
            let wait = window.spend(now, charge.limit, charge.amount);
            outcome.used = outcome.used.max(window.used(charge.limit));
            if let (Some(wait), None) = (wait, outcome.overdrawn) {
                outcome.overdrawn = Some((charge.budget.kind, wait));
            }
        }
        outcome
    }
}
