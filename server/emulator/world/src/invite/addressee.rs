//! Finds the user of an address in a directory, or checks whether a new guest may be created. Invitations, access packages and self-service
//! sign-up all use this, so that one account never becomes two guests.

use time::OffsetDateTime;

use super::InviteRefused;
use crate::{
    World, address, effect::EventMeta, ids::UserId, policy::ContactConflict, tenant::Tenant, user::User,
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

/// The owner of an address.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Addressee<'a> {
    /// A user of the directory.
    Known(&'a User),
    /// Not in the directory yet; a guest may be created, with these address properties.
    New(Addresses),
}

impl World {
    /// The user of the directory with this address: the user object has it, or the home account does. A pending guest is also found by every other
    /// address of the home account.
    pub(crate) fn find_by_address<'a>(&self, directory: &'a Tenant, address: &str) -> Option<&'a User> {
        if let Some(known) = directory.user_with_address(address) {
            return Some(known);
        }
        self.accounts_of(address).find_map(|account| {
            let at = |own| directory.user_with_address(own).filter(|user| user.is_pending());
            directory.user_of_account(account.id).or_else(|| account.addresses().find_map(at))
        })
    }

    /// The owner of the address. For a new guest all policies are checked first. `inviter` is the user who invites, if any.
    pub(crate) fn addressee<'a>(
        &self,
        directory: &'a Tenant,
        inviter: Option<&User>,
        now: OffsetDateTime,
        address: &str,
    ) -> Result<Addressee<'a>, InviteRefused> {
        if let Some(known) = self.find_by_address(directory, address) {
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
        Ok(Addressee::New(addresses))
    }

    /// Checks the domain lists and cross-tenant access.
    pub(super) fn check_organization(
        &self,
        directory: &Tenant,
        address: &str,
        now: OffsetDateTime,
    ) -> Result<(), InviteRefused> {
        if !directory.policy_at(now).allows_domain(&address::domain(address)) {
            return Err(InviteRefused::DomainBlocked);
        }
        if self.blocks_address(directory, address).is_some() {
            return Err(InviteRefused::CrossTenantBlocked);
        }
        Ok(())
    }

    /// A pending guest with a unique principal name, not added to a directory yet. Directory reads see it after the visibility lag.
    pub(crate) fn new_guest(
        &self,
        directory: &Tenant,
        meta: &EventMeta,
        address: &str,
        addresses: Addresses,
    ) -> User {
        let id = UserId(self.new_id());
        let mut user = User::guest(id, address, &directory.initial_domain, meta.now);
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
        user.apply_visibility_lag(&directory.policy);
        user
    }
}
