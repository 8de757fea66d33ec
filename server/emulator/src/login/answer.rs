//! The way back to the application: query, fragment or a form that posts itself.

use axum::response::{Html, IntoResponse, Response};
use http::{HeaderValue, StatusCode, header::CACHE_CONTROL};
use maud::{DOCTYPE, html};

use crate::{browser::error::EntraError, call::Call, pages};

/// What goes back.
pub(super) type Fields = Vec<(&'static str, String)>;

/// Where and how the answer goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) redirect_uri: String,
    mode: String,
    state: Option<String>,
}

impl Answer {
    pub(super) fn new(redirect_uri: &str, mode: &str, state: Option<&str>) -> Self {
        Self { redirect_uri: redirect_uri.to_owned(), mode: mode.to_owned(), state: state.map(str::to_owned) }
    }

    /// Sends an error. What the token endpoint calls an invalid grant or client has its own names here.
    pub(super) fn error(&self, call: &Call, error: &EntraError) -> Response {
        let name = match (error.error(), error.number()) {
            (_, 65_001) => "consent_required",
            ("invalid_grant", _) => "interaction_required",
            ("invalid_client", _) => "invalid_request",
            (name, _) => name,
        };
        let mut fields = vec![("error", name.to_owned()), ("error_description", error.description(call))];
        fields.extend(error.claims().map(|claims| ("claims", claims.to_owned())));
        self.send(fields)
    }

    pub(super) fn send(&self, mut fields: Fields) -> Response {
        if let Some(state) = &self.state {
            fields.push(("state", state.clone()));
        }
        if self.mode == "form_post" {
            return self.post(&fields);
        }
        let encoded = serde_urlencoded::to_string(&fields).unwrap_or_default();
        let mark = match self.mode.as_str() {
            "fragment" => '#',
            _ if self.redirect_uri.contains('?') => '&',
            _ => '?',
        };
        // An address without a path comes back with one.
        let path = self.redirect_uri.split_once("://").is_some_and(|(_, rest)| rest.contains('/'));
        let slash = if path { "" } else { "/" };
        pages::redirect(StatusCode::FOUND, &format!("{}{slash}{mark}{encoded}", self.redirect_uri))
    }

    fn post(&self, fields: &[(&'static str, String)]) -> Response {
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head { meta charset="utf-8"; title { "Going back to the application" } }
                body {
                    form method="post" action=(self.redirect_uri) {
                        @for (name, value) in fields {
                            input type="hidden" name=(name) value=(value);
                        }
                        button { "Continue" }
                    }
                    script { "document.forms[0].submit()" }
                }
            }
        };
        let mut response = Html(page.into_string()).into_response();
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}
