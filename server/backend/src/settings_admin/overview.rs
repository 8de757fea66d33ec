//! The overview: what differs from the defaults.

use contract::{Problem, SectionName, SectionSummary, SettingsOverview};

use crate::app_state::AppState;
use crate::settings::changes::changes;
use crate::settings::sections;

/// Every section, with what is in force and is not the default.
pub(super) async fn overview(app: &AppState) -> Result<SettingsOverview, Problem> {
    let current = app.settings.current().await.map_err(|error| app.internal(error))?;
    let mut summaries = Vec::new();
    for of in sections::ALL.iter().copied() {
        let summary = || {
            let in_force = of.in_force(of.stored(&current.document)?, app.settings.fixed())?;
            Ok(changes(of, &of.default()?, &in_force))
        };
        let differences = summary().map_err(|error: serde_json::Error| app.internal(error))?;
        if let Ok(name) = SectionName::parse(of.name()) {
            summaries.push(SectionSummary { name, differences });
        }
    }
    Ok(SettingsOverview { version: current.version, sections: summaries })
}
