//! A caller for tests.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use graph::{Graph, GraphClient, RetryPolicy, TokenError, TokenProvider, http_client};
use secrecy::SecretString;
use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;
use wiremock::{MockServer, Request, ResponseTemplate};

pub const ADELE: &str = "0b9b8f6a-4f0e-4d3b-9a57-0f4b1f1f8d11";
pub const GRADY: &str = "243b1de4-ad9f-421c-a933-d55305fb165d";

/// Hands out `token-1`, and the next number each time one is refused.
#[derive(Default)]
pub struct Tokens {
    refusals: Mutex<Vec<Option<String>>>,
}

impl Tokens {
    pub fn refusals(&self) -> Vec<Option<String>> {
        self.refusals.lock().unwrap().clone()
    }
}

#[async_trait]
impl TokenProvider for Tokens {
    async fn token(&self) -> Result<SecretString, TokenError> {
        Ok(format!("token-{}", self.refusals.lock().unwrap().len() + 1).into())
    }

    async fn invalidate(&self, claims: Option<&str>) {
        self.refusals.lock().unwrap().push(claims.map(str::to_owned));
    }
}

/// The same client as in production, but for waits of a millisecond and a clock that stands at 784111770
/// (1994-11-06 08:49:30 UTC).
pub fn client(base: &str) -> GraphClient {
    GraphClient::new(Url::parse(base).unwrap(), http_client(&[]).unwrap())
        .with_retry_policy(RetryPolicy { initial_delay: Duration::from_millis(1), ..RetryPolicy::default() })
        .with_clock(|| SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_770))
        .with_ids(|| Uuid::from_u128(7))
}

pub fn caller(server: &MockServer) -> Graph {
    client(&server.uri()).as_caller(Arc::new(Tokens::default()))
}

pub fn user(id: &str, name: &str) -> Value {
    json!({ "id": id, "displayName": name })
}

pub fn ok(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

pub fn refusal(status: u16, code: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(json!({ "error": { "code": code, "message": "hidden" } }))
}

/// The one value of a query parameter.
pub fn parameter(request: &Request, name: &str) -> Option<String> {
    let mut values = request.url.query_pairs().filter(|(key, _)| key == name);
    let value = values.next().map(|(_, value)| value.into_owned());
    assert!(values.next().is_none(), "{name} twice");
    value
}

pub fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers.get(name).map(|value| value.to_str().unwrap())
}

pub async fn requests(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.unwrap()
}
