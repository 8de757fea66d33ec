//! What the pages ask of the back end. Each method checks access in its first line.

use std::time::Duration;

use async_trait::async_trait;

use crate::{
    AccessPage, BrowserKey, Caller, Draft, DraftId, EntraUserId, InvitationFilter, InvitationId,
    InvitationList, InvitationState, InvitationView, ItemFilter, ItemId, ItemList, ItemView, KindName,
    Language, PersonMatch, Problem, Progress, RedeemLink, SafeUrl, ShareAnswer, ShareForm, SignedOut,
    StateReport, Toast, ToastId,
};

/// The items that the caller may see.
#[async_trait]
pub trait Items: Send + Sync {
    /// A page of the caller's items: for a member those they may share, for a guest those shared with them; by title.
    async fn list(&self, caller: &Caller, filter: &ItemFilter) -> Result<ItemList, Problem>;
    /// The kinds there are, for the filter.
    async fn kinds(&self, caller: &Caller) -> Result<Vec<KindName>, Problem>;
    /// One item. `not-found` also when the caller has no access.
    async fn open(&self, caller: &Caller, item: &ItemId) -> Result<ItemView, Problem>;
    /// Those with access to an item who got it before this person; for members.
    async fn people(
        &self,
        caller: &Caller,
        item: &ItemId,
        after: &EntraUserId,
    ) -> Result<AccessPage, Problem>;
}

/// The guest's arrival. Apart from [`Items`], because it writes and opening an item does not.
#[async_trait]
pub trait Arrivals: Send + Sync {
    /// Says that the caller stands before the item. Their sign-in is the acceptance: their sent invitations become accepted, and what an
    /// invitation of unknown outcome promised them on this item is given. Nothing happens for members. Call it before [`Items::open`].
    /// `not-found` when the caller has no access afterwards either.
    async fn arrive(&self, caller: &Caller, item: &ItemId) -> Result<(), Problem>;
}

/// The directory, as the picker sees it.
#[async_trait]
pub trait People: Send + Sync {
    /// Who fits what was typed: by address (mail, other mails, proxy addresses, sign-in name), or by the start of a name. Empty for less
    /// than two characters.
    async fn find(&self, caller: &Caller, text: &str) -> Result<Vec<PersonMatch>, Problem>;
}

/// Sharing, and what becomes of it.
#[async_trait]
pub trait Invitations: Send + Sync {
    /// Checks the form, looks the address up, and stores the invitation to be done. `Err` only when nothing could be kept, not even a draft.
    async fn share(
        &self,
        caller: &Caller,
        form: ShareForm,
        language: Language,
    ) -> Result<ShareAnswer, Problem>;
    /// Where the invitation stands, waiting up to `patience` for it to settle.
    async fn progress(
        &self,
        caller: &Caller,
        id: &InvitationId,
        patience: Duration,
    ) -> Result<Progress, Problem>;
    /// The caller's invitations, newest first.
    async fn list(&self, caller: &Caller, filter: InvitationFilter) -> Result<InvitationList, Problem>;
    /// How many of the caller's invitations are in each state; states without any are left out.
    async fn counts(&self, caller: &Caller) -> Result<Vec<(InvitationState, u64)>, Problem>;
    /// Where these invitations of the caller's stand, for pages that follow them; others are left out, and so is what is beyond a page.
    async fn states(&self, caller: &Caller, ids: &[InvitationId]) -> Result<Vec<StateReport>, Problem>;
    /// One of the caller's invitations.
    async fn open(&self, caller: &Caller, id: &InvitationId) -> Result<InvitationView, Problem>;
    /// The redeem link, to be copied. Leaves an audit entry.
    async fn link(&self, caller: &Caller, id: &InvitationId) -> Result<RedeemLink, Problem>;
    /// Runs a stopped, waiting or failed invitation again from the step that it stands at. `tries` is how often a person had asked for that
    /// when the form was made: a form that was sent before changes nothing.
    async fn try_again(&self, caller: &Caller, id: &InvitationId, tries: u32) -> Result<(), Problem>;
    /// Makes a draft of a failed invitation, so that it can be changed and sent again.
    async fn rework(&self, caller: &Caller, id: &InvitationId) -> Result<DraftId, Problem>;
    /// A refused form of the caller's.
    async fn draft(&self, caller: &Caller, id: &DraftId) -> Result<Draft, Problem>;
}

/// What the person has not yet been told.
#[async_trait]
pub trait Toasts: Send + Sync {
    /// Not yet dismissed, newest first, at most three.
    async fn unseen(&self, caller: &Caller) -> Result<Vec<Toast>, Problem>;
    /// Whether something of the caller's is under way that will be told about.
    async fn awaited(&self, caller: &Caller) -> Result<bool, Problem>;
    /// Dismisses one. Dismissing twice is fine.
    async fn dismiss(&self, caller: &Caller, id: &ToastId) -> Result<(), Problem>;
    /// Dismisses what is told about an invitation: the caller has just been told in another place.
    async fn told(&self, caller: &Caller, invitation: &InvitationId) -> Result<(), Problem>;
}

/// The caller's own session.
#[async_trait]
pub trait Account: Send + Sync {
    /// Ends the session, and deletes the tokens unless another session or an open invitation needs them.
    async fn sign_out(&self, caller: &Caller) -> Result<SignedOut, Problem>;
    /// The authority's sign-out address, once more, for the page that goes on to it.
    fn leave_url(&self) -> Option<SafeUrl>;
    /// Keeps a share form of somebody whose session has lapsed, bound to the browser of this key; the way back is the item's share page.
    /// Only for items that there are, and only the newest of a limited number: an id is given in any case, so that nobody learns which.
    async fn keep_form(&self, browser: &BrowserKey, form: ShareForm) -> Result<DraftId, Problem>;
}

/// The browser behind a request, whether anybody is signed in or not.
#[async_trait]
pub trait Browser: Send + Sync {
    /// The browser's key. One that has none gets one, and a cookie by which it is known again.
    async fn key(&self) -> Result<BrowserKey, Problem>;
}
