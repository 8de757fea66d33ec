//! Has somebody's access end after another day, or not by itself. Nothing follows from that outside of our own database before that day, so no invitation is
//! undone and no share made: the access and the invitations that stand behind it keep what they are, and end otherwise.

use contract::{
    Caller, FieldPath, InvitationId, InvitationState, LastDayAnswer, LastDayForm, Problem, ProblemCode,
    UntilOption,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::Tx;
use storage::access::{self, AccessChangeRow, AccessRow, NewAccess};
use storage::audit::NewEntry;
use storage::invitations::{self, Holding};

use super::ask::{ChangeRequest, Outcome, held};
use super::{day_draft, told};
use crate::access::last_day;
use crate::app_state::AppState;
use crate::audit::{self, Action, Actor};
use crate::pipeline::end_access::Behind;
use crate::pipeline::event::Event;
use crate::pipeline::{Invitation, transition};
use crate::rules::holding::may_move_last_day;
use crate::share::options::{changed_last_day, last_day_of};
use crate::stored::{CorruptRow, StoredError, from_json, to_json};

/// What a change of the last day has left.
pub(super) struct MovedDay {
    /// When the access ends since, in unix milliseconds; none for good.
    pub(super) until: Option<i64>,
    /// What others shared for longer, which ends with it since.
    cut: Vec<CutInvitation>,
}

/// An invitation that ends earlier than its inviter had it, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct CutInvitation {
    invitation: InvitationId,
    /// When it would have ended, in unix milliseconds; none for good.
    until: Option<i64>,
}

/// What a change of the last day has left; none of every other change.
pub(super) fn moved_by(change: &AccessChangeRow) -> Result<Option<MovedDay>, CorruptRow> {
    let Some(cut) = change.cut.as_deref() else { return Ok(None) };
    Ok(Some(MovedDay { until: change.new_until, cut: from_json("change", cut)? }))
}

/// Whether what ends at `until` lasts longer than what ends at `other`.
pub(super) fn lasts_longer(until: Option<i64>, other: Option<i64>) -> bool {
    match (until, other) {
        (Some(until), Some(other)) => until > other,
        (until, other) => until.is_none() && other.is_some(),
    }
}

/// The port's method.
pub(super) async fn change_last_day(
    app: &AppState,
    caller: &Caller,
    form: LastDayForm,
) -> Result<LastDayAnswer, Problem> {
    let asked = ChangeRequest::about(app, caller, &form.item).await?;
    let offered = asked.snapshot.settings.inviting.form_options().until;
    let outcome = try_change(&asked, &form, offered).await.map_err(|error| app.internal(error))?;
    match outcome {
        Ok(Outcome::Done(changed)) => asked.publish(&changed),
        Ok(Outcome::Nothing) => {}
        // Whoever names a day is not to think that it was taken.
        Ok(Outcome::Gone) => return Err(Problem::new(ProblemCode::NotFound)),
        Ok(Outcome::Denied(problem)) => return Err(problem),
        Err(problem) => return day_draft::refused(app, caller, form, problem).await,
    }
    Ok(LastDayAnswer::Done)
}

/// `Err` where the form comes back with what was typed: it is no day, or none that may be, or it comes too soon after others. Said to nobody but those
/// who may move it.
async fn try_change(
    asked: &ChangeRequest<'_>,
    form: &LastDayForm,
    offered: UntilOption,
) -> Result<Result<Outcome, Problem>, StoredError> {
    let (app, caller) = (asked.app, asked.caller);
    let of = Holding { tenant: &caller.tenant, person: &form.user, item: &form.item };
    let (mut tx, behind, given) = Behind::look(app, of).await?;
    let Some(given) = given.filter(|given| given.lives(app.now())) else { return Ok(Ok(Outcome::Gone)) };
    let Some(standing) = asked.standing(&mut tx).await? else {
        return Ok(Ok(Outcome::Denied(Problem::new(ProblemCode::NotFound))));
    };
    let denial = |is_longer| {
        let who = asked.changer(&standing);
        may_move_last_day(&who, &held(&given), &asked.roles, is_longer).denial()
    };
    if let Some(problem) = denial(false) {
        return Ok(Ok(Outcome::Denied(problem)));
    }
    let until = match changed_last_day(&form.until, offered, (given.until, app.now())) {
        Ok(until) if until == given.until => return Ok(Ok(Outcome::Nothing)),
        Ok(until) => until,
        Err(code) => return Ok(Err(Problem::of_field(FieldPath::UNTIL, code))),
    };
    let is_longer = lasts_longer(until, given.until);
    if let Some(problem) = denial(is_longer) {
        return Ok(Ok(Outcome::Denied(problem)));
    }
    // An earlier day gives nothing.
    if is_longer && let Some(problem) = asked.take_share(&mut tx).await?.denial() {
        return Ok(Err(problem));
    }
    let ends = ends_at(behind, &given, until);
    let cut: Vec<CutInvitation> = ends.iter().filter_map(|end| cut(end, &given)).collect();
    let change = AccessChangeRow {
        new_role: Some(given.role.clone()),
        new_invitation: given.invitation.clone(),
        new_until: until,
        cut: Some(to_json("change", &cut)?),
        ..asked.row(&given, None)?
    };
    access::add_change(&mut tx, &change).await?;
    told::day_changed(app, &mut tx, caller, (&given, asked.seen.item.title.as_str()), (&change, until))
        .await?;
    let changed = move_day(asked, &mut tx, (&given, until), ends, &change).await?;
    tx.commit().await?;
    Ok(Ok(Outcome::Done(changed)))
}

