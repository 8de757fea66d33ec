//! The ports: the traits through which pages and server functions call the back end. Each method checks access in its first line.

use std::time::Duration;

use async_trait::async_trait;

use crate::{
    AccessChange, AccessChangeId, AccessPage, ActivityList, ArrivalInvitation, ArrivalTarget, Awaited,
    BlockProbe, Caller, Draft, DraftId, EntraUserId, FormEdit, GuestsAhead, InvitationFilter, InvitationId,
    InvitationList, InvitationState, InvitationView, ItemFilter, ItemId, ItemList, ItemView, JudgedRecipient,
    KindName, Language, LastDayAnswer, LastDayForm, Look, MarkAnswer, PeopleFound, Problem, Progress,
    RedeemLink, RestoreForm, RoleName, SafeUrl, SectionCheck, SectionName, SectionPage, SectionReview,
    SettingsAnswer, SettingsForm, SettingsHistory, SettingsOverview, SettingsStep, ShareAnswer, ShareForm,
    ShareId, SharePlan, ShareProgress, SignUpState, SignedOut, StateReport, ToastId, ToastList, UndoPreview,
    UploadedMark, VersionPage,
};

/// The items that the caller may see.
#[async_trait]
pub trait Items: Send + Sync {
    /// A page of the caller's items: for a member those they may share, for a guest those shared with them; by title.
    async fn list(&self, caller: &Caller, filter: &ItemFilter) -> Result<ItemList, Problem>;
    /// The kinds of the caller's items, for the filter.
    async fn kinds(&self, caller: &Caller) -> Result<Vec<KindName>, Problem>;
    /// Loads one item. `not-found` also when the caller has no access.
    async fn open(&self, caller: &Caller, item: &ItemId) -> Result<ItemView, Problem>;
    /// The people who got access to an item before this person. For members only.
    async fn people(
        &self,
        caller: &Caller,
        item: &ItemId,
        after: &EntraUserId,
    ) -> Result<AccessPage, Problem>;
}

/// Access that others have: who may change or end it is whoever gave it, whoever has a role on the item that reaches further, and administrators.
/// `not-found` where the caller does not see the item, or the person never had access; `not-allowed` for everybody else. Each form has one effect,
/// however often it is sent.
#[async_trait]
pub trait AccessChanges: Send + Sync {
    /// Gives the person another role in the place of theirs. Nobody is written to. What only the role before needed is taken back, and what the new one
    /// needs is done, as a stored line of steps. `role-unknown` where the kind does not offer the role, `role-above-own` where it is not the caller's to
    /// give.
    async fn change_role(
        &self,
        caller: &Caller,
        item: &ItemId,
        user: &EntraUserId,
        role: &RoleName,
    ) -> Result<(), Problem>;
    /// Has the access end after another day, or not by itself: whoever else shared for longer is cut to it where it is earlier. Nobody is written to.
    /// `role-above-own` where it is to last longer, and the role is not the caller's to give.
    async fn change_last_day(&self, caller: &Caller, form: LastDayForm) -> Result<LastDayAnswer, Problem>;
    /// Saves the form of a last day as a draft of the person for whom it was rendered, who is not signed in, or not any more in this browser. `None`,
    /// and nothing is written, where the form names nobody.
    async fn save_for_sender(&self, form: LastDayForm) -> Result<Option<DraftId>, Problem>;
    /// Ends the person's access at once. What followed from it is taken back as a stored line of steps; a guest stays in the directory.
    async fn end(&self, caller: &Caller, item: &ItemId, user: &EntraUserId) -> Result<(), Problem>;
    /// A change of the caller's that may still be undone: `not-found` where there is none, or it makes no sense any more.
    async fn change(&self, caller: &Caller, id: &AccessChangeId) -> Result<AccessChange, Problem>;
    /// Undoes such a change: the person has again what they had before. The item's id. Twice is not an error.
    async fn undo_change(&self, caller: &Caller, id: &AccessChangeId) -> Result<ItemId, Problem>;
}

