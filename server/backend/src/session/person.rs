//! Who a session belongs to.

use std::collections::HashMap;
use std::sync::Arc;

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contract::{Caller, EntraUserId, SessionKey, TenantId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_sessions::Session;
use tower_sessions::session::Error;

use super::begun::BEGUN;
use super::kept::KEPT;
use super::store::{Together, together};

/// The signed-in person as the session keeps them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
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

pub(super) const PERSON: &str = "person";

impl SignedIn {
    /// The caller behind a request of this session.
    pub fn caller(&self) -> Caller {
        Caller {
            tenant: self.tenant.clone(),
            user: self.user.clone(),
            name: self.name.clone(),
            address: self.address.clone(),
            is_admin: self.is_admin,
            is_guest: self.is_guest,
            session: self.key.clone(),
        }
    }
}

/// The session's key: made from the authority's own session id where there is one, so that its sign-out, which comes without our cookie,
/// finds the session.
pub(crate) fn key_for(tenant: &TenantId, sid: &str) -> Option<SessionKey> {
    let text = format!("sid/{tenant}/{sid}");
    let digest = digest::digest(&digest::SHA256, text.as_bytes());
    SessionKey::parse(&URL_SAFE_NO_PAD.encode(digest)).ok()
}

/// The person of a stored session; `None` too where the contents cannot be read any more, as after an update.
pub(crate) fn person_in(data: &[u8]) -> Option<SignedIn> {
    let mut data: HashMap<String, Value> = serde_json::from_slice(data).ok()?;
    serde_json::from_value(data.remove(PERSON)?).ok()
}

/// The person of a session; nobody too where it cannot be read any more, as after an update.
pub(crate) async fn signed_in(session: &Session) -> Result<Option<SignedIn>, Error> {
    match session.get::<SignedIn>(PERSON).await {
        Err(Error::SerdeJson(_)) => Ok(None),
        other => other,
    }
}

/// Makes the session that of this person, under a new id, and stores `along` with it, or neither. Of what was in it before, only the
/// sign-ins of other tabs and the forms of this browser stay.
pub(crate) async fn sign_in(
    session: &Session,
    person: &SignedIn,
    along: Arc<dyn Together>,
) -> Result<(), Error> {
    let mut stay = Vec::new();
    for name in [BEGUN, KEPT] {
        if let Some(value) = session.get::<Value>(name).await? {
            stay.push((name, value));
        }
    }
    session.cycle_id().await?;
    session.clear().await;
    for (name, value) in stay {
        session.insert(name, value).await?;
    }
    session.insert(PERSON, person).await?;
    let stored = together(along, session.save()).await;
    if stored.is_err() {
        // The layer stores once more, without what belongs to it, when the request ends: then nobody may be in it.
        session.remove_value(PERSON).await?;
    }
    stored
}
