//! Items: what can be shared.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{
    AskedAttribute, EntraUserId, FormOptions, InvitationId, InvitationState, ItemId, KindName, Language,
    MailWay, RoleName, SafeUrl, StateReport, UserStatus,
};

/// A thing in a line-of-business application that can be shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its id, unique over all applications.
    pub id: ItemId,
    /// Its kind: which roles there are depends on it.
    pub kind: KindName,
    /// What people call it.
    pub title: String,
    /// One or two sentences for somebody who has never seen it.
    pub summary: String,
    /// The application it lives in.
    pub application: String,
    /// Where an invited person lands.
    pub landing: SafeUrl,
    /// Its page here. Whoever opens it signs in to this tenant, which accepts an invitation on the way ("Redemption experience for B2B collaboration
    /// guest users").
    pub page: SafeUrl,
}

/// The filter of the items page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemFilter {
    /// Text to be found in the title, as typed.
    pub text: String,
    /// Only this kind.
    pub kind: Option<KindName>,
    /// Only items after this one, which is the last of the previous page.
    pub after: Option<ItemId>,
}

/// A person as overlapping initials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonBadge {
    /// The name to show.
    pub name: String,
    /// Comes from outside the organisation.
    pub outside: bool,
}

/// One line of the items page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRow {
    /// The item.
    pub item: Item,
    /// The first few people with access.
    pub people: Vec<PersonBadge>,
    /// The number of people with access.
    pub people_count: u32,
    /// When access was last granted; for a guest: when access was granted to the guest.
    pub last_shared: Option<OffsetDateTime>,
    /// Who shared the item with the caller. For guests only.
    pub shared_by: Option<String>,
}

/// One page of items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemList {
    /// By title.
    pub rows: Vec<ItemRow>,
    /// Whether there are more that fit the filter than are shown.
    pub has_more: bool,
}

/// A person with access, or a guest who has not accepted yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessRow {
    /// The person.
    pub user: EntraUserId,
    /// The name to show.
    pub name: String,
    /// The address to show.
    pub address: String,
    /// What they may do.
    pub role: RoleName,
    /// Member, guest or pending.
    pub standing: UserStatus,
    /// Who granted the access.
    pub given_by: String,
    /// When it happened.
    pub since: OffsetDateTime,
    /// When it ends by itself; `None` for good.
    pub until: Option<OffsetDateTime>,
    /// The invitation it came from.
    pub invitation: Option<InvitationId>,
    /// How far what follows from it is.
    pub state: AccessState,
    /// Whether the caller may end it.
    pub may_change: bool,
    /// Whether the caller may change its last day.
    pub may_move_last_day: bool,
    /// The roles that the caller may give them in its place, weakest first; empty where there are none.
    pub offered_roles: Vec<RoleName>,
}

/// How far what follows from access is: groups, roles of applications.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AccessState {
    /// All is done.
    #[default]
    Active,
    /// Steps of its invitation are still to be done.
    UnderWay,
    /// A step of its invitation needs a person, or was refused.
    Troubled,
}

impl AccessState {
    /// Of access whose invitation is in this state.
    pub const fn of(invitation: Option<InvitationState>) -> Self {
        match invitation {
            Some(InvitationState::Working | InvitationState::Waiting) => Self::UnderWay,
            Some(InvitationState::Stopped | InvitationState::Failed) => Self::Troubled,
            _ => Self::Active,
        }
    }
}

/// One page of the people with access to an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessPage {
    /// Newest first.
    pub people: Vec<AccessRow>,
    /// Whether there are more who got access earlier.
    pub has_more: bool,
}

/// An invitation of the caller's to the item that is under way or waits for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnTheWay {
    /// The invitation, and where it stands.
    pub report: StateReport,
    /// The person's name, or address while no name is known.
    pub person: String,
    /// The address.
    pub address: String,
    /// Whether the person comes from outside the organisation, as far as that is known.
    pub outside: bool,
    /// What they will be able to do.
    pub role: RoleName,
}

/// One item, for its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemView {
    /// The item.
    pub item: Item,
    /// The roles of the item's kind, weakest first; for a member only the roles that the member may grant.
    pub roles: Vec<RoleName>,
    /// The people with access, newest first, at most one page. Empty for guests, who see their own access only.
    pub people: Vec<AccessRow>,
    /// The number of people with access.
    pub people_count: u32,
    /// Whether the caller may share it.
    pub may_share: bool,
    /// The caller's own access, if it was granted by sharing.
    pub own: Option<AccessRow>,
    /// The address of whoever gave the caller access.
    pub given_by_address: Option<String>,
    /// The inviter's message to the caller.
    pub message: Option<String>,
    /// Whether every member of the organisation may open it.
    pub open_to_members: bool,
    /// Whether it opens in its application, and not on its page here.
    pub opens_elsewhere: bool,
    /// What is under way to others by the caller, newest first.
    pub on_the_way: Vec<OnTheWay>,
    /// What the share form begins with.
    pub form_defaults: FormDefaults,
}

/// What the share form begins with, by the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormDefaults {
    /// Who writes to the person, unless another way is chosen.
    pub mail_way: MailWay,
    /// What it offers besides.
    pub options: FormOptions,
    /// The language of the mail; `None` is that of the inviter's pages.
    pub language: Option<Language>,
    /// The message.
    pub message: Option<String>,
    /// The attributes of a new guest that it asks for.
    pub asked: Vec<AskedAttribute>,
    /// The roles of which nothing assigns a new guest to our application, although it lets in only who is assigned. Empty where it lets in everybody,
    /// and where that is not known.
    pub unassigned_roles: Vec<RoleName>,
}
