//! Claims of ID tokens that an application gets only when its registration asks for them ("Optional claims reference").

use serde::{Deserialize, Serialize};

use super::{World, app::Client};

/// An optional claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OptionalClaim {
    /// 0 for a member, 1 for a guest.
    Acct,
    /// The time of the sign-in.
    AuthTime,
    /// The address of a member; guests get this claim by default.
    Email,
    /// The value that the `logout_hint` parameter takes.
    LoginHint,
}

impl World {
    /// Whether an application's ID tokens have this claim: by its changed registration, else by its seed.
    pub fn issues_optional_claim(&self, client: &Client, claim: OptionalClaim) -> bool {
        let registered = self.registration(client.client_id).optional_claims;
        registered.as_ref().unwrap_or(&client.optional_claims).contains(&claim)
    }
}
