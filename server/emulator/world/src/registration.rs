//! What can be changed of an app registration while the emulator runs. Names are those of Graph's `application` and `servicePrincipal`
//! where there are any.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{
    World,
    app::{Client, is_registered},
    app_role::AppRole,
    attribute::Attribute,
    effect::{Cause, Effect},
    ids::AppId,
    optional_claim::OptionalClaim,
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
    /// `web.redirectUris`: more of them than the application was seeded with.
    pub redirect_uris: Vec<String>,
    /// `spa.redirectUris`: codes for them are redeemed by scripts only, and their refresh tokens last a day.
    pub spa_redirect_uris: Vec<String>,
    /// `requiredResourceAccess`, delegated: what `/.default` asks an administrator for.
    pub requested_scopes: Vec<String>,
    /// `requiredResourceAccess`, application permissions.
    pub requested_roles: Vec<String>,
    /// `optionalClaims.idToken`: more claims of its ID tokens; none: those that it was seeded with.
    pub optional_claims: Option<Vec<OptionalClaim>>,
    /// `appRoles` besides the seeded ones.
    pub app_roles: Vec<AppRole>,
    /// `signInAudience`: whose people may sign in.
    pub sign_in_audience: SignInAudience,
    /// The application has a sign-up user flow that collects these attributes; none: it has no user flow.
    pub self_service_sign_up: Option<Vec<Attribute>>,
}

/// `signInAudience` of an application, as Graph names it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignInAudience {
    /// People of the own tenant, its guests among them.
    #[default]
    AzureADMyOrg,
    /// People of any tenant.
    AzureADMultipleOrgs,
    /// They, and personal Microsoft accounts.
    AzureADandPersonalMicrosoftAccount,
    /// Personal Microsoft accounts only.
    PersonalMicrosoftAccount,
}

impl SignInAudience {
    /// Whether other tenants may have the application.
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
    /// Whether this address was added after the seed.
    pub fn may_return_to(&self, uri: &str) -> bool {
        is_registered(&self.redirect_uris, uri)
    }

    /// Whether this address belongs to a script.
    pub fn is_spa(&self, uri: &str) -> bool {
        is_registered(&self.spa_redirect_uris, uri)
    }
}
