//! The mails of the invitation service: invitation (in five languages) and passcode, in plain text.

use uuid::Uuid;

use super::{
    World,
    attribute::Attribute,
    effect::{Effect, EventMeta},
    ids::TenantId,
    invitation::{Invitation, InvitationRequest},
    mail::{Mail, StoredMail},
    tenant::Tenant,
};

/// The fixed sentences of the invitation in one language; `{user}` and `{org}` are filled in.
struct Template {
    language: &'static str,
    subject: &'static str,
    warning: &'static str,
    opening: &'static str,
    message: &'static str,
    accept: &'static str,
    block: &'static str,
}

const TEMPLATES: [Template; 5] = [
    Template {
        language: "en",
        subject: "{user} invited you to collaborate with {org}",
        warning: "Please only act on this email if you trust the individual and organization represented below.",
        opening: "{user} invited you to access applications within {org}.",
        message: "Message from {user}:",
        accept: "If you accept this invitation, you'll be sent to {url}. Accept invitation:",
        block: "Block future invitations from this organization:",
    },
    Template {
        language: "lt",
        subject: "{user} pakvietė jus bendradarbiauti su {org}",
        warning: "Vykdykite šio laiško nurodymus tik jei pasitikite toliau nurodytu asmeniu ir organizacija.",
        opening: "{user} pakvietė jus naudotis {org} programomis.",
        message: "{user} žinutė:",
        accept: "Priėmę kvietimą pateksite į {url}. Priimti kvietimą:",
        block: "Blokuoti būsimus šios organizacijos kvietimus:",
    },
    Template {
        language: "fr",
        subject: "{user} vous a invité à collaborer avec {org}",
        warning: "Ne donnez suite à cet e-mail que si vous faites confiance à la personne et à l’organisation ci-dessous.",
        opening: "{user} vous a invité à accéder aux applications de {org}.",
        message: "Message de {user}\u{a0}:",
        accept: "Si vous acceptez cette invitation, vous serez dirigé vers {url}. Accepter l’invitation\u{a0}:",
        block: "Bloquer les prochaines invitations de cette organisation\u{a0}:",
    },
    Template {
        language: "pt",
        subject: "{user} convidou você para colaborar com {org}",
        warning: "Só responda a este email se você confiar na pessoa e na organização indicadas abaixo.",
        opening: "{user} convidou você para acessar aplicativos em {org}.",
        message: "Mensagem de {user}:",
        accept: "Se você aceitar este convite, será enviado para {url}. Aceitar convite:",
        block: "Bloquear convites futuros desta organização:",
    },
    Template {
        language: "zh",
        subject: "{user} 邀請您與 {org} 共同作業",
        warning: "請只在您信任下列人員和組織時，才對此電子郵件採取行動。",
        opening: "{user} 邀請您存取 {org} 的應用程式。",
        message: "{user} 的訊息：",
        accept: "如果您接受此邀請，系統會將您導向 {url}。接受邀請：",
        block: "封鎖此組織日後的邀請：",
    },
];

fn template(language: &str) -> &'static Template {
    let wanted = language.to_ascii_lowercase();
    let primary = wanted.split(['-', '_']).next().unwrap_or("en");
    TEMPLATES.iter().find(|template| template.language == primary).unwrap_or(&TEMPLATES[0])
}

impl World {
    /// "Elements of the B2B collaboration invitation email" (Entra documentation): plain text, the warning on top; the
    /// custom message is dropped when an application sends it, or when the inviter has no mail.
    pub(super) fn send_invitation_mail(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        invitation: &Invitation,
        request: &InvitationRequest,
        link: &str,
    ) {
        let Some(directory) = self.tenant(tenant) else { return };
        if directory.has_unsubscribed(&invitation.address) {
            return;
        }
        let inviter = invitation.inviter.and_then(|id| directory.user(id));
        let language = self.mail_language(directory, invitation, request);
        let template = template(&language);
        let organization = directory.primary_domain().to_owned();
        let who = inviter.map_or_else(|| directory.display_name.clone(), |user| user.display_name.clone());
        let host = url::Url::parse(&request.redirect_url)
            .ok()
            .and_then(|url| url.host_str().map(str::to_owned))
            .unwrap_or_default();
        let fill =
            |text: &str| text.replace("{org}", &organization).replace("{url}", &host).replace("{user}", &who);
        let inviter_mail = inviter.and_then(|user| user.mail.clone());
        let message = request.message.as_deref().filter(|_| inviter_mail.is_some());
        let mut text = format!("{}\n\n{}\n", fill(template.warning), fill(template.opening));
        if let Some(message) = message {
            text.extend(["\n", &fill(template.message), "\n", message, "\n"]);
        }
        text.extend(["\n", &fill(template.accept), "\n", link, "\n"]);
        if directory.policy.block_link_in_mail {
            let block = link.replacen("/redeem?", "/unsubscribe/manage?", 1);
            text.extend(["\n", &fill(template.block), "\n", &block, "\n"]);
        }
        let mail = Mail {
            from: format!(
                "Microsoft Invitations on behalf of {organization} <invites@{}>",
                directory.initial_domain
            ),
            reply_to: inviter_mail,
            to: vec![invitation.address.clone()],
            cc: request.cc.iter().map(|copy| copy.address.trim().to_owned()).collect(),
            subject: fill(template.subject),
            text,
            language: Some(language),
            ..Mail::default()
        };
        self.deliver(meta, mail);
    }

    /// `messageLanguage`, the guest's preferred language, that of the home tenant, that of the inviting one, English.
    fn mail_language(
        &self,
        directory: &Tenant,
        invitation: &Invitation,
        request: &InvitationRequest,
    ) -> String {
        let guest = directory.user(invitation.user);
        let preferred = guest.and_then(|guest| guest.attributes.get(&Attribute::PreferredLanguage));
        let home = self.tenant_of_address(&invitation.address);
        let language = request
            .language
            .as_ref()
            .or(preferred)
            .or_else(|| home.and_then(|home| home.policy.notification_language.as_ref()))
            .or(directory.policy.notification_language.as_ref());
        language.map_or_else(|| "en-US".to_owned(), Clone::clone)
    }

    pub(super) fn send_passcode_mail(&mut self, meta: &EventMeta, address: &str, code: &str) {
        let mail = Mail {
            from: "Local emulator <account-security@emulator.localhost>".to_owned(),
            to: vec![address.to_owned()],
            subject: "Your account verification code".to_owned(),
            text: format!("Your one-time passcode is:\n\n{code}\n\nIt is good for 30 minutes.\n"),
            ..Mail::default()
        };
        self.deliver(meta, mail);
    }

    /// Puts a mail into the mailbox. Its id there.
    pub fn deliver(&mut self, meta: &EventMeta, mail: Mail) -> Uuid {
        let id = self.new_id();
        let stored = StoredMail { id, at: meta.now, mail };
        self.append(meta, Effect::MailDelivered { mail: Box::new(stored) });
        id
    }
}
