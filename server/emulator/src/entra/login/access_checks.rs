//! The access checks after sign-in: cross-tenant access, conditional access, app role assignment, terms of use, consent.

use serde_json::json;
use world::{
    World,
    account::Realm,
    cross_tenant::CrossTenantBlock,
    ids::{AccountId, TenantId},
    policy::Policy,
    tenant::Tenant,
    user::User,
};

use super::{
    authorize_request::ClientRequest, grant::AuthenticatedUser, requested_claims::RequestedClaims,
    scopes::Scopes,
};
use crate::browser::error::EntraError;

/// Why sign-in is interrupted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Interruption {
    /// Access is denied.
    Refused(EntraError),
    /// A second factor is required.
    SecondFactor {
        /// Whether the user has registered one.
        registered: bool,
        /// Whether the error has `suberror` and `claims`.
        with_suberror: bool,
    },
    /// These permissions lack consent.
    Consent(Vec<String>),
    /// The terms of use must be accepted.
    Terms(String),
}

impl Interruption {
    /// The error for an application when there is no user interaction.
    pub(super) fn refusal(self, contexts: &[String]) -> EntraError {
        match self {
            Self::Refused(error) => error,
            Self::Consent(_) => EntraError::from_number(65_001),
            // Unverified: the number that conditional access gives for terms of use.
            Self::Terms(_) => EntraError::new(
                "interaction_required",
                50_158,
                "External security challenge was not satisfied. User will be redirected to another page or authentication provider to satisfy additional authentication challenges.",
            ),
            Self::SecondFactor { registered, with_suberror } => {
                let number = if registered { 50_076 } else { 50_079 };
                EntraError::from_number(number)
                    .with_claims(claims_for(contexts))
                    .with_suberror_if(with_suberror)
            }
        }
    }
}

/// The claims that a new sign-in has to request. Unverified: the identifier of the policy is made up.
fn claims_for(contexts: &[String]) -> String {
    let token = match contexts.first() {
        Some(context) => json!({ "acrs": { "essential": true, "value": context } }),
        None => {
            json!({ "capolids": { "essential": true, "values": ["ca000000-0000-4c11-a0f0-000000000001"] } })
        }
    };
    json!({ "access_token": token }).to_string()
}

/// The input of the access checks.
pub(super) struct AccessCheck<'a> {
    pub(super) world: &'a World,
    pub(super) tenant: TenantId,
    pub(super) user: &'a User,
    pub(super) account: AccountId,
    pub(super) mfa: bool,
    pub(super) contexts: &'a [String],
}

impl AccessCheck<'_> {
    /// Checks cross-tenant access and conditional access, at sign-in and at each refresh.
    pub(super) fn access(&self) -> Result<(), Interruption> {
        let refuse = |number| Err(Interruption::Refused(EntraError::from_number(number)));
        let Some(directory) = self.world.tenant(self.tenant) else { return refuse(90_002) };
        match self.home().and_then(|home| directory.blocks(home)) {
            Some(CrossTenantBlock::Outbound) => return refuse(500_212),
            Some(CrossTenantBlock::Inbound) => return refuse(500_213),
            None => {}
        }
        if directory.policy.block_guests && self.user.is_guest() {
            return refuse(53_003);
        }
        let stepping_up = !self.contexts.is_empty();
        if (stepping_up || wants_mfa(&directory.policy, self.user)) && !self.mfa {
            let with_suberror = directory.policy.mfa_errors_tell_what_helps;
            return Err(Interruption::SecondFactor { registered: self.user.mfa_registered, with_suberror });
        }
        Ok(())
    }

    fn home(&self) -> Option<&Tenant> {
        match self.world.account(self.account)?.realm {
            Realm::Entra(home) => self.world.tenant(home),
            _ => None,
        }
    }
}

fn wants_mfa(policy: &Policy, user: &User) -> bool {
    policy.guests_need_mfa && user.is_guest() && !policy.trust_mfa_from_home
}

/// All checks before a code is issued.
pub(super) fn check(
    world: &World,
    client_request: &ClientRequest,
    user: &User,
    authenticated: &AuthenticatedUser,
    requested_claims: &RequestedClaims,
    scopes: &Scopes,
) -> Result<(), Interruption> {
    let (tenant, client) = (client_request.tenant, &client_request.client);
    let (account, mfa) = (authenticated.account, authenticated.mfa);
    AccessCheck { world, tenant, user, account, mfa, contexts: &requested_claims.contexts }.access()?;
    let required = client_request.registration.app_role_assignment_required;
    if required && !world.is_assigned(client, tenant, user.id) {
        return Err(Interruption::Refused(EntraError::from_number(50_105)));
    }
    if let Some(terms) = world.terms_for(tenant, user.id) {
        return Err(Interruption::Terms(terms.to_owned()));
    }
    let missing = scopes.missing_in(&world.consented_scopes(client, Some(user.id)));
    if missing.is_empty() { Ok(()) } else { Err(Interruption::Consent(missing)) }
}
