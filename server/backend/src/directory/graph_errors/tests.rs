#![allow(clippy::unwrap_used)]
use super::*;

/// A refusal of Microsoft Graph, as its body says it.
pub(crate) fn refused(status: u16, code: &str, message: &str) -> GraphError {
    GraphError::Refused(Box::new(Refusal {
        status,
        code: code.to_owned(),
        message: message.to_owned(),
        request_id: None,
        client_request_id: "c".to_owned(),
        retry_after: None,
        details: Vec::new(),
        claims: None,
    }))
}

/// Status, code and message of refusals, and what they mean.
const WORDINGS: &[(u16, &str, &str, ProblemCode)] = &[
    (
        403,
        "Forbidden",
        "Guest invitations not allowed for your company. Contact your company administrator for more details.",
        ProblemCode::PolicyForbids,
    ),
    (
        401,
        "Unauthorized",
        "Insufficient privileges to perform requested operation by the application '00000003-0000-0000-c000-000000000000'. ControllerName=MSGraphInviteAPI",
        ProblemCode::PermissionMissing,
    ),
    (
        401,
        "InvalidAuthenticationToken",
        "Access token has expired or is not yet valid.",
        ProblemCode::SignInAgain,
    ),
    (403, "Forbidden", "Generic authorization exception.", ProblemCode::PermissionMissing),
    (
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation.",
        ProblemCode::PermissionMissing,
    ),
    (
        400,
        "BadRequest",
        "This user cannot be invited because the domain of the user's email address is a verified domain of this directory.",
        ProblemCode::OwnDomain,
    ),
    (
        400,
        "BadRequest",
        "The invited user already exists in the directory as object ID: x. They can use that account to sign in to shared apps and resources.",
        ProblemCode::AlreadyInside,
    ),
    (
        400,
        "BadRequest",
        "The invited user already exists in the directory as object ID: x, but the account is blocked from signing in. Ask",
        ProblemCode::PersonBlocked,
    ),
    (400, "BadRequest", "Group email address is not supported.", ProblemCode::AddressOfGroup),
    (
        403,
        "Forbidden",
        "This invitation is blocked by cross-tenant access settings. Admins in both your organization and the invited user's organization must configure cross-tenant access settings to allow the invitation.",
        ProblemCode::CrossTenantBlocked,
    ),
    (
        403,
        "Forbidden",
        "Invitations are blocked for this directory due to suspicious activity. Please contact Microsoft support for help.",
        ProblemCode::SuspiciousActivity,
    ),
    (
        400,
        "Request_BadRequest",
        "Another object with the same value for property proxyAddresses already exists.",
        ProblemCode::AddressTaken,
    ),
    (
        403,
        "Directory_QuotaExceeded",
        "The directory object quota limit for the Principal has been exceeded.",
        ProblemCode::QuotaExceeded,
    ),
    (400, "BadRequest", "The invited user email address is invalid.", ProblemCode::AddressRefused),
    (400, "BadRequest", "", ProblemCode::DirectoryRefused),
    (403, "", "nothing known", ProblemCode::DirectoryRefused),
    (429, "TooManyRequests", "", ProblemCode::DirectoryBusy),
    (500, "InternalServerError", "domain", ProblemCode::DirectoryTrouble),
    (501, "NotImplemented", "", ProblemCode::DirectoryRefused),
    (503, "", "<html>", ProblemCode::DirectoryTrouble),
    (410, "Gone", "", ProblemCode::DirectoryRefused),
];

#[test]
fn wordings_of_the_invitation_service() {
    for (status, code, message, expected) in WORDINGS {
        assert_eq!(code_of(&refused(*status, code, message)), *expected, "{status} {code} {message}");
    }
}

#[test]
fn a_claims_challenge_asks_for_a_fresh_sign_in() {
    let GraphError::Refused(mut refusal) = refused(401, "InvalidAuthenticationToken", "") else {
        unreachable!()
    };
    refusal.claims = Some("{}".to_owned());
    assert_eq!(code_of(&GraphError::Refused(refusal)), ProblemCode::SignInAgain);
    let token = GraphError::Token(TokenError::SignInNeeded { claims: None });
    assert_eq!(code_of(&token), ProblemCode::SignInAgain);
}
