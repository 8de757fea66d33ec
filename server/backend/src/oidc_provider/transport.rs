//! How `oauth2` reaches the network: it has no client for this reqwest.

use oauth2::{HttpRequest, HttpResponse};
use reqwest::Client;

use super::error::AuthorityError;
use super::fetch::{body, unavailable};

/// Sends one request to the token endpoint. Redirects are answers here: the client follows none.
pub(super) async fn send(http: Client, request: HttpRequest) -> Result<HttpResponse, AuthorityError> {
    let request =
        reqwest::Request::try_from(request).map_err(|_| AuthorityError::unreadable("the request"))?;
    let answer = http.execute(request).await.map_err(|error| AuthorityError::unreachable(&error))?;
    if let Some(busy) = unavailable(&answer) {
        return Err(busy);
    }
    let mut copy = http::Response::builder().status(answer.status());
    for (name, value) in answer.headers() {
        copy = copy.header(name, value);
    }
    copy.body(body(answer).await?).map_err(|_| AuthorityError::unreadable("the answer's headers"))
}
