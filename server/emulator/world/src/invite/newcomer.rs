//! Who an address is in a directory: somebody who is there, or a newcomer, and whether that one may come in. Invitations, access packages and
//! self-service sign-up all ask here, so that one account never becomes two guests.

use time::OffsetDateTime;

use super::InviteRefused;
use crate::{
    World, address, effect::Cause, ids::UserId, policy::ContactConflict, tenant::Tenant, user::User,
};

/// Which address properties a new guest gets besides `otherMails`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Addresses {
    /// `mail` and `proxyAddresses`.
    All,
    /// `mail` only.
    NoProxy,
    /// Neither.
    OtherMailsOnly,
}

/// Who an address is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Addressee<'a> {
    /// Somebody of the directory.
    Known(&'a User),
    /// Nobody yet, and may come in, with these addresses.
    Newcomer(Addresses),
}

impl World {
    /// Whoever of the directory answers to the address: by itself, or because the account at home has it as well. A guest that has not redeemed
    /// is found by every address of the account, too.
    pub(crate) fn known_at<'a>(&self, directory: &'a Tenant, address: &str) -> Option<&'a User> {
        if let Some(known) = directory.user_with_address(address) {
            return Some(known);
        }
        self.accounts_of(address).find_map(|account| {
            let at = |own| directory.user_with_address(own).filter(|user| user.is_pending());
            directory.user_of_account(account.id).or_else(|| account.addresses().find_map(at))
        })
    }

    /// Who the address is; for a newcomer after everything that may keep one out. `inviter` is the person who brings it in, if any.
    pub(crate) fn addressee<'a>(
        &self,
        directory: &'a Tenant,
        inviter: Option<&User>,
        now: OffsetDateTime,
        address: &str,
    ) -> Result<Addressee<'a>, InviteRefused> {
        if let Some(known) = self.known_at(directory, address) {
            return Ok(Addressee::Known(known));
        }
        if directory.owns_domain(&address::domain(address)) {
            return Err(InviteRefused::OwnDomain);
        }
        if directory.has_group_address(address) {
            return Err(InviteRefused::GroupAddress);
        }
        let addresses = match directory.policy.contact_conflict {
            _ if !directory.has_contact(address) => Addresses::All,
            ContactConflict::Refused => return Err(InviteRefused::AddressTaken),
            ContactConflict::WithoutProxyAddresses => Addresses::NoProxy,
            ContactConflict::WithoutMail => Addresses::OtherMailsOnly,
        };
        self.check_organization(directory, address, now)?;
        self.check_quota(directory, inviter, now)?;
        Ok(Addressee::Newcomer(addresses))
    }

    /// The domain lists and cross-tenant access.
    pub(super) fn check_organization(
        &self,
        directory: &Tenant,
        address: &str,
        now: OffsetDateTime,
    ) -> Result<(), InviteRefused> {
        if !directory.policy_at(now).lets_domain_in(&address::domain(address)) {
            return Err(InviteRefused::DomainBlocked);
        }
        if self.blocks_address(directory, address).is_some() {
            return Err(InviteRefused::CrossTenantBlocked);
        }
        Ok(())
    }

    /// A pending guest with a principal name of its own, which directory reads see a little later. It is in no directory yet.
    pub(crate) fn newcomer(
        &self,
        directory: &Tenant,
        cause: &Cause,
        address: &str,
        addresses: Addresses,
    ) -> User {
        let id = UserId(self.new_id());
        let mut user = User::guest(id, address, &directory.initial_domain, cause.now);
        if directory.user_named(&user.user_principal_name).is_some() {
            let suffix = &id.0.simple().to_string()[..8];
            user.user_principal_name = format!("{suffix}_{}", user.user_principal_name);
        }
        if addresses != Addresses::All {
            user.proxy_addresses.clear();
        }
        if addresses == Addresses::OtherMailsOnly {
            user.mail = None;
        }
        user.replicate(&directory.policy);
        user
    }
}
