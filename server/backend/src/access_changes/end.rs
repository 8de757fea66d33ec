//! Ends somebody's access: in our own directory at once, and what followed from it as stored steps.

use contract::{Caller, Problem, ProblemCode};
use serde_json::json;
use storage::Tx;
use storage::access::{self, AccessRow};
use storage::invitations::Holding;

use super::ask::{ChangeRequest, Outcome, Whose, held};
use super::told;
use crate::app_state::AppState;
use crate::audit::{self, Action, Actor};
use crate::pipeline::end_access::{Behind, EndingBy};
use crate::rules::holding::may_end;
use crate::stored::StoredError;

/// The port's method.
pub(super) async fn end(app: &AppState, caller: &Caller, whose: Whose<'_>) -> Result<(), Problem> {
    let asked = ChangeRequest::about(app, caller, whose.0).await?;
    match try_end(&asked, whose).await.map_err(|error| app.internal(error))? {
        Outcome::Done(changed) => asked.publish(&changed),
        Outcome::Nothing => {}
        Outcome::Gone => asked.if_gone(whose).await?,
        Outcome::Denied(problem) => return Err(problem),
    }
    Ok(())
}

async fn try_end(asked: &ChangeRequest<'_>, (item, user): Whose<'_>) -> Result<Outcome, StoredError> {
    let (app, caller) = (asked.app, asked.caller);
    let tenant = caller.tenant.as_str();
    let of = Holding { tenant: &caller.tenant, person: user, item };
    let (mut tx, behind, given) = Behind::begin(app, of).await?;
    let Some(given) = given else { return Ok(Outcome::Gone) };
    let Some(standing) = asked.standing(&mut tx).await? else {
        return Ok(Outcome::Denied(Problem::new(ProblemCode::NotFound)));
    };
    if let Some(problem) = may_end(&asked.changer(&standing), &held(&given), &asked.roles).denial() {
        return Ok(Outcome::Denied(problem));
    }
    // Its last day is over: its job takes it away.
    if !given.lives(app.now()) {
        return Ok(Outcome::Nothing);
    }
    access::end(&mut tx, tenant, user.as_str(), item.as_str()).await?;
    let change = asked.row(&given, None)?;
    access::add_change(&mut tx, &change).await?;
    told::ended(app, &mut tx, caller, (&given, asked.seen.item.title.as_str()), &change).await?;
    let (by, is_noted) = (EndingBy::Person(&asked.who), behind.giver(&given).is_some());
    let changed = behind.end(app, &mut tx, by, given.invitation.as_ref(), Vec::new()).await?;
    if !is_noted {
        note_without_giver(app, &mut tx, Actor::from(caller), &given).await?;
    }
    tx.commit().await?;
    Ok(Outcome::Done(changed))
}

/// The audit entry of access that no invitation gave, or one that is being undone already: all others have their own.
pub(super) async fn note_without_giver(
    app: &AppState,
    tx: &mut Tx,
    actor: Actor<'_>,
    given: &AccessRow,
) -> Result<(), StoredError> {
    let detail = json!({ "item": given.item, "person": given.user, "role": given.role });
    Ok(audit::append(tx, app.now(), actor, Action::AccessEnded, given.item.as_str(), detail).await?)
}
