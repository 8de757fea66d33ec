//! What codes and refresh tokens carry: the authenticated user, and the grant.

use serde::{Deserialize, Serialize};
use time::Duration;
use uuid::Uuid;
use world::ids::{AccountId, AppId, TenantId, UserId};

use super::{requested_claims::RequestedClaims, scopes::Scopes};

/// The user who signed in, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthenticatedUser {
    /// The user in the tenant.
    pub user: UserId,
    /// The home account.
    pub account: AccountId,
    /// The session id (`sid`).
    pub sid: Uuid,
    /// Seconds since 1970.
    pub auth_time: i64,
    /// Whether a second factor was shown.
    #[serde(default)]
    pub mfa: bool,
}

/// How long a refresh token is valid ("Refresh tokens", Microsoft identity platform).
pub(super) const REFRESH_TOKEN_LIFETIME: Duration = Duration::days(90);
/// How long refresh tokens of single-page applications are valid; refreshing does not extend this.
pub(super) const SPA_REFRESH_TOKEN_LIFETIME: Duration = Duration::hours(24);

/// The claims of a refresh token, which is sealed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct RefreshTokenClaims {
    /// Distinguishes a refresh token from other sealed tokens.
    pub(super) kind: SealedKind,
    pub(super) client: AppId,
    pub(super) tenant: TenantId,
    #[serde(rename = "principal")]
    pub(super) authenticated: AuthenticatedUser,
    pub(super) scopes: Scopes,
    #[serde(default)]
    #[serde(rename = "claimed")]
    pub(super) requested_claims: RequestedClaims,
    #[serde(default)]
    pub(super) spa: bool,
    pub(super) exp: i64,
    /// Makes each token unique.
    pub(super) jti: Uuid,
}

/// The only kind.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SealedKind {
    RefreshToken,
}
