//! Authorization codes, valid for ten minutes and one use.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use time::{Duration, OffsetDateTime};
use uuid::Uuid;
use world::ids::{AppId, TenantId};

use super::{
    grant::AuthenticatedUser, pkce::CodeChallenge, requested_claims::RequestedClaims, scopes::Scopes,
};

/// How long a code is valid ("OAuth 2.0 authorization code flow", Microsoft identity platform).
const CODE_LIFETIME: Duration = Duration::minutes(10);

/// The data of an issued code.
#[derive(Debug, Clone)]
pub struct IssuedCode {
    pub(super) client: AppId,
    pub(super) tenant: TenantId,
    pub(super) authenticated: AuthenticatedUser,
    pub(super) redirect_uri: String,
    pub(super) scopes: Scopes,
    pub(super) requested_claims: RequestedClaims,
    pub(super) spa: bool,
    pub(super) nonce: Option<String>,
    pub(super) challenge: Option<CodeChallenge>,
    pub(super) at: OffsetDateTime,
    pub(super) redeemed: bool,
}

/// Why a code is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CodeRefused {
    Unknown,
    Expired,
    Redeemed,
}

/// The issued codes.
#[derive(Debug, Default)]
pub struct AuthorizationCodes(Mutex<HashMap<String, IssuedCode>>);

impl AuthorizationCodes {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, IssuedCode>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Issues a code, and removes codes that expired long ago.
    pub(super) fn issue(&self, issued: IssuedCode) -> String {
        let code = format!("1.{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
        let mut lock = self.lock();
        if lock.len() > 1000 {
            let now = issued.at;
            lock.retain(|_, code| code.at + CODE_LIFETIME * 6 > now);
        }
        lock.insert(code.clone(), issued);
        code
    }

    /// Returns a code's data without consuming the code.
    pub(super) fn peek(&self, code: &str, now: OffsetDateTime) -> Result<IssuedCode, CodeRefused> {
        let lock = self.lock();
        let issued = lock.get(code).ok_or(CodeRefused::Unknown)?;
        if issued.redeemed {
            return Err(CodeRefused::Redeemed);
        }
        if now > issued.at + CODE_LIFETIME {
            return Err(CodeRefused::Expired);
        }
        Ok(issued.clone())
    }

    /// Consumes a code. False when it was already consumed.
    pub(super) fn consume(&self, code: &str) -> bool {
        self.lock().get_mut(code).is_some_and(|issued| !std::mem::replace(&mut issued.redeemed, true))
    }

    /// Removes every code.
    pub fn clear(&self) {
        self.lock().clear();
    }
}
