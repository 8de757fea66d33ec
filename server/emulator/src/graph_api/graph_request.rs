//! A request to Graph: query options, path segments, headers, body.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, RawPathParams, Request},
    response::{IntoResponse, Response},
};
use http::HeaderMap;
use serde_json::{Map, Value};

use super::{
    authorized_request::referenced_id,
    caller::Caller,
    error::GraphError,
    query,
    query::{Catalogue, QueryOptions},
};
use crate::{app_state::AppState, request_context::RequestContext};

/// The property by which a body refers to another object.
const REFERENCE: &str = "@odata.id";

/// A request to Graph.
pub struct GraphRequest {
    /// The shared state, cheap to clone.
    pub state: AppState,
    /// The context of the request.
    pub context: RequestContext,
    headers: HeaderMap,
    query: Option<String>,
    segments: Vec<String>,
    body: Bytes,
}

impl FromRequest<AppState> for GraphRequest {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let context = RequestContext::from_request_parts(&mut parts, state)
            .await
            .map_err(IntoResponse::into_response)?;
        let params = RawPathParams::from_request_parts(&mut parts, state).await;
        let params = params.map_err(IntoResponse::into_response)?;
        let segments = params.iter().map(|(_, value)| value.to_owned()).collect();
        let query = parts.uri.query().map(str::to_owned);
        let headers = parts.headers.clone();
        let body = Bytes::from_request(Request::from_parts(parts, body), state).await;
        let body = body.map_err(IntoResponse::into_response)?;
        Ok(Self { state: state.clone(), context, headers, query, segments, body })
    }
}

impl GraphRequest {
    /// The caller.
    pub fn caller(&self) -> Result<Caller, GraphError> {
        Caller::of(&self.state, &self.context, &self.headers)
    }

    /// The query string.
    pub fn raw_query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// Headers of the request.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    fn read_options(&self, catalogue: &'static Catalogue) -> Result<QueryOptions, GraphError> {
        QueryOptions::read(catalogue, self.query.as_deref(), &self.headers)
    }

    /// The query options of a list.
    pub fn options(&self, catalogue: &'static Catalogue) -> Result<QueryOptions, GraphError> {
        let options = self.read_options(catalogue)?;
        options.check_list()?;
        Ok(options)
    }

    /// The query options of a single object.
    pub fn options_of_one(&self, catalogue: &'static Catalogue) -> Result<QueryOptions, GraphError> {
        let options = self.read_options(catalogue)?;
        options.check_one()?;
        Ok(options)
    }

    /// The query options of `/$count`, which makes it an advanced query.
    pub fn options_of_count(&self, catalogue: &'static Catalogue) -> Result<QueryOptions, GraphError> {
        let mut options = self.options(catalogue)?;
        if !options.eventual {
            return Err(GraphError::request_bad_request("$count is not currently supported."));
        }
        options.count = true;
        Ok(options)
    }

    /// Refuses every query option, where this emulator supports none.
    pub fn no_options(&self) -> Result<(), GraphError> {
        query::refuse_options(self.query.as_deref())
    }

    /// The path parameter with this number, from 0; percent-decoded.
    pub fn segment(&self, number: usize) -> &str {
        self.segments.get(number).map_or("", String::as_str)
    }

    /// The body as a JSON object without annotations. A single `@odata.id` is a reference and stays.
    pub fn json(&self) -> Result<Map<String, Value>, GraphError> {
        let mut body: Map<String, Value> = serde_json::from_slice(&self.body).map_err(|_| {
            GraphError::bad_request(
                "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
            )
        })?;
        strip_annotations(&mut body);
        if body.len() > 1 {
            body.remove(REFERENCE);
        }
        Ok(body)
    }

    /// The object that a `$ref` body names in its `@odata.id`.
    pub fn reference(&self) -> Result<uuid::Uuid, GraphError> {
        referenced_id(self.json()?.get(REFERENCE).unwrap_or(&Value::Null))
    }
}

/// Removes annotations such as `@odata.type` and `@odata.etag` at any depth. Microsoft's client libraries send them.
fn strip_annotations(body: &mut Map<String, Value>) {
    body.retain(|key, _| match key.split_once("@odata.") {
        Some((_, what)) => ["id", "bind"].contains(&what),
        None => true,
    });
    for value in body.values_mut() {
        match value {
            Value::Object(inner) => strip_annotations(inner),
            Value::Array(list) => {
                list.iter_mut().filter_map(Value::as_object_mut).for_each(strip_annotations);
            }
            _ => {}
        }
    }
}
