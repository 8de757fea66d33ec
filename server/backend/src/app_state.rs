//! The app state: what all behaviour stands on.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use contract::{Problem, ProblemCode};
use graph::GraphError;
use storage::Storage;
use tokio::sync::{Notify, broadcast};

use crate::clock::{SharedClock, SharedIds};
use crate::directory::assignment::{Assignment, AssignmentCache};
use crate::directory::companies::{CompanyCache, CompanyName};
use crate::directory::look_ups::LookUpCache;
use crate::directory::{Directory, PATIENCE};
use crate::error_reference;
use crate::landing::{AllowedRedirectOrigins, AllowedRedirects};
use crate::mail::MailServers;
use crate::rules::limits::RateLimits;
use crate::seal::Sealer;
use crate::settings::sections::{Grants, Landing};
use crate::settings::{FixedSettings, Settings, SettingsCache, SettingsError};

/// How many changes are buffered for a slow subscriber; one that misses more has to read the database.
const CHANGES_CAPACITY: usize = 256;

/// What the configuration decides of the rules.
#[derive(Debug, Clone, Default)]
pub struct ConfiguredRules {
    /// Settings that cannot be changed at run time.
    pub fixed: FixedSettings,
    /// The rate limits that it names.
    pub limits: RateLimits,
}

impl From<FixedSettings> for ConfiguredRules {
    fn from(fixed: FixedSettings) -> Self {
        Self { fixed, ..Self::default() }
    }
}

/// An invitation has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// Its id.
    pub(crate) invitation: String,
    /// Whether the run that changed it goes on: then it has not settled.
    pub(crate) goes_on: bool,
}

/// Storage, settings, time, ids, keys and the directory; the wake-up call of the job runner, and the feed of changed invitations.
pub(crate) struct AppState {
    pub(crate) storage: Storage,
    pub(crate) settings: SettingsCache,
    /// How fast people may go on, by the configuration: all that there is to say of limits that are no settings.
    pub(crate) limits: RateLimits,
    pub(crate) clock: SharedClock,
    pub(crate) ids: SharedIds,
    pub(crate) sealer: Sealer,
    pub(crate) directory: Arc<dyn Directory>,
    assignment: AssignmentCache,
    companies: CompanyCache,
    /// What the directory has just said of people, for looking at a share before it is sent.
    pub(crate) look_ups: LookUpCache,
    /// Where the configuration allows invited people to land.
    pub(crate) landing_origins: AllowedRedirectOrigins,
    /// How long somebody at the screen waits for the directory.
    pub(crate) patience: Duration,
    /// The organisation's mail server, if there is one.
    pub(crate) mail_servers: MailServers,
    /// Wakes the job runner: a job may be due.
    pub(crate) job_wakeup: Notify,
    changes: broadcast::Sender<Change>,
}

impl AppState {
    pub(crate) fn new(
        storage: Storage,
        clock: SharedClock,
        ids: SharedIds,
        sealer: Sealer,
        directory: Arc<dyn Directory>,
        landing_origins: AllowedRedirectOrigins,
        rules: ConfiguredRules,
    ) -> Self {
        let (changes, _) = broadcast::channel(CHANGES_CAPACITY);
        let settings = SettingsCache::new(storage.clone(), rules.fixed);
        Self {
            storage,
            settings,
            limits: rules.limits,
            clock,
            ids,
            sealer,
            directory,
            assignment: AssignmentCache::default(),
            companies: CompanyCache::default(),
            look_ups: LookUpCache::default(),
            landing_origins,
            patience: PATIENCE,
            mail_servers: MailServers::default(),
            job_wakeup: Notify::new(),
            changes,
        }
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.now_ms()
    }

    /// How fast people may go on: what the configuration names, and what these settings say of the rest.
    pub(crate) fn rate_limits(&self, settings: &Settings) -> RateLimits {
        let set = settings.limits.rates().into_iter();
        set.fold(self.limits.clone(), |limits, (kind, limit)| limits.or(kind, limit))
    }

    /// What assigns people to our application, where it lets in nobody else and that can be told.
    pub(crate) async fn assignment(&self, grants: &Grants) -> Option<Arc<Assignment>> {
        self.assignment.current(&*self.directory, grants, self.now()).await
    }

    /// What the company calls itself that has this domain. An error is one that time heals.
    pub(crate) async fn company_of(&self, domain: &str) -> Result<CompanyName, GraphError> {
        self.companies.name_of(&self.directory.as_application(), domain, self.now()).await
    }

    /// The same as far as it is known without a request; `None` also where it is known that there is no name.
    pub(crate) fn known_company(&self, domain: &str) -> Option<String> {
        self.companies.known(&domain.to_ascii_lowercase(), self.now())?.ok()
    }

    /// Where invited people may land today. The settings are asked only where they have anything to narrow.
    pub(crate) async fn redirects(&self) -> Result<AllowedRedirects<'_>, SettingsError> {
        if !self.landing_origins.has_others() {
            return Ok(self.landing_origins.narrowed_by(&Landing::default()));
        }
        let current = self.settings.current().await?;
        Ok(self.landing_origins.narrowed_by(&current.settings.landing))
    }

    /// Something of ours broke: logged, and shown by its reference id only.
    pub(crate) fn internal(&self, source: impl Error) -> Problem {
        error_reference::report(self.ids.as_ref(), ProblemCode::Internal, &source)
    }

    /// Publishes that an invitation has changed. It is no error when nobody subscribes.
    pub(crate) fn publish_change(&self, invitation: &str) {
        self.publish(invitation, false);
    }

    /// The same between two steps of a run: whoever waits for the end need not look.
    pub(crate) fn publish_progress(&self, invitation: &str) {
        self.publish(invitation, true);
    }

    fn publish(&self, invitation: &str, goes_on: bool) {
        let _ = self.changes.send(Change { invitation: invitation.to_owned(), goes_on });
    }

    /// What changes from now on.
    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }
}
