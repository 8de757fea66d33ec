//! Wires the sharing module.

use std::sync::Arc;
use std::time::Duration;

use contract::{InvitationId, PermissionReport, Problem, SafeUrl, ports};
use storage::{Storage, StorageError};

use crate::access_changes::{AccessChangeService, EndAccess};
use crate::app_state::{AppState, ConfiguredRules};
use crate::audit::Actor;
use crate::change_feed::{ChangeFeed, Followers};
use crate::clock::{SharedClock, SharedIds};
use crate::directory::Directory;
use crate::items::{AllowedRedirectOrigins, ItemService, RegisterError, RegisteredItem, register};
use crate::jobs::{JobHandlers, Runner};
use crate::lifecycle::PollAcceptance;
use crate::lifecycle::arrival::ArrivalService;
use crate::look::LookService;
use crate::mail::{MailServer, MailServers};
use crate::people::PeopleService;
use crate::pipeline::block_check::ResumeBlocked;
use crate::pipeline::resume::ResumeInvitations;
use crate::pipeline::{RunInvitation, undo};
use crate::seal::Sealer;
use crate::settings::SettingsError;
use crate::settings::stored_secrets::{self, StoredSecret};
use crate::settings_admin::{SettingsService, permission_report};
use crate::share::InvitationService;
use crate::toasts::ToastService;

/// Items, people, invitations and toasts, and the runner of their jobs. Cheap to clone; clones share one app state.
#[derive(Clone)]
pub struct SharingModule {
    app: Arc<AppState>,
    followers: Followers,
    public_url: SafeUrl,
}

impl SharingModule {
    /// Puts it together. Items may land on `public_url`'s origin; the configuration decides some `rules`.
    pub fn new(
        storage: Storage,
        clock: SharedClock,
        ids: SharedIds,
        sealer: Sealer,
        directory: Arc<dyn Directory>,
        public_url: &SafeUrl,
        rules: impl Into<ConfiguredRules>,
    ) -> Self {
        let origins = AllowedRedirectOrigins::own(public_url);
        let app = AppState::new(storage, clock, ids, sealer, directory, origins, rules.into());
        Self { app: Arc::new(app), followers: Followers::default(), public_url: public_url.clone() }
    }

    /// Items may land on these origins as well, such as `https://app.example`. Before the first port is handed out.
    #[must_use]
    pub fn with_redirect_origins(mut self, origins: impl IntoIterator<Item = String>) -> Self {
        if let Some(app) = Arc::get_mut(&mut self.app) {
            app.landing_origins.allow(origins);
        }
        self
    }

    /// Mail of our own goes out by this server, whatever the settings say. Before the first port is handed out.
    #[must_use]
    pub fn with_mail_server(self, server: Option<Arc<MailServer>>) -> Self {
        self.with_mail_servers(MailServers::default().with_configured(server))
    }

    /// Mail of our own goes out by one of these servers. Before the first port is handed out.
    #[must_use]
    pub fn with_mail_servers(mut self, servers: MailServers) -> Self {
        if let Some(app) = Arc::get_mut(&mut self.app) {
            app.mail_servers = servers;
        }
        self
    }

    /// How long somebody at the screen waits for the directory, instead of some seconds. Before the first port is handed out.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        if let Some(app) = Arc::get_mut(&mut self.app) {
            app.patience = patience;
        }
        self
    }

    /// The items port.
    pub fn items(&self) -> Arc<dyn ports::Items> {
        Arc::new(ItemService { app: Arc::clone(&self.app), public_url: self.public_url.clone() })
    }

    /// The port for the access that others have.
    pub fn access_changes(&self) -> Arc<dyn ports::AccessChanges> {
        Arc::new(AccessChangeService(Arc::clone(&self.app)))
    }

    /// The arrivals port.
    pub fn arrivals(&self) -> Arc<dyn ports::Arrivals> {
        Arc::new(ArrivalService(Arc::clone(&self.app)))
    }

    /// The people port.
    pub fn people(&self) -> Arc<dyn ports::People> {
        Arc::new(PeopleService(Arc::clone(&self.app)))
    }

    /// The invitations port.
    pub fn invitations(&self) -> Arc<dyn ports::Invitations> {
        Arc::new(InvitationService(Arc::clone(&self.app)))
    }

    /// The settings port.
    pub fn settings(&self) -> Arc<dyn ports::SettingsAdmin> {
        Arc::new(SettingsService(Arc::clone(&self.app)))
    }

    /// The port for how the pages look.
    pub fn looks(&self) -> Arc<dyn ports::Looks> {
        Arc::new(LookService::new(Arc::clone(&self.app)))
    }

    /// The toasts port.
    pub fn toasts(&self) -> Arc<dyn ports::Toasts> {
        Arc::new(ToastService(Arc::clone(&self.app)))
    }

    /// The runner of the jobs. One in each process is enough; more do no harm.
    pub fn runner(&self) -> Runner {
        let handlers = JobHandlers {
            run_invitation: Arc::new(RunInvitation),
            poll_acceptance: Arc::new(PollAcceptance),
            resume_invitations: Arc::new(ResumeInvitations),
            resume_blocked: Arc::new(ResumeBlocked),
            end_access: Arc::new(EndAccess),
        };
        Runner::new(Arc::clone(&self.app), handlers)
    }

    /// What open pages follow. Somebody has to run it.
    pub fn change_feed(&self) -> ChangeFeed {
        ChangeFeed::new(Arc::clone(&self.app), self.followers.clone())
    }

    /// The secrets among the settings, and whether each opens with the secret key.
    pub async fn stored_secrets(&self) -> Result<Vec<StoredSecret>, StorageError> {
        stored_secrets::states(&self.app.storage, &self.app.sealer).await
    }

    /// Has the runner undo an invitation, whosever it is; false if there is nothing to undo.
    pub async fn undo(&self, id: &InvitationId) -> Result<bool, Problem> {
        undo::request(&self.app, id, None).await.map_err(|error| self.app.internal(error))
    }

    /// What the settings in force need of Microsoft, and what of that is granted.
    pub async fn permission_report(&self) -> Result<PermissionReport, SettingsError> {
        let current = self.app.settings.current().await?;
        Ok(permission_report::report(&self.app, None, &current.settings).await)
    }

    /// Registers items, or changes them; returns how many were new or different. All are checked before the first is stored.
    pub async fn register(&self, items: &[RegisteredItem]) -> Result<usize, RegisterError> {
        let app = &self.app;
        register(&app.storage, &app.landing_origins, Actor::VESTIBULE, app.now(), items).await
    }
}
