//! Step-up: what Graph wants to be proved again.

use serde::{Deserialize, Serialize};

/// A step-up: the authentication context that Graph requires in a token ("Claims challenges, claims requests, and client capabilities").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StepUp {
    /// The context, e.g. `c1`.
    pub acrs: String,
    /// Path patterns as in faults, e.g. `/v1.0/invitations`.
    pub paths: Vec<String>,
}

/// How a token without the context is handled when its application does not support claims challenges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum WithoutCapability {
    /// It is refused: 403.
    Refuse,
    /// It is challenged anyway: 401.
    Challenge,
    /// It is accepted.
    Accept,
}
