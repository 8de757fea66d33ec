//! App registrations and the permissions of Microsoft Graph that they may hold.

use serde::{Deserialize, Serialize};

use super::{
    app_role::AppRole,
    ids::{AppId, TenantId},
    optional_claim::OptionalClaim,
};

/// Microsoft Graph's own application id.
pub const GRAPH_APP_ID: AppId = AppId::of(0x0000_0003_0000_0000_c000_0000_0000_0000);

/// Who can hold a permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HeldBy {
    /// An application for the person who uses it.
    People,
    /// An application by itself.
    Applications,
    /// Either.
    Both,
}

/// The permissions this Graph knows.
const PERMISSIONS: [(&str, HeldBy); 41] = [
    ("openid", HeldBy::People),
    ("profile", HeldBy::People),
    ("email", HeldBy::People),
    ("offline_access", HeldBy::People),
    ("User.Read", HeldBy::People),
    ("User.ReadWrite", HeldBy::People),
    ("User.ReadBasic.All", HeldBy::Both),
    ("User.Read.All", HeldBy::Both),
    ("User.ReadWrite.All", HeldBy::Both),
    ("User.Invite.All", HeldBy::Both),
    ("User-Mail.ReadWrite.All", HeldBy::Both),
    ("User-Phone.ReadWrite.All", HeldBy::Both),
    ("User.EnableDisableAccount.All", HeldBy::Both),
    ("Directory.Read.All", HeldBy::Both),
    ("Directory.ReadWrite.All", HeldBy::Both),
    ("GroupMember.ReadWrite.All", HeldBy::Both),
    ("AppRoleAssignment.ReadWrite.All", HeldBy::Both),
    ("Application.Read.All", HeldBy::Both),
    ("AdministrativeUnit.Read.All", HeldBy::Both),
    ("AdministrativeUnit.ReadWrite.All", HeldBy::Both),
    ("CrossTenantInformation.ReadBasic.All", HeldBy::Both),
    ("EntitlementManagement.Read.All", HeldBy::Both),
    ("EntitlementManagement.ReadWrite.All", HeldBy::Both),
    ("EntitlementMgmt-SubjectAccess.ReadWrite", HeldBy::People),
    ("Group.Create", HeldBy::Applications),
    ("Group.Read.All", HeldBy::Both),
    ("Group.ReadWrite.All", HeldBy::Both),
    ("Group.ReadBasic.All", HeldBy::Both),
    ("GroupMember.Read.All", HeldBy::Both),
    ("GroupMember.ReadBasic.All", HeldBy::Both),
    ("Organization.Read.All", HeldBy::Both),
    ("Policy.Read.All", HeldBy::Both),
    ("Policy.ReadWrite.Authorization", HeldBy::Both),
    ("RoleManagement.Read.Directory", HeldBy::Both),
    ("RoleManagement.ReadWrite.Directory", HeldBy::Both),
    ("Policy.ReadWrite.AuthenticationFlows", HeldBy::Both),
    ("User.DeleteRestore.All", HeldBy::Both),
    ("User-PasswordProfile.ReadWrite.All", HeldBy::Both),
    ("User.ManageIdentities.All", HeldBy::Both),
    ("Application.ReadWrite.All", HeldBy::Both),
    ("AuditLog.Read.All", HeldBy::Both),
];

/// Delegated permissions this Graph knows.
pub fn delegated() -> impl Iterator<Item = &'static str> {
    PERMISSIONS.iter().filter(|(_, held)| *held != HeldBy::Applications).map(|(name, _)| *name)
}

/// Application permissions this Graph knows.
pub fn application() -> impl Iterator<Item = &'static str> {
    PERMISSIONS.iter().filter(|(_, held)| *held != HeldBy::People).map(|(name, _)| *name)
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
    /// Where sign-in and sign-out may return to.
    pub redirect_uris: Vec<String>,
    /// Delegated permissions of Graph with admin consent.
    pub delegated_scopes: Vec<String>,
    /// Application permissions of Graph with admin consent.
    pub application_roles: Vec<String>,
    /// Where front-channel sign-out calls.
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
    /// Object id of the registration itself ("application resource type": `id`), which is neither its client id nor that of its service
    /// principal.
    pub fn object_id(&self) -> uuid::Uuid {
        uuid::Uuid::from_u128(self.client_id.0.as_u128() ^ (1 << 64))
    }

    /// Whether sign-in or sign-out may return to `uri`: exactly as registered, but any port on `http://localhost`
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

/// `http://localhost:1234/a` as `http://localhost/a`; anything else unchanged, but never without a path.
fn without_localhost_port(uri: &str) -> String {
    let with_path = match uri.split_once("://") {
        Some((_, rest)) if !rest.contains('/') => format!("{uri}/"),
        _ => uri.to_owned(),
    };
    let Some(rest) = with_path.strip_prefix("http://localhost:") else { return with_path };
    let path = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    if path.starts_with('/') { format!("http://localhost{path}") } else { with_path }
}
