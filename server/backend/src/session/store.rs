//! The session store on our own storage.

use std::fmt;

use async_trait::async_trait;
use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use storage::sessions::{self, SessionRow};
use storage::{Storage, StorageError};
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

use super::record::{BROWSER, KEY, PERSON, SessionUser};
use super::{ABSOLUTE, DRAFT_TTL, INACTIVITY, LOGIN_TTL};
use crate::clock::{SharedClock, SharedIds, from_ms};

/// Sessions, stored. The database knows a digest of the cookie, so that nobody can sign in with what they read there.
#[derive(Clone)]
pub struct Sessions {
    storage: Storage,
    clock: SharedClock,
    ids: SharedIds,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

impl Sessions {
    /// A store; expiry goes by our clock.
    pub fn new(storage: Storage, clock: SharedClock, ids: SharedIds) -> Self {
        Self { storage, clock, ids }
    }

    pub(super) fn clock(&self) -> &SharedClock {
        &self.clock
    }

    /// The row for what a session holds, with the expiry that belongs to it.
    pub(super) fn row(&self, record: &Record) -> Result<SessionRow> {
        let person = record.data.get(PERSON).cloned().map(serde_json::from_value::<SessionUser>).transpose();
        let person = person.map_err(|error| Error::Encode(error.to_string()))?;
        let now = self.clock.now_ms();
        let ms = |life: time::Duration| i64::try_from(life.whole_milliseconds()).unwrap_or(i64::MAX);
        let (key, expires_at) = if let Some(person) = &person {
            (person.key.to_string(), (now + ms(INACTIVITY)).min(person.since + ms(ABSOLUTE)))
        } else {
            let key = record.data.get(KEY).and_then(|key| key.as_str());
            let life = if record.data.contains_key(BROWSER) { DRAFT_TTL } else { LOGIN_TTL };
            (key.map_or_else(|| self.ids.new_id(), str::to_owned), now + ms(life))
        };
        Ok(SessionRow {
            id: digest_of(&record.id),
            key,
            person: person.map(|person| (person.tenant.into(), person.user.into())),
            data: serde_json::to_vec(&record.data).map_err(|error| Error::Encode(error.to_string()))?,
            expires_at,
        })
    }
}

/// What the database knows of a cookie.
pub(super) fn digest_of(id: &Id) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, &id.0.to_le_bytes()))
}

fn failed(error: StorageError) -> Error {
    Error::Backend(crate::error_reference::chain(&error))
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let key = self.ids.new_id();
        record.data.entry(KEY.to_owned()).or_insert_with(|| key.into());
        loop {
            let row = self.row(record)?;
            let mut tx = self.storage.begin().await.map_err(failed)?;
            if sessions::create(&mut tx, &row).await.map_err(failed)? {
                return tx.commit().await.map_err(failed);
            }
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let row = self.row(record)?;
        let mut tx = self.storage.begin().await.map_err(failed)?;
        if !sessions::save(&mut tx, &row).await.map_err(failed)? {
            tracing::debug!("a session that was ended in the meantime stays ended");
        }
        tx.commit().await.map_err(failed)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let now = self.clock.now_ms();
        let row = sessions::load(&self.storage, &digest_of(id), now).await.map_err(failed)?;
        let Some(row) = row.filter(|row| row.expires_at > now) else { return Ok(None) };
        // What cannot be read any more, as after an update, is no session.
        let Ok(data) = serde_json::from_slice(&row.data) else { return Ok(None) };
        Ok(Some(Record { id: *id, data, expiry_date: from_ms(row.expires_at) }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let mut tx = self.storage.begin().await.map_err(failed)?;
        sessions::delete(&mut tx, &digest_of(id)).await.map_err(failed)?;
        tx.commit().await.map_err(failed)
    }
}
