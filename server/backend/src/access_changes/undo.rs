//! Undoes a change: the person has again what they had before it. Whoever made the change may do so, as long as nobody has changed anything about it since.

use contract::{
    AccessChange, AccessChangeId, AccessChangeKind, Caller, InvitationId, ItemId, Problem, ProblemCode,
};
use serde_json::json;
use storage::access::{self, AccessChangeRow, AccessRow};
use storage::invitations::{self, Holding};
use storage::toasts::{self, DismissTarget};
use storage::{Tx, people};

use super::ask::{ChangeRequest, held};
use super::change_last_day::{MovedDay, lasts_longer, moved_by, put_back};
use super::change_role::{new_access, put_in_place};
use crate::access::last_day;
use crate::app_state::AppState;
use crate::audit::{self, Action, Actor};
use crate::clock::from_ms;
use crate::pipeline::Invitation;
use crate::pipeline::end_access::Behind;
use crate::pipeline::quiet_share::{self, Before};
use crate::rules::holding::{Changer, may_change, may_move_last_day};
use crate::rules::sharing::may_give;
use crate::stored::StoredError;

/// The port's method: a change that may still be undone.
pub(super) async fn preview(
    app: &AppState,
    caller: &Caller,
    id: &AccessChangeId,
) -> Result<AccessChange, Problem> {
    crate::access::require_member(caller)?;
    let change = load(app, caller, id).await?;
    let asked = ChangeRequest::about(app, caller, &change.item).await?;
    let (person, stands) = standing(app, &change).await.map_err(|error| app.internal(error))?;
    let moved = moved_by(&change).map_err(|error| app.internal(error))?;
    let is_over = has_run_out(&change, app.now());
    let is_open = change.undone_at.is_none() && !is_over && fits(&change, moved.as_ref(), stands.as_ref());
    let person = person.filter(|_| is_open).ok_or(Problem::new(ProblemCode::NotFound))?;
    let kind = match change.new_role {
        _ if moved.is_some() => AccessChangeKind::LastDay { until: change.until.map(from_ms) },
        Some(new_role) => AccessChangeKind::Role { role: change.role, new_role },
        None => AccessChangeKind::Ended { role: change.role },
    };
    let (item, item_title) = (change.item, asked.seen.item.title);
    Ok(AccessChange { id: change.id, person: person.name, item, item_title, kind })
}

/// The port's method.
pub(super) async fn undo(app: &AppState, caller: &Caller, id: &AccessChangeId) -> Result<ItemId, Problem> {
    crate::access::require_member(caller)?;
    let change = load(app, caller, id).await?;
    let item = change.item.clone();
    if change.undone_at.is_some() {
        return Ok(item);
    }
    let asked = ChangeRequest::about(app, caller, &item).await?;
    let changed = try_undo(&asked, &change).await.map_err(|error| app.internal(error))??;
    asked.publish(&changed);
    Ok(item)
}

/// A change of the caller's own.
async fn load(app: &AppState, caller: &Caller, id: &AccessChangeId) -> Result<AccessChangeRow, Problem> {
    let change = access::change(&app.storage, id).await.map_err(|error| app.internal(error))?;
    let own = change.filter(|change| change.tenant == caller.tenant && change.made_by == caller.user);
    own.ok_or(Problem::new(ProblemCode::NotFound))
}

/// The person, and what they have now.
async fn standing(
    app: &AppState,
    change: &AccessChangeRow,
) -> Result<(Option<people::PersonRow>, Option<AccessRow>), StoredError> {
    let (tenant, user) = (change.tenant.as_str(), change.user.as_str());
    let person = people::load(&app.storage, tenant, user).await?;
    let stands = access::of_person(&app.storage, tenant, user, change.item.as_str()).await?;
    Ok((person, stands.filter(|stands| stands.lives(app.now()))))
}

/// Whether what the change has left is what there is now.
fn fits(change: &AccessChangeRow, moved: Option<&MovedDay>, stands: Option<&AccessRow>) -> bool {
    if let Some(moved) = moved {
        let is_left = |stands: &AccessRow| {
            stands.role == change.role
                && stands.invitation == change.new_invitation
                && stands.until == moved.until
        };
        return stands.is_some_and(is_left);
    }
    match (&change.new_invitation, stands) {
        (None, stands) => stands.is_none(),
        // The day is as it was before another role was given: whoever moved it since would lose that.
        (Some(new), Some(stands)) => stands.invitation.as_ref() == Some(new) && stands.until == change.until,
        (Some(_), None) => false,
    }
}

/// Whether what there was before would have ended by now: it is not given again.
fn has_run_out(change: &AccessChangeRow, now: i64) -> bool {
    change.until.is_some_and(|until| until <= now)
}

