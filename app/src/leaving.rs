//! Answers that are no page: where a form goes on to, and with which status.

use contract::{LocalPath, Problem, ProblemCode};
use http::{HeaderName, HeaderValue, StatusCode, header, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// Who posted: a plain form, which wants a page, or a script, which wants JSON. The server's middleware decides it and hides `Accept` and
/// `Referer` from the framework, which would otherwise redirect to whatever `Referer` says and write errors into the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visit {
    /// A plain form.
    Form,
    /// A script.
    Script,
}

/// Who posted this request.
pub(crate) fn visit() -> Visit {
    let parts = use_context::<Parts>();
    parts.and_then(|parts| parts.extensions.get::<Visit>().copied()).unwrap_or(Visit::Script)
}

/// Sends the browser on to one of our own pages with 303, as Post/Redirect/Get asks.
pub(crate) fn go_to(path: &LocalPath) {
    if let (Some(options), Ok(value)) =
        (use_context::<ResponseOptions>(), HeaderValue::from_str(path.as_str()))
    {
        options.set_status(StatusCode::SEE_OTHER);
        options.insert_header(header::LOCATION, value);
        // Pages that were fetched ahead show the state before this change.
        let clear = HeaderValue::from_static("\"prefetchCache\"");
        options.insert_header(HeaderName::from_static("clear-site-data"), clear);
    }
}

/// Like [`go_to`], for a path that was put together here. One that is no local path leads home.
pub(crate) fn go(path: &str) {
    go_to(&LocalPath::parse(path).unwrap_or_else(|_| LocalPath::home()));
}

/// Sets the status of the answer.
pub(crate) fn status(status: StatusCode) {
    if let Some(options) = use_context::<ResponseOptions>() {
        options.set_status(status);
    }
}

/// Adds a cookie for a year. Name and value are ours; nothing typed gets here.
pub(crate) fn keep_choice(name: &'static str, value: &'static str) {
    let age = if value.is_empty() { 0 } else { 31_536_000 };
    let line = format!("{name}={value}; Path=/; Max-Age={age}; SameSite=Lax");
    if let (Some(options), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&line)) {
        options.append_header(header::SET_COOKIE, value);
    }
}

/// The status that a problem has where it is the whole answer.
pub const fn status_of(code: ProblemCode) -> StatusCode {
    match code {
        ProblemCode::SignInNeeded | ProblemCode::SessionLapsed | ProblemCode::SignInAgain => {
            StatusCode::UNAUTHORIZED
        }
        ProblemCode::NotAllowed | ProblemCode::ForeignForm => StatusCode::FORBIDDEN,
        ProblemCode::NotFound | ProblemCode::NoLink => StatusCode::NOT_FOUND,
        ProblemCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ProblemCode::TooFast => StatusCode::TOO_MANY_REQUESTS,
        ProblemCode::KeyReused => StatusCode::CONFLICT,
        ProblemCode::Internal | ProblemCode::DirectoryRefused => StatusCode::INTERNAL_SERVER_ERROR,
        ProblemCode::DirectoryBusy | ProblemCode::DirectoryTrouble | ProblemCode::DirectoryUnreachable => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        _ => StatusCode::BAD_REQUEST,
    }
}

/// The address of the page that says what went wrong. It holds a code, a reference id and the way back only.
pub fn trouble_address(problem: &Problem, back: Option<&LocalPath>) -> String {
    let reference = problem.reference.as_ref().map(|id| format!("&reference={id}")).unwrap_or_default();
    let back = back.filter(|back| **back != LocalPath::home());
    let to = back.map(|back| format!("&to={}", encode(back.as_str()))).unwrap_or_default();
    format!("/trouble?problem={}{reference}{to}", problem.code.as_str())
}

/// A form's way on when it met a problem that belongs to no field: the page that says so.
pub(crate) fn go_to_trouble(problem: &Problem, back: &LocalPath) {
    if problem.code == ProblemCode::SignInNeeded {
        return go(&sign_in_again(back));
    }
    go(&trouble_address(problem, Some(back)));
}

/// Where somebody goes whose form came without a session: to the sign-in page, which says so and leads back to the page the form stood on.
pub fn sign_in_again(back: &LocalPath) -> String {
    format!("/sign-in?problem={}&to={}", ProblemCode::SessionLapsed.as_str(), encode(back.as_str()))
}

/// The way to the authority at once, and back to this page.
pub(crate) fn sign_in_address(back: &str) -> String {
    format!("/sign-in/start?to={}", encode(back))
}

/// Percent-encodes a query value.
pub(crate) fn encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
