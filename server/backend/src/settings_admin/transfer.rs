//! Settings as a file: written and read by the commands of whoever runs Vestibule.

use contract::{FieldPath, FieldProblem, SettingChange};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use storage::StorageError;
use thiserror::Error;

use super::held_roles::held;
use crate::audit::Actor;
use crate::settings::any_section::AnySection;
use crate::settings::change::{NewSection, Note, change_sections};
use crate::settings::changes::changes;
use crate::settings::{SettingsCache, SettingsError, Snapshot, sections};

/// The format of the file.
const FORMAT: u32 = 2;

/// Every section, with what nobody has decided as the default has it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsFile {
    format: u32,
    /// The version that was in force. For people: nothing follows from it.
    #[serde(default)]
    version: i64,
    sections: Map<String, Value>,
}

/// Why a file was not taken over. Nothing was changed.
#[derive(Debug, Error)]
pub enum ImportError {
    /// It is no settings file, or one of another format.
    #[error("this is no settings file: {0}")]
    Unreadable(String),
    /// Fields make no sense: each as its section, its path and what is wrong.
    #[error("nothing was changed, because of:\n{}", .0.join("\n"))]
    Refused(Vec<String>),
    /// Settings could not be read or stored.
    #[error(transparent)]
    Settings(#[from] SettingsError),
}

impl From<StorageError> for ImportError {
    fn from(error: StorageError) -> Self {
        Self::Settings(error.into())
    }
}

/// What a file changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportReport {
    /// The version in force after it.
    pub version: i64,
    /// The difference; empty where the settings are as the file says already.
    pub changes: Vec<SettingChange>,
}

/// The settings as the text of a file. What the configuration decides is not in it: it holds what is stored.
pub async fn export_text(cache: &SettingsCache) -> Result<String, SettingsError> {
    let current = cache.current().await?;
    let part = |of: &&dyn AnySection| Ok((of.name().to_owned(), of.stored(&current.document)?));
    let sections: serde_json::Result<_> = sections::ALL.iter().map(part).collect();
    let sections = sections.map_err(SettingsError::Unreadable)?;
    let file = SettingsFile { format: FORMAT, version: current.version, sections };
    serde_json::to_string_pretty(&file).map_err(SettingsError::Unreadable)
}

/// Takes over the sections of a file as a new version; sections that it does not name stay as they are. Checked as a whole, and refused with every
/// wrong field. With `is_trial` nothing is stored. `at` is in unix milliseconds.
pub async fn import_text(
    cache: &SettingsCache,
    at: i64,
    text: &str,
    reason: &str,
    is_trial: bool,
) -> Result<ImportReport, ImportError> {
    let file: SettingsFile =
        serde_json::from_str(text).map_err(|error| ImportError::Unreadable(error.to_string()))?;
    if file.format != FORMAT {
        return Err(ImportError::Unreadable(format!("format {} is not known", file.format)));
    }
    let current = cache.current().await?;
    let (sections, changes) = checked(cache, &current, file.sections).await?;
    if is_trial || changes.is_empty() {
        return Ok(ImportReport { version: current.version, changes });
    }
    let note = Note { actor: Actor::OPERATOR, at, reason, restored: None };
    let after = change_sections(cache, note, current.version, sections).await?;
    Ok(ImportReport { version: after.version, changes })
}

async fn checked(
    cache: &SettingsCache,
    current: &Snapshot,
    file: Map<String, Value>,
) -> Result<(Vec<NewSection>, Vec<SettingChange>), ImportError> {
    let (mut new, mut all, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for (name, section) in file {
        let Some(of) = sections::named(&name) else {
            refused.push(format!("  {name}: there is no such section"));
            continue;
        };
        let misread = of.misread(&section);
        let prepared = of.prepared(section, &current.document, cache.fixed());
        let prepared = match prepared {
            Ok(prepared) if misread.is_empty() => prepared,
            Err(error) if misread.is_empty() => {
                refused.push(format!("  {name}: {error}"));
                continue;
            }
            _ => {
                refused.extend(misread.iter().map(|wrong| line(of, wrong)));
                continue;
            }
        };
        refused.extend(prepared.wrong.iter().map(|wrong| line(of, wrong)));
        let stored = of.stored(&current.document).map_err(SettingsError::Unreadable)?;
        if prepared.wrong.is_empty() {
            let held = held(cache.storage(), of, &stored, &prepared.section).await?;
            refused.extend(held.iter().map(|held| {
                let (field, count) = (&held.field, held.count);
                format!(
                    "  {name}.{field}: the role {:?} is given {count} times and cannot be taken out",
                    held.role.as_str()
                )
            }));
        }
        let changes = changes(of, &stored, &prepared.section);
        if !changes.is_empty() {
            new.push(NewSection { of, value: prepared.section });
        }
        all.extend(changes);
    }
    if refused.is_empty() { Ok((new, all)) } else { Err(ImportError::Refused(refused)) }
}

/// A wrong field, for whoever reads a terminal.
fn line(of: &dyn AnySection, wrong: &FieldProblem) -> String {
    let field: &FieldPath = &wrong.field;
    let text = words::localize(contract::Language::English, &contract::Problem::new(wrong.code)).sentence;
    format!("  {}.{field}: {} ({text})", of.name(), wrong.code.as_str())
}
