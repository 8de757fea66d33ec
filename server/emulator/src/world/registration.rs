//! What can be changed of an app registration while the emulator runs. Names are those of Graph's `application` and `servicePrincipal`
//! where there are any.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{
    World,
    app::{Client, is_registered},
    effect::{Cause, Effect},
    ids::AppId,
};

/// Settings of a registration; the default is what every seeded one begins with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Registration {
    /// `appRoleAssignmentRequired`: only users with an app role may sign in.
    pub app_role_assignment_required: bool,
    /// `web.implicitGrantSettings.enableIdTokenIssuance`: `id_token` and `code id_token` are possible.
    pub enable_id_token_issuance: bool,
    /// `groupMembershipClaims` other than `None`: tokens name the user's groups.
    pub group_membership_claims: bool,
    /// `passwordCredentials.endDateTime`: when the secret ends.
    #[serde(with = "time::serde::rfc3339::option")]
    pub secret_end_date_time: Option<OffsetDateTime>,
    /// `spa.redirectUris`: codes for them are redeemed by scripts only, and their refresh tokens last a day.
    pub spa_redirect_uris: Vec<String>,
    /// `requiredResourceAccess`, delegated: what `/.default` asks an administrator for.
    pub requested_scopes: Vec<String>,
    /// `requiredResourceAccess`, application permissions.
    pub requested_roles: Vec<String>,
}

impl World {
    /// The settings of an application.
    pub fn registration(&self, app: AppId) -> Registration {
        self.registrations.get(&app).cloned().unwrap_or_default()
    }

    /// Changes the settings of an application.
    pub fn register(&mut self, cause: &Cause, app: AppId, registration: Registration) {
        self.record(cause, Effect::RegistrationChanged { app, registration: Box::new(registration) });
    }

    /// The application of this name or client id.
    pub fn client_named(&self, name: &str) -> Option<&Client> {
        let id = name.parse::<AppId>().ok();
        self.clients.iter().find(|client| client.name == name || Some(client.client_id) == id)
    }
}

impl Registration {
    /// Whether this address belongs to a script.
    pub fn is_spa(&self, uri: &str) -> bool {
        is_registered(&self.spa_redirect_uris, uri)
    }
}
