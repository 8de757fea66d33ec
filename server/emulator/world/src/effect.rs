//! Everything that can happen to the world. The journal, the ledger and the world itself are made of these.

mod directory;
mod entry;
#[cfg(test)]
mod tests;

pub use directory::DirectoryEffect;
pub use entry::{Actor, Cause, Entry};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    account::Account,
    consent::Consent,
    extension::{Definition, OpenExtension},
    group::Group,
    ids::{AccountId, AppId, GroupId, InvitationId, TenantId, UserId},
    invitation::Invitation,
    late::VisibilityLag,
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
    /// A fault made a user visible late, to each API in its own time.
    VisibilityDelayed {
        /// In this tenant.
        tenant: TenantId,
        /// The user.
        user: UserId,
        /// How late.
        visibility: VisibilityLag,
    },
    /// A fault lost a user that was answered for.
    UserLost {
        /// In this tenant.
        tenant: TenantId,
        /// The user.
        user: UserId,
    },
    /// An internal user was invited to sign in as an external one from now on.
    Converted {
        /// In this tenant.
        tenant: TenantId,
        /// The user.
        user: UserId,
    },
    /// A user accepted the terms of use.
    TermsAccepted {
        /// In this tenant.
        tenant: TenantId,
        /// The user.
        user: UserId,
    },
    /// A user's directory roles were changed.
    RolesChanged {
        /// In this tenant.
        tenant: TenantId,
        /// The user.
        user: UserId,
        /// Template ids of all that the user holds now.
        roles: Vec<Uuid>,
    },
    /// A user is synchronized from elsewhere, or is not any more.
    Synchronized {
        /// In this tenant.
        tenant: TenantId,
        /// The user.
        user: UserId,
        /// `onPremisesUserPrincipalName`.
        user_principal_name: Option<String>,
    },
    /// A mail contact was made.
    ContactCreated {
        /// In this tenant.
        tenant: TenantId,
        /// Its address.
        address: String,
    },
    /// A recipient blocked invitation mail from an organization.
    OrganizationBlocked {
        /// From this tenant.
        tenant: TenantId,
        /// The recipient.
        address: String,
    },
    /// A user was deleted, and can be restored for a while.
    UserDeleted {
        /// In this tenant.
        tenant: TenantId,
        /// The object.
        user: UserId,
    },
    /// A deleted user is back.
    UserRestored {
        /// In this tenant.
        tenant: TenantId,
        /// The object.
        user: UserId,
    },
    /// A deleted user is gone for good.
    UserErased {
        /// In this tenant.
        tenant: TenantId,
        /// The object.
        user: UserId,
    },
    /// The sponsors of a user were changed.
    SponsorsChanged {
        /// In this tenant.
        tenant: TenantId,
        /// The object.
        user: UserId,
        /// All users among them now.
        sponsors: Vec<UserId>,
        /// All groups among them now.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        groups: Vec<GroupId>,
    },
    /// The manager of a user was changed.
    ManagerChanged {
        /// In this tenant.
        tenant: TenantId,
        /// The object.
        user: UserId,
        /// The manager now.
        manager: Option<UserId>,
    },
    /// An open extension of a user was written.
    ExtensionWritten {
        /// In this tenant.
        tenant: TenantId,
        /// The object.
        user: UserId,
        /// The application that keeps it there, of those that have one.
        extension: Box<OpenExtension>,
    },
    /// An open extension of a user was removed.
    ExtensionRemoved {
        /// In this tenant.
        tenant: TenantId,
        /// The object.
        user: UserId,
        /// Its name.
        name: String,
    },
    /// A directory extension was defined.
    ExtensionDefined {
        /// What is defined.
        definition: Box<Definition>,
    },
    /// The definition of a directory extension was removed, and with it all values.
    ExtensionUndefined {
        /// Its full name, `extension_<application>_<name>`.
        name: String,
    },
    /// Something about groups, units, roles, access packages or subscriptions.
    #[serde(untagged)]
    Directory(DirectoryEffect),
}
