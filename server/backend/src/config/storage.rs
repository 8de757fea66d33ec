//! Where Vestibule keeps things.

use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret as _, SecretString};

use super::issue::EnvReader;

/// Data folder and database.
#[derive(Debug, Clone)]
pub struct StorageConfig {
    /// `VESTIBULE_DATA_DIR`.
    pub data_dir: PathBuf,
    /// `VESTIBULE_DATABASE_URL`: may hold a password.
    pub database_url: SecretString,
    /// `VESTIBULE_DATABASE_MIGRATE_URL`: the owner role, for migrations on Postgres.
    pub migrate_url: Option<SecretString>,
}

impl StorageConfig {
    /// Whether the database is `PostgreSQL`.
    pub fn is_postgres(&self) -> bool {
        self.database_url.expose_secret().starts_with("postgres")
    }

    pub(super) fn read(reader: &mut EnvReader<'_>) -> Self {
        let data_dir = PathBuf::from(reader.text("VESTIBULE_DATA_DIR").unwrap_or_else(|| "data".to_owned()));
        let given = reader.parsed(
            "VESTIBULE_DATABASE_URL",
            "Give sqlite://path/to/file.db or postgres://user:password@host/database?sslmode=verify-full",
            |text| known_database(text, &["sqlite:", "postgres:", "postgresql:"]),
        );
        let postgres = given.as_deref().is_some_and(|url| url.starts_with("postgres"));
        let database_url = given.unwrap_or_else(|| sqlite_in(&data_dir));
        let migrate_url = reader.parsed(
            "VESTIBULE_DATABASE_MIGRATE_URL",
            "Give postgres://owner:password@host/database?sslmode=verify-full, or leave it out",
            |text| known_database(text, &["postgres:", "postgresql:"]),
        );
        if migrate_url.is_some() && !postgres {
            reader.add_issue(
                "VESTIBULE_DATABASE_MIGRATE_URL",
                "is set although VESTIBULE_DATABASE_URL is not PostgreSQL",
                "Leave it out, or set VESTIBULE_DATABASE_URL",
            );
        }
        Self { data_dir, database_url: database_url.into(), migrate_url: migrate_url.map(Into::into) }
    }
}

fn known_database(text: &str, schemes: &[&str]) -> Result<String, String> {
    // The value may hold a password: it is not repeated.
    if !schemes.iter().any(|scheme| text.starts_with(scheme)) {
        return Err("is no address of a database we know".to_owned());
    }
    storage::check_address(text).map_err(|wrong| wrong.to_string())?;
    Ok(text.to_owned())
}

fn sqlite_in(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("vestibule.db").display())
}
