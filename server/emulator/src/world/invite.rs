//! Inviting somebody: every rule of the invitation service, in the order in which it checks them.

use super::{
    World,
    account::Account,
    address,
    effect::{Cause, Effect},
    ids::{InvitationId, TenantId, UserId},
    invitation::{Invitation, InvitationRequest},
    tenant::{Tenant, role},
    update::Changes,
    user::User,
};

/// Sponsors of a guest, at most ("Add sponsors to a guest user").
const MOST_SPONSORS: usize = 5;

/// Why an invitation is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InviteRefused {
    /// Abuse heuristics.
    #[error("invitations are blocked for suspicious activity")]
    SuspiciousActivity,
    /// The tenant's policy does not let this caller invite.
    #[error("policy does not allow the invitation")]
    Policy,
    /// Only administrators invite members.
    #[error("only an administrator may invite a member")]
    MemberNeedsAdmin,
    /// The address cannot be one.
    #[error("malformed address")]
    MalformedAddress,
    /// The landing address cannot be one.
    #[error("malformed redirect address")]
    MalformedRedirect,
    /// More than one copy.
    #[error("more than one cc recipient")]
    TooManyCopies,
    /// More than five sponsors.
    #[error("more than five sponsors")]
    TooManySponsors,
    /// A sponsor is not a user of the tenant.
    #[error("no such sponsor: {0}")]
    UnknownSponsor(UserId),
    /// The address belongs to a group.
    #[error("a group's address")]
    GroupAddress,
    /// A member answers to the address already.
    #[error("already in the directory as {user}")]
    AlreadyInDirectory {
        /// The member.
        user: UserId,
        /// Whether the account is blocked.
        blocked: bool,
    },
    /// The address is of the tenant's own domain.
    #[error("a verified domain of the directory")]
    OwnDomain,
    /// The domain lists keep the address out.
    #[error("the domain is not allowed")]
    DomainBlocked,
    /// The caller may not reset redemption.
    #[error("not allowed to reset redemption")]
    ResetNotAllowed,
    /// The user to reset is unknown.
    #[error("no such user")]
    UnknownUser,
    /// The user to reset does not have that address.
    #[error("the address is not on the user")]
    AddressNotOnUser,
    /// Turning a member into a guest account is not built.
    #[error("conversion of internal users is not supported")]
    ConversionUnsupported,
}

impl World {
    /// Invites somebody into a tenant. `cause.actor.user` is the inviter, none for an application. `redeem_link` makes the link of the mail.
    pub fn invite(
        &mut self,
        cause: &Cause,
        tenant: TenantId,
        request: &InvitationRequest,
        redeem_link: impl Fn(&Invitation) -> String,
    ) -> Result<Invitation, InviteRefused> {
        let directory = self.tenant(tenant).ok_or(InviteRefused::Policy)?;
        let inviter = cause.actor.user.and_then(|id| directory.user(id));
        self.check_caller(directory, inviter, request)?;
        check_request(directory, request)?;
        let existing = self.guest_to_invite(directory, inviter, request)?;
        let repeated = existing.is_some();
        let user = match existing {
            Some(user) => {
                self.merge_alias(cause, tenant, user, request.address.trim());
                user
            }
            None => self.create_guest(cause, tenant, request),
        };
        if request.reset_redemption {
            self.record(cause, Effect::RedemptionReset { tenant, user });
        }
        let invitation = Invitation {
            id: InvitationId(self.new_id()),
            user,
            address: request.address.trim().to_owned(),
            ticket: self.new_ticket(),
            redirect_url: request.redirect_url.clone(),
            inviter: cause.actor.user,
            message_sent: request.send_message,
            repeated,
            at: cause.now,
            superseded: false,
        };
        self.record(cause, Effect::Invited { tenant, invitation: Box::new(invitation.clone()) });
        if request.send_message {
            self.send_invitation_mail(cause, tenant, &invitation, request, &redeem_link(&invitation));
        }
        Ok(invitation)
    }

    fn check_caller(
        &self,
        directory: &Tenant,
        inviter: Option<&User>,
        request: &InvitationRequest,
    ) -> Result<(), InviteRefused> {
        let policy = &directory.policy;
        let so_far = self.invitations(directory.id).count();
        let too_many = policy.suspicious_after.is_some_and(|most| so_far >= most as usize);
        if policy.suspicious_activity || too_many {
            return Err(InviteRefused::SuspiciousActivity);
        }
        if !policy.lets_invite(inviter) {
            return Err(InviteRefused::Policy);
        }
        let admin = holds(inviter, &[role::GLOBAL_ADMINISTRATOR, role::USER_ADMINISTRATOR]);
        if request.as_member && !admin {
            return Err(InviteRefused::MemberNeedsAdmin);
        }
        Ok(())
    }

