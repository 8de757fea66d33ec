//! From stored rows to what pages show.

use contract::{AccessRow, EntraUserId, InvitationId, Item, ItemId, KindName, RoleName, SafeUrl};
use storage::{access, items};

use crate::clock::from_ms;
use crate::people::standing_from;
use crate::stored::CorruptRow;

/// The item of a row.
pub(crate) fn as_item(row: &items::ItemRow) -> Result<Item, CorruptRow> {
    let damaged = CorruptRow("item");
    Ok(Item {
        id: ItemId::parse(&row.id).map_err(|_| damaged)?,
        kind: KindName::parse(&row.kind).map_err(|_| damaged)?,
        title: row.title.clone(),
        summary: row.summary.clone(),
        application: row.application.clone(),
        landing: SafeUrl::parse(&row.landing).map_err(|_| damaged)?,
    })
}

/// The access of a row.
pub(crate) fn as_access(row: &access::AccessRow) -> Result<AccessRow, CorruptRow> {
    let damaged = CorruptRow("access");
    Ok(AccessRow {
        user: EntraUserId::parse(&row.user).map_err(|_| damaged)?,
        name: row.name.clone(),
        address: row.address.clone(),
        role: RoleName::parse(&row.role).map_err(|_| damaged)?,
        standing: standing_from(&row.standing),
        given_by: row.given_by_name.clone(),
        since: from_ms(row.since),
        invitation: row.invitation.as_deref().map(InvitationId::parse).transpose().map_err(|_| damaged)?,
    })
}
