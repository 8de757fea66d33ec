//! The user object of an invitation: a new guest, an existing one, one to reset, an internal user to convert.

use time::OffsetDateTime;

use super::{
    InviteRefused,
    addressee::{Addressee, Addresses},
    check::holds,
};
use crate::{
    World, address,
    ids::UserId,
    invitation::InvitationRequest,
    tenant::{Tenant, role},
    user::User,
};

/// The user object of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InvitationTarget {
    /// To be created, with these address properties.
    New(Addresses),
    /// It exists, redeemed or not.
    Known(UserId),
    /// A guest whose redemption is reset.
    Reset(UserId),
    /// An internal user to convert to an external one.
    Convert(UserId),
}

impl World {
    pub(super) fn target(
        &self,
        directory: &Tenant,
        inviter: Option<&User>,
        now: OffsetDateTime,
        request: &InvitationRequest,
    ) -> Result<InvitationTarget, InviteRefused> {
        if request.user.is_some() || request.reset_redemption {
            return self.named_target(directory, inviter, now, request);
        }
        let address = request.address.trim();
        if directory.owns_domain(&address::domain(address)) {
            return Err(InviteRefused::OwnDomain);
        }
        match self.addressee(directory, inviter, now, address)? {
            Addressee::Known(known) => self.known_target(directory, known, address, now),
            Addressee::New(addresses) => Ok(InvitationTarget::New(addresses)),
        }
    }

    /// The target when a user of the directory has the address.
    fn known_target(
        &self,
        directory: &Tenant,
        known: &User,
        address: &str,
        now: OffsetDateTime,
    ) -> Result<InvitationTarget, InviteRefused> {
        if known.is_external() && known.account_enabled {
            // The domain lists and cross-tenant access do not apply to a guest that has redeemed.
            if known.is_pending() {
                self.check_organization(directory, address, now)?;
            }
            return Ok(InvitationTarget::Known(known.id));
        }
        if !known.is_external() && !known.signs_in_or_is_mailed_at(address) {
            return Err(InviteRefused::AddressTaken);
        }
        Err(InviteRefused::AlreadyInDirectory { user: known.id, blocked: !known.account_enabled })
    }

    /// The target when `invitedUser` is given: reset ("Reset redemption status for a guest user"), or convert ("Invite internal users to B2B
    /// collaboration").
    fn named_target(
        &self,
        directory: &Tenant,
        inviter: Option<&User>,
        now: OffsetDateTime,
        request: &InvitationRequest,
    ) -> Result<InvitationTarget, InviteRefused> {
        let user = request.user.and_then(|id| directory.user(id));
        if !may_reset(directory, inviter, user, now) {
            return Err(InviteRefused::ResetNotAllowed);
        }
        let user = user.ok_or(InviteRefused::UnknownUser)?;
        let address = request.address.trim();
        if directory.owns_domain(&address::domain(address)) {
            return Err(InviteRefused::OwnDomain);
        }
        let same = |own: &String| own.eq_ignore_ascii_case(address);
        let mailed = user.mail.iter().any(same);
        if user.is_external() {
            if !mailed && !user.other_mails.iter().any(same) {
                return Err(InviteRefused::AddressNotOnUser);
            }
            if request.reset_redemption && !knows_addresses(directory, user, now) {
                return Err(InviteRefused::AddressNotOnUser);
            }
            self.check_organization(directory, address, now)?;
            return Ok(if request.reset_redemption {
                InvitationTarget::Reset(user.id)
            } else {
                InvitationTarget::Known(user.id)
            });
        }
        if request.reset_redemption {
            return Err(InviteRefused::NothingToReset);
        }
        if user.on_premises_user_principal_name.is_some() {
            return Err(InviteRefused::Synchronized);
        }
        if !mailed {
            return Err(InviteRefused::AddressNotOnUser);
        }
        self.check_organization(directory, address, now)?;
        Ok(InvitationTarget::Convert(user.id))
    }
}

/// Whether the caller may reset the target: some administrators may, and an application may unless the target holds a directory role.
fn may_reset(directory: &Tenant, inviter: Option<&User>, target: Option<&User>, now: OffsetDateTime) -> bool {
    match inviter {
        None => target.is_none_or(|target| directory.roles_of(target).next().is_none()),
        Some(_) => holds(
            inviter,
            now,
            &[role::GLOBAL_ADMINISTRATOR, role::USER_ADMINISTRATOR, role::HELPDESK_ADMINISTRATOR],
        ),
    }
}

/// Whether the invitation service has seen the addresses of the user, which may have been changed a moment ago.
fn knows_addresses(directory: &Tenant, user: &User, now: OffsetDateTime) -> bool {
    let lag = time::Duration::milliseconds(directory.policy.reset_address_lag_ms.into());
    user.addresses_changed.is_none_or(|changed| changed + lag <= now)
}

impl User {
    /// Whether the address is the principal name, the mail or another mail of the user.
    fn signs_in_or_is_mailed_at(&self, address: &str) -> bool {
        let same = |own: &str| own.eq_ignore_ascii_case(address);
        self.mail.as_deref().is_some_and(same)
            || self.other_mails.iter().any(|own| same(own))
            || same(&self.user_principal_name)
    }
}
