//! A sign-in that has begun lies in the browser, in a sealed cookie of its own: a stranger makes us write nothing, and each tab has its own way back.
//!
//! The cookie binds the sign-in to the browser, and opens under its `state` only: an answer that somebody else has begun finds none (login CSRF).
//! It is used once: the answer takes it away, whatever becomes of it. Whoever keeps a copy of the cookie can bring the same answer again, and gets
//! nowhere, because the authority takes each code once ("Microsoft identity platform and OAuth 2.0 authorization code flow").

use aws_lc_rs::{digest, hmac};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contract::LocalPath;
use http::HeaderMap;
use time::Duration;

use super::cookies::{cookie, cookies, remove, set};
use super::ms;
use crate::clock::IdSource;
use crate::seal::Sealer;

/// How the cookies' names begin.
pub const SIGN_IN_COOKIES: &str = "__Host-vestibule-sign-in-";
/// How long a sign-in may take, from leaving for the authority to coming back.
const LIFE: Duration = Duration::minutes(10);
/// Whoever comes back later is signed in anew, and still finds the way to the page that was wanted: a tab may have stood at the authority overnight.
const WAY_BACK: Duration = Duration::days(1);
/// How many of them a browser carries; a new one takes the place of the oldest.
const MOST: usize = 24;
/// How many bytes they may have together: every request carries them, and proxies take about 8 KiB of cookies.
const MOST_BYTES: usize = 5_000;
/// What is sealed for.
const PURPOSE: &str = "sign-in";
/// How many characters of the digest of `state` a name has.
const NAME_LENGTH: usize = 12;
/// The length of `IdSource::new_secret`.
const SECRET_LENGTH: usize = 43;
const TIME_LENGTH: usize = 8;

/// A sign-in that has begun and not ended.
pub(crate) struct BegunSignIn {
    /// The `state` parameter.
    pub(crate) state: String,
    /// Where the person wanted to go.
    pub(crate) to: LocalPath,
    secret: String,
    at: i64,
}

/// Begins a sign-in at this time, in unix milliseconds.
pub(crate) fn begin_sign_in(ids: &dyn IdSource, to: LocalPath, at: i64) -> BegunSignIn {
    BegunSignIn { state: ids.new_secret(), to, secret: ids.new_secret(), at }
}

/// The sign-in with this `state`, if this browser has begun it; it is taken away with the response.
pub(crate) fn take_sign_in(
    sealer: &Sealer,
    state: &str,
    request: &HeaderMap,
    response: &mut HeaderMap,
) -> Option<BegunSignIn> {
    let name = name_of(state);
    let value = cookie(request, &name)?;
    remove(response, &name);
    let bytes = URL_SAFE_NO_PAD.decode(value).ok()?;
    let plain = sealer.open(PURPOSE, state, &bytes).ok()?;
    let (at, rest) = plain.split_first_chunk::<TIME_LENGTH>()?;
    let (secret, to) = std::str::from_utf8(rest).ok()?.split_at_checked(SECRET_LENGTH)?;
    let (at, to) = (i64::from_le_bytes(*at), LocalPath::parse(to).ok()?);
    Some(BegunSignIn { state: state.to_owned(), to, secret: secret.to_owned(), at })
}

impl BegunSignIn {
    /// The nonce of the ID token.
    pub(crate) fn nonce(&self) -> String {
        self.derive("nonce")
    }

    /// The PKCE code verifier (RFC 7636).
    pub(crate) fn verifier(&self) -> String {
        self.derive("verifier")
    }

    /// Both come from one secret: the cookie stays short.
    fn derive(&self, what: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.secret.as_bytes());
        URL_SAFE_NO_PAD.encode(hmac::sign(&key, what.as_bytes()))
    }

    /// Whether the way to the authority and back has taken too long. A time in the future is of a clock that was set back.
    pub(crate) fn is_late(&self, now: i64) -> bool {
        !(0..=ms(LIFE)).contains(&(now - self.at))
    }

    /// Sends its cookie with this response, and takes away the oldest of those that the browser carries, where they are too many.
    pub(crate) fn send_with(&self, sealer: &Sealer, request: &HeaderMap, response: &mut HeaderMap) {
        let plain = [&self.at.to_le_bytes(), self.secret.as_bytes(), self.to.as_str().as_bytes()].concat();
        let value = URL_SAFE_NO_PAD.encode(sealer.seal(PURPOSE, &self.state, &plain));
        let name = name_of(&self.state);
        let (mut count, mut bytes) = (1, name.len() + value.len());
        let carried: Vec<_> =
            cookies(request).filter(|(name, _)| name.starts_with(SIGN_IN_COOKIES)).collect();
        for (name, value) in carried.into_iter().rev() {
            (count, bytes) = (count + 1, bytes + name.len() + value.len());
            if count > MOST || bytes > MOST_BYTES {
                remove(response, name);
            }
        }
        set(response, &name, &value, Some(WAY_BACK));
    }
}

fn name_of(state: &str) -> String {
    let digest = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, state.as_bytes()));
    format!("{SIGN_IN_COOKIES}{}", &digest[..NAME_LENGTH])
}

#[cfg(test)]
mod tests;
