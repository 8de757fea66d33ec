//! Many reads in few requests ("Combine multiple HTTP requests using JSON batching").

use std::collections::HashMap;
use std::sync::OnceLock;
use std::time::Instant;

use futures::{FutureExt as _, StreamExt as _, future, stream};
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Position;

use crate::call::Call;
use crate::client::Graph;
use crate::error::GraphError;
use crate::send::{GraphResponse, is_plain_401, refusal_of};

/// How many calls Graph takes in one batch.
const MAX_PARTS: usize = 20;
/// How many batches are under way at the same time.
const MAX_AT_ONCE: usize = 4;

type PartResult = Result<GraphResponse, GraphError>;

#[derive(Serialize)]
struct BatchRequest<'a> {
    requests: Vec<PartRequest<'a>>,
}

#[derive(Serialize)]
struct PartRequest<'a> {
    id: String,
    method: &'a str,
    /// Below `/v1.0`.
    url: &'a str,
    headers: PartHeaders<'a>,
}

#[derive(Serialize)]
struct PartHeaders<'a> {
    #[serde(rename = "client-request-id")]
    client_request_id: &'a str,
    #[serde(rename = "ConsistencyLevel", skip_serializing_if = "Option::is_none")]
    consistency_level: Option<&'static str>,
}

#[derive(Deserialize)]
struct BatchResponse {
    responses: Vec<Value>,
}

#[derive(Deserialize)]
struct PartResponse {
    id: String,
    status: u16,
    #[serde(default)]
    headers: Value,
    #[serde(default)]
    body: Value,
}

impl Graph {
    /// The answer of each of these reads, in their order, with the call that it answers: twenty to a request, a few requests at a time. What could
    /// not be made keeps its error and takes no place. A part that passes is repeated by itself, after its own hint, within the retry policy.
    ///
    /// What fails a batch as a whole is the error of each of its parts, and of those in batches that were not sent yet.
    pub(crate) async fn read_each(
        &self,
        calls: Vec<Result<Call, GraphError>>,
    ) -> Vec<Result<(Call, GraphResponse), GraphError>> {
        let mut answers = self.answers(&calls).await.into_iter();
        let with_answer = |call: Result<Call, GraphError>| -> Result<(Call, GraphResponse), GraphError> {
            let call = call?;
            let answer = answers.next().ok_or(GraphError::Invalid("a call without an answer"))?;
            Ok((call, answer?))
        };
        calls.into_iter().map(with_answer).collect()
    }

    /// One for each call that could be made.
    async fn answers(&self, calls: &[Result<Call, GraphError>]) -> Vec<PartResult> {
        let good: Vec<&Call> = calls.iter().flatten().collect();
        let failure = OnceLock::new();
        // Boxed: the compiler cannot see otherwise that what borrows the calls may change threads.
        let batches = good.chunks(MAX_PARTS).map(|calls| self.batch_unless_failed(calls, &failure).boxed());
        let batches: Vec<_> = batches.collect();
        let answers: Vec<Vec<PartResult>> = stream::iter(batches).buffered(MAX_AT_ONCE).collect().await;
        answers.into_iter().flatten().collect()
    }

    /// The answers of one batch. After a failure it is not sent: the answer would be the same, and somebody waits.
    async fn batch_unless_failed(&self, calls: &[&Call], failure: &OnceLock<GraphError>) -> Vec<PartResult> {
        let answers = match failure.get() {
            Some(error) => Err(error.clone()),
            None => self.batch(calls).await,
        };
        answers.unwrap_or_else(|error| {
            let answers = calls.iter().map(|_| Err(error.clone())).collect();
            // Another batch may have failed first: either will do.
            let _ = failure.set(error);
            answers
        })
    }

    /// The answers of one batch, in the order of its calls: reads without a body, twenty at most. The error is that of the batch as a whole.
    async fn batch(&self, calls: &[&Call]) -> Result<Vec<PartResult>, GraphError> {
        let started = Instant::now();
        let ids: Vec<String> = calls.iter().map(|_| self.next_request_id()).collect();
        let parts = calls.iter().zip(&ids).enumerate();
        let requests = parts.map(|(place, (call, id))| request(place, call, id)).collect();
        let mut whole = self.post("/$batch", &["$batch"], &BatchRequest { requests })?;
        whole.parts = Some(calls.len());
        let whole = self.read(&whole).await?;

        let mut responses = by_id(whole.decode()?);
        let parts = calls.iter().zip(&ids).enumerate();
        let answers: Vec<PartResult> = parts
            .map(|(place, (call, id))| self.part(&whole, call, id, responses.remove(&part_id(place))))
            .collect();
        self.renew_token_for(&answers).await;
        let answers = calls.iter().zip(answers);
        let settled: Vec<_> =
            answers.map(|(call, answer)| self.read_on(call, started, answer).boxed()).collect();
        Ok(future::join_all(settled).await)
    }

    /// What was answered to one part. Without an answer that can be read nothing is known: that is not "nothing found".
    fn part(&self, whole: &GraphResponse, call: &Call, id: &str, part: Option<PartResponse>) -> PartResult {
        let read = part.and_then(|part| Some((StatusCode::from_u16(part.status).ok()?, part)));
        let Some((status, part)) = read else {
            return Err(GraphError::Unreadable {
                status: whole.status,
                client_request_id: id.to_owned(),
                request_id: whole.request_id.clone(),
                why: "it has no answer for a part of the batch",
            });
        };
        let body = if part.body.is_null() { String::new() } else { part.body.to_string() };
        self.answer(call, id, status, &headers(&part.headers), body.into_bytes())
    }

    /// One new token, or one with the claims that were asked for, is for all parts that were refused for want of it.
    async fn renew_token_for(&self, answers: &[PartResult]) {
        if answers.iter().any(is_plain_401) {
            self.tokens.invalidate(None).await;
        }
        let challenged =
            |answer: &&PartResult| refusal_of(answer).is_some_and(|refusal| refusal.claims.is_some());
        if let Some(answer) = answers.iter().find(challenged) {
            self.pass_challenge_on(answer).await;
        }
    }
}

fn part_id(place: usize) -> String {
    (place + 1).to_string()
}

fn request<'a>(place: usize, call: &'a Call, id: &'a str) -> PartRequest<'a> {
    let url = &call.url[Position::BeforePath..Position::AfterQuery];
    PartRequest {
        id: part_id(place),
        method: call.method.as_str(),
        url: url.strip_prefix("/v1.0").unwrap_or(url),
        headers: PartHeaders {
            client_request_id: id,
            consistency_level: call.eventual.then_some("eventual"),
        },
    }
}

/// The answers come in any order. One that is not of the documented shape is none.
fn by_id(batch: BatchResponse) -> HashMap<String, PartResponse> {
    let parts = batch.responses.into_iter().filter_map(|part| PartResponse::deserialize(part).ok());
    parts.map(|part| (part.id.clone(), part)).collect()
}

/// The headers of a part; what cannot be one is left out.
fn headers(value: &Value) -> HeaderMap {
    let header = |(name, value): (&String, &Value)| {
        let value = match value {
            Value::String(text) => HeaderValue::from_str(text),
            Value::Number(number) => HeaderValue::from_str(&number.to_string()),
            _ => return None,
        };
        Some((HeaderName::from_bytes(name.as_bytes()).ok()?, value.ok()?))
    };
    value.as_object().into_iter().flatten().filter_map(header).collect()
}
