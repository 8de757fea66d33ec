//! Faults that have a name, for people.

use super::fault::Fault;

/// A named fault.
#[derive(Debug)]
pub(crate) struct Preset {
    pub(crate) name: &'static str,
    /// What goes wrong, in a sentence.
    pub(crate) text: &'static str,
    /// The fault itself, as the control address takes it.
    json: &'static str,
}

const fn preset(name: &'static str, text: &'static str, json: &'static str) -> Preset {
    Preset { name, text, json }
}

/// Every preset, in the order of the page.
pub(crate) const ALL: &[Preset] = &[
    preset(
        "graph-is-down",
        "Graph is down: every call gets a 503 and a page of some gateway",
        r#"{"on": {"family": "graph"}, "effect": {"status": 503, "body": "<html><body><h1>503 Service Unavailable</h1></body></html>"}}"#,
    ),
    preset(
        "graph-takes-too-long",
        "The next call of Graph gets a 504 and a page of some gateway",
        r#"{"on": {"family": "graph"}, "effect": {"status": 504, "body": "<html><body><h1>504 Gateway Timeout</h1></body></html>"}, "times": 1}"#,
    ),
    preset(
        "graph-has-a-hiccup",
        "The next call of Graph gets a 503, to be repeated after a second",
        r#"{"on": {"family": "graph"}, "effect": {"status": 503, "code": "serviceNotAvailable", "headers": {"Retry-After": "1"}}, "times": 1}"#,
    ),
    preset(
        "graph-is-flaky",
        "Every third call of Graph or so fails with 500",
        r#"{"on": {"family": "graph"}, "effect": {"status": 500, "code": "UnknownError"}, "probability": 0.33}"#,
    ),
    preset(
        "graph-is-slow",
        "Every call of Graph takes three seconds longer",
        r#"{"on": {"family": "graph"}, "effect": {"delay_ms": 3000}}"#,
    ),
    preset(
        "throttled",
        "The next three calls of Graph are throttled, to be repeated after 2.128 seconds",
        r#"{"on": {"family": "graph"}, "effect": {"throttle": {"seconds": 2.128}}, "times": 3}"#,
    ),
    preset(
        "throttled-until-a-date",
        "The next call of Graph is throttled, with a date in Retry-After",
        r#"{"on": {"family": "graph"}, "effect": {"throttle": {"seconds": 5, "asDate": true}}, "times": 1}"#,
    ),
    preset(
        "throttled-without-a-hint",
        "The next call of Graph is throttled without Retry-After, as Conditional Access does",
        r#"{"on": {"family": "graph"}, "effect": {"throttle": {"scope": "Tenant/Read"}}, "times": 1}"#,
    ),
    preset(
        "throttled-in-the-old-way",
        "The next call of Graph is throttled with 503, as older parts of the directory do",
        r#"{"on": {"family": "graph"}, "effect": {"status": 503, "code": "Request_ThrottledTemporarily", "message": "Your request is throttled temporarily. Please try after 2 seconds.", "headers": {"Retry-After": "2"}}, "times": 1}"#,
    ),
    preset(
        "invitation-cut-off-before",
        "The next invitation is cut off before anything was done",
        r#"{"on": {"method": "POST", "family": "invitations"}, "effect": {"drop": true}, "times": 1}"#,
    ),
    preset(
        "invitation-cut-off-after",
        "The next invitation is cut off after it was made",
        r#"{"on": {"method": "POST", "family": "invitations"}, "effect": {"drop_after": true}, "times": 1}"#,
    ),
    preset(
        "invitation-made-but-refused",
        "The next invitation is made, and answered with 500",
        r#"{"on": {"method": "POST", "family": "invitations"}, "effect": {"status": 500, "code": "InternalServerError", "perform": true}, "times": 1}"#,
    ),
    preset(
        "invitation-made-but-unavailable",
        "The next invitation is made, and answered with 503 and a page of some gateway",
        r#"{"on": {"method": "POST", "family": "invitations"}, "effect": {"status": 503, "body": "<html><body><h1>503 Service Unavailable</h1></body></html>", "perform": true}, "times": 1}"#,
    ),
    preset(
        "invitation-in-half-an-answer",
        "The answer to the next invitation breaks off in the middle",
        r#"{"on": {"method": "POST", "family": "invitations"}, "effect": {"truncate": 60}, "times": 1}"#,
    ),
    preset(
        "invitation-answered-with-nonsense",
        "The next invitation is made, and its answer is half of its JSON",
        r#"{"on": {"method": "POST", "family": "invitations"}, "effect": {"garble": "half"}, "times": 1}"#,
    ),
    preset(
        "phantom-guest",
        "The guest of the next invitation is answered for, and never found",
        r#"{"on": {"method": "POST", "family": "invitations"}, "effect": {"phantom": true}, "times": 1}"#,
    ),
    preset(
        "guest-seen-late",
        "The guest of the next invitation is seen after five minutes",
        r#"{"on": {"method": "POST", "family": "invitations"}, "effect": {"late": {"readMs": 300000, "listMs": 300000, "updateMs": 300000, "groupReferenceMs": 300000, "appRoleMs": 300000}}, "times": 1}"#,
    ),
    preset(
        "guest-seen-late-by-groups",
        "The guest of the next invitation can be read, but groups and app roles see it after five minutes",
        r#"{"on": {"method": "POST", "family": "invitations"}, "effect": {"late": {"readMs": 0, "groupReferenceMs": 300000, "appRoleMs": 300000}}, "times": 1}"#,
    ),
    preset(
        "directory-unreadable",
        "The next change of a user finds the directory unreadable, as right after an invitation",
        r#"{"on": {"method": "PATCH", "family": "users"}, "effect": {"status": 404, "code": "Directory_ObjectNotFound", "message": "Unable to read the company information from the directory."}, "times": 1}"#,
    ),
    preset(
        "group-takes-nobody",
        "Nobody may be added to a group: 403",
        r#"{"on": {"method": "POST", "path": "/v1.0/groups/*/members/$ref"}, "effect": {"status": 403, "code": "Authorization_RequestDenied", "message": "Insufficient privileges to complete the operation."}}"#,
    ),
    preset(
        "app-role-is-gone",
        "The role of an application that is assigned does not exist any more",
        r#"{"on": {"method": "POST", "path": "/v1.0/servicePrincipals/*/appRoleAssignedTo"}, "effect": {"status": 400, "code": "Request_BadRequest", "message": "Permission being assigned was not found on application."}}"#,
    ),
    preset(
        "package-is-gone",
        "The access package that is asked for does not exist any more",
        r#"{"on": {"method": "POST", "path": "/v1.0/identityGovernance/entitlementManagement/assignmentRequests"}, "effect": {"status": 404, "code": "ResourceNotFound", "message": "The access package was not found."}}"#,
    ),
    preset(
        "package-waits-for-approval",
        "Requests for access packages are shown as waiting for an approver",
        r#"{"on": {"method": "GET", "path": "/v1.0/identityGovernance/entitlementManagement/assignmentRequests/*"}, "effect": {"status": 200, "body": {"id": "acce5500-0009-4a57-8c11-5c0e10f0c009", "state": "pendingApproval"}}}"#,
    ),
    preset(
        "package-is-denied",
        "Requests for access packages are shown as denied",
        r#"{"on": {"method": "GET", "path": "/v1.0/identityGovernance/entitlementManagement/assignmentRequests/*"}, "effect": {"status": 200, "body": {"id": "acce5500-0009-4a57-8c11-5c0e10f0c009", "state": "denied"}}}"#,
    ),
    preset(
        "mailbox-is-missing",
        "Whoever sends a mail through Graph has no mailbox",
        r#"{"on": {"method": "POST", "path": "/v1.0/me/sendMail"}, "effect": {"status": 404, "code": "MailboxNotEnabledForRESTAPI", "message": "REST API is not yet supported for this mailbox."}}"#,
    ),
    preset(
        "suspicious-activity",
        "Invitations are blocked for suspicious activity",
        r#"{"on": {"method": "POST", "family": "invitations"}, "effect": {"status": 403, "code": "Forbidden", "message": "Invitations are blocked for this directory due to suspicious activity. Please contact Microsoft support for help."}}"#,
    ),
    preset(
        "token-expired",
        "The next call of Graph finds its access token expired",
        r#"{"on": {"family": "graph"}, "effect": {"token": "expired"}, "times": 1}"#,
    ),
    preset(
        "session-ended",
        "The next call of Graph is challenged: the session was ended",
        r#"{"on": {"family": "graph"}, "effect": {"token": "revoked"}, "times": 1}"#,
    ),
    preset(
        "refresh-token-revoked",
        "No refresh token is good any more",
        r#"{"on": {"method": "POST", "family": "token", "contains": "grant_type=refresh_token"}, "effect": {"token": "revoked"}}"#,
    ),
    preset(
        "sign-in-is-down",
        "Entra ID is down: every endpoint answers with 503",
        r#"{"on": {"family": "entra"}, "effect": {"status": 503, "body": "<html><body><h1>503 Service Unavailable</h1></body></html>"}}"#,
    ),
    preset(
        "mail-server-is-busy",
        "The next three mails are refused by the mail server for now, with 451",
        r#"{"on": {"family": "smtp", "method": "MAIL"}, "effect": {"status": 451, "code": "4.3.2", "message": "Try again later"}, "times": 3}"#,
    ),
    preset(
        "mail-recipient-unknown",
        "The mail server knows no recipient: 550",
        r#"{"on": {"family": "smtp", "method": "RCPT"}, "effect": {"status": 550, "code": "5.1.1", "message": "There is no such mailbox"}}"#,
    ),
    preset(
        "mail-cut-off-before",
        "The next mail is cut off before the mail server took it",
        r#"{"on": {"family": "smtp", "method": "END"}, "effect": {"drop": true}, "times": 1}"#,
    ),
    preset(
        "mail-cut-off-after",
        "The next mail is cut off after the mail server took it",
        r#"{"on": {"family": "smtp", "method": "END"}, "effect": {"drop_after": true}, "times": 1}"#,
    ),
    preset(
        "mail-without-starttls",
        "The mail server does not offer STARTTLS",
        r#"{"on": {"family": "smtp", "method": "EHLO"}, "effect": {"withhold": "STARTTLS"}}"#,
    ),
    preset(
        "mail-certificate-of-another-host",
        "The mail server shows the certificate of another host",
        r#"{"on": {"family": "smtp", "method": "STARTTLS"}, "effect": {"certificate": "otherName"}}"#,
    ),
    preset(
        "errors-without-a-code",
        "Errors of Graph have an empty code",
        r#"{"on": {"family": "graph"}, "effect": {"reshape": "emptyCode"}}"#,
    ),
    preset(
        "errors-with-an-object-as-message",
        "Errors of Graph have an object as their message",
        r#"{"on": {"family": "graph"}, "effect": {"reshape": "messageObject"}}"#,
    ),
    preset(
        "errors-with-a-small-innererror",
        "Errors of Graph spell innererror in small letters",
        r#"{"on": {"family": "graph"}, "effect": {"reshape": "smallInnerError"}}"#,
    ),
];

/// The fault of this name.
pub(crate) fn named(name: &str) -> Option<Fault> {
    let preset = ALL.iter().find(|preset| preset.name == name)?;
    let mut fault: Fault = serde_json::from_str(preset.json).ok()?;
    fault.name = Some(preset.text.to_owned());
    Some(fault)
}
