//! Who the typed address may mean, asked of the directory before anything is accepted.

use contract::{Caller, EmailAddress, EntraUserId, FieldPath, PersonMatch, Problem, ProblemCode};
use graph::GraphError;

use crate::app_state::AppState;
use crate::directory::graph_errors::lookup_problem;
use crate::people::{has_address, person_match, ranked};
use crate::rules::sharing::{self, Recipient};

/// What the directory says about the form's address and person.
pub(crate) enum RecipientLookup {
    /// Nobody has the address: they will be invited.
    NotFound,
    /// The chosen person, as the directory knows them.
    Selected(PersonMatch),
    /// The inviter must say who is meant.
    Ambiguous(Vec<PersonMatch>),
    /// The directory gives no answer while somebody waits: it is asked again in the background.
    Unanswered,
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
    let lookup = async {
        match person {
            Some(person) => chosen(app, caller, address, person).await,
            None => matches(app, address).await.map(|matches| choice(caller, matches)),
        }
    };
    match tokio::time::timeout(app.patience, lookup).await {
        Err(_) => {
            tracing::warn!("the directory gave no answer in time; the share is looked up in the background");
            RecipientLookup::Unanswered
        }
        Ok(Ok(lookup)) => lookup,
        Ok(Err(error)) => RecipientLookup::Rejected(lookup_problem(app, &error), Vec::new()),
    }
}

fn choice(caller: &Caller, matches: Vec<PersonMatch>) -> RecipientLookup {
    match sharing::candidates(&caller.user, matches) {
        Ok(matches) if matches.is_empty() => RecipientLookup::NotFound,
        Ok(matches) => RecipientLookup::Ambiguous(matches),
        Err(problem) => RecipientLookup::Rejected(problem, Vec::new()),
    }
}

async fn matches(app: &AppState, address: &EmailAddress) -> Result<Vec<PersonMatch>, GraphError> {
    let users = app.directory.as_application().find_by_address(address.as_str()).await?;
    Ok(ranked(&users, Some(address.as_str())))
}

async fn chosen(
    app: &AppState,
    caller: &Caller,
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
    let is_blocked = user.account_enabled == Some(false);
    let recipient = Recipient { user: &found.id, is_blocked, existing_role: None };
    match sharing::may_receive(&caller.user, &recipient).denial() {
        Some(problem) => {
            // Whoever meant themselves has nobody else to choose.
            let shown = if found.id == caller.user { Vec::new() } else { vec![found] };
            Ok(RecipientLookup::Rejected(problem, shown))
        }
        None => Ok(RecipientLookup::Selected(found)),
    }
}

/// The chosen person is not, or no longer, who has the address.
async fn gone(app: &AppState, address: &EmailAddress) -> Result<RecipientLookup, GraphError> {
    let problem = Problem::of_field(FieldPath::PERSON, ProblemCode::PersonGone);
    Ok(RecipientLookup::Rejected(problem, matches(app, address).await?))
}
