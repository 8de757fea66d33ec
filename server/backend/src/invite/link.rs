//! The redeem link: sealed at rest, opened for its inviter only.

use contract::{Caller, HistoryEvent, InvitationId, Problem, ProblemCode, RedeemLink};
use serde_json::json;
use storage::invitations::InvitationRow;

use super::ground::{Damaged, Ground};
use super::{port, record};
use crate::audit::{self, Action};

const PURPOSE: &str = "redeem-link";

/// Seals a link for its invitation.
pub(crate) fn seal(ground: &Ground, invitation: &str, link: &str) -> Vec<u8> {
    ground.sealer.seal(PURPOSE, invitation, link.as_bytes())
}

/// The link, to be copied; noted in the history and in the audit chain before it is given out.
pub(crate) async fn copy(ground: &Ground, caller: &Caller, id: &InvitationId) -> Result<RedeemLink, Problem> {
    let row = port::own(ground, caller, id).await?;
    let sealed = row.link.as_deref().ok_or(Problem::new(ProblemCode::NoLink))?;
    let opened = ground.sealer.open(PURPOSE, &row.id, sealed).map_err(|error| ground.internal(error))?;
    let link = String::from_utf8(opened).map_err(|_| ground.internal(Damaged("link")))?;
    note(ground, caller, &row).await.map_err(|error| ground.internal(error))?;
    Ok(RedeemLink::new(link))
}

async fn note(ground: &Ground, caller: &Caller, row: &InvitationRow) -> Result<(), storage::StorageError> {
    let now = ground.now();
    let mut tx = ground.storage.begin().await?;
    record::add_history(&mut tx, &row.id, now, HistoryEvent::LinkCopied, None).await?;
    audit::append(&mut tx, now, caller.into(), Action::LinkCopied, &row.id, json!({ "item": row.item }))
        .await?;
    tx.commit().await
}
