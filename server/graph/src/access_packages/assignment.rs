//! Assignments of access packages, and the requests that make and end them.

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use time::OffsetDateTime;

use crate::json::{optional_object, optional_text, optional_time, text};

/// A request that makes or ends an assignment ("accessPackageAssignmentRequest resource type").
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "AssignmentRequestResponse")]
pub struct AssignmentRequest {
    /// `id`
    pub id: String,
    /// `state`
    pub state: RequestState,
    /// `status`: more about the state, for the log
    pub status: Option<String>,
    /// `createdDateTime`
    pub created_at: Option<OffsetDateTime>,
    /// `completedDateTime`: when it ended, well or not
    pub completed_at: Option<OffsetDateTime>,
    /// `assignment`: the one it makes or ends; absent while there is none, and in the answer to a new request
    pub assignment: Option<Assignment>,
}

/// On Microsoft's page the answers to a new request have `requestState` and `requestStatus`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AssignmentRequestResponse {
    #[serde(deserialize_with = "crate::json::id")]
    id: String,
    state: Option<RequestState>,
    request_state: Option<RequestState>,
    #[serde(default, deserialize_with = "optional_text")]
    status: Option<String>,
    #[serde(default, deserialize_with = "optional_text")]
    request_status: Option<String>,
    #[serde(default, deserialize_with = "optional_time")]
    created_date_time: Option<OffsetDateTime>,
    #[serde(default, deserialize_with = "optional_time")]
    completed_date_time: Option<OffsetDateTime>,
    #[serde(default, deserialize_with = "optional_object")]
    assignment: Option<Assignment>,
}

impl From<AssignmentRequestResponse> for AssignmentRequest {
    fn from(response: AssignmentRequestResponse) -> Self {
        Self {
            id: response.id,
            state: response.state.or(response.request_state).unwrap_or_default(),
            status: response.status.or(response.request_status),
            created_at: response.created_date_time,
            completed_at: response.completed_date_time,
            assignment: response.assignment,
        }
    }
}

/// How far a request is (`state`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestState {
    /// `submitted`
    Submitted,
    /// `pendingApproval`
    PendingApproval,
    /// `delivering`
    Delivering,
    /// `delivered`
    Delivered,
    /// `deliveryFailed`
    DeliveryFailed,
    /// `denied`
    Denied,
    /// `scheduled`
    Scheduled,
    /// `canceled`
    Canceled,
    /// `partiallyDelivered`
    PartiallyDelivered,
    /// A state that we do not know, as it came; empty if there was none.
    Other(String),
}

impl RequestState {
    /// Whether a request in this state can be canceled ("accessPackageAssignmentRequest: cancel": accepted, waiting for an approval or for its
    /// beginning). What is being delivered cannot.
    pub const fn is_cancelable(&self) -> bool {
        matches!(self, Self::Submitted | Self::PendingApproval | Self::Scheduled)
    }

    /// Whether something may still come of a request in this state. One that we do not know is taken for open.
    pub const fn is_open(&self) -> bool {
        self.is_cancelable() || matches!(self, Self::Delivering | Self::Other(_))
    }
}

/// Somebody has an access package, or had it ("accessPackageAssignment resource type").
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Assignment {
    /// `id`
    #[serde(deserialize_with = "crate::json::id")]
    pub id: String,
    /// `state`
    #[serde(default)]
    pub state: AssignmentState,
    /// `status`: more about the state, for the log
    #[serde(default, deserialize_with = "optional_text")]
    pub status: Option<String>,
    /// `expiredDateTime`
    #[serde(default, rename = "expiredDateTime", deserialize_with = "optional_time")]
    pub expired_at: Option<OffsetDateTime>,
    /// `target`: who has it
    #[serde(default, deserialize_with = "optional_object")]
    pub target: Option<Subject>,
}

/// How far an assignment is (`state`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AssignmentState {
    /// `delivering`
    Delivering,
    /// `partiallyDelivered`
    PartiallyDelivered,
    /// `delivered`
    Delivered,
    /// `expired`
    Expired,
    /// `deliveryFailed`
    DeliveryFailed,
    /// A state that we do not know, as it came; empty if there was none.
    Other(String),
}

/// Who has an access package ("accessPackageSubject resource type").
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// `objectId`: the user's; absent for somebody who is no user of the tenant yet
    #[serde(default, deserialize_with = "optional_text")]
    pub object_id: Option<String>,
    /// `email`
    #[serde(default, deserialize_with = "optional_text")]
    pub email: Option<String>,
}

impl Default for RequestState {
    fn default() -> Self {
        Self::Other(String::new())
    }
}

impl Default for AssignmentState {
    fn default() -> Self {
        Self::Other(String::new())
    }
}

// Microsoft's own samples write these in small letters and with a capital.

impl<'de> Deserialize<'de> for RequestState {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let state = text(&Value::deserialize(deserializer)?).unwrap_or_default();
        Ok(match state.to_ascii_lowercase().as_str() {
            "submitted" => Self::Submitted,
            "pendingapproval" => Self::PendingApproval,
            "delivering" => Self::Delivering,
            "delivered" => Self::Delivered,
            "deliveryfailed" => Self::DeliveryFailed,
            "denied" => Self::Denied,
            "scheduled" => Self::Scheduled,
            "canceled" => Self::Canceled,
            "partiallydelivered" => Self::PartiallyDelivered,
            _ => Self::Other(state),
        })
    }
}

impl<'de> Deserialize<'de> for AssignmentState {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let state = text(&Value::deserialize(deserializer)?).unwrap_or_default();
        Ok(match state.to_ascii_lowercase().as_str() {
            "delivering" => Self::Delivering,
            "partiallydelivered" => Self::PartiallyDelivered,
            "delivered" => Self::Delivered,
            "expired" => Self::Expired,
            "deliveryfailed" => Self::DeliveryFailed,
            _ => Self::Other(state),
        })
    }
}
