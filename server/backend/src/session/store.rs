//! Sessions on our own storage.

use std::collections::HashMap;
use std::fmt;

use async_trait::async_trait;
use contract::TenantId;
use serde::{Deserialize, Serialize};
use storage::account_checks::AccountCheckRow;
use storage::sessions::{self, CheckedSession, SessionRow};
use storage::{Storage, StorageError};
use tower_sessions::cookie::SameSite;
use tower_sessions::session::{Error, Id, Record};
use tower_sessions::{Session, SessionManagerLayer, SessionStore, session_store as store};

use super::cookies::COOKIE;
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
    /// Since when Microsoft has taken no invitations of the tenant, in unix milliseconds.
    pub(super) blocked_since: Option<i64>,
}

impl fmt::Debug for CurrentSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CurrentSession").field("user", &self.user).finish_non_exhaustive()
    }
}

impl CurrentSession {
    /// What names it in the database: never the cookie's value.
    pub(crate) fn digest(&self) -> String {
        self.id.digest()
    }
}

/// A session as it is stored, with what the directory last said of the account.
pub(super) struct StoredSession {
    pub(super) current: CurrentSession,
    pub(super) check: Option<AccountCheckRow>,
}

/// The name under which a record of the layer holds a [`CheckedUser`].
const CHECKED_USER: &str = "checked-user";

/// A session as the layer hands it on.
#[derive(Serialize, Deserialize)]
struct CheckedUser {
    user: SessionUser,
    check: Option<AccountCheck>,
    blocked_since: Option<i64>,
}

/// An [`AccountCheckRow`].
#[derive(Clone, Copy, Serialize, Deserialize)]
struct AccountCheck {
    checked_at: i64,
    is_guest: bool,
    asking_until: Option<i64>,
    retry_at: Option<i64>,
}

impl AccountCheck {
    const fn of(row: AccountCheckRow) -> Self {
        let AccountCheckRow { checked_at, is_guest, asking_until, retry_at } = row;
        Self { checked_at, is_guest, asking_until, retry_at }
    }

    const fn row(self) -> AccountCheckRow {
        let Self { checked_at, is_guest, asking_until, retry_at } = self;
        AccountCheckRow { checked_at, is_guest, asking_until, retry_at }
    }
}

fn failed(error: StorageError) -> store::Error {
    store::Error::Backend(crate::error_reference::chain(&error))
}

/// What the session layer reads and writes. No handler changes a session through it: a layer that saves a session sends its cookie again, and an
/// answer that is late would bring an older session back.
#[async_trait]
impl SessionStore for Sessions {
    /// Of a session that has ended an empty record: for none the layer has the browser remove its cookie, which may be another by the time that the
    /// answer comes.
    async fn load(&self, id: &Id) -> store::Result<Option<Record>> {
        let mut data = HashMap::new();
        if let Some(StoredSession { current, check }) = self.load(SessionId(*id)).await.map_err(failed)? {
            let CurrentSession { user, blocked_since, .. } = current;
            let found = CheckedUser { user, check: check.map(AccountCheck::of), blocked_since };
            let found =
                serde_json::to_value(found).map_err(|error| store::Error::Encode(error.to_string()))?;
            data.insert(CHECKED_USER.to_owned(), found);
        }
        Ok(Some(Record { id: *id, data, expiry_date: self.clock.now() + INACTIVITY }))
    }

    async fn save(&self, record: &Record) -> store::Result<()> {
        let Some(found) = record.data.get(CHECKED_USER).cloned() else { return Ok(()) };
        let encode = |error: serde_json::Error| store::Error::Encode(error.to_string());
        let CheckedUser { user, .. } = serde_json::from_value(found).map_err(encode)?;
        let row = self.row(SessionId(record.id), &user).map_err(encode)?;
        let mut tx = self.storage.begin().await.map_err(failed)?;
        sessions::save(&mut tx, &row).await.map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn delete(&self, id: &Id) -> store::Result<()> {
        let mut tx = self.storage.begin().await.map_err(failed)?;
        sessions::delete(&mut tx, &SessionId(*id).digest()).await.map_err(failed)?;
        tx.commit().await.map_err(failed)
    }
}

/// The layer that finds the session by the cookie, which lives as long as the browser; the server decides when the session ends.
pub(super) fn layer(sessions: Sessions) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(sessions)
        .with_name(COOKIE)
        .with_secure(true)
        .with_http_only(true)
        // Lax: the way back from the authority is a navigation from another site.
        .with_same_site(SameSite::Lax)
        .with_path("/")
}

impl Sessions {
    /// The sessions of people of this tenant; their expiry goes by our clock.
    pub fn new(storage: Storage, clock: SharedClock, ids: SharedIds, tenant: TenantId) -> Self {
        Self { storage, clock, ids, tenant }
    }

    /// The session that the layer has found by the request's cookie.
    pub(super) async fn of_request(&self, session: &Session) -> Result<Option<StoredSession>, Error> {
        let found = session.get::<CheckedUser>(CHECKED_USER).await?;
        Ok(session.id().zip(found).map(|(id, CheckedUser { user, check, blocked_since })| StoredSession {
            current: CurrentSession { id: SessionId(id), user, blocked_since },
            check: check.map(AccountCheck::row),
        }))
    }

    /// One statement. A session of another tenant than the one of the configuration ends: its person has been checked by an authority that we do not
    /// ask any more, as the emulator of a trial.
    pub(super) async fn load(&self, id: SessionId) -> Result<Option<StoredSession>, StorageError> {
        let now = self.clock.now_ms();
        let Some(found) = sessions::load(&self.storage, &id.digest(), now).await? else { return Ok(None) };
        let CheckedSession { session, check, blocked_since } = found;
        if session.tenant != self.tenant {
            tracing::warn!("a session of another tenant was ended");
            let mut tx = self.storage.begin().await?;
            sessions::delete(&mut tx, &session.id).await?;
            tx.commit().await?;
            return Ok(None);
        }
        // What cannot be read any more, as after an update, is no session.
        let user = session_user_in(&session.data);
        Ok(user.map(|user| StoredSession { current: CurrentSession { id, user, blocked_since }, check }))
    }

    /// Whether a session has ended since. While the database does not answer nobody knows, and it goes on.
    pub(crate) async fn is_over(&self, session: &CurrentSession) -> bool {
        matches!(self.load(session.id).await, Ok(None))
    }

    /// Says now and then that the session is in use.
    pub(super) async fn mark_seen(&self, session: &mut CurrentSession) -> Result<(), StorageError> {
        let now = self.clock.now_ms();
        if now - session.user.seen <= SEEN_INTERVAL_MS {
            return Ok(());
        }
        session.user.seen = now;
        let Ok(row) = self.row(session.id, &session.user) else { return Ok(()) };
        let mut tx = self.storage.begin().await?;
        if !sessions::save(&mut tx, &row).await? {
            tracing::debug!("a session that was ended in the meantime stays ended");
        }
        tx.commit().await
    }

    /// The row of a session, with the expiry that belongs to it.
    pub(super) fn row(&self, id: SessionId, user: &SessionUser) -> serde_json::Result<SessionRow> {
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