/// Undoes a change of the last day: the access ends as before it, and so does what was cut to it. Which invitations have changed.
pub(super) async fn put_back(
    asked: &ChangeRequest<'_>,
    tx: &mut Tx,
    (behind, given): (Behind, &AccessRow),
    (change, moved): (&AccessChangeRow, &MovedDay),
) -> Result<Vec<InvitationId>, StoredError> {
    let before = |invitation: &Invitation| {
        if given.invitation.as_ref() == Some(&invitation.id) {
            return Some(change.until);
        }
        let cut = moved.cut.iter().find(|cut| cut.invitation == invitation.id);
        // What has another end since is another's.
        cut.filter(|_| invitation.options.until == moved.until).map(|cut| cut.until)
    };
    let ends = behind.into_all().into_iter();
    let ends =
        ends.filter_map(|of| before(&of).map(|until| NewEnd { until, invitation: of })).collect::<Vec<_>>();
    move_day(asked, tx, (given, change.until), ends, change).await
}

/// An invitation that ends otherwise than it did: then, in unix milliseconds, or not by itself.
struct NewEnd {
    invitation: Invitation,
    until: Option<i64>,
}

/// The invitations that end otherwise where the access ends at `until`: the one that gave it, and those of others that would give it after that day. What is
/// shared for shorter stays so, and what was shared for longer than access that is to last longer, too.
fn ends_at(behind: Behind, given: &AccessRow, until: Option<i64>) -> Vec<NewEnd> {
    let is_shorter = lasts_longer(given.until, until);
    let ends_otherwise = |of: &Invitation| {
        let would_give = of.state != InvitationState::Failed && lasts_longer(of.options.until, until);
        given.invitation.as_ref() == Some(&of.id) || is_shorter && would_give
    };
    let ends = behind.into_all().into_iter().filter(ends_otherwise);
    ends.map(|invitation| NewEnd { invitation, until }).collect()
}

/// What is kept of an invitation that is not the one that gave the access.
fn cut(end: &NewEnd, given: &AccessRow) -> Option<CutInvitation> {
    let NewEnd { invitation, .. } = end;
    let is_other = given.invitation.as_ref() != Some(&invitation.id);
    is_other.then(|| CutInvitation { invitation: invitation.id.clone(), until: invitation.options.until })
}

/// The access ends at `until` from now on, and each of these invitations when it is said. Which have changed. The audit entries are written: nothing else may
/// be locked after them.
async fn move_day(
    asked: &ChangeRequest<'_>,
    tx: &mut Tx,
    (given, until): (&AccessRow, Option<i64>),
    ends: Vec<NewEnd>,
    change: &AccessChangeRow,
) -> Result<Vec<InvitationId>, StoredError> {
    let app = asked.app;
    let access = NewAccess {
        tenant: given.tenant.clone(),
        user: given.user.clone(),
        item: given.item.clone(),
        role: given.role.clone(),
        given_by_user: given.given_by_user.clone(),
        given_by_name: given.given_by_name.clone(),
        since: given.since,
        until,
        invitation: given.invitation.clone(),
    };
    access::replace(tx, &access).await?;
    let mut others = Vec::new();
    for NewEnd { mut invitation, until } in ends {
        let (person, before, by) = (given.user.clone(), invitation.options.until, asked.who.clone());
        invitation.options.until = until;
        let options = invitation.to_row()?.options;
        invitations::set_options(tx, &invitation.id, options.as_deref()).await?;
        let is_quiet = given.invitation.as_ref() != Some(&invitation.id) && invitation.state.is_settled();
        let change = change.id.clone();
        others.push((invitation, Event::LastDayChanged { person, before, until, by, change, is_quiet }));
    }
    last_day::schedule(app, tx, &access).await?;
    let mut entries = transition::apply_unaudited(app, tx, &mut [], &others).await?;
    if !others.iter().any(|(of, _)| given.invitation.as_ref() == Some(&of.id)) {
        entries.push(entry_of_item(asked, given, until));
    }
    audit::append_all(tx, &entries).await?;
    Ok(others.into_iter().map(|(invitation, _)| invitation.id).collect())
}

/// The audit entry of access that no invitation gave: an invitation has its own.
fn entry_of_item(asked: &ChangeRequest<'_>, given: &AccessRow, until: Option<i64>) -> NewEntry {
    let day = |until: Option<i64>| until.and_then(last_day_of);
    let detail = json!({
        "item": given.item,
        "person": given.user,
        "role": given.role,
        "before": day(given.until),
        "last_day": day(until),
    });
    let (now, actor) = (asked.app.now(), Actor::from(asked.caller));
    audit::entry(now, actor, Action::LastDayChanged, given.item.as_str(), detail)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_stays_readable() {
        let some = r#"[{"invitation":"n1","until":null},{"invitation":"n2","until":1830297600000}]"#;
        for stored in [some, "[]"] {
            let cut: Vec<CutInvitation> = from_json("change", stored).unwrap();
            assert_eq!(to_json("change", &cut).unwrap(), stored);
        }
    }

    #[test]
    fn for_good_lasts_longest() {
        for (until, other, longer) in [
            (Some(2), Some(1), true),
            (Some(1), Some(1), false),
            (Some(1), Some(2), false),
            (None, Some(2), true),
            (Some(2), None, false),
            (None, None, false),
        ] {
            assert_eq!(lasts_longer(until, other), longer, "{until:?} {other:?}");
        }
    }
}
