//! Claims of ID tokens that an application gets only when its registration asks for them ("Optional claims reference").

use serde::{Deserialize, Serialize};

use super::{World, app::Client};

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OptionalClaim {
    /// 0 for a member, 1 for a guest.
    Acct,
    /// When the person signed in.
    AuthTime,
    /// The address of a member; guests have it by default.
    Email,
    /// What `logout_hint` takes.
    LoginHint,
}

impl World {
    /// Whether an application gets this claim: as its registration was changed, else as it was seeded.
    pub fn gives(&self, client: &Client, claim: OptionalClaim) -> bool {
        let registered = self.registration(client.client_id).optional_claims;
        registered.as_ref().unwrap_or(&client.optional_claims).contains(&claim)
    }
}
