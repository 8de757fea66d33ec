#![allow(clippy::unwrap_used)]
use contract::FieldPath;
use graph::{Detail, Refusal};

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

fn code_of(error: &GraphError) -> ProblemCode {
    meaning(error).code
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
        "The directory object quota limit for the Principal has been exceeded. Please ask your administrator to increase the quota limit or delete objects to reduce the used quota.",
        ProblemCode::OwnQuotaExceeded,
    ),
    (
        403,
        "Directory_QuotaExceeded",
        "The directory object quota limit for the Tenant has been exceeded. Please ask your administrator to increase the quota limit or delete objects to reduce the used quota.",
        ProblemCode::QuotaExceeded,
    ),
    (400, "BadRequest", "Quota of the directory exceeded.", ProblemCode::QuotaExceeded),
    (
        400,
        "Request_BadRequest",
        "Invalid value specified for property 'mail' of resource 'User'.",
        ProblemCode::AddressRefused,
    ),
    (400, "BadRequest", "The Primary SMTP Address is an invalid value", ProblemCode::AddressRefused),
    (
        400,
        "Request_BadRequest",
        "The domain portion of the userPrincipalName property is invalid.",
        ProblemCode::AddressRefused,
    ),
    (
        400,
        "Request_BadRequest",
        "Invalid value specified for property 'displayName' of resource 'User'.",
        ProblemCode::ValueRefused,
    ),
    (
        400,
        "BadRequest",
        "Property invitedUserMessageInfo/messageLanguage is invalid.",
        ProblemCode::ValueRefused,
    ),
    (400, "BadRequest", "customizedMessageBody is too long", ProblemCode::ValueRefused),
    (400, "BadRequest", "Property netId is invalid", ProblemCode::AccountTaken),
    (
        400,
        "Request_BadRequest",
        "Another object with the same value for property netId already exists.",
        ProblemCode::AccountTaken,
    ),
    (
        400,
        "Request_BadRequest",
        "Another object with the same value for property userPrincipalName already exists.",
        ProblemCode::AddressTaken,
    ),
    (
        400,
        "Request_BadRequest",
        "A conflicting object with one or more of the specified property values is present in the directory.",
        ProblemCode::AddressTaken,
    ),
    (409, "Request_MultipleObjectsWithSameKeyValue", "", ProblemCode::AddressTaken),
    (
        400,
        "BadRequest",
        "The inviteRedirectUrl is not an address that can be opened.",
        ProblemCode::ItemRefused,
    ),
    (
        403,
        "Forbidden",
        "Blocked because of suspicious behavior of this user.",
        ProblemCode::SuspiciousActivity,
    ),
    (400, "BadRequest", "Suspicious invitation pattern detected", ProblemCode::SuspiciousActivity),
    (429, "TooManyRequests", "Suspicious activity", ProblemCode::SuspiciousActivity),
    (400, "BadRequest", "Property displayName is invalid: 'Suspicious Minds'", ProblemCode::ValueRefused),
    (403, "Forbidden", "External identities may not be added by this user.", ProblemCode::DirectoryRefused),
    (
        404,
        "Directory_ObjectNotFound",
        "Unable to read the company information from the directory.",
        ProblemCode::DirectoryTrouble,
    ),
    (400, "Directory_ConcurrencyViolation", "", ProblemCode::DirectoryTrouble),
    (403, "Authorization_IdentityDisabled", "", ProblemCode::NotAllowed),
    (404, "UnknownError", "<html>", ProblemCode::DirectoryRefused),
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

fn with_details(code: &str, target: &str) -> GraphError {
    let message = "One or more property values specified are invalid.";
    let GraphError::Refused(mut refusal) = refused(400, "Request_BadRequest", message) else {
        unreachable!()
    };
    refusal.details = vec![Detail { code: code.to_owned(), target: target.to_owned(), ..Detail::default() }];
    GraphError::Refused(refusal)
}

#[test]
fn the_property_says_which_field() {
    for (code, target, expected, field) in [
        ("InvalidValue", "mail", ProblemCode::AddressRefused, Some(FieldPath::ADDRESS)),
        ("InvalidValue", "invitedUserEmailAddress", ProblemCode::AddressRefused, Some(FieldPath::ADDRESS)),
        ("ObjectConflict", "proxyAddresses", ProblemCode::AddressTaken, Some(FieldPath::ADDRESS)),
        ("ConflictingObjects", "netId", ProblemCode::AccountTaken, Some(FieldPath::ADDRESS)),
        ("InvalidLength", "displayName", ProblemCode::ValueRefused, Some(FieldPath::NAME)),
        (
            "InvalidLength",
            "invitedUserMessageInfo/customizedMessageBody",
            ProblemCode::ValueRefused,
            Some(FieldPath::MESSAGE),
        ),
        ("InvalidValue", "messageLanguage", ProblemCode::ValueRefused, Some(FieldPath::LANGUAGE)),
        ("InvalidValue", "inviteRedirectUrl", ProblemCode::ItemRefused, None),
        ("InvalidValue", "somethingNew", ProblemCode::DirectoryRefused, None),
    ] {
        let problem = meaning(&with_details(code, target));
        let about = problem.fields.first().map(|about| about.field.clone());
        assert_eq!((problem.code, about), (expected, field), "{code} {target}");
    }
}

#[test]
fn of_an_unknown_reason_status_code_and_property_are_shown_and_no_message() {
    for (error, reason) in [
        (with_details("InvalidValue", "somethingNew"), Some("400 Request_BadRequest (somethingNew)")),
        (with_details("InvalidValue", "kim@x.example"), Some("400 Request_BadRequest")),
        (refused(403, "", "Kim Lee may not"), Some("403")),
        (refused(418, "a code, with a sentence", ""), Some("418")),
    ] {
        assert_eq!(meaning(&error).reason.as_deref(), reason);
        assert_eq!(lookup_meaning(&error).reason.as_deref(), reason);
    }
    assert_eq!(meaning(&refused(503, "", "")).reason, None);
}
