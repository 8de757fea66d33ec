//! Changing sections: a new version and its audit entries, in one transaction.

use std::sync::Arc;

use contract::FieldProblem;
use serde_json::{Value, json};
use storage::setting_secrets::{self, SettingSecretRow};
use storage::settings::{self, SettingsRow};
use storage::{StorageError, Tx};

use super::any_section::AnySection;
use super::difference::{Difference, difference};
use super::error::SettingsError::{self, Unreadable};
use super::secret::{SealedSecrets, SecretChange, settle};
use super::section::Section;
use super::sections;
use super::snapshot::{SettingsCache, Snapshot};
use crate::audit::{self, Action, Actor};

/// Who makes a version, when, and why.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Note<'a> {
    pub(crate) actor: Actor<'a>,
    /// In unix milliseconds.
    pub(crate) at: i64,
    /// In their words; may be empty.
    pub(crate) reason: &'a str,
    /// The version that is restored.
    pub(crate) restored: Option<i64>,
}

/// A section in the place of another.
pub(crate) struct NewSection {
    pub(crate) of: &'static dyn AnySection,
    pub(crate) value: Value,
    /// The secrets that were typed for it.
    pub(crate) secrets: SealedSecrets,
}

impl NewSection {
    /// Without new secrets.
    pub(crate) fn new(of: &'static dyn AnySection, value: Value) -> Self {
        Self { of, value, secrets: SealedSecrets::new() }
    }
}

/// What is to be stored of several sections.
struct Prepared {
    after: Snapshot,
    changes: Vec<(&'static str, Vec<Difference>)>,
    secrets: Vec<SecretChange>,
}

/// Puts a section in the place of the one in version `expected`; the settings that are in force then. What the configuration decides stays as
/// it is, and what changes nothing makes no version. `at` is in unix milliseconds.
pub async fn change<S: Section>(
    cache: &SettingsCache,
    actor: Actor<'_>,
    at: i64,
    expected: i64,
    section: &S,
) -> Result<Arc<Snapshot>, SettingsError> {
    let note = Note { actor, at, reason: "", restored: None };
    let of = sections::named(S::NAME).ok_or(SettingsError::UnknownSection)?;
    let value = serde_json::to_value(section).map_err(Unreadable)?;
    change_sections(cache, note, expected, vec![NewSection::new(of, value)]).await
}

/// The same for several sections at once: one version, and an audit entry for each section that changes.
pub(crate) async fn change_sections(
    cache: &SettingsCache,
    note: Note<'_>,
    expected: i64,
    sections: Vec<NewSection>,
) -> Result<Arc<Snapshot>, SettingsError> {
    let mut tx = cache.storage().begin().await?;
    let before = Snapshot::read(settings::newer_in(&mut tx, 0).await?.as_ref(), cache.fixed())?;
    if before.version != expected {
        return Err(SettingsError::Outdated);
    }
    let Prepared { after, changes, secrets } = prepare(cache, &before, sections)?;
    if changes.is_empty() {
        return Ok(cache.keep(before));
    }
    let row = SettingsRow {
        version: after.version,
        at: note.at,
        by: note.actor.user.to_owned(),
        author: note.actor.name.to_owned(),
        reason: note.reason.to_owned(),
        restored: note.restored,
        document: after.document.text().map_err(Unreadable)?,
    };
    if !settings::put(&mut tx, expected, &row).await? {
        return Err(SettingsError::Outdated);
    }
    for change in secrets {
        put_secret(&mut tx, note, after.version, change).await?;
    }
    for (section, changes) in changes {
        append(&mut tx, note, after.version, section, changes).await?;
    }
    tx.commit().await?;
    Ok(cache.keep(after))
}

/// The settings with these sections. Refused with every field of every section that makes no sense.
fn prepare(
    cache: &SettingsCache,
    before: &Snapshot,
    sections: Vec<NewSection>,
) -> Result<Prepared, SettingsError> {
    let mut document = before.document.clone();
    let version = before.version + 1;
    let (mut changes, mut wrong, mut secrets) = (Vec::new(), Vec::new(), Vec::new());
    for NewSection { of, value, secrets: mut typed } in sections {
        let stored = of.stored(&before.document).map_err(Unreadable)?;
        let mut new = of.prepared(value, &before.document, cache.fixed()).map_err(Unreadable)?;
        wrong.extend(new.wrong);
        match settle(of.name(), &of.fields(), &mut new.section, &mut typed, version) {
            Ok(settled) => secrets.extend(settled),
            Err(lost) => wrong.push(lost),
        }
        let differences = difference(&stored, &new.section).map_err(Unreadable)?;
        if !differences.is_empty() {
            of.put(&mut document, &new.section).map_err(Unreadable)?;
            changes.push((of.name(), differences));
        }
    }
    refuse(wrong)?;
    Ok(Prepared { after: Snapshot::of(version, document, cache.fixed())?, changes, secrets })
}

fn refuse(wrong: Vec<FieldProblem>) -> Result<(), SettingsError> {
    if wrong.is_empty() { Ok(()) } else { Err(SettingsError::Refused(wrong)) }
}

/// Stores a secret, or takes it away.
async fn put_secret(
    tx: &mut Tx,
    note: Note<'_>,
    generation: i64,
    SecretChange { name, sealed }: SecretChange,
) -> Result<(), StorageError> {
    let Some(sealed) = sealed else { return setting_secrets::delete(tx, &name).await };
    let by = note.actor.user.to_owned();
    setting_secrets::put(tx, &SettingSecretRow { name, sealed, generation, at: note.at, by }).await
}

async fn append(
    tx: &mut Tx,
    note: Note<'_>,
    version: i64,
    section: &str,
    changes: Vec<Difference>,
) -> Result<(), StorageError> {
    let mut detail = json!({ "version": version, "section": section, "changes": changes });
    if let Value::Object(detail) = &mut detail {
        if !note.reason.is_empty() {
            detail.insert("reason".to_owned(), note.reason.into());
        }
        if let Some(restored) = note.restored {
            detail.insert("restored".to_owned(), restored.into());
        }
    }
    audit::append(tx, note.at, note.actor, Action::SettingChanged, "settings", detail).await
}
