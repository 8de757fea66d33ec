//! From stored rows to what pages show.

use contract::{AccessRow, AccessState, Item};
use storage::{access, items};

use crate::clock::from_ms;
use crate::landing::AllowedRedirects;

/// The item of a row. Its address is one to which people may be sent today, whatever was allowed when it was registered.
pub(crate) fn as_item(redirects: &AllowedRedirects<'_>, row: &items::ItemRow) -> Item {
    Item {
        id: row.id.clone(),
        kind: row.kind.clone(),
        title: row.title.clone(),
        summary: row.summary.clone(),
        application: row.application.clone(),
        landing: redirects.address_of(&row.id, &row.landing),
        page: redirects.page_of(&row.id),
    }
}

/// The access of a row, as somebody sees it who may change nothing about it.
pub(crate) fn as_access(row: &access::AccessRow) -> AccessRow {
    AccessRow {
        user: row.user.clone(),
        name: row.name.clone(),
        address: row.address.clone(),
        role: row.role.clone(),
        standing: row.standing,
        given_by: row.given_by_name.clone(),
        since: from_ms(row.since),
        until: row.until.map(from_ms),
        invitation: row.invitation.clone(),
        state: AccessState::Active,
        may_change: false,
        may_move_last_day: false,
        offered_roles: Vec::new(),
    }
}
