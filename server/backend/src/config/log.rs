//! The log.

use super::issue::EnvReader;

/// How the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines: one JSON object a line.
    Json,
}

/// What is logged, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// `VESTIBULE_LOG`: a level, or levels by module, such as `info,backend=debug`.
    pub filter: String,
    /// `VESTIBULE_LOG_FORMAT`.
    pub format: LogFormat,
}

impl Log {
    pub(super) fn read(reader: &mut EnvReader<'_>) -> Self {
        let filter = reader.text("VESTIBULE_LOG").unwrap_or_else(|| "info".to_owned());
        let format = reader.parsed("VESTIBULE_LOG_FORMAT", "Give text or json", |text| match text {
            "text" => Ok(LogFormat::Text),
            "json" => Ok(LogFormat::Json),
            other => Err(format!("{other:?} is no format we know")),
        });
        Self { filter, format: format.unwrap_or(LogFormat::Text) }
    }
}
