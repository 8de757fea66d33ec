//! The browser, known by a key of its own: what it left while nobody was signed in, only it gets back. Whoever knows a form's address is
//! not yet whoever typed it.

use async_trait::async_trait;
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contract::{BrowserKey, DraftId, IdRefusal, Problem, ProblemCode, ports};
use tower_sessions::Session;
use tower_sessions::session::Error;

use super::record::BROWSER;
use crate::clock::SharedIds;
use crate::error_reference::report;

/// So many characters of a form's id are drawn; the others follow from them and the browser's key.
const RANDOM_LENGTH: usize = 11;
/// The length of what follows, in bytes of the authentication code and so in characters of base64.
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

/// The id of a form that this browser leaves without a session. `random` is a fresh secret. Nothing has to be stored beside the form to
/// know again whose it is.
pub(crate) fn anonymous_draft_id(browser: &BrowserKey, random: &str) -> Result<DraftId, IdRefusal> {
    let random: String = random.chars().take(RANDOM_LENGTH).collect();
    let key = hmac::Key::new(hmac::HMAC_SHA256, browser.as_str().as_bytes());
    let code = hmac::sign(&key, format!("form/{random}").as_bytes());
    DraftId::parse(&format!("{random}{}", URL_SAFE_NO_PAD.encode(&code.as_ref()[..MAC_LENGTH])))
}

/// Whether this browser left the form.
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
