//! Sign-ins that have begun: kept in the session until the person comes back, one for each tab.

use contract::LocalPath;
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use tower_sessions::session::Error;

use super::BEGUN_LIFE;
use super::record::BEGUN;

/// Tabs that may be on their way at once; the oldest gives way.
const MOST: usize = 8;

/// A sign-in on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
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

fn alive(begun: &Begun, now: i64) -> bool {
    (0..=i64::try_from(BEGUN_LIFE.whole_milliseconds()).unwrap_or(i64::MAX)).contains(&(now - begun.at))
}

/// Remembers one more.
pub(crate) async fn put_begun(session: &Session, begun: Begun, now: i64) -> Result<(), Error> {
    let mut all: Vec<Begun> = session.get(BEGUN).await?.unwrap_or_default();
    all.retain(|other| alive(other, now));
    if all.len() >= MOST {
        all.remove(0);
    }
    all.push(begun);
    session.insert(BEGUN, all).await
}

/// Takes the one with this state out, and stores that it is gone before anything is done with it: each is good for one use.
pub(crate) async fn take_begun(session: &Session, state: &str, now: i64) -> Result<Option<Begun>, Error> {
    let mut all: Vec<Begun> = session.get(BEGUN).await?.unwrap_or_default();
    let Some(at) = all.iter().position(|begun| begun.state == state) else { return Ok(None) };
    let begun = all.remove(at);
    session.insert(BEGUN, all).await?;
    session.save().await?;
    Ok(Some(begun).filter(|begun| alive(begun, now)))
}
