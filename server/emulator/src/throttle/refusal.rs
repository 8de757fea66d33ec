//! The 429 answer of Graph.

use std::time::SystemTime;

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header::RETRY_AFTER};
use serde_json::json;
use time::{Duration, macros::format_description};
use world::ids::{AppId, TenantId};

use crate::{graph_api::reply::add_standard_headers, request_context::RequestContext};

/// When to retry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum RetryAfter {
    /// No header, as Conditional Access and risk APIs do.
    None,
    /// Seconds, which may be fractional.
    Seconds(f64),
    /// The same number of seconds, as a date.
    Date(f64),
}

impl RetryAfter {
    fn text(self, context: &RequestContext) -> Option<String> {
        match self {
            Self::None => None,
            Self::Seconds(seconds) if seconds.fract() == 0.0 => Some(format!("{seconds:.0}")),
            Self::Seconds(seconds) => Some(format!("{seconds:.3}")),
            Self::Date(seconds) => {
                let then = context.now() + Duration::seconds_f64(seconds.ceil());
                Some(httpdate::fmt_http_date(SystemTime::from(then)))
            }
        }
    }
}

/// A 429 answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TooManyRequests<'a> {
    pub(crate) retry_after: RetryAfter,
    /// The budget, e.g. `Tenant_Application/ReadWrite`.
    pub(crate) scope: &'a str,
    pub(crate) information: &'a str,
}

impl TooManyRequests<'_> {
    /// The answer, with the headers and the body of Microsoft's sample.
    pub(crate) fn respond(&self, context: &RequestContext, caller: Option<(AppId, TenantId)>) -> Response {
        let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]");
        let id = context.meta.request_id.to_string();
        let client = context.meta.client_request_id.clone().unwrap_or_else(|| id.clone());
        let body = json!({ "error": {
            "code": "TooManyRequests",
            "message": "Please retry again later.",
            "innerError": {
                "code": "429",
                "status": "429",
                "message": "Please retry after",
                "date": context.now().format(format).unwrap_or_default(),
                "request-id": id,
                "client-request-id": client,
            },
        }});
        let mut response = (StatusCode::TOO_MANY_REQUESTS, Json(body)).into_response();
        let ids = caller.map(|(app, tenant)| format!("/{app}/{tenant}")).unwrap_or_default();
        let more = [
            ("x-ms-throttle-scope", Some(format!("{}{ids}", self.scope))),
            ("x-ms-throttle-information", Some(self.information.to_owned())),
            (RETRY_AFTER.as_str(), self.retry_after.text(context)),
        ];
        for (name, value) in more {
            if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
                response.headers_mut().insert(name, value);
            }
        }
        add_standard_headers(context, response)
    }
}
