//! Authorization codes: ten minutes, one use.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use time::{Duration, OffsetDateTime};
use uuid::Uuid;
use world::ids::{AppId, TenantId};

use super::{challenge::Claimed, grant::Principal, pkce::Challenge, scopes::Scopes};

/// How long a code is good ("OAuth 2.0 authorization code flow", Microsoft identity platform).
const LIFE: Duration = Duration::minutes(10);

/// What a code stands for.
#[derive(Debug, Clone)]
pub struct Issued {
    pub(super) client: AppId,
    pub(super) tenant: TenantId,
    pub(super) principal: Principal,
    pub(super) redirect_uri: String,
    pub(super) scopes: Scopes,
    pub(super) claimed: Claimed,
    pub(super) spa: bool,
    pub(super) nonce: Option<String>,
    pub(super) challenge: Option<Challenge>,
    pub(super) at: OffsetDateTime,
    pub(super) redeemed: bool,
}

/// Why a code is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CodeRefused {
    Unknown,
    Expired,
    Redeemed,
}

/// The codes on their way.
#[derive(Debug, Default)]
pub struct Codes(Mutex<HashMap<String, Issued>>);

impl Codes {
    fn kept(&self) -> MutexGuard<'_, HashMap<String, Issued>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a code. Codes long past are forgotten on the way.
    pub(super) fn issue(&self, issued: Issued) -> String {
        let code = format!("1.{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
        let mut kept = self.kept();
        if kept.len() > 1000 {
            let now = issued.at;
            kept.retain(|_, code| code.at + LIFE * 6 > now);
        }
        kept.insert(code.clone(), issued);
        code
    }

    /// Looks at a code without using it up.
    pub(super) fn look(&self, code: &str, now: OffsetDateTime) -> Result<Issued, CodeRefused> {
        let kept = self.kept();
        let issued = kept.get(code).ok_or(CodeRefused::Unknown)?;
        if issued.redeemed {
            return Err(CodeRefused::Redeemed);
        }
        if now > issued.at + LIFE {
            return Err(CodeRefused::Expired);
        }
        Ok(issued.clone())
    }

    /// Uses a code up. False when somebody else was faster.
    pub(super) fn redeem(&self, code: &str) -> bool {
        self.kept().get_mut(code).is_some_and(|issued| !std::mem::replace(&mut issued.redeemed, true))
    }

    /// Forgets every code.
    pub fn clear(&self) {
        self.kept().clear();
    }
}
