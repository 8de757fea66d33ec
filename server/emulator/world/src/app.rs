//! App registrations.

use serde::{Deserialize, Serialize};

use super::{
    app_role::AppRole,
    ids::{AppId, TenantId},
    optional_claim::OptionalClaim,
};

/// Microsoft Graph's own application id.
pub const GRAPH_APP_ID: AppId = AppId::of(0x0000_0003_0000_0000_c000_0000_0000_0000);

/// An app registration with its service principal and what an administrator has consented to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Client {
    /// Its name.
    pub name: String,
    /// Its client id.
    pub client_id: AppId,
    /// Its secret; none for a public client.
    pub client_secret: Option<String>,
    /// The tenant it is registered in.
    pub tenant_id: TenantId,
    /// Where sign-in and sign-out may redirect to.
    pub redirect_uris: Vec<String>,
    /// Delegated permissions of Graph with admin consent.
    pub delegated_scopes: Vec<String>,
    /// Application permissions of Graph with admin consent.
    pub application_roles: Vec<String>,
    /// The front-channel logout URL.
    #[serde(skip)]
    pub logout_url: Option<String>,
    /// Object id of its service principal.
    #[serde(skip, default = "nobody")]
    pub service_principal: uuid::Uuid,
    /// Optional claims of its ID tokens.
    #[serde(skip)]
    pub optional_claims: Vec<OptionalClaim>,
    /// The app roles that it declares.
    #[serde(skip)]
    pub app_roles: Vec<AppRole>,
}

fn nobody() -> uuid::Uuid {
    uuid::Uuid::nil()
}

impl Client {
    /// Object id of the registration itself ("application resource type": `id`). It differs from the client id and from the service principal's
    /// object id.
    pub fn object_id(&self) -> uuid::Uuid {
        uuid::Uuid::from_u128(self.client_id.0.as_u128() ^ (1 << 64))
    }

    /// Object ids of its service principal and of its registration. A role that is scoped to either counts for both. Unverified for the latter.
    pub fn object_ids(&self) -> [uuid::Uuid; 2] {
        [self.service_principal, self.object_id()]
    }

    /// Whether sign-in or sign-out may redirect to `uri`: exactly as registered, but any port on `http://localhost`
    /// ("Redirect URI restrictions and limitations", Entra documentation).
    pub fn may_return_to(&self, uri: &str) -> bool {
        is_registered(&self.redirect_uris, uri)
    }
}

/// Whether an address is among the registered ones.
pub(super) fn is_registered(registered: &[String], uri: &str) -> bool {
    let wanted = without_localhost_port(uri);
    registered.iter().any(|registered| without_localhost_port(registered) == wanted)
}

/// `http://localhost:1234/a` as `http://localhost/a`. Other addresses keep their port; an address without a path gets `/`.
fn without_localhost_port(uri: &str) -> String {
    let with_path = match uri.split_once("://") {
        Some((_, rest)) if !rest.contains('/') => format!("{uri}/"),
        _ => uri.to_owned(),
    };
    let Some(rest) = with_path.strip_prefix("http://localhost:") else { return with_path };
    let path = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    if path.starts_with('/') { format!("http://localhost{path}") } else { with_path }
}
