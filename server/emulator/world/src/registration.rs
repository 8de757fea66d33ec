//! The settings of an app registration that can be changed while the emulator runs. Names are those of Graph's `application` and
//! `servicePrincipal` where there are any.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{
    World,
    app::{Client, is_registered},
    app_role::AppRole,
    attribute::Attribute,
    effect::{Effect, EventMeta},
    ids::AppId,
    optional_claim::OptionalClaim,
};

/// Settings of a registration. Every seeded registration starts with the default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Registration {
    /// `appRoleAssignmentRequired`: only users with an app role may sign in.
    pub app_role_assignment_required: bool,
    /// `web.implicitGrantSettings.enableIdTokenIssuance`: `id_token` and `code id_token` are possible.
    pub enable_id_token_issuance: bool,
    /// `groupMembershipClaims` other than `None`: tokens name the user's groups.
    pub group_membership_claims: bool,
    /// `passwordCredentials.endDateTime`: when the secret expires.
    #[serde(with = "time::serde::rfc3339::option")]
    pub secret_end_date_time: Option<OffsetDateTime>,
    /// `web.redirectUris` besides the seeded ones.
    pub redirect_uris: Vec<String>,
    /// `spa.redirectUris`: their codes can be redeemed by scripts only, and their refresh tokens are valid for a day.
    pub spa_redirect_uris: Vec<String>,
    /// `requiredResourceAccess`, delegated permissions: what `/.default` asks an administrator to consent to.
    pub requested_scopes: Vec<String>,
    /// `requiredResourceAccess`, application permissions.
    pub requested_roles: Vec<String>,
    /// `optionalClaims.idToken`: optional claims of its ID tokens; none keeps the seeded ones.
    pub optional_claims: Option<Vec<OptionalClaim>>,
    /// `appRoles` besides the seeded ones.
    pub app_roles: Vec<AppRole>,
    /// `signInAudience`: which accounts may sign in.
    pub sign_in_audience: SignInAudience,
    /// The attributes that the application's sign-up user flow collects; none when it has no user flow.
    pub self_service_sign_up: Option<Vec<Attribute>>,
}

/// `signInAudience` of an application, as Graph names it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignInAudience {
    /// Users of the application's own tenant, including guests.
    #[default]
    AzureADMyOrg,
    /// Users of any tenant.
    AzureADMultipleOrgs,
    /// Users of any tenant, and personal Microsoft accounts.
    AzureADandPersonalMicrosoftAccount,
    /// Personal Microsoft accounts only.
    PersonalMicrosoftAccount,
}

impl SignInAudience {
    /// Whether it is a multi-tenant application.
    pub fn is_of_several_tenants(self) -> bool {
        matches!(self, Self::AzureADMultipleOrgs | Self::AzureADandPersonalMicrosoftAccount)
    }
}

impl World {
    /// The settings of an application.
    pub fn registration(&self, app: AppId) -> Registration {
        self.registrations.get(&app).cloned().unwrap_or_default()
    }

    /// Changes the settings of an application.
    pub fn register(&mut self, meta: &EventMeta, app: AppId, registration: Registration) {
        self.append(meta, Effect::RegistrationChanged { app, registration: Box::new(registration) });
    }

    /// The application of this name or client id.
    pub fn client_named(&self, name: &str) -> Option<&Client> {
        let id = name.parse::<AppId>().ok();
        self.clients.iter().find(|client| client.name == name || Some(client.client_id) == id)
    }
}

impl Registration {
    /// Whether this redirect address was added after the seed.
    pub fn may_return_to(&self, uri: &str) -> bool {
        is_registered(&self.redirect_uris, uri)
    }

    /// Whether this redirect address is registered for a single-page application.
    pub fn is_spa(&self, uri: &str) -> bool {
        is_registered(&self.spa_redirect_uris, uri)
    }
}
