//! The scheduled tasks, in the order of time.

use std::collections::BTreeMap;

use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{
    entitlement::RequestState,
    ids::{TenantId, UserId},
};

/// A scheduled task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    /// Evaluate the membership rules of a tenant, for one user or for all.
    EvaluateRules(TenantId, Option<UserId>),
    /// Advance an access package request from this state.
    AdvanceRequest(TenantId, Uuid, RequestState),
    /// Delete a guest that came by an access package and has none any more.
    DeleteGuest(TenantId, UserId),
}

/// When the task is due, and its number, which orders tasks of the same moment.
type TaskKey = (OffsetDateTime, u64);

/// All scheduled tasks. They follow from the ledger, and running a task twice changes nothing; therefore equality of worlds ignores them.
#[derive(Debug, Clone, Default)]
pub(crate) struct TaskQueue {
    tasks: BTreeMap<TaskKey, Task>,
    /// The scheduled evaluation of rules for each user, or for all users of a tenant.
    rules: BTreeMap<(TenantId, Option<UserId>), TaskKey>,
    scheduled: u64,
}

impl TaskQueue {
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Schedules a task `lag` after this moment. An evaluation of rules for the same user that is already scheduled is kept if it comes early
    /// enough, because it will see the change too.
    pub(super) fn schedule(&mut self, moment: OffsetDateTime, lag: Duration, task: Task) {
        self.scheduled += 1;
        let key = (moment + lag, self.scheduled);
        if let Task::EvaluateRules(tenant, user) = task {
            match self.rules.get(&(tenant, user)) {
                Some((earlier, _)) if moment < *earlier && *earlier <= key.0 => return,
                Some(other) => {
                    self.tasks.remove(other);
                }
                None => {}
            }
            self.rules.insert((tenant, user), key);
        }
        self.tasks.insert(key, task);
    }

    /// Whether a task is due.
    pub(super) fn is_due(&self, now: OffsetDateTime) -> bool {
        self.tasks.first_key_value().is_some_and(|((at, _), _)| *at <= now)
    }

    /// Takes out the task that was due first.
    pub(super) fn pop(&mut self, now: OffsetDateTime) -> Option<(OffsetDateTime, Task)> {
        let first = self.tasks.first_entry().filter(|first| first.key().0 <= now)?;
        let ((at, _), task) = first.remove_entry();
        if let Task::EvaluateRules(tenant, user) = task {
            self.rules.remove(&(tenant, user));
        }
        Some((at, task))
    }

    /// Drops the tasks that were due before this moment.
    pub(super) fn drop_before(&mut self, moment: OffsetDateTime) {
        while let Some(first) = self.tasks.first_entry().filter(|first| first.key().0 < moment) {
            if let Task::EvaluateRules(tenant, user) = first.remove() {
                self.rules.remove(&(tenant, user));
            }
        }
    }

    /// The number of tasks.
    pub(crate) fn len(&self) -> usize {
        self.tasks.len()
    }
}
