//! Every change of the world. The ledger lists them in order; the journal is the file that keeps the ledger.

mod ledger_entry;
#[cfg(test)]
mod tests;

pub use ledger_entry::{Actor, EventMeta, LedgerEntry};
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
    mail::StoredMail,
    membership::Member,
    policy::Policy,
    registration::Registration,
    subscription::Subscription,
    unit::Unit,
    update::Changes,
    user::User,
    visibility_lag::VisibilityLag,
};

/// One change of the world.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum Effect {
    /// The world was reset to a named seed.
    Seeded {
        /// Name of the seed.
        seed: String,
    },
    /// A user object was created.
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
        /// The user type before the change ("Guest" or "Member"), for checks of the ledger.
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
    /// The redemption of a guest was reset.
    RedemptionReset {
        /// In this tenant.
        tenant: TenantId,
        /// The guest object.
        user: UserId,
    },
    /// A guest redeemed.
    Redeemed {
        /// In this tenant.
        tenant: TenantId,
        /// The guest object.
        user: UserId,
        /// With this home account.
        account: AccountId,
        /// By this invitation; none when signing in was enough.
        invitation: Option<InvitationId>,
    },
    /// A home account was created.
    AccountCreated {
        /// The account.
        account: Box<Account>,
    },
    /// A one-time passcode was issued.
    PasscodeIssued {
        /// The mailbox it was sent to.
        address: String,
        /// The digits.
        code: String,
    },
    /// A mail reached the mailbox.
    MailDelivered {
        /// The mail.
        mail: Box<StoredMail>,
    },
    /// A group was created.
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
    /// A fault delayed the visibility of a user, for each API by its own time.
    VisibilityDelayed {
        /// In this tenant.
        tenant: TenantId,
        /// The user.
        user: UserId,
        /// The delay for each API.
        visibility: VisibilityLag,
    },
    /// A fault removed a user after the invitation was answered.
    UserLost {
        /// In this tenant.
        tenant: TenantId,
        /// The user.
        user: UserId,
    },
    /// An internal user was converted to an external one.
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
        /// Template ids of all roles that the user holds now.
        roles: Vec<Uuid>,
    },
    /// Synchronization of a user from on-premises began or ended.
    Synchronized {
        /// In this tenant.
        tenant: TenantId,
        /// The user.
        user: UserId,
        /// `onPremisesUserPrincipalName`.
        user_principal_name: Option<String>,
    },
    /// A mail contact was created.
    ContactCreated {
        /// In this tenant.
        tenant: TenantId,
        /// Its address.
        address: String,
    },
    /// A recipient unsubscribed from an organization's invitation mail.
    OrganizationBlocked {
        /// From this tenant.
        tenant: TenantId,
        /// The recipient.
        address: String,
    },
    /// A user was deleted, and can be restored for thirty days.
    UserDeleted {
        /// In this tenant.
        tenant: TenantId,
        /// The object.
        user: UserId,
    },
    /// A deleted user was restored.
    UserRestored {
        /// In this tenant.
        tenant: TenantId,
        /// The object.
        user: UserId,
    },
    /// A deleted user was permanently deleted.
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
        /// All sponsors that are users now.
        sponsors: Vec<UserId>,
        /// All sponsors that are groups now.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        groups: Vec<GroupId>,
    },
    /// The manager of a user was changed.
    ManagerChanged {
        /// In this tenant.
        tenant: TenantId,
        /// The object.
        user: UserId,
        /// The new manager; none when it was cleared.
        manager: Option<UserId>,
    },
    /// An open extension of a user was written.
    ExtensionWritten {
        /// In this tenant.
        tenant: TenantId,
        /// The object.
        user: UserId,
        /// The whole extension.
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
    /// The definition of a directory extension was removed, together with all values.
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
    /// Members of a group were added or removed.
    MembersChanged {
        /// In this tenant.
        tenant: TenantId,
        /// The group.
        group: GroupId,
        /// The members added.
        added: Vec<Member>,
        /// The members removed.
        removed: Vec<Member>,
    },
    /// An administrative unit was created.
    UnitCreated {
        /// In this tenant.
        tenant: TenantId,
        /// The unit.
        unit: Box<Unit>,
    },
    /// An administrative unit was deleted, together with the role assignments scoped to it.
    UnitDeleted {
        /// In this tenant.
        tenant: TenantId,
        /// The unit.
        unit: UnitId,
    },
    /// Members of an administrative unit were added or removed.
    UnitMembersChanged {
        /// In this tenant.
        tenant: TenantId,
        /// The unit.
        unit: UnitId,
        /// The members added.
        added: Vec<UserId>,
        /// The members removed.
        removed: Vec<UserId>,
    },
    /// An app role was assigned.
    AppRoleAssigned {
        /// In this tenant.
        tenant: TenantId,
        /// The assignment.
        assignment: Box<AppRoleAssignment>,
    },
    /// An app role assignment was removed.
    AppRoleUnassigned {
        /// In this tenant.
        tenant: TenantId,
        /// The assignment, by its number.
        assignment: Uuid,
    },
    /// A custom directory role was created.
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
        /// The assignment.
        assignment: RoleAssignment,
    },
    /// A directory role assignment was removed.
    RoleUnassigned {
        /// In this tenant.
        tenant: TenantId,
        /// The assignment.
        assignment: RoleAssignment,
    },
    /// An access package was requested, or its removal.
    AccessRequested {
        /// In this tenant.
        tenant: TenantId,
        /// The request.
        request: Box<AccessRequest>,
    },
    /// The state of an access package request changed.
    AccessMoved {
        /// In this tenant.
        tenant: TenantId,
        /// The request.
        request: Uuid,
        /// The new state.
        state: RequestState,
        /// `status`: the reason for the state.
        status: String,
        /// The user that has the package now, or had it before the removal.
        user: Option<UserId>,
    },
    /// A subscription to changes was created.
    Subscribed {
        /// In this tenant.
        tenant: TenantId,
        /// The subscription.
        subscription: Box<Subscription>,
    },
    /// A subscription was renewed.
    SubscriptionRenewed {
        /// In this tenant.
        tenant: TenantId,
        /// The subscription.
        subscription: Uuid,
        /// The new expiry.
        #[serde(with = "time::serde::rfc3339")]
        expires: OffsetDateTime,
    },
    /// A subscription was deleted.
    Unsubscribed {
        /// In this tenant.
        tenant: TenantId,
        /// The subscription.
        subscription: Uuid,
    },
}
