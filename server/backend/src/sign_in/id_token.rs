//! The ID token's signature (RFC 7515), by the authority's keys, RS256 and nothing else.

use jsonwebtoken::{Algorithm, Validation, decode, decode_header};
use secrecy::{ExposeSecret as _, SecretString};
use thiserror::Error;

use super::claims::Claims;
use crate::oidc_provider::{AuthorityError, OidcProvider};

/// Why an ID token is not taken, before its claims are looked at.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum InvalidIdToken {
    /// Not three parts of base64url JSON.
    #[error("the ID token is malformed")]
    Malformed,
    /// Signed in another way than RS256, or not at all.
    #[error("the ID token is not signed with RS256")]
    Algorithm,
    /// It says that something must be understood which is not (RFC 7515, section 4.1.11).
    #[error("the ID token has critical headers")]
    Critical,
    /// It names no key, or one that the authority does not have.
    #[error("the ID token is signed with an unknown key")]
    UnknownKey,
    /// The signature is not by the key it names.
    #[error("the ID token's signature is wrong")]
    Signature,
    /// A claim is missing, or of the wrong JSON type.
    #[error("the ID token lacks a claim, or one has the wrong type")]
    Claims,
}

/// Why an ID token could not be verified.
#[derive(Debug, Error)]
pub(super) enum IdTokenError {
    #[error(transparent)]
    Refused(#[from] InvalidIdToken),
    /// The authority's keys could not be had.
    #[error(transparent)]
    Authority(#[from] AuthorityError),
}

/// Checks the signature and reads the claims.
pub(super) async fn verify(provider: &OidcProvider, token: &SecretString) -> Result<Claims, IdTokenError> {
    let token = token.expose_secret();
    let header = decode_header(token).map_err(|error| match error.kind() {
        // `none`, and whatever else the library has no name for.
        jsonwebtoken::errors::ErrorKind::Json(_) => InvalidIdToken::Algorithm,
        _ => InvalidIdToken::Malformed,
    })?;
    if header.alg != Algorithm::RS256 {
        return Err(InvalidIdToken::Algorithm.into());
    }
    if header.crit.is_some() {
        return Err(InvalidIdToken::Critical.into());
    }
    // A key that comes inside the token (`jwk`, `jku`, `x5u`) is nobody's: only its id counts.
    let kid = header.kid.filter(|kid| !kid.is_empty()).ok_or(InvalidIdToken::UnknownKey)?;
    let key = provider.key(&kid).await?.ok_or(InvalidIdToken::UnknownKey)?;
    let decoded = decode::<Claims>(token, &key, &signature_only()).map_err(|error| {
        use jsonwebtoken::errors::ErrorKind;
        match error.kind() {
            ErrorKind::InvalidSignature => InvalidIdToken::Signature,
            ErrorKind::InvalidAlgorithm => InvalidIdToken::Algorithm,
            ErrorKind::Json(_) | ErrorKind::MissingRequiredClaim(_) => InvalidIdToken::Claims,
            _ => InvalidIdToken::Malformed,
        }
    })?;
    Ok(decoded.claims)
}

/// The library checks times by the system's clock; ours may be another, so `Claims::check` does all of that.
fn signature_only() -> Validation {
    let mut validation = Validation::new(Algorithm::RS256);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation
}
