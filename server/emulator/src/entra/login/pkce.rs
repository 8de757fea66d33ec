//! Proof keys for code exchange (RFC 7636).

use super::params::{Params, given};
use crate::{browser::error::EntraError, keys::sha256};

/// A code challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeChallenge {
    value: String,
    hashed: bool,
}

impl CodeChallenge {
    /// Reads the challenge of an authorization request.
    pub(super) fn read(params: &Params) -> Result<Option<Self>, EntraError> {
        let Some(value) = given(params, "code_challenge") else { return Ok(None) };
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
        if !(43..=128).contains(&value.len()) || !value.chars().all(allowed) {
            return Err(EntraError::from_number(50_147));
        }
        // Without a method it is plain (RFC 7636).
        let hashed = match given(params, "code_challenge_method") {
            Some("S256") => true,
            None | Some("plain") => false,
            Some(_) => {
                let sentence = "The code challenge method is not supported.";
                return Err(EntraError::new("invalid_request", 50_147, sentence));
            }
        };
        Ok(Some(Self { value: value.to_owned(), hashed }))
    }

    /// Whether this verifier matches the challenge.
    pub fn fits(&self, verifier: &str) -> bool {
        if self.hashed { sha256(verifier) == self.value } else { verifier == self.value }
    }
}
