//! The user of a session.

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contract::{SessionKey, TenantId};
use tower_sessions::Session;
use tower_sessions::session::Error;

use super::record::{PERSON, SessionUser};

/// The session's key: made from the authority's own session id where there is one, so that its sign-out, which comes without our cookie,
/// finds the session.
pub(crate) fn session_key(tenant: &TenantId, sid: &str) -> Option<SessionKey> {
    let text = format!("sid/{tenant}/{sid}");
    let digest = digest::digest(&digest::SHA256, text.as_bytes());
    SessionKey::parse(&URL_SAFE_NO_PAD.encode(digest)).ok()
}

/// The person of a session; nobody too where it cannot be read any more, as after an update.
pub(crate) async fn session_user(session: &Session) -> Result<Option<SessionUser>, Error> {
    match session.get::<SessionUser>(PERSON).await {
        Err(Error::SerdeJson(_)) => Ok(None),
        other => other,
    }
}
