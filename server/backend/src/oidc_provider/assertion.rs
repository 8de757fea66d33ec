//! The client assertion: a certificate instead of a secret ("Microsoft identity platform application authentication certificate credentials").

use jsonwebtoken::{Algorithm, Header, encode};
use serde::Serialize;

use super::error::AuthorityError;
use crate::config::ClientCertificate;

/// `client_assertion_type` (RFC 7523, section 2.2).
pub(super) const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// How long one assertion is good for, in seconds.
const LIFETIME_SECONDS: i64 = 300;

#[derive(Serialize)]
struct Claims<'a> {
    aud: &'a str,
    iss: &'a str,
    sub: &'a str,
    jti: &'a str,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// Signs an assertion for the token endpoint. `now` in unix seconds.
pub(super) fn sign(
    certificate: &ClientCertificate,
    client_id: &str,
    token_endpoint: &str,
    now: i64,
    jti: &str,
) -> Result<String, AuthorityError> {
    let mut header = Header::new(Algorithm::PS256);
    header.x5t_s256 = Some(certificate.thumbprint().to_owned());
    let claims = Claims {
        aud: token_endpoint,
        iss: client_id,
        sub: client_id,
        jti,
        iat: now,
        nbf: now,
        exp: now + LIFETIME_SECONDS,
    };
    encode(&header, &claims, certificate.key())
        .map_err(|_| AuthorityError::unreadable("the client certificate cannot sign"))
}
