//! How the invitations of one share go.

use std::collections::HashMap;
use std::collections::HashSet;
use std::time::Duration;

use contract::{
    Caller, InvitationId, InvitationState, PROGRESS_ROWS, Problem, ProblemCode, ProgressRow, ShareId,
    ShareProgress,
};
use storage::invitations::{self, InvitationLine, StepRow};
use storage::shares;

use super::views::LoadedInvitation;
use super::wait::wait_for_change;
use crate::access;
use crate::app_state::AppState;
use crate::stored::{CorruptRow, StoredError};

/// How long a change may be old when it is told: of many recipients there are many at a time, and each answer tells of all.
const TOGETHER: Duration = Duration::from_millis(250);

/// How one of the caller's shares goes: after the next change, or after `max_wait`, unless all have settled. `not-found` where it is not theirs. Three
/// statements each time, and one more to wait, whatever the number of recipients.
pub(super) async fn follow(
    app: &AppState,
    caller: &Caller,
    share: &ShareId,
    max_wait: Duration,
) -> Result<ShareProgress, Problem> {
    access::require_member(caller)?;
    let mut changes = app.subscribe();
    let now = load(app, caller, share).await?;
    if max_wait.is_zero() || now.is_settled() {
        return Ok(now);
    }
    let ids = shares::invitations_of(&app.storage, share).await.map_err(|error| app.internal(error))?;
    let ids: HashSet<String> = ids.into_iter().map(String::from).collect();
    let wait = async {
        wait_for_change(&mut changes, |change| ids.contains(&change.invitation)).await;
        tokio::time::sleep(TOGETHER).await;
    };
    // Whether there was a change or not: another process may have made one.
    let _ = tokio::time::timeout(max_wait, wait).await;
    load(app, caller, share).await
}

async fn load(app: &AppState, caller: &Caller, share: &ShareId) -> Result<ShareProgress, Problem> {
    let loaded = load_stored(app, caller, share).await.map_err(|error| app.internal(error))?;
    loaded.ok_or_else(|| Problem::new(ProblemCode::NotFound))
}

/// `None` if it is not the caller's.
async fn load_stored(
    app: &AppState,
    caller: &Caller,
    share: &ShareId,
) -> Result<Option<ShareProgress>, StoredError> {
    let (storage, owner) = (&app.storage, (&caller.tenant, &caller.user));
    let limit = i64::try_from(PROGRESS_ROWS).unwrap_or(i64::MAX);
    let lines = invitations::of_share(storage, share, owner, limit).await?;
    let Some((item, item_title)) =
        lines.first().map(|line| (line.row.item.clone(), line.row.item_title.clone()))
    else {
        return Ok(None);
    };
    let ids: Vec<_> = lines.iter().map(|line| line.row.id.clone()).collect();
    let mut steps: HashMap<InvitationId, Vec<StepRow>> = HashMap::new();
    for step in invitations::steps_of(storage, &ids).await? {
        steps.entry(step.invitation.clone()).or_default().push(step);
    }
    let row = |line: InvitationLine| row(&steps, line);
    let rows: Result<Vec<_>, CorruptRow> = lines.into_iter().map(row).collect();
    let counts = invitations::counts_of_share(storage, share).await?;
    let known =
        |(state, count): (String, i64)| InvitationState::from_text(&state).zip(u32::try_from(count).ok());
    let counts = counts.into_iter().filter_map(known).collect();
    Ok(Some(ShareProgress { share: share.clone(), item, item_title, rows: rows?, counts }))
}

fn row(steps: &HashMap<InvitationId, Vec<StepRow>>, line: InvitationLine) -> Result<ProgressRow, CorruptRow> {
    let own = steps.get(&line.row.id).map_or(&[][..], Vec::as_slice);
    let line = LoadedInvitation::try_from(line)?;
    let (address, tries) = (line.invitation.address.clone(), line.invitation.pipeline.manual_retries);
    Ok(ProgressRow { progress: line.progress(own)?, address, tries })
}
