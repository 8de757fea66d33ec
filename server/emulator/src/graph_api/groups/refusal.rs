//! The errors for refused changes of members.

use http::StatusCode;
use world::{membership::MembershipRefused, policy::Policy};

use crate::graph_api::error::GraphError;

/// The error of a refusal. `group` is the id that was asked for.
pub(super) fn explain(refused: &MembershipRefused, group: &str, policy: &Policy) -> GraphError {
    match refused {
        MembershipRefused::NoGroup => GraphError::not_found(group),
        MembershipRefused::NoObject(id) | MembershipRefused::NotMember(id) => {
            GraphError::not_found(&id.to_string())
        }
        MembershipRefused::AlreadyMember(_) => GraphError::request_bad_request(
            "One or more added object references already exist for the following modified properties: 'members'.",
        ),
        MembershipRefused::MailEnabled => GraphError::request_bad_request(
            "Cannot Update a mail-enabled security groups and or distribution list.",
        ),
        MembershipRefused::OnPremises => GraphError::request_bad_request(
            "Unable to update the specified properties for objects that have originated within an external service.",
        ),
        // Unverified: the body of this refusal.
        MembershipRefused::FollowsRule if policy.dynamic_group_status == 403 => GraphError::denied(),
        MembershipRefused::FollowsRule => GraphError::new(
            StatusCode::from_u16(policy.dynamic_group_status).unwrap_or(StatusCode::FORBIDDEN),
            "Request_BadRequest",
            "Members of a group with dynamic membership cannot be added or removed.",
        ),
        MembershipRefused::TooMany => GraphError::request_bad_request(
            "The number of references in the request exceeds the limit of 20 for 'members'.",
        ),
    }
}
