//! Redeeming invitations.

use time::OffsetDateTime;

use super::{
    World, address,
    cross_tenant::CrossTenantBlock,
    effect::{Effect, EventMeta},
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
    /// The domain lists block the guest by now.
    #[error("the domain is not allowed any more")]
    DomainBlocked,
    /// Cross-tenant access blocks the guest by now.
    #[error("cross-tenant access does not allow it any more")]
    CrossTenantBlocked(CrossTenantBlock),
    /// The account is not the invited guest's.
    #[error("this account was not invited")]
    WrongAccount,
}

/// How long a one-time passcode is valid ("Email one-time passcode authentication", Entra documentation).
const PASSCODE_LIFETIME: time::Duration = time::Duration::minutes(30);

impl World {
    /// The invitation of a redeem link, if the link can still be used.
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
        self.check_still_allowed(directory, guest, &invitation.address, now)?;
        Ok(invitation)
    }

    /// Refuses a guest that was deleted or blocked. The domain lists and cross-tenant access are checked while it is pending.
    fn check_still_allowed(
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
        if !directory.policy_at(now).allows_domain(&address::domain(address)) {
            return Err(RedeemRefused::DomainBlocked);
        }
        self.blocks_address(directory, address)
            .map_or(Ok(()), |by| Err(RedeemRefused::CrossTenantBlocked(by)))
    }

    /// Redeems an invitation with a home account. Redeeming twice changes nothing.
    pub fn redeem(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        id: InvitationId,
        ticket: &str,
        account: AccountId,
    ) -> Result<Invitation, RedeemRefused> {
        let invitation = self.open_invitation(tenant, id, ticket, meta.now)?.clone();
        if !self.may_redeem(tenant, invitation.user, account, &invitation.address) {
            return Err(RedeemRefused::WrongAccount);
        }
        self.accept(meta, tenant, invitation.user, account, Some(id));
        self.merge_alias(meta, tenant, invitation.user, &invitation.address);
        Ok(invitation)
    }

    /// Redeems without the link, by signing in to the tenant with the account whose address was invited ("just-in-time redemption").
    pub fn join(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        account: AccountId,
    ) -> Result<UserId, RedeemRefused> {
        let user = self.may_join(tenant, account, meta.now)?;
        self.accept(meta, tenant, user, account, None);
        Ok(user)
    }

    /// The guest that this account may redeem by signing in.
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
        self.check_still_allowed(directory, guest, address, now)?;
        Ok(user)
    }

    /// The pending guest with the sign-in name of this account.
    pub fn pending_guest_for(&self, tenant: TenantId, account: AccountId) -> Option<UserId> {
        let account = self.account(account)?;
        let directory = self.tenant(tenant)?;
        let guest = directory.user_with_address(&account.address)?;
        // Reported for guests whose address also belongs to a mail contact: only the link finds them.
        let hidden =
            directory.policy.contact_conflict == ContactConflict::WithoutMail && guest.mail.is_none();
        (guest.is_pending() && !hidden).then_some(guest.id)
    }

    /// Whether this account may redeem for that guest: it has the invited address, or has redeemed before.
    pub fn may_redeem(&self, tenant: TenantId, user: UserId, account: AccountId, invited: &str) -> bool {
        let guest = self.tenant(tenant).and_then(|directory| directory.user(user));
        match guest.filter(|guest| !guest.is_pending()).and_then(|guest| guest.account) {
            Some(linked) => linked == account,
            None => self.account(account).is_some_and(|account| account.answers_to(invited)),
        }
    }

    fn accept(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        user: UserId,
        account: AccountId,
        invitation: Option<InvitationId>,
    ) {
        let guest = self.tenant(tenant).and_then(|directory| directory.user(user));
        if guest.is_some_and(|guest| guest.is_pending() || guest.account.is_none()) {
            self.append(meta, Effect::Redeemed { tenant, user, account, invitation });
        }
    }

    /// Sends a one-time passcode to a mailbox. `tenant` is the one that the sign-in is for, if known.
    pub fn send_passcode(&mut self, meta: &EventMeta, tenant: Option<TenantId>, address: &str) {
        let policy = tenant.and_then(|tenant| self.tenant(tenant)).map(|directory| &directory.policy);
        // Unverified: the number of digits.
        let digits = policy.map_or(8, |policy| policy.passcode_digits).clamp(4, 12);
        let code = self.new_id().as_u128() % 10_u128.pow(digits.into());
        let code = format!("{code:0width$}", width = usize::from(digits));
        let address = address::canonical(address);
        self.append(meta, Effect::PasscodeIssued { address: address.clone(), code: code.clone() });
        self.send_passcode_mail(meta, &address, &code);
    }

    /// Whether this is the passcode last sent to that mailbox, and it is still valid.
    pub fn passcode_is_right(&self, meta: &EventMeta, address: &str, code: &str) -> bool {
        self.passcode(&address::canonical(address)).is_some_and(|(issued, expected)| {
            expected == code.trim() && meta.now <= issued + PASSCODE_LIFETIME && meta.now >= issued
        })
    }
}
