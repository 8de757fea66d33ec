//! Errors as Entra ID words them: `AADSTS` number, sentence, trace, as JSON, as a page, or on the way back to the application.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header::CACHE_CONTROL};
use maud::{Markup, html};
use serde_json::json;
use time::macros::format_description;

use super::{catalogue, explain};
use crate::{call::Call, pages};

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
            suberror: catalogue::suberror(number),
            claims: None,
        }
    }

    /// The refusal of this number, as the catalogue words it; a plain server error for a number that is not in it.
    pub fn known(number: u32) -> Self {
        match catalogue::row(number) {
            Some((error, sentence)) => Self::new(error, number, sentence),
            None => Self::new("server_error", number, "An unexpected error has occurred."),
        }
    }

    /// The same under another OAuth error.
    #[must_use]
    pub fn called(mut self, error: &str) -> Self {
        error.clone_into(&mut self.error);
        self
    }

    /// The same with another status.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The same with the claims that a new sign-in has to ask for, as JSON.
    #[must_use]
    pub fn with_claims(mut self, claims: String) -> Self {
        self.claims = Some(claims);
        self
    }

    /// The same, telling which interaction would help, or not.
    #[must_use]
    pub fn telling(mut self, told: bool) -> Self {
        self.suberror = self.suberror.filter(|_| told);
        self.claims = self.claims.filter(|_| told);
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

    /// The claims that a new sign-in has to ask for.
    pub fn claims(&self) -> Option<&str> {
        self.claims.as_deref()
    }

    /// `AADSTS...` with trace, correlation and time, line by line.
    pub fn description(&self, call: &Call) -> String {
        format!(
            "AADSTS{}: {}\r\nTrace ID: {}\r\nCorrelation ID: {}\r\nTimestamp: {}",
            self.number,
            self.sentence,
            call.meta.request_id,
            correlation(call),
            timestamp(call),
        )
    }

    /// The JSON answer of the token endpoint.
    pub fn respond(&self, call: &Call) -> Response {
        let mut body = json!({
            "error": self.error,
            "error_description": self.description(call),
            "error_codes": [self.number],
            "timestamp": timestamp(call),
            "trace_id": call.meta.request_id,
            "correlation_id": correlation(call),
            "error_uri": explain::address(call, self.number),
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

    /// The page a person sees when the browser cannot be sent back; `way_out` is what they can do.
    pub fn page(&self, call: &Call, way_out: &Markup) -> Response {
        let body = html! {
            p { "AADSTS" (self.number) ": " (self.sentence) }
            (way_out)
            dl.small {
                dt { "Request Id" } dd { code { (call.meta.request_id) } }
                dt { "Correlation Id" } dd { code { (correlation(call)) } }
                dt { "Timestamp" } dd { (timestamp(call)) }
            }
        };
        pages::page_with(self.status, "Sorry, but we're having trouble signing you in", &body)
    }
}

fn correlation(call: &Call) -> String {
    call.meta.client_request_id.clone().unwrap_or_else(|| call.meta.request_id.to_string())
}

fn timestamp(call: &Call) -> String {
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]Z");
    call.now().format(format).unwrap_or_default()
}
