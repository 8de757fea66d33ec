//! The directory: Microsoft Graph, as a person or as the application.

pub(crate) mod assignment;
pub(crate) mod companies;
pub(crate) mod extensions;
pub(crate) mod graph_errors;
pub(crate) mod look_ups;
pub(crate) mod read_probe;
pub(crate) mod reader;
pub(crate) mod role_holders;
pub(crate) mod usable_groups;

use std::time::Duration;

use async_trait::async_trait;
use contract::{EntraUserId, TenantId};
use graph::Graph;

/// How much Microsoft's clock and our server's may differ, in milliseconds.
pub(crate) const CLOCK_SKEW: i64 = 120_000;

/// How long somebody at the screen waits for the directory: less than browsers, proxies and our own requests do, so that the answer is ours.
pub(crate) const PATIENCE: Duration = Duration::from_secs(8);

/// Gives out Graph callers. Tokens are fetched when a call is made, not here.
#[async_trait]
pub trait Directory: Send + Sync {
    /// Graph on behalf of a signed-in person, with the permissions they have delegated.
    fn as_person(&self, tenant: &TenantId, user: &EntraUserId) -> Graph;

    /// The same for sending mail from their own mailbox: with a token that is asked for by itself, because hardly anybody agrees to that at sign-in.
    fn as_sender(&self, tenant: &TenantId, user: &EntraUserId) -> Graph;

    /// The same for looking people up, where the settings say that whoever shares does that: with a token that is asked for by itself, so that a sign-in
    /// does not fail where nobody has agreed to it.
    fn as_reader(&self, tenant: &TenantId, user: &EntraUserId) -> Graph;

    /// Graph as the application itself, with its application permissions.
    fn as_application(&self) -> Graph;

    /// The application's own id, the same in every tenant.
    fn client_id(&self) -> String;

    /// The application permissions that the application's own token has; `None` where that cannot be told.
    async fn application_permissions(&self) -> Option<Vec<String>>;

    /// The delegated permissions that the application was granted, as far as it may read that, or as far as the own tokens of whoever asks show it; with
    /// `looks_up` also the token that is asked for by itself to look people up.
    async fn delegated_grants(
        &self,
        person: Option<(&TenantId, &EntraUserId)>,
        looks_up: bool,
    ) -> DelegatedGrants;
}

/// What is known of the delegated permissions that the application was granted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DelegatedGrants {
    /// Those that an administrator has granted for everybody; `None` where the directory does not say.
    pub for_everybody: Option<Vec<String>>,
    /// Those that at least somebody has.
    pub for_some: Vec<String>,
    /// Those that the authority has just refused for want of consent, so that nobody has agreed to them for everybody.
    pub refused: Vec<String>,
}
