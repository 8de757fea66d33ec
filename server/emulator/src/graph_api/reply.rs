//! Successful answers of Graph, and the headers of every answer.

use axum::response::{IntoResponse, Response};
use http::{
    HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE},
};
use serde_json::Value;

use super::error::GraphError;
use crate::request_context::RequestContext;

/// An answer.
pub enum Reply {
    /// JSON.
    Json(StatusCode, Value),
    /// 204.
    NoContent,
    /// 200 without a body, of some actions.
    Empty,
    /// 202: it will be done.
    Accepted,
    /// A number as text, of `/$count`.
    Count(usize),
}

/// The response for a result.
pub fn answer(context: &RequestContext, result: Result<Reply, GraphError>) -> Response {
    let response = match result {
        Err(error) => return error.respond(context),
        Ok(Reply::NoContent) => StatusCode::NO_CONTENT.into_response(),
        Ok(Reply::Empty) => StatusCode::OK.into_response(),
        Ok(Reply::Accepted) => StatusCode::ACCEPTED.into_response(),
        Ok(Reply::Count(count)) => count.to_string().into_response(),
        Ok(Reply::Json(status, body)) => {
            let kind = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";
            (status, [(CONTENT_TYPE, kind)], body.to_string()).into_response()
        }
    };
    add_standard_headers(context, response)
}

/// `client-request-id` of the answer: the client's own, else the service's.
pub fn client_request_id(context: &RequestContext) -> String {
    context.meta.client_request_id.clone().unwrap_or_else(|| context.meta.request_id.to_string())
}

/// Adds the headers that every answer of Graph has: the request's ids.
pub fn add_standard_headers(context: &RequestContext, mut response: Response) -> Response {
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    };
    set("request-id", &context.meta.request_id.to_string());
    set("client-request-id", &client_request_id(context));
    set(
        "x-ms-ags-diagnostic",
        r#"{"ServerInfo":{"DataCenter":"Local emulator","Slice":"E","Ring":"0","ScaleUnit":"000","RoleInstance":"EMULATOR"}}"#,
    );
    set("odata-version", "4.0");
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
