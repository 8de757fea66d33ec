//! What a session holds, under names of its own.

use std::collections::HashMap;

use contract::{BrowserKey, Caller, EntraUserId, SessionKey, TenantId, Via};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::audit::Actor;

/// The person, as [`SessionUser`].
pub(super) const PERSON: &str = "person";
/// The sign-ins that have begun, as a list of `LoginAttempt`.
pub(super) const LOGIN_ATTEMPTS: &str = "begun";
/// The browser's key, once it has left a form without a session.
pub(super) const BROWSER: &str = "browser";
/// The key of a session without a person; one with a person has theirs.
pub(super) const KEY: &str = "key";

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

impl SessionUser {
    /// The caller behind a request of this session, in the browser of this key.
    pub fn caller(&self, browser: Option<BrowserKey>) -> Caller {
        Caller {
            tenant: self.tenant.clone(),
            user: self.user.clone(),
            name: self.name.clone(),
            address: self.address.clone(),
            is_admin: self.is_admin,
            is_guest: self.is_guest,
            via: Via::Session { key: self.key.clone(), browser },
        }
    }
}

impl<'a> From<&'a SessionUser> for Actor<'a> {
    fn from(person: &'a SessionUser) -> Self {
        Self { tenant: person.tenant.as_str(), user: person.user.as_str(), name: &person.name }
    }
}

/// The person of a stored session; `None` too where the contents cannot be read any more, as after an update.
pub(crate) fn session_user_in(data: &[u8]) -> Option<SessionUser> {
    let mut data: HashMap<String, Value> = serde_json::from_slice(data).ok()?;
    serde_json::from_value(data.remove(PERSON)?).ok()
}
