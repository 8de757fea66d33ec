//! Fetches the authority's documents, with limits on time and size.

use std::time::Duration;

use reqwest::header::{ACCEPT, RETRY_AFTER};
use reqwest::{Client, Response};
use url::Url;

use super::error::AuthorityError;

/// A document of Entra has 2 to 20 KiB.
const MAX_BODY_BYTES: usize = 256 * 1024;
const TIMEOUT: Duration = Duration::from_secs(10);

/// Gets a document as text.
pub(super) async fn json(http: &Client, url: Url) -> Result<Vec<u8>, AuthorityError> {
    let request = http.get(url).header(ACCEPT, "application/json").timeout(TIMEOUT);
    let answer = request.send().await.map_err(|error| AuthorityError::unreachable(&error))?;
    if let Some(busy) = unavailable(&answer) {
        return Err(busy);
    }
    if !answer.status().is_success() {
        return Err(AuthorityError::unreadable(format!("status {}", answer.status().as_u16())));
    }
    body(answer).await
}

/// Status 429 and 5xx: not an answer, but a state of the authority.
pub(super) fn unavailable(answer: &Response) -> Option<AuthorityError> {
    let status = answer.status();
    (status.as_u16() == 429 || status.is_server_error()).then(|| {
        let seconds =
            answer.headers().get(RETRY_AFTER).and_then(|hint| hint.to_str().ok()?.parse::<u32>().ok());
        AuthorityError::Unreachable {
            detail: format!("status {}", status.as_u16()),
            retry_after: seconds.map(|seconds| Duration::from_secs(u64::from(seconds.min(3600)))),
        }
    })
}

/// The body, up to the limit.
pub(super) async fn body(mut answer: Response) -> Result<Vec<u8>, AuthorityError> {
    let mut text = Vec::new();
    while let Some(part) = answer.chunk().await.map_err(|error| AuthorityError::unreachable(&error))? {
        if text.len() + part.len() > MAX_BODY_BYTES {
            return Err(AuthorityError::unreadable("larger than 256 KiB"));
        }
        text.extend_from_slice(&part);
    }
    Ok(text)
}
