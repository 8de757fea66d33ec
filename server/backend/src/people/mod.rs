//! People: who in the directory fits what was typed.

mod directory_person;

use std::sync::Arc;

use async_trait::async_trait;
use contract::{
    Caller, EmailAddress, ParseEmailError, PeopleFound, PersonMatch, Problem, ProblemCode, TenantId,
    UserStatus, ports,
};
use graph::{GraphError, User};
use serde_json::json;
use storage::{Tx, blocked_domains, invited_addresses};

use crate::access;
use crate::app_state::AppState;
use crate::audit::{self, Action};
use crate::directory::graph_errors::lookup_timed_out;
use crate::directory::reader::Reader;
use crate::rate_limiter::{Bucket, take_or_note};
use crate::rules::joining::is_at_work;
use crate::rules::limits::LimitKind;
use crate::stored::{StoredError, from_json};
use directory_person::spellings;
pub(crate) use directory_person::{DirectoryPerson, has_address, is_guest_sign_in_name, key, person_match};

/// How many matches are shown.
const MAX_MATCHES: u8 = 8;
/// Shorter texts fit too many people, but for scripts in which one character is a word.
const MIN_QUERY_LENGTH: usize = 2;
/// Longer texts are no name and no address (RFC 5321, section 4.5.3.1).
const MAX_QUERY_LENGTH: usize = 320;
/// How long what Microsoft said of a domain is taken for true, in milliseconds: a day. Nobody tells us when an administrator lifts the block.
pub(crate) const BLOCKED_DOMAIN_TTL: i64 = 24 * 60 * 60 * 1000;

/// The port, on the directory.
pub(crate) struct PeopleService(pub(crate) Arc<AppState>);

#[async_trait]
impl ports::People for PeopleService {
    async fn find(&self, caller: &Caller, text: &str) -> Result<PeopleFound, Problem> {
        access::require_member(caller)?;
        let text = text.trim();
        if !is_searched(text) {
            return Ok(PeopleFound::default());
        }
        self.take_from_quota(caller).await?;
        let snapshot = self.0.settings.current().await.map_err(|error| self.0.internal(error))?;
        let reader = Reader::of(&self.0, &snapshot.settings, (&caller.tenant, &caller.user));
        let look_up = async {
            match EmailAddress::parse(text) {
                Ok(address) => with_address(&reader, address.as_str()).await,
                // No search is about several people.
                Err(ParseEmailError::Several) => Ok(Vec::new()),
                Err(_) => with_name(&reader, text).await.map(|users| ranked(&users, None)),
            }
        };
        let Ok(found) = tokio::time::timeout(self.0.patience, look_up).await else {
            return Err(lookup_timed_out(&self.0));
        };
        let mut matches = dedupe(found.map_err(|error| reader.problem(&self.0, &error))?);
        mark_blocked(&self.0, &caller.tenant, &mut matches).await?;
        let address = EmailAddress::parse(text).ok().filter(|_| matches.is_empty());
        let is_being_invited = match address {
            Some(address) => self.is_being_invited(&caller.tenant, address.as_str()).await,
            None => Ok(false),
        };
        let is_being_invited = is_being_invited.map_err(|error| self.0.internal(error))?;
        Ok(PeopleFound { matches, is_being_invited })
    }
}

impl PeopleService {
    /// Takes one look-up from the caller's quota: nobody is to read the whole directory through the application's permission. The audit chain gets an
    /// entry for each burst that is refused. The limit is that of the newest settings that this process has seen, so that a refusal costs no statement
    /// for them: each look-up that is allowed asks for newer ones, and so do pages, every second.
    async fn take_from_quota(&self, caller: &Caller) -> Result<(), Problem> {
        let app = &*self.0;
        let snapshot = match app.settings.known() {
            Some(known) => known,
            None => app.settings.current().await.map_err(|error| app.internal(error))?,
        };
        let limits = app.rate_limits(&snapshot.settings);
        let bucket = Bucket::of_caller(LimitKind::LookUps, caller);
        let note = async |tx: &mut Tx| {
            let subject = caller.user.as_str();
            audit::append(tx, app.now(), caller.into(), Action::LookUpsRefused, subject, json!({})).await
        };
        let taken = take_or_note(&app.storage, &limits, bucket, app.now(), note).await;
        taken.map_err(|error| app.internal(error))?.into_result()
    }

