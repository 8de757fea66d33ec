//! Client assertions: a token that an application signs with its certificate ("Microsoft identity platform application authentication
//! certificate credentials"): PS256 with `x5t#S256`, or RS256 with `x5t`.

use jsonwebtoken::Algorithm;
use serde::Deserialize;

use super::Keys;

/// Why an assertion is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AssertionRefused {
    /// It is not a token.
    Malformed,
    /// It names no certificate of the application, or is not signed by it.
    Signature,
    /// Its audience, issuer or subject is wrong.
    Claims,
    /// It has expired, or is not valid yet.
    Times,
}

#[derive(Deserialize)]
struct AssertionClaims {
    aud: String,
    iss: String,
    sub: String,
    exp: i64,
    #[serde(default)]
    nbf: i64,
}

/// The allowed clock skew, in seconds.
const LEEWAY: i64 = 300;

impl Keys {
    /// Checks an assertion. `audiences` are the addresses of the token endpoint; `now` in seconds since 1970.
    pub(crate) fn check_assertion(
        &self,
        assertion: &str,
        client_id: &str,
        audiences: &[String],
        now: i64,
    ) -> Result<(), AssertionRefused> {
        let header = jsonwebtoken::decode_header(assertion).map_err(|_| AssertionRefused::Malformed)?;
        let key = self.client().map_err(|_| AssertionRefused::Signature)?;
        let [sha1, sha256] = &key.thumbprints;
        let named = match header.alg {
            Algorithm::PS256 => header.x5t_s256.as_ref() == Some(sha256),
            Algorithm::RS256 => header.x5t.as_ref() == Some(sha1) || header.x5t_s256.as_ref() == Some(sha256),
            _ => false,
        };
        if !named {
            return Err(AssertionRefused::Signature);
        }
        let claims: AssertionClaims = key.verify(assertion, header.alg).ok_or(AssertionRefused::Signature)?;
        let about = |id: &str| id.eq_ignore_ascii_case(client_id);
        if !about(&claims.iss) || !about(&claims.sub) || !audiences.contains(&claims.aud) {
            return Err(AssertionRefused::Claims);
        }
        if claims.exp + LEEWAY < now || claims.nbf - LEEWAY > now {
            return Err(AssertionRefused::Times);
        }
        Ok(())
    }
}
