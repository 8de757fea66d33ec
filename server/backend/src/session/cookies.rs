//! The cookies: their names and their lines. Each has the prefix with which browsers insist on Secure, path `/` and no domain (RFC 6265bis): no other
//! host, and no page over plain HTTP, can set one. Chromium and Firefox take them from `http://localhost` too, so they are the same in development.

use http::header::{COOKIE as COOKIE_HEADER, SET_COOKIE};
use http::{HeaderMap, HeaderValue};
use time::Duration;
use tower_sessions::session::Id;

/// The session's. It lives as long as the browser; the server decides when the session ends. It is sent by a sign-in and taken away by a sign-out, and
/// by nothing else: an answer that is late, of another tab, must not bring an older session back.
pub const COOKIE: &str = "__Host-vestibule";

/// Says that the person has signed out in this browser, so that no page signs them in again without a click. It holds nothing else.
pub const SIGNED_OUT_COOKIE: &str = "__Host-vestibule-signed-out";

/// Lax: the way back from the authority is a navigation from another site.
const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=Lax";

/// The cookies of a request, in the browser's order: the oldest first (RFC 6265, section 5.4).
pub(super) fn cookies(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let lines = headers.get_all(COOKIE_HEADER).iter().filter_map(|value| value.to_str().ok());
    lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='))
}

/// The value of a cookie.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    cookies(headers).find(|(found, _)| *found == name).map(|(_, value)| value)
}

/// Takes the session's cookie out of a request where its value is no session's id.
pub(super) fn drop_unreadable(headers: &mut HeaderMap) {
    let is_bad = |(name, value): &(&str, &str)| *name == COOKIE && value.parse::<Id>().is_err();
    if !cookies(headers).any(|pair| is_bad(&pair)) {
        return;
    }
    let good = cookies(headers).filter(|pair| !is_bad(pair));
    let line = good.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
    headers.remove(COOKIE_HEADER);
    if let Ok(line) = HeaderValue::from_str(&line) {
        headers.insert(COOKIE_HEADER, line);
    }
}

/// Sets a cookie, for this long or else for as long as the browser lives. Names and values are our own: letters, digits, hyphens, underscores.
pub(super) fn set(headers: &mut HeaderMap, name: &str, value: &str, life: Option<Duration>) {
    let age = life.map(|life| format!("; Max-Age={}", life.whole_seconds())).unwrap_or_default();
    if let Ok(line) = HeaderValue::from_str(&format!("{name}={value}; {ATTRIBUTES}{age}")) {
        headers.append(SET_COOKIE, line);
    }
}

/// Removes a cookie.
pub(super) fn remove(headers: &mut HeaderMap, name: &str) {
    set(headers, name, "", Some(Duration::ZERO));
}

/// Somebody has signed in: what said that somebody had signed out goes.
pub(crate) fn forget_sign_out(request: &HeaderMap, response: &mut HeaderMap) {
    if cookie(request, SIGNED_OUT_COOKIE).is_some() {
        remove(response, SIGNED_OUT_COOKIE);
    }
}
