//! The browser's key. Only the browser that created a draft without a session gets it back: to know a draft's address is not enough.

use async_trait::async_trait;
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contract::{BrowserKey, DraftId, ParseIdError, Problem, ProblemCode, ports};
use tower_sessions::Session;
use tower_sessions::session::Error;

use super::record::BROWSER;
use crate::clock::SharedIds;
use crate::error_reference::report;

/// How many characters of a draft's id are random; the others are an authentication code over them with the browser's key.
const RANDOM_LENGTH: usize = 11;
/// How many bytes of the authentication code the id holds (32 characters of base64).
const MAC_LENGTH: usize = 24;

/// The browser behind a request.
pub(super) struct SessionBrowser {
    pub(super) session: Session,
    pub(super) ids: SharedIds,
}

#[async_trait]
impl ports::Browser for SessionBrowser {
    async fn key(&self) -> Result<BrowserKey, Problem> {
        let failed = |error: &Error| report(&*self.ids, ProblemCode::Internal, error);
        if let Some(key) = browser_key(&self.session).await.map_err(|error| failed(&error))? {
            return Ok(key);
        }
        let key =
            BrowserKey::parse(&self.ids.new_secret()).map_err(|_| Problem::new(ProblemCode::Internal))?;
        self.session.insert(BROWSER, &key).await.map_err(|error| failed(&error))?;
        Ok(key)
    }
}

/// The browser's key, if it has one yet; none too where it cannot be read any more, as after an update.
pub(super) async fn browser_key(session: &Session) -> Result<Option<BrowserKey>, Error> {
    match session.get(BROWSER).await {
        Err(Error::SerdeJson(_)) => Ok(None),
        other => other,
    }
}

/// The id of a draft that this browser creates without a session. `random` is a fresh secret. The id alone proves which browser created the draft, so
/// nothing else has to be stored.
pub(crate) fn anonymous_draft_id(browser: &BrowserKey, random: &str) -> Result<DraftId, ParseIdError> {
    let random: String = random.chars().take(RANDOM_LENGTH).collect();
    let key = hmac::Key::new(hmac::HMAC_SHA256, browser.as_str().as_bytes());
    let code = hmac::sign(&key, format!("form/{random}").as_bytes());
    DraftId::parse(&format!("{random}{}", URL_SAFE_NO_PAD.encode(&code.as_ref()[..MAC_LENGTH])))
}

/// Whether this browser created the draft.
pub(crate) fn created_in_this_browser(browser: &BrowserKey, form: &DraftId) -> bool {
    anonymous_draft_id(browser, form.as_str()).is_ok_and(|own| own == *form)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_of_the_browser_that_left_it_and_of_no_other() {
        let (own, other) = (BrowserKey::parse("one").unwrap(), BrowserKey::parse("two").unwrap());
        let first = anonymous_draft_id(&own, "abcdefghijklmnopqrstuvwxyz").unwrap();
        let second = anonymous_draft_id(&own, "zyxwvutsrqponmlkjihgfedcba").unwrap();
        assert_ne!(first, second);
        assert_eq!(first.as_str().len(), 43);
        for form in [&first, &second] {
            assert!(created_in_this_browser(&own, form) && !created_in_this_browser(&other, form));
        }
        let foreign = DraftId::parse(&format!("{}x", &first.as_str()[..42])).unwrap();
        assert!(!created_in_this_browser(&own, &foreign));
        assert!(!created_in_this_browser(&own, &DraftId::parse("short").unwrap()));
    }
}
