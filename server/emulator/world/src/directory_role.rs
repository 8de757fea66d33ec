//! Directory roles, built-in and custom, and their assignments ("unifiedRoleAssignment resource type").

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use uuid::{Uuid, uuid};

use super::{
    World,
    effect::{Effect, EventMeta},
    ids::{GroupId, TenantId, UnitId, UserId},
    tenant::{Tenant, role},
    user::User,
};

/// Groups Administrator.
pub const GROUPS_ADMINISTRATOR: Uuid = uuid!("fdd7a751-b60b-444a-984c-02652fe8fa1c");
/// Privileged Role Administrator.
pub const PRIVILEGED_ROLE_ADMINISTRATOR: Uuid = uuid!("e8611ab8-c189-46e8-94e1-60213ab1f814");
/// Cloud Application Administrator.
pub const CLOUD_APPLICATION_ADMINISTRATOR: Uuid = uuid!("158c047a-c907-4556-b7ef-446551a6b5f7");
/// Identity Governance Administrator.
pub const IDENTITY_GOVERNANCE_ADMINISTRATOR: Uuid = uuid!("45d8d3c5-c802-45c6-b32a-1d70b5e1e86e");

/// The built-in roles that the emulator knows ("Microsoft Entra built-in roles").
pub const BUILT_IN: [(Uuid, &str); 11] = [
    (role::GLOBAL_ADMINISTRATOR, "Global Administrator"),
    (role::USER_ADMINISTRATOR, "User Administrator"),
    (role::HELPDESK_ADMINISTRATOR, "Helpdesk Administrator"),
    (role::GUEST_INVITER, "Guest Inviter"),
    (role::DIRECTORY_READERS, "Directory Readers"),
    (role::MESSAGE_CENTER_READER, "Message Center Reader"),
    (role::REPORTS_READER, "Reports Reader"),
    (GROUPS_ADMINISTRATOR, "Groups Administrator"),
    (PRIVILEGED_ROLE_ADMINISTRATOR, "Privileged Role Administrator"),
    (CLOUD_APPLICATION_ADMINISTRATOR, "Cloud Application Administrator"),
    (IDENTITY_GOVERNANCE_ADMINISTRATOR, "Identity Governance Administrator"),
];

/// The display name of a built-in role; none for other roles.
pub fn name(role: Uuid) -> Option<&'static str> {
    BUILT_IN.iter().find(|(own, _)| *own == role).map(|(_, name)| *name)
}

/// The maximum number of custom roles of a tenant ("Microsoft Entra service limits and restrictions").
const MAX_CUSTOM_ROLES: usize = 100;

/// A custom role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomRole {
    /// Its id.
    pub id: Uuid,
    /// `displayName`.
    pub display_name: String,
    /// `description`.
    pub description: Option<String>,
    /// `isEnabled`: a disabled role allows nothing.
    pub enabled: bool,
    /// `allowedResourceActions`, e.g. `microsoft.directory/users/jobInfo/update`.
    pub actions: Vec<String>,
    /// `version`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// Where a role assignment applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Scope {
    /// In the whole directory (`/`).
    Directory,
    /// In an administrative unit.
    Unit(UnitId),
    /// On one object: a group, a service principal or an app registration ("Assign Microsoft Entra roles at different scopes").
    Object(Uuid),
}

/// An assignment of a directory role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleAssignment {
    /// A user or an application's service principal.
    pub principal: Uuid,
    /// Built-in or custom.
    pub role: Uuid,
    /// Where it applies.
    pub scope: Scope,
}

impl RoleAssignment {
    /// `id`: opaque, derived from the other properties.
    pub fn id(&self) -> String {
        let mut bytes = self.role.to_bytes_le().to_vec();
        bytes.extend(self.principal.to_bytes_le());
        match self.scope {
            Scope::Directory => {}
            Scope::Unit(UnitId(id)) | Scope::Object(id) => bytes.extend(id.to_bytes_le()),
        }
        format!("{}-1", URL_SAFE_NO_PAD.encode(bytes))
    }
}

