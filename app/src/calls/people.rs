//! Looking people up while somebody types.

use contract::PersonMatch;
use islands::responses::{ApiResponse, MatchResponse, MatchesResponse};
use leptos::prelude::*;

use super::reply::{self, Unreadable};
use crate::widgets::initials;

/// What the island needs of a match.
pub(crate) fn match_reply(found: PersonMatch) -> MatchResponse {
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
pub async fn find_people(text: String) -> Result<ApiResponse<MatchesResponse>, Unreadable> {
    reply::answer(|scope, caller| async move {
        let found = scope.ports.people.find(&caller, &text).await?;
        let matches = found.into_iter().map(match_reply).collect();
        Ok(MatchesResponse { matches })
    })
    .await
}