/// The arrival of a guest. Separate from [`Items`], because an arrival writes and opening an item does not.
#[async_trait]
pub trait Arrivals: Send + Sync {
    /// Records that the caller has arrived at the item. Their sign-in is the acceptance: their sent invitations become accepted, and what an
    /// invitation of unknown outcome promised them on this item is given. Nothing happens for members. Call it before [`Items::open`].
    /// `not-found` when the caller has no access afterwards either.
    async fn arrive(&self, caller: &Caller, item: &ItemId) -> Result<(), Problem>;
    /// What the link in a mail of ours is about; `secret` is the link's own. Changes nothing: programs that check mail follow links, too. `not-found`
    /// when there is no such link.
    async fn invited(&self, id: &InvitationId, secret: &str) -> Result<ArrivalInvitation, Problem>;
    /// Where that link goes on to. Changes nothing either. `not-found` when there is no such link, or it leads nowhere any more.
    async fn target(&self, id: &InvitationId, secret: &str) -> Result<ArrivalTarget, Problem>;
    /// How far the caller has come who follows a link that people sign up by. Changes nothing. `not-found` when there is no such link, or it leads
    /// nowhere any more.
    async fn sign_up_state(
        &self,
        caller: &Caller,
        id: &InvitationId,
        secret: &str,
    ) -> Result<SignUpState, Problem>;
    /// The caller, signed in, says that the link is for them. Gives no access by itself: the directory is asked whether they are the person, and else
    /// the inviter. Nothing happens for members, nor twice. `not-found` as above.
    async fn sign_up(&self, caller: &Caller, id: &InvitationId, secret: &str) -> Result<(), Problem>;
}

/// The directory, for the people picker.
#[async_trait]
pub trait People: Send + Sync {
    /// Finds people who match the typed text: by address (mail, other mails, proxy addresses, sign-in name), or by the start of a name. For an empty
    /// text, those with whom the caller has shared of late. `item` is what is to be shared, so that the answer says who has it already.
    async fn find(&self, caller: &Caller, item: &ItemId, text: &str) -> Result<PeopleFound, Problem>;
}

/// Sharing, and the invitations that result.
#[async_trait]
pub trait Invitations: Send + Sync {
    /// Says what the form would do: judges each recipient, and plans. A dry run: nothing is written but what the look-ups take from the caller's quota,
    /// and no request that changes anything leaves.
    async fn plan(&self, caller: &Caller, form: ShareForm, language: Language) -> Result<SharePlan, Problem>;
    /// Judges the recipients of a form, of which nothing else but item, role and last day counts: the same as [`plan`](Self::plan) says of them, and no
    /// more. `ahead` are the new guests who stand before them on the page, and are not in the form.
    async fn judge(
        &self,
        caller: &Caller,
        form: ShareForm,
        ahead: GuestsAhead,
    ) -> Result<Vec<JudgedRecipient>, Problem>;
    /// Validates the form, looks its recipients up and stores an invitation for each of them for the job runner: all of them or none. `Err` only when
    /// not even a draft could be saved.
    async fn share(
        &self,
        caller: &Caller,
        form: ShareForm,
        language: Language,
    ) -> Result<ShareAnswer, Problem>;
    /// The progress of an invitation. Waits up to `max_wait` for the invitation to settle.
    async fn progress(
        &self,
        caller: &Caller,
        id: &InvitationId,
        max_wait: Duration,
    ) -> Result<Progress, Problem>;
    /// How the invitations of one of the caller's shares go. Waits up to `max_wait` for a change, unless all are settled.
    async fn share_progress(
        &self,
        caller: &Caller,
        share: &ShareId,
        max_wait: Duration,
    ) -> Result<ShareProgress, Problem>;
    /// The caller's invitations, newest first; everyone's, where an administrator asks for them. `not-allowed` where anybody else does.
    async fn list(&self, caller: &Caller, filter: InvitationFilter) -> Result<InvitationList, Problem>;
    /// The number of the caller's invitations in each state; states without any are left out.
    async fn counts(&self, caller: &Caller) -> Result<Vec<(InvitationState, u64)>, Problem>;
    /// The states in which there are invitations of anybody's. For administrators: `not-allowed` for everybody else.
    async fn everyones_states(&self, caller: &Caller) -> Result<Vec<InvitationState>, Problem>;
    /// The states of these invitations, for pages that poll them. Invitations of other people are left out unless an administrator asks, and so are
    /// more than fit on one page.
    async fn states(&self, caller: &Caller, ids: &[InvitationId]) -> Result<Vec<StateReport>, Problem>;
    /// One of the caller's invitations; for an administrator anybody's, without what is its inviter's own.
    async fn open(&self, caller: &Caller, id: &InvitationId) -> Result<InvitationView, Problem>;
    /// The redeem link, to be copied. Writes an audit entry.
    async fn link(&self, caller: &Caller, id: &InvitationId) -> Result<RedeemLink, Problem>;
    /// Retries a stopped, waiting or failed invitation from its current step. `tries` is how often a person had asked for a retry
    /// when the form was rendered: a form that was sent before has no effect.
    async fn retry(&self, caller: &Caller, id: &InvitationId, tries: u32) -> Result<(), Problem>;
    /// Whether an invitation may find out now that Microsoft's block of the tenant is over. For administrators: `not-allowed` for everybody else.
    async fn block_probe(&self, caller: &Caller) -> Result<BlockProbe, Problem>;
    /// Has one of the invitations that the block has stopped find that out; which one. If it is over, the others go on by themselves. For
    /// administrators, once an hour: `suspicious-activity`, with the time, before it. `not-found` where none has stopped for it, or nobody
    /// who shared one is signed in.
    async fn probe_block(&self, caller: &Caller) -> Result<InvitationId, Problem>;
    /// Goes on without the mail of ours that did not go out, or of which nobody knows whether it did: the inviter tells the person. Nothing happens
    /// where that is not what an invitation waits for.
    async fn skip_mail(&self, caller: &Caller, id: &InvitationId) -> Result<(), Problem>;
    /// Says whether the person who has signed in through the link in the mail is the one whom the caller means. Nothing happens unless the invitation
    /// asks about this very person.
    async fn answer_sign_up(
        &self,
        caller: &Caller,
        id: &InvitationId,
        person: &EntraUserId,
        is_them: bool,
    ) -> Result<(), Problem>;
    /// What undoing one of the caller's invitations would come to, or for an administrator one of anybody's. Reads our own database only.
    /// `not-found` where there is nothing to undo.
    async fn undo_preview(&self, caller: &Caller, id: &InvitationId) -> Result<UndoPreview, Problem>;
    /// Undoes one of the caller's invitations, or for an administrator one of anybody's, also while it is under way: what it wrote, still stands so, and
    /// nothing else needs is taken back. Twice is not an error. An inviter who did not ask for it is told.
    async fn undo(&self, caller: &Caller, id: &InvitationId) -> Result<(), Problem>;
    /// Shares once more what one of the caller's invitations shared, with its guest, who has not accepted yet: another mail goes out, and the link of
    /// the earlier one leads nowhere from then on. `key` is the idempotency key of the form that asks.
    async fn resend(
        &self,
        caller: &Caller,
        id: &InvitationId,
        key: String,
        language: Language,
    ) -> Result<ShareAnswer, Problem>;
    /// Saves a failed or stopped invitation as a draft, so that the form can be changed and sent again.
    async fn reopen_as_draft(&self, caller: &Caller, id: &InvitationId) -> Result<DraftId, Problem>;
    /// Puts an invitation away that waits for a person, failed or is undone: no list shows it any more. Twice is not an error.
    async fn put_away(&self, caller: &Caller, id: &InvitationId) -> Result<(), Problem>;
    /// The form shows why this invitation failed: it is told nowhere else, and one that was refused for what is in a field is put away.
    async fn shown_in_form(&self, caller: &Caller, id: &InvitationId) -> Result<(), Problem>;
    /// Loads a draft of the caller's.
    async fn draft(&self, caller: &Caller, id: &DraftId) -> Result<Draft, Problem>;
}

