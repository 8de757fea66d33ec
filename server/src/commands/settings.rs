//! `vestibule settings export` and `vestibule settings import`.

use std::path::Path;
use std::sync::Arc;

use backend::ImportReport;
use backend::clock::{SharedClock, SystemClock};
use backend::config::Config;
use contract::{Language, SettingChange};

use super::CommandError;
use crate::{console, logging};

/// Prints every section as JSON.
pub async fn export(config: &Config) -> Result<(), CommandError> {
    logging::start(&config.log);
    console::line(&backend::export_settings(config).await?);
    Ok(())
}

/// Takes over the settings of a file, or says what that would change.
pub async fn import(
    config: &Config,
    file: &Path,
    reason: Option<&str>,
    is_trial: bool,
) -> Result<(), CommandError> {
    logging::start(&config.log);
    let name = file.display();
    let text = tokio::fs::read_to_string(file).await.map_err(|error| format!("{name}: {error}"))?;
    let reason = reason.map_or_else(|| format!("Imported from {name}."), str::to_owned);
    let clock: SharedClock = Arc::new(SystemClock::default());
    let ImportReport { version, changes, unanswered, kept } =
        backend::import_settings(config, &clock, &text, &reason, is_trial).await?;
    for change in &changes {
        console::line(&line(change));
    }
    if !unanswered.is_empty() {
        console::line(&format!(
            "Not looked up, because the directory was not reached: {}. The file's word was taken for it.",
            unanswered.join(", ")
        ));
    }
    if !kept.is_empty() {
        console::line(&format!(
            "Left as it is, because it needs a password, and no file has any: {}. Set it on the settings page.",
            kept.join(", ")
        ));
    }
    console::line(&match (changes.is_empty(), is_trial) {
        (true, _) => format!("The settings are as the file says already: version {version}."),
        (false, true) => "Nothing was stored: this was a dry run.".to_owned(),
        (false, false) => format!("Version {version} of the settings is in force now."),
    });
    Ok(())
}

/// A change as one line: `roles, dashboard: Roles: reader -> reader, editor`.
fn line(change: &SettingChange) -> String {
    let lang = Language::English;
    let [before, after] = [words::setting_before(lang, change), words::setting_after(lang, change)];
    format!("{}, {}: {before} -> {after}", change.section, words::setting_name(lang, change))
}
