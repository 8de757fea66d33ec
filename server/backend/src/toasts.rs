//! Toasts: each tells a person once what happened to an invitation of theirs.

use std::sync::Arc;

use async_trait::async_trait;
use contract::{
    AccessChangeId, ActivityList, Awaited, Caller, InvitationId, InvitationState, ItemId, Problem, Toast,
    ToastId, ToastKind, ToastList, ports,
};
use storage::Tx;
use storage::toasts::{self, DismissTarget};
use storage::{access, invitations};

use crate::app_state::AppState;
use crate::clock::from_ms;
use crate::pipeline::Invitation;
use crate::stored::{CorruptRow, StoredError, to_json};

/// How many toasts are shown at a time.
const MAX_TOASTS: i64 = 3;
/// How long a good message is shown to somebody who has not seen it, in milliseconds: later it is no news.
const GOOD_NEWS_AGE: i64 = 10 * 60_000;
/// How many toasts a page of what was told has.
const ACTIVITY_PAGE: usize = 50;

/// Stores a toast for the inviter, once for each outcome.
pub(crate) async fn notify_inviter(
    app: &AppState,
    tx: &mut Tx,
    about: &Invitation,
    outcome: &str,
    kind: &ToastKind,
) -> Result<(), StoredError> {
    let row = toasts::ToastRow {
        id: app.ids.new_id(),
        tenant: about.tenant.to_string(),
        user: about.inviter.to_string(),
        dedupe: format!("{}:{outcome}", about.id),
        kind: to_json("toast", kind)?,
        invitation: Some(about.id.to_string()),
        item: Some(about.item.to_string()),
        stays: kind.is_problem(),
        // Recipients of one share who come to the same are told in one line.
        gathered: kind.outcome().map(|outcome| format!("{}:{outcome}", about.share)),
        created_at: app.now(),
    };
    Ok(toasts::add(tx, &row).await.map(drop)?)
}

/// The port.
pub(crate) struct ToastService(pub(crate) Arc<AppState>);

#[async_trait]
impl ports::Toasts for ToastService {
    async fn undismissed(&self, caller: &Caller) -> Result<ToastList, Problem> {
        let app = &self.0;
        let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
        let since = app.now() - GOOD_NEWS_AGE;
        let list = toasts::undismissed(&app.storage, tenant, user, since, MAX_TOASTS).await;
        let toasts::ToastList { lines, total } = list.map_err(|error| app.internal(error))?;
        let toasts = lines.iter().map(|line| from_row(&line.row, line.count)).collect::<Result<_, _>>();
        let toasts = toasts.map_err(|error| app.internal(error))?;
        Ok(ToastList {
            toasts: with_open_changes(app, toasts).await?,
            total: u64::try_from(total).unwrap_or_default(),
            is_more: total >= toasts::MOST_COUNTED,
        })
    }

    async fn activity(&self, caller: &Caller, before: Option<ToastId>) -> Result<ActivityList, Problem> {
        let app = &self.0;
        let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
        let before = before.as_ref().map(ToastId::as_str);
        // One more says whether there are older ones.
        let limit = i64::try_from(ACTIVITY_PAGE).unwrap_or(i64::MAX).saturating_add(1);
        let rows = toasts::of_person(&app.storage, tenant, user, before, limit).await;
        let rows = rows.map_err(|error| app.internal(error))?;
        let shown = rows.iter().take(ACTIVITY_PAGE).map(|row| from_row(row, 1)).collect::<Result<_, _>>();
        let toasts = shown.map_err(|error| app.internal(error))?;
        let toasts = with_open_changes(app, toasts).await?;
        Ok(ActivityList { toasts, has_older: rows.len() > ACTIVITY_PAGE })
    }

    async fn awaited(&self, caller: &Caller) -> Result<Awaited, Problem> {
        if caller.is_guest {
            return Ok(Awaited::Nothing);
        }
        let counts = invitations::counts(&self.0.storage, &caller.tenant, &caller.user).await;
        let counts = counts.map_err(|error| self.0.internal(error))?;
        let states = counts.iter().filter_map(|(state, _)| InvitationState::from_text(state));
        Ok(states.fold(Awaited::Nothing, |awaited, state| match state {
            _ if !state.is_settled() => Awaited::Work,
            InvitationState::Sent if awaited == Awaited::Nothing => Awaited::Guests,
            _ => awaited,
        }))
    }

    async fn dismiss(&self, caller: &Caller, id: &ToastId) -> Result<(), Problem> {
        let app = &self.0;
        let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
        let dismiss = async {
            let mut tx = app.storage.begin().await?;
            toasts::dismiss(&mut tx, tenant, user, DismissTarget::Toast(id.as_str()), app.now()).await?;
            tx.commit().await
        };
        dismiss.await.map_err(|error| app.internal(error))
    }
}

/// The toasts, without the way back where it leads nowhere any more: the change was undone, or something else has happened since. One statement, and none
/// where no change is told of.
async fn with_open_changes(app: &AppState, mut toasts: Vec<Toast>) -> Result<Vec<Toast>, Problem> {
    let told: Vec<AccessChangeId> =
        toasts.iter_mut().filter_map(|toast| change_of(&mut toast.kind)?.clone()).collect();
    let told: Vec<&AccessChangeId> = told.iter().collect();
    let open = access::open_changes(&app.storage, &told, app.now()).await;
    let open = open.map_err(|error| app.internal(error))?;
    for change in toasts.iter_mut().filter_map(|toast| change_of(&mut toast.kind)) {
        *change = change.take().filter(|id| open.contains(id));
    }
    Ok(toasts)
}

/// The change of somebody's access that it tells of, if that is what it does.
const fn change_of(kind: &mut ToastKind) -> Option<&mut Option<AccessChangeId>> {
    match kind {
        ToastKind::AccessEnded { change, .. }
        | ToastKind::RoleChanged { change, .. }
        | ToastKind::LastDayChanged { change, .. } => Some(change),
        _ => None,
    }
}

/// `count` is how many recipients it tells of.
fn from_row(row: &toasts::ToastRow, count: i64) -> Result<Toast, CorruptRow> {
    let damaged = CorruptRow("toast");
    let invitation = row.invitation.as_deref().map(InvitationId::parse).transpose();
    let item = row.item.as_deref().map(ItemId::parse).transpose();
    Ok(Toast {
        id: ToastId::parse(&row.id).map_err(|_| damaged)?,
        kind: serde_json::from_str(&row.kind).map_err(|_| damaged)?,
        invitation: invitation.map_err(|_| damaged)?,
        item: item.map_err(|_| damaged)?,
        people: u64::try_from(count).unwrap_or(1),
        at: from_ms(row.created_at),
    })
}
