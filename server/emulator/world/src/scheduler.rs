//! Tasks that the service does later without a request: it evaluates membership rules and advances access package requests. The emulator runs
//! the tasks that are due by its own clock before it handles a request.

mod task_queue;

use std::collections::{BTreeMap, BTreeSet};

use task_queue::Task;
pub(super) use task_queue::TaskQueue;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    World,
    change::ObjectKind,
    effect::{Actor, Effect, EventMeta, LedgerEntry},
    entitlement::RequestState,
    ids::{GroupId, TenantId, UnitId, UserId},
    membership::Member,
    rule::Rule,
    tenant::Tenant,
};

/// How long a guest stays, blocked, after losing the last access package ("Configure entitlement management settings").
pub(super) const GUEST_GRACE: Duration = Duration::days(30);

impl World {
    /// Schedules the task that follows from an effect, if any.
    pub(super) fn schedule_followups(&mut self, entry: &LedgerEntry) {
        let due = match &entry.effect {
            Effect::Seeded { .. } => {
                self.tasks.clear();
                None
            }
            Effect::AccessRequested { tenant, request } => {
                Some((*tenant, Task::AdvanceRequest(*tenant, request.id, request.state)))
            }
            Effect::AccessMoved { tenant, request, state: state @ RequestState::Delivering, .. } => {
                Some((*tenant, Task::AdvanceRequest(*tenant, *request, *state)))
            }
            Effect::AccessMoved {
                tenant, request, state: RequestState::Delivered, user: Some(user), ..
            } if self.is_removal_request(*tenant, *request) => {
                Some((*tenant, Task::DeleteGuest(*tenant, *user)))
            }
            Effect::GroupCreated { tenant, group } if group.rule.is_some() => {
                Some((*tenant, Task::EvaluateRules(*tenant, None)))
            }
            Effect::GroupChanged { tenant, changes, .. } if changes.rule.is_some() => {
                Some((*tenant, Task::EvaluateRules(*tenant, None)))
            }
            Effect::UnitCreated { tenant, unit } if unit.rule.is_some() => {
                Some((*tenant, Task::EvaluateRules(*tenant, None)))
            }
            effect => effect
                .object_change()
                .filter(|object_change| {
                    object_change.kind == ObjectKind::User && self.has_rules(object_change.tenant)
                })
                .map(|object_change| {
                    (
                        object_change.tenant,
                        Task::EvaluateRules(object_change.tenant, Some(UserId(object_change.id))),
                    )
                }),
        };
        let Some((tenant, task)) = due else { return };
        let Some(policy) = self.tenant(tenant).map(|directory| &directory.policy) else { return };
        let lag = match task {
            Task::EvaluateRules(..) => Duration::milliseconds(policy.dynamic_membership_lag_ms.into()),
            Task::AdvanceRequest(..) => Duration::milliseconds(policy.access_request_step_ms.into()),
            Task::DeleteGuest(..) => GUEST_GRACE,
        };
        self.tasks.schedule(entry.at, lag, task);
    }

    fn has_rules(&self, tenant: TenantId) -> bool {
        self.tenant(tenant).is_some_and(|directory| {
            let groups = directory.groups.values().any(|group| group.rule.is_some());
            groups || directory.units.values().any(|unit| unit.rule.is_some())
        })
    }

    /// Drops the tasks that were done before this entry of the journal was written: the journal has their effects too.
    pub(super) fn drop_done_before(&mut self, entry: &LedgerEntry) {
        self.tasks.drop_before(entry.at);
    }

    /// Whether a task is due at this time.
    pub fn is_due(&self, now: OffsetDateTime) -> bool {
        self.tasks.is_due(now)
    }

    /// Runs the tasks that are due, in order, each at its own time.
    pub fn run_due_tasks(&mut self, now: OffsetDateTime, request_id: Uuid) {
        while let Some((at, task)) = self.tasks.pop(now) {
            let last = self.ledger().last().map_or(at, |entry| entry.at);
            let meta = EventMeta {
                now: at.max(last).min(now.max(at)),
                request_id,
                client_request_id: None,
                actor: Actor::default(),
            };
            match task {
                Task::EvaluateRules(tenant, user) => self.evaluate_rules(&meta, tenant, user),
                Task::AdvanceRequest(tenant, request, from) => {
                    self.advance_request(&meta, tenant, request, from);
                }
                Task::DeleteGuest(tenant, user) => self.delete_without_access(&meta, tenant, user),
            }
        }
    }

    fn evaluate_rules(&mut self, meta: &EventMeta, tenant: TenantId, user: Option<UserId>) {
        let Some(directory) = self.tenant(tenant) else { return };
        let differences = |rule: &Rule, members: &BTreeSet<UserId>| {
            let (taken, before) = match user {
                Some(id) => (
                    rule.matching_users(directory.user(id).into_iter()),
                    members.get(&id).copied().into_iter().collect(),
                ),
                None => (rule.matching_users(directory.users.values()), members.clone()),
            };
            let added: Vec<_> = taken.difference(&before).copied().collect();
            let removed: Vec<_> = before.difference(&taken).copied().collect();
            (!added.is_empty() || !removed.is_empty()).then_some((added, removed))
        };
        let groups: Vec<(GroupId, _)> = directory
            .groups
            .values()
            .filter_map(|group| {
                let rule = group.rule.as_ref().filter(|rule| rule.on)?;
                differences(rule, &group.members).map(|found| (group.id, found))
            })
            .collect();
        let units: Vec<(UnitId, _)> = directory
            .units
            .values()
            .filter_map(|unit| {
                let rule = unit.rule.as_ref().filter(|rule| rule.on)?;
                differences(rule, &unit.members).map(|found| (unit.id, found))
            })
            .collect();
        for (group, (added, removed)) in groups {
            let member = |ids: Vec<UserId>| ids.into_iter().map(Member::User).collect();
            let (added, removed) = (member(added), member(removed));
            self.append(meta, Effect::MembersChanged { tenant, group, added, removed });
        }
        for (unit, (added, removed)) in units {
            self.append(meta, Effect::UnitMembersChanged { tenant, unit, added, removed });
        }
    }
}

impl Tenant {
    /// Evaluates all membership rules at once, for a new world. Rules with the same text are evaluated once.
    pub(super) fn apply_membership_rules(&mut self) {
        let groups = self.groups.values().filter_map(|group| group.rule.as_ref());
        let units = self.units.values().filter_map(|unit| unit.rule.as_ref());
        let mut taken = BTreeMap::new();
        for rule in groups.chain(units).filter(|rule| rule.on) {
            taken.entry(rule.text.clone()).or_insert_with(|| rule.matching_users(self.users.values()));
        }
        let of = |rule: &Rule| taken.get(&rule.text).filter(|_| rule.on).cloned();
        for group in self.groups.values_mut() {
            if let Some(members) = group.rule.as_ref().and_then(of) {
                group.members = members;
            }
        }
        for unit in self.units.values_mut() {
            if let Some(members) = unit.rule.as_ref().and_then(of) {
                unit.members = members;
            }
        }
    }
}
