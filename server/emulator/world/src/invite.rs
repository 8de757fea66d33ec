//! Inviting a user: every check of the invitation service, in its order.

mod addressee;
mod check;
mod guest;
mod refused;
mod target;

pub(super) use addressee::Addressee;
pub use refused::{InviteRefused, QuotaOwner};
use target::InvitationTarget;

use super::{
    World,
    effect::{Effect, EventMeta},
    ids::{InvitationId, TenantId, UserId},
    invitation::{Invitation, InvitationRequest},
};

impl World {
    /// Invites a user into a tenant. `meta.actor.user` is the inviter, none for an application. `redeem_link` makes the link of the mail.
    pub fn invite(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        request: &InvitationRequest,
        redeem_link: impl Fn(&Invitation) -> String,
    ) -> Result<Invitation, InviteRefused> {
        let directory = self.tenant(tenant).ok_or(InviteRefused::Policy)?;
        let inviter = meta.actor.user.and_then(|id| directory.user(id));
        self.check_caller(directory, inviter, meta.now, request)?;
        check::request(directory, request)?;
        let target = self.target(directory, inviter, meta.now, request)?;
        let target = match target {
            InvitationTarget::New(_) => self
                .restore_to_invite(meta, tenant, request.address.trim())
                .map_or(target, InvitationTarget::Known),
            _ => target,
        };
        let repeated = !matches!(target, InvitationTarget::New(_));
        let user = self.prepare(meta, tenant, request, target);
        let invitation = Invitation {
            id: InvitationId(self.new_id()),
            user,
            address: request.address.trim().to_owned(),
            ticket: self.new_ticket(),
            redirect_url: request.redirect_url.clone(),
            inviter: meta.actor.user,
            message_sent: request.send_message,
            repeated,
            at: meta.now,
            superseded: false,
        };
        self.append(meta, Effect::Invited { tenant, invitation: Box::new(invitation.clone()) });
        if request.send_message {
            self.send_invitation_mail(meta, tenant, &invitation, request, &redeem_link(&invitation));
        }
        Ok(invitation)
    }

    /// Creates, resets or converts the user object of the invitation.
    fn prepare(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        request: &InvitationRequest,
        target: InvitationTarget,
    ) -> UserId {
        match target {
            InvitationTarget::New(addresses) => self.create_guest(meta, tenant, request, addresses),
            InvitationTarget::Known(user) => {
                self.merge_alias(meta, tenant, user, request.address.trim());
                self.add_sponsors_on_repeat(meta, tenant, user, &request.sponsors);
                user
            }
            InvitationTarget::Reset(user) => {
                self.append(meta, Effect::RedemptionReset { tenant, user });
                user
            }
            InvitationTarget::Convert(user) => {
                self.append(meta, Effect::Converted { tenant, user });
                user
            }
        }
    }
}
