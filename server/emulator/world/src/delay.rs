//! Settings and roles that have effect only some time after they were changed ("Troubleshoot common issues with B2B collaboration").

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

/// What was there before a change, and how long it still counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Earlier<T> {
    /// The change has effect from this moment on.
    #[serde(with = "time::serde::rfc3339")]
    pub until: OffsetDateTime,
    /// What counts until then.
    pub value: T,
}

/// What counts at a moment: the oldest that is still in force, else the present one.
fn at<'a, T>(earlier: &'a [Earlier<T>], present: &'a T, now: OffsetDateTime) -> &'a T {
    earlier.iter().find(|one| now < one.until).map_or(present, |one| &one.value)
}

/// Notes what a change replaces. Without a delay everything has effect at once, earlier changes too.
fn note<T>(earlier: &mut Vec<Earlier<T>>, replaced: T, minutes: u32, now: OffsetDateTime) {
    earlier.retain(|one| now < one.until);
    if minutes == 0 {
        earlier.clear();
    } else {
        let until = now + Duration::minutes(minutes.into());
        // A delay that was shortened meanwhile must not let an older value outlive a newer one.
        for one in earlier.iter_mut() {
            one.until = one.until.min(until);
        }
        earlier.push(Earlier { until, value: replaced });
    }
}

impl Tenant {
    /// The policy as far as it has effect by now. Invitations and guests' access go by it.
    pub fn policy_at(&self, now: OffsetDateTime) -> &Policy {
        at(&self.earlier_policies, &self.policy, now)
    }

    /// Takes a policy over.
    pub(super) fn change_policy(&mut self, policy: Policy, now: OffsetDateTime) {
        let minutes = policy.settings_delay_minutes;
        let replaced = std::mem::replace(&mut self.policy, policy);
        note(&mut self.earlier_policies, replaced, minutes, now);
    }
}

impl World {
    /// Changes the directory roles of a user, which has effect after the delay of its tenant.
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
    /// The directory roles that count by now.
    pub fn roles_at(&self, now: OffsetDateTime) -> &[Uuid] {
        at::<Vec<Uuid>>(&self.earlier_roles, &self.directory_roles, now)
    }

    /// The same user with only the directory roles that count by now.
    #[must_use]
    pub fn with_roles_at(mut self, now: OffsetDateTime) -> Self {
        self.directory_roles = self.roles_at(now).to_vec();
        self
    }

    /// Takes directory roles over.
    fn change_roles(&mut self, roles: Vec<Uuid>, minutes: u32, now: OffsetDateTime) {
        let replaced = std::mem::replace(&mut self.directory_roles, roles);
        note(&mut self.earlier_roles, replaced, minutes, now);
    }
}
