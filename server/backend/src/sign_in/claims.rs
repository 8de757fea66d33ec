//! The ID token's claims ("ID token claims reference") and the rules for them (OIDC Core 1.0, section 3.1.3.7).

use contract::{EntraUserId, TenantId};
use serde::Deserialize;
use thiserror::Error;

use crate::people::is_guest_sign_in_name;

/// How far the authority's clock and ours may be apart, in seconds.
const LEEWAY: i64 = 300;

/// The claims we use. Whatever must be there has its JSON type: a number in quotes is no number.
#[derive(Debug, Clone, Deserialize)]
pub struct Claims {
    pub(super) iss: String,
    aud: Audience,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    nonce: String,
    #[serde(rename = "sub")]
    _sub: String,
    pub(super) tid: TenantId,
    pub(super) oid: EntraUserId,
    pub(super) sid: Option<String>,
    pub(super) name: Option<String>,
    pub(super) preferred_username: Option<String>,
    pub(super) email: Option<String>,
    acct: Option<Account>,
    idp: Option<String>,
    #[serde(default)]
    roles: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// The optional claim `acct`, a number; some configurations give optional claims as text.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Account {
    Number(u8),
    Text(String),
}

/// What the claims must say.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// Exactly this issuer.
    pub issuer: &'a str,
    /// Exactly this audience, and no other beside it.
    pub client_id: &'a str,
    /// Exactly this tenant.
    pub tenant: &'a TenantId,
    /// Exactly this nonce.
    pub nonce: &'a str,
    /// Now by our clock, in unix seconds.
    pub now: i64,
}

/// Which rule the claims break.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum InvalidClaims {
    /// `iss`.
    #[error("another issuer")]
    Issuer,
    /// `aud`.
    #[error("another audience")]
    Audience,
    /// `azp`.
    #[error("issued to another application")]
    Party,
    /// `exp`.
    #[error("expired")]
    Expired,
    /// `nbf` or `iat`.
    #[error("not yet valid")]
    NotYet,
    /// `nonce`.
    #[error("another nonce")]
    Nonce,
    /// `tid`.
    #[error("another tenant")]
    Tenant,
    /// `acct`.
    #[error("an unknown kind of account")]
    Account,
}

impl Claims {
    /// Checks every rule.
    pub fn check(&self, expected: &Expected<'_>) -> Result<(), InvalidClaims> {
        let client = expected.client_id;
        let audience = match &self.aud {
            Audience::One(one) => one == client,
            // An audience that we do not know is one that we do not trust.
            Audience::Several(several) => matches!(several.as_slice(), [one] if one == client),
        };
        let kind = self.acct.as_ref().is_none_or(|account| account.value().is_some());
        let rules = [
            (self.iss == expected.issuer, InvalidClaims::Issuer),
            (audience, InvalidClaims::Audience),
            (self.azp.as_deref().is_none_or(|party| party == client), InvalidClaims::Party),
            (self.exp.saturating_add(LEEWAY) > expected.now, InvalidClaims::Expired),
            (self.iat.saturating_sub(LEEWAY) <= expected.now, InvalidClaims::NotYet),
            (self.nbf.is_none_or(|nbf| nbf.saturating_sub(LEEWAY) <= expected.now), InvalidClaims::NotYet),
            (self.nonce == expected.nonce, InvalidClaims::Nonce),
            (self.tid == *expected.tenant, InvalidClaims::Tenant),
            (kind, InvalidClaims::Account),
        ];
        rules.into_iter().find(|(kept, _)| !kept).map_or(Ok(()), |(_, refusal)| Err(refusal))
    }

    /// Whether the person is a guest: `acct` says so; where the application has not asked for it, `idp` may name a home that is elsewhere.
    /// `None` where neither tells.
    pub fn is_guest(&self) -> Option<bool> {
        match self.acct.as_ref().and_then(Account::value) {
            Some(kind) => Some(kind == 1),
            None => self.idp.as_ref().filter(|home| !home.contains(self.tid.as_str())).map(|_| true),
        }
    }

    /// Whether the person holds the app role `Vestibule.Admin`.
    pub fn is_admin(&self) -> bool {
        self.roles.iter().any(|role| role == "Vestibule.Admin")
    }

    /// The address to show. Never a key: addresses change hands. A guest's sign-in name in this tenant is none: nobody can write to it.
    pub fn address(&self) -> Option<&str> {
        let is_address = |text: &&str| text.contains('@') && !is_guest_sign_in_name(text);
        [&self.email, &self.preferred_username].into_iter().flatten().map(String::as_str).find(is_address)
    }
}

impl Account {
    fn value(&self) -> Option<u8> {
        match self {
            Self::Number(kind @ 0..=1) => Some(*kind),
            Self::Text(text) => text.parse().ok().filter(|kind| *kind < 2),
            Self::Number(_) => None,
        }
    }
}
