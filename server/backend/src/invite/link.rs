//! The redeem link: sealed at rest, opened for its inviter only.

use contract::{Caller, HistoryEvent, InvitationId, Problem, ProblemCode, RedeemLink};
use serde_json::json;
use storage::invitations::{self, InvitationRow};

use super::ground::{Damaged, Ground};
use super::{port, record, view};
use crate::audit::{self, Action};

const PURPOSE: &str = "redeem-link";

/// Seals a link for its invitation.
pub(crate) fn seal(ground: &Ground, invitation: &str, link: &str) -> Vec<u8> {
    ground.sealer.seal(PURPOSE, invitation, link.as_bytes())
}

/// The link, to be copied; noted in the history and in the audit chain before it is given out.
pub(crate) async fn copy(ground: &Ground, caller: &Caller, id: &InvitationId) -> Result<RedeemLink, Problem> {
    let row = port::own(ground, caller, id).await?;
    let row = if row.link.is_some() { row } else { earlier(ground, &row).await?.unwrap_or(row) };
    let sealed = row.link.as_deref().ok_or(Problem::new(ProblemCode::NoLink))?;
    let opened = ground.sealer.open(PURPOSE, &row.id, sealed).map_err(|error| ground.internal(error))?;
    let link = String::from_utf8(opened).map_err(|_| ground.internal(Damaged("link")))?;
    note(ground, caller, &row).await.map_err(|error| ground.internal(error))?;
    Ok(RedeemLink::new(link))
}

/// The inviter's own earlier invitation, when its link is the way in for the guest who was given access without one.
pub(crate) async fn earlier(ground: &Ground, row: &InvitationRow) -> Result<Option<InvitationRow>, Problem> {
    let guest = view::guest_awaited(row).map_err(|error| ground.internal(error))?;
    let Some(guest) = guest else { return Ok(None) };
    let sent = invitations::pending_of_guest(&ground.storage, &row.tenant, &guest).await;
    let mut sent = sent.map_err(|error| ground.internal(error))?;
    sent.retain(|sent| sent.inviter == row.inviter && sent.link.is_some());
    Ok(sent.pop())
}

async fn note(ground: &Ground, caller: &Caller, row: &InvitationRow) -> Result<(), storage::StorageError> {
    let now = ground.now();
    let mut tx = ground.storage.begin().await?;
    record::add_history(&mut tx, &row.id, now, HistoryEvent::LinkCopied, None).await?;
    audit::append(&mut tx, now, caller.into(), Action::LinkCopied, &row.id, json!({ "item": row.item }))
        .await?;
    tx.commit().await
}
