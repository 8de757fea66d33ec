//! Wires the back end from its configuration.

use std::sync::Arc;

use contract::{EntraUserId, ParseUrlError, SafeUrl};
use graph::{Graph, GraphClient};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use storage::audit::{ChainStatus, NotedHead};
use storage::{Storage, StorageError, sessions};
use thiserror::Error;

use crate::app_state::ConfiguredRules;
use crate::audit::{self, Action, Actor};
use crate::clock::{Clock, RandomIds, SharedClock, SharedIds};
use crate::config::{Config, ConfigError, Mail, origin_of};
use crate::http::{HttpLayers, health};
use crate::mail::{MailServer, MailServerError, MailServers};
use crate::oidc_provider::OidcProvider;
use crate::session::{SessionEnd, end_sessions_of};
use crate::settings::{FixedSettings, SettingsCache};
use crate::settings_admin::{ImportError, ImportInto, ImportReport, export_text, import_text};
use crate::sharing::SharingModule;
use crate::sign_in::{AuthModule, AuthModuleError};
use crate::token_vault::ApplicationTokens;

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
    /// The mail server.
    #[error(transparent)]
    Mail(#[from] MailServerError),
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
        let sealer = config.secret_key.sealer(&*ids)?;
        let storage = open(config, &config.storage.database_url).await?.with_audit_keys(sealer.audit_keys());
        storage.check_schema().await?;
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
        let sharing = sharing.with_mail_servers(mail_servers(config)?);
        Ok(Self { auth, sharing, layers, ids, clock, storage })
    }

    /// `/health/live` and `/health/ready`.
    pub fn health(&self) -> axum::Router {
        health(self.storage.clone())
    }

    /// `GET /events`, for whoever is signed in. `ChangeFeed::run` has to run beside it.
    pub fn event_stream(&self) -> axum::Router {
        self.auth.event_stream(self.sharing.change_feed())
    }

    /// Has the current key keep the end of the audit chain, where another one does or none: after an update from a version without keys, and after
    /// the key was changed. To be called before anything is served.
    pub async fn anchor_audit_chain(&self) -> Result<(), StorageError> {
        if storage::audit::is_anchored(&self.storage).await? {
            return Ok(());
        }
        let before = storage::audit::head(&self.storage).await?;
        let detail = json!({ "entries": before.seq, "head": before.to_string() });
        let mut tx = self.storage.begin().await?;
        audit::append(&mut tx, self.clock.now_ms(), Actor::VESTIBULE, Action::AuditKeyed, "audit", detail)
            .await?;
        tx.commit().await?;
        tracing::warn!(head = %before, "the audit chain is kept by this secret key from here on");
        Ok(())
    }

    /// How far the database's clock is ahead of this process's, in milliseconds; `None` where they are one.
    pub async fn clock_skew_ms(&self) -> Result<Option<i64>, StorageError> {
        self.storage.clock_skew_ms(|| self.clock.now_ms()).await
    }

    /// Closes the database, after everything that uses it has ended, and notes in the log where the audit chain ends.
    pub async fn close(&self) {
        audit::note_head(&self.storage).await;
        self.storage.close().await;
    }
}

/// Where mail of our own may go out by.
fn mail_servers(config: &Config) -> Result<MailServers, MailServerError> {
    let server = |mail: Option<&Mail>| {
        let server = mail.map(|mail| MailServer::new(mail, config.roots.as_deref()));
        server.transpose().map(|server| server.map(Arc::new))
    };
    Ok(MailServers::default()
        .with_configured(server(config.mail.as_ref())?)
        .with_fallback(server(config.fallback_mail.as_ref())?)
        .with_roots(config.roots.clone())
        .with_local(config.smtp_allow_local))
}

/// Brings the database to this version's schema, as the owner where one is configured.
pub async fn migrate(config: &Config) -> Result<(), ConnectError> {
    let url = config.storage.migrate_url.as_ref().unwrap_or(&config.storage.database_url);
    let storage = open(config, url).await?;
    storage.migrate().await?;
    storage::invitations::renew_keys(&storage).await?;
    storage.close().await;
    Ok(())
}

