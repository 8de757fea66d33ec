//! Redeeming an invitation.

use time::OffsetDateTime;

use super::{
    World, address,
    cross_tenant::CrossTenantBlock,
    effect::{Cause, Effect},
    ids::{AccountId, InvitationId, TenantId, UserId},
    invitation::Invitation,
    policy::ContactConflict,
    tenant::Tenant,
    user::User,
};

/// Why a link cannot be redeemed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RedeemRefused {
    /// No such invitation, or a wrong ticket.
    #[error("no such invitation")]
    Unknown,
    /// A later invitation replaced the link.
    #[error("a later invitation replaced this link")]
    Superseded,
    /// The guest was deleted or blocked.
    #[error("the guest is gone or blocked")]
    GuestGone,
    /// The domain lists keep the guest out by now.
    #[error("the domain is not allowed any more")]
    DomainBlocked,
    /// Cross-tenant access keeps the guest out by now.
    #[error("cross-tenant access does not allow it any more")]
    CrossTenantBlocked(CrossTenantBlock),
    /// Another person's account.
    #[error("this account was not invited")]
    WrongAccount,
}

/// How long a passcode is good ("Email one-time passcode authentication", Entra documentation).
const PASSCODE_LIFE: time::Duration = time::Duration::minutes(30);

impl World {
    /// The invitation that a link names, if it can still be used.
    pub fn open_invitation(
        &self,
        tenant: TenantId,
        id: InvitationId,
        ticket: &str,
        now: OffsetDateTime,
    ) -> Result<&Invitation, RedeemRefused> {
        let directory = self.tenant(tenant).ok_or(RedeemRefused::Unknown)?;
        let invitation = self
            .invitation(tenant, id)
            .filter(|invitation| invitation.ticket == ticket)
            .ok_or(RedeemRefused::Unknown)?;
        if invitation.superseded && !directory.policy.accept_superseded_links {
            return Err(RedeemRefused::Superseded);
        }
        let guest = directory.user(invitation.user).ok_or(RedeemRefused::GuestGone)?;
        self.may_come_in(directory, guest, &invitation.address, now)?;
        Ok(invitation)
    }

    /// Whether a guest may redeem by now. Domain lists and cross-tenant access count as long as it is pending.
    fn may_come_in(
        &self,
        directory: &Tenant,
        guest: &User,
        address: &str,
        now: OffsetDateTime,
    ) -> Result<(), RedeemRefused> {
        if !guest.account_enabled {
            return Err(RedeemRefused::GuestGone);
        }
        if !guest.is_pending() {
            return Ok(());
        }
        if !directory.policy_at(now).lets_domain_in(&address::domain(address)) {
            return Err(RedeemRefused::DomainBlocked);
        }
        self.blocks_address(directory, address)
            .map_or(Ok(()), |by| Err(RedeemRefused::CrossTenantBlocked(by)))
    }

    /// Accepts an invitation with a home account. Redeeming twice changes nothing.
    pub fn redeem(
        &mut self,
        cause: &Cause,
        tenant: TenantId,
        id: InvitationId,
        ticket: &str,
        account: AccountId,
    ) -> Result<Invitation, RedeemRefused> {
        let invitation = self.open_invitation(tenant, id, ticket, cause.now)?.clone();
        if !self.may_redeem(tenant, invitation.user, account, &invitation.address) {
            return Err(RedeemRefused::WrongAccount);
        }
        self.accept(cause, tenant, invitation.user, account, Some(id));
        self.merge_alias(cause, tenant, invitation.user, &invitation.address);
        Ok(invitation)
    }

    /// Accepts by signing in to the tenant directly, without the link: for the account whose address was invited.
    pub fn join(
        &mut self,
        cause: &Cause,
        tenant: TenantId,
        account: AccountId,
    ) -> Result<UserId, RedeemRefused> {
        let user = self.may_join(tenant, account, cause.now)?;
        self.accept(cause, tenant, user, account, None);
        Ok(user)
    }

    /// The guest that this account redeems by signing in, when nothing keeps it out.
    pub fn may_join(
        &self,
        tenant: TenantId,
        account: AccountId,
        now: OffsetDateTime,
    ) -> Result<UserId, RedeemRefused> {
        let user = self.pending_guest_for(tenant, account).ok_or(RedeemRefused::WrongAccount)?;
        let directory = self.tenant(tenant).ok_or(RedeemRefused::Unknown)?;
        let guest = directory.user(user).ok_or(RedeemRefused::GuestGone)?;
        let address = self.account(account).map(|account| account.address.as_str()).unwrap_or_default();
        self.may_come_in(directory, guest, address, now)?;
        Ok(user)
    }

    /// The pending guest that this account is by its sign-in name.
    pub fn pending_guest_for(&self, tenant: TenantId, account: AccountId) -> Option<UserId> {
        let account = self.account(account)?;
        let directory = self.tenant(tenant)?;
        let guest = directory.user_with_address(&account.address)?;
        // Reported of guests that were made beside a mail contact: only the link finds them.
        let hidden =
            directory.policy.contact_conflict == ContactConflict::WithoutMail && guest.mail.is_none();
        (guest.is_pending() && !hidden).then_some(guest.id)
    }

    /// Whether this account may redeem for that guest: it answers to the invited address, or has redeemed before.
    pub fn may_redeem(&self, tenant: TenantId, user: UserId, account: AccountId, invited: &str) -> bool {
        let guest = self.tenant(tenant).and_then(|directory| directory.user(user));
        match guest.filter(|guest| !guest.is_pending()).and_then(|guest| guest.account) {
            Some(linked) => linked == account,
            None => self.account(account).is_some_and(|account| account.answers_to(invited)),
        }
    }

    fn accept(
        &mut self,
        cause: &Cause,
        tenant: TenantId,
        user: UserId,
        account: AccountId,
        invitation: Option<InvitationId>,
    ) {
        let guest = self.tenant(tenant).and_then(|directory| directory.user(user));
        if guest.is_some_and(|guest| guest.is_pending() || guest.account.is_none()) {
            self.record(cause, Effect::Redeemed { tenant, user, account, invitation });
        }
    }

    /// Sends a one-time passcode to a mailbox, on the way into a tenant if that is known.
    pub fn send_passcode(&mut self, cause: &Cause, tenant: Option<TenantId>, address: &str) {
        let policy = tenant.and_then(|tenant| self.tenant(tenant)).map(|directory| &directory.policy);
        // Unverified: how many digits there are.
        let digits = policy.map_or(8, |policy| policy.passcode_digits).clamp(4, 12);
        let code = self.new_id().as_u128() % 10_u128.pow(digits.into());
        let code = format!("{code:0width$}", width = usize::from(digits));
        let address = address::canonical(address);
        self.record(cause, Effect::PasscodeIssued { address: address.clone(), code: code.clone() });
        self.send_passcode_mail(cause, &address, &code);
    }

    /// Whether this is the passcode last sent to that mailbox, and still good.
    pub fn passcode_is_right(&self, cause: &Cause, address: &str, code: &str) -> bool {
        self.passcode(&address::canonical(address)).is_some_and(|(issued, expected)| {
            expected == code.trim() && cause.now <= issued + PASSCODE_LIFE && cause.now >= issued
        })
    }
}
