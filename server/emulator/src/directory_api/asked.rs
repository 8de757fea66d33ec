//! A request to Graph, taken apart.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, RawPathParams, Request},
    response::{IntoResponse, Response},
};
use http::HeaderMap;
use serde_json::{Map, Value};

use super::{
    ask::referred,
    caller::Caller,
    error::GraphError,
    query,
    query::{Catalogue, Options},
};
use crate::{call::Call, site::Site};

/// How a body refers to another object.
const REFERENCE: &str = "@odata.id";

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

    fn read_options(&self, catalogue: &'static Catalogue) -> Result<Options, GraphError> {
        Options::read(catalogue, self.query.as_deref(), &self.headers)
    }

    /// The options of a list.
    pub fn options(&self, catalogue: &'static Catalogue) -> Result<Options, GraphError> {
        let options = self.read_options(catalogue)?;
        options.check_list()?;
        Ok(options)
    }

    /// The options of a single object.
    pub fn options_of_one(&self, catalogue: &'static Catalogue) -> Result<Options, GraphError> {
        let options = self.read_options(catalogue)?;
        options.check_one()?;
        Ok(options)
    }

    /// The options of a number of objects: an advanced query, of which the segment `$count` is a part.
    pub fn options_of_count(&self, catalogue: &'static Catalogue) -> Result<Options, GraphError> {
        let mut options = self.options(catalogue)?;
        if !options.eventual {
            return Err(GraphError::request_bad_request("$count is not currently supported."));
        }
        options.count = true;
        Ok(options)
    }

    /// Refuses every option, where this emulator follows none.
    pub fn no_options(&self) -> Result<(), GraphError> {
        query::refuse_options(self.query.as_deref())
    }

    /// The open segment of the address with this number, from 0; percent-decoded.
    pub fn segment(&self, number: usize) -> &str {
        self.segments.get(number).map_or("", String::as_str)
    }

    /// The body as a JSON object, without what only describes it. An `@odata.id` that stands alone is a reference, and stays.
    pub fn json(&self) -> Result<Map<String, Value>, GraphError> {
        let mut body: Map<String, Value> = serde_json::from_slice(&self.body).map_err(|_| {
            GraphError::bad_request(
                "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
            )
        })?;
        undress(&mut body);
        if body.len() > 1 {
            body.remove(REFERENCE);
        }
        Ok(body)
    }

    /// The object that a `$ref` body names in its `@odata.id`.
    pub fn reference(&self) -> Result<uuid::Uuid, GraphError> {
        referred(self.json()?.get(REFERENCE).unwrap_or(&Value::Null))
    }
}

/// Takes away what only describes a body, at any depth: `@odata.type`, `@odata.etag` and their like. Microsoft's client libraries send it.
fn undress(body: &mut Map<String, Value>) {
    body.retain(|key, _| match key.split_once("@odata.") {
        Some((_, what)) => ["id", "bind"].contains(&what),
        None => true,
    });
    for value in body.values_mut() {
        match value {
            Value::Object(inner) => undress(inner),
            Value::Array(list) => list.iter_mut().filter_map(Value::as_object_mut).for_each(undress),
            _ => {}
        }
    }
}
