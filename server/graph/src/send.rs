//! The one place that sends.

mod challenge;
pub(crate) mod http_client;
mod response;
pub(crate) mod retry;
pub(crate) mod retry_after;

use std::sync::Arc;
use std::time::Instant;

use reqwest::header::{
    AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER,
};
use reqwest::{Method, StatusCode};
use secrecy::ExposeSecret;

pub(crate) use response::GraphResponse;
use retry::Connection;

use crate::call::Call;
use crate::client::Graph;
use crate::error::{GraphError, Outcome, Refusal};

const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
const CONSISTENCY_LEVEL: HeaderName = HeaderName::from_static("consistencylevel");

impl Graph {
    /// A call that changes nothing: repeated within the client's retry policy.
    pub(crate) async fn read(&self, call: &Call) -> Result<GraphResponse, GraphError> {
        let started = Instant::now();
        retry::with_retries(self.client.retry_policy, started, |connection| self.send(call, connection)).await
    }

    /// The same for a read that was made within another request, which started then and had this answer for it: what passes is repeated by a
    /// request of its own, after its own hint. Where a plain 401 was the answer, a new token must have been asked for.
    pub(crate) async fn read_on(
        &self,
        call: &Call,
        started: Instant,
        answered: Result<GraphResponse, GraphError>,
    ) -> Result<GraphResponse, GraphError> {
        let mut answered = Some(answered);
        retry::with_retries(self.client.retry_policy, started, move |connection| {
            let answered = answered.take();
            async move {
                match answered {
                    None => self.send(call, connection).await,
                    Some(result) if is_plain_401(&result) => {
                        let result = self.attempt(call, connection).await;
                        self.pass_challenge_on(&result).await;
                        result
                    }
                    Some(result) => result,
                }
            }
        })
        .await
    }

    /// A call that changes something: once.
    pub(crate) async fn write(&self, call: &Call) -> Result<GraphResponse, GraphError> {
        self.send(call, Connection::Any).await
    }

    /// A plain 401 is answered before Graph acts, so any call may go out again with a new token, once.
    async fn send(&self, call: &Call, connection: Connection) -> Result<GraphResponse, GraphError> {
        let mut result = self.attempt(call, connection).await;
        if is_plain_401(&result) {
            self.tokens.invalidate(None).await;
            result = self.attempt(call, connection).await;
        }
        self.pass_challenge_on(&result).await;
        result
    }

    /// The next token has to carry the claims that the answer asks for.
    pub(crate) async fn pass_challenge_on(&self, result: &Result<GraphResponse, GraphError>) {
        if let Some(claims) = refusal_of(result).and_then(|refusal| refusal.claims.as_deref()) {
            self.tokens.invalidate(Some(claims)).await;
        }
    }

    async fn attempt(&self, call: &Call, connection: Connection) -> Result<GraphResponse, GraphError> {
        let token = self.tokens.token().await?;
        let id = self.next_request_id();
        let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.expose_secret()))
            .map_err(|_| GraphError::Invalid("the token"))?;
        bearer.set_sensitive(true);

        let mut request = self
            .http(connection)
            .request(call.method.clone(), call.url.clone())
            .timeout(http_client::REQUEST_TIMEOUT)
            .header(AUTHORIZATION, bearer)
            .header(CLIENT_REQUEST_ID, &id);
        if call.eventual {
            request = request.header(CONSISTENCY_LEVEL, "eventual");
        }
        if let Some(body) = &call.body {
            request = request.header(CONTENT_TYPE, "application/json").body(body.clone());
        } else if call.method == Method::POST {
            // The client leaves it out, and servers may refuse a POST that lacks it (RFC 9110, section 8.6).
            request = request.header(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }

        // The last thing before the request: the token may have taken long.
        if self.guard.as_ref().is_some_and(|may_send| !may_send()) {
            return Err(GraphError::Withdrawn);
        }
        let started = Instant::now();
        let result = self.exchange(request, call, &id).await;
        log(call, &id, started, &result);
        result
    }

    async fn exchange(
        &self,
        request: reqwest::RequestBuilder,
        call: &Call,
        id: &str,
    ) -> Result<GraphResponse, GraphError> {
        let response = request.send().await.map_err(|error| network_error(error, id))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response::read_body(response).await;
        if !status.is_success() {
            // The status is the answer; a body that broke off only costs the details.
            let body = body.ok().flatten().unwrap_or_default();
            return self.answer(call, id, status, &headers, body);
        }
        let body = body.map_err(|error| network_error(error, id))?;
        let too_long = body.is_none();
        let response = self.answer(call, id, status, &headers, body.unwrap_or_default())?;
        if too_long { Err(response.unreadable("it is too long")) } else { Ok(response) }
    }

    /// What was answered to a call, alone or as a part of a batch.
    pub(crate) fn answer(
        &self,
        call: &Call,
        id: &str,
        status: StatusCode,
        headers: &HeaderMap,
        body: Vec<u8>,
    ) -> Result<GraphResponse, GraphError> {
        if !status.is_success() {
            return Err(GraphError::Refused(Box::new(self.refusal(status, headers, &body, id))));
        }
        Ok(GraphResponse {
            status: status.as_u16(),
            url: call.url.clone(),
            client_request_id: id.to_owned(),
            request_id: response::request_id(headers),
            body,
        })
    }

    /// What the next request carries as `client-request-id`.
    pub(crate) fn next_request_id(&self) -> String {
        self.request_id.unwrap_or_else(|| (self.client.ids)()).to_string()
    }

    fn refusal(&self, status: StatusCode, headers: &HeaderMap, body: &[u8], id: &str) -> Refusal {
        let mut refusal = Refusal::parse(status.as_u16(), id.to_owned(), body);
        refusal.request_id = response::request_id(headers).or(refusal.request_id);
        refusal.retry_after = headers
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| retry_after::parse(value, (self.client.clock)()));
        // Older documentation sends the challenge with 403 too.
        if matches!(refusal.status, 401 | 403) {
            refusal.claims = challenge::claims(headers);
        }
        refusal
    }

    fn http(&self, connection: Connection) -> &reqwest::Client {
        match (connection, &self.client.fresh) {
            (Connection::Fresh, Some(fresh)) => fresh,
            _ => &self.client.http,
        }
    }
}

pub(crate) fn refusal_of<T>(result: &Result<T, GraphError>) -> Option<&Refusal> {
    result.as_ref().err().and_then(GraphError::refusal)
}

/// The token was refused, and nothing said about the next one.
pub(crate) fn is_plain_401<T>(result: &Result<T, GraphError>) -> bool {
    refusal_of(result).is_some_and(|refusal| refusal.status == 401 && refusal.claims.is_none())
}

/// The address is taken out of the transport's error: it may hold a filter with somebody's address.
fn network_error(error: reqwest::Error, id: &str) -> GraphError {
    let sent = !(error.is_connect() || error.is_builder());
    GraphError::Network {
        client_request_id: id.to_owned(),
        outcome: if sent { Outcome::Unknown } else { Outcome::NotSent },
        timed_out: error.is_timeout(),
        source: Arc::new(error.without_url()),
    }
}

fn log(call: &Call, id: &str, started: Instant, result: &Result<GraphResponse, GraphError>) {
    let status = match result {
        Ok(response) => Some(response.status),
        Err(error) => error.status(),
    };
    let elapsed_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::debug!(
        method = call.method.as_str(),
        path = call.path,
        status,
        parts = call.parts,
        client_request_id = id,
        elapsed_ms,
        "graph call"
    );
}
