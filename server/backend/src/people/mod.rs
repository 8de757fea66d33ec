//! People: who in the directory fits what was typed.

mod directory_person;

use std::sync::Arc;

use async_trait::async_trait;
use contract::{Caller, EmailAddress, PersonMatch, Problem, UserStatus, ports};
use graph::{GraphError, User};
use serde_json::json;
use storage::Tx;

use crate::access;
use crate::app_state::AppState;
use crate::audit::{self, Action};
use crate::directory::graph_errors::{lookup_problem, lookup_timed_out};
use crate::rate_limiter::{Bucket, take_or_note};
use crate::rules::limits::LimitKind;
pub(crate) use directory_person::{DirectoryPerson, has_address, person_match};

/// How many matches are shown.
const MAX_MATCHES: u8 = 8;
/// Shorter texts fit too many people.
const MIN_QUERY_LENGTH: usize = 2;
/// Longer texts are no name and no address (RFC 5321, section 4.5.3.1).
const MAX_QUERY_LENGTH: usize = 320;

/// The port, on the directory.
pub(crate) struct PeopleService(pub(crate) Arc<AppState>);

#[async_trait]
impl ports::People for PeopleService {
    async fn find(&self, caller: &Caller, text: &str) -> Result<Vec<PersonMatch>, Problem> {
        access::require_member(caller)?;
        let text = text.trim();
        if !(MIN_QUERY_LENGTH..=MAX_QUERY_LENGTH).contains(&text.chars().count()) {
            return Ok(Vec::new());
        }
        self.take_from_quota(caller).await?;
        let Ok(found) = tokio::time::timeout(self.0.patience, self.look_up(text)).await else {
            return Err(lookup_timed_out(&self.0));
        };
        let (exact, others) = found.map_err(|error| lookup_problem(&self.0, &error))?;
        let mut found = ranked(&exact, Some(text));
        found.extend(ranked(&others, None));
        Ok(dedupe(found))
    }
}

impl PeopleService {
    /// Takes one look-up from the caller's quota: nobody is to read the whole directory through the application's permission. The audit chain gets an
    /// entry for each burst that is refused.
    async fn take_from_quota(&self, caller: &Caller) -> Result<(), Problem> {
        let app = &*self.0;
        let bucket = Bucket::of_caller(LimitKind::LookUps, caller);
        let note = async |tx: &mut Tx| {
            let subject = caller.user.as_str();
            audit::append(tx, app.now(), caller.into(), Action::LookUpsRefused, subject, json!({})).await
        };
        let taken = take_or_note(&app.storage, &app.limits, bucket, app.now(), note).await;
        taken.map_err(|error| app.internal(error))?.into_result()
    }

    /// Those with exactly this address, and those whose address or name, or a word in it, starts with the text.
    async fn look_up(&self, text: &str) -> Result<(Vec<User>, Vec<User>), GraphError> {
        let directory = self.0.directory.as_application();
        let starting = directory.find_starting_with(text, 2 * MAX_MATCHES);
        if EmailAddress::parse(text).is_ok() {
            let (exact, others) = tokio::join!(directory.find_by_address(text), starting);
            Ok((exact?, others?))
        } else {
            let (starting, worded) = tokio::join!(starting, directory.find_by_words(text, 2 * MAX_MATCHES));
            Ok((Vec::new(), merge_results(starting?, worded)?))
        }
    }
}

/// Joins the results of both queries. The search by words has an index of its own in the directory; while that is unavailable, the other results are
/// shown alone.
fn merge_results(
    mut starting: Vec<User>,
    worded: Result<Vec<User>, GraphError>,
) -> Result<Vec<User>, GraphError> {
    match worded {
        Ok(worded) => starting.extend(worded),
        Err(error) if starting.is_empty() => return Err(error),
        Err(error) => tracing::warn!(%error, "names could not be searched by their words"),
    }
    Ok(starting)
}

/// Members first, then guests, then those who have not accepted yet; by name.
pub(crate) fn ranked(users: &[User], typed: Option<&str>) -> Vec<PersonMatch> {
    let mut matches: Vec<_> = users.iter().filter_map(|user| person_match(user, typed)).collect();
    matches.sort_by_cached_key(|found| (rank(found.standing), found.name.to_lowercase()));
    matches
}

fn rank(standing: UserStatus) -> u8 {
    match standing {
        UserStatus::Member => 0,
        UserStatus::Guest => 1,
        UserStatus::Pending => 2,
    }
}

fn dedupe(found: Vec<PersonMatch>) -> Vec<PersonMatch> {
    let mut seen = std::collections::HashSet::new();
    found.into_iter().filter(|person| seen.insert(person.id.clone())).take(MAX_MATCHES.into()).collect()
}

#[cfg(test)]
mod tests;
