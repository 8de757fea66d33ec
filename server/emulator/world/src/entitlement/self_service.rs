//! People who ask for a package by themselves in My Access, from outside as well ("Request access to an access package in entitlement
//! management", Entra documentation), and who decides about it.

use uuid::Uuid;

use super::{AccessRefused, AccessRequest, AccessTarget, NewAccessRequest, RequestState, RequestType};
use crate::{
    World,
    effect::{Actor, Effect, EventMeta},
    ids::{AccountId, TenantId},
    invite::Addressee,
    sign_in::SignInOutcome,
    tenant::Tenant,
};

impl World {
    /// What an account is to the packages of a tenant: a user of it, or the owner of an address that may become a guest. An address that another
    /// account has in the tenant is nobody's to ask for.
    pub fn access_subject(
        &self,
        meta: &EventMeta,
        tenant: TenantId,
        account: AccountId,
    ) -> Result<AccessTarget, AccessRefused> {
        let directory = self.tenant(tenant).ok_or(AccessRefused::Unknown("tenant"))?;
        let home = self.account(account).ok_or(AccessRefused::NoTarget)?;
        match self.sign_in(tenant, account) {
            SignInOutcome::Allowed(user) | SignInOutcome::MustRedeem(user) => Ok(AccessTarget::User(user.id)),
            SignInOutcome::Blocked(_) => Err(AccessRefused::NotAllowed),
            SignInOutcome::Unknown => match self.addressee(directory, None, meta.now, &home.address) {
                Ok(Addressee::New(_)) => Ok(AccessTarget::Address(home.address.clone())),
                Ok(Addressee::Known(_)) | Err(_) => Err(AccessRefused::NotAllowed),
            },
        }
    }

    /// Requests a package for the owner of an account, under a policy that lets people ask.
    pub fn request_own_access(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        (package, policy): (Uuid, Uuid),
        account: AccountId,
    ) -> Result<AccessRequest, AccessRefused> {
        let new_request = NewAccessRequest {
            kind: RequestType::UserAdd,
            assignment: None,
            package: Some(package),
            policy: Some(policy),
            target: None,
        };
        match self.access_subject(meta, tenant, account)? {
            AccessTarget::User(user) => {
                let meta = meta.by(Actor { app: None, user: Some(user) });
                self.request_access(&meta, tenant, &new_request)
            }
            AccessTarget::Address(address) => {
                let directory = self.tenant(tenant).ok_or(AccessRefused::Unknown("tenant"))?;
                let resolved = directory.resolve_from_outside(&new_request, address)?;
                Ok(self.accept_request(meta, tenant, new_request.kind, resolved))
            }
        }
    }

    /// Approves or denies a request that waits for that. False when it does not.
    pub fn decide_access(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        request: Uuid,
        approved: bool,
    ) -> bool {
        let waits = |own: &&AccessRequest| own.id == request && own.state == RequestState::PendingApproval;
        let found = self.tenant(tenant).and_then(|own| own.entitlement.requests.iter().find(waits));
        if found.is_none() {
            return false;
        }
        let (state, status) = if approved {
            (RequestState::Delivering, "Fulfilling")
        } else {
            (RequestState::Denied, "Denied")
        };
        let status = status.to_owned();
        self.append(meta, Effect::AccessMoved { tenant, request, state, status, user: None });
        true
    }

    /// The requests for packages that the owner of an account made, or that were made for them; the latest first.
    pub fn access_requests_of(&self, tenant: TenantId, account: AccountId) -> Vec<&AccessRequest> {
        let (Some(directory), Some(home)) = (self.tenant(tenant), self.account(account)) else {
            return Vec::new();
        };
        let user = match self.sign_in(tenant, account) {
            SignInOutcome::Allowed(user) | SignInOutcome::MustRedeem(user) | SignInOutcome::Blocked(user) => {
                Some(user.id)
            }
            SignInOutcome::Unknown => None,
        };
        let own = |request: &&AccessRequest| match &request.target {
            AccessTarget::User(target) => Some(*target) == user,
            AccessTarget::Address(address) => home.addresses().any(|own| own.eq_ignore_ascii_case(address)),
        };
        directory.entitlement.requests.iter().rev().filter(own).collect()
    }
}

impl Tenant {
    /// The packages that people may ask for, each with the policy that lets them.
    pub fn requestable_packages(
        &self,
    ) -> impl Iterator<Item = (&super::AccessPackage, &super::AccessPolicy)> {
        self.entitlement.packages.values().filter_map(|package| {
            package.policies.iter().find(|policy| policy.self_service).map(|policy| (package, policy))
        })
    }
}
