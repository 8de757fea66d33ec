//! The versions there were.

use contract::{Problem, ProblemCode, SettingChange, SettingsHistory, SettingsVersion};
use storage::settings::{self, SettingsRow};

use super::section_list::section_names;
use crate::app_state::AppState;
use crate::clock::from_ms;
use crate::settings::changes::between;
use crate::settings::document::Document;

/// How many versions a page has.
const PAGE_SIZE: usize = 20;

/// One page: a statement, and a row more than is shown, for what the last line changed.
pub(super) async fn history(app: &AppState, before: Option<i64>) -> Result<SettingsHistory, Problem> {
    let limit = i64::try_from(PAGE_SIZE + 1).unwrap_or(i64::MAX);
    let rows = settings::history(&app.storage, before, limit).await.map_err(|error| app.internal(error))?;
    let line = |(at, row): (usize, &SettingsRow)| version_of(row, changes_of(row, rows.get(at + 1)));
    let versions = rows.iter().enumerate().take(PAGE_SIZE).map(line).collect();
    Ok(SettingsHistory { versions, has_older: rows.len() > PAGE_SIZE, sections: section_names() })
}

/// What a version changed of the one before. Nothing is said of a version that cannot be read.
pub(super) fn changes_of(row: &SettingsRow, before: Option<&SettingsRow>) -> Vec<SettingChange> {
    let parse = |row: &SettingsRow| Document::parse(&row.document);
    let before = before.map_or_else(|| Ok(Document::default()), parse);
    let (Ok(before), Ok(after)) = (before, parse(row)) else { return Vec::new() };
    between(&before, &after).unwrap_or_default()
}

/// A stored version.
pub(super) fn version_of(row: &SettingsRow, changes: Vec<SettingChange>) -> SettingsVersion {
    let by = if row.author.is_empty() { row.by.clone() } else { row.author.clone() };
    SettingsVersion {
        version: row.version,
        at: from_ms(row.at),
        by,
        reason: row.reason.clone(),
        restored: row.restored,
        changes,
    }
}

/// The settings of a version; 0 is what Vestibule starts with. A version that there never was is of no form that we made.
pub(super) async fn document_of(app: &AppState, version: i64) -> Result<Document, Problem> {
    if version == 0 {
        return Ok(Document::default());
    }
    let row = settings::load(&app.storage, version).await.map_err(|error| app.internal(error))?;
    let row = row.ok_or(Problem::new(ProblemCode::BadForm))?;
    Document::parse(&row.document).map_err(|error| app.internal(error))
}
