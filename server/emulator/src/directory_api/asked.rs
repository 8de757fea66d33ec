//! A request to Graph, taken apart.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, RawPathParams, Request},
    response::{IntoResponse, Response},
};
use http::HeaderMap;
use serde_json::{Map, Value};

use super::{
    Caller, GraphError,
    query::{Catalogue, Options},
    reply::{Reply, answer},
};
use crate::{call::Call, site::Site};

/// What came in.
pub struct Asked {
    /// What all requests share.
    pub site: Site,
    /// The circumstances.
    pub call: Call,
    headers: HeaderMap,
    query: Option<String>,
    segments: Vec<String>,
    body: Bytes,
}

impl FromRequest<Site> for Asked {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let call = Call::from_request_parts(&mut parts, site).await.map_err(IntoResponse::into_response)?;
        let params = RawPathParams::from_request_parts(&mut parts, site).await;
        let params = params.map_err(IntoResponse::into_response)?;
        let segments = params.iter().map(|(_, value)| value.to_owned()).collect();
        let query = parts.uri.query().map(str::to_owned);
        let headers = parts.headers.clone();
        let body = Bytes::from_request(Request::from_parts(parts, body), site).await;
        let body = body.map_err(IntoResponse::into_response)?;
        Ok(Self { site: site.clone(), call, headers, query, segments, body })
    }
}

impl Asked {
    /// The answer that `work` comes to.
    pub fn answer(&self, work: impl FnOnce(&Self) -> Result<Reply, GraphError>) -> Response {
        answer(&self.call, work(self))
    }

    /// Who calls.
    pub fn caller(&self) -> Result<Caller, GraphError> {
        Caller::of(&self.site, &self.call, &self.headers)
    }

    /// The query as it came.
    pub fn raw_query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// Headers of the request.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The options of the query.
    pub fn options(&self, catalogue: &'static Catalogue) -> Result<Options, GraphError> {
        Options::read(catalogue, self.query.as_deref(), &self.headers)
    }

    /// The open segment of the address with this number, from 0; percent-decoded.
    pub fn segment(&self, number: usize) -> &str {
        self.segments.get(number).map_or("", String::as_str)
    }

    /// The body as a JSON object.
    pub fn json(&self) -> Result<Map<String, Value>, GraphError> {
        serde_json::from_slice(&self.body).map_err(|_| {
            GraphError::bad_request(
                "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
            )
        })
    }

    /// The object that a `$ref` body names: the last segment of its `@odata.id`.
    pub fn reference(&self) -> Result<uuid::Uuid, GraphError> {
        let body = self.json()?;
        let named = body.get("@odata.id").and_then(Value::as_str).unwrap_or_default();
        let last = named.rsplit('/').next().unwrap_or_default();
        uuid::Uuid::try_parse(last)
            .map_err(|_| GraphError::request_bad_request("Invalid URL format specified in request."))
    }
}
