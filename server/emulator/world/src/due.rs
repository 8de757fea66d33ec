//! What the service does later by itself: rules of membership are processed, and requests for access move on. The emulator looks for what is
//! due before each call, on its own clock.

mod agenda;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use agenda::Agenda;
use agenda::Task;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    World,
    change::Kind,
    effect::{Actor, Cause, Effect, Entry},
    entitlement::RequestState,
    ids::{GroupId, TenantId, UnitId, UserId},
    membership::Member,
    rule::Rule,
    tenant::Tenant,
};

/// How long a guest stays, blocked, after the last access package ("Configure entitlement management settings").
pub(super) const STAY: Duration = Duration::days(30);

impl World {
    /// Notes what an effect will bring about.
    pub(super) fn foresee(&mut self, entry: &Entry) {
        let due = match &entry.effect {
            Effect::Seeded { .. } => {
                self.due.clear();
                None
            }
            Effect::AccessRequested { tenant, request } => {
                Some((*tenant, Task::Access(*tenant, request.id, request.state)))
            }
            Effect::AccessMoved { tenant, request, state: state @ RequestState::Delivering, .. } => {
                Some((*tenant, Task::Access(*tenant, *request, *state)))
            }
            Effect::AccessMoved {
                tenant, request, state: RequestState::Delivered, user: Some(user), ..
            } if self.takes_access_back(*tenant, *request) => Some((*tenant, Task::Leave(*tenant, *user))),
            Effect::GroupCreated { tenant, group } if group.rule.is_some() => {
                Some((*tenant, Task::Rules(*tenant, None)))
            }
            Effect::GroupChanged { tenant, changes, .. } if changes.rule.is_some() => {
                Some((*tenant, Task::Rules(*tenant, None)))
            }
            Effect::UnitCreated { tenant, unit } if unit.rule.is_some() => {
                Some((*tenant, Task::Rules(*tenant, None)))
            }
            effect => effect
                .touched()
                .filter(|touched| touched.kind == Kind::User && self.has_rules(touched.tenant))
                .map(|touched| (touched.tenant, Task::Rules(touched.tenant, Some(UserId(touched.id))))),
        };
        let Some((tenant, task)) = due else { return };
        let Some(policy) = self.tenant(tenant).map(|directory| &directory.policy) else { return };
        let lag = match task {
            Task::Rules(..) => Duration::milliseconds(policy.dynamic_membership_lag_ms.into()),
            Task::Access(..) => Duration::milliseconds(policy.access_request_step_ms.into()),
            Task::Leave(..) => STAY,
        };
        self.due.note(entry.at, lag, task);
    }

    fn has_rules(&self, tenant: TenantId) -> bool {
        self.tenant(tenant).is_some_and(|directory| {
            let groups = directory.groups.values().any(|group| group.rule.is_some());
            groups || directory.units.values().any(|unit| unit.rule.is_some())
        })
    }

    /// Forgets what was done before an entry of the journal: what came of it stands there too.
    pub(super) fn foreseen_until(&mut self, entry: &Entry) {
        self.due.forget_before(entry.at);
    }

    /// Whether there is something to do at this time.
    pub fn is_due(&self, now: OffsetDateTime) -> bool {
        self.due.is_due(now)
    }

    /// Does what is due, in its order, each at its own time.
    pub fn settle(&mut self, now: OffsetDateTime, request_id: Uuid) {
        while let Some((at, task)) = self.due.take(now) {
            let last = self.ledger().last().map_or(at, |entry| entry.at);
            let cause = Cause {
                now: at.max(last).min(now.max(at)),
                request_id,
                client_request_id: None,
                actor: Actor::default(),
            };
            match task {
                Task::Rules(tenant, user) => self.ask_rules(&cause, tenant, user),
                Task::Access(tenant, request, from) => self.move_request(&cause, tenant, request, from),
                Task::Leave(tenant, user) => self.delete_without_access(&cause, tenant, user),
            }
        }
    }

    fn ask_rules(&mut self, cause: &Cause, tenant: TenantId, user: Option<UserId>) {
        let Some(directory) = self.tenant(tenant) else { return };
        let differences = |rule: &Rule, members: &BTreeSet<UserId>| {
            let (taken, before) = match user {
                Some(id) => (
                    rule.takes(directory.user(id).into_iter()),
                    members.get(&id).copied().into_iter().collect(),
                ),
                None => (rule.takes(directory.users.values()), members.clone()),
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
            self.record(cause, Effect::MembersChanged { tenant, group, added, removed });
        }
        for (unit, (added, removed)) in units {
            self.record(cause, Effect::UnitMembersChanged { tenant, unit, added, removed });
        }
    }
}

impl Tenant {
    /// Lets every rule take in whom it describes, at once: how a seed begins. Rules of the same text are asked once.
    pub(super) fn follow_rules(&mut self) {
        let groups = self.groups.values().filter_map(|group| group.rule.as_ref());
        let units = self.units.values().filter_map(|unit| unit.rule.as_ref());
        let mut taken = BTreeMap::new();
        for rule in groups.chain(units).filter(|rule| rule.on) {
            taken.entry(rule.text.clone()).or_insert_with(|| rule.takes(self.users.values()));
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
