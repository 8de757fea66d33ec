use std::time::Duration;

use graph::{MAX_RETRY_AFTER, RetryPolicy};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::caller::{ADELE, Tokens, caller, client, ok, refusal, requests, user};

async fn first_then_fine(first: ResponseTemplate, times: u64) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(path("/v1.0/me")).respond_with(first).up_to_n_times(times).mount(&server).await;
    Mock::given(path("/v1.0/me")).respond_with(ok(user(ADELE, "Adele"))).mount(&server).await;
    server
}

#[tokio::test]
async fn reads_outlast_what_passes() {
    for first in [
        refusal(429, "TooManyRequests"),
        refusal(429, "TooManyRequests").insert_header("Retry-After", "0.002"),
        refusal(429, "TooManyRequests").insert_header("Retry-After", "Sun, 06 Nov 1994 08:49:29 GMT"),
        refusal(429, "TooManyRequests").insert_header("Retry-After", "soon"),
        ResponseTemplate::new(502).set_body_string("<html>"),
        refusal(503, ""),
        ResponseTemplate::new(504),
    ] {
        let server = first_then_fine(first, 3).await;
        assert_eq!(caller(&server).me().await.unwrap().id, ADELE);
        assert_eq!(requests(&server).await.len(), 4);
    }
}

#[tokio::test]
async fn patience_ends() {
    let server = first_then_fine(refusal(503, "ServiceUnavailable"), 4).await;
    assert_eq!(caller(&server).me().await.unwrap_err().status(), Some(503));
    assert_eq!(requests(&server).await.len(), 4);
}

#[tokio::test]
async fn what_lasts_is_not_repeated_and_a_long_hint_is_handed_on() {
    for (first, hint) in [
        (refusal(400, "Request_BadRequest"), None),
        (refusal(403, "Authorization_RequestDenied"), None),
        (refusal(404, "Request_ResourceNotFound"), None),
        (
            refusal(429, "TooManyRequests").insert_header("Retry-After", "12.5"),
            Some(Duration::from_millis(12_500)),
        ),
        (refusal(429, "").insert_header("Retry-After", "1000000000"), Some(MAX_RETRY_AFTER)),
        (
            refusal(429, "").insert_header("Retry-After", "Sun, 06 Nov 1994 08:50:00 GMT"),
            Some(Duration::from_secs(30)),
        ),
        (refusal(500, ""), None),
    ] {
        let server = first_then_fine(first, 1).await;
        let error = caller(&server).me().await.unwrap_err();
        assert_eq!(error.retry_after(), hint, "{error}");
        assert_eq!(requests(&server).await.len(), 1, "{error}");
    }
}

#[tokio::test]
async fn no_repeat_starts_after_the_whole_time() {
    let server = first_then_fine(refusal(503, "").set_delay(Duration::from_millis(20)), 1).await;
    let policy = RetryPolicy {
        initial_delay: Duration::from_millis(1),
        max_retries: 9,
        max_elapsed: Duration::from_millis(15),
    };
    let graph =
        client(&server.uri()).with_retry_policy(policy).as_caller(std::sync::Arc::new(Tokens::default()));
    assert_eq!(graph.me().await.unwrap_err().status(), Some(503));
    assert_eq!(requests(&server).await.len(), 1);
}

/// The guard is asked before each request, repeats too.
#[tokio::test]
async fn what_its_caller_withdraws_is_not_sent() {
    let server = first_then_fine(refusal(503, ""), 1).await;
    let asked = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counter = std::sync::Arc::clone(&asked);
    let once = move || counter.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0;
    let error = caller(&server).with_guard(once).me().await.unwrap_err();
    assert!(matches!(error, graph::GraphError::Withdrawn), "{error}");
    assert!(!error.outcome_unknown() && error.client_request_id().is_none());
    assert_eq!(requests(&server).await.len(), 1);
    assert_eq!(asked.load(std::sync::atomic::Ordering::SeqCst), 2);
}
