//! Toasts: what happened, said once to the person whom it concerns.

use std::sync::Arc;

use async_trait::async_trait;
use contract::{Caller, InvitationId, ItemId, Problem, Toast, ToastId, ToastKind, ports};
use storage::invitations::{self, InvitationRow};
use storage::toasts::{self, Which};
use storage::{StorageError, Tx};

use crate::invite::{Damaged, Ground};

/// How many are shown at a time.
const AT_ONCE: i64 = 3;

/// Tells the inviter, once for each outcome.
pub(crate) async fn tell_inviter(
    ground: &Ground,
    tx: &mut Tx,
    about: &InvitationRow,
    outcome: &str,
    kind: &ToastKind,
) -> Result<(), StorageError> {
    let row = toasts::ToastRow {
        id: ground.ids.next(),
        tenant: about.tenant.clone(),
        user: about.inviter.clone(),
        dedupe: format!("{}:{outcome}", about.id),
        kind: serde_json::to_string(kind).unwrap_or_default(),
        invitation: Some(about.id.clone()),
        item: Some(about.item.clone()),
        created_at: ground.now(),
    };
    toasts::add(tx, &row).await.map(drop)
}

/// The port.
pub(crate) struct StoredToasts(pub(crate) Arc<Ground>);

impl StoredToasts {
    async fn dismissed(&self, caller: &Caller, which: Which<'_>) -> Result<(), Problem> {
        let ground = &self.0;
        let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
        let dismiss = async {
            let mut tx = ground.storage.begin().await?;
            toasts::dismiss(&mut tx, tenant, user, which, ground.now()).await?;
            tx.commit().await
        };
        dismiss.await.map_err(|error| ground.internal(error))
    }
}

#[async_trait]
impl ports::Toasts for StoredToasts {
    async fn unseen(&self, caller: &Caller) -> Result<Vec<Toast>, Problem> {
        let ground = &self.0;
        let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
        let rows = toasts::unseen(&ground.storage, tenant, user, AT_ONCE).await;
        let rows = rows.map_err(|error| ground.internal(error))?;
        rows.iter().map(|row| read(row).map_err(|error| ground.internal(error))).collect()
    }

    async fn awaited(&self, caller: &Caller) -> Result<bool, Problem> {
        if caller.is_guest {
            return Ok(false);
        }
        let ground = &self.0;
        let (tenant, user) = (caller.tenant.as_str(), caller.user.as_str());
        let works = invitations::works_for(&ground.storage, tenant, user).await;
        works.map_err(|error| ground.internal(error))
    }

    async fn dismiss(&self, caller: &Caller, id: &ToastId) -> Result<(), Problem> {
        self.dismissed(caller, Which::Toast(id.as_str())).await
    }

    async fn told(&self, caller: &Caller, invitation: &InvitationId) -> Result<(), Problem> {
        self.dismissed(caller, Which::About(invitation.as_str())).await
    }
}

fn read(row: &toasts::ToastRow) -> Result<Toast, Damaged> {
    let damaged = Damaged("toast");
    let invitation = row.invitation.as_deref().map(InvitationId::parse).transpose();
    let item = row.item.as_deref().map(ItemId::parse).transpose();
    Ok(Toast {
        id: ToastId::parse(&row.id).map_err(|_| damaged)?,
        kind: serde_json::from_str(&row.kind).map_err(|_| damaged)?,
        invitation: invitation.map_err(|_| damaged)?,
        item: item.map_err(|_| damaged)?,
    })
}
