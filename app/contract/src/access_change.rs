//! A change of somebody's access, as the page shows it that asks whether to undo it.

use crate::{AccessChangeId, ItemId, RoleName};

/// A change of somebody's access that may be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessChange {
    /// Which change.
    pub id: AccessChangeId,
    /// The person's name, or address while no name is known.
    pub person: String,
    /// The item.
    pub item: ItemId,
    /// The item's title.
    pub item_title: String,
    /// The role before it, which they get again.
    pub role: RoleName,
    /// The role since; `None` where access was ended.
    pub new_role: Option<RoleName>,
}
