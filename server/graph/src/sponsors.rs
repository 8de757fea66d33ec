//! Who answers for a user: their sponsors.

use serde::Deserialize;
use serde_json::json;

use crate::address::{address, object_id};
use crate::client::Graph;
use crate::effect::Effect;
use crate::error::GraphError;

/// The most sponsors that a user may have ("Add sponsors to a guest user in the Microsoft Entra admin center").
pub const MAX_SPONSORS: usize = 5;

/// A sponsor: a user or a group.
#[derive(Deserialize)]
struct Sponsor {
    #[serde(deserialize_with = "crate::json::id")]
    id: String,
}

impl Graph {
    /// The object ids of a user's sponsors, users and groups ("List sponsors"). In the global cloud only.
    pub async fn sponsors_of_user(&self, user: &str) -> Result<Vec<String>, GraphError> {
        let segments = ["users", object_id(user)?, "sponsors"];
        let call = self.get("/users/{id}/sponsors", &segments, &[("$select", "id")])?;
        let found: Vec<Sponsor> = self.all_pages(call).await?;
        Ok(found.into_iter().map(|sponsor| sponsor.id).collect())
    }

    /// Adds a user to the sponsors of another one ("Add sponsor"), of whom there may be [`MAX_SPONSORS`]. Takes `User.ReadWrite.All`. Repeating it
    /// changes nothing: who is a sponsor already is no failure. A 404 may mean either of the two.
    pub async fn add_sponsor(&self, user: &str, sponsor: &str) -> Result<Effect, GraphError> {
        let reference = address(&self.client.base, &["users", object_id(sponsor)?], &[])?;
        let segments = ["users", object_id(user)?, "sponsors", "$ref"];
        let body = json!({ "@odata.id": reference.as_str() });
        let call = self.post("/users/{id}/sponsors/$ref", &segments, &body)?;
        match self.write(&call).await {
            Ok(_) => Ok(Effect::Made),
            Err(error) if is_sponsor_already(&error) => Ok(Effect::AlreadySo),
            Err(error) => Err(error),
        }
    }

    /// Takes a user out of the sponsors of another one ("Remove sponsor"); both stay. Repeating it changes nothing. Who is no sponsor is no failure, nor
    /// is a user who is gone: Graph answers both with 404.
    pub async fn remove_sponsor(&self, user: &str, sponsor: &str) -> Result<Effect, GraphError> {
        // Without the last segment it would be the sponsor who is deleted.
        let segments = ["users", object_id(user)?, "sponsors", object_id(sponsor)?, "$ref"];
        match self.write(&self.delete("/users/{id}/sponsors/{id}/$ref", &segments)?).await {
            Ok(_) => Ok(Effect::Made),
            Err(error) if error.is_not_found() => Ok(Effect::AlreadySo),
            Err(error) => Err(error),
        }
    }
}

/// "One or more added object references already exist for the following modified properties: 'sponsors'."
fn is_sponsor_already(error: &GraphError) -> bool {
    error.refusal().is_some_and(|refusal| {
        refusal.status == 400 && refusal.says_itself("added object references already exist")
    })
}
