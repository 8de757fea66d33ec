//! How the invitation service words its refusals: short codes, unlike the directory's.

use http::StatusCode;

use crate::{
    directory_api::{Caller, GraphError},
    site::Site,
    world::invite::InviteRefused,
};

/// The token lacks the permission. The status is unverified, therefore a switch.
pub(super) fn without_permission(site: &Site, caller: &Caller) -> GraphError {
    let status = site.read(|world| {
        world.tenant(caller.tenant).map_or(401, |tenant| tenant.policy.invite_without_permission_status)
    });
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::UNAUTHORIZED);
    let code = if status == StatusCode::FORBIDDEN { "Forbidden" } else { "Unauthorized" };
    GraphError::new(
        status,
        code,
        format!(
            "Insufficient privileges to perform requested operation by the application '00000003-0000-0000-c000-000000000000'. ControllerName=MSGraphInviteAPI, ActionName=CreateInvite, URL absolute path=/api/{}/invites",
            caller.tenant
        ),
    )
}

/// The refusal in the service's words.
pub(super) fn explain(refused: &InviteRefused) -> GraphError {
    let forbidden = |message: &str| GraphError::new(StatusCode::FORBIDDEN, "Forbidden", message);
    let bad = |message: &str| GraphError::new(StatusCode::BAD_REQUEST, "BadRequest", message);
    match refused {
        InviteRefused::SuspiciousActivity => forbidden(
            "Invitations are blocked for this directory due to suspicious activity. Please contact Microsoft support for help.",
        ),
        InviteRefused::Policy => forbidden(
            "Guest invitations not allowed for your company. Contact your company administrator for more details.",
        ),
        InviteRefused::MemberNeedsAdmin | InviteRefused::ResetNotAllowed => {
            forbidden("Generic authorization exception.")
        }
        InviteRefused::MalformedAddress => bad("The invited user email address is not valid."),
        InviteRefused::MalformedRedirect => bad("The invite redirect URL is not valid."),
        InviteRefused::TooManyCopies => bad("Only one cc recipient is supported."),
        InviteRefused::TooManySponsors => bad("A guest has five sponsors at most."),
        InviteRefused::UnknownSponsor(id) => bad(&format!(
            "Resource '{id}' does not exist or one of its queried reference-property objects are not present."
        )),
        InviteRefused::GroupAddress => bad("Group email address is not supported."),
        InviteRefused::AlreadyInDirectory { user, blocked: false } => bad(&format!(
            "The invited user already exists in the directory as object ID: {user}. They can use that account to sign in to shared apps and resources."
        )),
        InviteRefused::AlreadyInDirectory { user, blocked: true } => bad(&format!(
            "The invited user already exists in the directory as object ID: {user}, but the account is blocked from signing in. Unblock the account to let the user sign in to shared apps and resources."
        )),
        InviteRefused::OwnDomain => bad(
            "This user cannot be invited because the domain of the user's email address is a verified domain of this directory.",
        ),
        InviteRefused::DomainBlocked => {
            bad("This invitation is blocked by the list of allowed or denied domains of this directory.")
        }
        InviteRefused::UnknownUser => bad("The invited user object was not found."),
        InviteRefused::AddressNotOnUser => bad(
            "The email you're using to invite this user doesn't match any emails on the user object. Please add this email to the user object and try again.",
        ),
        InviteRefused::ConversionUnsupported => GraphError::new(
            StatusCode::NOT_IMPLEMENTED,
            "NotImplemented",
            "This emulator does not convert internal users yet.",
        ),
    }
}
