//! Errors of Entra ID: `AADSTS` number, sentence and trace, as JSON, as a page, or in the redirect to the application.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header::CACHE_CONTROL};
use maud::{Markup, html};
use serde_json::json;
use time::macros::format_description;

use super::{error_codes, error_page};
use crate::{pages, request_context::RequestContext};

/// A refusal of Entra ID ("Microsoft Entra authentication and authorization error codes").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntraError {
    error: String,
    number: u32,
    sentence: String,
    status: StatusCode,
    suberror: Option<&'static str>,
    claims: Option<String>,
}

impl EntraError {
    /// A refusal with its OAuth error, number and sentence. The status is 401 for `invalid_client`, else 400.
    pub fn new(error: &str, number: u32, sentence: &str) -> Self {
        let status =
            if error == "invalid_client" { StatusCode::UNAUTHORIZED } else { StatusCode::BAD_REQUEST };
        Self {
            error: error.to_owned(),
            number,
            sentence: sentence.to_owned(),
            status,
            suberror: error_codes::suberror(number),
            claims: None,
        }
    }

    /// The error of this number, from the table; a server error for a number that is not in the table.
    pub fn from_number(number: u32) -> Self {
        match error_codes::row(number) {
            Some((error, sentence)) => Self::new(error, number, sentence),
            None => Self::new("server_error", number, "An unexpected error has occurred."),
        }
    }

    /// The same with another OAuth error.
    #[must_use]
    pub fn with_error_code(mut self, error: &str) -> Self {
        error.clone_into(&mut self.error);
        self
    }

    /// The same with another status.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The same with the claims that a new sign-in has to request, as JSON.
    #[must_use]
    pub fn with_claims(mut self, claims: String) -> Self {
        self.claims = Some(claims);
        self
    }

    /// The same, with or without `suberror` and `claims`.
    #[must_use]
    pub fn with_suberror_if(mut self, included: bool) -> Self {
        self.suberror = self.suberror.filter(|_| included);
        self.claims = self.claims.filter(|_| included);
        self
    }

    /// A required parameter is missing.
    pub fn missing(parameter: &str) -> Self {
        Self::new(
            "invalid_request",
            900_144,
            &format!("The request body must contain the following parameter: '{parameter}'."),
        )
    }

    /// The OAuth error.
    pub fn error(&self) -> &str {
        &self.error
    }

    /// The number.
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// The claims that a new sign-in has to request.
    pub fn claims(&self) -> Option<&str> {
        self.claims.as_deref()
    }

    /// `AADSTS...` with trace, correlation and time, line by line.
    pub fn description(&self, context: &RequestContext) -> String {
        format!(
            "AADSTS{}: {}\r\nTrace ID: {}\r\nCorrelation ID: {}\r\nTimestamp: {}",
            self.number,
            self.sentence,
            context.meta.request_id,
            correlation(context),
            timestamp(context),
        )
    }

    /// The JSON answer of the token endpoint.
    pub fn respond(&self, context: &RequestContext) -> Response {
        let mut body = json!({
            "error": self.error,
            "error_description": self.description(context),
            "error_codes": [self.number],
            "timestamp": timestamp(context),
            "trace_id": context.meta.request_id,
            "correlation_id": correlation(context),
            "error_uri": error_page::address(context, self.number),
        });
        if let Some(suberror) = self.suberror {
            body["suberror"] = suberror.into();
        }
        if let Some(claims) = &self.claims {
            body["claims"] = claims.as_str().into();
        }
        let mut response = (self.status, Json(body)).into_response();
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    /// The page that a person sees when the browser cannot be redirected to the application; `way_out` says what they can do.
    pub fn page(&self, context: &RequestContext, way_out: &Markup) -> Response {
        let body = html! {
            p { "AADSTS" (self.number) ": " (self.sentence) }
            (way_out)
            dl.small {
                dt { "Request Id" } dd { code { (context.meta.request_id) } }
                dt { "Correlation Id" } dd { code { (correlation(context)) } }
                dt { "Timestamp" } dd { (timestamp(context)) }
            }
        };
        pages::page_with(self.status, "Sorry, but we're having trouble signing you in", &body)
    }
}

fn correlation(context: &RequestContext) -> String {
    context.meta.client_request_id.clone().unwrap_or_else(|| context.meta.request_id.to_string())
}

fn timestamp(context: &RequestContext) -> String {
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]Z");
    context.now().format(format).unwrap_or_default()
}
