//! Errors of Graph ("Microsoft Graph error responses and resource types").

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::StatusCode;
use serde_json::{Value, json};
use time::macros::format_description;

use super::reply;
use crate::request_context::RequestContext;

/// An error of Graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphError {
    status: StatusCode,
    code: String,
    message: String,
    details: Vec<(String, String, String)>,
    challenge: bool,
    claims: Option<String>,
}

impl GraphError {
    /// An error with its status, code and message.
    pub fn new(status: StatusCode, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.into(),
            message: message.into(),
            details: Vec::new(),
            challenge: false,
            claims: None,
        }
    }

    /// 401: the token is invalid.
    pub fn unauthorized(message: &str) -> Self {
        let mut error = Self::new(StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", message);
        error.challenge = true;
        error
    }

    /// The same as a claims challenge: the claims that a new token must have.
    #[must_use]
    pub fn with_claims(mut self, claims: &Value) -> Self {
        self.claims = Some(STANDARD.encode(claims.to_string()));
        self
    }

    /// 403: the permission is missing.
    pub fn denied() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
        )
    }

    /// 404: there is no such object.
    pub fn not_found(id: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "Request_ResourceNotFound",
            format!(
                "Resource '{id}' does not exist or one of its queried reference-property objects are not present."
            ),
        )
    }

    /// `BadRequest`, as query parsing and the invitation service use it.
    pub fn bad_request(message: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    /// `Request_BadRequest`, as the directory uses it.
    pub fn request_bad_request(message: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "Request_BadRequest", message)
    }

    /// `Request_UnsupportedQuery`.
    pub fn unsupported_query(message: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "Request_UnsupportedQuery", message)
    }

    /// The same with one entry of `details`.
    #[must_use]
    pub fn with_detail(mut self, code: &str, target: &str, message: &str) -> Self {
        self.details.push((code.to_owned(), target.to_owned(), message.to_owned()));
        self
    }

    /// The answer, with its ids in body and headers.
    pub fn respond(&self, context: &RequestContext) -> Response {
        let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]");
        let mut error = json!({
            "code": self.code,
            "message": self.message,
            "innerError": {
                "date": context.now().format(format).unwrap_or_default(),
                "request-id": context.meta.request_id,
                "client-request-id": reply::client_request_id(context),
            },
        });
        if !self.details.is_empty() {
            let detail = |(code, target, message): &(String, String, String)| json!({ "code": code, "target": target, "message": message });
            error["details"] = self.details.iter().map(detail).collect::<Value>();
        }
        let mut response = (self.status, Json(json!({ "error": error }))).into_response();
        if self.challenge {
            let mut challenge = format!(
                "Bearer realm=\"\", authorization_uri=\"{}/common/oauth2/authorize\", client_id=\"00000003-0000-0000-c000-000000000000\"",
                context.origin
            );
            if let Some(claims) = &self.claims {
                challenge = format!("{challenge}, error=\"insufficient_claims\", claims=\"{claims}\"");
            }
            if let Ok(challenge) = challenge.try_into() {
                response.headers_mut().insert(http::header::WWW_AUTHENTICATE, challenge);
            }
        }
        reply::add_standard_headers(context, response)
    }
}
