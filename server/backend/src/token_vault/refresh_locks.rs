//! What this process has learned of a person's tokens besides the row; under a lock, so that it refreshes them once at a time.

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
}
