//! The redeem link: sealed at rest, opened for its inviter only.

use contract::{Caller, HistoryEvent, InvitationId, Problem, ProblemCode, RedeemLink};
use serde_json::json;
use storage::invitations::{self, InvitationRow};

use super::{port, record, view};
use crate::app_state::AppState;
use crate::audit::{self, Action};
use crate::stored::CorruptRow;

const PURPOSE: &str = "redeem-link";

/// Seals a link for its invitation.
pub(crate) fn seal(app: &AppState, invitation: &str, link: &str) -> Vec<u8> {
    app.sealer.seal(PURPOSE, invitation, link.as_bytes())
}

/// The link, to be copied; noted in the history and in the audit chain before it is given out.
pub(crate) async fn copy(app: &AppState, caller: &Caller, id: &InvitationId) -> Result<RedeemLink, Problem> {
    let row = port::own(app, caller, id).await?;
    let row = if row.link.is_some() { row } else { earlier(app, &row).await?.unwrap_or(row) };
    let sealed = row.link.as_deref().ok_or(Problem::new(ProblemCode::NoLink))?;
    let opened = app.sealer.open(PURPOSE, &row.id, sealed).map_err(|error| app.internal(error))?;
    let link = String::from_utf8(opened).map_err(|_| app.internal(CorruptRow("link")))?;
    note(app, caller, &row).await.map_err(|error| app.internal(error))?;
    Ok(RedeemLink::new(link))
}

/// The inviter's own earlier invitation, when its link is the way in for the guest who was given access without one.
pub(crate) async fn earlier(app: &AppState, row: &InvitationRow) -> Result<Option<InvitationRow>, Problem> {
    let guest = view::guest_awaited(row).map_err(|error| app.internal(error))?;
    let Some(guest) = guest else { return Ok(None) };
    let sent = invitations::pending_of_guest(&app.storage, &row.tenant, &guest).await;
    let mut sent = sent.map_err(|error| app.internal(error))?;
    sent.retain(|sent| sent.inviter == row.inviter && sent.link.is_some());
    Ok(sent.pop())
}

async fn note(app: &AppState, caller: &Caller, row: &InvitationRow) -> Result<(), storage::StorageError> {
    let now = app.now();
    let mut tx = app.storage.begin().await?;
    record::add_history(&mut tx, &row.id, now, HistoryEvent::LinkCopied, None).await?;
    audit::append(&mut tx, now, caller.into(), Action::LinkCopied, &row.id, json!({ "item": row.item }))
        .await?;
    tx.commit().await
}
