//! `VESTIBULE_SECRET_KEY`: what the sealing keys are derived from.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret as _, SecretString};

use super::issue::{ConfigError, EnvReader};
use crate::clock::IdSource;
use crate::seal::Sealer;

const VARIABLE: &str = "VESTIBULE_SECRET_KEY";
/// 32 characters of base64 are 192 bits.
const MIN_KEY_LENGTH: usize = 32;

/// Where the secret key comes from.
#[derive(Debug, Clone)]
pub enum SecretKey {
    /// From the environment.
    Given(SecretString),
    /// Development: from this file, made at the first run.
    Kept(PathBuf),
}

impl SecretKey {
    /// The sealer under this key. In development it makes the key and its file when there is none.
    pub fn sealer(&self, ids: &dyn IdSource) -> Result<Sealer, ConfigError> {
        match self {
            Self::Given(secret) => Ok(Sealer::new(secret)),
            Self::Kept(path) => {
                let secret = read_or_make(path, ids).map_err(|error| {
                    ConfigError::of(
                        VARIABLE,
                        format!("is not set, and {} cannot be used: {error}", path.display()),
                        "Set it, or make the file readable to this user alone",
                    )
                })?;
                Ok(Sealer::new(&secret))
            }
        }
    }

    pub(super) fn read(reader: &mut EnvReader<'_>, development: bool, data_dir: &Path) -> Option<Self> {
        let advice = "Give at least 32 random characters, such as the output of `openssl rand -base64 32`";
        if reader.text(VARIABLE).is_none() {
            if development {
                return Some(Self::Kept(data_dir.join("secret-key")));
            }
            reader.add_issue(VARIABLE, "is not set; outside of development it is not made by itself", advice);
        }
        reader.parsed(VARIABLE, advice, |text| strong(text).map(|secret| Self::Given(secret.into())))
    }
}

fn strong(text: &str) -> Result<String, String> {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    if text.chars().count() < MIN_KEY_LENGTH || letters.len() < 10 {
        return Err(format!("is shorter than {MIN_KEY_LENGTH} characters, or not random"));
    }
    Ok(text.to_owned())
}

fn read_or_make(path: &Path, ids: &dyn IdSource) -> std::io::Result<SecretString> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => make(path, ids),
        Err(error) => Err(error),
        Ok(text) => {
            let secret = strong(text.trim()).map_err(std::io::Error::other)?;
            Ok(secret.into())
        }
    }
}

fn make(path: &Path, ids: &dyn IdSource) -> std::io::Result<SecretString> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let secret = SecretString::from(ids.new_secret());
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{}", secret.expose_secret())?;
    file.sync_all()?;
    Ok(secret)
}
