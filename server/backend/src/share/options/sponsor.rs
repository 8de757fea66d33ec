//! Whether whoever is to answer for new guests can: a member of the tenant, who is there and not blocked.

use contract::{Caller, EntraUserId, FieldPath, PersonMatch, Problem, ProblemCode, UserStatus};
use graph::GraphError;

use super::{ShareOptions, Sponsor};
use crate::app_state::AppState;
use crate::directory::graph_errors::lookup_timed_out;
use crate::directory::reader::Reader;
use crate::people::{find_by_address, person_match, ranked};
use crate::settings::Settings;

/// The options with their sponsor looked up, where one was named. `sponsor-unknown` beside the field where nobody, or no member, is meant; and the
/// directory's own problem where it gives no answer, for an invitation that has gone out cannot get another sponsor.
pub(crate) async fn looked_up(
    app: &AppState,
    caller: &Caller,
    settings: &Settings,
    options: ShareOptions,
) -> Result<ShareOptions, Problem> {
    let Some(Sponsor::Typed(typed)) = &options.sponsor else { return Ok(options) };
    let reader = Reader::of(app, settings, (&caller.tenant, &caller.user));
    let found = tokio::time::timeout(app.patience, find(app, &reader, typed)).await;
    let found = found.unwrap_or_else(|_| Err(lookup_timed_out(app)))?;
    let mut members = found.into_iter().filter(may_answer);
    match (members.next(), members.next()) {
        (Some(member), None) => Ok(ShareOptions { sponsor: Some(Sponsor::Member(member.id)), ..options }),
        _ => Err(Problem::of_field(FieldPath::SPONSOR, ProblemCode::SponsorUnknown)),
    }
}

fn may_answer(found: &PersonMatch) -> bool {
    found.standing == UserStatus::Member && found.blocked.is_none()
}

async fn find(app: &AppState, reader: &Reader, typed: &str) -> Result<Vec<PersonMatch>, Problem> {
    if EntraUserId::parse(typed).is_err() {
        let found = find_by_address(reader, typed).await;
        return found.map(|users| ranked(&users, Some(typed))).map_err(|error| reader.problem(app, &error));
    }
    match reader.graph().user(typed).await {
        Ok(user) => Ok(person_match(&user, None).into_iter().collect()),
        // What comes from the browser need not even be an id.
        Err(GraphError::Invalid(_)) => Ok(Vec::new()),
        Err(error) if error.is_not_found() => Ok(Vec::new()),
        Err(error) => Err(reader.problem(app, &error)),
    }
}
