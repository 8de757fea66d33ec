//! App roles: the roles that applications declare, and their assignments ("appRoleAssignment resource type").

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    World,
    app::Client,
    effect::{Effect, EventMeta},
    ids::{AppId, GroupId, PrincipalId, TenantId, UserId},
    tenant::Tenant,
    visibility_lag::Api,
};

/// The role of an application that declares none.
pub const DEFAULT_ROLE: Uuid = Uuid::nil();

/// Assignments that one principal may hold ("Microsoft Entra service limits and restrictions").
const MAX_ASSIGNMENTS: usize = 1500;

/// An app role that an application declares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AppRole {
    /// Its id.
    pub id: Uuid,
    /// `value`, as tokens show it.
    pub value: String,
    /// `displayName`.
    pub display_name: String,
    /// Whether applications may hold it as well as users (`allowedMemberTypes`).
    #[serde(default)]
    pub for_applications: bool,
}

/// Who holds an app role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Principal {
    /// A user.
    User(UserId),
    /// The direct members of a group.
    Group(GroupId),
    /// An application.
    ServicePrincipal(PrincipalId),
}

impl Principal {
    /// Its object id.
    pub const fn id(self) -> Uuid {
        match self {
            Self::User(id) => id.0,
            Self::Group(id) => id.0,
            Self::ServicePrincipal(id) => id.0,
        }
    }
}

/// An assignment of an app role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppRoleAssignment {
    /// Half of its id; the other half is the principal's.
    pub number: Uuid,
    /// Who holds the role.
    pub principal: Principal,
    /// The application that declares the role.
    pub resource: AppId,
    /// The role.
    pub role: Uuid,
    /// When it was assigned.
    #[serde(with = "time::serde::rfc3339")]
    pub created: OffsetDateTime,
}

impl AppRoleAssignment {
    /// `id`: opaque, not a GUID.
    pub fn id(&self) -> String {
        let mut bytes = self.principal.id().to_bytes_le().to_vec();
        bytes.extend(self.number.to_bytes_le());
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

/// Why an assignment is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AssignmentRefused {
    /// No such principal, or the service does not see it yet.
    #[error("not a valid reference")]
    NotVisible,
    /// No such application in the tenant.
    #[error("no such service principal: {0}")]
    NoResource(Uuid),
    /// The application does not declare the role, or not for such a principal.
    #[error("no such app role: {0}")]
    NoRole(Uuid),
    /// The principal already holds the role.
    #[error("assigned already")]
    Duplicate,
    /// The principal holds the maximum number of app roles.
    #[error("too many assignments")]
    TooMany,
}

impl Tenant {
    /// The principal with this id, if app roles may be assigned to it.
    fn principal(&self, world: &World, id: Uuid, now: OffsetDateTime) -> Option<Principal> {
        if self.groups.contains_key(&GroupId(id)) {
            return Some(Principal::Group(GroupId(id)));
        }
        if world.service_principals(self.id).any(|own| own.service_principal == id) {
            return Some(Principal::ServicePrincipal(PrincipalId(id)));
        }
        let user = self.user(UserId(id))?;
        user.is_visible_to(Api::AppRole, now).then_some(Principal::User(user.id))
    }

    /// The assignments that give a user roles of an application: direct ones, and those of groups that the user is a direct member of.
    fn assignments_of(&self, user: UserId, app: AppId) -> impl Iterator<Item = &AppRoleAssignment> {
        let holds = move |principal: Principal| match principal {
            Principal::User(own) => own == user,
            Principal::Group(group) => {
                self.groups.get(&group).is_some_and(|group| group.members.contains(&user))
            }
            Principal::ServicePrincipal(_) => false,
        };
        self.app_role_assignments.iter().filter(move |held| held.resource == app && holds(held.principal))
    }
}

impl World {
    /// The app roles that an application declares.
    pub fn app_roles(&self, client: &Client) -> Vec<AppRole> {
        let mut roles = client.app_roles.clone();
        roles.extend(self.registration(client.client_id).app_roles);
        roles
    }

    /// The values of the roles that a user holds in an application, as its tokens show them.
    pub fn app_role_values(&self, client: &Client, tenant: TenantId, user: UserId) -> Vec<String> {
        let Some(directory) = self.tenant(tenant) else { return Vec::new() };
        let declared = self.app_roles(client);
        let mut values: Vec<String> = directory
            .assignments_of(user, client.client_id)
            .filter_map(|held| declared.iter().find(|role| role.id == held.role))
            .map(|role| role.value.clone())
            .collect();
        values.sort();
        values.dedup();
        values
    }

    /// Whether a user is assigned to an application, whatever the role.
    pub fn is_assigned(&self, client: &Client, tenant: TenantId, user: UserId) -> bool {
        let directory = self.tenant(tenant);
        directory.is_some_and(|directory| directory.assignments_of(user, client.client_id).next().is_some())
    }

    /// Assigns an app role.
    pub fn assign_app_role(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        principal: Uuid,
        resource: PrincipalId,
        role: Uuid,
    ) -> Result<AppRoleAssignment, AssignmentRefused> {
        let directory = self.tenant(tenant).ok_or(AssignmentRefused::NotVisible)?;
        let client = self
            .service_principals(tenant)
            .find(|own| own.service_principal == resource.0)
            .ok_or(AssignmentRefused::NoResource(resource.0))?;
        let principal =
            directory.principal(self, principal, meta.now).ok_or(AssignmentRefused::NotVisible)?;
        let declared = self.app_roles(&client);
        let for_application = matches!(principal, Principal::ServicePrincipal(_));
        let fits = if role == DEFAULT_ROLE {
            declared.iter().all(|role| role.for_applications) && !for_application
        } else {
            declared.iter().any(|known| known.id == role && (known.for_applications || !for_application))
        };
        if !fits {
            return Err(AssignmentRefused::NoRole(role));
        }
        let held = directory.app_role_assignments.iter().filter(|held| held.principal == principal);
        if held.clone().any(|held| held.resource == client.client_id && held.role == role) {
            return Err(AssignmentRefused::Duplicate);
        }
        if held.count() >= MAX_ASSIGNMENTS {
            return Err(AssignmentRefused::TooMany);
        }
        let resource = client.client_id;
        let assignment =
            AppRoleAssignment { number: self.new_id(), principal, resource, role, created: meta.now };
        self.append(meta, Effect::AppRoleAssigned { tenant, assignment: Box::new(assignment.clone()) });
        Ok(assignment)
    }

    /// Removes an app role assignment. False when there is no such assignment.
    pub fn unassign_app_role(&mut self, meta: &EventMeta, tenant: TenantId, id: &str) -> bool {
        let held = self.tenant(tenant).and_then(|directory| {
            directory.app_role_assignments.iter().find(|held| held.id() == id).map(|held| held.number)
        });
        if let Some(assignment) = held {
            self.append(meta, Effect::AppRoleUnassigned { tenant, assignment });
        }
        held.is_some()
    }
}
