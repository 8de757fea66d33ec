//! Fetching pages ahead (Speculation Rules): the next page is asked for while the pointer is still going down. No earlier, because a page that was
//! fetched on hovering may be minutes old when it is shown, and what a page says has to be true.

use http::{HeaderName, HeaderValue};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use crate::scope::Scope;

/// Where the server answers with [`RULES`].
pub const PATH: &str = "/speculation-rules.json";
/// The media type that browsers ask of the rules.
pub const MEDIA_TYPE: &str = "application/speculationrules+json";
/// Ordinary pages only: nothing that signs in or out, goes on by itself, or is no page.
pub const RULES: &str = r#"{
  "prefetch": [
    {
      "where": {
        "and": [
          { "href_matches": "/*" },
          { "not": { "href_matches": ["/sign-*", "/sign-*/*", "/signed-*", "/trouble*", "/api/*", "/invitations/*/link"] } },
          { "not": { "selector_matches": "[data-close]" } }
        ]
      },
      "eagerness": "conservative"
    }
  ]
}
"#;

/// Announces the rules on a page. Not to guests: their first sight of an item counts as arrival.
pub(crate) fn announce(scope: &Scope) {
    if scope.visitor.as_ref().is_some_and(|caller| caller.is_guest) {
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
