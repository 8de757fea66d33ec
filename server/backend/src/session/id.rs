//! The cookie's value, and the key by which the authority's own session names ours.

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contract::{SessionKey, TenantId};
use tower_sessions::session::Id;

use crate::clock::IdSource;

/// The id of a session: what the cookie holds, 128 bits as OWASP asks ("Session Management Cheat Sheet"). The database knows a digest of it, so that
/// nobody can sign in with what they read there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct SessionId(pub(super) Id);

impl SessionId {
    /// A new one, which nobody can guess.
    pub(super) fn new(ids: &dyn IdSource) -> Self {
        let secret = URL_SAFE_NO_PAD.decode(ids.new_secret()).unwrap_or_default();
        let bytes = secret.first_chunk().copied().unwrap_or_default();
        Self(Id(i128::from_le_bytes(bytes)))
    }

    /// The cookie's value.
    pub(super) fn text(self) -> String {
        self.0.to_string()
    }

    /// What the database knows of it.
    pub(super) fn digest(self) -> String {
        URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, &self.0.0.to_le_bytes()))
    }
}

/// The session's key: made from the authority's own session id where there is one, so that its sign-out, which comes without our cookie,
/// finds the session.
pub(crate) fn session_key(tenant: &TenantId, sid: &str) -> Option<SessionKey> {
    let text = format!("sid/{tenant}/{sid}");
    let digest = digest::digest(&digest::SHA256, text.as_bytes());
    SessionKey::parse(&URL_SAFE_NO_PAD.encode(digest)).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::clock::RandomIds;

    #[test]
    fn ids_are_new_and_come_back_from_the_cookie() {
        let new = SessionId::new(&RandomIds);
        assert!(new != SessionId::new(&RandomIds) && new.0 != Id(0));
        assert!(new.text().parse::<Id>().is_ok_and(|read| read == new.0));
    }

    /// The cookies of sessions from before an update go on.
    #[test]
    fn ids_of_the_first_release_have_the_digest_that_it_stored() {
        let old = SessionId(URL_SAFE_NO_PAD.encode(7_i128.to_le_bytes()).parse().unwrap());
        let stored = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, &7_i128.to_le_bytes()));
        assert_eq!(old.digest(), stored);
    }
}