    /// Whether somebody invites the address at this moment, or has just done so, and the directory does not show the guest yet: what is shared
    /// with it meanwhile joins that invitation.
    async fn is_being_invited(&self, tenant: &TenantId, address: &str) -> Result<bool, StoredError> {
        let app = &*self.0;
        let Some(front) = invited_addresses::of_address(&app.storage, tenant, &key(address)).await? else {
            return Ok(false);
        };
        if let Some(at) = front.invited_at {
            let snapshot = app.settings.current().await?;
            return Ok(app.now() < at + snapshot.settings.visibility_budget_ms());
        }
        let problem =
            front.problem.as_deref().map(|text| from_json::<Problem>("invitation", text)).transpose()?;
        Ok(is_at_work(front.state, problem.map(|problem| problem.code)))
    }
}

/// Those with exactly this address, and those whose address starts with it.
async fn with_address(reader: &Reader, address: &str) -> Result<Vec<PersonMatch>, GraphError> {
    let starting = reader.graph().find_starting_with(address, 2 * MAX_MATCHES);
    let (exact, starting) = tokio::join!(find_by_address(reader, address), starting);
    let mut found = ranked(&unless_refused(exact)?, Some(address));
    match starting {
        Ok(starting) => found.extend(ranked(&starting, None)),
        Err(error) if found.is_empty() && !is_refused(&error) => return Err(error),
        Err(error) => tracing::warn!(%error, "one of two look-ups failed"),
    }
    Ok(found)
}

/// Those whose address or name, or a word in it, starts with the text.
async fn with_name(reader: &Reader, text: &str) -> Result<Vec<User>, GraphError> {
    let starting = reader.graph().find_starting_with(text, 2 * MAX_MATCHES);
    let (starting, worded) = tokio::join!(starting, reader.graph().find_by_words(text, 2 * MAX_MATCHES));
    merge_results(starting, worded)
}

/// Whether the text is long enough to be worth a question to the directory, and not too long.
fn is_searched(text: &str) -> bool {
    let length = text.chars().count();
    let is_word = text.chars().next().is_some_and(is_word_alone);
    (MIN_QUERY_LENGTH..=MAX_QUERY_LENGTH).contains(&length) || length == 1 && is_word
}

/// Whether the character says as much as a word: Chinese, Japanese, Korean.
const fn is_word_alone(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether Graph does not take the text that was asked for: it is no trouble, and nobody is found.
fn is_refused(error: &GraphError) -> bool {
    matches!(error.status(), Some(400 | 414))
}

fn unless_refused(found: Result<Vec<User>, GraphError>) -> Result<Vec<User>, GraphError> {
    match found {
        Err(error) if is_refused(&error) => {
            tracing::warn!(%error, "the directory does not take what was typed");
            Ok(Vec::new())
        }
        other => other,
    }
}

/// Joins the results of two queries. The search by words has an index of its own in the directory; while that is unavailable, or does not take
/// the text, the other results are shown alone. "Nobody" is said only if both were asked, or would not be.
fn merge_results(
    starting: Result<Vec<User>, GraphError>,
    worded: Result<Vec<User>, GraphError>,
) -> Result<Vec<User>, GraphError> {
    match (unless_refused(starting), unless_refused(worded)) {
        (Ok(mut all), Ok(others)) => {
            all.extend(others);
            Ok(all)
        }
        (Ok(found), Err(error)) | (Err(error), Ok(found)) if !found.is_empty() => {
            tracing::warn!(%error, "one of two look-ups failed");
            Ok(found)
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

/// Everybody with this address, however the directory writes it.
pub(crate) async fn find_by_address(reader: &Reader, address: &str) -> Result<Vec<User>, GraphError> {
    reader.graph().find_by_spellings(&spellings(address)).await
}

/// Marks those who can never accept, because Microsoft refuses their domain by now. Whoever has accepted stays.
pub(crate) async fn mark_blocked(
    app: &AppState,
    tenant: &TenantId,
    matches: &mut [PersonMatch],
) -> Result<(), Problem> {
    let domain_of = |found: &PersonMatch| {
        let may_be = found.blocked.is_none() && found.standing == UserStatus::Pending;
        let address = may_be.then(|| EmailAddress::parse(&found.address).ok()).flatten();
        address.map(|address| address.domain())
    };
    let domains: Vec<_> = matches.iter().map(domain_of).collect();
    let asked: Vec<_> = domains.iter().flatten().map(AsRef::as_ref).collect();
    if asked.is_empty() {
        return Ok(());
    }
    let outdated = app.now() - BLOCKED_DOMAIN_TTL;
    let known = blocked_domains::problems(&app.storage, tenant.as_str(), &asked, outdated).await;
    let known = known.map_err(|error| app.internal(error))?;
    for (found, domain) in matches.iter_mut().zip(domains) {
        let problem = domain.and_then(|domain| known.get(&domain));
        found.blocked = found.blocked.or_else(|| problem.and_then(|code| ProblemCode::from_text(code)));
    }
    Ok(())
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
