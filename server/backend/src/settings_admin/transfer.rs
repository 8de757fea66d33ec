//! Settings as a file: written and read by the commands of whoever runs Vestibule.

use contract::{FieldPath, FieldProblem, HeldRole, SettingChange};
use graph::Graph;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use storage::StorageError;
use thiserror::Error;

use super::directory_check::look_up;
use super::held_roles::held;
use super::known_mark::unknown_mark;
use super::lost_secret::lacks_only_a_secret;
use crate::audit::Actor;
use crate::directory::PATIENCE;
use crate::settings::any_section::AnySection;
use crate::settings::change::{NewSection, Note, change_sections};
use crate::settings::changes::changes;
use crate::settings::secret::forget;
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
    /// What the file names of the directory, and the directory was not asked about or gave no answer: each as its section and its path.
    pub unanswered: Vec<String>,
    /// Sections of the file that were left as they are: they would need a secret, such as a password, which is in no file.
    pub kept: Vec<String>,
}

/// Where the settings are, and whom to ask whether what a file names of the directory is there and can work.
#[derive(Debug, Clone, Copy)]
pub struct ImportInto<'a> {
    /// The settings.
    pub cache: &'a SettingsCache,
    /// Graph as the application, where it can be reached.
    pub directory: Option<&'a Graph>,
}

/// What a file comes to, before it is stored.
#[derive(Default)]
struct FileSections {
    sections: Vec<NewSection>,
    changes: Vec<SettingChange>,
    unanswered: Vec<String>,
    kept: Vec<String>,
    refused: Vec<String>,
}

/// The settings as the text of a file. What the configuration decides is not in it: it holds what is stored. Nor are secrets.
pub async fn export_text(cache: &SettingsCache) -> Result<String, SettingsError> {
    let current = cache.current().await?;
    let part = |of: &&dyn AnySection| {
        let mut section = of.stored(&current.document)?;
        forget(&of.fields(), &mut section);
        Ok((of.name().to_owned(), section))
    };
    let sections: serde_json::Result<_> = sections::ALL.iter().map(part).collect();
    let sections = sections.map_err(SettingsError::Unreadable)?;
    let file = SettingsFile { format: FORMAT, version: current.version, sections };
    serde_json::to_string_pretty(&file).map_err(SettingsError::Unreadable)
}

/// Takes over the sections of a file as a new version; sections that it does not name stay as they are, and so do secrets, with the sections that would
/// need another one. Checked as a whole, and refused with every wrong field. What it names of the directory is looked up as the form does; where that
/// gives no answer, the file's word stands, and is told. With `is_trial` nothing is stored. `at` is in unix milliseconds.
pub async fn import_text(
    into: ImportInto<'_>,
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
    let current = into.cache.current().await?;
    let FileSections { sections, changes, unanswered, kept, refused } =
        checked((into, at), &current, file.sections).await?;
    if !refused.is_empty() {
        return Err(ImportError::Refused(refused));
    }
    if is_trial || changes.is_empty() {
        return Ok(ImportReport { version: current.version, changes, unanswered, kept });
    }
    let note = Note { actor: Actor::OPERATOR, at, reason, restored: None };
    let after = change_sections(into.cache, note, current.version, sections).await?;
    Ok(ImportReport { version: after.version, changes, unanswered, kept })
}

async fn checked(
    (ImportInto { cache, directory }, at): (ImportInto<'_>, i64),
    current: &Snapshot,
    file: Map<String, Value>,
) -> Result<FileSections, ImportError> {
    let mut all = FileSections::default();
    for (name, mut section) in file {
        let Some(of) = sections::named(&name) else {
            all.refused.push(format!("  {name}: there is no such section"));
            continue;
        };
        let misread = of.misread(&section);
        if !misread.is_empty() {
            all.refused.extend(misread.iter().map(|wrong| line(of, wrong)));
            continue;
        }
        forget(&of.fields(), &mut section);
        if lacks_only_a_secret(of, &section, &current.document, cache.fixed()) {
            all.kept.push(name);
            continue;
        }
        let stored = of.stored(&current.document).map_err(SettingsError::Unreadable)?;
        let looked = look_up((directory, PATIENCE), of, &stored, section, None).await;
        all.refused.extend(looked.wrong.iter().map(|wrong| line(of, wrong)));
        all.unanswered.extend(looked.unanswered.iter().map(|unknown| format!("{name}.{}", unknown.field)));
        let prepared = match of.prepared(looked.section, &current.document, cache.fixed()) {
            Ok(prepared) => prepared,
            Err(error) => {
                all.refused.push(format!("  {name}: {error}"));
                continue;
            }
        };
        all.refused.extend(prepared.wrong.iter().map(|wrong| line(of, wrong)));
        if prepared.wrong.is_empty() {
            let unknown = unknown_mark(cache.storage(), of, &prepared.section).await?;
            all.refused.extend(unknown.iter().map(|wrong| line(of, wrong)));
            let held = held((cache.storage(), at), of, &stored, &prepared.section).await?;
            all.refused.extend(held.iter().map(|held| held_line(&name, held)));
        }
        let changes = changes(of, &stored, &prepared.section);
        if !changes.is_empty() {
            all.sections.push(NewSection::new(of, prepared.section));
        }
        all.changes.extend(changes);
    }
    Ok(all)
}

/// A role that cannot be taken out, for whoever reads a terminal.
fn held_line(section: &str, held: &HeldRole) -> String {
    let (field, count, role) = (&held.field, held.count, held.role.as_str());
    format!("  {section}.{field}: the role {role:?} is given {count} times and cannot be taken out")
}

/// A wrong field, for whoever reads a terminal.
fn line(of: &dyn AnySection, wrong: &FieldProblem) -> String {
    let field: &FieldPath = &wrong.field;
    let text = words::localize(contract::Language::English, &contract::Problem::new(wrong.code)).sentence;
    format!("  {}.{field}: {} ({text})", of.name(), wrong.code.as_str())
}
