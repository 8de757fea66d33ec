//! Who has access to an item, page by page.

use contract::{AccessPage, Caller, EntraUserId, Problem};
use storage::access;

use super::row::as_access;
use crate::app_state::AppState;

/// How many people a page shows. The number is small because the item page draws each of them twice.
const PAGE_SIZE: usize = 16;

/// Those with access to an item, newest first, or behind the person `after`. One statement.
pub(super) async fn page(
    app: &AppState,
    caller: &Caller,
    item: &str,
    after: Option<&EntraUserId>,
) -> Result<AccessPage, Problem> {
    let (tenant, after) = (caller.tenant.as_str(), after.map(EntraUserId::as_str));
    // One more than fits, to know whether there are more.
    let limit = i64::try_from(PAGE_SIZE + 1).unwrap_or(i64::MAX);
    let rows = access::of_item(&app.storage, tenant, item, after, limit).await;
    let mut rows = rows.map_err(|error| app.internal(error))?;
    let has_more = rows.len() > PAGE_SIZE;
    rows.truncate(PAGE_SIZE);
    Ok(AccessPage { people: rows.iter().map(as_access).collect(), has_more })
}
