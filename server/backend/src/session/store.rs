//! Sessions on our own storage.

use std::fmt;

use contract::TenantId;
use http::HeaderMap;
use storage::account_checks::AccountCheckRow;
use storage::sessions::{self, CheckedSession, SessionRow};
use storage::{Storage, StorageError};

use super::cookies::{COOKIE, cookie};
use super::id::SessionId;
use super::record::{SessionUser, data_of, session_user_in};
use super::{ABSOLUTE, INACTIVITY, ms};
use crate::clock::{SharedClock, SharedIds};

/// A session is written at most this often to say that it is in use: 5 minutes, in milliseconds.
const SEEN_INTERVAL_MS: i64 = 300_000;

/// Sessions, stored.
#[derive(Clone)]
pub struct Sessions {
    pub(super) storage: Storage,
    pub(super) clock: SharedClock,
    pub(super) ids: SharedIds,
    tenant: TenantId,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

/// The session of a request.
#[derive(Clone)]
pub(crate) struct CurrentSession {
    pub(super) id: SessionId,
    pub(crate) user: SessionUser,
}

impl fmt::Debug for CurrentSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CurrentSession").field("user", &self.user).finish_non_exhaustive()
    }
}

/// A session as it is stored, with what the directory last said of the account.
pub(super) struct StoredSession {
    pub(super) current: CurrentSession,
    pub(super) check: Option<AccountCheckRow>,
}

impl Sessions {
    /// The sessions of people of this tenant; their expiry goes by our clock.
    pub fn new(storage: Storage, clock: SharedClock, ids: SharedIds, tenant: TenantId) -> Self {
        Self { storage, clock, ids, tenant }
    }

    /// The session that a request's cookie stands for.
    pub(super) async fn of_request(
        &self,
        headers: &HeaderMap,
    ) -> Result<Option<StoredSession>, StorageError> {
        match cookie(headers, COOKIE).and_then(SessionId::parse) {
            Some(id) => self.load(id).await,
            None => Ok(None),
        }
    }

    /// One statement. A session of another tenant than the one of the configuration ends: its person has been checked by an authority that we do not
    /// ask any more, as the emulator of a trial.
    pub(super) async fn load(&self, id: SessionId) -> Result<Option<StoredSession>, StorageError> {
        let now = self.clock.now_ms();
        let Some(found) = sessions::load(&self.storage, &id.digest(), now).await? else { return Ok(None) };
        let CheckedSession { session, check } = found;
        if session.tenant != self.tenant {
            tracing::warn!("a session of another tenant was ended");
            let mut tx = self.storage.begin().await?;
            sessions::delete(&mut tx, &session.id).await?;
            tx.commit().await?;
            return Ok(None);
        }
        // What cannot be read any more, as after an update, is no session.
        let user = session_user_in(&session.data);
        Ok(user.map(|user| StoredSession { current: CurrentSession { id, user }, check }))
    }

    /// Says now and then that the session is in use.
    pub(super) async fn mark_seen(&self, session: &mut CurrentSession) -> Result<(), StorageError> {
        let now = self.clock.now_ms();
        if now - session.user.seen <= SEEN_INTERVAL_MS {
            return Ok(());
        }
        session.user.seen = now;
        let Ok(row) = self.row(&session.id, &session.user) else { return Ok(()) };
        let mut tx = self.storage.begin().await?;
        if !sessions::save(&mut tx, &row).await? {
            tracing::debug!("a session that was ended in the meantime stays ended");
        }
        tx.commit().await
    }

    /// The row of a session, with the expiry that belongs to it.
    pub(super) fn row(&self, id: &SessionId, user: &SessionUser) -> serde_json::Result<SessionRow> {
        Ok(SessionRow {
            id: id.digest(),
            key: user.key.to_string(),
            tenant: user.tenant.clone(),
            user: user.user.clone(),
            data: data_of(user)?,
            expires_at: (self.clock.now_ms() + ms(INACTIVITY)).min(user.since + ms(ABSOLUTE)),
        })
    }
}
