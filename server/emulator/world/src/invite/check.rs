//! Checks of the caller and of the request.

use time::OffsetDateTime;
use uuid::Uuid;

use super::{InviteRefused, QuotaOwner};
use crate::{
    World, address,
    invitation::InvitationRequest,
    sponsor::MAX_SPONSORS,
    tenant::{Tenant, role},
    user::User,
};

/// The maximum length of a display name, in characters ("user resource type").
const MAX_NAME_LENGTH: usize = 256;

impl World {
    pub(super) fn check_caller(
        &self,
        directory: &Tenant,
        inviter: Option<&User>,
        now: OffsetDateTime,
        request: &InvitationRequest,
    ) -> Result<(), InviteRefused> {
        let policy = &directory.policy;
        let so_far = || self.invitations(directory.id).count();
        let too_many = policy.suspicious_after.is_some_and(|most| so_far() >= most as usize);
        if policy.suspicious_activity || too_many {
            return Err(InviteRefused::SuspiciousActivity);
        }
        let who = inviter.map(|user| (user.user_type, user.roles_at(now)));
        if !directory.policy_at(now).allows_invitations_by(who) {
            return Err(InviteRefused::Policy);
        }
        let admin = holds(inviter, now, &[role::GLOBAL_ADMINISTRATOR, role::USER_ADMINISTRATOR]);
        if request.as_member && !admin {
            return Err(InviteRefused::MemberNeedsAdmin);
        }
        Ok(())
    }

    /// Refuses when a quota has no room for one more guest.
    pub(super) fn check_quota(
        &self,
        directory: &Tenant,
        inviter: Option<&User>,
        now: OffsetDateTime,
    ) -> Result<(), InviteRefused> {
        let objects = directory.users.len() + directory.groups.len() + directory.contacts.len();
        let full = |most: u32, held: usize| held >= most as usize;
        if directory.policy.directory_quota.is_some_and(|most| full(most, objects)) {
            return Err(InviteRefused::Quota(QuotaOwner::Tenant));
        }
        let (Some(most), Some(user)) = (directory.policy.user_object_quota, inviter) else {
            return Ok(());
        };
        let own = self.invitations(directory.id);
        let made = own.filter(|invitation| invitation.inviter == Some(user.id) && !invitation.repeated);
        if user.roles_at(now).is_empty() && full(most, made.count()) {
            return Err(InviteRefused::Quota(QuotaOwner::Principal));
        }
        Ok(())
    }
}

/// Whether one of these directory roles of the user is in effect.
pub(super) fn holds(user: Option<&User>, now: OffsetDateTime, roles: &[Uuid]) -> bool {
    user.is_some_and(|user| user.roles_at(now).iter().any(|held| roles.contains(held)))
}

/// Checks that do not depend on the caller.
pub(super) fn request(directory: &Tenant, request: &InvitationRequest) -> Result<(), InviteRefused> {
    let plus = directory.policy.accept_plus_addressing;
    let address = request.address.trim();
    let beyond_ascii = directory.policy.accept_addresses_beyond_ascii || address.is_ascii();
    if !address::well_formed(address, plus) || !beyond_ascii {
        return Err(InviteRefused::MalformedAddress);
    }
    let redirect = url::Url::parse(&request.redirect_url).ok();
    if !redirect.is_some_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
        return Err(InviteRefused::MalformedRedirect);
    }
    if request.display_name.as_ref().is_some_and(|name| name.chars().count() > MAX_NAME_LENGTH) {
        return Err(InviteRefused::LongDisplayName);
    }
    if request.cc.len() > 1 {
        return Err(InviteRefused::TooManyCopies);
    }
    if request.cc.iter().any(|copy| !address::well_formed(copy.address.trim(), true)) {
        return Err(InviteRefused::MalformedCopy);
    }
    if request.sponsors.len() > MAX_SPONSORS {
        return Err(InviteRefused::TooManySponsors);
    }
    if let Some(stranger) = request.sponsors.iter().find(|id| directory.sponsor(**id).is_none()) {
        return Err(InviteRefused::UnknownSponsor(*stranger));
    }
    if directory.has_group_address(address) {
        return Err(InviteRefused::GroupAddress);
    }
    Ok(())
}
