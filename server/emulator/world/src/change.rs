//! Which object an effect changed: what delta queries and change notifications are made of.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{effect::Effect, ids::TenantId};

/// Kinds of objects whose changes can be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// Users.
    User,
    /// Groups.
    Group,
}

/// What happened to an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Change {
    /// It came to be.
    Created,
    /// It is another one now.
    Updated,
    /// It is gone.
    Deleted,
}

/// An object that an effect changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touched {
    /// In this tenant.
    pub tenant: TenantId,
    /// A user or a group.
    pub kind: Kind,
    /// Its object id.
    pub id: Uuid,
    /// What happened to it.
    pub change: Change,
    /// What subscribers hear of it.
    pub told: Change,
}

impl Effect {
    /// The user or group that this effect changed, if any.
    pub fn touched(&self) -> Option<Touched> {
        let touched = |tenant: &TenantId, kind, id: Uuid, change: Change| {
            let told = self.told(change);
            Touched { tenant: *tenant, kind, id, change, told }
        };
        let user = |tenant: &TenantId, id: Uuid, change| touched(tenant, Kind::User, id, change);
        let group = |tenant: &TenantId, id: Uuid, change| touched(tenant, Kind::Group, id, change);
        Some(match self {
            Self::UserCreated { tenant, user: made } => user(tenant, made.id.0, Change::Created),
            Self::UserChanged { tenant, user: id, .. }
            | Self::RedemptionReset { tenant, user: id }
            | Self::Redeemed { tenant, user: id, .. }
            | Self::Converted { tenant, user: id }
            | Self::Synchronized { tenant, user: id, .. }
            | Self::UserRestored { tenant, user: id }
            | Self::SponsorsChanged { tenant, user: id, .. }
            | Self::ManagerChanged { tenant, user: id, .. }
            | Self::ExtensionWritten { tenant, user: id, .. }
            | Self::ExtensionRemoved { tenant, user: id, .. } => user(tenant, id.0, Change::Updated),
            Self::UserDeleted { tenant, user: id }
            | Self::UserLost { tenant, user: id }
            | Self::UserErased { tenant, user: id } => user(tenant, id.0, Change::Deleted),
            Self::GroupCreated { tenant, group: made } => group(tenant, made.id.0, Change::Created),
            Self::GroupChanged { tenant, group: id, .. } | Self::MembersChanged { tenant, group: id, .. } => {
                group(tenant, id.0, Change::Updated)
            }
            Self::GroupDeleted { tenant, group: id } => group(tenant, id.0, Change::Deleted),
            _ => return None,
        })
    }

    /// What subscribers hear of users and groups ("subscription resource type", `changeType`): `updated` when one is made, changed or deleted so
    /// that it can be restored, `deleted` when it is gone for good, and never `created`.
    fn told(&self, change: Change) -> Change {
        match change {
            Change::Created | Change::Updated => Change::Updated,
            Change::Deleted if matches!(self, Self::UserDeleted { .. }) => Change::Updated,
            Change::Deleted => Change::Deleted,
        }
    }
}
