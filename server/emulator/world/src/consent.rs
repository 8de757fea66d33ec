//! Consent to permissions: by the app registration, by an administrator for all users, by a user for themselves
//! ("Permissions and consent in the Microsoft identity platform").

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    World,
    app::Client,
    effect::{Effect, EventMeta},
    ids::{AppId, TenantId, UserId},
    policy::Policy,
    tenant::role,
    user::User,
};

/// A grant of permissions to an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Consent {
    /// To this application.
    pub app: AppId,
    /// The user who consented; none for an administrator's consent for all users.
    pub user: Option<UserId>,
    /// Delegated permissions.
    pub scopes: Vec<String>,
    /// Application permissions; only an administrator can consent to them.
    #[serde(default)]
    pub roles: Vec<String>,
}

impl World {
    /// Delegated permissions that the application holds for this user, or for all users when none is given.
    pub fn consented_scopes(&self, client: &Client, user: Option<UserId>) -> Vec<String> {
        let own = client.delegated_scopes.iter();
        let given = self.consents_of(client).filter(|consent| consent.user.is_none() || consent.user == user);
        own.chain(given.flat_map(|consent| &consent.scopes)).cloned().collect()
    }

    /// Application permissions that the application holds.
    pub fn consented_roles(&self, client: &Client) -> Vec<String> {
        let given = self.consents_of(client).flat_map(|consent| &consent.roles);
        let mut roles: Vec<_> = client.application_roles.iter().chain(given).cloned().collect();
        let mut seen = std::collections::BTreeSet::new();
        roles.retain(|role| seen.insert(role.clone()));
        roles
    }

    /// The delegated permissions that each user has consented to, for themselves.
    pub fn scopes_by_user(&self, client: &Client) -> BTreeMap<UserId, Vec<String>> {
        let mut all: BTreeMap<UserId, Vec<String>> = BTreeMap::new();
        for consent in self.consents_of(client) {
            if let Some(user) = consent.user {
                all.entry(user).or_default().extend(consent.scopes.iter().cloned());
            }
        }
        all
    }

    fn consents_of(&self, client: &Client) -> impl Iterator<Item = &Consent> {
        let (tenant, app) = (client.tenant_id, client.client_id);
        self.consents
            .iter()
            .filter(move |(given_in, consent)| *given_in == tenant && consent.app == app)
            .map(|(_, consent)| consent)
    }

    /// Records a consent.
    pub fn consent(&mut self, meta: &EventMeta, tenant: TenantId, consent: Consent) {
        self.append(meta, Effect::Consented { tenant, consent: Box::new(consent) });
    }
}

impl User {
    /// Whether this user of a tenant with this policy may consent to a delegated permission, for themselves.
    pub fn may_consent_to(&self, policy: &Policy, scope: &str) -> bool {
        policy.lets_users_consent_to(scope) || self.may_consent_for_all()
    }

    /// Whether this user may consent for all users.
    pub fn may_consent_for_all(&self) -> bool {
        self.directory_roles.contains(&role::GLOBAL_ADMINISTRATOR)
    }
}
