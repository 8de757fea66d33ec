//! Who the typed address may mean, asked of the directory before anything is accepted.

use contract::{Caller, EmailAddress, EntraUserId, Field, PersonMatch, Problem, ProblemCode};
use graph::GraphError;

use crate::access::grant::self_share;
use crate::app_state::AppState;
use crate::directory::graph_errors::lookup_problem;
use crate::people::{has_address, person_match, ranked};

/// What the directory says about the form's address and person.
pub(crate) enum RecipientLookup {
    /// Nobody has the address: they will be invited.
    NotFound,
    /// The chosen person, as the directory knows them.
    Selected(PersonMatch),
    /// The inviter must say who is meant.
    Ambiguous(Vec<PersonMatch>),
    /// It cannot go on like this.
    Rejected(Problem, Vec<PersonMatch>),
}

/// Asks. The browser's word for a person is never enough: they are read again, and must have the typed address.
pub(crate) async fn resolve_recipient(
    app: &AppState,
    caller: &Caller,
    address: &EmailAddress,
    person: Option<&EntraUserId>,
) -> RecipientLookup {
    let lookup = match person {
        Some(person) => chosen(app, address, person).await,
        None => matches(app, address).await.map(|matches| choice(caller, matches)),
    };
    match lookup {
        Ok(RecipientLookup::Selected(person)) if person.id == caller.user => {
            RecipientLookup::Rejected(self_share(), Vec::new())
        }
        Ok(lookup) => lookup,
        Err(error) => RecipientLookup::Rejected(lookup_problem(app, &error), Vec::new()),
    }
}

/// Nobody shares with themselves; an address may be that of others too.
fn choice(caller: &Caller, mut matches: Vec<PersonMatch>) -> RecipientLookup {
    if matches.is_empty() {
        return RecipientLookup::NotFound;
    }
    matches.retain(|found| found.id != caller.user);
    if matches.is_empty() {
        RecipientLookup::Rejected(self_share(), matches)
    } else {
        RecipientLookup::Ambiguous(matches)
    }
}

async fn matches(app: &AppState, address: &EmailAddress) -> Result<Vec<PersonMatch>, GraphError> {
    let users = app.directory.as_application().find_by_address(address.as_str()).await?;
    Ok(ranked(&users, Some(address.as_str())))
}

async fn chosen(
    app: &AppState,
    address: &EmailAddress,
    id: &EntraUserId,
) -> Result<RecipientLookup, GraphError> {
    let user = match app.directory.as_application().user(id.as_str()).await {
        Ok(user) => user,
        // What comes from the browser need not even be an id.
        Err(GraphError::Invalid(_)) => return gone(app, address).await,
        Err(error) if error.is_not_found() => return gone(app, address).await,
        Err(error) => return Err(error),
    };
    let found = person_match(&user, Some(address.as_str())).filter(|found| found.id == *id);
    let Some(found) = found.filter(|_| has_address(&user, address.as_str())) else {
        return gone(app, address).await;
    };
    if user.account_enabled == Some(false) {
        let problem = Problem::of_field(Field::Address, ProblemCode::PersonBlocked);
        return Ok(RecipientLookup::Rejected(problem, vec![found]));
    }
    Ok(RecipientLookup::Selected(found))
}

/// The chosen person is not, or no longer, who has the address.
async fn gone(app: &AppState, address: &EmailAddress) -> Result<RecipientLookup, GraphError> {
    let problem = Problem::of_field(Field::Person, ProblemCode::PersonGone);
    Ok(RecipientLookup::Rejected(problem, matches(app, address).await?))
}
