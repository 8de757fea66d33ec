//! Inviting somebody: every rule of the invitation service, in the order in which it checks them.

mod check;
mod guest;
mod newcomer;
mod refused;
mod target;

pub(super) use newcomer::Addressee;
pub use refused::InviteRefused;
use target::Target;

use super::{
    World,
    effect::{Cause, Effect},
    ids::{InvitationId, TenantId, UserId},
    invitation::{Invitation, InvitationRequest},
};

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
        self.check_caller(directory, inviter, cause.now, request)?;
        check::request(directory, request)?;
        let target = self.target(directory, inviter, cause.now, request)?;
        let target = match target {
            Target::New(_) => {
                self.restore_to_invite(cause, tenant, request.address.trim()).map_or(target, Target::Known)
            }
            _ => target,
        };
        let repeated = !matches!(target, Target::New(_));
        let user = self.prepare(cause, tenant, request, target);
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

    /// Brings the user object into the state that the invitation is for.
    fn prepare(
        &mut self,
        cause: &Cause,
        tenant: TenantId,
        request: &InvitationRequest,
        target: Target,
    ) -> UserId {
        match target {
            Target::New(addresses) => self.create_guest(cause, tenant, request, addresses),
            Target::Known(user) => {
                self.merge_alias(cause, tenant, user, request.address.trim());
                self.sponsor_again(cause, tenant, user, &request.sponsors);
                user
            }
            Target::Reset(user) => {
                self.record(cause, Effect::RedemptionReset { tenant, user });
                user
            }
            Target::Convert(user) => {
                self.record(cause, Effect::Converted { tenant, user });
                user
            }
        }
    }
}
