//! The audit chain's vocabulary: every change leaves an entry, in the transaction that makes it.

use serde_json::{Value, json};
use storage::audit::NewEntry;
use storage::sessions::EndingRow;
use storage::{Storage, StorageError, Tx, audit};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Somebody signed in.
    SignedIn,
    /// Somebody signed out.
    SignedOut,
    /// All sessions of a person were ended by somebody else.
    SessionsEnded,
    /// A share form was accepted.
    InvitationAsked,
    /// The directory took an invitation.
    InvitationSent,
    /// The guest of another invitation of the same address was taken.
    InvitationJoined,
    /// Attributes of a guest were written.
    AttributesSet,
    /// Attributes of a guest are again what they were before an invitation wrote them.
    AttributesRestored,
    /// A guest who was known before got a sponsor.
    SponsorAdded,
    /// A sponsor that an invitation had added was removed.
    SponsorRemoved,
    /// A guest who was known before did not get the sponsor that was named.
    SponsorLeftOut,
    /// A person was added to a group.
    GroupJoined,
    /// A person was taken out of a group that an invitation had added them to.
    GroupLeft,
    /// A person was given a role of an application.
    AppRoleGranted,
    /// A role of an application that an invitation gave was taken back.
    AppRoleTakenBack,
    /// An access package was asked for, for somebody new.
    PackageRequested,
    /// The request for an access package was canceled before anything came of it.
    PackageRequestCanceled,
    /// It was asked that the assignment of an access package ends.
    PackageEnded,
    /// A mail of ours was taken.
    MailSent,
    /// The inviter could send no mail by us.
    MailLeftOut,
    /// The inviter went on without a mail of ours.
    MailSkipped,
    /// A person got access to an item.
    AccessRecorded,
    /// A person has at least the role that was asked for, and keeps it.
    AccessKept,
    /// Access that an undone invitation gave is that of another one, which had asked for it, too. An entry of the undone one.
    AccessHandedOver,
    /// The same, as an entry of the other one: in the role that it had asked for.
    AccessTakenOver,
    /// A guest accepted.
    InvitationAccepted,
    /// Somebody has signed in through the link in a mail, and said that it is for them.
    GuestSignedUp,
    /// The inviter said whether they are the person.
    SignUpAnswered,
    /// An invitation of unknown outcome turned out to have reached its guest.
    InvitationConfirmed,
    /// An invitation needs a person.
    InvitationStopped,
    /// An invitation was refused for good.
    InvitationFailed,
    /// A redeem link was copied.
    LinkCopied,
    /// An invitation was begun again where it stood.
    InvitationTriedAgain,
    /// An invitation went on because its inviter had signed in again, or because Microsoft took invitations of the tenant again.
    InvitationResumed,
    /// An administrator had an invitation find out whether Microsoft takes any of the tenant again.
    BlockProbed,
    /// A guest was invited again, by another invitation: the redeem link of this one leads nowhere any more.
    LinkReplaced,
    /// Somebody asked to undo an invitation.
    UndoRequested,
    /// Access that an invitation gave was taken back.
    AccessTakenBack,
    /// Somebody's access was ended, by somebody or on its last day: of each invitation that stood behind it; of access without one, of the item.
    AccessEnded,
    /// Somebody was given another role in the place of theirs. An entry of each invitation that stood behind the role before.
    RoleChanged,
    /// The last day of somebody's access was changed. An entry of each invitation that ends otherwise for it; of access without one, of the item.
    LastDayChanged,
    /// A change of somebody's access was undone. An entry of the change.
    AccessChangeUndone,
    /// The guest that an invitation made was deleted from the directory.
    GuestDeleted,
    /// A step was undone of whose calls no other entry tells.
    StepUndone,
    /// What an invitation did was undone, as far as that is possible.
    InvitationUndone,
    /// An invitation was put away by its inviter.
    InvitationPutAway,
    /// A setting was changed.
    SettingChanged,
    /// An administrator asked for a test mail to themselves.
    TestMailAsked,
    /// A picture was kept that the settings may name as the mark.
    MarkKept,
    /// Items were registered or changed.
    ItemsRegistered,
    /// Somebody looked more people up than they may, and was refused; once for each burst.
    LookUpsRefused,
    /// A secret key took the audit chain over: from none, or from the one before it.
    AuditKeyed,
    /// A session ended without anybody signing out: it ran out, or another took its place.
    SessionEnded,
}

