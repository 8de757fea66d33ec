//! Looking people up while somebody types.

use contract::PersonMatch;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::reply::{self, Reply, Unreadable};
use crate::widgets::initials;

/// A match.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MatchReply {
    /// The person in the tenant.
    pub id: String,
    /// The name.
    pub name: String,
    /// The address.
    pub address: String,
    /// The company, or nothing.
    pub company: String,
    /// `member`, `guest` or `pending`, for the badge's look.
    pub standing: String,
    /// The letters of the picture.
    pub initials: String,
}

impl MatchReply {
    /// What the island needs of a match.
    pub fn of(found: PersonMatch) -> Self {
        Self {
            id: found.id.into(),
            initials: initials(&found.name),
            name: found.name,
            address: found.address,
            company: found.company.unwrap_or_default(),
            standing: found.standing.to_string(),
        }
    }
}

/// Who fits.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MatchesReply {
    /// In the order in which they are shown.
    pub matches: Vec<MatchReply>,
}

/// Finds people in the directory by address, or by the start of a name.
#[server(name = FindPeople, prefix = "/api", endpoint = "people/find")]
pub async fn find_people(text: String) -> Result<Reply<MatchesReply>, Unreadable> {
    reply::answer(|scope, caller| async move {
        let found = scope.ports.people.find(&caller, &text).await?;
        let matches = found.into_iter().map(MatchReply::of).collect();
        Ok(MatchesReply { matches })
    })
    .await
}
