//! The tokens of a person as they are sealed in a row.

use contract::{EntraUserId, TenantId};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use crate::oidc_provider::Tokens;
use crate::seal::{SealError, Sealer};

const PURPOSE: &str = "tokens";

/// An access token for one thing, and until when it is good, in unix milliseconds.
pub(super) type Timed = (SecretString, i64);

/// An access token and its refresh token.
pub(super) struct TokenPair {
    pub(super) access: SecretString,
    pub(super) refresh: Option<SecretString>,
    /// The one for looking people up, where it was asked for: it is used at every few letters that somebody types.
    pub(super) reading: Option<Timed>,
}

#[derive(Deserialize)]
struct Text<'a> {
    access: std::borrow::Cow<'a, str>,
    refresh: Option<std::borrow::Cow<'a, str>>,
    #[serde(default)]
    reading: Option<(std::borrow::Cow<'a, str>, i64)>,
}

#[derive(Serialize)]
struct TextOut<'a> {
    access: &'a str,
    refresh: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<(&'a str, i64)>,
}

fn owner(tenant: &TenantId, user: &EntraUserId) -> String {
    format!("{tenant}/{user}")
}

impl TokenPair {
    /// From what the authority gave. A refresh without a new refresh token keeps the old one.
    pub(super) fn of(given: &Tokens, old: Option<&SecretString>) -> Self {
        Self { access: given.access.clone(), refresh: given.refresh.as_ref().or(old).cloned(), reading: None }
    }

    pub(super) fn seal(&self, sealer: &Sealer, tenant: &TenantId, user: &EntraUserId) -> Vec<u8> {
        let refresh = self.refresh.as_ref().map(SecretString::expose_secret);
        let reading = self.reading.as_ref().map(|(token, until)| (token.expose_secret(), *until));
        let text = TextOut { access: self.access.expose_secret(), refresh, reading };
        // Room enough, so that the buffer does not move and leave a copy behind.
        let lengths =
            text.access.len() + refresh.map_or(0, str::len) + reading.map_or(0, |(token, _)| token.len());
        let room = 128 + 2 * lengths;
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
            reading: text.reading.map(|(token, until)| (token.into_owned().into(), until)),
        })
    }
}