/// The caller's toasts.
#[async_trait]
pub trait Toasts: Send + Sync {
    /// The toasts to show: about problems until they are dismissed, others for some minutes. At most three, newest first, and how many there are.
    async fn undismissed(&self, caller: &Caller) -> Result<ToastList, Problem>;
    /// What the caller was told of late, newest first, dismissed or not: at most fifty, from before a toast of theirs, or from the newest on.
    async fn activity(&self, caller: &Caller, before: Option<ToastId>) -> Result<ActivityList, Problem>;
    /// Whether invitations of the caller's will still result in toasts.
    async fn awaited(&self, caller: &Caller) -> Result<Awaited, Problem>;
    /// Dismisses a toast, and those that it stands for. Dismissing it twice is not an error.
    async fn dismiss(&self, caller: &Caller, id: &ToastId) -> Result<(), Problem>;
}

/// The settings. For administrators only: `not-allowed` for everybody else, whatever is asked.
#[async_trait]
pub trait SettingsAdmin: Send + Sync {
    /// The sections, and what differs from their defaults.
    async fn overview(&self, caller: &Caller) -> Result<SettingsOverview, Problem>;
    /// The form of a section: with what is in force, or with what a draft of the caller's holds. `not-found` when there is no such section.
    async fn section(
        &self,
        caller: &Caller,
        section: &SectionName,
        draft: Option<&DraftId>,
    ) -> Result<SectionPage, Problem>;
    /// Does what a button of the form says, and saves the form as a draft. Where others have changed the section meanwhile, what the caller did not
    /// touch becomes what they made of it, and the page says so. `Err` only when not even a draft could be saved.
    async fn edit(
        &self,
        caller: &Caller,
        form: SettingsForm,
        edit: FormEdit,
    ) -> Result<SettingsAnswer, Problem>;
    /// What is wrong with a form that is being filled in, and what it would change of what is in force. Asks nothing of the directory, and keeps nothing.
    async fn check(&self, caller: &Caller, form: SettingsForm) -> Result<SectionCheck, Problem>;
    /// The form of a draft whose [review](Self::review) makes no sense any more: with what is wrong with it now, which nobody has been told yet.
    async fn section_after_review(
        &self,
        caller: &Caller,
        section: &SectionName,
        draft: &DraftId,
    ) -> Result<SectionPage, Problem>;
    /// What the draft would change. `not-found` when there is no such draft, or it makes no sense: then it is a form again.
    async fn review(
        &self,
        caller: &Caller,
        section: &SectionName,
        draft: &DraftId,
    ) -> Result<SectionReview, Problem>;
    /// Stores what the draft would change as a new version, or goes back to its form. A draft that makes no sense, or not any more, goes back in
    /// any case.
    async fn confirm(
        &self,
        caller: &Caller,
        draft: &DraftId,
        reason: String,
        step: SettingsStep,
    ) -> Result<SettingsAnswer, Problem>;
    /// Saves a section's form as a draft of the person for whom it was rendered, who is not signed in, or not any more in this browser. `None`, and
    /// nothing is written, where the form names nobody.
    async fn save_for_sender(&self, form: SettingsForm) -> Result<Option<DraftId>, Problem>;
    /// Sends the mail of our own, as it is in force, to the caller's own address. `too-fast` after the fifth within an hour.
    async fn test_mail(&self, caller: &Caller, language: Language) -> Result<(), Problem>;
    /// Keeps a picture, written anew, and takes the form as it was typed, with the picture as the mark, to the step that shows what will change.
    async fn upload_mark(&self, caller: &Caller, mark: UploadedMark) -> Result<MarkAnswer, Problem>;
    /// The versions before `before`, or the newest ones.
    async fn history(&self, caller: &Caller, before: Option<i64>) -> Result<SettingsHistory, Problem>;
    /// One version beside the one in force, with what was typed in a draft of the caller's. `not-found` when there is no such version.
    async fn version(
        &self,
        caller: &Caller,
        version: i64,
        draft: Option<&DraftId>,
    ) -> Result<VersionPage, Problem>;
    /// Makes a new version with the settings of an earlier one; what has to outlive the settings in between is taken over. Refused, with a draft,
    /// where they make no sense any more, and where the settings were changed meanwhile.
    async fn restore(&self, caller: &Caller, form: RestoreForm) -> Result<SettingsAnswer, Problem>;
}

