//! Sign-ins that have begun: kept in the session until the person comes back, one for each tab.

use contract::LocalPath;
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use tower_sessions::session::Error;

use super::LOGIN_TTL;
use super::record::LOGIN_ATTEMPTS;

/// Tabs that may be on their way at once; the oldest gives way.
const MAX_ATTEMPTS: usize = 8;

/// A sign-in on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginAttempt {
    /// What comes back with the code.
    pub state: String,
    /// What comes back in the ID token.
    pub nonce: String,
    /// What the code is worth nothing without (RFC 7636).
    pub verifier: String,
    /// Where the person wanted to go.
    pub to: LocalPath,
    /// When, in unix milliseconds.
    pub at: i64,
}

fn is_valid(attempt: &LoginAttempt, now: i64) -> bool {
    (0..=i64::try_from(LOGIN_TTL.whole_milliseconds()).unwrap_or(i64::MAX)).contains(&(now - attempt.at))
}

/// Remembers one more.
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

/// Takes the one with this state out, and stores that it is gone before anything is done with it: each is good for one use.
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
