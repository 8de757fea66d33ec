//! A tenant, or additions to one.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use time::OffsetDateTime;
use toml::Spanned;
use world::{
    entitlement::Entitlement, ids::TenantId, policy::Policy, seed::Seed, tenant::Tenant, users::Users,
};

use super::{
    TenantBuilder,
    application::AppRoleEntry,
    group,
    package::PackageEntry,
    person::{self, PersonEntry},
    role::CustomRoleEntry,
    role_assignment::RoleAssignmentEntry,
};
use crate::seed::error::SeedIssue;

/// A new tenant has a name and domains. An addition to a tenant of the extended seed has its id and what is added.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct TenantEntry {
    pub(super) id: Spanned<TenantId>,
    display_name: Option<String>,
    #[serde(default)]
    domains: Vec<String>,
    /// `<name>.onmicrosoft.com`.
    initial_domain: Option<String>,
    #[serde(default)]
    group_addresses: Vec<String>,
    /// Addresses of mail contacts.
    #[serde(default)]
    contacts: Vec<String>,
    /// Changes of the default policy, with the names of `PATCH /_emulator/directory`.
    policy: Option<Spanned<toml::Table>>,
    #[serde(default)]
    people: Vec<PersonEntry>,
    #[serde(default)]
    groups: Vec<group::GroupEntry>,
    #[serde(default)]
    units: Vec<group::UnitEntry>,
    #[serde(default)]
    custom_roles: Vec<CustomRoleEntry>,
    #[serde(default)]
    access_packages: Vec<PackageEntry>,
    #[serde(default)]
    app_role_assignments: Vec<AppRoleEntry>,
    #[serde(default)]
    role_assignments: Vec<RoleAssignmentEntry>,
}

impl TenantEntry {
    /// Adds everything but the assignments of app roles and directory roles, which need the applications.
    pub(super) fn add_to(&self, tenants: &mut Vec<Tenant>, created: OffsetDateTime) -> Result<(), SeedIssue> {
        let id = *self.id.as_ref();
        if !tenants.iter().any(|tenant| tenant.id == id) {
            tenants.push(self.begin()?);
        }
        let Some(tenant) = tenants.iter_mut().find(|tenant| tenant.id == id) else { return Ok(()) };
        tenant.group_addresses.extend(self.group_addresses.iter().cloned());
        tenant.contacts.extend(self.contacts.iter().map(|address| address.to_lowercase()));
        if let Some(changes) = &self.policy {
            tenant.policy = changed(&tenant.policy, changes.as_ref())
                .map_err(|what| SeedIssue::at(changes.span(), what))?;
        }
        let mut builder = TenantBuilder { tenant, created };
        person::add(&self.people, &mut builder)?;
        self.groups.iter().try_for_each(|group| group.add_to(&mut builder))?;
        self.units.iter().try_for_each(|unit| unit.add_to(&mut builder))?;
        let roles = self.custom_roles.iter().map(CustomRoleEntry::role).map(|role| (role.id, role));
        builder.tenant.custom_roles.extend(roles);
        self.access_packages.iter().try_for_each(|package| package.add_to(&mut builder))
    }

    /// Adds the assignments of app roles and directory roles.
    pub(super) fn assign(&self, seed: &mut Seed, created: OffsetDateTime) -> Result<(), SeedIssue> {
        let tenant = *self.id.as_ref();
        self.app_role_assignments.iter().try_for_each(|held| held.add_to(seed, tenant, created))?;
        self.role_assignments.iter().try_for_each(|held| held.add_to(seed, tenant))
    }

    /// An empty tenant.
    fn begin(&self) -> Result<Tenant, SeedIssue> {
        let (Some(name), Some(initial), false) =
            (&self.display_name, &self.initial_domain, self.domains.is_empty())
        else {
            let what = "a new tenant has a displayName, an initialDomain and domains";
            return Err(SeedIssue::at(self.id.span(), what));
        };
        Ok(Tenant {
            id: *self.id.as_ref(),
            display_name: name.clone(),
            domains: self.domains.clone(),
            initial_domain: initial.clone(),
            users: Users::default(),
            deleted: BTreeMap::new(),
            groups: BTreeMap::new(),
            group_addresses: Vec::new(),
            policy: Policy::default(),
            units: BTreeMap::new(),
            app_role_assignments: Vec::new(),
            custom_roles: BTreeMap::new(),
            scoped_roles: Vec::new(),
            entitlement: Entitlement::default(),
            subscriptions: BTreeMap::new(),
            earlier_policies: Vec::new(),
            contacts: BTreeSet::new(),
            unsubscribed: BTreeSet::new(),
        })
    }
}

fn changed(policy: &Policy, changes: &toml::Table) -> Result<Policy, String> {
    let mut whole = serde_json::to_value(policy).map_err(|error| error.to_string())?;
    let changes = serde_json::to_value(changes).map_err(|error| error.to_string())?;
    if let (Some(whole), serde_json::Value::Object(changes)) = (whole.as_object_mut(), changes) {
        whole.extend(changes);
    }
    let policy: Policy = serde_json::from_value(whole).map_err(|error| error.to_string())?;
    policy.validation_error().map_or(Ok(()), |issue| Err(issue.to_owned()))?;
    Ok(policy)
}
