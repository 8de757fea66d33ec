//! Settings from a file, for those who keep them beside the program rather than in its environment.

use std::collections::BTreeMap;
use std::path::Path;

use super::issue::{ConfigError, ConfigIssue};
use super::secret_file::{SECRETS, refuse_shared, secret_of};

/// Every setting there is.
pub(super) const VARIABLES: [&str; 27] = [
    "VESTIBULE_ADDR",
    "VESTIBULE_PUBLIC_URL",
    "VESTIBULE_LANDING_ORIGINS",
    "VESTIBULE_DATA_DIR",
    "VESTIBULE_DATABASE_URL",
    "VESTIBULE_DATABASE_MIGRATE_URL",
    "VESTIBULE_SECRET_KEY",
    "VESTIBULE_SECRET_KEY_PREVIOUS",
    "VESTIBULE_ENTRA_TENANT",
    "VESTIBULE_ENTRA_CLIENT_ID",
    "VESTIBULE_ENTRA_CLIENT_SECRET",
    "VESTIBULE_ENTRA_CLIENT_CERTIFICATE",
    "VESTIBULE_ENTRA_CLOUD",
    "VESTIBULE_ENTRA_AUTHORITY",
    "VESTIBULE_GRAPH_URL",
    "VESTIBULE_CA_FILE",
    "VESTIBULE_TRUSTED_PROXIES",
    "VESTIBULE_LIMITS",
    "VESTIBULE_METRICS_ADDR",
    "VESTIBULE_SMTP_URL",
    "VESTIBULE_MAIL_FROM",
    "VESTIBULE_SMTP_ALLOW_LOCAL",
    "VESTIBULE_EMULATOR_ADDR",
    "VESTIBULE_EMULATOR_TLS_ADDR",
    "VESTIBULE_EMULATOR_SMTP_ADDR",
    "VESTIBULE_LOG",
    "VESTIBULE_LOG_FORMAT",
];

/// A TOML file of texts by the names of the environment variables: `VESTIBULE_ADDR = "0.0.0.0:3000"`.
#[derive(Default)]
pub struct ConfigFile(BTreeMap<String, String>);

impl ConfigFile {
    /// Reads the file.
    ///
    /// Fails when the file cannot be read, is not such TOML, or has an unknown name: a misspelt name would be ignored silently. Fails also
    /// when it holds a secret and others can read it.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let advice = format!("See {}", path.display());
        let text = std::fs::read_to_string(path)
            .map_err(|error| ConfigError::of("VESTIBULE_CONFIG", error.to_string(), &advice))?;
        let file = Self::parse(&text, &advice)?;
        if SECRETS.iter().any(|secret| file.0.contains_key(*secret)) {
            refuse_shared(path).map_err(|wrong| {
                let advice = "Take the secrets out of it, or make it readable to this user alone";
                ConfigError::of("VESTIBULE_CONFIG", wrong, advice)
            })?;
        }
        Ok(file)
    }

    /// The value of a setting: what the environment says, unless it says nothing.
    pub fn value(&self, name: &str, environment: Option<String>) -> Option<String> {
        environment.filter(|text| !text.trim().is_empty()).or_else(|| self.0.get(name).cloned())
    }

    pub(super) fn parse(text: &str, advice: &str) -> Result<Self, ConfigError> {
        // The parser's own message quotes the line, and the line may hold a secret.
        let table: toml::Table = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(0, |span| text[..span.start].matches('\n').count() + 1);
            ConfigError::of("VESTIBULE_CONFIG", format!("line {line} is no TOML"), advice)
        })?;
        let (mut values, mut issues) = (BTreeMap::new(), Vec::new());
        for (name, value) in table {
            let wrong = match value {
                _ if !VARIABLES.contains(&name.as_str()) && secret_of(&name).is_none() => {
                    format!("{name} is no setting")
                }
                toml::Value::String(text) => {
                    values.insert(name, text);
                    continue;
                }
                _ => format!("{name} is no text in quotation marks"),
            };
            issues.push(ConfigIssue { variable: "VESTIBULE_CONFIG", wrong, advice: advice.to_owned() });
        }
        if issues.is_empty() { Ok(Self(values)) } else { Err(ConfigError { issues }) }
    }
}
