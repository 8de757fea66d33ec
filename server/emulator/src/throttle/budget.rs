//! Throttling budgets, and what was spent of them.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use time::OffsetDateTime;
use world::ids::{AppId, TenantId, UserId};

use super::{
    limits::{Limit, Limits},
    window::Window,
};

/// A budget of an application, a tenant, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Budget {
    pub(super) kind: BudgetKind,
    pub(super) app: Option<AppId>,
    pub(super) tenant: Option<TenantId>,
}

/// The kind of a budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum BudgetKind {
    Invitations,
    Identity,
    IdentityWrites,
    Application,
    ApplicationWrites,
    TenantWrites,
    Extensions,
    Global,
}

/// The result of charging a request.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Charged {
    /// The highest used share of the budgets; 1 is all of a budget.
    pub(super) used: f64,
    /// The exceeded budget, and how long until it allows the request.
    pub(super) overdrawn: Option<(BudgetKind, time::Duration)>,
}

/// An amount for one budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Charge {
    pub(super) budget: Budget,
    pub(super) limit: Limit,
    pub(super) amount: u32,
}

/// The limits and what was spent.
#[derive(Debug, Default)]
pub(crate) struct Throttle(Mutex<Spent>);

/// The limits, and what was spent of the budgets and of the mailboxes' own.
#[derive(Debug, Default)]
struct Spent {
    limits: Limits,
    budgets: HashMap<Budget, Window>,
    mailboxes: HashMap<(TenantId, UserId), Window>,
}

impl Throttle {
    fn kept(&self) -> MutexGuard<'_, Spent> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The limits.
    pub(crate) fn limits(&self) -> Limits {
        self.kept().limits.clone()
    }

    /// Sets the limits, and resets what was spent.
    pub(crate) fn set(&self, limits: Limits) {
        *self.kept() = Spent { limits, ..Spent::default() };
    }

    /// Charges a message to the mailbox of a user. How long until it may be sent, if not now.
    pub(crate) fn take_message(
        &self,
        now: OffsetDateTime,
        tenant: TenantId,
        user: UserId,
    ) -> Option<time::Duration> {
        let mut kept = self.kept();
        let limit = kept.limits.mailbox_messages;
        let counts = kept.limits.enabled;
        counts.then(|| kept.mailboxes.entry((tenant, user)).or_default().spend(now, limit, 1)).flatten()
    }

    /// Charges a request to its budgets. A refused request is charged as well.
    pub(super) fn charge(&self, now: OffsetDateTime, charges: &[Charge]) -> Charged {
        let mut kept = self.kept();
        let mut outcome = Charged { used: 0.0, overdrawn: None };
        for charge in charges {
            let window = kept.budgets.entry(charge.budget).or_default();
            let wait = window.spend(now, charge.limit, charge.amount);
            outcome.used = outcome.used.max(window.used(charge.limit));
            if let (Some(wait), None) = (wait, outcome.overdrawn) {
                outcome.overdrawn = Some((charge.budget.kind, wait));
            }
        }
        outcome
    }
}
