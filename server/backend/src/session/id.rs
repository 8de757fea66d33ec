//! The cookie's value, and the key by which the authority's own session names ours.

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contract::{SessionKey, TenantId};

use crate::clock::IdSource;

/// The shortest id in bytes. Earlier versions gave such ones; new ones have 32 bytes.
const SHORTEST: usize = 16;
/// The longest.
const LONGEST: usize = 32;

/// The id of a session: what the cookie holds. The database knows a digest of it, so that nobody can sign in with what they read there.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SessionId(String);

impl SessionId {
    /// A new one, which nobody can guess.
    pub(super) fn new(ids: &dyn IdSource) -> Self {
        Self(ids.new_secret())
    }

    /// The id in a cookie.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        (SHORTEST..=LONGEST).contains(&bytes.len()).then(|| Self(text.to_owned()))
    }

    /// The cookie's value.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// What the database knows of it.
    pub(super) fn digest(&self) -> String {
        let bytes = URL_SAFE_NO_PAD.decode(&self.0).unwrap_or_default();
        URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, &bytes))
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
    fn what_is_no_id_is_none() {
        for bad in ["", "<script>", "AAAA", "AAAAAAAAAAAAAAAAAAAAAA==", &"A".repeat(60)] {
            assert!(SessionId::parse(bad).is_none(), "{bad}");
        }
        let new = SessionId::new(&RandomIds);
        assert!(SessionId::parse(new.as_str()).is_some_and(|read| read == new));
    }

    /// The cookies of sessions from before an update go on.
    #[test]
    fn ids_of_the_first_release_have_the_digest_that_it_stored() {
        let old = SessionId::parse(&URL_SAFE_NO_PAD.encode(7_i128.to_le_bytes())).unwrap();
        let stored = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, &7_i128.to_le_bytes()));
        assert_eq!(old.digest(), stored);
    }
}
