//! Looks people up while a person types.

use contract::PersonMatch;
use islands::responses::{ApiResponse, MatchResponse, MatchesResponse};
use leptos::prelude::*;

use super::response::{self, BadRequest};
use crate::widgets::initials;

/// A match, as the island needs it.
pub(crate) fn match_response(found: PersonMatch) -> MatchResponse {
    MatchResponse {
        id: found.id.into(),
        initials: initials(&found.name),
        name: found.name,
        address: found.address,
        company: found.company.unwrap_or_default(),
        standing: found.standing.to_string(),
    }
}

/// Finds people in the directory by address, or by the start of a name.
#[server(name = FindPeople, prefix = "/api", endpoint = "people/find")]
pub async fn find_people(text: String) -> Result<ApiResponse<MatchesResponse>, BadRequest> {
    response::respond(|context, caller| async move {
        let found = context.ports.people.find(&caller, &text).await?;
        let matches = found.into_iter().map(match_response).collect();
        Ok(MatchesResponse { matches })
    })
    .await
}
