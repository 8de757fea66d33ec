//! App registrations, and the assignments of their app roles.

use serde::Deserialize;
use time::OffsetDateTime;
use toml::Spanned;
use uuid::Uuid;
use world::{
    app::Client,
    app_role::{AppRole, AppRoleAssignment, Principal},
    graph_permission::{application, delegated},
    ids::{AppId, TenantId},
    optional_claim::OptionalClaim,
    seed::Seed,
};

use super::reference;
use crate::seed::error::SeedIssue;

/// The placeholder for each origin of the application (`--app`) in addresses.
const APP: &str = "{app}";
/// The placeholder for every permission.
const ALL: &str = "*";

/// An app registration, with an administrator's consent to its permissions.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "each field is named as in the registration")]
pub(super) struct Application {
    name: String,
    client_id: AppId,
    /// None: a public client.
    client_secret: Option<String>,
    /// The tenant that it is registered in; by default the one that people are invited into.
    tenant: Option<Spanned<TenantId>>,
    /// Object id of its service principal; by default derived from the client id.
    service_principal: Option<Uuid>,
    #[serde(default)]
    redirect_uris: Vec<String>,
    /// The front-channel logout URL.
    logout_url: Option<String>,
    #[serde(default)]
    delegated_scopes: Vec<Spanned<String>>,
    #[serde(default)]
    application_roles: Vec<Spanned<String>>,
    #[serde(default)]
    optional_claims: Vec<OptionalClaim>,
    #[serde(default)]
    app_roles: Vec<AppRole>,
}

impl Application {
    pub(super) fn client(&self, seed: &Seed, app_origins: &[String]) -> Result<Client, SeedIssue> {
        let tenant_id = self.tenant.as_ref().map_or(seed.resource, |tenant| *tenant.as_ref());
        if let Some(tenant) = &self.tenant
            && !seed.tenants.iter().any(|known| known.id == tenant_id)
        {
            return Err(SeedIssue::at(tenant.span(), "there is no such tenant"));
        }
        Ok(Client {
            name: self.name.clone(),
            client_id: self.client_id,
            client_secret: self.client_secret.clone(),
            tenant_id,
            redirect_uris: addresses(&self.redirect_uris, app_origins),
            delegated_scopes: permissions(&self.delegated_scopes, &delegated().collect::<Vec<_>>())?,
            application_roles: permissions(&self.application_roles, &application().collect::<Vec<_>>())?,
            logout_url: addresses(self.logout_url.as_slice(), app_origins).into_iter().next(),
            service_principal: self.service_principal.unwrap_or_else(|| service_principal_id(self.client_id)),
            optional_claims: self.optional_claims.clone(),
            app_roles: self.app_roles.clone(),
        })
    }
}

/// The default object id of a service principal, derived from the client id.
fn service_principal_id(app: AppId) -> Uuid {
    Uuid::from_u128(app.0.as_u128() ^ (1 << 65))
}

/// The addresses; one with the placeholder becomes one for each origin.
fn addresses(wanted: &[String], app_origins: &[String]) -> Vec<String> {
    let (of_app, others): (Vec<_>, Vec<_>) = wanted.iter().partition(|address| address.contains(APP));
    let at = |origin: &String| of_app.iter().map(|address| address.replace(APP, origin)).collect::<Vec<_>>();
    app_origins.iter().flat_map(at).chain(others.into_iter().cloned()).collect()
}

fn permissions(wanted: &[Spanned<String>], known: &[&str]) -> Result<Vec<String>, SeedIssue> {
    if wanted.iter().any(|permission| permission.as_ref() == ALL) {
        return Ok(known.iter().map(|&permission| permission.to_owned()).collect());
    }
    let checked = |permission: &Spanned<String>| {
        let name = permission.as_ref();
        let unknown =
            || SeedIssue::at(permission.span(), format_args!("'{name}' is no permission of this kind"));
        known.contains(&name.as_str()).then(|| name.clone()).ok_or_else(unknown)
    };
    wanted.iter().map(checked).collect()
}

/// An app role assignment.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct AppRoleEntry {
    id: Uuid,
    /// The application's name.
    application: Spanned<String>,
    /// The role's value.
    role: Spanned<String>,
    /// A user, or:
    user: Option<Spanned<String>>,
    /// a group.
    group: Option<Spanned<String>>,
}

impl AppRoleEntry {
    pub(super) fn add_to(
        &self,
        seed: &mut Seed,
        tenant: TenantId,
        created: OffsetDateTime,
    ) -> Result<(), SeedIssue> {
        let (application, value) = (self.application.as_ref(), self.role.as_ref());
        let client = seed.clients.iter().find(|client| client.name == *application);
        let client =
            client.ok_or_else(|| SeedIssue::at(self.application.span(), "there is no such application"))?;
        let role = client.app_roles.iter().find(|role| role.value == *value);
        let missing =
            || SeedIssue::at(self.role.span(), format_args!("'{application}' declares no such role"));
        let (resource, role) = (client.client_id, role.ok_or_else(missing)?.id);
        let Some(tenant) = seed.tenants.iter_mut().find(|own| own.id == tenant) else { return Ok(()) };
        let principal = match (&self.user, &self.group) {
            (Some(user), None) => Principal::User(reference::user(tenant, user)?),
            (None, Some(group)) => Principal::Group(reference::group(tenant, group)?),
            _ => return Err(SeedIssue::at(self.role.span(), "a user holds a role, or a group does")),
        };
        tenant.app_role_assignments.push(AppRoleAssignment {
            number: self.id,
            principal,
            resource,
            role,
            created,
        });
        Ok(())
    }
}
