//! Visibility lag: a new object is not visible to every API at once ("Directory replication delay", "Limitations of Microsoft Entra B2B
//! collaboration"). An API without a lag of its own has that of reads; references to users come a little later.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::{
    World,
    effect::{Effect, EventMeta},
    ids::{TenantId, UserId},
    policy::Policy,
    user::User,
};

/// An API with its own visibility lag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Api {
    /// Reading a user by id or name.
    Read,
    /// Lists and filters of users: a separate index.
    List,
    /// Adding a user to a group or an administrative unit.
    GroupReference,
    /// Assigning an application role.
    AppRole,
    /// Changing a user.
    Update,
}

impl Api {
    /// How much later than reads this API sees an object, when it has no lag of its own.
    const fn delay_after_reads(self) -> Duration {
        match self {
            Self::Read | Self::List | Self::Update => Duration::ZERO,
            Self::GroupReference | Self::AppRole => Duration::milliseconds(300),
        }
    }
}

/// How long after its creation an object is not visible, in milliseconds. Without a value it is the tenant's `visibilityLagMs`, and 300 more for
/// groups and app roles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct VisibilityLag {
    /// To reads of one user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_ms: Option<u32>,
    /// To lists and filters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list_ms: Option<u32>,
    /// To group membership.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_reference_ms: Option<u32>,
    /// To application role assignment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_role_ms: Option<u32>,
    /// To updates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_ms: Option<u32>,
}

impl VisibilityLag {
    const fn of(&self, api: Api) -> Option<u32> {
        match api {
            Api::Read => self.read_ms,
            Api::List => self.list_ms,
            Api::GroupReference => self.group_reference_ms,
            Api::AppRole => self.app_role_ms,
            Api::Update => self.update_ms,
        }
    }
}

impl User {
    /// Whether the object is visible to this API at this time.
    pub fn is_visible_to(&self, api: Api, now: OffsetDateTime) -> bool {
        self.visible_at(api) <= now
    }

    /// When the object becomes visible to this API.
    pub fn visible_at(&self, api: Api) -> OffsetDateTime {
        match self.visibility.of(api) {
            Some(lag) => self.created + Duration::milliseconds(lag.into()),
            None => self.visible_from + api.delay_after_reads(),
        }
    }

    /// Gives this new object the visibility lag of the policy.
    pub(super) fn apply_visibility_lag(&mut self, policy: &Policy) {
        self.visible_from = self.created + Duration::milliseconds(policy.visibility_lag_ms.into());
        self.visibility = policy.visibility;
    }
}

impl World {
    /// Sets the visibility lag of a user. False when there is no such user.
    pub fn delay_visibility(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        user: UserId,
        visibility: VisibilityLag,
    ) -> bool {
        let known = self.tenant(tenant).is_some_and(|directory| directory.user(user).is_some());
        if known {
            self.append(meta, Effect::VisibilityDelayed { tenant, user, visibility });
        }
        known
    }

    /// Removes a user without a trace, as if it had never been created. False when there is no such user.
    pub fn lose_user(&mut self, meta: &EventMeta, tenant: TenantId, user: UserId) -> bool {
        let known = self.tenant(tenant).is_some_and(|directory| directory.user(user).is_some());
        if known {
            self.append(meta, Effect::UserLost { tenant, user });
        }
        known
    }
}
