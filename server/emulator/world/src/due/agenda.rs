//! What is to be done later, in the order of time.

use std::collections::BTreeMap;

use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{
    entitlement::RequestState,
    ids::{TenantId, UserId},
};

/// Something to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    /// Ask the rules of a tenant, about one user or about everybody.
    Rules(TenantId, Option<UserId>),
    /// Take a request for access further, from where it is.
    Access(TenantId, Uuid, RequestState),
    /// Delete a guest that came by a package and has none any more.
    Leave(TenantId, UserId),
}

/// When, and which of those at the same moment.
type Turn = (OffsetDateTime, u64);

/// All of it. It follows from the ledger, and doing something again changes nothing: so two worlds that differ in it are equal.
#[derive(Debug, Clone, Default)]
pub(crate) struct Agenda {
    tasks: BTreeMap<Turn, Task>,
    /// When the rules will be asked about whom.
    rules: BTreeMap<(TenantId, Option<UserId>), Turn>,
    noted: u64,
}

impl Agenda {
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Notes a task for a while after this moment. Rules that are asked about the same user before that will see what has changed by then.
    pub(super) fn note(&mut self, moment: OffsetDateTime, lag: Duration, task: Task) {
        self.noted += 1;
        let turn = (moment + lag, self.noted);
        if let Task::Rules(tenant, user) = task {
            match self.rules.get(&(tenant, user)) {
                Some((earlier, _)) if moment < *earlier && *earlier <= turn.0 => return,
                Some(other) => {
                    self.tasks.remove(other);
                }
                None => {}
            }
            self.rules.insert((tenant, user), turn);
        }
        self.tasks.insert(turn, task);
    }

    /// Whether there is something to do by now.
    pub(super) fn is_due(&self, now: OffsetDateTime) -> bool {
        self.tasks.first_key_value().is_some_and(|((at, _), _)| *at <= now)
    }

    /// What is due first by now.
    pub(super) fn take(&mut self, now: OffsetDateTime) -> Option<(OffsetDateTime, Task)> {
        let first = self.tasks.first_entry().filter(|first| first.key().0 <= now)?;
        let ((at, _), task) = first.remove_entry();
        if let Task::Rules(tenant, user) = task {
            self.rules.remove(&(tenant, user));
        }
        Some((at, task))
    }

    /// Forgets what was due before this moment.
    pub(super) fn forget_before(&mut self, moment: OffsetDateTime) {
        while let Some(first) = self.tasks.first_entry().filter(|first| first.key().0 < moment) {
            if let Task::Rules(tenant, user) = first.remove() {
                self.rules.remove(&(tenant, user));
            }
        }
    }

    /// How much there is to do.
    pub(crate) fn len(&self) -> usize {
        self.tasks.len()
    }
}
