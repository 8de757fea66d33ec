//! What stands between a person who signed in and the code: cross-tenant access, conditional access, assignment, consent.

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

use super::{challenge::Claimed, grant::Principal, request::Asker, scopes::Scopes};
use crate::browser::error::EntraError;

/// Why there is no code yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Hold {
    /// Nothing helps here.
    Refused(EntraError),
    /// A second factor is wanted.
    SecondFactor {
        /// Whether the user has one.
        registered: bool,
        /// Whether refusals tell what helps.
        told: bool,
    },
    /// These permissions lack consent.
    Consent(Vec<String>),
    /// The terms of use have to be accepted.
    Terms(String),
}

impl Hold {
    /// What an application without a person at hand is told.
    pub(super) fn refusal(self, contexts: &[String]) -> EntraError {
        match self {
            Self::Refused(error) => error,
            Self::Consent(_) => EntraError::known(65_001),
            // Unverified: the number that conditional access gives for terms of use.
            Self::Terms(_) => EntraError::new(
                "interaction_required",
                50_158,
                "External security challenge was not satisfied. User will be redirected to another page or authentication provider to satisfy additional authentication challenges.",
            ),
            Self::SecondFactor { registered, told } => {
                let number = if registered { 50_076 } else { 50_079 };
                EntraError::known(number).with_claims(wanted(contexts)).telling(told)
            }
        }
    }
}

/// The claims that a new sign-in has to ask for. Unverified: the identifier of the policy is made up.
fn wanted(contexts: &[String]) -> String {
    let token = match contexts.first() {
        Some(context) => json!({ "acrs": { "essential": true, "value": context } }),
        None => {
            json!({ "capolids": { "essential": true, "values": ["ca000000-0000-4c11-a0f0-000000000001"] } })
        }
    };
    json!({ "access_token": token }).to_string()
}

/// Whom the gate looks at.
pub(super) struct Arriving<'a> {
    pub(super) world: &'a World,
    pub(super) tenant: TenantId,
    pub(super) user: &'a User,
    pub(super) account: AccountId,
    pub(super) mfa: bool,
    pub(super) contexts: &'a [String],
}

impl Arriving<'_> {
    /// Cross-tenant access and conditional access: at sign-in, and whenever a token is renewed.
    pub(super) fn access(&self) -> Result<(), Hold> {
        let refuse = |number| Err(Hold::Refused(EntraError::known(number)));
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
            let told = directory.policy.mfa_errors_tell_what_helps;
            return Err(Hold::SecondFactor { registered: self.user.mfa_registered, told });
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

/// Everything that has to be right before there is a code.
pub(super) fn check(
    world: &World,
    asker: &Asker,
    user: &User,
    principal: &Principal,
    claimed: &Claimed,
    scopes: &Scopes,
) -> Result<(), Hold> {
    let (tenant, client) = (asker.tenant, &asker.client);
    let (account, mfa) = (principal.account, principal.mfa);
    Arriving { world, tenant, user, account, mfa, contexts: &claimed.contexts }.access()?;
    let required = asker.registration.app_role_assignment_required;
    if required && !world.is_assigned(client, tenant, user.id) {
        return Err(Hold::Refused(EntraError::known(50_105)));
    }
    if let Some(terms) = world.terms_for(tenant, user.id) {
        return Err(Hold::Terms(terms.to_owned()));
    }
    let missing = scopes.missing_in(&world.consented_scopes(client, Some(user.id)));
    if missing.is_empty() { Ok(()) } else { Err(Hold::Consent(missing)) }
}
