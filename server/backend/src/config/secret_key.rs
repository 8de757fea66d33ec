//! `VESTIBULE_SECRET_KEY`: what the keys for sealing and for the audit chain are derived from. `VESTIBULE_SECRET_KEY_PREVIOUS`: those that it
//! took over from.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret as _, SecretString};

use super::issue::{ConfigError, EnvReader};
use super::secret_file;
use crate::clock::IdSource;
use crate::seal::Sealer;

const VARIABLE: &str = "VESTIBULE_SECRET_KEY";
const PREVIOUS: &str = "VESTIBULE_SECRET_KEY_PREVIOUS";
const ADVICE: &str = "Give at least 32 random characters, such as the output of `openssl rand -base64 32`";
/// 32 characters of base64 are 192 bits.
const MIN_KEY_LENGTH: usize = 32;

/// Where the secret key comes from, and the keys before it.
#[derive(Debug, Clone)]
pub struct SecretKey {
    current: Source,
    /// They open what was sealed before, and check the audit chain so far; nothing new is made with them.
    previous: Vec<SecretString>,
}

#[derive(Debug, Clone)]
enum Source {
    /// From the environment.
    Given(SecretString),
    /// Development: from this file, made at the first run.
    Kept(PathBuf),
}

impl SecretKey {
    /// The sealer under this key. In development it makes the key and its file when there is none.
    pub fn sealer(&self, ids: &dyn IdSource) -> Result<Sealer, ConfigError> {
        let current = match &self.current {
            Source::Given(secret) => Sealer::new(secret),
            Source::Kept(path) => {
                let secret = read_or_make(path, ids).map_err(|error| {
                    ConfigError::of(
                        VARIABLE,
                        format!("is not set, and {} cannot be used: {error}", path.display()),
                        "Set it, or make the file readable to this user alone",
                    )
                })?;
                Sealer::new(&secret)
            }
        };
        Ok(self.previous.iter().fold(current, Sealer::with_previous))
    }

    pub(super) fn read(reader: &mut EnvReader<'_>, development: bool, data_dir: &Path) -> Option<Self> {
        let previous =
            reader.parsed(PREVIOUS, "Give the key before, or several with commas between them", |text| {
                text.split(',')
                    .map(|key| strong(key.trim()).map(SecretString::from))
                    .collect::<Result<Vec<_>, _>>()
            });
        let current = if reader.text(VARIABLE).is_none() && development {
            Some(Source::Kept(data_dir.join("secret-key")))
        } else {
            if reader.text(VARIABLE).is_none() {
                let wrong = "is not set; outside of development it is not made by itself";
                reader.add_issue(VARIABLE, wrong, ADVICE);
            }
            reader.parsed(VARIABLE, ADVICE, |text| strong(text).map(|secret| Source::Given(secret.into())))
        };
        Some(Self { current: current?, previous: previous.unwrap_or_default() })
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
            secret_file::refuse_shared(path).map_err(std::io::Error::other)?;
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
