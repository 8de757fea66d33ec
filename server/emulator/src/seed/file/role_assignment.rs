//! Assignments of custom roles, and of built-in ones where they count in a part of the directory only.

use serde::Deserialize;
use toml::Spanned;
use uuid::Uuid;
use world::{
    directory_role::{BUILT_IN, RoleAssignment, Scope},
    ids::TenantId,
    seed::Seed,
    tenant::Tenant,
};

use super::reference;
use crate::seed::error::SeedIssue;

/// A role assignment ("unifiedRoleAssignment resource type"). Without a scope it counts in the whole directory.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct RoleAssignmentEntry {
    /// The role's display name or id.
    role: Spanned<String>,
    /// The application that holds it, by name, or:
    application: Option<Spanned<String>>,
    /// the user that holds it.
    user: Option<Spanned<String>>,
    /// The unit, the group or the application that it is for.
    unit: Option<Spanned<String>>,
    group: Option<Spanned<String>>,
    of_application: Option<Spanned<String>>,
}

impl RoleAssignmentEntry {
    pub(super) fn add_to(&self, seed: &mut Seed, tenant: TenantId) -> Result<(), SeedIssue> {
        let Some(directory) = seed.tenants.iter().find(|own| own.id == tenant) else { return Ok(()) };
        let held = RoleAssignment {
            principal: self.principal(seed, directory)?,
            role: self.role(directory)?,
            scope: self.scope(seed, directory)?,
        };
        let by_person = self.user.is_some() && held.scope == Scope::Directory;
        if by_person && !directory.custom_roles.contains_key(&held.role) {
            return Err(self.wrong("a person's built-in roles stand in directoryRoles"));
        }
        if let Some(directory) = seed.tenants.iter_mut().find(|own| own.id == tenant) {
            directory.scoped_roles.push(held);
        }
        Ok(())
    }

    fn wrong(&self, what: &str) -> SeedIssue {
        SeedIssue::at(self.role.span(), what)
    }

    fn role(&self, tenant: &Tenant) -> Result<Uuid, SeedIssue> {
        let name = self.role.as_ref();
        let own = tenant.custom_roles.values().map(|role| (role.id, role.display_name.as_str()));
        let mut all = BUILT_IN.into_iter().chain(own);
        let found = all.find(|(id, own)| own == name || id.to_string() == *name);
        found.map(|(id, _)| id).ok_or_else(|| self.wrong(&format!("there is no role '{name}'")))
    }

    fn principal(&self, seed: &Seed, tenant: &Tenant) -> Result<Uuid, SeedIssue> {
        match (&self.application, &self.user) {
            (Some(application), None) => service_principal(seed, tenant, application),
            (None, Some(user)) => Ok(reference::user(tenant, user)?.0),
            _ => Err(self.wrong("an application holds a role, or a user does")),
        }
    }

    fn scope(&self, seed: &Seed, tenant: &Tenant) -> Result<Scope, SeedIssue> {
        match (&self.unit, &self.group, &self.of_application) {
            (None, None, None) => Ok(Scope::Directory),
            (Some(unit), None, None) => Ok(Scope::Unit(reference::unit(tenant, unit)?)),
            (None, Some(group), None) => Ok(Scope::Object(reference::group(tenant, group)?.0)),
            (None, None, Some(name)) => Ok(Scope::Object(service_principal(seed, tenant, name)?)),
            _ => Err(self.wrong("a role is for a unit, for a group or for an application")),
        }
    }
}

/// The object id of an application's service principal in the tenant.
fn service_principal(seed: &Seed, tenant: &Tenant, name: &Spanned<String>) -> Result<Uuid, SeedIssue> {
    let client = seed.clients.iter().find(|client| client.name == *name.as_ref());
    let missing = || SeedIssue::at(name.span(), "there is no such application");
    client.map(|client| client.in_tenant(tenant.id).service_principal).ok_or_else(missing)
}
