//! Refusals of Outlook, which has codes and words of its own.

use http::StatusCode;

use crate::graph_api::error::GraphError;

/// 403, as people report it.
pub(super) fn denied() -> GraphError {
    GraphError::new(
        StatusCode::FORBIDDEN,
        "ErrorAccessDenied",
        "Access is denied. Check credentials and try again.",
    )
}

/// 404, as people report it.
pub(super) fn no_such_user(named: &str) -> GraphError {
    let message = format!("The requested user '{named}' is invalid.");
    GraphError::new(StatusCode::NOT_FOUND, "ErrorInvalidUser", message)
}

/// 404, as people report it, of guests most of all.
pub(super) fn no_mailbox() -> GraphError {
    GraphError::new(
        StatusCode::NOT_FOUND,
        "MailboxNotEnabledForRESTAPI",
        "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
    )
}

/// 429. Unverified: the words; those of too many calls at once are known.
pub(super) fn too_many() -> GraphError {
    GraphError::new(
        StatusCode::TOO_MANY_REQUESTS,
        "ApplicationThrottled",
        "Application is over its MailboxMessageRate limit.",
    )
}

/// 403: the mailbox is not that of the named sender.
pub(super) fn other_sender() -> GraphError {
    GraphError::new(
        StatusCode::FORBIDDEN,
        "ErrorSendAsDenied",
        "The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account., Cannot submit message.",
    )
}

/// 400: no recipients.
pub(super) fn no_recipients() -> GraphError {
    invalid_recipients("A message can't be sent because it contains no recipients.")
}

/// 400: this recipient is no address.
pub(super) fn unresolved(recipient: &str) -> GraphError {
    invalid_recipients(&format!(
        "Recipient '{recipient}' is not resolved. All recipients must be resolved before a message can be submitted."
    ))
}

fn invalid_recipients(why: &str) -> GraphError {
    let message = format!("At least one recipient is not valid., {why}");
    GraphError::new(StatusCode::BAD_REQUEST, "ErrorInvalidRecipients", message)
}

/// 400: a header field that is none of the sender's own.
pub(super) fn foreign_header(name: &str) -> GraphError {
    let message = format!("The internet message header name '{name}' should start with 'x-' or 'X-'.");
    GraphError::new(StatusCode::BAD_REQUEST, "InvalidInternetMessageHeader", message)
}

/// 400: more header fields than a message takes.
pub(super) fn too_many_headers(most: usize) -> GraphError {
    let message = format!("Maximum number of headers in one message should be less than or equal to {most}.");
    GraphError::new(StatusCode::BAD_REQUEST, "InvalidInternetMessageHeaderCollection", message)
}

/// 400: the type has no such property.
pub(super) fn unknown_property(kind: &str, name: &str) -> GraphError {
    body(&format!(
        "The property '{name}' does not exist on type 'microsoft.graph.{kind}'. Make sure to only use property names that are defined by the type or mark the type as open type."
    ))
}

/// 400: the action has no such parameter.
pub(super) fn unknown_parameter(name: &str) -> GraphError {
    body(&format!(
        "The parameter '{name}' in the request payload is not a valid parameter for the operation 'sendMail'."
    ))
}

/// 400: a choice that there is not.
pub(super) fn unknown_choice(value: &str) -> GraphError {
    body(&format!("Requested value '{value}' was not found."))
}

/// 400: a value of another type.
pub(super) fn wrong_type(name: &str) -> GraphError {
    body(&format!("Cannot convert the value of '{name}' to the expected type."))
}

/// 400. Unverified: code and words.
pub(super) fn no_message() -> GraphError {
    let message = "The value of the parameter 'Message' is invalid.";
    GraphError::new(StatusCode::BAD_REQUEST, "ErrorInvalidParameter", message)
}

/// 501: this emulator does not follow it.
pub(super) fn not_built(name: &str) -> GraphError {
    let message = format!("The emulator does not send messages with '{name}'.");
    GraphError::new(StatusCode::NOT_IMPLEMENTED, "NotImplemented", message)
}

fn body(message: &str) -> GraphError {
    GraphError::new(StatusCode::BAD_REQUEST, "RequestBodyRead", message)
}
