//! Toasts: each tells a person once what happened to an invitation of theirs.

use std::sync::Arc;

use async_trait::async_trait;
use contract::{Caller, InvitationId, ItemId, Problem, Toast, ToastId, ToastKind, ports};
use storage::Tx;
use storage::invitations;
use storage::toasts::{self, DismissTarget};

use crate::app_state::AppState;
use crate::pipeline::Invitation;
use crate::stored::{CorruptRow, StoredError, to_json};

/// How many toasts are shown at a time.
const MAX_TOASTS: i64 = 3;

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
        created_at: app.now(),
    };
    Ok(toasts::add(tx, &row).await.map(drop)?)
}

/// The port.
pub(crate) struct ToastService(pub(crate) Arc<AppState>);

impl ToastService {
    async fn dismiss_target(&self, caller: &Caller, target: DismissTarget<'_>) -> Result<(), Problem> {
        let app = &self.0;
        let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
        let dismiss = async {
            let mut tx = app.storage.begin().await?;
            toasts::dismiss(&mut tx, tenant, user, target, app.now()).await?;
            tx.commit().await
        };
        dismiss.await.map_err(|error| app.internal(error))
    }
}

#[async_trait]
impl ports::Toasts for ToastService {
    async fn undismissed(&self, caller: &Caller) -> Result<Vec<Toast>, Problem> {
        let app = &self.0;
        let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
        let rows = toasts::undismissed(&app.storage, tenant, user, MAX_TOASTS).await;
        let rows = rows.map_err(|error| app.internal(error))?;
        rows.iter().map(|row| from_row(row).map_err(|error| app.internal(error))).collect()
    }

    async fn has_pending(&self, caller: &Caller) -> Result<bool, Problem> {
        if caller.is_guest {
            return Ok(false);
        }
        let app = &self.0;
        let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
        let works = invitations::has_open(&app.storage, tenant, user).await;
        works.map_err(|error| app.internal(error))
    }

    async fn dismiss(&self, caller: &Caller, id: &ToastId) -> Result<(), Problem> {
        self.dismiss_target(caller, DismissTarget::Toast(id.as_str())).await
    }

    async fn dismiss_for_invitation(
        &self,
        caller: &Caller,
        invitation: &InvitationId,
    ) -> Result<(), Problem> {
        self.dismiss_target(caller, DismissTarget::Invitation(invitation.as_str())).await
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