/// Which invitations have changed; or why it may not be undone.
async fn try_undo(
    asked: &ChangeRequest<'_>,
    change: &AccessChangeRow,
) -> Result<Result<Vec<InvitationId>, Problem>, StoredError> {
    let (app, caller) = (asked.app, asked.caller);
    let gone = || Err(Problem::new(ProblemCode::NotFound));
    let gave = load_giver(app, change).await?;
    let of = Holding { tenant: &change.tenant, person: &change.user, item: &change.item };
    let moved = moved_by(change)?;
    let (mut tx, behind, given) =
        if moved.is_some() { Behind::look(app, of).await? } else { Behind::begin(app, of).await? };
    // The other one of two that come at once finds it undone.
    let Some(now) = access::change_in(&mut tx, &change.id).await? else { return Ok(gone()) };
    if now.undone_at.is_some() {
        return Ok(Ok(Vec::new()));
    }
    let stands = given.filter(|given| given.lives(app.now()));
    if !fits(change, moved.as_ref(), stands.as_ref()) || has_run_out(change, app.now()) {
        return Ok(gone());
    }
    let Some(standing) = asked.standing(&mut tx).await? else { return Ok(gone()) };
    if let Some(problem) = denial(asked, &asked.changer(&standing), (change, moved.as_ref(), stands.as_ref()))
    {
        return Ok(Err(problem));
    }
    // An earlier day gives nothing.
    let is_more = moved.as_ref().is_none_or(|moved| lasts_longer(change.until, moved.until));
    if is_more && let Some(problem) = asked.take_share(&mut tx).await?.denial() {
        return Ok(Err(problem));
    }
    access::note_change_undone(&mut tx, &change.id, app.now()).await?;
    let toast = DismissTarget::Toast(change.id.as_str());
    toasts::dismiss(&mut tx, caller.tenant.as_str(), caller.user.as_str(), toast, app.now()).await?;
    let given_before = (change, moved, gave.as_ref());
    let Some(changed) = take_back(asked, &mut tx, (behind, stands), given_before).await? else {
        return Ok(gone());
    };
    let detail = json!({ "item": change.item, "person": change.user, "role": change.role });
    let actor = Actor::from(caller);
    audit::append(&mut tx, app.now(), actor, Action::AccessChangeUndone, change.id.as_str(), detail).await?;
    tx.commit().await?;
    Ok(Ok(changed))
}

/// The access is as it was before the change. Which invitations have changed; `None` where it cannot be any more. Audit entries are written: nothing else may
/// be locked after them.
async fn take_back(
    asked: &ChangeRequest<'_>,
    tx: &mut Tx,
    (behind, stands): (Behind, Option<AccessRow>),
    (change, moved, gave): (&AccessChangeRow, Option<MovedDay>, Option<&Invitation>),
) -> Result<Option<Vec<InvitationId>>, StoredError> {
    let Some(given) = stands else {
        let new = give_again(asked, tx, change, gave).await?;
        return Ok(new.map(|new| vec![new]));
    };
    if let Some(moved) = moved {
        return put_back(asked, tx, (behind, &given), (change, &moved)).await.map(Some);
    }
    let (mut changed, new) = put_in_place(asked, tx, behind, &given, (&change.role, change.until)).await?;
    changed.push(new);
    Ok(Some(changed))
}

/// Why the caller may not give the role before, if so: much may have changed since. That it is not offered any more is no reason against it.
fn denial(
    asked: &ChangeRequest<'_>,
    who: &Changer<'_>,
    (change, moved, stands): (&AccessChangeRow, Option<&MovedDay>, Option<&AccessRow>),
) -> Option<Problem> {
    // Nobody gives themselves anything, also not what they have ended.
    if change.user == asked.caller.user {
        return Some(Problem::new(ProblemCode::NotAllowed));
    }
    if let (Some(moved), Some(stands)) = (moved, stands) {
        let is_longer = lasts_longer(change.until, moved.until);
        return may_move_last_day(who, &held(stands), &asked.roles, is_longer).denial();
    }
    match stands {
        Some(stands) if asked.roles.offers(change.role.as_str()) => {
            may_change(who, &held(stands), &asked.roles, &change.role).denial()
        }
        _ if who.is_administrator => None,
        _ => may_give(&who.sharer.access, &asked.roles, change.role.as_str()).denial(),
    }
}

/// The invitation that gave what was ended, if it is known: what its form said never changes, so it is not locked.
async fn load_giver(app: &AppState, change: &AccessChangeRow) -> Result<Option<Invitation>, StoredError> {
    let ended = change.invitation.as_ref().filter(|_| change.new_role.is_none());
    let Some(id) = ended else { return Ok(None) };
    let row = invitations::load(&app.storage, id).await?;
    Ok(row.map(Invitation::try_from).transpose()?)
}

/// The person has again what was ended, since when they had it, and as the form of the invitation that gave it said. `None` if nobody knows them any
/// more, or they have got as much elsewhere at this moment.
async fn give_again(
    asked: &ChangeRequest<'_>,
    tx: &mut Tx,
    change: &AccessChangeRow,
    gave: Option<&Invitation>,
) -> Result<Option<InvitationId>, StoredError> {
    let app = asked.app;
    let Some(person) = people::load_in(tx, &change.tenant, &change.user).await? else { return Ok(None) };
    let before = AccessRow {
        tenant: change.tenant.clone(),
        user: change.user.clone(),
        item: change.item.clone(),
        role: change.role.clone(),
        given_by_user: change.given_by_user.clone(),
        given_by_name: change.given_by_name.clone(),
        since: change.since,
        until: change.until,
        invitation: None,
        name: person.name,
        address: person.address,
        standing: person.standing,
    };
    let new = quiet_share::new_id(app)?;
    let again = new_access(asked, &before, (&change.role, change.until), &new);
    let settings = (&asked.snapshot.settings, &asked.seen.item.kind);
    let before = Before { person: &before, role: None, invitation: gave };
    let entries = quiet_share::store(app, tx, settings, &again, before, None).await?;
    if !access::grant(tx, &again, &asked.roles.at_least(change.role.as_str())).await? {
        return Ok(None);
    }
    last_day::schedule(app, tx, &again).await?;
    audit::append_all(tx, &entries).await?;
    Ok(Some(new))
}
