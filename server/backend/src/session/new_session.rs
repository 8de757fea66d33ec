//! The session of somebody who has just signed in. It is stored by whoever signs them in, in their own transaction: the person, the tokens and the
//! session are there together or not at all.

use axum::response::Response;
use storage::sessions::{self, SessionRow};
use storage::{StorageError, Tx, account_checks};

use super::cookies::{COOKIE, set};
use super::id::SessionId;
use super::record::SessionUser;
use super::store::{CurrentSession, Sessions};
use crate::audit::{self, ImplicitEnd};
use crate::clock::SharedIds;

/// For how long the session before goes on when the same person signs in once more, in milliseconds: requests of other tabs are under way with its
/// cookie, and would be sent to sign in again. One minute: longer than a request may take.
const GRACE_MS: i64 = 60_000;

/// A session that is to take the place of the one before it.
pub(crate) struct NewSession {
    id: SessionId,
    row: SessionRow,
    user: SessionUser,
    before: Option<CurrentSession>,
    ids: SharedIds,
}

impl Sessions {
    /// The session of this person, under a new id.
    pub(crate) fn new_session(
        &self,
        before: Option<CurrentSession>,
        user: &SessionUser,
    ) -> serde_json::Result<NewSession> {
        let id = SessionId::new(&*self.ids);
        let row = self.row(id, user)?;
        Ok(NewSession { id, row, user: user.clone(), before, ids: self.ids.clone() })
    }
}

impl NewSession {
    /// Stores it. The one before it ends: at once if it is another person's, else soon. Sessions of other tabs that sign in at this very moment stay,
    /// for nobody knows whose cookie the browser will keep. That the authority vouches for the account counts as a check of it.
    /// The audit entries of what ended come last.
    pub(crate) async fn store(&mut self, tx: &mut Tx) -> Result<(), StorageError> {
        let mut ended = Vec::new();
        match &self.before {
            Some(before) if before.user.is_same_person(&self.user) => {
                sessions::end_by(tx, &before.id.digest(), self.user.since + GRACE_MS).await?;
            }
            Some(before) => {
                ended = sessions::of_key(tx, before.user.key.as_str(), self.user.since).await?;
                sessions::delete_by_key(tx, before.user.key.as_str()).await?;
            }
            None => {}
        }
        let (tenant, user) = (self.user.tenant.as_str(), self.user.user.as_str());
        account_checks::confirm(tx, tenant, user, self.user.is_guest, self.user.since).await?;
        while !sessions::create(tx, &self.row).await? {
            self.id = SessionId::new(&*self.ids);
            self.row.id = self.id.digest();
        }
        for person in &ended {
            audit::session_ended(tx, self.user.since, person, ImplicitEnd::Replaced).await?;
        }
        Ok(())
    }

    /// Sends its cookie with this response. Only once it is stored.
    pub(crate) fn send_with(&self, response: &mut Response) {
        set(response.headers_mut(), COOKIE, &self.id.text(), None);
    }
}
