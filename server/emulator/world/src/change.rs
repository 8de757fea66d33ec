//! Which object an effect changed. Delta queries and change notifications are made from this.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{effect::Effect, ids::TenantId};

/// Kinds of objects whose changes can be tracked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ObjectKind {
    /// Users.
    User,
    /// Groups.
    Group,
}

/// What happened to an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Change {
    /// It was created.
    Created,
    /// It was changed.
    Updated,
    /// It was deleted.
    Deleted,
}

/// An object that an effect changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObjectChange {
    /// In this tenant.
    pub tenant: TenantId,
    /// A user or a group.
    pub kind: ObjectKind,
    /// Its object id.
    pub id: Uuid,
    /// What happened to it.
    pub change: Change,
    /// The `changeType` that subscribers are notified of.
    pub notified_as: Change,
}

impl Effect {
    /// The user or group that this effect changed, if any.
    pub fn object_change(&self) -> Option<ObjectChange> {
        let object_change = |tenant: &TenantId, kind, id: Uuid, change: Change| {
            let notified_as = self.notified_as(change);
            ObjectChange { tenant: *tenant, kind, id, change, notified_as }
        };
        let user = |tenant: &TenantId, id: Uuid, change| object_change(tenant, ObjectKind::User, id, change);
        let group =
            |tenant: &TenantId, id: Uuid, change| object_change(tenant, ObjectKind::Group, id, change);
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

    /// The `changeType` that subscribers are notified of for users and groups ("subscription resource type"): `updated` when an object is created,
    /// changed or deleted but restorable, `deleted` when it is gone for good, and never `created`.
    fn notified_as(&self, change: Change) -> Change {
        match change {
            Change::Created | Change::Updated => Change::Updated,
            Change::Deleted if matches!(self, Self::UserDeleted { .. }) => Change::Updated,
            Change::Deleted => Change::Deleted,
        }
    }
}
