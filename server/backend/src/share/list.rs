//! A page of invitations: the caller's own, or for an administrator everyone's.

use contract::{Caller, InvitationFilter, InvitationList};
use storage::StorageError;
use storage::invitations::{self, InvitationLine, InvitationPage};

use super::views::{self, LoadedInvitation};
use crate::app_state::AppState;
use crate::people;
use crate::stored::StoredError;

/// How many lines a page of invitations has. Each is drawn with its whole timeline, so more would make the page slow.
pub(super) const PAGE_SIZE: usize = 25;
/// How many lines the page before reads, to know whether there are older ones.
const READ_SIZE: i64 = 26;

/// The page that the filter asks for. Two statements, whatever there is; two more where somebody is looked for.
pub(super) async fn load(
    app: &AppState,
    caller: &Caller,
    filter: &InvitationFilter,
) -> Result<InvitationList, StoredError> {
    let (mut lines, is_cut) = lines(app, caller, filter).await?;
    let has_older = lines.len() > PAGE_SIZE;
    lines.truncate(PAGE_SIZE);
    let ids: Vec<_> = lines.iter().map(|line| line.row.id.clone()).collect();
    let mut histories = views::histories(&invitations::history_of(&app.storage, &ids).await?)?;
    let row = |line| {
        let line = LoadedInvitation::try_from(line)?;
        let history = histories.remove(&line.invitation.id).unwrap_or_default();
        Ok(line.row(&caller.user, history))
    };
    let rows: Result<_, StoredError> = lines.into_iter().map(row).collect();
    Ok(InvitationList { rows: rows?, has_older, is_cut })
}

/// The lines, with one more than the page has, and whether more people fit the text than were looked at.
async fn lines(
    app: &AppState,
    caller: &Caller,
    filter: &InvitationFilter,
) -> Result<(Vec<InvitationLine>, bool), StorageError> {
    let (storage, tenant) = (&app.storage, &caller.tenant);
    let page = InvitationPage { state: filter.state, before: filter.before.as_ref(), limit: READ_SIZE };
    if !filter.everyone {
        return Ok((invitations::list(storage, tenant, &caller.user, page).await?, false));
    }
    if filter.text.trim().is_empty() {
        return Ok((invitations::list_everyones(storage, tenant, page).await?, false));
    }
    // A whole address is looked for however it is written.
    let sought = invitations::sought(storage, tenant, &people::key(&filter.text)).await?;
    Ok((invitations::search_everyones(storage, tenant, &sought, page).await?, sought.is_cut))
}
