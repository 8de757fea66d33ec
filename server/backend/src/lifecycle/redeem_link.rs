//! The redeem link: sealed at rest, opened for its inviter only.

use contract::{Caller, InvitationId, Problem, ProblemCode, RedeemLink};
use storage::invitations::{self, InvitationLine};

use crate::access;
use crate::app_state::AppState;
use crate::pipeline::event::Event;
use crate::pipeline::{Invitation, transition};
use crate::stored::{CorruptRow, StoredError};

const PURPOSE: &str = "redeem-link";

/// Seals a link for its invitation.
pub(crate) fn seal(app: &AppState, invitation: &InvitationId, link: &str) -> Vec<u8> {
    app.sealer.seal(PURPOSE, invitation.as_str(), link.as_bytes())
}

/// Opens the link of an invitation.
pub(crate) fn open(app: &AppState, invitation: &InvitationId, sealed: &[u8]) -> Result<RedeemLink, Problem> {
    let opened = app.sealer.open(PURPOSE, invitation.as_str(), sealed);
    let opened = opened.map_err(|error| app.internal(error))?;
    let link = std::str::from_utf8(&opened).map_err(|_| app.internal(CorruptRow("link")))?;
    Ok(RedeemLink::new(link.to_owned()))
}

/// The link, to be copied; noted in the history and in the audit chain before it is given out.
pub(crate) async fn reveal(
    app: &AppState,
    caller: &Caller,
    id: &InvitationId,
) -> Result<RedeemLink, Problem> {
    access::require_member(caller)?;
    let found = with_link(app, caller, id).await.map_err(|error| app.internal(error))?;
    let (invitation, sealed) = found.ok_or(Problem::new(ProblemCode::NotFound))?;
    let sealed = sealed.ok_or(Problem::new(ProblemCode::NoLink))?;
    let link = open(app, &invitation.id, &sealed)?;
    note(app, caller, &invitation.id).await.map_err(|error| app.internal(error))?;
    Ok(link)
}

/// The caller's own invitation with its sealed link; for somebody who was given access without an invitation and has not accepted an earlier
/// one of the caller's yet, that one. `None` if there is no such invitation.
async fn with_link(
    app: &AppState,
    caller: &Caller,
    id: &InvitationId,
) -> Result<Option<(Invitation, Option<Vec<u8>>)>, StoredError> {
    let found = invitations::load_line(&app.storage, &caller.tenant, Some(&caller.user), id).await?;
    let Some(InvitationLine { row, awaits_guest, .. }) = found else { return Ok(None) };
    let person = row.person.clone();
    let own = Invitation::try_from(row)?;
    if own.link.is_none()
        && let Some(person) = person.filter(|_| awaits_guest)
    {
        let mut sent = invitations::pending_of_guest(&app.storage, &caller.tenant, &person).await?;
        sent.retain(|sent| sent.inviter == caller.user && sent.link.is_some());
        if let Some(earlier) = sent.pop() {
            let earlier = Invitation::try_from(earlier)?;
            let link = earlier.link.clone();
            return Ok(Some((earlier, link)));
        }
    }
    let link = own.link.clone();
    Ok(Some((own, link)))
}

async fn note(app: &AppState, caller: &Caller, id: &InvitationId) -> Result<(), StoredError> {
    let mut tx = app.storage.begin().await?;
    let Some(row) = invitations::load_in(&mut tx, id).await? else { return Ok(()) };
    let event = Event::LinkCopied { name: caller.name.clone() };
    transition::record(app, &mut tx, &Invitation::try_from(row)?, &[event]).await?;
    Ok(tx.commit().await?)
}
