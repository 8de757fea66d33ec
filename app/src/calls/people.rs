//! Looks people up while a person types.

use contract::{
    EmailAddress, FieldPath, FoundPerson, ItemId, Language, NewAddress, ParseEmailError, PeopleFound,
    PersonMatch, Problem, ProblemCode, RoleName, TypedRecipient, UserStatus,
};
use islands::responses::{ApiResponse, MatchResponse, MatchesResponse};
use leptos::prelude::*;
use words::picker;

use super::response::{self, BadRequest};
use crate::widgets::initials;

/// The look of the badge of somebody who cannot be given access.
pub(crate) const BLOCKED: &str = "blocked";
/// The look of a new address.
const NEW: &str = "new";
/// The look of an address that is being invited.
const INVITED: &str = "invited";

/// The standing of a person, as both ends of the dialog name it.
pub(crate) fn standing_of(person: &PersonMatch) -> &'static str {
    if person.blocked.is_some() { BLOCKED } else { person.standing.as_str() }
}

/// Somebody who may be meant, as the browser needs them.
pub(crate) fn candidate_response(lang: Language, person: &PersonMatch) -> MatchResponse {
    person_response(lang, person, None)
}

/// A reason against somebody, as it stands beside the address.
pub(crate) fn reason(lang: Language, code: ProblemCode) -> String {
    let localized = words::localize(lang, &Problem::of_field(FieldPath::ADDRESS, code));
    localized.fields.into_iter().next().map(|(_, text)| text).unwrap_or(localized.sentence)
}

/// A person of the directory. `role` is what they have on the item already.
fn person_response(lang: Language, person: &PersonMatch, role: Option<&RoleName>) -> MatchResponse {
    let id = person.id.to_string();
    let recipient = TypedRecipient { person: id.clone(), ..TypedRecipient::of_text(&person.address) };
    let is_named = person.name != person.address;
    MatchResponse {
        key: id.clone(),
        id,
        line: recipient.line(),
        name: person.name.clone(),
        address: if is_named { person.address.clone() } else { String::new() },
        company: person.company.clone().unwrap_or_default(),
        standing: standing_of(person).to_owned(),
        badge: badge(lang, person, role),
        blocked: person.blocked.map(|code| reason(lang, code)).unwrap_or_default(),
        initials: initials(&person.name),
        outside: person.standing != UserStatus::Member,
        outcome: outcome(lang, person, role).to_owned(),
    }
}

fn badge(lang: Language, person: &PersonMatch, role: Option<&RoleName>) -> String {
    match (person.blocked, role) {
        (Some(ProblemCode::Yourself), _) => picker::badge_you(lang).to_owned(),
        (Some(_), _) => words::standings::blocked(lang).to_owned(),
        (None, Some(role)) => picker::badge_has(lang, &words::role(lang, role)),
        (None, None) => words::user_status(lang, person.standing).to_owned(),
    }
}

/// What choosing the person comes to, whichever way they are told.
fn outcome(lang: Language, person: &PersonMatch, role: Option<&RoleName>) -> &'static str {
    match (person.blocked, person.standing, role) {
        (Some(_), _, _) => "",
        (None, UserStatus::Pending, _) => picker::outcome_pending(lang),
        (None, _, Some(_)) => picker::outcome_has(lang),
        (None, _, None) => picker::outcome_access(lang),
    }
}

/// A row for an address that nobody has; none where nobody can be invited with it.
fn new_response(lang: Language, new: &NewAddress) -> Option<MatchResponse> {
    if new.refused.is_some() {
        return None;
    }
    let address = new.address.as_str();
    let typed_name = new.name.clone().unwrap_or_default();
    let recipient = TypedRecipient { name: typed_name, ..TypedRecipient::of_text(address) };
    let (standing, badge, outcome) = if new.is_being_invited {
        (INVITED, words::user_status(lang, UserStatus::Pending), picker::outcome_joins(lang))
    } else {
        (NEW, picker::badge_new(lang), picker::outcome_new(lang))
    };
    let name = if recipient.name.is_empty() { address } else { recipient.name.as_str() };
    Some(MatchResponse {
        id: String::new(),
        key: new.address.canonical(),
        line: recipient.line(),
        name: name.to_owned(),
        address: if recipient.name.is_empty() { String::new() } else { address.to_owned() },
        company: String::new(),
        standing: standing.to_owned(),
        badge: badge.to_owned(),
        blocked: String::new(),
        initials: initials(name),
        outside: true,
        outcome: outcome.to_owned(),
    })
}

/// What is said of a text for which these people were found.
pub(super) fn response(lang: Language, text: &str, found: &PeopleFound) -> MatchesResponse {
    let person = |found: &FoundPerson| person_response(lang, &found.person, found.existing_role.as_ref());
    let new = found.new.as_ref().and_then(|new| new_response(lang, new));
    let is_recent = found.are_recent && !found.matches.is_empty();
    MatchesResponse {
        matches: found.matches.iter().map(person).chain(new).collect(),
        heading: if is_recent { picker::recent(lang).to_owned() } else { String::new() },
        remark: remark(lang, text, found),
        announcement: announcement(lang, text, found),
    }
}

/// What stands below the list, or in its place.
fn remark(lang: Language, text: &str, found: &PeopleFound) -> String {
    let refused = found.new.as_ref().and_then(|new| new.refused).map(|code| reason(lang, code));
    let more = found.has_more.then(|| picker::more(lang).to_owned());
    let nobody = nobody(lang, text, found).map(str::to_owned);
    sentences(lang, refused.into_iter().chain(more).chain(nobody))
}

/// What the live region says.
fn announcement(lang: Language, text: &str, found: &PeopleFound) -> String {
    let count = found.matches.len() as u64;
    let counted = (count > 0).then(|| {
        if found.are_recent { picker::recent_count(lang, count) } else { picker::found(lang, count) }
    });
    let new = found.new.as_ref().filter(|new| new.refused.is_none()).map(|new| {
        let address = new.address.as_str();
        if new.is_being_invited {
            picker::joins_result(lang, address)
        } else {
            picker::new_result(lang, address)
        }
    });
    let said = counted.into_iter().chain(new);
    sentences(lang, said.chain(Some(remark(lang, text, found)).filter(|remark| !remark.is_empty())))
}

/// What to do where nobody is shown. Of nothing typed nothing is said, unless it takes a whole address; of a list nothing, for it is no search.
fn nobody(lang: Language, text: &str, found: &PeopleFound) -> Option<&'static str> {
    if !found.matches.is_empty() || found.new.is_some() {
        return None;
    }
    let is_list = || EmailAddress::parse(text) == Err(ParseEmailError::Several);
    match (found.exact_only, text.trim().is_empty()) {
        (_, false) if is_list() => None,
        (true, _) => Some(picker::only_exact(lang)),
        (false, true) => None,
        (false, false) => Some(picker::none(lang)),
    }
}

/// One sentence after the other.
fn sentences(lang: Language, all: impl Iterator<Item = String>) -> String {
    all.reduce(|first, second| words::app::two_sentences(lang, &first, &second)).unwrap_or_default()
}

/// Finds people for an item in the directory by address, or by the start of a name; for an empty text those with whom the caller shared of late.
#[server(name = FindPeople, prefix = "/api", endpoint = "people/find")]
pub async fn find_people(text: String, item: ItemId) -> Result<ApiResponse<MatchesResponse>, BadRequest> {
    response::respond(|context, caller| async move {
        let found = context.ports.people.find(&caller, &item, &text).await?;
        Ok(response(context.lang, &text, &found))
    })
    .await
}

#[cfg(test)]
mod tests;
