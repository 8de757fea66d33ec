//! Many reads in few requests ("Combine multiple HTTP requests using JSON batching").

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::time::Duration;

use graph::{Graph, GraphError, User};
use serde_json::{Value, json};
use uuid::Uuid;
use wiremock::matchers::{any, header as has_header, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::caller::{ADELE, GRADY, Tokens, caller, client, header, ok, refusal, requests, user};

const CHALLENGE: &str = r#"Bearer realm="", error="insufficient_claims", claims="eyJhIjoxfQ==""#;

/// An object id for a number.
fn id(number: usize) -> String {
    Uuid::from_u128(number as u128).to_string()
}

fn ids(count: usize) -> Vec<String> {
    (0..count).map(id).collect()
}

/// The parts of a batch.
fn parts(request: &Request) -> Vec<Value> {
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    body["requests"].as_array().unwrap().clone()
}

fn refused(status: u16, code: &str) -> Value {
    json!({ "status": status, "body": { "error": { "code": code, "message": "hidden" } } })
}

fn throttled(hint: &str) -> Value {
    let mut answer = refused(429, "TooManyRequests");
    answer["headers"] = json!({ "Retry-After": hint });
    answer
}

/// Answers each part with what `answer` says of its address, last part first.
async fn batches(answer: impl Fn(&str) -> Value + Send + Sync + 'static) -> MockServer {
    let server = MockServer::start().await;
    let answers = move |request: &Request| {
        let answered = parts(request).into_iter().rev().map(|part| {
            let mut answered = answer(part["url"].as_str().unwrap());
            answered["id"] = part["id"].clone();
            answered
        });
        ok(json!({ "responses": answered.collect::<Vec<_>>() }))
    };
    Mock::given(method("POST")).and(path("/v1.0/$batch")).respond_with(answers).mount(&server).await;
    server
}

/// The user that the address of a part names.
fn named(url: &str) -> Value {
    let id = url.strip_prefix("/users/").unwrap().split('?').next().unwrap();
    json!({ "status": 200, "headers": { "Content-Type": "application/json" }, "body": user(id, "name") })
}

fn found(users: &[Result<User, GraphError>]) -> Vec<Option<&str>> {
    users.iter().map(|user| user.as_ref().ok().map(|user| user.id.as_str())).collect()
}

async fn batches_sent(server: &MockServer) -> Vec<Vec<Value>> {
    let requests = requests(server).await;
    requests.iter().filter(|request| request.url.path() == "/v1.0/$batch").map(parts).collect()
}

#[tokio::test]
async fn twenty_share_a_request_and_the_order_is_that_of_the_questions() {
    for (count, expected) in [(0, vec![]), (1, vec![1]), (20, vec![20]), (21, vec![1, 20])] {
        let server = batches(named).await;
        let users = caller(&server).users_each(&ids(count)).await;
        let wanted = ids(count);
        assert_eq!(found(&users), wanted.iter().map(|id| Some(id.as_str())).collect::<Vec<_>>());
        let mut sent: Vec<_> = batches_sent(&server).await.iter().map(Vec::len).collect();
        sent.sort_unstable();
        assert_eq!(sent, expected);
    }
}

#[tokio::test]
async fn a_part_is_what_the_call_by_itself_would_be() {
    let server = batches(named).await;
    let next = AtomicUsize::new(6);
    let numbered = client(&server.uri())
        .with_ids(move || Uuid::from_u128(next.fetch_add(1, Ordering::SeqCst) as u128))
        .as_caller(Arc::new(Tokens::default()));
    numbered.users_each(&[ADELE, GRADY]).await;
    numbered.user(ADELE).await.unwrap_err();

    let sent = requests(&server).await;
    assert_eq!(header(&sent[0], "content-type"), Some("application/json"));
    assert_eq!(header(&sent[0], "authorization"), Some("Bearer token-1"));
    assert_eq!(header(&sent[0], "client-request-id"), Some(id(8).as_str()));
    let alone = &sent[1].url;
    let url = format!("{}?{}", alone.path().strip_prefix("/v1.0").unwrap(), alone.query().unwrap());
    let parts = parts(&sent[0]);
    assert_eq!(
        parts[0],
        json!({ "id": "1", "method": "GET", "url": url, "headers": { "client-request-id": id(6) } })
    );
    assert_eq!(parts[1]["id"], "2");
    assert_eq!(parts[1]["headers"], json!({ "client-request-id": id(7) }));
    assert!(parts[1]["url"].as_str().unwrap().starts_with(&format!("/users/{GRADY}?$select=")));
}

#[tokio::test]
async fn each_address_has_the_answer_that_was_given_for_it() {
    let server = batches(|url| {
        let people = if url.contains("kim%40") {
            vec![user(ADELE, "A"), user(GRADY, "G"), user(ADELE, "A")]
        } else if url.contains("ana%40") {
            vec![]
        } else {
            return refused(403, "Authorization_RequestDenied");
        };
        json!({ "status": 200, "body": { "value": people } })
    })
    .await;
    let wanted = [
        vec!["lee@a.example"],
        vec!["kim@xn--bcher-kva.example", "kim@bücher.example", "one@too.many"],
        vec![" "],
        vec![],
        vec!["ana@a.example"],
    ];
    let answers = caller(&server).find_each_by_spellings(&wanted).await;
    assert_eq!(answers.len(), 5);
    assert_eq!(answers[0].as_ref().unwrap_err().status(), Some(403));
    let both: Vec<_> = answers[1].as_ref().unwrap().iter().map(|user| user.id.as_str()).collect();
    assert_eq!(both, [ADELE, GRADY]);
    for nothing in &answers[2..4] {
        assert!(matches!(nothing, Err(GraphError::Invalid(_))), "{nothing:?}");
    }
    assert_eq!(answers[4].as_ref().unwrap().len(), 0);

    let sent = batches_sent(&server).await;
    assert_eq!((sent.len(), sent[0].len()), (1, 3), "what cannot be asked takes no place");
    let url = sent[0][1]["url"].as_str().unwrap();
    assert!(
        url.contains("kim%40xn--bcher-kva.example") && url.contains("kim%40b%C3%BCcher.example"),
        "{url}"
    );
    assert!(!url.contains("too.many"), "{url}");
}

#[tokio::test]
async fn five_hundred_addresses_are_twenty_five_requests_and_none_is_asked_for_twice() {
    let server = batches(|_| json!({ "status": 200, "body": { "value": [] } })).await;
    let wanted: Vec<_> = (0..500).map(|number| vec![format!("kim{number:03}@a.example")]).collect();
    let answers = caller(&server).find_each_by_spellings(&wanted).await;
    assert_eq!(answers.len(), 500);
    assert!(answers.iter().all(|answer| answer.as_ref().is_ok_and(Vec::is_empty)));
    let sent = batches_sent(&server).await;
    assert_eq!(sent.len(), 25);
    let mut asked = HashMap::new();
    for part in sent.iter().flatten() {
        *asked.entry(part["url"].as_str().unwrap().to_owned()).or_insert(0) += 1;
    }
    assert_eq!(asked.len(), 500);
    assert!(asked.values().all(|times| *times == 1));
    for number in 0..500 {
        let kim = format!("kim{number:03}%40a.example");
        assert!(asked.keys().any(|url| url.contains(&kim)), "{kim}");
    }
}

/// How often each single call was made.
fn singles(requests: &[Request]) -> HashMap<String, usize> {
    let mut times = HashMap::new();
    for request in requests.iter().filter(|request| request.method.as_str() == "GET") {
        *times.entry(request.url.path().to_owned()).or_insert(0) += 1;
    }
    times
}

#[tokio::test]
async fn a_part_that_passes_is_asked_again_by_itself() {
    let (first, second) = (id(1), id(2));
    let server = batches(|url| match url {
        url if url.contains(&id(1)) => throttled("0.002"),
        url if url.contains(&id(2)) => json!({ "status": 503, "body": null }),
        url if url.contains(&id(3)) => refused(404, "Request_ResourceNotFound"),
        url => named(url),
    })
    .await;
    let busy = || refusal(429, "TooManyRequests").insert_header("Retry-After", "0.002");
    let one = format!("/v1.0/users/{first}");
    Mock::given(path(&one)).respond_with(busy()).up_to_n_times(2).mount(&server).await;
    Mock::given(path(&one)).respond_with(ok(user(&first, "name"))).mount(&server).await;
    let other = format!("/v1.0/users/{second}");
    Mock::given(path(&other)).respond_with(ok(user(&second, "name"))).mount(&server).await;

    let users = caller(&server).users_each(&ids(5)).await;
    let all = ids(5);
    let expected = [Some(&all[0]), Some(&all[1]), Some(&all[2]), None, Some(&all[4])];
    assert_eq!(found(&users), expected.map(|id| id.map(String::as_str)));
    assert!(users[3].as_ref().unwrap_err().is_not_found());
    let sent = requests(&server).await;
    assert_eq!(batches_sent(&server).await.len(), 1, "the others are not asked for again");
    assert_eq!(singles(&sent), HashMap::from([(one, 3), (other, 1)]));
    for single in &sent[1..] {
        assert_eq!(header(single, "authorization"), Some("Bearer token-1"));
    }
}

#[tokio::test]
async fn patience_ends_for_a_part_as_for_a_call() {
    let server = batches(|url| if url.contains(&id(1)) { throttled("0") } else { throttled("12.5") }).await;
    Mock::given(method("GET")).respond_with(refusal(429, "TooManyRequests")).mount(&server).await;
    let users = caller(&server).users_each(&ids(2)).await;
    let (long, short) = (users[0].as_ref().unwrap_err(), users[1].as_ref().unwrap_err());
    assert_eq!(long.retry_after(), Some(Duration::from_millis(12_500)));
    assert!(long.is_throttled() && short.is_throttled());
    let tried = singles(&requests(&server).await);
    assert_eq!(
        tried,
        HashMap::from([(format!("/v1.0/users/{}", id(1)), 3)]),
        "no hint so long is waited for"
    );
}

#[tokio::test]
async fn a_part_without_an_answer_is_not_nobody() {
    let server = MockServer::start().await;
    let answers = json!({ "responses": [
        { "id": "2", "status": 200, "body": user(&id(1), "name") },
        { "id": "3", "status": 99, "body": user(&id(2), "name") },
        { "id": "4", "body": user(&id(3), "name") },
        { "id": "5", "status": 200, "body": "bm90IEpTT04=" },
        { "id": "6", "status": 200 },
        { "id": "9", "status": 200, "body": user(&id(8), "name") },
        "nonsense",
        null,
    ] });
    let answer = ok(answers).insert_header("request-id", "r-1");
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let users = caller(&server).users_each(&ids(6)).await;
    assert_eq!(found(&users), [None, Some(id(1).as_str()), None, None, None, None]);
    for unknown in users.iter().filter_map(|user| user.as_ref().err()) {
        let GraphError::Unreadable { client_request_id, .. } = unknown else { panic!("{unknown}") };
        assert_eq!(*client_request_id, id(7));
    }
    let GraphError::Unreadable { request_id, status, .. } = users[0].as_ref().unwrap_err() else { panic!() };
    assert_eq!((request_id.as_deref(), *status), (Some("r-1"), 200));
    assert_eq!(requests(&server).await.len(), 1, "it would be the same again");
}

#[tokio::test]
async fn what_a_part_was_refused_with_is_known() {
    let server = batches(|_| {
        json!({
            "status": 403,
            "headers": { "request-id": "r-2", "Retry-After": 7, "no header": "x", "X": null, "Y": "\n" },
            "body": { "error": { "code": "Authorization_RequestDenied", "message": "hidden" } },
        })
    })
    .await;
    let users = caller(&server).users_each(&[ADELE]).await;
    let refusal = users[0].as_ref().unwrap_err().refusal().unwrap();
    assert_eq!((refusal.status, refusal.code.as_str()), (403, "Authorization_RequestDenied"));
    assert_eq!(refusal.request_id.as_deref(), Some("r-2"));
    assert_eq!(refusal.client_request_id, id(7));
    assert_eq!(refusal.retry_after, Some(Duration::from_secs(7)));
}

#[tokio::test]
async fn a_batch_that_passes_is_repeated_whole() {
    for first in [
        refusal(429, "TooManyRequests").insert_header("Retry-After", "0.002"),
        refusal(503, ""),
        ResponseTemplate::new(504),
    ] {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(first).up_to_n_times(3).mount(&server).await;
        let answers = json!({ "responses": [{ "id": "1", "status": 200, "body": user(ADELE, "A") }] });
        Mock::given(any()).respond_with(ok(answers)).mount(&server).await;
        let users = caller(&server).users_each(&[ADELE]).await;
        assert_eq!(found(&users), [Some(ADELE)]);
        let sent = batches_sent(&server).await;
        assert_eq!(sent.len(), 4);
        assert!(sent.iter().all(|parts| *parts == sent[0]));
    }
}

/// One failure is enough: the four that were under way may fail each by itself, the others are not sent.
#[tokio::test]
async fn what_fails_a_batch_fails_all_that_were_not_sent() {
    for (answer, status, hint) in [
        (refusal(429, "TooManyRequests").insert_header("Retry-After", "60"), Some(429), Some(60)),
        (refusal(403, "Authorization_RequestDenied"), Some(403), None),
        (ResponseTemplate::new(200).set_body_string("<html>"), Some(200), None),
        (ok(json!({ "responses": {} })), Some(200), None),
    ] {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(answer).mount(&server).await;
        let users = caller(&server).users_each(&ids(500)).await;
        assert_eq!(users.len(), 500);
        for error in users.iter().map(|user| user.as_ref().unwrap_err()) {
            assert_eq!((error.status(), error.retry_after()), (status, hint.map(Duration::from_secs)));
        }
        let sent = requests(&server).await.len();
        assert!((1..=4).contains(&sent), "{sent}");
    }
    let nowhere = client("http://127.0.0.1:1").as_caller(Arc::new(Tokens::default()));
    let users = nowhere.users_each(&ids(21)).await;
    assert!(users.iter().all(|user| matches!(user, Err(GraphError::Network { .. }))));
}

fn with_tokens(server: &MockServer) -> (Graph, Arc<Tokens>) {
    let tokens = Arc::new(Tokens::default());
    (client(&server.uri()).as_caller(tokens.clone()), tokens)
}

#[tokio::test]
async fn a_batch_refused_with_a_plain_401_goes_out_again_with_a_new_token() {
    let server = MockServer::start().await;
    let answers = json!({ "responses": [{ "id": "1", "status": 200, "body": user(ADELE, "A") }] });
    Mock::given(has_header("authorization", "Bearer token-2")).respond_with(ok(answers)).mount(&server).await;
    Mock::given(any()).respond_with(refusal(401, "InvalidAuthenticationToken")).mount(&server).await;
    let (graph, tokens) = with_tokens(&server);
    assert_eq!(found(&graph.users_each(&[ADELE]).await), [Some(ADELE)]);
    assert_eq!(tokens.refusals(), [None]);
    assert_eq!(requests(&server).await.len(), 2);
}

#[tokio::test]
async fn parts_refused_with_a_plain_401_share_one_new_token() {
    let server = batches(|url| if url.contains(ADELE) { named(url) } else { refused(401, "") }).await;
    Mock::given(has_header("authorization", "Bearer token-2"))
        .and(path(format!("/v1.0/users/{GRADY}")))
        .respond_with(ok(user(GRADY, "G")))
        .mount(&server)
        .await;
    Mock::given(method("GET")).respond_with(refusal(401, "")).mount(&server).await;
    let (graph, tokens) = with_tokens(&server);
    let users = graph.users_each(&[ADELE, GRADY, &id(1)]).await;
    assert_eq!(found(&users), [Some(ADELE), Some(GRADY), None]);
    assert_eq!(users[2].as_ref().unwrap_err().status(), Some(401), "a second one is final");
    assert_eq!(tokens.refusals(), [None]);
    assert_eq!(requests(&server).await.len(), 3);
}

#[tokio::test]
async fn a_claims_challenge_of_a_part_is_handed_on_and_not_repeated() {
    let server = batches(|_| {
        let mut answer = refused(401, "InvalidAuthenticationToken");
        answer["headers"] = json!({ "WWW-Authenticate": CHALLENGE });
        answer
    })
    .await;
    let (graph, tokens) = with_tokens(&server);
    let users = graph.users_each(&[ADELE, GRADY]).await;
    for user in &users {
        let refusal = user.as_ref().unwrap_err().refusal().unwrap();
        assert_eq!(refusal.claims.as_deref(), Some(r#"{"a":1}"#));
    }
    assert_eq!(tokens.refusals(), [Some(r#"{"a":1}"#.to_owned())]);
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn pages_of_a_part_are_followed_by_calls_of_their_own() {
    let server = MockServer::start().await;
    let link = format!("{}/v1.0/users?$skiptoken=x", server.uri());
    let elsewhere = "https://elsewhere.example/v1.0/users";
    let page = |id: &str, link: &str| {
        let body = json!({ "value": [user(ADELE, "A")], "@odata.nextLink": link });
        json!({ "id": id, "status": 200, "body": body })
    };
    let answers = json!({ "responses": [page("1", &link), page("2", elsewhere)] });
    Mock::given(method("POST")).respond_with(ok(answers)).mount(&server).await;
    let last = json!({ "value": [user(ADELE, "A"), user(GRADY, "G")] });
    Mock::given(path("/v1.0/users")).respond_with(ok(last)).mount(&server).await;
    let wanted = [vec!["kim@a.example"], vec!["ana@a.example"]];
    let answers = caller(&server).find_each_by_spellings(&wanted).await;
    assert_eq!(answers[0].as_ref().unwrap().len(), 2);
    assert!(matches!(answers[1], Err(GraphError::Unreadable { .. })), "{:?}", answers[1]);
    let sent = requests(&server).await;
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[1].url.query(), Some("$skiptoken=x"));
}

#[tokio::test]
async fn what_is_no_id_is_not_sent() {
    let server = batches(named).await;
    let users = caller(&server).users_each(&["", "delta", ADELE, "$batch"]).await;
    assert_eq!(found(&users), [None, None, Some(ADELE), None]);
    assert!(matches!(users[0], Err(GraphError::Invalid(_))));
    assert_eq!(batches_sent(&server).await[0].len(), 1);
    let nothing = caller(&server).users_each(&["delta"]).await;
    assert!(matches!(nothing[0], Err(GraphError::Invalid(_))));
    assert_eq!(requests(&server).await.len(), 1, "an empty batch would be refused");
}

/// Asked before each request: a batch is one.
#[tokio::test]
async fn what_its_caller_withdraws_is_not_sent() {
    let server = batches(|_| throttled("0")).await;
    let asked = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&asked);
    let graph = caller(&server).with_guard(move || counter.fetch_add(1, Ordering::SeqCst) == 0);
    let users = graph.users_each(&[ADELE]).await;
    assert!(matches!(users[0], Err(GraphError::Withdrawn)), "{:?}", users[0]);
    assert_eq!(requests(&server).await.len(), 1);
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}
