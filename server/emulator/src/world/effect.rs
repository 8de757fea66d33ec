//! Everything that can happen to the world. The journal, the ledger and the world itself are made of these.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    account::Account,
    consent::Consent,
    group::Group,
    ids::{AccountId, AppId, InvitationId, TenantId, UserId},
    invitation::Invitation,
    mail::StoredMail,
    policy::Policy,
    registration::Registration,
    update::Changes,
    user::User,
};

/// One change of the world.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum Effect {
    /// The world was made anew from a named seed.
    Seeded {
        /// Name of the seed.
        seed: String,
    },
    /// A user object was made.
    UserCreated {
        /// In this tenant.
        tenant: TenantId,
        /// The object.
        user: Box<User>,
    },
    /// Properties of a user were changed.
    UserChanged {
        /// In this tenant.
        tenant: TenantId,
        /// The object.
        user: UserId,
        /// What it was before ("Guest" or "Member"), for checks of the ledger.
        user_type: super::user::UserType,
        /// The changes.
        changes: Box<Changes>,
    },
    /// An invitation was accepted by the service.
    Invited {
        /// Into this tenant.
        tenant: TenantId,
        /// The invitation.
        invitation: Box<Invitation>,
    },
    /// A guest went back to pending.
    RedemptionReset {
        /// In this tenant.
        tenant: TenantId,
        /// The guest.
        user: UserId,
    },
    /// A guest redeemed.
    Redeemed {
        /// In this tenant.
        tenant: TenantId,
        /// The guest.
        user: UserId,
        /// With this home account.
        account: AccountId,
        /// By this invitation; none when signing in was enough.
        invitation: Option<InvitationId>,
    },
    /// A home account was made on the fly.
    AccountCreated {
        /// The account.
        account: Box<Account>,
    },
    /// A one-time passcode was issued.
    PasscodeIssued {
        /// For this mailbox.
        address: String,
        /// The digits.
        code: String,
    },
    /// A mail reached the mailbox.
    MailDelivered {
        /// The mail.
        mail: Box<StoredMail>,
    },
    /// A group was made.
    GroupCreated {
        /// In this tenant.
        tenant: TenantId,
        /// The group.
        group: Box<Group>,
    },
    /// An application got consent.
    Consented {
        /// In this tenant.
        tenant: TenantId,
        /// The consent.
        consent: Box<Consent>,
    },
    /// Every session of a user was ended.
    SessionsRevoked {
        /// In this tenant.
        tenant: TenantId,
        /// The user.
        user: UserId,
    },
    /// A user registered a second factor.
    MfaRegistered {
        /// In this tenant.
        tenant: TenantId,
        /// The user.
        user: UserId,
    },
    /// An app registration was changed.
    RegistrationChanged {
        /// The application.
        app: AppId,
        /// All of its settings.
        registration: Box<Registration>,
    },
    /// A tenant's policy was changed.
    PolicyChanged {
        /// The tenant.
        tenant: TenantId,
        /// The whole new policy.
        policy: Box<Policy>,
    },
}

/// Who caused an effect.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Actor {
    /// The application, if one called.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub app: Option<AppId>,
    /// The signed-in user, if there was one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user: Option<UserId>,
}

/// The circumstances of a call: when, under which ids, by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// The emulator's time.
    pub now: OffsetDateTime,
    /// `request-id`.
    pub request_id: Uuid,
    /// `client-request-id`, when the client sent one.
    pub client_request_id: Option<String>,
    /// Who.
    pub actor: Actor,
}

impl Cause {
    /// The same call, by this actor.
    #[must_use]
    pub fn by(&self, actor: Actor) -> Self {
        Self { actor, ..self.clone() }
    }
}

/// An effect with its place in history: a line of the journal and of the ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Counted from 1.
    pub seq: u64,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// `request-id` of the call that caused it.
    pub request_id: Uuid,
    /// `client-request-id` of that call.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub client_request_id: Option<String>,
    /// Who caused it.
    pub by: Actor,
    /// The effect.
    pub effect: Effect,
}
