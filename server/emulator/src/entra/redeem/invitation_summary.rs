//! The summary of an invitation for pages.

use time::OffsetDateTime;
use world::{
    World,
    ids::{TenantId, UserId},
    invitation::Invitation,
    redeem::RedeemRefused,
    user::User,
};

use super::link::RedeemLink;
use crate::app_state::AppState;

/// The inviter, the invited address and the application.
pub(super) struct InvitationSummary {
    pub(super) organization: String,
    pub(super) inviter: Option<String>,
    pub(super) address: String,
    pub(super) app: String,
    pub(super) redirect_url: String,
    pub(super) pending: bool,
}

impl InvitationSummary {
    fn of(world: &World, tenant: TenantId, invitation: &Invitation) -> Self {
        let directory = world.tenant(tenant);
        let user = |id: UserId| directory.and_then(|directory| directory.user(id));
        let host = url::Url::parse(&invitation.redirect_url).ok();
        Self {
            organization: directory.map(|tenant| tenant.display_name.clone()).unwrap_or_default(),
            inviter: invitation.inviter.and_then(user).map(|user| user.display_name.clone()),
            address: invitation.address.clone(),
            app: host
                .map_or_else(|| invitation.redirect_url.clone(), |url| url.origin().ascii_serialization()),
            redirect_url: invitation.redirect_url.clone(),
            pending: user(invitation.user).is_some_and(User::is_pending),
        }
    }
}

/// The invitation of a redeem link, with its summary.
pub(super) fn load_invitation(
    state: &AppState,
    link: &RedeemLink,
    now: OffsetDateTime,
) -> Result<(Invitation, InvitationSummary), RedeemRefused> {
    state.read(|world| {
        let invitation = world.open_invitation(link.tenant, link.invitation, &link.ticket, now)?;
        Ok((invitation.clone(), InvitationSummary::of(world, link.tenant, invitation)))
    })
}