impl Action {
    /// The stable text of the action.
    #[expect(clippy::too_many_lines, reason = "a flat table of texts")]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignedIn => "signed-in",
            Self::SignedOut => "signed-out",
            Self::SessionsEnded => "sessions-ended",
            Self::InvitationAsked => "invitation-asked",
            Self::InvitationSent => "invitation-sent",
            Self::InvitationJoined => "invitation-joined",
            Self::AttributesSet => "attributes-set",
            Self::AttributesRestored => "attributes-restored",
            Self::SponsorAdded => "sponsor-added",
            Self::SponsorRemoved => "sponsor-removed",
            Self::SponsorLeftOut => "sponsor-left-out",
            Self::GroupJoined => "group-joined",
            Self::GroupLeft => "group-left",
            Self::AppRoleGranted => "app-role-granted",
            Self::AppRoleTakenBack => "app-role-taken-back",
            Self::PackageRequested => "package-requested",
            Self::PackageRequestCanceled => "package-request-canceled",
            Self::PackageEnded => "package-ended",
            Self::MailSent => "mail-sent",
            Self::MailLeftOut => "mail-left-out",
            Self::MailSkipped => "mail-skipped",
            Self::AccessRecorded => "access-recorded",
            Self::AccessKept => "access-kept",
            Self::AccessHandedOver => "access-handed-over",
            Self::AccessTakenOver => "access-taken-over",
            Self::InvitationAccepted => "invitation-accepted",
            Self::GuestSignedUp => "guest-signed-up",
            Self::SignUpAnswered => "sign-up-answered",
            Self::InvitationConfirmed => "invitation-confirmed",
            Self::InvitationStopped => "invitation-stopped",
            Self::InvitationFailed => "invitation-failed",
            Self::LinkCopied => "link-copied",
            Self::InvitationTriedAgain => "invitation-tried-again",
            Self::InvitationResumed => "invitation-resumed",
            Self::BlockProbed => "block-probed",
            Self::LinkReplaced => "link-replaced",
            Self::UndoRequested => "undo-requested",
            Self::AccessTakenBack => "access-taken-back",
            Self::AccessEnded => "access-ended",
            Self::RoleChanged => "role-changed",
            Self::LastDayChanged => "last-day-changed",
            Self::AccessChangeUndone => "access-change-undone",
            Self::GuestDeleted => "guest-deleted",
            Self::StepUndone => "step-undone",
            Self::InvitationUndone => "invitation-undone",
            Self::InvitationPutAway => "invitation-put-away",
            Self::SettingChanged => "setting-changed",
            Self::TestMailAsked => "test-mail-asked",
            Self::MarkKept => "mark-kept",
            Self::ItemsRegistered => "items-registered",
            Self::LookUpsRefused => "look-ups-refused",
            Self::AuditKeyed => "audit-keyed",
            Self::SessionEnded => "session-ended",
        }
    }
}

/// Who did it, or for whom it was done.
#[derive(Debug, Clone, Copy)]
pub struct Actor<'a> {
    /// The tenant; empty for Vestibule itself.
    pub tenant: &'a str,
    /// The person's object id; empty for Vestibule itself.
    pub user: &'a str,
    /// The name at that time.
    pub name: &'a str,
}

impl Actor<'static> {
    /// Vestibule itself, as at start.
    pub const VESTIBULE: Self = Self { tenant: "", user: "", name: "Vestibule" };
    /// Whoever runs Vestibule, by a command.
    pub const OPERATOR: Self = Self { tenant: "", user: "", name: "Operator" };
}

impl<'a> From<&'a contract::Caller> for Actor<'a> {
    fn from(caller: &'a contract::Caller) -> Self {
        Self { tenant: caller.tenant.as_str(), user: caller.user.as_str(), name: &caller.name }
    }
}

/// Appends an entry. `at` is in unix milliseconds; `detail` holds no secret, no link and no message.
pub async fn append(
    tx: &mut Tx,
    at: i64,
    actor: Actor<'_>,
    action: Action,
    subject: &str,
    detail: Value,
) -> Result<(), StorageError> {
    audit::append(tx, &entry(at, actor, action, subject, detail)).await.map(drop)
}

/// An entry, to be appended with others by [`append_all`]. The parameters are those of [`append`].
pub(crate) fn entry(at: i64, actor: Actor<'_>, action: Action, subject: &str, detail: Value) -> NewEntry {
    NewEntry {
        at,
        tenant: actor.tenant.to_owned(),
        actor: actor.user.to_owned(),
        actor_name: actor.name.to_owned(),
        action: action.as_str().to_owned(),
        subject: subject.to_owned(),
        detail: detail.to_string(),
    }
}

/// Appends entries, in this order.
pub(crate) async fn append_all(tx: &mut Tx, entries: &[NewEntry]) -> Result<(), StorageError> {
    audit::append_all(tx, entries).await.map(drop)
}

/// What ended a session, where nobody signed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ImplicitEnd {
    /// It ran out.
    Expired,
    /// Another sign-in took its place.
    Replaced,
}

/// Appends that a session has ended without anybody signing out.
pub(crate) async fn session_ended(
    tx: &mut Tx,
    at: i64,
    person: &EndingRow,
    by: ImplicitEnd,
) -> Result<(), StorageError> {
    let actor = Actor { tenant: &person.tenant, user: &person.user_id, name: &person.name };
    let by = match by {
        ImplicitEnd::Expired => "expiry",
        ImplicitEnd::Replaced => "another-sign-in",
    };
    append(tx, at, actor, Action::SessionEnded, &person.user_id, json!({ "by": by })).await
}

/// Notes outside of the database where the chain ends: one that is cut off or written anew does not pass through it any more.
pub(crate) async fn note_head(storage: &Storage) {
    match audit::head(storage).await {
        Ok(head) => tracing::info!(head = %head, "the audit chain ends here"),
        Err(error) => tracing::warn!(%error, "the end of the audit chain could not be noted"),
    }
}
