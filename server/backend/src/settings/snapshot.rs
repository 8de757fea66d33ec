//! The settings in force, read once for each version.

use std::sync::{Arc, PoisonError, RwLock};

use storage::settings::{self, SettingsRow};
use storage::{Storage, Tx};

use super::document::Document;
use super::error::SettingsError::{self, Unreadable};
use super::fixed::FixedSettings;
use super::sections::Settings;

/// One version of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Counts the changes; 0 is what Vestibule starts with.
    pub version: i64,
    /// The settings, with what the configuration decides.
    pub settings: Settings,
    /// As they are stored.
    pub(crate) document: Document,
}

impl Snapshot {
    /// Of the newest stored version, if there is one.
    pub(crate) fn read(row: Option<&SettingsRow>, fixed: &FixedSettings) -> Result<Self, SettingsError> {
        let document = row.map(|row| Document::parse(&row.document)).transpose();
        Self::of(row.map_or(0, |row| row.version), document.map_err(Unreadable)?.unwrap_or_default(), fixed)
    }

    pub(crate) fn of(version: i64, document: Document, fixed: &FixedSettings) -> Result<Self, SettingsError> {
        let settings = Settings::read(&document, fixed).map_err(Unreadable)?;
        Ok(Self { version, settings, document })
    }
}

/// The newest settings that this process has seen. Another process may have changed them, so whoever needs them asks the database for a newer
/// version; the document crosses, and is parsed, only when there is one.
#[derive(Debug)]
pub struct SettingsCache {
    storage: Storage,
    fixed: FixedSettings,
    newest: RwLock<Option<Arc<Snapshot>>>,
}

impl SettingsCache {
    /// Of this database. What the configuration decides is as `fixed` says.
    pub const fn new(storage: Storage, fixed: FixedSettings) -> Self {
        Self { storage, fixed, newest: RwLock::new(None) }
    }

    /// The settings in force: one statement, which finds no row as long as nothing changes.
    pub async fn current(&self) -> Result<Arc<Snapshot>, SettingsError> {
        let known = self.known();
        let newer = settings::newer(&self.storage, version_of(known.as_ref())).await?;
        self.take_over(known, newer.as_ref())
    }

    /// The same within a transaction that does not change settings.
    pub async fn current_in(&self, tx: &mut Tx) -> Result<Arc<Snapshot>, SettingsError> {
        let known = self.known();
        let newer = settings::newer_in(tx, version_of(known.as_ref())).await?;
        self.take_over(known, newer.as_ref())
    }

    /// The settings of at least this version, which another statement has read from the table: no statement of its own unless it is new.
    pub async fn at_least(&self, version: i64) -> Result<Arc<Snapshot>, SettingsError> {
        match self.known().filter(|known| known.version >= version) {
            Some(known) => Ok(known),
            None => self.current().await,
        }
    }

    /// What the configuration decides.
    pub const fn fixed(&self) -> &FixedSettings {
        &self.fixed
    }

    pub(crate) const fn storage(&self) -> &Storage {
        &self.storage
    }

    /// Remembers a version, unless a newer one is known; the newer one of the two.
    pub(super) fn keep(&self, snapshot: Snapshot) -> Arc<Snapshot> {
        let mut newest = self.newest.write().unwrap_or_else(PoisonError::into_inner);
        let known = newest.take().filter(|known| known.version >= snapshot.version);
        Arc::clone(newest.insert(known.unwrap_or_else(|| Arc::new(snapshot))))
    }

    /// The newest ones that this process has seen, without asking.
    pub(crate) fn known(&self) -> Option<Arc<Snapshot>> {
        self.newest.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn take_over(
        &self,
        known: Option<Arc<Snapshot>>,
        newer: Option<&SettingsRow>,
    ) -> Result<Arc<Snapshot>, SettingsError> {
        match (known, newer) {
            (Some(known), None) => Ok(known),
            (_, newer) => Ok(self.keep(Snapshot::read(newer, &self.fixed)?)),
        }
    }
}

fn version_of(known: Option<&Arc<Snapshot>>) -> i64 {
    known.map_or(0, |known| known.version)
}
