//! The claims that Graph reads from its access tokens.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use world::ids::{AppId, TenantId};

/// How long before now tokens say that they were issued, in seconds: observed of the real service, which allows for clocks that are behind.
pub(crate) const BACKDATED: i64 = 300;

/// The audience of Graph's tokens.
pub const GRAPH_AUDIENCE: &str = "https://graph.microsoft.com";

/// The claims that Graph reads from an access token.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GraphClaims {
    /// Audience.
    pub aud: String,
    /// Tenant.
    pub tid: TenantId,
    /// Object id of the user, or of the service principal.
    pub oid: Uuid,
    /// The application.
    pub appid: AppId,
    /// Valid until, in seconds since 1970.
    pub exp: i64,
    /// Valid from, in seconds since 1970.
    pub nbf: i64,
    /// Issued, in seconds since 1970.
    pub iat: i64,
    /// Delegated permissions, blank separated.
    #[serde(default)]
    pub scp: Option<String>,
    /// Application permissions.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Client capabilities: `cp1` supports claims challenges.
    #[serde(default)]
    pub xms_cc: Vec<String>,
    /// Authentication contexts that were satisfied.
    #[serde(default)]
    pub acrs: Vec<String>,
}
