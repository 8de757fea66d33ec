//! Items: what can be shared.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{EntraUserId, InvitationId, ItemId, KindName, RoleName, SafeUrl, Standing};

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
}

/// What the items page is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemFilter {
    /// Text to be found in the title, as typed.
    pub text: String,
    /// Only this kind.
    pub kind: Option<KindName>,
    /// Only what comes behind this item: the last one of the page before.
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
    /// How many people have access.
    pub people_count: u32,
    /// When access was last given; for a guest: when it was given to them.
    pub last_shared: Option<OffsetDateTime>,
    /// Who gave it to the caller. For guests only.
    pub shared_by: Option<String>,
}

/// The items page's lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemList {
    /// By title.
    pub rows: Vec<ItemRow>,
    /// Whether there are more that fit the filter than are shown.
    pub has_more: bool,
}

/// Somebody with access, or on the way to it.
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
    pub standing: Standing,
    /// Who gave the access.
    pub given_by: String,
    /// When.
    pub since: OffsetDateTime,
    /// The invitation it came from.
    pub invitation: Option<InvitationId>,
}

/// A page of those with access to an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessPage {
    /// Newest first.
    pub people: Vec<AccessRow>,
    /// Whether there are more who got access earlier.
    pub has_more: bool,
}

/// What the item page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemView {
    /// The item.
    pub item: Item,
    /// The roles of its kind, weakest first; for a member those that they may give.
    pub roles: Vec<RoleName>,
    /// Those with access, newest first, as many as fit on a page. Empty for guests: they see their own access only.
    pub people: Vec<AccessRow>,
    /// How many people have access.
    pub people_count: u32,
    /// Whether the caller may share it.
    pub may_share: bool,
    /// The caller's own access, if it was given by sharing.
    pub own: Option<AccessRow>,
    /// What the inviter wrote to the caller. For guests only.
    pub message: Option<String>,
}
