//! Mail that a user sends through Microsoft Graph ("user: sendMail").

use uuid::Uuid;

use super::{
    World,
    effect::EventMeta,
    ids::{TenantId, UserId},
    mail::{Mail, Via},
    tenant::Tenant,
    user::User,
};

/// The user has no mailbox, or there is no such user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoMailbox;

impl Tenant {
    /// The address of the user's mailbox; none for guests, and for members without one.
    pub fn mailbox<'a>(&self, user: &'a User) -> Option<&'a str> {
        let mail = user.mail.as_deref().filter(|_| !user.is_guest())?;
        let named = |name: &String| {
            name.eq_ignore_ascii_case(mail) || name.eq_ignore_ascii_case(&user.user_principal_name)
        };
        (!self.policy.without_mailbox.iter().any(named)).then_some(mail)
    }
}

impl World {
    /// Sends a mail from the mailbox of a user, who becomes its sender. Its id in the mailbox of the emulator.
    pub fn send_mail(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        user: UserId,
        mail: Mail,
    ) -> Result<Uuid, NoMailbox> {
        let directory = self.tenant(tenant).ok_or(NoMailbox)?;
        let user = directory.user(user).ok_or(NoMailbox)?;
        let address = directory.mailbox(user).ok_or(NoMailbox)?.to_owned();
        let message_id = format!("{}@{}", self.new_id().simple(), directory.initial_domain);
        let mail = Mail {
            from: format!("{} <{address}>", user.display_name),
            via: Via::Graph,
            sender: Some(address),
            message_id: Some(message_id),
            ..mail
        };
        Ok(self.deliver(meta, mail))
    }
}
