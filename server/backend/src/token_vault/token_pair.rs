//! The tokens of a person as they are sealed in a row.

use contract::{EntraUserId, TenantId};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use crate::oidc_provider::Tokens;
use crate::seal::{SealError, Sealer};

const PURPOSE: &str = "tokens";

/// An access token and its refresh token.
pub(super) struct TokenPair {
    pub(super) access: SecretString,
    pub(super) refresh: Option<SecretString>,
}

#[derive(Deserialize)]
struct Text<'a> {
    access: std::borrow::Cow<'a, str>,
    refresh: Option<std::borrow::Cow<'a, str>>,
}

#[derive(Serialize)]
struct TextOut<'a> {
    access: &'a str,
    refresh: Option<&'a str>,
}

fn owner(tenant: &TenantId, user: &EntraUserId) -> String {
    format!("{tenant}/{user}")
}

impl TokenPair {
    /// From what the authority gave. A refresh without a new refresh token keeps the old one.
    pub(super) fn of(given: &Tokens, old: Option<&SecretString>) -> Self {
        Self { access: given.access.clone(), refresh: given.refresh.as_ref().or(old).cloned() }
    }

    pub(super) fn seal(&self, sealer: &Sealer, tenant: &TenantId, user: &EntraUserId) -> Vec<u8> {
        let refresh = self.refresh.as_ref().map(SecretString::expose_secret);
        let text = TextOut { access: self.access.expose_secret(), refresh };
        // Room enough, so that the buffer does not move and leave a copy behind.
        let room = 64 + 2 * (text.access.len() + refresh.map_or(0, str::len));
        let mut plain = Zeroizing::new(Vec::with_capacity(room));
        // Two texts into memory: nothing of that can fail.
        let _ = serde_json::to_writer(&mut *plain, &text);
        sealer.seal(PURPOSE, &owner(tenant, user), &plain)
    }

    pub(super) fn open(
        sealer: &Sealer,
        tenant: &TenantId,
        user: &EntraUserId,
        row: &[u8],
    ) -> Result<Self, SealError> {
        let plain = sealer.open(PURPOSE, &owner(tenant, user), row)?;
        let text: Text<'_> = serde_json::from_slice(&plain).map_err(|_| SealError::Malformed)?;
        Ok(Self {
            access: text.access.into_owned().into(),
            refresh: text.refresh.map(|token| token.into_owned().into()),
        })
    }
}
