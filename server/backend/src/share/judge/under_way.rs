//! Our own ledger: what the caller shares with somebody already, and is under way, is not sent a second time.

use contract::{Caller, EmailAddress, EntraUserId, ItemId, Problem, ProblemCode, RoleName};
use storage::invitations::{self, Addressees, InvitedRow};

use crate::app_state::AppState;
use crate::people;
use crate::share::judgement::{Judgement, Verdict};
use crate::share::recipient::sent_to;

/// Somebody who may be sent to, or whom the chip is about to bind.
struct Addressee {
    place: usize,
    canonical: String,
    person: Option<EntraUserId>,
}

/// Marks those with whom the caller shares the same at this moment, under whichever address of theirs: sending finds them again, where nobody can change
/// them. One statement, and none where nobody can be sent to.
pub(super) async fn mark(
    app: &AppState,
    caller: &Caller,
    (item, role): (&ItemId, &RoleName),
    judgements: &mut [Judgement],
) -> Result<(), Problem> {
    let asked = asked(judgements);
    let canonicals: Vec<&str> = asked.iter().map(|one| one.canonical.as_str()).collect();
    let people: Vec<&EntraUserId> = asked.iter().filter_map(|one| one.person.as_ref()).collect();
    let whom = Addressees { canonicals: &canonicals, people: &people };
    let owner = (&caller.tenant, &caller.user);
    let rows = invitations::under_way(&app.storage, owner, whom, (item, role)).await;
    let rows = rows.map_err(|error| app.internal(error))?;
    if rows.is_empty() {
        return Ok(());
    }
    for one in asked.iter().filter(|one| rows.iter().any(|row| is_same(row, one))) {
        if let Some(judgement) = judgements.get_mut(one.place) {
            judgement.verdict = judgement.verdict.stopped_by(ProblemCode::AlreadyUnderWay);
        }
    }
    Ok(())
}

/// Those who may be sent to, and the only owner of an address, who is shown as somebody who gets it.
fn asked(judgements: &[Judgement]) -> Vec<Addressee> {
    let mut all: Vec<Addressee> = sent_to(judgements, None)
        .into_iter()
        .map(|recipient| Addressee {
            place: recipient.place,
            person: recipient.directory.chosen().cloned(),
            canonical: recipient.canonical,
        })
        .collect();
    all.extend(judgements.iter().enumerate().filter_map(|(place, judgement)| only_owner(place, judgement)));
    all
}

fn only_owner(place: usize, judgement: &Judgement) -> Option<Addressee> {
    let is_asked = judgement.repeats.is_none() && matches!(judgement.verdict, Verdict::Ambiguous(_));
    let person = judgement.verdict.person().filter(|_| is_asked)?;
    let typed = judgement.address.as_ref().map(EmailAddress::canonical);
    let canonical = typed.unwrap_or_else(|| people::key(&person.address));
    Some(Addressee { place, canonical, person: Some(person.id.clone()) })
}

/// Two people may have the address, and one person several.
fn is_same(row: &InvitedRow, one: &Addressee) -> bool {
    if row.person.is_some() && row.person == one.person {
        return true;
    }
    let chosen = row.chosen.as_ref().zip(one.person.as_ref());
    row.canonical == one.canonical && chosen.is_none_or(|(one, other)| one == other)
}
