//! What is wrong with the configuration: all of it at once, each with what to do.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use thiserror::Error;

use super::secret_file::{self, SECRETS, file_variable};

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigIssue {
    /// The environment variable.
    pub variable: &'static str,
    /// What is wrong with it. Never its value where that may be secret.
    pub wrong: String,
    /// What to do.
    pub advice: String,
}

impl fmt::Display for ConfigIssue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}. {}.", self.variable, self.wrong, self.advice)
    }
}

/// Everything that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", .issues.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct ConfigError {
    /// In the order of the sections; never empty.
    pub issues: Vec<ConfigIssue>,
}

impl ConfigError {
    /// An error with one issue.
    pub fn of(variable: &'static str, wrong: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { issues: vec![ConfigIssue { variable, wrong: wrong.into(), advice: advice.into() }] }
    }
}

/// Reads variables and gathers what is wrong with them.
pub(super) struct EnvReader<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    /// Secrets that were given as files.
    secrets: BTreeMap<&'static str, String>,
    issues: Vec<ConfigIssue>,
}

impl<'a> EnvReader<'a> {
    pub(super) fn new(lookup: &'a dyn Fn(&str) -> Option<String>) -> Self {
        let mut reader = Self { lookup, secrets: BTreeMap::new(), issues: Vec::new() };
        for secret in SECRETS {
            reader.read_secret_file(secret);
        }
        reader
    }

    fn read_secret_file(&mut self, secret: &'static str) {
        let variable = file_variable(secret);
        let Some(path) = self.text(&variable) else { return };
        if self.text(secret).is_some() {
            self.add_issue(secret, format!("is set, and {variable} too"), "Set one of them");
            return;
        }
        match secret_file::read(Path::new(&path)) {
            Ok(text) if !text.trim().is_empty() => {
                self.secrets.insert(secret, text.trim().to_owned());
            }
            Ok(_) => self.add_issue(secret, format!("is in {path}, which is empty"), "Write it there"),
            Err(wrong) => {
                let advice = format!("Let {variable} name a file that this user alone can read");
                self.add_issue(secret, wrong, advice);
            }
        }
    }

    /// The trimmed value; an empty one counts as not set, as in a compose file that passes on what is not there.
    pub(super) fn text(&self, variable: &str) -> Option<String> {
        let given = (self.lookup)(variable).map(|text| text.trim().to_owned());
        given.filter(|text| !text.is_empty()).or_else(|| self.secrets.get(variable).cloned())
    }

    /// The value as `parse` takes it; `None` when it is not set, or when it is wrong: then an issue was added.
    pub(super) fn parsed<T>(
        &mut self,
        variable: &'static str,
        advice: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        match parse(&self.text(variable)?) {
            Ok(value) => Some(value),
            Err(wrong) => {
                self.add_issue(variable, wrong, advice);
                None
            }
        }
    }

    pub(super) fn add_issue(
        &mut self,
        variable: &'static str,
        wrong: impl Into<String>,
        advice: impl Into<String>,
    ) {
        self.issues.push(ConfigIssue { variable, wrong: wrong.into(), advice: advice.into() });
    }

    /// The configuration, unless there were issues.
    pub(super) fn finish<T>(self, value: Option<T>) -> Result<T, ConfigError> {
        match value {
            Some(value) if self.issues.is_empty() => Ok(value),
            _ => Err(ConfigError { issues: self.issues }),
        }
    }
}
