//! The cookie.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderValue;
use http::header::SET_COOKIE;
use tower_sessions::SessionManagerLayer;
use tower_sessions::cookie::{Cookie, SameSite};
use tower_sessions::session::Id;

use super::Sessions;
use super::new_session::SetSession;

/// The cookie's name. The prefix makes browsers insist on Secure, path `/` and no domain (RFC 6265bis). Chromium and Firefox take Secure
/// cookies from `http://localhost`, so it is the same in development.
pub const COOKIE: &str = "__Host-vestibule";

/// The layer that reads and writes the cookie. It lives as long as the browser; the server decides when the session ends.
pub fn layer(sessions: Sessions) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(sessions)
        .with_name(COOKIE)
        .with_secure(true)
        .with_http_only(true)
        // Lax: the way back from the authority is a navigation from another site.
        .with_same_site(SameSite::Lax)
        .with_path("/")
}

/// Puts right what the layer says of the cookie: it knows nothing of a session that a sign-in has stored by itself, and it removes the cookie
/// without `Secure`, which browsers ignore for a `__Host-` name.
pub(super) async fn fix_cookie(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let new = response.extensions_mut().remove::<SetSession>();
    let said: Vec<HeaderValue> = response.headers().get_all(SET_COOKIE).iter().cloned().collect();
    let is_ours = |line: &HeaderValue| {
        line.as_bytes().strip_prefix(COOKIE.as_bytes()).is_some_and(|rest| rest.starts_with(b"="))
    };
    let headers = response.headers_mut();
    headers.remove(SET_COOKIE);
    for line in said {
        match &new {
            Some(_) if is_ours(&line) => {}
            _ => drop(headers.append(SET_COOKIE, with_secure(line))),
        }
    }
    if let Some(SetSession(id)) = new
        && let Ok(line) = HeaderValue::from_str(&cookie(id).to_string())
    {
        headers.append(SET_COOKIE, line);
    }
    response
}

fn cookie(id: Id) -> Cookie<'static> {
    Cookie::build((COOKIE, id.to_string()))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
        .build()
}

fn with_secure(line: HeaderValue) -> HeaderValue {
    let mend = |text: &str| {
        let removes = text.starts_with(&format!("{COOKIE}=;")) && !text.contains("Secure");
        removes.then(|| format!("{text}; Secure; HttpOnly; SameSite=Lax"))
    };
    let mended = line.to_str().ok().and_then(mend).and_then(|text| HeaderValue::from_str(&text).ok());
    mended.unwrap_or(line)
}