/// How the pages look, for everybody.
#[async_trait]
pub trait Looks: Send + Sync {
    /// The look by the settings in force, as they were a second ago at most; by those that were seen last, or Vestibule's own, where the database does
    /// not answer.
    async fn look(&self) -> Look;
    /// The picture of a mark, as PNG. `not-found` when there is none with this digest.
    async fn mark(&self, digest: &str) -> Result<Vec<u8>, Problem>;
    /// The style sheet of an accent, by its name: `None` when there is none of this name.
    fn style(&self, name: &str) -> Option<String>;
}

/// The caller's own session.
#[async_trait]
pub trait Account: Send + Sync {
    /// Ends the session, and deletes the tokens unless another session or an open invitation needs them.
    async fn sign_out(&self, caller: &Caller) -> Result<SignedOut, Problem>;
    /// The sign-out address of the authority, for the page that redirects to it.
    fn sign_out_url(&self) -> Option<SafeUrl>;
    /// For whom a form is rendered: a hidden field of it, [`ShareForm::sender`](crate::ShareForm::sender).
    fn form_sender(&self, caller: &Caller) -> String;
    /// Saves a share form as a draft of the person for whom it was rendered, who is not signed in, or not any more in this browser. They find it on
    /// the item's share page once they are. `None`, and nothing is written, where the form names nobody: whoever was never shown a form cannot make us
    /// write. Nothing is written for an item that does not exist, and an id returned all the same, so that nobody learns which items exist.
    async fn save_for_sender(&self, form: ShareForm) -> Result<Option<DraftId>, Problem>;
}

/// The browser behind a request, whether a person is signed in or not.
pub trait Browser: Send + Sync {
    /// Whether a person has signed out in this browser, and nobody has signed in since: then no page signs anybody in without a click.
    fn has_signed_out(&self) -> bool;
    /// Takes the session's cookie away with the response, and remembers the sign-out.
    fn sign_out(&self);
}