/// Opens the database at an address of the configuration.
async fn open(config: &Config, url: &SecretString) -> Result<Storage, StorageError> {
    Storage::connect_trusting(url.expose_secret(), config.roots.as_deref()).await
}

/// What became of the audit chain, and whether it has the entry that was noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditVerdict {
    /// The chain.
    pub chain: ChainStatus,
    /// Whether it passes through the noted place; true if none was named.
    pub passes_through: bool,
}

/// Checks the audit chain.
pub async fn verify_audit(config: &Config, noted: Option<&NotedHead>) -> Result<AuditVerdict, ConnectError> {
    let keys = config.secret_key.sealer(&RandomIds)?.audit_keys();
    let storage = open(config, &config.storage.database_url).await?.with_audit_keys(keys);
    storage.check_schema().await?;
    let chain = storage::audit::verify(&storage).await?;
    let passes_through = match noted {
        Some(noted) => storage::audit::passes_through(&storage, noted).await?,
        None => true,
    };
    storage.close().await;
    Ok(AuditVerdict { chain, passes_through })
}

/// Counts anew what is kept of counts; how many were wrong.
pub async fn recount(config: &Config) -> Result<u64, ConnectError> {
    let storage = open(config, &config.storage.database_url).await?;
    storage.check_schema().await?;
    let wrong = storage::counts::recount(&storage).await?;
    storage.close().await;
    Ok(wrong)
}

/// Opens the database for one command, with the settings that this configuration decides.
async fn settings_of(config: &Config) -> Result<SettingsCache, ConnectError> {
    let keys = config.secret_key.sealer(&RandomIds)?.audit_keys();
    let storage = open(config, &config.storage.database_url).await?.with_audit_keys(keys);
    storage.check_schema().await?;
    Ok(SettingsCache::new(storage, FixedSettings::by(config)))
}

/// The settings as the text of a file.
pub async fn export_settings(config: &Config) -> Result<String, ImportFailure> {
    let cache = settings_of(config).await?;
    let text = export_text(&cache).await;
    cache.storage().close().await;
    Ok(text.map_err(ImportError::from)?)
}

/// Graph as the application, for one command; none in development, where the emulator runs with the server alone.
fn application(config: &Config, clock: &SharedClock) -> Result<Option<Graph>, ConnectError> {
    let Some(entra) = config.entra.clone() else { return Ok(None) };
    let roots: Vec<&[u8]> = config.roots.as_deref().into_iter().collect();
    let http = graph::http_client(&roots)?;
    let client = GraphClient::new(entra.cloud.graph.clone(), http.clone());
    let provider = OidcProvider::new(entra, http, Arc::clone(clock), Arc::new(RandomIds));
    let tokens = ApplicationTokens::new(Arc::new(provider), Arc::clone(clock));
    Ok(Some(client.as_caller(Arc::new(tokens))))
}

/// Takes over the settings of a file's text. What it names of the directory is looked up where that can be reached. With `is_trial` nothing is stored.
pub async fn import_settings(
    config: &Config,
    clock: &SharedClock,
    text: &str,
    reason: &str,
    is_trial: bool,
) -> Result<ImportReport, ImportFailure> {
    let directory = application(config, clock)?;
    let cache = settings_of(config).await?;
    let into = ImportInto { cache: &cache, directory: directory.as_ref() };
    let report = import_text(into, clock.now_ms(), text, reason, is_trial).await;
    cache.storage().close().await;
    Ok(report?)
}

/// Why settings were not written to, or read from, a file.
#[derive(Debug, Error)]
pub enum ImportFailure {
    /// The back end cannot be opened.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The file, or what is stored.
    #[error(transparent)]
    Import(#[from] ImportError),
}

/// Ends all sessions of whoever has this object id; how many there were. They may sign in again, unless the directory says otherwise.
pub async fn end_sessions(
    config: &Config,
    clock: &dyn Clock,
    user: &EntraUserId,
) -> Result<u64, ConnectError> {
    let keys = config.secret_key.sealer(&RandomIds)?.audit_keys();
    let storage = open(config, &config.storage.database_url).await?.with_audit_keys(keys);
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
