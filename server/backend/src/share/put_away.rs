//! Putting invitations away: their inviter is done with them, or has seen in the form why they were refused.

use contract::{Caller, InvitationId, InvitationState, Problem, ProblemCode};
use serde_json::json;
use storage::toasts::{self, DismissTarget};
use storage::{Tx, invitations};

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
    if store_in(app, &mut tx, caller, invitation, away).await? {
        append_entries(app, &mut tx, caller, std::slice::from_ref(invitation)).await?;
    }
    Ok(tx.commit().await?)
}

/// As [`put_away`], within a transaction in which another invitation takes their place: but for the audit entries, which [`append_entries`] appends
/// last. Those that were put away.
pub(super) async fn replaced(
    app: &AppState,
    tx: &mut Tx,
    caller: &Caller,
    invitations: Vec<Invitation>,
) -> Result<Vec<Invitation>, StoredError> {
    let mut away = Vec::with_capacity(invitations.len());
    for invitation in invitations {
        if store_in(app, tx, caller, &invitation, true).await? {
            away.push(invitation);
        }
    }
    Ok(away)
}

/// The invitation first: whoever tries again locks it before its toasts, too.
async fn store_in(
    app: &AppState,
    tx: &mut Tx,
    caller: &Caller,
    invitation: &Invitation,
    away: bool,
) -> Result<bool, StoredError> {
    let (tenant, user, id) = (caller.tenant.as_str(), caller.user.as_str(), invitation.id.as_str());
    let owner = (&caller.tenant, &caller.user);
    let is_away = away && invitations::put_away(tx, owner, &invitation.id, app.now()).await?;
    toasts::dismiss(tx, tenant, user, DismissTarget::Invitation(id), app.now()).await?;
    Ok(is_away)
}

/// The audit entries of those that were put away.
pub(super) async fn append_entries(
    app: &AppState,
    tx: &mut Tx,
    caller: &Caller,
    away: &[Invitation],
) -> Result<(), StoredError> {
    for invitation in away {
        let detail = json!({ "item": invitation.item, "state": invitation.state.as_str() });
        let (action, id) = (Action::InvitationPutAway, invitation.id.as_str());
        audit::append(tx, app.now(), Actor::from(caller), action, id, detail).await?;
    }
    Ok(())
}
