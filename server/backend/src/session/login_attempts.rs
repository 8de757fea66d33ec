//! Login attempts: stored in the session until the person comes back from the authority, one for each tab.

use contract::LocalPath;
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use tower_sessions::session::Error;

use super::LOGIN_TTL;
use super::record::LOGIN_ATTEMPTS;

/// How many attempts a session holds; a new one replaces the oldest.
const MAX_ATTEMPTS: usize = 8;

/// A sign-in that has begun and not ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginAttempt {
    /// The `state` parameter.
    pub state: String,
    /// The nonce of the ID token.
    pub nonce: String,
    /// The PKCE code verifier (RFC 7636).
    pub verifier: String,
    /// Where the person wanted to go.
    pub to: LocalPath,
    /// When it began, in unix milliseconds.
    pub at: i64,
}

fn is_valid(attempt: &LoginAttempt, now: i64) -> bool {
    (0..=i64::try_from(LOGIN_TTL.whole_milliseconds()).unwrap_or(i64::MAX)).contains(&(now - attempt.at))
}

/// Stores an attempt.
pub(crate) async fn save_login_attempt(
    session: &Session,
    attempt: LoginAttempt,
    now: i64,
) -> Result<(), Error> {
    let mut all: Vec<LoginAttempt> = session.get(LOGIN_ATTEMPTS).await?.unwrap_or_default();
    all.retain(|other| is_valid(other, now));
    if all.len() >= MAX_ATTEMPTS {
        all.remove(0);
    }
    all.push(attempt);
    session.insert(LOGIN_ATTEMPTS, all).await
}

/// Removes the attempt with this `state` and saves the session at once, so that each attempt can be used only once.
pub(crate) async fn take_login_attempt(
    session: &Session,
    state: &str,
    now: i64,
) -> Result<Option<LoginAttempt>, Error> {
    let mut all: Vec<LoginAttempt> = session.get(LOGIN_ATTEMPTS).await?.unwrap_or_default();
    let Some(at) = all.iter().position(|attempt| attempt.state == state) else { return Ok(None) };
    let attempt = all.remove(at);
    session.insert(LOGIN_ATTEMPTS, all).await?;
    session.save().await?;
    Ok(Some(attempt).filter(|attempt| is_valid(attempt, now)))
}
