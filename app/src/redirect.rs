//! Redirects, status codes and cookies of a response.

use contract::{FixedBy, LocalPath, Problem, ProblemCode, ports, routes};
use http::{HeaderName, HeaderValue, StatusCode, header, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// Who sent a request: a plain form, which expects a page, or a script, which expects JSON. The server's middleware sets it and hides `Accept` and
/// `Referer` from the framework, which would otherwise redirect to whatever `Referer` says and write errors into the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestKind {
    /// A plain form.
    Form,
    /// A script.
    Fetch,
}

/// The kind of the current request.
pub(crate) fn request_kind() -> RequestKind {
    let parts = use_context::<Parts>();
    parts.and_then(|parts| parts.extensions.get::<RequestKind>().copied()).unwrap_or(RequestKind::Fetch)
}

/// Redirects to one of our own pages with 303 (Post/Redirect/Get).
pub(crate) fn redirect_to(path: &LocalPath) {
    if let (Some(options), Ok(value)) =
        (use_context::<ResponseOptions>(), HeaderValue::from_str(path.as_str()))
    {
        options.set_status(StatusCode::SEE_OTHER);
        options.insert_header(header::LOCATION, value);
        // Prefetched pages show the state before this change.
        let clear = HeaderValue::from_static("\"prefetchCache\"");
        options.insert_header(HeaderName::from_static("clear-site-data"), clear);
    }
}

/// Like [`redirect_to`], for a path that we have formatted. A text that is not a local path redirects to the landing page.
pub(crate) fn redirect(path: &str) {
    redirect_to(&LocalPath::parse(path).unwrap_or_else(|_| LocalPath::home()));
}

/// Sets the status of the response.
pub(crate) fn set_status(status: StatusCode) {
    if let Some(options) = use_context::<ResponseOptions>() {
        options.set_status(status);
    }
}

/// Sets the status of a problem, and of one that time heals when to ask again (RFC 9110, section 10.2.3).
pub(crate) fn set_status_of(problem: &Problem) {
    set_status(status_of(problem.code));
    let Some(options) = use_context::<ResponseOptions>() else { return };
    if let Some(at) = problem.retry_at.filter(|_| problem.code.fixed_by() == FixedBy::Time) {
        let seconds = (at - crate::request::now()).whole_seconds().saturating_add(1).max(1);
        options.insert_header(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
}

/// Sets a cookie for a year; an empty value deletes it. Name and value are constants, never user input.
pub(crate) fn set_preference_cookie(name: &'static str, value: &'static str) {
    let age = if value.is_empty() { 0 } else { 31_536_000 };
    let line = format!("{name}={value}; Path=/; Max-Age={age}; SameSite=Lax");
    if let (Some(options), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&line)) {
        options.append_header(header::SET_COOKIE, value);
    }
}

/// The HTTP status of a problem.
pub const fn status_of(code: ProblemCode) -> StatusCode {
    match code {
        ProblemCode::SignInNeeded
        | ProblemCode::SessionLapsed
        | ProblemCode::SignedOut
        | ProblemCode::SignInAgain => StatusCode::UNAUTHORIZED,
        ProblemCode::NotAllowed | ProblemCode::ForeignForm => StatusCode::FORBIDDEN,
        ProblemCode::NotFound | ProblemCode::NoLink => StatusCode::NOT_FOUND,
        ProblemCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ProblemCode::TooFast | ProblemCode::DayLimit => StatusCode::TOO_MANY_REQUESTS,
        ProblemCode::KeyReused | ProblemCode::SomebodyElse | ProblemCode::SettingsChanged => {
            StatusCode::CONFLICT
        }
        ProblemCode::Internal | ProblemCode::DirectoryRefused => StatusCode::INTERNAL_SERVER_ERROR,
        ProblemCode::DirectoryBusy
        | ProblemCode::DirectoryTrouble
        | ProblemCode::DirectoryUnreachable
        | ProblemCode::MailServerBusy
        | ProblemCode::AccountUnchecked => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::BAD_REQUEST,
    }
}

/// The address of the error page. It contains a code, a reference id, a time and the path to return to only.
pub fn error_page_url(problem: &Problem, back: Option<&LocalPath>) -> String {
    let reference = problem.reference.as_ref().map(|id| format!("&reference={id}")).unwrap_or_default();
    let back = back.filter(|back| **back != LocalPath::home());
    let to = back.map(|back| format!("&to={}", encode(back.as_str()))).unwrap_or_default();
    let until = problem.retry_at.map(|at| format!("&until={}", at.unix_timestamp())).unwrap_or_default();
    format!("/trouble?problem={}{reference}{until}{to}", problem.code.as_str())
}

/// Redirects a form to the error page, for a problem that is about no field. Whoever asks too often gets no page of their own.
pub(crate) fn redirect_to_error(problem: &Problem, back: &LocalPath) {
    if problem.code == ProblemCode::TooFast {
        return set_status_of(problem);
    }
    if problem.code == ProblemCode::SignInNeeded {
        return redirect(&session_lapsed_url(back, has_signed_out()));
    }
    redirect(&error_page_url(problem, Some(back)));
}

/// The address of the sign-in page for a form without a session. The page says that the session has lapsed, or that the person has signed out in
/// this browser, and returns to `back`.
pub fn session_lapsed_url(back: &LocalPath, has_signed_out: bool) -> String {
    let code = if has_signed_out { ProblemCode::SignedOut } else { ProblemCode::SessionLapsed };
    format!("/sign-in?problem={}&to={}", code.as_str(), encode(back.as_str()))
}

/// Whether a person has signed out in the browser of the current request.
pub(crate) fn has_signed_out() -> bool {
    let browser = use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<std::sync::Arc<dyn ports::Browser>>().cloned());
    browser.is_some_and(|browser| browser.has_signed_out())
}

/// The address that redirects to the authority at once, and then returns to this path.
pub fn sign_in_url(back: &str) -> String {
    format!("{}?to={}", routes::SIGN_IN_START, encode(back))
}

/// The same, where the person picks another account first.
pub(crate) fn other_account_url(back: &str) -> String {
    format!("{}?pick=1&to={}", routes::SIGN_IN_START, encode(back))
}

/// Percent-encodes a query value.
pub(crate) fn encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
