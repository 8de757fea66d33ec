//! With whom the caller has shared of late, by our own ledger.

use contract::{Caller, PersonMatch, Problem};
use storage::invitations;
use storage::people::PersonRow;

use super::{MAX_MATCHES, mark_blocked};
use crate::app_state::AppState;

/// How many of the caller's newest invitations are looked at: many may be for the same few people.
const LOOKED_AT: i64 = 200;
/// How many people are read: some of them may be blocked, and are not shown.
const READ: u8 = 2 * MAX_MATCHES;

/// The newest few with whom the caller has shared, as the directory last showed them. It is not asked, so that nothing is taken from a quota; whoever is known
/// to be blocked is no suggestion.
pub(super) async fn people(app: &AppState, caller: &Caller) -> Result<Vec<PersonMatch>, Problem> {
    let (tenant, user) = (&caller.tenant, &caller.user);
    let rows = invitations::recent_people(&app.storage, tenant, user, LOOKED_AT, READ.into()).await;
    let rows = rows.map_err(|error| app.internal(error))?;
    let others = rows.into_iter().filter(|row| row.user != caller.user);
    let mut people: Vec<PersonMatch> = others.map(shown).collect();
    mark_blocked(app, &caller.tenant, &mut people).await?;
    people.retain(|person| person.blocked.is_none());
    people.truncate(MAX_MATCHES.into());
    Ok(people)
}

fn shown(row: PersonRow) -> PersonMatch {
    let name = if row.name.trim().is_empty() { row.address.clone() } else { row.name };
    PersonMatch {
        id: row.user,
        name,
        address: row.address,
        company: row.company,
        standing: row.standing,
        blocked: None,
    }
}
