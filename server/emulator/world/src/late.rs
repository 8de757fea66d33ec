//! Late visibility: a new object is not seen by every API at once ("Directory replication delay", "Limitations of Microsoft Entra B2B
//! collaboration"). What is not said for one API is what reads have; references to users come a little later still.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::{
    World,
    effect::{Cause, Effect},
    ids::{TenantId, UserId},
    policy::Policy,
    user::User,
};

/// An API that sees objects in its own time.
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
    /// How much later than reads this API sees an object when nothing is said for it.
    const fn behind_reads(self) -> Duration {
        match self {
            Self::Read | Self::List | Self::Update => Duration::ZERO,
            Self::GroupReference | Self::AppRole => Duration::milliseconds(300),
        }
    }
}

/// How long after its creation an object is not seen, in milliseconds; none: as long as the tenant's `visibilityLagMs`, and 300 more for
/// groups and app roles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct VisibilityLag {
    /// By reads of one user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_ms: Option<u32>,
    /// By lists and filters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list_ms: Option<u32>,
    /// By group membership.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_reference_ms: Option<u32>,
    /// By application role assignment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_role_ms: Option<u32>,
    /// By changes.
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
    /// Whether this API sees the object at this time.
    pub fn is_visible_to(&self, api: Api, now: OffsetDateTime) -> bool {
        self.visible_at(api) <= now
    }

    /// From when on this API sees the object.
    pub fn visible_at(&self, api: Api) -> OffsetDateTime {
        match self.visibility.of(api) {
            Some(lag) => self.created + Duration::milliseconds(lag.into()),
            None => self.visible_from + api.behind_reads(),
        }
    }

    /// Lets each API see this new object in the time that the policy gives it.
    pub(super) fn replicate(&mut self, policy: &Policy) {
        self.visible_from = self.created + Duration::milliseconds(policy.visibility_lag_ms.into());
        self.visibility = policy.visibility;
    }
}

impl World {
    /// Lets each API see a user in its own time. False when there is no such user.
    pub fn delay_visibility(
        &mut self,
        cause: &Cause,
        tenant: TenantId,
        user: UserId,
        visibility: VisibilityLag,
    ) -> bool {
        let known = self.tenant(tenant).is_some_and(|directory| directory.user(user).is_some());
        if known {
            self.record(cause, Effect::VisibilityDelayed { tenant, user, visibility });
        }
        known
    }

    /// Loses a user: made, answered for, and never found again. False when there is no such user.
    pub fn lose_user(&mut self, cause: &Cause, tenant: TenantId, user: UserId) -> bool {
        let known = self.tenant(tenant).is_some_and(|directory| directory.user(user).is_some());
        if known {
            self.record(cause, Effect::UserLost { tenant, user });
        }
        known
    }
}
