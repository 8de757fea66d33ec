//! What a session holds.

use contract::{Caller, EntraUserId, SessionKey, TenantId, Via};
use serde::{Deserialize, Serialize};

use crate::audit::Actor;

/// The contents of a session's row.
#[derive(Debug, Serialize, Deserialize)]
struct SessionData<P> {
    person: P,
}

/// The signed-in person as the session keeps them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionUser {
    /// The `tid` claim.
    pub tenant: TenantId,
    /// The `oid` claim.
    pub user: EntraUserId,
    /// The name to show.
    pub name: String,
    /// An address to show.
    pub address: Option<String>,
    /// Has a mail address in the tenant. Sessions from before that was asked count as having one.
    #[serde(default = "yes")]
    pub has_mail: bool,
    /// Holds `Vestibule.Admin`.
    pub is_admin: bool,
    /// A guest of the tenant.
    pub is_guest: bool,
    /// Names the session on the server.
    pub key: SessionKey,
    /// When the person signed in, in unix milliseconds.
    pub since: i64,
    /// When the session was last known to be in use, in unix milliseconds; a few minutes coarse.
    pub seen: i64,
}

const fn yes() -> bool {
    true
}

impl SessionUser {
    /// The caller behind a request of this session.
    pub fn caller(&self) -> Caller {
        Caller {
            tenant: self.tenant.clone(),
            user: self.user.clone(),
            name: self.name.clone(),
            address: self.address.clone(),
            has_mail: self.has_mail,
            is_admin: self.is_admin,
            is_guest: self.is_guest,
            via: Via::Session { key: self.key.clone() },
        }
    }

    /// Whether both are sessions of the same person.
    pub(super) fn is_same_person(&self, other: &Self) -> bool {
        (&self.tenant, &self.user) == (&other.tenant, &other.user)
    }
}

impl<'a> From<&'a SessionUser> for Actor<'a> {
    fn from(person: &'a SessionUser) -> Self {
        Self { tenant: person.tenant.as_str(), user: person.user.as_str(), name: &person.name }
    }
}

/// The contents of a row.
pub(super) fn data_of(person: &SessionUser) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(&SessionData { person })
}

/// The person of a stored session; `None` where the contents cannot be read any more, as after an update.
pub(crate) fn session_user_in(data: &[u8]) -> Option<SessionUser> {
    serde_json::from_slice(data).ok().map(|SessionData { person }| person)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// As the first release stored it, with a sign-in of another tab that had begun.
    const STORED: &str = r#"{"person":{"tenant":"t","user":"adele","name":"Adele Vance","address":null,"is_admin":false,
        "is_guest":true,"key":"k","since":1,"seen":2},"begun":[{"state":"s"}],"browser":"b"}"#;

    #[test]
    fn stored_sessions_stay_readable() {
        let person = session_user_in(STORED.as_bytes()).unwrap();
        assert_eq!((person.name.as_str(), person.is_guest, person.seen), ("Adele Vance", true, 2));
        assert_eq!(session_user_in(&data_of(&person).unwrap()), Some(person));
        assert_eq!(session_user_in(b"{}"), None);
    }
}
