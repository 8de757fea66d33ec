//! What mends a problem.

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

/// Whether an invitation goes on whose step ended with a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retried {
    /// By itself: after a while, or when a guest or a colleague has done their part. In the end a person is asked.
    Yes,
    /// It stops. Somebody mends what is wrong or says what is right, and then it goes on.
    ByPerson,
    /// It has failed: whoever shared may try again, and nothing else does. So is whatever no step ends with, such as a form that is refused.
    No,
}
