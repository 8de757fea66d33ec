//! The cookie.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderValue;
use http::header::SET_COOKIE;
use tower_sessions::SessionManagerLayer;
use tower_sessions::cookie::SameSite;

use super::Sessions;

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

/// The layer removes the cookie without `Secure`; browsers ignore that for a `__Host-` name.
pub(super) async fn mend_removal(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let removed = format!("{COOKIE}=;");
    for (_, value) in response.headers_mut().iter_mut().filter(|(name, _)| **name == SET_COOKIE) {
        let Ok(text) = value.to_str() else { continue };
        if text.starts_with(&removed)
            && !text.contains("Secure")
            && let Ok(mended) = HeaderValue::from_str(&format!("{text}; Secure; HttpOnly; SameSite=Lax"))
        {
            *value = mended;
        }
    }
    response
}
