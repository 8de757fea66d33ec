//! Looks people up while a person types.

use contract::{
    FieldPath, Language, Mailbox, ParseEmailError, PeopleFound, PersonMatch, Problem, ProblemCode,
};
use islands::responses::{ApiResponse, MatchResponse, MatchesResponse};
use leptos::prelude::*;

use super::response::{self, BadRequest};
use crate::widgets::initials;

/// The look of the badge of somebody who cannot be given access.
pub(crate) const BLOCKED: &str = "blocked";

/// The standing of a match, as both ends of the dialog name it.
pub(crate) fn standing_of(found: &PersonMatch) -> &'static str {
    if found.blocked.is_some() { BLOCKED } else { found.standing.as_str() }
}

/// A match, as the island needs it.
pub(crate) fn match_response(lang: Language, found: PersonMatch) -> MatchResponse {
    let standing = standing_of(&found);
    MatchResponse {
        blocked: found.blocked.map(|code| reason(lang, code)).unwrap_or_default(),
        id: found.id.into(),
        initials: initials(&found.name),
        name: found.name,
        address: found.address,
        company: found.company.unwrap_or_default(),
        standing: standing.to_owned(),
    }
}

/// A reason against somebody, as it stands beside the address.
pub(crate) fn reason(lang: Language, code: ProblemCode) -> String {
    let localized = words::localize(lang, &Problem::of_field(FieldPath::ADDRESS, code));
    localized.fields.into_iter().next().map(|(_, text)| text).unwrap_or(localized.sentence)
}

/// What is said of a text for which these people were found.
pub(super) fn response(lang: Language, text: &str, found: PeopleFound) -> MatchesResponse {
    let PeopleFound { matches, is_being_invited } = found;
    let mailbox = Mailbox::parse(text);
    let refused = match &mailbox {
        Ok(mailbox) => mailbox.address.check_invitable().err().map(ProblemCode::from),
        // Anything else may become an address, or a name.
        Err(ParseEmailError::Several) => Some(ProblemCode::AddressSeveral),
        Err(_) => None,
    };
    let joins = is_being_invited.then(|| words::share::being_invited_hint(lang).to_owned());
    let remark = refused.map(|code| reason(lang, code)).or(joins).filter(|_| matches.is_empty());
    let (address, name) =
        mailbox.map_or_else(|_| Default::default(), |known| (known.address.into(), known.name));
    MatchesResponse {
        matches: matches.into_iter().map(|found| match_response(lang, found)).collect(),
        address,
        name: name.unwrap_or_default(),
        remark: remark.unwrap_or_default(),
    }
}

/// Finds people in the directory by address, or by the start of a name.
#[server(name = FindPeople, prefix = "/api", endpoint = "people/find")]
pub async fn find_people(text: String) -> Result<ApiResponse<MatchesResponse>, BadRequest> {
    response::respond(|context, caller| async move {
        let found = context.ports.people.find(&caller, &text).await?;
        Ok(response(context.lang, &text, found))
    })
    .await
}
