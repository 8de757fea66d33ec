//! Prefetching of pages (Speculation Rules): the browser requests the next page at the start of a click. Not earlier, because a page that was
//! prefetched on hover may be minutes old when it is shown, and so be out of date.

use http::{HeaderName, HeaderValue};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use crate::request::RequestContext;

/// The media type that browsers require for the rules.
pub const MEDIA_TYPE: &str = "application/speculationrules+json";
/// Ordinary pages only: no sign-in, sign-out, automatic redirect, or address that is not a page, and none that names people.
pub const RULES: &str = r#"{
  "prefetch": [
    {
      "where": {
        "and": [
          { "href_matches": "/*" },
          { "not": { "href_matches": ["/sign-*", "/sign-*/*", "/signed-*", "/trouble*", "/arrive/*", "/api/*", "/invitations/*/link", "/share", "/share\\?*"] } },
          { "not": { "selector_matches": "[data-close]" } }
        ]
      },
      "eagerness": "conservative"
    }
  ]
}
"#;

/// Adds the header that names the rules. Not for guests: their first request of an item counts as arrival.
pub(crate) fn add_header(context: &RequestContext) {
    if context.signed_in.as_ref().is_some_and(|caller| caller.is_guest) {
        return;
    }
    if let Some(options) = use_context::<ResponseOptions>() {
        let value = HeaderValue::from_static("\"/speculation-rules.json\"");
        options.insert_header(HeaderName::from_static("speculation-rules"), value);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    #[test]
    fn the_rules_are_json() {
        serde_json::from_str::<serde_json::Value>(super::RULES).unwrap();
    }
}
