//! Policies and directory roles take effect only some time after a change ("Troubleshoot common issues with B2B collaboration").

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    World,
    ids::{TenantId, UserId},
    policy::Policy,
    tenant::Tenant,
    user::User,
};

/// The value before a change, and how long it stays in effect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreviousValue<T> {
    /// When the change takes effect.
    #[serde(with = "time::serde::rfc3339")]
    pub until: OffsetDateTime,
    /// The value in effect until then.
    pub value: T,
}

/// The value in effect at a moment: the oldest previous value that has not expired, else the present one.
fn effective_value<'a, T>(earlier: &'a [PreviousValue<T>], present: &'a T, now: OffsetDateTime) -> &'a T {
    earlier.iter().find(|one| now < one.until).map_or(present, |one| &one.value)
}

/// Keeps the value that a change replaces. Without a delay all changes take effect at once, earlier ones too.
fn keep_previous<T>(earlier: &mut Vec<PreviousValue<T>>, replaced: T, minutes: u32, now: OffsetDateTime) {
    earlier.retain(|one| now < one.until);
    if minutes == 0 {
        earlier.clear();
    } else {
        let until = now + Duration::minutes(minutes.into());
        // After the delay was shortened, an older value must not outlive a newer one.
        for one in earlier.iter_mut() {
            one.until = one.until.min(until);
        }
        earlier.push(PreviousValue { until, value: replaced });
    }
}

impl Tenant {
    /// The policy in effect at this time. Invitations and guests' access follow it.
    pub fn policy_at(&self, now: OffsetDateTime) -> &Policy {
        effective_value(&self.earlier_policies, &self.policy, now)
    }

    /// Replaces the policy; the change takes effect after the policy's delay.
    pub(super) fn replace_policy(&mut self, policy: Policy, now: OffsetDateTime) {
        let minutes = policy.settings_delay_minutes;
        let replaced = std::mem::replace(&mut self.policy, policy);
        keep_previous(&mut self.earlier_policies, replaced, minutes, now);
    }
}

impl World {
    /// Changes the directory roles of a user; the change takes effect after the tenant's delay.
    pub(super) fn change_roles(
        &mut self,
        at: OffsetDateTime,
        tenant: TenantId,
        user: UserId,
        change: impl FnOnce(&mut Vec<Uuid>),
    ) {
        let directory = self.tenant(tenant);
        let minutes = directory.map_or(0, |directory| directory.policy.roles_delay_minutes);
        self.change_user(tenant, user, |user| {
            let mut roles = user.directory_roles.clone();
            change(&mut roles);
            user.change_roles(roles, minutes, at);
        });
    }
}

impl User {
    /// The directory roles in effect at this time.
    pub fn roles_at(&self, now: OffsetDateTime) -> &[Uuid] {
        effective_value::<Vec<Uuid>>(&self.earlier_roles, &self.directory_roles, now)
    }

    /// The same user with only the directory roles in effect at this time.
    #[must_use]
    pub fn with_roles_at(mut self, now: OffsetDateTime) -> Self {
        self.directory_roles = self.roles_at(now).to_vec();
        self
    }

    /// Replaces the directory roles; the change takes effect after the delay.
    fn change_roles(&mut self, roles: Vec<Uuid>, minutes: u32, now: OffsetDateTime) {
        let replaced = std::mem::replace(&mut self.directory_roles, roles);
        keep_previous(&mut self.earlier_roles, replaced, minutes, now);
    }
}
