//! Access packages and the requests for them ("accessPackage resource type", "accessPackageAssignmentRequest resource type"). How the state of a
//! request changes over time is in [`delivery`].

mod delivery;
mod resolve;
mod self_service;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    World,
    directory_role::IDENTITY_GOVERNANCE_ADMINISTRATOR,
    effect::{Effect, EventMeta},
    ids::{AppId, GroupId, TenantId, UserId},
    tenant::{Tenant, role},
};

/// Roles that manage access packages, and decide about requests for them.
pub const ADMINISTRATORS: [Uuid; 2] = [role::GLOBAL_ADMINISTRATOR, IDENTITY_GOVERNANCE_ADMINISTRATOR];

/// The access packages of a tenant and the requests for them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Entitlement {
    /// The packages.
    pub packages: BTreeMap<Uuid, AccessPackage>,
    /// Requests, oldest first.
    pub requests: Vec<AccessRequest>,
}

/// An access package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessPackage {
    /// Its id.
    pub id: Uuid,
    /// `displayName`.
    pub display_name: String,
    /// `description`.
    pub description: String,
    /// The assignment policies under which it can be requested.
    pub policies: Vec<AccessPolicy>,
    /// The resource roles that it gives.
    pub grants: Vec<ResourceRole>,
    /// When it was created.
    #[serde(with = "time::serde::rfc3339")]
    pub created: OffsetDateTime,
}

/// An assignment policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessPolicy {
    /// Its id.
    pub id: Uuid,
    /// `displayName`.
    pub display_name: String,
    /// Whether users may request the package for themselves.
    pub self_service: bool,
    /// Whether a request needs approval, by the user or by an administrator ("View, add, and remove assignments for an access package").
    pub approval: bool,
}

/// A resource role of a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ResourceRole {
    /// Membership of a group.
    Group(GroupId),
    /// An app role.
    AppRole {
        /// The application.
        app: AppId,
        /// The role.
        role: Uuid,
    },
}

/// `requestType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RequestType {
    /// An administrator or an application assigns the package directly.
    AdminAdd,
    /// A user requests the package.
    UserAdd,
    /// An administrator or an application removes the assignment.
    AdminRemove,
    /// A user gives up the assignment.
    UserRemove,
}

/// `state` of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RequestState {
    /// Accepted for processing.
    Submitted,
    /// Waiting for approval.
    PendingApproval,
    /// The resource roles are being given or removed.
    Delivering,
    /// Completed.
    Delivered,
    /// It failed.
    DeliveryFailed,
    /// It was cancelled before delivery.
    Canceled,
    /// It was not approved.
    Denied,
}

impl RequestState {
    /// Whether the state will not change any more.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Delivered | Self::DeliveryFailed | Self::Canceled | Self::Denied)
    }
}

/// Who gets the package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AccessTarget {
    /// A user of the tenant.
    User(UserId),
    /// The owner of an address, who may not be in the directory yet.
    Address(String),
}

/// A request. Once delivered, it also represents the assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessRequest {
    /// Its id.
    pub id: Uuid,
    /// What is requested.
    pub kind: RequestType,
    /// Id of the assignment that the request creates or removes.
    pub assignment: Uuid,
    /// The package.
    pub package: Uuid,
    /// The policy.
    pub policy: Uuid,
    /// Who gets or loses the package.
    pub target: AccessTarget,
    /// The state.
    pub state: RequestState,
    /// `status`: the reason for the state.
    pub status: String,
    /// The user that got the package, once there is one.
    pub user: Option<UserId>,
    /// Whether the assignment was removed.
    pub ended: bool,
    /// When it was requested.
    #[serde(with = "time::serde::rfc3339")]
    pub created: OffsetDateTime,
    /// When it reached its final state.
    #[serde(with = "time::serde::rfc3339::option")]
    pub completed: Option<OffsetDateTime>,
}

/// The input of a new request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccessRequest {
    /// What is requested.
    pub kind: RequestType,
    /// The assignment to remove.
    pub assignment: Option<Uuid>,
    /// The package to assign.
    pub package: Option<Uuid>,
    /// The assignment policy; the package's first one when none is given.
    pub policy: Option<Uuid>,
    /// Who gets the package. It may be left out where users request it for themselves.
    pub target: Option<AccessTarget>,
}

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccessRefused {
    /// No such package, policy or assignment.
    #[error("no such {0}")]
    Unknown(&'static str),
    /// The caller requested it for another user, or under a policy without self-service.
    #[error("not for this person")]
    NotAllowed,
    /// The target is missing or malformed.
    #[error("no usable target")]
    NoTarget,
    /// The target already has the package, or an open request for it.
    #[error("exists already")]
    Existing,
}

impl Tenant {
    /// The assignments in force.
    pub fn access_assignments(&self) -> impl Iterator<Item = &AccessRequest> {
        self.entitlement.requests.iter().filter(|request| {
            !request.kind.is_removal() && request.state == RequestState::Delivered && !request.ended
        })
    }
}

impl World {
    /// Creates a request for a package or for the removal of an assignment.
    pub fn request_access(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        new_request: &NewAccessRequest,
    ) -> Result<AccessRequest, AccessRefused> {
        let directory = self.tenant(tenant).ok_or(AccessRefused::Unknown("tenant"))?;
        let resolved = match new_request.kind {
            RequestType::AdminRemove | RequestType::UserRemove => {
                resolve::resolve_removal(directory, meta, new_request)?
            }
            RequestType::AdminAdd | RequestType::UserAdd => {
                self.resolve_addition(directory, meta, new_request)?
            }
        };
        Ok(self.accept_request(meta, tenant, new_request.kind, resolved))
    }

    /// Records a request that was validated.
    fn accept_request(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        kind: RequestType,
        (assignment, package, policy, target): resolve::ResolvedRequest,
    ) -> AccessRequest {
        let request = AccessRequest {
            id: self.new_id(),
            kind,
            assignment: assignment.unwrap_or_else(|| self.new_id()),
            package,
            policy,
            target,
            state: RequestState::Submitted,
            status: if kind.is_removal() { "Removing" } else { "Accepted" }.to_owned(),
            user: None,
            ended: false,
            created: meta.now,
            completed: None,
        };
        self.append(meta, Effect::AccessRequested { tenant, request: Box::new(request.clone()) });
        request
    }
}

impl World {
    /// Cancels a request that is not delivered yet. False when there is none.
    pub fn cancel_access(&mut self, meta: &EventMeta, tenant: TenantId, request: Uuid) -> bool {
        let open = self.tenant(tenant).is_some_and(|directory| {
            let found = directory.entitlement.requests.iter().find(|own| own.id == request);
            found.is_some_and(|own| {
                matches!(own.state, RequestState::Submitted | RequestState::PendingApproval)
            })
        });
        if open {
            let (state, status) = (RequestState::Canceled, "Canceled".to_owned());
            self.append(meta, Effect::AccessMoved { tenant, request, state, status, user: None });
        }
        open
    }
}
