//! What can happen to groups, administrative units, roles, access packages and subscriptions.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::Effect;
use crate::{
    app_role::AppRoleAssignment,
    directory_role::{CustomRole, RoleAssignment},
    entitlement::{AccessRequest, RequestState},
    group::GroupChanges,
    ids::{GroupId, TenantId, UnitId, UserId},
    membership::Member,
    subscription::Subscription,
    unit::Unit,
};

/// One such change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DirectoryEffect {
    /// Properties of a group were changed.
    GroupChanged {
        /// In this tenant.
        tenant: TenantId,
        /// The group.
        group: GroupId,
        /// The changes.
        changes: Box<GroupChanges>,
    },
    /// A group was deleted.
    GroupDeleted {
        /// In this tenant.
        tenant: TenantId,
        /// The group.
        group: GroupId,
    },
    /// Members of a group came and went.
    MembersChanged {
        /// In this tenant.
        tenant: TenantId,
        /// The group.
        group: GroupId,
        /// Who came.
        added: Vec<Member>,
        /// Who went.
        removed: Vec<Member>,
    },
    /// An administrative unit was made.
    UnitCreated {
        /// In this tenant.
        tenant: TenantId,
        /// The unit.
        unit: Box<Unit>,
    },
    /// An administrative unit was deleted, and with it what is scoped to it.
    UnitDeleted {
        /// In this tenant.
        tenant: TenantId,
        /// The unit.
        unit: UnitId,
    },
    /// Users of an administrative unit came and went.
    UnitMembersChanged {
        /// In this tenant.
        tenant: TenantId,
        /// The unit.
        unit: UnitId,
        /// Who came.
        added: Vec<UserId>,
        /// Who went.
        removed: Vec<UserId>,
    },
    /// An app role was assigned.
    AppRoleAssigned {
        /// In this tenant.
        tenant: TenantId,
        /// The assignment.
        assignment: Box<AppRoleAssignment>,
    },
    /// An app role was taken back.
    AppRoleUnassigned {
        /// In this tenant.
        tenant: TenantId,
        /// The assignment, by its number.
        assignment: Uuid,
    },
    /// A custom directory role was made.
    RoleDefined {
        /// In this tenant.
        tenant: TenantId,
        /// The role.
        role: Box<CustomRole>,
    },
    /// A directory role was assigned.
    RoleAssigned {
        /// In this tenant.
        tenant: TenantId,
        /// To whom, and where.
        assignment: RoleAssignment,
    },
    /// A directory role was taken back.
    RoleUnassigned {
        /// In this tenant.
        tenant: TenantId,
        /// From whom, and where.
        assignment: RoleAssignment,
    },
    /// Somebody asked for an access package, or gave one back.
    AccessRequested {
        /// In this tenant.
        tenant: TenantId,
        /// The request.
        request: Box<AccessRequest>,
    },
    /// A request for access went on.
    AccessMoved {
        /// In this tenant.
        tenant: TenantId,
        /// The request.
        request: Uuid,
        /// Where it is now.
        state: RequestState,
        /// Why.
        status: String,
        /// The user that has the package now, or had it.
        user: Option<UserId>,
    },
    /// Somebody subscribed to changes.
    Subscribed {
        /// In this tenant.
        tenant: TenantId,
        /// The subscription.
        subscription: Box<Subscription>,
    },
    /// A subscription was prolonged.
    SubscriptionRenewed {
        /// In this tenant.
        tenant: TenantId,
        /// The subscription.
        subscription: Uuid,
        /// Until when.
        #[serde(with = "time::serde::rfc3339")]
        expires: OffsetDateTime,
    },
    /// A subscription was ended.
    Unsubscribed {
        /// In this tenant.
        tenant: TenantId,
        /// The subscription.
        subscription: Uuid,
    },
}

impl From<DirectoryEffect> for Effect {
    fn from(effect: DirectoryEffect) -> Self {
        Self::Directory(effect)
    }
}
