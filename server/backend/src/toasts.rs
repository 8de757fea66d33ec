//! Toasts: each tells a person once what happened to an invitation of theirs.

use std::sync::Arc;

use async_trait::async_trait;
use contract::{
    Awaited, Caller, InvitationId, InvitationState, ItemId, Problem, Toast, ToastId, ToastKind, ToastList,
    ports,
};
use storage::Tx;
use storage::invitations;
use storage::toasts::{self, DismissTarget};

use crate::app_state::AppState;
use crate::pipeline::Invitation;
use crate::stored::{CorruptRow, StoredError, to_json};

/// How many toasts are shown at a time.
const MAX_TOASTS: i64 = 3;
/// How long a good message is shown to somebody who has not seen it, in milliseconds: later it is no news.
const GOOD_NEWS_AGE: i64 = 10 * 60_000;

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
        let toasts::ToastList { rows, total } = list.map_err(|error| app.internal(error))?;
        let toasts = rows.iter().map(from_row).collect::<Result<_, _>>();
        Ok(ToastList {
            toasts: toasts.map_err(|error| app.internal(error))?,
            total: u64::try_from(total).unwrap_or_default(),
            is_more: total >= toasts::MOST_COUNTED,
        })
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

fn from_row(row: &toasts::ToastRow) -> Result<Toast, CorruptRow> {
    let damaged = CorruptRow("toast");
    let invitation = row.invitation.as_deref().map(InvitationId::parse).transpose();
    let item = row.item.as_deref().map(ItemId::parse).transpose();
    Ok(Toast {
        id: ToastId::parse(&row.id).map_err(|_| damaged)?,
        kind: serde_json::from_str(&row.kind).map_err(|_| damaged)?,
        invitation: invitation.map_err(|_| damaged)?,
        item: item.map_err(|_| damaged)?,
    })
}
