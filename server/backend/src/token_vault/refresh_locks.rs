//! What this process has learned of a person's tokens besides the row; under a lock, so that it refreshes them once at a time.

use graph::TokenError;
use secrecy::SecretString;

use crate::person_locks::PersonLocks;

/// A lock for each person.
pub(super) type RefreshLocks = PersonLocks<RefreshState>;

/// What was learned of one version of a person's tokens.
#[derive(Debug, Default)]
pub(super) struct RefreshState {
    /// Graph has refused the access token of this version.
    pub(super) refused: Option<i64>,
    /// The claims challenge that came with it.
    pub(super) claims: Option<String>,
    /// The refresh token of this version is no longer good; asking again would only look like a loop to the authority.
    pub(super) spent: Option<(i64, Option<String>)>,
    /// Graph has refused this token for looking people up.
    pub(super) refused_reading: Option<SecretString>,
    /// The authority gave no token for looking people up.
    pub(super) no_reading: Option<NoToken>,
}

/// A refusal that stands for a while, so that the authority is not asked at every letter that somebody types.
#[derive(Debug)]
pub(super) struct NoToken {
    /// The version of the tokens that it was asked for with: a new sign-in is asked about at once.
    pub(super) version: i64,
    /// Until when it stands, in unix milliseconds.
    pub(super) until: i64,
    /// What the authority said.
    pub(super) error: TokenError,
}
