//! `response_mode`: how a response goes to the application: in the query, in the fragment, or by a form that posts itself.

use axum::response::{Html, IntoResponse, Response};
use http::{HeaderValue, StatusCode, header::CACHE_CONTROL};
use maud::{DOCTYPE, html};

use crate::{browser::error::EntraError, pages, request_context::RequestContext};

/// The parameters of the response.
pub(super) type ResponseParams = Vec<(&'static str, String)>;

/// Where and how the response is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ResponseTarget {
    pub(super) redirect_uri: String,
    mode: String,
    state: Option<String>,
}

impl ResponseTarget {
    pub(super) fn new(redirect_uri: &str, mode: &str, state: Option<&str>) -> Self {
        Self { redirect_uri: redirect_uri.to_owned(), mode: mode.to_owned(), state: state.map(str::to_owned) }
    }

    /// Sends an error. Some OAuth errors of the token endpoint have other names here.
    pub(super) fn error(&self, context: &RequestContext, error: &EntraError) -> Response {
        let name = match (error.error(), error.number()) {
            (_, 65_001) => "consent_required",
            ("invalid_grant", _) => "interaction_required",
            ("invalid_client", _) => "invalid_request",
            (name, _) => name,
        };
        let mut fields = vec![("error", name.to_owned()), ("error_description", error.description(context))];
        fields.extend(error.claims().map(|claims| ("claims", claims.to_owned())));
        self.send(fields)
    }

    pub(super) fn send(&self, mut fields: ResponseParams) -> Response {
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
        // The real service adds `/` to an address without a path.
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