    /// The guest that this invitation is for, if there is one already.
    fn guest_to_invite(
        &self,
        directory: &Tenant,
        inviter: Option<&User>,
        request: &InvitationRequest,
    ) -> Result<Option<UserId>, InviteRefused> {
        if request.reset_redemption {
            return guest_to_reset(directory, inviter, request).map(Some);
        }
        if request.user.is_some() {
            return Err(InviteRefused::ConversionUnsupported);
        }
        let domain = address::domain(&request.address);
        if directory.owns_domain(&domain) {
            return Err(InviteRefused::OwnDomain);
        }
        let known = directory.user_with_address(&request.address);
        let blocked =
            |user: &User| InviteRefused::AlreadyInDirectory { user: user.id, blocked: !user.account_enabled };
        match known {
            Some(member) if !member.is_guest() => return Err(blocked(member)),
            Some(guest) if !guest.account_enabled => return Err(blocked(guest)),
            Some(guest) => return Ok(Some(guest.id)),
            None => {}
        }
        if !directory.policy.lets_domain_in(&domain) {
            return Err(InviteRefused::DomainBlocked);
        }
        let account = self.account_of(&request.address).map(|account| account.id);
        Ok(account.and_then(|account| directory.user_of_account(account)).map(|user| user.id))
    }

    fn create_guest(&mut self, cause: &Cause, tenant: TenantId, request: &InvitationRequest) -> UserId {
        let id = UserId(self.new_id());
        let mut initial_domain = String::new();
        let mut lag = 0;
        let mut taken = false;
        let address = request.address.trim();
        if let Some(directory) = self.tenant(tenant) {
            initial_domain.clone_from(&directory.initial_domain);
            lag = directory.policy.visibility_lag_ms;
            let upn = User::guest(id, address, &initial_domain, cause.now).user_principal_name;
            taken = directory.user_named(&upn).is_some();
        }
        let mut user = User::guest(id, address, &initial_domain, cause.now);
        if taken {
            let suffix = &id.0.simple().to_string()[..8];
            user.user_principal_name = format!("{suffix}_{}", user.user_principal_name);
        }
        if let Some(name) = request.display_name.as_deref().filter(|name| !name.trim().is_empty()) {
            name.trim().clone_into(&mut user.display_name);
        }
        if request.as_member {
            user.user_type = super::user::UserType::Member;
        }
        user.visible_from = cause.now + time::Duration::milliseconds(lag.into());
        user.sponsors = match request.sponsors.as_slice() {
            [] => cause.actor.user.into_iter().collect(),
            named => named.to_vec(),
        };
        self.record(cause, Effect::UserCreated { tenant, user: Box::new(user) });
        id
    }

    /// Adds an alias to a guest whose home account was invited under another address.
    pub(super) fn merge_alias(&mut self, cause: &Cause, tenant: TenantId, user: UserId, alias: &str) {
        let Some(guest) = self.tenant(tenant).and_then(|directory| directory.user(user)) else { return };
        if guest.has_address(alias) {
            return;
        }
        let mut other_mails = guest.other_mails.clone();
        other_mails.push(alias.to_owned());
        let changes = Changes {
            other_mails: Some(other_mails),
            add_proxy_address: Some(alias.to_owned()),
            ..Changes::default()
        };
        let effect =
            Effect::UserChanged { tenant, user, user_type: guest.user_type, changes: Box::new(changes) };
        self.record(cause, effect);
    }

    /// The home account that signs in with this address, if one is known.
    pub fn account_of(&self, address: &str) -> Option<&Account> {
        self.accounts().find(|account| account.answers_to(address))
    }
}

fn holds(user: Option<&User>, roles: &[uuid::Uuid]) -> bool {
    user.is_some_and(|user| user.directory_roles.iter().any(|held| roles.contains(held)))
}

fn check_request(directory: &Tenant, request: &InvitationRequest) -> Result<(), InviteRefused> {
    let address = request.address.trim();
    if !address::well_formed(address, directory.policy.accept_plus_addressing) {
        return Err(InviteRefused::MalformedAddress);
    }
    let redirect = url::Url::parse(&request.redirect_url).ok();
    if !redirect.is_some_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
        return Err(InviteRefused::MalformedRedirect);
    }
    if request.cc.len() > 1 {
        return Err(InviteRefused::TooManyCopies);
    }
    if request.sponsors.len() > MOST_SPONSORS {
        return Err(InviteRefused::TooManySponsors);
    }
    if let Some(stranger) = request.sponsors.iter().find(|&&sponsor| directory.user(sponsor).is_none()) {
        return Err(InviteRefused::UnknownSponsor(*stranger));
    }
    if directory.group_addresses.iter().any(|group| group.eq_ignore_ascii_case(address)) {
        return Err(InviteRefused::GroupAddress);
    }
    Ok(())
}

fn guest_to_reset(
    directory: &Tenant,
    inviter: Option<&User>,
    request: &InvitationRequest,
) -> Result<UserId, InviteRefused> {
    let target = request.user.and_then(|id| directory.user(id));
    let may = match inviter {
        // An application may, unless the target holds a directory role.
        None => target.is_none_or(|target| target.directory_roles.is_empty()),
        Some(_) => holds(
            inviter,
            &[role::GLOBAL_ADMINISTRATOR, role::USER_ADMINISTRATOR, role::HELPDESK_ADMINISTRATOR],
        ),
    };
    if !may {
        return Err(InviteRefused::ResetNotAllowed);
    }
    let target = target.ok_or(InviteRefused::UnknownUser)?;
    let wanted = address::canonical(&request.address);
    let on_user = target.mail.iter().chain(&target.other_mails).any(|own| address::canonical(own) == wanted);
    if on_user { Ok(target.id) } else { Err(InviteRefused::AddressNotOnUser) }
}
