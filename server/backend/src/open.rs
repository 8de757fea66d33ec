//! The whole back end, put together from its configuration.

use std::sync::Arc;

use contract::{SafeUrl, UrlRefusal};
use secrecy::ExposeSecret as _;
use storage::audit::ChainStatus;
use storage::{Storage, StorageError};
use thiserror::Error;

use crate::clock::{RandomIds, SharedClock, SharedIds};
use crate::config::{Config, ConfigError, origin_of};
use crate::http::{Edge, health};
use crate::settings::FixedSettings;
use crate::sharing::Sharing;
use crate::sign_in::{Entry, EntryError};

/// Why the back end cannot be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The database.
    #[error("the database cannot be used: {0}")]
    Storage(#[from] StorageError),
    /// The secret key.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The roots of trust.
    #[error("no HTTP client: {0}")]
    Client(#[from] reqwest::Error),
    /// The sign-in side.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// The public URL is nothing one may link to.
    #[error("VESTIBULE_PUBLIC_URL: {0}")]
    PublicUrl(#[from] UrlRefusal),
}

/// The back end, ready to be served.
pub struct Backend {
    /// Sign-in, session, account.
    pub entry: Entry,
    /// Items, people, invitations, toasts, jobs.
    pub sharing: Sharing,
    /// What is around every route.
    pub edge: Edge,
    /// Ids and keys.
    pub ids: SharedIds,
    /// The time.
    pub clock: SharedClock,
    storage: Storage,
}

impl Backend {
    /// Opens database and secrets. The authority may be down; the database may not.
    pub async fn open(config: &Config, clock: SharedClock) -> Result<Self, OpenError> {
        let ids: SharedIds = Arc::new(RandomIds);
        let storage = Storage::connect(config.keep.database_url.expose_secret()).await?;
        storage.check_schema().await?;
        let sealer = config.secret_key.sealer(&*ids)?;
        let roots: Vec<&[u8]> = config.roots.as_deref().into_iter().collect();
        let http = graph::http_client(&roots)?;
        let edge = Edge::new(&config.listen, Arc::clone(&ids));
        let public_url = SafeUrl::parse(config.listen.public_url.as_str())?;
        let entry =
            Entry::build(config, storage.clone(), Arc::clone(&clock), Arc::clone(&ids), sealer.clone(), http)
                .await?;
        let directory = entry.directory();
        let sharing = Sharing::new(
            storage.clone(),
            Arc::clone(&clock),
            Arc::clone(&ids),
            sealer,
            directory,
            &public_url,
            FixedSettings::by(config),
        );
        let sharing = sharing.with_landings(config.landing_origins.iter().map(origin_of));
        Ok(Self { entry, sharing, edge, ids, clock, storage })
    }

    /// `/health/live` and `/health/ready`.
    pub fn health(&self) -> axum::Router {
        health(self.storage.clone())
    }

    /// Closes the database, after everything that uses it has ended.
    pub async fn close(&self) {
        self.storage.close().await;
    }
}

/// Brings the database to this version's schema, as the owner where one is configured.
pub async fn migrate(config: &Config) -> Result<(), OpenError> {
    let url = config.keep.migrate_url.as_ref().unwrap_or(&config.keep.database_url);
    let storage = Storage::connect(url.expose_secret()).await?;
    storage.migrate().await?;
    storage.close().await;
    Ok(())
}

/// Checks the audit chain.
pub async fn verify_audit(config: &Config) -> Result<ChainStatus, OpenError> {
    let storage = Storage::connect(config.keep.database_url.expose_secret()).await?;
    let verdict = storage::audit::verify(&storage).await?;
    storage.close().await;
    Ok(verdict)
}

/// Counts anew what is kept of counts; how many were wrong.
pub async fn recount(config: &Config) -> Result<u64, OpenError> {
    let storage = Storage::connect(config.keep.database_url.expose_secret()).await?;
    storage.check_schema().await?;
    let wrong = storage::counts::recount(&storage).await?;
    storage.close().await;
    Ok(wrong)
}
