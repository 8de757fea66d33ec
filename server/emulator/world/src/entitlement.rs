//! Access packages: what belongs together, and who asked for it ("accessPackage resource type", "accessPackageAssignmentRequest resource
//! type"). Where a request goes over time is in [`delivery`].

mod delivery;
mod wanted;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    World,
    effect::{Cause, Effect},
    ids::{AppId, GroupId, TenantId, UserId},
    tenant::Tenant,
};

/// What a tenant has of access packages.
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
    /// The assignment policies that one may ask under.
    pub policies: Vec<AccessPolicy>,
    /// What it gives.
    pub grants: Vec<Grant>,
    /// When it was made.
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
    /// Whether people ask for themselves.
    pub self_service: bool,
    /// Whether somebody has to approve what people ask for themselves.
    pub approval: bool,
}

/// A resource role of a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Grant {
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
    /// An administrator, or an application, assigns directly.
    AdminAdd,
    /// Somebody asks for themselves.
    UserAdd,
    /// An administrator takes back.
    AdminRemove,
    /// Somebody gives back.
    UserRemove,
}

/// `state` of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RequestState {
    /// Taken in.
    Submitted,
    /// Somebody has to approve.
    PendingApproval,
    /// On its way.
    Delivering,
    /// Done.
    Delivered,
    /// Could not be done.
    DeliveryFailed,
    /// Withdrawn before it was done.
    Canceled,
}

impl RequestState {
    /// Whether nothing more will happen.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Delivered | Self::DeliveryFailed | Self::Canceled)
    }
}

/// Who is to get the package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Target {
    /// A user of the tenant.
    User(UserId),
    /// Somebody who may not be in the directory yet.
    Address(String),
}

/// A request; once delivered it stands for the assignment, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessRequest {
    /// Its id.
    pub id: Uuid,
    /// What is asked.
    pub kind: RequestType,
    /// Id of the assignment that comes of it, or that is to go.
    pub assignment: Uuid,
    /// The package.
    pub package: Uuid,
    /// The policy.
    pub policy: Uuid,
    /// For whom.
    pub target: Target,
    /// How far it is.
    pub state: RequestState,
    /// `status`: why it stands where it does.
    pub status: String,
    /// The user that got the package, once there is one.
    pub user: Option<UserId>,
    /// Whether the assignment was taken back again.
    pub ended: bool,
    /// When it was asked.
    #[serde(with = "time::serde::rfc3339")]
    pub created: OffsetDateTime,
    /// When it ended, well or not.
    #[serde(with = "time::serde::rfc3339::option")]
    pub completed: Option<OffsetDateTime>,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessAsked {
    /// What.
    pub kind: RequestType,
    /// The assignment to take back.
    pub assignment: Option<Uuid>,
    /// The package to give.
    pub package: Option<Uuid>,
    /// Under this policy.
    pub policy: Option<Uuid>,
    /// To whom.
    pub target: Option<Target>,
}

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccessRefused {
    /// No such package, policy or assignment.
    #[error("no such {0}")]
    Unknown(&'static str),
    /// Somebody asked for another person, or under a policy that is not for them.
    #[error("not for this person")]
    NotAllowed,
    /// Nobody is named, or an address that cannot be one.
    #[error("no usable target")]
    NoTarget,
    /// Has it already, or has asked already.
    #[error("exists already")]
    Existing,
}

impl Tenant {
    /// Assignments that stand.
    pub fn access_assignments(&self) -> impl Iterator<Item = &AccessRequest> {
        self.entitlement.requests.iter().filter(|request| {
            !request.kind.takes_back() && request.state == RequestState::Delivered && !request.ended
        })
    }
}

impl World {
    /// Asks for a package, or gives one back.
    pub fn request_access(
        &mut self,
        cause: &Cause,
        tenant: TenantId,
        asked: &AccessAsked,
    ) -> Result<AccessRequest, AccessRefused> {
        let directory = self.tenant(tenant).ok_or(AccessRefused::Unknown("tenant"))?;
        let (assignment, package, policy, target) = match asked.kind {
            RequestType::AdminRemove | RequestType::UserRemove => wanted::held(directory, cause, asked)?,
            RequestType::AdminAdd | RequestType::UserAdd => self.wanted_access(directory, cause, asked)?,
        };
        let request = AccessRequest {
            id: self.new_id(),
            kind: asked.kind,
            assignment: assignment.unwrap_or_else(|| self.new_id()),
            package,
            policy,
            target,
            state: RequestState::Submitted,
            status: if asked.kind.takes_back() { "Removing" } else { "Accepted" }.to_owned(),
            user: None,
            ended: false,
            created: cause.now,
            completed: None,
        };
        self.record(cause, Effect::AccessRequested { tenant, request: Box::new(request.clone()) });
        Ok(request)
    }
}

impl World {
    /// Withdraws a request that nothing has come of yet. False when there is none.
    pub fn cancel_access(&mut self, cause: &Cause, tenant: TenantId, request: Uuid) -> bool {
        let open = self.tenant(tenant).is_some_and(|directory| {
            let found = directory.entitlement.requests.iter().find(|own| own.id == request);
            found.is_some_and(|own| {
                matches!(own.state, RequestState::Submitted | RequestState::PendingApproval)
            })
        });
        if open {
            let (state, status) = (RequestState::Canceled, "Canceled".to_owned());
            self.record(cause, Effect::AccessMoved { tenant, request, state, status, user: None });
        }
        open
    }
}
