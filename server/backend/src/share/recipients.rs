//! Who the typed address may mean, asked of the directory before anything is accepted.

use contract::{Caller, EmailAddress, EntraUserId, FieldPath, PersonMatch, Problem, ProblemCode};
use graph::{GraphError, User};

use super::form::ValidatedShare;
use crate::app_state::AppState;
use crate::directory::reader::Reader;
use crate::people::{find_by_address, has_address, mark_blocked, person_match, ranked};
use crate::rules::sharing::{self, Recipient};
use crate::settings::Settings;

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

/// Asks. The browser's word for a person is never enough: they are read again.
pub(crate) async fn resolve_recipient(
    app: &AppState,
    caller: &Caller,
    settings: &Settings,
    share: &ValidatedShare,
) -> RecipientLookup {
    let reader = Reader::of(app, settings, (&caller.tenant, &caller.user));
    let lookup = tokio::time::timeout(app.patience, resolve(app, &reader, caller, share)).await;
    let Ok(lookup) = lookup else {
        tracing::warn!("the directory gave no answer in time; the share is looked up in the background");
        return RecipientLookup::Unanswered;
    };
    match lookup {
        Ok(lookup) => lookup,
        // Accepted, it waits with the link that leads to the sign-in, and goes on by itself afterwards.
        Err(problem) if problem.code == ProblemCode::SignInAgain && !share.resend => {
            RecipientLookup::Unanswered
        }
        Err(problem) => RecipientLookup::Rejected(problem, Vec::new()),
    }
}

async fn resolve(
    app: &AppState,
    reader: &Reader,
    caller: &Caller,
    share: &ValidatedShare,
) -> Result<RecipientLookup, Problem> {
    if let Some(id) = &share.person
        && let Some(lookup) = chosen(app, reader, caller, (share.address.as_ref(), id)).await?
    {
        return Ok(lookup);
    }
    match &share.address {
        Some(address) => by_address(app, reader, caller, address).await,
        None => Err(Problem::of_field(FieldPath::PERSON, ProblemCode::PersonGone)),
    }
}

/// Whether a chosen person counts beside what stands in the address field: if that is an address, it is theirs.
pub(super) fn is_meant(user: &User, typed: Option<&EmailAddress>) -> bool {
    typed.is_none_or(|typed| has_address(user, typed.as_str()))
}

/// The chosen person, bound by their object id, whatever their address is. `None` if there is nobody with that id, or the field has an address
/// that is not theirs: a browser may bring the id of somebody back who was chosen before, and then the address is meant.
async fn chosen(
    app: &AppState,
    reader: &Reader,
    caller: &Caller,
    (typed, id): (Option<&EmailAddress>, &EntraUserId),
) -> Result<Option<RecipientLookup>, Problem> {
    let user = match reader.graph().user(id.as_str()).await {
        Ok(user) => user,
        // What comes from the browser need not even be an id.
        Err(GraphError::Invalid(_)) => return Ok(None),
        Err(error) if error.is_not_found() => return Ok(None),
        Err(error) => return Err(reader.problem(app, &error)),
    };
    if !is_meant(&user, typed) {
        return Ok(None);
    }
    let typed = typed.map(EmailAddress::as_str);
    let Some(found) = person_match(&user, typed).filter(|found| found.id == *id) else { return Ok(None) };
    let mut found = [found];
    mark_blocked(app, &caller.tenant, &mut found).await?;
    let [found] = found;
    let recipient = Recipient { user: &found.id, blocked: found.blocked, existing_role: None };
    Ok(Some(match sharing::may_receive(&caller.user, &recipient).denial() {
        Some(problem) => {
            // Whoever meant themselves has nobody else to choose.
            let shown = if found.id == caller.user { Vec::new() } else { vec![found] };
            RecipientLookup::Rejected(problem, shown)
        }
        None => RecipientLookup::Selected(found),
    }))
}

async fn by_address(
    app: &AppState,
    reader: &Reader,
    caller: &Caller,
    address: &EmailAddress,
) -> Result<RecipientLookup, Problem> {
    let found = find_by_address(reader, address.as_str()).await;
    let users = found.map_err(|error| reader.problem(app, &error))?;
    let mut matches = ranked(&users, Some(address.as_str()));
    mark_blocked(app, &caller.tenant, &mut matches).await?;
    let matches = sharing::candidates(&caller.user, matches)?;
    if matches.is_empty() {
        let invitable = address.check_invitable();
        invitable.map_err(|reason| Problem::of_field(FieldPath::ADDRESS, reason.into()))?;
        return Ok(RecipientLookup::NotFound);
    }
    Ok(match sharing::somebody_can_come(&matches).denial() {
        Some(problem) => RecipientLookup::Rejected(problem, matches),
        None => RecipientLookup::Ambiguous(matches),
    })
}
