//! Where an invited person may land besides our own pages.

use url::Url;

use super::issue::EnvReader;
use super::origin;

/// Reads `VESTIBULE_LANDING_ORIGINS`; the default is none. Plain http is allowed in development only, and only for this machine.
pub(super) fn read(reader: &mut EnvReader<'_>, development: bool) -> Vec<Url> {
    let origins = reader.parsed(
        "VESTIBULE_LANDING_ORIGINS",
        "Give the origins of your applications separated by commas, such as https://app.example",
        |text| parse(text, development),
    );
    origins.unwrap_or_default()
}

fn parse(text: &str, development: bool) -> Result<Vec<Url>, String> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let parse = |part: &str| {
        let origin = origin::parse(part).map_err(|wrong| format!("{part:?} {wrong}"))?;
        if origin.scheme() == "http" && !development {
            return Err(format!("{part:?} is plain http, and this is no development set-up"));
        }
        Ok(origin)
    };
    parts.map(parse).collect()
}
