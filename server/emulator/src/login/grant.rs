//! What a person has granted to an application by signing in; tokens are made from it.

use serde::{Deserialize, Serialize};
use time::Duration;
use uuid::Uuid;
use world::ids::{AccountId, AppId, TenantId, UserId};

use super::{challenge::Claimed, scopes::Scopes};

/// Who signed in, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Principal {
    /// The user in the tenant.
    pub user: UserId,
    /// With this account.
    pub account: AccountId,
    /// In this session.
    pub sid: Uuid,
    /// Seconds since 1970.
    pub auth_time: i64,
    /// Whether a second factor was shown.
    #[serde(default)]
    pub mfa: bool,
}

/// How long a refresh token is good ("Refresh tokens", Microsoft identity platform).
pub(super) const REFRESH_LIFE: Duration = Duration::days(90);
/// How long those of a script are good; refreshing does not prolong them.
pub(super) const SPA_REFRESH_LIFE: Duration = Duration::hours(24);

/// What a refresh token carries, sealed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Grant {
    /// Tells a refresh token from anything else that is sealed.
    pub(super) kind: Kind,
    pub(super) client: AppId,
    pub(super) tenant: TenantId,
    pub(super) principal: Principal,
    pub(super) scopes: Scopes,
    #[serde(default)]
    pub(super) claimed: Claimed,
    #[serde(default)]
    pub(super) spa: bool,
    pub(super) exp: i64,
    /// Makes each token its own.
    pub(super) jti: Uuid,
}

/// The only kind there is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    RefreshToken,
}
