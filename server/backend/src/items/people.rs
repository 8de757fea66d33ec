//! Who has access to an item, page by page.

use contract::{AccessPage, AccessRow, AccessState, Caller, EntraUserId, Problem};
use storage::access::{self, ListedAccess};

use super::row::as_access;
use crate::access::VisibleItem;
use crate::app_state::AppState;
use crate::rules::holding::{Held, may_end, may_move_last_day, roles_to_offer};
use crate::rules::roles::RoleHierarchy;

/// How many people a page shows. The number is small because the item page draws each of them twice.
const PAGE_SIZE: usize = 16;

/// Those with access to an item, newest first, or behind the person `after`, each with what the caller may change about it. One statement.
pub(super) async fn page(
    app: &AppState,
    caller: &Caller,
    (seen, roles): (&VisibleItem, &RoleHierarchy),
    after: Option<&EntraUserId>,
) -> Result<AccessPage, Problem> {
    let of = (caller.tenant.as_str(), seen.item.id.as_str());
    let after = after.map(EntraUserId::as_str);
    // One more than fits, to know whether there are more.
    let limit = i64::try_from(PAGE_SIZE + 1).unwrap_or(i64::MAX);
    let rows = access::live_of_item(&app.storage, of, after, limit, app.now()).await;
    let mut rows = rows.map_err(|error| app.internal(error))?;
    let has_more = rows.len() > PAGE_SIZE;
    rows.truncate(PAGE_SIZE);
    let people = rows.iter().map(|row| line(caller, (seen, roles), row)).collect();
    Ok(AccessPage { people, has_more })
}

fn line(caller: &Caller, (seen, roles): (&VisibleItem, &RoleHierarchy), row: &ListedAccess) -> AccessRow {
    let ListedAccess { access, invitation_state } = row;
    let held = Held { user: &access.user, role: &access.role, given_by: &access.given_by_user };
    let who = seen.changer(caller);
    AccessRow {
        state: AccessState::of(*invitation_state),
        may_change: may_end(&who, &held, roles).is_allowed(),
        may_move_last_day: may_move_last_day(&who, &held, roles, false).is_allowed(),
        offered_roles: roles_to_offer(&who, &held, roles),
        ..as_access(access)
    }
}
