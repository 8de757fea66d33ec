//! Multi-tenant applications: each tenant has its own service principal and its own consents ("Tenancy in Microsoft Entra ID").

use uuid::{Builder, Uuid};

use super::{
    World,
    account::Realm,
    app::{Client, GRAPH_APP_ID},
    ids::{AccountId, AppId, TenantId},
};

impl World {
    /// The home tenant of a work account; none for other accounts.
    pub fn home_of(&self, account: AccountId) -> Option<TenantId> {
        match self.account(account)?.realm {
            Realm::Entra(home) => Some(home),
            _ => None,
        }
    }

    /// The application with this client id, wherever it is registered.
    pub fn registered(&self, client_id: &str) -> Option<&Client> {
        self.clients().iter().find(|client| client.client_id.to_string().eq_ignore_ascii_case(client_id))
    }

    /// The application as it is in a tenant: one that is registered there, or a multi-tenant one.
    pub fn client_in(&self, tenant: TenantId, client_id: &str) -> Option<Client> {
        let client = self.registered(client_id)?;
        let anywhere = self.registration(client.client_id).sign_in_audience.is_of_several_tenants();
        (client.tenant_id == tenant || anywhere).then(|| client.in_tenant(tenant))
    }

    /// The applications with a service principal in a tenant, as they are there.
    pub fn service_principals(&self, tenant: TenantId) -> impl Iterator<Item = Client> {
        let here = self.clients().iter().filter(move |own| self.has_service_principal(tenant, own.client_id));
        here.map(move |own| own.in_tenant(tenant))
    }

    /// Whether the application has a service principal in the tenant: always in the tenant of its registration, elsewhere after the first consent.
    pub fn has_service_principal(&self, tenant: TenantId, app: AppId) -> bool {
        let at_home =
            self.clients().iter().any(|client| client.client_id == app && client.tenant_id == tenant);
        at_home || self.consents.iter().any(|(given_in, consent)| *given_in == tenant && consent.app == app)
    }
}

impl Client {
    /// The application as another tenant has it: with its own service principal, and without the consents of the tenant of its registration.
    #[must_use]
    pub fn in_tenant(&self, tenant: TenantId) -> Self {
        if tenant == self.tenant_id {
            return self.clone();
        }
        Self {
            tenant_id: tenant,
            delegated_scopes: Vec::new(),
            application_roles: Vec::new(),
            service_principal: derived_id(self.service_principal, tenant),
            ..self.clone()
        }
    }
}

impl TenantId {
    /// Object id of Microsoft Graph's own service principal in this tenant.
    pub fn graph_principal(self) -> Uuid {
        derived_id(GRAPH_APP_ID.0, self)
    }
}

/// An id derived from both ids.
fn derived_id(one: Uuid, tenant: TenantId) -> Uuid {
    let mixed = one.as_u128().rotate_left(64) ^ tenant.0.as_u128();
    Builder::from_random_bytes(mixed.to_be_bytes()).into_uuid()
}
