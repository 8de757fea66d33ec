//! Who can fix a problem.

use serde::{Deserialize, Serialize};

/// Who can fix a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FixedBy {
    /// The person at the screen.
    You,
    /// An administrator of the organisation.
    Admin,
    /// Nobody: a later retry helps.
    Time,
    /// The operator of Vestibule; the reference id helps them.
    Operator,
}
