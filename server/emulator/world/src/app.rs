//! App registrations, and the permissions of Microsoft Graph that they may hold.

use serde::{Deserialize, Serialize};

use super::{
    app_role::AppRole,
    ids::{AppId, TenantId},
    optional_claim::OptionalClaim,
};

/// Microsoft Graph's own application id.
pub const GRAPH_APP_ID: AppId = AppId::of(0x0000_0003_0000_0000_c000_0000_0000_0000);

/// Whether a permission is delegated, an application permission, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PermissionHolder {
    /// Delegated: an application acts for the signed-in user.
    People,
    /// Application permission: an application acts without a user.
    Applications,
    /// Both kinds exist.
    Both,
}

/// The permissions this Graph knows.
const PERMISSIONS: [(&str, PermissionHolder); 41] = [
    ("openid", PermissionHolder::People),
    ("profile", PermissionHolder::People),
    ("email", PermissionHolder::People),
    ("offline_access", PermissionHolder::People),
    ("User.Read", PermissionHolder::People),
    ("User.ReadWrite", PermissionHolder::People),
    ("User.ReadBasic.All", PermissionHolder::Both),
    ("User.Read.All", PermissionHolder::Both),
    ("User.ReadWrite.All", PermissionHolder::Both),
    ("User.Invite.All", PermissionHolder::Both),
    ("User-Mail.ReadWrite.All", PermissionHolder::Both),
    ("User-Phone.ReadWrite.All", PermissionHolder::Both),
    ("User.EnableDisableAccount.All", PermissionHolder::Both),
    ("Directory.Read.All", PermissionHolder::Both),
    ("Directory.ReadWrite.All", PermissionHolder::Both),
    ("GroupMember.ReadWrite.All", PermissionHolder::Both),
    ("AppRoleAssignment.ReadWrite.All", PermissionHolder::Both),
    ("Application.Read.All", PermissionHolder::Both),
    ("AdministrativeUnit.Read.All", PermissionHolder::Both),
    ("AdministrativeUnit.ReadWrite.All", PermissionHolder::Both),
    ("CrossTenantInformation.ReadBasic.All", PermissionHolder::Both),
    ("EntitlementManagement.Read.All", PermissionHolder::Both),
    ("EntitlementManagement.ReadWrite.All", PermissionHolder::Both),
    ("EntitlementMgmt-SubjectAccess.ReadWrite", PermissionHolder::People),
    ("Group.Create", PermissionHolder::Applications),
    ("Group.Read.All", PermissionHolder::Both),
    ("Group.ReadWrite.All", PermissionHolder::Both),
    ("Group.ReadBasic.All", PermissionHolder::Both),
    ("GroupMember.Read.All", PermissionHolder::Both),
    ("GroupMember.ReadBasic.All", PermissionHolder::Both),
    ("Organization.Read.All", PermissionHolder::Both),
    ("Policy.Read.All", PermissionHolder::Both),
    ("Policy.ReadWrite.Authorization", PermissionHolder::Both),
    ("RoleManagement.Read.Directory", PermissionHolder::Both),
    ("RoleManagement.ReadWrite.Directory", PermissionHolder::Both),
    ("Policy.ReadWrite.AuthenticationFlows", PermissionHolder::Both),
    ("User.DeleteRestore.All", PermissionHolder::Both),
    ("User-PasswordProfile.ReadWrite.All", PermissionHolder::Both),
    ("User.ManageIdentities.All", PermissionHolder::Both),
    ("Application.ReadWrite.All", PermissionHolder::Both),
    ("AuditLog.Read.All", PermissionHolder::Both),
];

/// Delegated permissions this Graph knows.
pub fn delegated() -> impl Iterator<Item = &'static str> {
    PERMISSIONS.iter().filter(|(_, held)| *held != PermissionHolder::Applications).map(|(name, _)| *name)
}

/// Application permissions this Graph knows.
pub fn application() -> impl Iterator<Item = &'static str> {
    PERMISSIONS.iter().filter(|(_, held)| *held != PermissionHolder::People).map(|(name, _)| *name)
}

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
