//! Answers that are not refusals, and the headers that every answer of Graph has.

use axum::response::{IntoResponse, Response};
use http::{
    HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE},
};
use serde_json::Value;

use super::error::GraphError;
use crate::call::Call;

/// An answer.
pub enum Reply {
    /// JSON.
    Json(StatusCode, Value),
    /// 204.
    NoContent,
    /// 200 with nothing in it, of some actions.
    Empty,
    /// A number as text, of `/$count`.
    Count(usize),
}

/// Makes the response of either.
pub fn answer(call: &Call, result: Result<Reply, GraphError>) -> Response {
    let response = match result {
        Err(error) => return error.respond(call),
        Ok(Reply::NoContent) => StatusCode::NO_CONTENT.into_response(),
        Ok(Reply::Empty) => StatusCode::OK.into_response(),
        Ok(Reply::Count(count)) => count.to_string().into_response(),
        Ok(Reply::Json(status, body)) => {
            let kind = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";
            (status, [(CONTENT_TYPE, kind)], body.to_string()).into_response()
        }
    };
    stamp(call, response)
}

/// `client-request-id` of the answer: the client's own, else the service's.
pub fn client_request_id(call: &Call) -> String {
    call.meta.client_request_id.clone().unwrap_or_else(|| call.meta.request_id.to_string())
}

/// Adds the ids.
pub fn stamp(call: &Call, mut response: Response) -> Response {
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    };
    set("request-id", &call.meta.request_id.to_string());
    set("client-request-id", &client_request_id(call));
    set(
        "x-ms-ags-diagnostic",
        r#"{"ServerInfo":{"DataCenter":"Local emulator","Slice":"E","Ring":"0","ScaleUnit":"000","RoleInstance":"EMULATOR"}}"#,
    );
    set("odata-version", "4.0");
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