/// Why a role is not defined or assigned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RoleRefused {
    /// The tenant has the maximum number of custom roles.
    #[error("too many custom roles")]
    TooMany,
    /// No such principal.
    #[error("no such principal: {0}")]
    NoPrincipal(Uuid),
    /// No such role.
    #[error("no such role: {0}")]
    NoRole(Uuid),
    /// No such unit or object.
    #[error("no such scope")]
    NoScope,
    /// The assignment, or a role of this id, exists already.
    #[error("there already")]
    Duplicate,
}

impl Tenant {
    /// Every role assignment: those that user objects store, then the others.
    pub fn role_assignments(&self) -> Vec<RoleAssignment> {
        let everywhere = self.users.values().flat_map(|user| {
            let held = user.directory_roles.iter();
            held.map(|&role| RoleAssignment { principal: user.id.0, role, scope: Scope::Directory })
        });
        everywhere.chain(self.scoped_roles.iter().copied()).collect()
    }

    /// Every role that a user holds: built-in or custom, in the whole directory or in a unit.
    pub fn roles_of(&self, user: &User) -> impl Iterator<Item = Uuid> {
        let id = user.id.0;
        let scoped = self.scoped_roles.iter().filter(move |held| held.principal == id);
        user.directory_roles.iter().copied().chain(scoped.map(|held| held.role))
    }
}

impl World {
    /// Creates a custom role, with this id unless it is zero.
    pub fn define_role(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        mut custom: CustomRole,
    ) -> Result<CustomRole, RoleRefused> {
        if self.tenant(tenant).is_none_or(|directory| directory.custom_roles.len() >= MAX_CUSTOM_ROLES) {
            return Err(RoleRefused::TooMany);
        }
        if self.is_role(tenant, custom.id) {
            return Err(RoleRefused::Duplicate);
        }
        if custom.id.is_nil() {
            custom.id = self.new_id();
        }
        self.append(meta, Effect::RoleDefined { tenant, role: Box::new(custom.clone()) });
        Ok(custom)
    }

    /// Assigns a role.
    pub fn assign_role(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        assignment: RoleAssignment,
    ) -> Result<(), RoleRefused> {
        let directory = self.tenant(tenant).ok_or(RoleRefused::NoScope)?;
        let RoleAssignment { principal, role, scope } = assignment;
        let application = self.service_principals(tenant).any(|own| own.service_principal == principal);
        if directory.user(UserId(principal)).is_none() && !application {
            return Err(RoleRefused::NoPrincipal(principal));
        }
        if !self.is_role(tenant, role) {
            return Err(RoleRefused::NoRole(role));
        }
        if !self.is_scope(directory, scope) {
            return Err(RoleRefused::NoScope);
        }
        if directory.role_assignments().contains(&assignment) {
            return Err(RoleRefused::Duplicate);
        }
        self.append(meta, Effect::RoleAssigned { tenant, assignment });
        Ok(())
    }

    fn is_role(&self, tenant: TenantId, role: Uuid) -> bool {
        let custom = self.tenant(tenant).is_some_and(|directory| directory.custom_roles.contains_key(&role));
        custom || name(role).is_some()
    }

    fn is_scope(&self, directory: &Tenant, scope: Scope) -> bool {
        match scope {
            Scope::Directory => true,
            Scope::Unit(unit) => directory.units.contains_key(&unit),
            Scope::Object(id) => {
                let mut applications = self.service_principals(directory.id);
                directory.groups.contains_key(&GroupId(id))
                    || applications.any(|own| own.object_ids().contains(&id))
            }
        }
    }

    /// Removes a role assignment. False when there is no such assignment.
    pub fn unassign_role(&mut self, meta: &EventMeta, tenant: TenantId, id: &str) -> bool {
        let held = self
            .tenant(tenant)
            .and_then(|directory| directory.role_assignments().into_iter().find(|held| held.id() == id));
        if let Some(assignment) = held {
            self.append(meta, Effect::RoleUnassigned { tenant, assignment });
        }
        held.is_some()
    }
}
