//! 429 as Graph says it.

use std::time::SystemTime;

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header::RETRY_AFTER};
use serde_json::json;
use time::{Duration, macros::format_description};
use world::ids::{AppId, TenantId};

use crate::{call::Call, directory_api::reply::stamp};

/// When to come back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum RetryAfter {
    /// Not said: Conditional Access and risk APIs do not.
    None,
    /// In so many seconds, whole or not.
    Seconds(f64),
    /// The same as a date.
    Date(f64),
}

impl RetryAfter {
    fn text(self, call: &Call) -> Option<String> {
        match self {
            Self::None => None,
            Self::Seconds(seconds) if seconds.fract() == 0.0 => Some(format!("{seconds:.0}")),
            Self::Seconds(seconds) => Some(format!("{seconds:.3}")),
            Self::Date(seconds) => {
                let then = call.now() + Duration::seconds_f64(seconds.ceil());
                Some(httpdate::fmt_http_date(SystemTime::from(then)))
            }
        }
    }
}

/// A refusal for too many requests.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Refusal<'a> {
    pub(crate) retry_after: RetryAfter,
    /// Which budget, e.g. `Tenant_Application/ReadWrite`.
    pub(crate) scope: &'a str,
    pub(crate) information: &'a str,
}

impl Refusal<'_> {
    /// The answer, with the headers and the body of Microsoft's sample.
    pub(crate) fn respond(&self, call: &Call, caller: Option<(AppId, TenantId)>) -> Response {
        let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]");
        let id = call.meta.request_id.to_string();
        let client = call.meta.client_request_id.clone().unwrap_or_else(|| id.clone());
        let body = json!({ "error": {
            "code": "TooManyRequests",
            "message": "Please retry again later.",
            "innerError": {
                "code": "429",
                "status": "429",
                "message": "Please retry after",
                "date": call.now().format(format).unwrap_or_default(),
                "request-id": id,
                "client-request-id": client,
            },
        }});
        let mut response = (StatusCode::TOO_MANY_REQUESTS, Json(body)).into_response();
        let ids = caller.map(|(app, tenant)| format!("/{app}/{tenant}")).unwrap_or_default();
        let more = [
            ("x-ms-throttle-scope", Some(format!("{}{ids}", self.scope))),
            ("x-ms-throttle-information", Some(self.information.to_owned())),
            (RETRY_AFTER.as_str(), self.retry_after.text(call)),
        ];
        for (name, value) in more {
            if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
                response.headers_mut().insert(name, value);
            }
        }
        stamp(call, response)
    }
}
