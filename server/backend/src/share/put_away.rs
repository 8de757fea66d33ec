//! Putting invitations away: their inviter is done with them, or has seen in the form why they were refused.

use contract::{Caller, InvitationId, InvitationState, Problem, ProblemCode};
use serde_json::json;
use storage::audit::NewEntry;
use storage::{Tx, invitations, toasts};

use crate::access;
use crate::app_state::AppState;
use crate::audit::{self, Action, Actor};
use crate::pipeline::{Invitation, retry};
use crate::stored::StoredError;

/// Puts a settled invitation away, and what was told about it. `not-found` unless it is the caller's.
pub(super) async fn put_away(app: &AppState, caller: &Caller, id: &InvitationId) -> Result<(), Problem> {
    access::require_member(caller)?;
    let own = retry::load_own(app, caller, id).await.map_err(|error| app.internal(error))?;
    let invitation = own.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
    store(app, caller, &invitation, true).await.map_err(|error| app.internal(error))
}

/// The form shows why it failed: nothing else tells it. What is in a field is mended there and sent again as another invitation, so this one is
/// put away; what an administrator has to mend stays on the list.
pub(super) async fn shown_in_form(app: &AppState, caller: &Caller, id: &InvitationId) -> Result<(), Problem> {
    access::require_member(caller)?;
    let own = retry::load_own(app, caller, id).await.map_err(|error| app.internal(error))?;
    let Some(invitation) = own else { return Ok(()) };
    let is_about_a_field = invitation.problem.as_ref().is_some_and(|problem| !problem.fields.is_empty());
    let is_refused = invitation.state == InvitationState::Failed && is_about_a_field;
    store(app, caller, &invitation, is_refused).await.map_err(|error| app.internal(error))
}

async fn store(
    app: &AppState,
    caller: &Caller,
    invitation: &Invitation,
    away: bool,
) -> Result<(), StoredError> {
    let mut tx = app.storage.begin().await?;
    if away {
        let entries = replaced(app, &mut tx, caller, std::slice::from_ref(invitation)).await?;
        audit::append_all(&mut tx, &entries).await?;
    } else {
        dismiss(app, &mut tx, caller, std::slice::from_ref(&invitation.id)).await?;
    }
    Ok(tx.commit().await?)
}

/// As [`put_away`], within a transaction in which others take their place: but for the audit entries, which it returns, and which are appended last. Two
/// statements, however many there are.
pub(super) async fn replaced(
    app: &AppState,
    tx: &mut Tx,
    caller: &Caller,
    invitations: &[Invitation],
) -> Result<Vec<NewEntry>, StoredError> {
    if invitations.is_empty() {
        return Ok(Vec::new());
    }
    // The invitations first: whoever tries again locks one before its toasts, too.
    let ids: Vec<_> = invitations.iter().map(|invitation| invitation.id.clone()).collect();
    let owner = (&caller.tenant, &caller.user);
    let away = invitations::put_away_all(tx, owner, &ids, app.now()).await?;
    dismiss(app, tx, caller, &ids).await?;
    let entry = |invitation: &Invitation| {
        let detail = json!({ "item": invitation.item, "state": invitation.state.as_str() });
        let (action, id) = (Action::InvitationPutAway, invitation.id.as_str());
        audit::entry(app.now(), Actor::from(caller), action, id, detail)
    };
    Ok(invitations.iter().filter(|invitation| away.contains(&invitation.id)).map(entry).collect())
}

async fn dismiss(
    app: &AppState,
    tx: &mut Tx,
    caller: &Caller,
    ids: &[InvitationId],
) -> Result<(), StoredError> {
    let owner = (caller.tenant.as_str(), caller.user.as_str());
    Ok(toasts::dismiss_all(tx, owner, ids, app.now()).await?)
}
