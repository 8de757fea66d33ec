//! People: who in the directory fits what was typed.

mod being_invited;
mod directory_person;
mod look_up;
mod new_address;
mod recent;
mod typed;

use std::sync::Arc;

use async_trait::async_trait;
use contract::{
    Caller, EmailAddress, EntraUserId, FoundPerson, ItemId, Mailbox, PeopleFound, PersonMatch, Problem,
    ProblemCode, TenantId, UserStatus, ports,
};
use graph::User;
use storage::blocked_domains;

use crate::access;
use crate::app_state::AppState;
use crate::directory::graph_errors::lookup_timed_out;
use crate::directory::reader::Reader;
use crate::settings::{Settings, Snapshot};
use crate::share_quota;
pub(crate) use directory_person::{DirectoryPerson, has_address, is_guest_sign_in_name, key, person_match};
pub(crate) use look_up::find_by_address;
use look_up::{FoundUsers, with_address, with_name};
pub(crate) use new_address::{KnownAddresses, NewAddressStatus};
use typed::Typed;

/// How many matches are shown.
const MAX_MATCHES: u8 = 8;
/// How long what Microsoft said of a domain is taken for true, in milliseconds: an hour. Nobody tells us when an administrator lifts the block, and until
/// then nobody else can invite from there.
pub(crate) const BLOCKED_DOMAIN_TTL: i64 = 60 * 60 * 1000;

/// The port, on the directory.
pub(crate) struct PeopleService(pub(crate) Arc<AppState>);

#[async_trait]
impl ports::People for PeopleService {
    async fn find(&self, caller: &Caller, item: &ItemId, text: &str) -> Result<PeopleFound, Problem> {
        access::require_member(caller)?;
        let app = &*self.0;
        let typed = Typed::read(text);
        // Before anything that costs a statement more: whoever asks without end is refused.
        let known = self.known_settings().await?;
        if typed.is_asked(known.settings.permissions.exact_only) {
            share_quota::take_look_ups(app, &known.settings, caller, 1).await?;
        }
        access::require_visible(app, caller, item.as_str()).await?;
        let snapshot = app.settings.current().await.map_err(|error| app.internal(error))?;
        let search = Search { app, caller, item, settings: &snapshot.settings };
        let exact_only = search.exact_only();
        let found = match typed {
            Typed::Nothing if !exact_only => search.recent().await?,
            Typed::Address(mailbox) => Box::pin(search.with_address(mailbox)).await?,
            Typed::Name(text) if !exact_only => search.with_name(text).await?,
            _ => PeopleFound::default(),
        };
        Ok(PeopleFound { exact_only, ..found })
    }
}

impl PeopleService {
    /// The newest settings that this process has seen, so that a refusal costs no statement for them: each look-up that is allowed asks for newer ones, and
    /// so do pages, every second.
    async fn known_settings(&self) -> Result<Arc<Snapshot>, Problem> {
        match self.0.settings.known() {
            Some(known) => Ok(known),
            None => self.0.settings.current().await.map_err(|error| self.0.internal(error)),
        }
    }
}

/// One question of the picker, which may be asked.
struct Search<'a> {
    app: &'a AppState,
    caller: &'a Caller,
    item: &'a ItemId,
    settings: &'a Settings,
}

impl Search<'_> {
    const fn exact_only(&self) -> bool {
        self.settings.permissions.exact_only
    }

    /// Those with whom the caller has shared of late: no look-up.
    async fn recent(&self) -> Result<PeopleFound, Problem> {
        let people = recent::people(self.app, self.caller).await?;
        let matches = self.with_roles(people).await?;
        Ok(PeopleFound { matches, are_recent: true, ..PeopleFound::default() })
    }

    async fn with_name(&self, text: &str) -> Result<PeopleFound, Problem> {
        let reader = self.reader();
        let look_up =
            async { with_name(&reader, text).await.map_err(|error| reader.problem(self.app, &error)) };
        let users = self.in_time(look_up).await?;
        let (matches, has_more) = self.shown(Vec::new(), ranked(&users, None)).await?;
        Ok(PeopleFound { matches, has_more, ..PeopleFound::default() })
    }

    async fn with_address(&self, mailbox: Mailbox) -> Result<PeopleFound, Problem> {
        let (reader, address) = (self.reader(), mailbox.address.as_str());
        let look_up = with_address(&reader, address, self.exact_only());
        let look_up = async { look_up.await.map_err(|error| reader.problem(self.app, &error)) };
        let FoundUsers { exact, starting } = Box::pin(self.in_time(look_up)).await?;
        let has_it = |user: &User| has_address(user, address);
        let is_new = exact.is_empty() && !starting.iter().any(has_it);
        let exact = ranked(&exact, Some(address));
        let (matches, has_more) = self.shown(exact, ranked(&starting, None)).await?;
        let new = if is_new {
            Some(new_address::of(self.app, self.caller, self.settings, mailbox).await?)
        } else {
            None
        };
        Ok(PeopleFound { matches, has_more, new, ..PeopleFound::default() })
    }

    fn reader(&self) -> Reader {
        Reader::of(self.app, self.settings, (&self.caller.tenant, &self.caller.user))
    }

    /// What is found while somebody at the screen waits.
    async fn in_time<T>(&self, look_up: impl Future<Output = Result<T, Problem>>) -> Result<T, Problem> {
        match tokio::time::timeout(self.app.patience, look_up).await {
            Ok(found) => found,
            Err(_) => Err(lookup_timed_out(self.app)),
        }
    }

    /// Those who are shown, the ones with exactly the typed address first, and whether there are more.
    async fn shown(
        &self,
        exact: Vec<PersonMatch>,
        others: Vec<PersonMatch>,
    ) -> Result<(Vec<FoundPerson>, bool), Problem> {
        let mut people = dedupe(offered(&self.caller.user, exact, others));
        let most = usize::from(MAX_MATCHES);
        let has_more = people.len() > most;
        people.truncate(most);
        mark_blocked(self.app, &self.caller.tenant, &mut people).await?;
        Ok((self.with_roles(people).await?, has_more))
    }

    /// Each with what they have on the item already.
    async fn with_roles(&self, people: Vec<PersonMatch>) -> Result<Vec<FoundPerson>, Problem> {
        let ids: Vec<&EntraUserId> = people.iter().map(|person| &person.id).collect();
        let at = (self.item, self.app.now());
        let roles = storage::access::roles_on_item(&self.app.storage, &self.caller.tenant, at, &ids).await;
        let mut roles = roles.map_err(|error| self.app.internal(error))?;
        let found = |person: PersonMatch| FoundPerson { existing_role: roles.remove(&person.id), person };
        Ok(people.into_iter().map(found).collect())
    }
}

/// Nobody shares with themselves: whoever typed their own address is told so, and is nowhere else among those who fit.
fn offered(caller: &EntraUserId, exact: Vec<PersonMatch>, others: Vec<PersonMatch>) -> Vec<PersonMatch> {
    let exact = exact.into_iter().map(|found| {
        let is_caller = found.id == *caller;
        PersonMatch { blocked: if is_caller { Some(ProblemCode::Yourself) } else { found.blocked }, ..found }
    });
    let mut all: Vec<PersonMatch> = exact.collect();
    all.extend(others.into_iter().filter(|found| found.id != *caller));
    all
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

/// Each person once, where they stand first.
fn dedupe(found: Vec<PersonMatch>) -> Vec<PersonMatch> {
    let mut seen = std::collections::HashSet::new();
    found.into_iter().filter(|person| seen.insert(person.id.clone())).collect()
}

#[cfg(test)]
mod tests;
