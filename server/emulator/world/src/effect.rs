//! Everything that can happen to the world. The journal, the ledger and the world itself are made of these.

mod entry;
#[cfg(test)]
mod tests;

pub use entry::{Actor, Cause, Entry};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    account::Account,
    app_role::AppRoleAssignment,
    consent::Consent,
    directory_role::{CustomRole, RoleAssignment},
    entitlement::{AccessRequest, RequestState},
    extension::{Definition, OpenExtension},
    group::{Group, GroupChanges},
    ids::{AccountId, AppId, GroupId, InvitationId, TenantId, UnitId, UserId},
    invitation::Invitation,
    late::VisibilityLag,
    mail::StoredMail,
    membership::Member,
    policy::Policy,
    registration::Registration,
    subscription::Subscription,
    unit::Unit,
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
    /// Properties of a group were changed.
    GroupChanged {
        /// In this tenant.
        tenant: TenantId,
        /// The group.
        group: GroupId,
        /// The changes.
        changes: Box<GroupChanges>,
    },
    /// A group was deleted.
    GroupDeleted {
        /// In this tenant.
        tenant: TenantId,
        /// The group.
        group: GroupId,
    },
    /// Members of a group came and went.
    MembersChanged {
        /// In this tenant.
        tenant: TenantId,
        /// The group.
        group: GroupId,
        /// Who came.
        added: Vec<Member>,
        /// Who went.
        removed: Vec<Member>,
    },
    /// An administrative unit was made.
    UnitCreated {
        /// In this tenant.
        tenant: TenantId,
        /// The unit.
        unit: Box<Unit>,
    },
    /// An administrative unit was deleted, and with it what is scoped to it.
    UnitDeleted {
        /// In this tenant.
        tenant: TenantId,
        /// The unit.
        unit: UnitId,
    },
    /// Users of an administrative unit came and went.
    UnitMembersChanged {
        /// In this tenant.
        tenant: TenantId,
        /// The unit.
        unit: UnitId,
        /// Who came.
        added: Vec<UserId>,
        /// Who went.
        removed: Vec<UserId>,
    },
    /// An app role was assigned.
    AppRoleAssigned {
        /// In this tenant.
        tenant: TenantId,
        /// The assignment.
        assignment: Box<AppRoleAssignment>,
    },
    /// An app role was taken back.
    AppRoleUnassigned {
        /// In this tenant.
        tenant: TenantId,
        /// The assignment, by its number.
        assignment: Uuid,
    },
    /// A custom directory role was made.
    RoleDefined {
        /// In this tenant.
        tenant: TenantId,
        /// The role.
        role: Box<CustomRole>,
    },
    /// A directory role was assigned.
    RoleAssigned {
        /// In this tenant.
        tenant: TenantId,
        /// To whom, and where.
        assignment: RoleAssignment,
    },
    /// A directory role was taken back.
    RoleUnassigned {
        /// In this tenant.
        tenant: TenantId,
        /// From whom, and where.
        assignment: RoleAssignment,
    },
    /// Somebody asked for an access package, or gave one back.
    AccessRequested {
        /// In this tenant.
        tenant: TenantId,
        /// The request.
        request: Box<AccessRequest>,
    },
    /// A request for access went on.
    AccessMoved {
        /// In this tenant.
        tenant: TenantId,
        /// The request.
        request: Uuid,
        /// Where it is now.
        state: RequestState,
        /// Why.
        status: String,
        /// The user that has the package now, or had it.
        user: Option<UserId>,
    },
    /// Somebody subscribed to changes.
    Subscribed {
        /// In this tenant.
        tenant: TenantId,
        /// The subscription.
        subscription: Box<Subscription>,
    },
    /// A subscription was prolonged.
    SubscriptionRenewed {
        /// In this tenant.
        tenant: TenantId,
        /// The subscription.
        subscription: Uuid,
        /// Until when.
        #[serde(with = "time::serde::rfc3339")]
        expires: OffsetDateTime,
    },
    /// A subscription was ended.
    Unsubscribed {
        /// In this tenant.
        tenant: TenantId,
        /// The subscription.
        subscription: Uuid,
    },
}
