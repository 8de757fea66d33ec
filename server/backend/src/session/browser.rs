//! The browser behind a request: whether its person has signed out in it.

use std::sync::atomic::{AtomicBool, Ordering};

use contract::ports;
use http::HeaderMap;

use super::cookies::{COOKIE, SIGNED_OUT_COOKIE, cookie, remove, set};

/// The browser of one request.
pub(super) struct RequestBrowser {
    has_signed_out: bool,
    signs_out: AtomicBool,
}

impl RequestBrowser {
    pub(super) fn of(request: &HeaderMap) -> Self {
        let has_signed_out = cookie(request, SIGNED_OUT_COOKIE).is_some();
        Self { has_signed_out, signs_out: AtomicBool::new(false) }
    }

    /// Tells the browser what the request did.
    pub(super) fn answer(&self, response: &mut HeaderMap) {
        if self.signs_out.load(Ordering::Relaxed) {
            remove(response, COOKIE);
            set(response, SIGNED_OUT_COOKIE, "1", None);
        }
    }
}

impl ports::Browser for RequestBrowser {
    fn has_signed_out(&self) -> bool {
        self.has_signed_out
    }

    fn sign_out(&self) {
        self.signs_out.store(true, Ordering::Relaxed);
    }
}
