//! Wires the back end from its configuration.

use std::sync::Arc;

use contract::{EntraUserId, ParseUrlError, SafeUrl};
use secrecy::ExposeSecret as _;
use storage::audit::ChainStatus;
use storage::{Storage, StorageError, sessions};
use thiserror::Error;

use crate::app_state::ConfiguredRules;
use crate::clock::{Clock, RandomIds, SharedClock, SharedIds};
use crate::config::{Config, ConfigError, origin_of};
use crate::http::{HttpLayers, health};
use crate::session::{SessionEnd, end_sessions_of};
use crate::settings::FixedSettings;
use crate::sharing::SharingModule;
use crate::sign_in::{AuthModule, AuthModuleError};

/// Why the back end cannot be opened.
#[derive(Debug, Error)]
pub enum ConnectError {
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
    AuthModule(#[from] AuthModuleError),
    /// The public URL is nothing one may link to.
    #[error("VESTIBULE_PUBLIC_URL: {0}")]
    PublicUrl(#[from] ParseUrlError),
}

/// The back end, ready to be served.
pub struct Backend {
    /// Sign-in, session, account.
    pub auth: AuthModule,
    /// Items, people, invitations, toasts, jobs.
    pub sharing: SharingModule,
    /// The HTTP layers around every route.
    pub layers: HttpLayers,
    /// Ids and keys.
    pub ids: SharedIds,
    /// The time.
    pub clock: SharedClock,
    storage: Storage,
}

impl Backend {
    /// Opens database and secrets. The authority may be down; the database may not.
    pub async fn connect(config: &Config, clock: SharedClock) -> Result<Self, ConnectError> {
        let ids: SharedIds = Arc::new(RandomIds);
        let storage = Storage::connect(config.storage.database_url.expose_secret()).await?;
        storage.check_schema().await?;
        let sealer = config.secret_key.sealer(&*ids)?;
        let roots: Vec<&[u8]> = config.roots.as_deref().into_iter().collect();
        let http = graph::http_client(&roots)?;
        let layers = HttpLayers::new(&config.listen, Arc::clone(&ids));
        let public_url = SafeUrl::parse(config.listen.public_url.as_str())?;
        let auth = AuthModule::build(
            config,
            storage.clone(),
            Arc::clone(&clock),
            Arc::clone(&ids),
            sealer.clone(),
            http,
        )
        .await?;
        let directory = auth.directory();
        let sharing = SharingModule::new(
            storage.clone(),
            Arc::clone(&clock),
            Arc::clone(&ids),
            sealer,
            directory,
            &public_url,
            ConfiguredRules { fixed: FixedSettings::by(config), limits: config.limits.clone() },
        );
        let sharing = sharing.with_redirect_origins(config.landing_origins.iter().map(origin_of));
        Ok(Self { auth, sharing, layers, ids, clock, storage })
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
pub async fn migrate(config: &Config) -> Result<(), ConnectError> {
    let url = config.storage.migrate_url.as_ref().unwrap_or(&config.storage.database_url);
    let storage = Storage::connect(url.expose_secret()).await?;
    storage.migrate().await?;
    storage.close().await;
    Ok(())
}

/// Checks the audit chain.
pub async fn verify_audit(config: &Config) -> Result<ChainStatus, ConnectError> {
    let storage = Storage::connect(config.storage.database_url.expose_secret()).await?;
    let verdict = storage::audit::verify(&storage).await?;
    storage.close().await;
    Ok(verdict)
}

/// Counts anew what is kept of counts; how many were wrong.
pub async fn recount(config: &Config) -> Result<u64, ConnectError> {
    let storage = Storage::connect(config.storage.database_url.expose_secret()).await?;
    storage.check_schema().await?;
    let wrong = storage::counts::recount(&storage).await?;
    storage.close().await;
    Ok(wrong)
}

/// Ends all sessions of whoever has this object id; how many there were. They may sign in again, unless the directory says otherwise.
pub async fn end_sessions(
    config: &Config,
    clock: &dyn Clock,
    user: &EntraUserId,
) -> Result<u64, ConnectError> {
    let storage = Storage::connect(config.storage.database_url.expose_secret()).await?;
    storage.check_schema().await?;
    let ended = end_sessions_in(&storage, clock.now_ms(), user).await;
    storage.close().await;
    Ok(ended?)
}

async fn end_sessions_in(storage: &Storage, now: i64, user: &EntraUserId) -> Result<u64, StorageError> {
    let mut tx = storage.begin().await?;
    let mut ended = 0;
    for tenant in sessions::tenants_of(&mut tx, user).await? {
        ended += end_sessions_of(&mut tx, now, (&tenant, user), SessionEnd::Operator).await?;
    }
    tx.commit().await?;
    Ok(ended)
}
