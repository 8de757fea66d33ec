//! Changing a section: a new version and its audit entry, in one transaction.

use std::sync::Arc;

use serde_json::json;
use storage::settings::{self, SettingsRow};

use super::difference::difference;
use super::error::SettingsError::{self, Unreadable};
use super::section::Section;
use super::snapshot::{SettingsCache, Snapshot};
use crate::audit::{self, Action, Actor};

/// Puts a section in the place of the one in version `expected`; the settings that are in force then. What the configuration decides stays as
/// it is, and what changes nothing makes no version. `at` is in unix milliseconds.
pub async fn change<S: Section>(
    cache: &SettingsCache,
    actor: Actor<'_>,
    at: i64,
    expected: i64,
    section: &S,
) -> Result<Arc<Snapshot>, SettingsError> {
    let mut tx = cache.storage().begin().await?;
    let before = Snapshot::read(settings::newer_in(&mut tx, 0).await?.as_ref(), cache.fixed())?;
    if before.version != expected {
        return Err(SettingsError::Outdated);
    }
    let (stored, section) = prepare(cache, &before, section).map_err(Unreadable)?;
    let wrong = section.validate();
    if !wrong.is_empty() {
        return Err(SettingsError::Refused(wrong));
    }
    let changes = difference(&stored, &section).map_err(Unreadable)?;
    if changes.is_empty() {
        return Ok(cache.keep(before));
    }
    let mut document = before.document;
    document.put(&section).map_err(Unreadable)?;
    let text = document.text().map_err(Unreadable)?;
    let after = Snapshot::of(expected + 1, document, cache.fixed())?;
    let row = SettingsRow { version: after.version, at, by: actor.user.to_owned(), document: text };
    if !settings::put(&mut tx, expected, &row).await? {
        return Err(SettingsError::Outdated);
    }
    let detail = json!({ "version": after.version, "section": S::NAME, "changes": changes });
    audit::append(&mut tx, at, actor, Action::SettingChanged, "settings", detail).await?;
    tx.commit().await?;
    Ok(cache.keep(after))
}

/// The section as it is stored, and as it is to be stored.
fn prepare<S: Section>(cache: &SettingsCache, before: &Snapshot, section: &S) -> serde_json::Result<(S, S)> {
    let stored: S = before.document.section()?;
    let mut section = cache.fixed().restore(section.clone(), &stored)?;
    section.carry_over(&stored);
    Ok((stored, section))
}
