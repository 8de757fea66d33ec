//! The session of somebody who has just signed in. It is stored by whoever signs them in, in their own transaction: the session layer's store
//! knows none, and the person, the tokens and the session are there together or not at all.

use std::collections::HashMap;

use axum::response::Response;
use storage::sessions::{self, SessionRow};
use storage::{StorageError, Tx};
use time::OffsetDateTime;
use tower_sessions::Session;
use tower_sessions::session::{Error, Id, Record};

use super::record::{BROWSER, LOGIN_ATTEMPTS, PERSON, SessionUser};
use super::store::{Sessions, digest_of};

/// A session that is to take the place of the one before it.
pub(crate) struct NewSession {
    id: Id,
    row: SessionRow,
    before: Option<Id>,
}

/// In the extensions of a response: this session's cookie goes along, whatever the session layer thinks.
#[derive(Debug, Clone, Copy)]
pub(super) struct SetSession(pub(super) Id);

impl Sessions {
    /// The session of this person, under a new id. Of the one before it only the sign-ins of other tabs and the browser's key stay.
    pub(crate) async fn new_session(
        &self,
        before: &Session,
        person: &SessionUser,
    ) -> Result<NewSession, Error> {
        let mut data = HashMap::new();
        for name in [LOGIN_ATTEMPTS, BROWSER] {
            if let Some(value) = before.get_value(name).await? {
                data.insert(name.to_owned(), value);
            }
        }
        data.insert(PERSON.to_owned(), serde_json::to_value(person)?);
        // The row has an expiry of its own, by our clock.
        let record = Record { id: Id::default(), data, expiry_date: OffsetDateTime::UNIX_EPOCH };
        Ok(NewSession { id: record.id, row: self.row(&record)?, before: before.id() })
    }
}

impl NewSession {
    /// Stores it. The one before it ends, and so does any other that belongs to the same session at the authority.
    pub(crate) async fn store(&mut self, tx: &mut Tx) -> Result<(), StorageError> {
        if let Some(before) = &self.before {
            sessions::delete(tx, &digest_of(before)).await?;
        }
        sessions::delete_by_key(tx, &self.row.key).await?;
        while !sessions::create(tx, &self.row).await? {
            self.id = Id::default();
            self.row.id = digest_of(&self.id);
        }
        Ok(())
    }

    /// Sends its cookie with this response. Only once it is stored.
    pub(crate) fn send_with(&self, response: &mut Response) {
        response.extensions_mut().insert(SetSession(self.id));
    }
}
