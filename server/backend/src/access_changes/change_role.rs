//! Gives somebody another role in the place of theirs. What the new one needs is planned before what the old one had is taken back, so that nobody leaves a
//! group in between that both need.

use contract::{Caller, EntraUserId, InvitationId, Problem, ProblemCode, RoleName};
use storage::Tx;
use storage::access::{self, AccessRow, NewAccess};
use storage::invitations::Holding;

use super::ask::{ChangeRequest, Outcome, Whose, held};
use super::told;
use crate::access::last_day;
use crate::app_state::AppState;
use crate::lifecycle::redeem_link;
use crate::pipeline::end_access::{Behind, EndingBy};
use crate::pipeline::event::AccessBefore;
use crate::pipeline::quiet_share::{self, AwaitedGuest, Before};
use crate::rules::holding::may_change;
use crate::stored::StoredError;

/// The port's method.
pub(super) async fn change_role(
    app: &AppState,
    caller: &Caller,
    whose: Whose<'_>,
    role: &RoleName,
) -> Result<(), Problem> {
    let asked = ChangeRequest::about(app, caller, whose.0).await?;
    match try_change(&asked, whose, role).await.map_err(|error| app.internal(error))? {
        Outcome::Done(changed) => asked.publish(&changed),
        Outcome::Nothing => {}
        // Whoever asks for a role is not to think that it was given.
        Outcome::Gone => return Err(Problem::new(ProblemCode::NotFound)),
        Outcome::Denied(problem) => return Err(problem),
    }
    Ok(())
}

async fn try_change(
    asked: &ChangeRequest<'_>,
    (item, user): Whose<'_>,
    role: &RoleName,
) -> Result<Outcome, StoredError> {
    let (app, caller) = (asked.app, asked.caller);
    let of = Holding { tenant: &caller.tenant, person: user, item };
    let (mut tx, behind, given) = Behind::begin(app, of).await?;
    let Some(given) = given.filter(|given| given.lives(app.now())) else { return Ok(Outcome::Gone) };
    if given.role == *role {
        return Ok(Outcome::Nothing);
    }
    let Some(standing) = asked.standing(&mut tx).await? else {
        return Ok(Outcome::Denied(Problem::new(ProblemCode::NotFound)));
    };
    let may = may_change(&asked.changer(&standing), &held(&given), &asked.roles, role);
    if let Some(problem) = may.denial() {
        return Ok(Outcome::Denied(problem));
    }
    if let Some(problem) = asked.take_share(&mut tx).await?.denial() {
        return Ok(Outcome::Denied(problem));
    }
    let (mut changed, new) = put_in_place(asked, &mut tx, behind, &given, (role, given.until)).await?;
    let change = asked.row(&given, Some((role, &new)))?;
    access::add_change(&mut tx, &change).await?;
    told::changed(app, &mut tx, caller, (&given, asked.seen.item.title.as_str()), &change).await?;
    tx.commit().await?;
    changed.push(new);
    Ok(Outcome::Done(changed))
}

/// The person has this role from now on in the place of what was given, by the caller: a share of its own, and an end of those behind the role before.
/// Which invitations have changed, and the new one.
pub(super) async fn put_in_place(
    asked: &ChangeRequest<'_>,
    tx: &mut Tx,
    behind: Behind,
    given: &AccessRow,
    (role, until): (&RoleName, Option<i64>),
) -> Result<(Vec<InvitationId>, InvitationId), StoredError> {
    let app = asked.app;
    let new = quiet_share::new_id(app)?;
    let access = new_access(asked, given, (role, until), &new);
    let awaited = awaited(app, &behind, &asked.caller.user, &new);
    let role_before = AccessBefore { role: given.role.clone(), given_by: given.given_by_user.clone() };
    let before = Before { person: given, role: Some(role_before), invitation: behind.giver(given) };
    let settings = (&asked.snapshot.settings, &asked.seen.item.kind);
    let entries = quiet_share::store(app, tx, settings, &access, before, awaited).await?;
    access::replace(tx, &access).await?;
    last_day::schedule(app, tx, &access).await?;
    let by = EndingBy::Change(&asked.who, role);
    let changed = behind.end(app, tx, by, given.invitation.as_ref(), entries).await?;
    Ok((changed, new))
}

/// What the person has from now on, by the caller.
pub(super) fn new_access(
    asked: &ChangeRequest<'_>,
    given: &AccessRow,
    (role, until): (&RoleName, Option<i64>),
    invitation: &InvitationId,
) -> NewAccess {
    NewAccess {
        tenant: given.tenant.clone(),
        user: given.user.clone(),
        item: given.item.clone(),
        role: role.clone(),
        given_by_user: asked.caller.user.clone(),
        given_by_name: asked.caller.name.clone(),
        since: given.since,
        until,
        invitation: Some(invitation.clone()),
    }
}

/// Where the caller waits for the guest to come, they go on waiting, and keep the link: sealed for the new invitation, for it is sealed for each.
fn awaited(
    app: &AppState,
    behind: &Behind,
    caller: &EntraUserId,
    new: &InvitationId,
) -> Option<AwaitedGuest> {
    let own = behind.awaiting_guest(caller)?;
    let link = own.link.as_ref().and_then(|link| redeem_link::open(app, &own.id, link).ok());
    Some(AwaitedGuest { link: link.map(|link| redeem_link::seal(app, new, link.expose())) })
}
