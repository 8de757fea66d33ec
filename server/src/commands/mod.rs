//! The commands.

pub mod audit;
pub mod check_config;
pub mod doctor;
#[cfg(feature = "emulator")]
pub mod emulator;
pub mod migrate;
pub mod serve;
pub mod sessions;
pub mod settings;

use std::error::Error;
use std::path::Path;

use backend::config::{Build, Config, ConfigError, ConfigFile};

/// Why a command failed, for a person to read.
pub type CommandError = Box<dyn Error + Send + Sync>;

/// How this program was built.
const BUILD: Build = if cfg!(feature = "emulator") { Build::Development } else { Build::Packaged };

/// The advice for people without a tenant.
const TRY_IT: &str = "To try Vestibule without a tenant, start `vestibule-emulator`, and beside it:
  set -a; eval \"$(vestibule-emulator --print-env)\"; vestibule serve";

/// The configuration of this process: from the environment, and from a file for variables that the environment lacks.
pub fn config(file: Option<&Path>) -> Result<Config, CommandError> {
    let file = file.filter(|path| !path.as_os_str().is_empty());
    let file = file.map(ConfigFile::read).transpose()?.unwrap_or_default();
    read(BUILD, |name| file.value(name, std::env::var(name).ok()))
}

fn read(build: Build, lookup: impl Fn(&str) -> Option<String>) -> Result<Config, CommandError> {
    Config::read_for(build, lookup).map_err(|error| advised(build, &error))
}

/// Adds the advice where the emulator is not built in.
fn advised(build: Build, error: &ConfigError) -> CommandError {
    let lacks_tenant = || error.issues.iter().any(|wrong| wrong.variable == "VESTIBULE_ENTRA_TENANT");
    if build == Build::Packaged && lacks_tenant() {
        return format!("{error}\n{TRY_IT}").into();
    }
    error.to_string().into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn a_packaged_program_names_what_is_missing_and_how_to_try_it() {
        let said = read(Build::Packaged, |_| None).unwrap_err().to_string();
        for part in ["VESTIBULE_ENTRA_TENANT: ", "VESTIBULE_ENTRA_CLIENT_ID: ", "VESTIBULE_SECRET_KEY: "] {
            assert!(said.contains(part), "{part} in {said}");
        }
        assert!(said.ends_with(TRY_IT), "{said}");
        let wrong = |name: &str| (name == "VESTIBULE_ADDR").then(|| "0.0.0.0:3000".to_owned());
        let said = read(Build::Development, wrong).unwrap_err().to_string();
        assert!(said.contains("VESTIBULE_ENTRA_TENANT: ") && !said.contains("vestibule-emulator"), "{said}");
    }

    /// This very build: without the feature `emulator` there is neither a development set-up nor the command.
    #[test]
    fn the_emulator_is_inside_as_it_was_built() {
        let inside = cfg!(feature = "emulator");
        assert_eq!(read(BUILD, |_| None).is_ok_and(|config| config.is_development()), inside);
        let known =
            crate::Arguments::command().get_subcommands().any(|command| command.get_name() == "emulator");
        assert_eq!(known, inside);
    }
}
