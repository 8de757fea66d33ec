//! Hears what the loader has heard from the server (`public/live.js`): something of the person's has changed.

use super::{document, listen, window};

/// The window event: something may have changed, or there is nobody any more who would say so.
const CHANGED: &str = "vestibule:changed";
/// Says on the root element that there is somebody.
const LIVE: &str = "data-live";

/// Calls `heard` for each change from now on, with whether the next one will be told too.
pub fn on_change(heard: impl Fn(bool) + 'static) {
    listen(&window(), CHANGED, move |_| {
        let root = document().document_element();
        heard(root.is_some_and(|root| root.get_attribute(LIVE).is_some()));
    });
}
