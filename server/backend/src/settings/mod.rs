//! Settings: what an administrator changes at run time. Stored, versioned, audited.

pub(crate) mod any_section;
pub(crate) mod change;
pub(crate) mod changes;
mod difference;
pub(crate) mod document;
mod error;
mod field;
mod fixed;
pub(crate) mod form;
pub(crate) mod merge;
pub(crate) mod picked;
pub(crate) mod secret;
mod section;
pub mod sections;
mod snapshot;
pub(crate) mod stored_secrets;

use contract::{ItemId, KindName, RoleName};
use storage::{Storage, items, settings};
use time::Duration;

use crate::rules::roles::RoleHierarchy;

pub use change::change;
pub use error::SettingsError;
pub use field::{EntryCheck, FieldShape, FieldSpec, PickKind};
pub use fixed::FixedSettings;
pub use secret::SecretMark;
pub use section::{FixedSetting, Section};
pub use sections::Settings;
use sections::{RoleWay, WayIn};
pub use snapshot::{SettingsCache, Snapshot};
pub use stored_secrets::{SecretState, StoredSecret};

/// The settings in force, with their version; version 0 is what Vestibule starts with. Reads and parses the whole document: who needs them
/// often asks a [`SettingsCache`].
pub async fn current(storage: &Storage) -> Result<(i64, Settings), SettingsError> {
    let row = settings::current(storage).await?;
    let Snapshot { version, settings, .. } = Snapshot::read(row.as_ref(), &FixedSettings::default())?;
    Ok((version, settings))
}

/// The roles that there are on an item; none on one that is not there.
pub(crate) async fn roles_of(cache: &SettingsCache, item: &ItemId) -> Result<RoleHierarchy, SettingsError> {
    let item = items::load(cache.storage(), item.as_str()).await?;
    let snapshot = cache.current().await?;
    Ok(item.map(|item| snapshot.settings.roles.hierarchy_of_kind(&item.kind)).unwrap_or_default())
}

/// What many places ask for.
impl Settings {
    /// The roles that may be given on items of a kind, weakest first; never empty.
    pub fn roles_of(&self, kind: &KindName) -> &[RoleName] {
        self.roles.of_kind(kind)
    }

    /// How somebody new gets in. By invitation, whatever is set, where the way lacks what it needs: a mail of ours, which nobody writes, or a package.
    pub fn way_in(&self, kind: &KindName, role: &RoleName) -> RoleWay {
        self.possible_way(self.ways.of(kind, role))
    }

    /// The same on items of a kind that no setting names.
    pub(crate) fn way_in_elsewhere(&self, role: &RoleName) -> RoleWay {
        self.possible_way(self.ways.other_kinds.get(role))
    }

    fn possible_way(&self, way: Option<&RoleWay>) -> RoleWay {
        let way = way.cloned().unwrap_or_default();
        let has_mail = !way.way.needs_mail() || self.inviting.mail_way.is_ours();
        let is_possible = has_mail && way.is_complete();
        if is_possible { way } else { RoleWay { way: WayIn::Invitation, ..way } }
    }

    /// How long a guest who may have been made is looked for.
    pub fn visibility_budget(&self) -> Duration {
        self.limits.visibility_budget()
    }

    /// The same in milliseconds.
    pub fn visibility_budget_ms(&self) -> i64 {
        i64::try_from(self.visibility_budget().whole_milliseconds()).unwrap_or(i64::MAX)
    }

    /// How long a step is tried again.
    pub fn retry_limit(&self) -> Duration {
        self.limits.retry_limit()
    }
}
