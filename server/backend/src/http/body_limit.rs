//! The size limit of a request's body. The whole body is read before the handler runs.

use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use contract::{Problem, ProblemCode, routes};
use http::StatusCode;
use http::header::CONTENT_LENGTH;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

use super::problem_response::problem_response;
use super::{MAX_BODY_BYTES, MAX_MARK_BODY_BYTES, MAX_SHARE_BODY_BYTES};

/// Where the share form is sent: to judge it, to plan it, to follow it, to share.
const SHARE: &str = "/api/share/";

/// 413 for a larger body, whether it says so or not.
pub(super) async fn limit(request: Request, next: Next) -> Response {
    let too_large = || problem_response(StatusCode::PAYLOAD_TOO_LARGE, Problem::new(ProblemCode::TooLarge));
    let most = most_at(request.uri().path());
    let length =
        request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > most as u64) {
        return too_large();
    }
    let (parts, body) = request.into_parts();
    match Limited::new(body, most).collect().await {
        Ok(whole) => next.run(Request::from_parts(parts, Body::from(whole.to_bytes()))).await,
        Err(error) if error.is::<LengthLimitError>() => too_large(),
        Err(_) => problem_response(StatusCode::BAD_REQUEST, Problem::new(ProblemCode::BadForm)),
    }
}

/// The largest body at an address.
fn most_at(path: &str) -> usize {
    if path == routes::MARK {
        MAX_MARK_BODY_BYTES
    } else if path.starts_with(SHARE) {
        MAX_SHARE_BODY_BYTES
    } else {
        MAX_BODY_BYTES
    }
}

#[cfg(test)]
mod tests {
    use contract::{RECIPIENTS_LIMIT, TypedRecipient};

    use super::*;

    #[test]
    fn only_the_share_form_and_the_mark_may_be_larger() {
        for (path, most) in [
            ("/api/share/send", MAX_SHARE_BODY_BYTES),
            ("/api/share/judge", MAX_SHARE_BODY_BYTES),
            ("/api/share/plan", MAX_SHARE_BODY_BYTES),
            (routes::MARK, MAX_MARK_BODY_BYTES),
            ("/api/shares", MAX_BODY_BYTES),
            ("/api/people/find", MAX_BODY_BYTES),
            ("/items/a/api/share/send", MAX_BODY_BYTES),
        ] {
            assert_eq!(most_at(path), most, "{path}");
        }
    }

    /// An address has at most 64 characters before and 255 behind the `@` (RFC 5321, section 4.5.3.1).
    #[test]
    fn as_many_recipients_fit_as_a_form_takes() {
        let long = "a".repeat(320);
        let typed = TypedRecipient::of_text(&long);
        // Separators are encoded, three bytes each, and so are the brackets of the name.
        let line = typed.line().replace('\t', "%09");
        let field = format!("form%5Brecipients%5D%5B{RECIPIENTS_LIMIT}%5D={line}&");
        assert!(field.len() * RECIPIENTS_LIMIT + MAX_BODY_BYTES < MAX_SHARE_BODY_BYTES, "{}", field.len());
    }
}
