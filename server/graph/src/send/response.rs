//! What came back, read up to a limit.

use reqwest::Response;
use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;
use url::Url;

use crate::error::GraphError;
use crate::json;

/// Counted after decompression. A full page of users is far below.
const MAX_BODY_BYTES: usize = 4 * 1024 * 1024;

/// A successful answer.
pub(crate) struct GraphResponse {
    pub(crate) status: u16,
    pub(crate) url: Url,
    pub(crate) client_request_id: String,
    pub(crate) request_id: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl GraphResponse {
    /// The body as a `T`.
    pub(crate) fn decode<T: DeserializeOwned>(&self) -> Result<T, GraphError> {
        let value = json::parse(&self.body).ok_or_else(|| self.unreadable("it is not JSON"))?;
        // serde's reason is dropped: it quotes values.
        T::deserialize(value).map_err(|_| self.unreadable("it is not of the documented shape"))
    }

    pub(crate) fn unreadable(&self, why: &'static str) -> GraphError {
        GraphError::Unreadable {
            status: self.status,
            client_request_id: self.client_request_id.clone(),
            request_id: self.request_id.clone(),
            why,
        }
    }
}

/// The whole body, or `None` if it is longer than we read.
pub(super) async fn read_body(mut response: Response) -> Result<Option<Vec<u8>>, reqwest::Error> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > MAX_BODY_BYTES {
            return Ok(None);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Some(body))
}

/// Graph's `request-id` header.
pub(super) fn request_id(headers: &HeaderMap) -> Option<String> {
    headers.get("request-id")?.to_str().ok().and_then(crate::error::printable_id)
}
