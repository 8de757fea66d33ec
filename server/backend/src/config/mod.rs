//! Configuration: what is known when a process starts. From the environment, checked as a whole, secrets redacted.

mod certificate;
mod cloud;
mod config_file;
mod emulator;
mod entra;
mod issue;
mod listen;
mod log;
mod mail;
mod origin;
mod proxies;
mod redirect_origins;
mod secret_file;
mod secret_key;
mod storage;
#[cfg(test)]
mod tests;

pub use certificate::ClientCertificate;
pub use cloud::{Cloud, CloudName};
pub use config_file::ConfigFile;
pub use emulator::EmulatorAddrs;
pub use entra::{Credential, Entra};
pub use issue::{ConfigError, ConfigIssue};
pub use listen::Listen;
pub use log::{Log, LogFormat};
pub use mail::{Mail, SmtpTls};
pub use origin::text_of as origin_of;
pub use proxies::TrustedProxies;
pub use secret_key::SecretKey;
pub use storage::StorageConfig;

use contract::TenantId;
use issue::EnvReader;
use secrecy::SecretString;
use url::Url;

use crate::rules::limits::RateLimits;

/// What a program was built with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// With the emulator inside: a development set-up is possible.
    Development,
    /// Without it, as it is packaged.
    Packaged,
}

/// Everything that is set at deploy time.
#[derive(Debug, Clone)]
pub struct Config {
    /// Addresses.
    pub listen: Listen,
    /// Data folder and database.
    pub storage: StorageConfig,
    /// Where the secret key comes from.
    pub secret_key: SecretKey,
    /// The app registration. `None` in development, until `with_emulator`.
    pub entra: Option<Entra>,
    /// `VESTIBULE_CA_FILE`: private roots, as PEM.
    pub roots: Option<Vec<u8>>,
    /// `VESTIBULE_LANDING_ORIGINS`: where items may land besides our own origin.
    pub landing_origins: Vec<Url>,
    /// The mail server, if it is not left to the settings.
    pub mail: Option<Mail>,
    /// The mail server where neither this nor the settings name one: the emulator's in development.
    pub fallback_mail: Option<Mail>,
    /// `VESTIBULE_SMTP_ALLOW_LOCAL`: the settings may name a mail server on this machine.
    pub smtp_allow_local: bool,
    /// `VESTIBULE_LIMITS`: how fast people may go on, where that is not left to the settings and the defaults.
    pub limits: RateLimits,
    /// Where the emulator listens in development.
    pub emulator: EmulatorAddrs,
    /// The log.
    pub log: Log,
    development: bool,
}

impl Config {
    /// Reads and checks all settings. Reads the files they name; writes nothing.
    ///
    /// Fails with all issues at once.
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        Self::read_for(Build::Development, lookup)
    }

    /// The same for a program that may hold no emulator: without one there is no development, and Entra has to be named.
    pub fn read_for(build: Build, lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let mut reader = EnvReader::new(&lookup);
        let log = Log::read(&mut reader);
        let storage = StorageConfig::read(&mut reader);
        let listen = Listen::read(&mut reader);
        let loopback = listen.as_ref().is_some_and(Listen::is_loopback);
        let named = Entra::is_set(&reader);
        let development = build == Build::Development && loopback && !named;
        let entra = if development { None } else { Entra::read(&mut reader, why_entra(named, loopback)) };
        if development && storage.is_postgres() {
            // A server that lost all other settings must not start the emulator beside its real data: anybody could sign in.
            reader.add_issue(
                "VESTIBULE_DATABASE_URL",
                "is PostgreSQL, but no VESTIBULE_ENTRA_ setting is set, which would start the emulator",
                "Set the VESTIBULE_ENTRA_ settings, or leave it out: development is on SQLite",
            );
        }
        if development && reader.text("VESTIBULE_GRAPH_URL").is_some() {
            let advice = "Leave it out, or set the VESTIBULE_ENTRA_ settings too";
            reader.add_issue("VESTIBULE_GRAPH_URL", "is for VESTIBULE_ENTRA_CLOUD=custom only", advice);
        }
        let secret_key = SecretKey::read(&mut reader, development, &storage.data_dir);
        let roots = certificate::read_roots(&mut reader);
        let landing_origins = redirect_origins::read(&mut reader, development);
        let mail = Mail::read(&mut reader);
        let smtp_allow_local = mail::read_allow_local(&mut reader);
        let limits = reader
            .parsed(
                "VESTIBULE_LIMITS",
                "Give limits with commas between them, such as guests = 20 + 4/min, look-ups = off; or off",
                RateLimits::parse,
            )
            .unwrap_or_default();
        let emulator = EmulatorAddrs::read(&mut reader);
        let complete = listen.zip(secret_key).map(|(listen, secret_key)| Self {
            listen,
            storage,
            secret_key,
            entra,
            roots,
            landing_origins,
            mail,
            fallback_mail: None,
            smtp_allow_local,
            limits,
            emulator,
            log,
            development,
        });
        reader.finish(complete)
    }

    /// What is no mistake, and will surprise all the same.
    pub fn advice(&self) -> Vec<&'static str> {
        let listen = &self.listen;
        if listen.public_url.scheme() == "https" && listen.trusted_proxies.is_empty() {
            // We speak no TLS ourselves.
            return vec![
                "There must be a proxy in front, as VESTIBULE_PUBLIC_URL is https, but VESTIBULE_TRUSTED_PROXIES names \
                 none: all its clients count as one, and are limited as one",
            ];
        }
        Vec::new()
    }

    /// Whether this is a development set-up: no `VESTIBULE_ENTRA_*` is set, and both the address and the public URL are loopback. Only
    /// then may the emulator run in this process.
    pub fn is_development(&self) -> bool {
        self.development
    }

    /// Development's app registration: the emulator is authority and Graph at once.
    ///
    /// `None` unless this is development and `origin` is loopback.
    #[must_use]
    pub fn with_emulator(
        self,
        origin: &str,
        tenant: TenantId,
        client_id: &str,
        secret: SecretString,
    ) -> Option<Self> {
        let at: Url = origin::parse(origin).ok().filter(origin::is_loopback)?;
        if !self.development {
            return None;
        }
        let entra = Entra {
            tenant,
            client_id: client_id.to_owned(),
            credential: Credential::Secret(secret),
            cloud: Cloud::custom(at.clone(), at),
        };
        Some(Self { entra: Some(entra), ..self })
    }
}

fn why_entra(named: bool, loopback: bool) -> &'static str {
    if named {
        "another VESTIBULE_ENTRA_ setting is"
    } else if loopback {
        "this program has no emulator inside"
    } else {
        "VESTIBULE_ADDR or VESTIBULE_PUBLIC_URL is not a loopback address, so this is no development set-up"
    }
}
