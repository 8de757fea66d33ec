//! `POST /$batch`.

use emulator::seed::groups::PROJECT;
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    groups::reference,
    harness::{ADELE, Answer, GRADY, JONI, TestEmulator, start_emulator},
};

async fn batch(started: &TestEmulator, token: &str, requests: Value) -> Answer {
    started.graph(Method::POST, "/$batch", token, Some(json!({ "requests": requests }))).await
}

fn get(id: &str, url: &str) -> Value {
    json!({ "id": id, "method": "GET", "url": url })
}

fn after(id: &str, other: &str) -> Value {
    json!({ "id": id, "method": "GET", "url": "/users", "dependsOn": [other] })
}

/// The answer of a part.
fn part<'a>(answer: &'a Answer, id: &str) -> &'a Value {
    assert_eq!(answer.status, 200, "{}", answer.text);
    let mut parts = answer.body["responses"].as_array().unwrap().iter();
    parts.find(|part| part["id"] == id).unwrap_or_else(|| panic!("no {id} in {}", answer.text))
}

/// Checks that a part was refused like this, with ids of its own.
fn refused(answer: &Answer, id: &str, status: u16, code: &str, message: &str) {
    let part = part(answer, id);
    let error = &part["body"]["error"];
    assert_eq!((&part["status"], &error["code"]), (&json!(status), &json!(code)), "{}", answer.text);
    assert!(error["message"].as_str().unwrap().starts_with(message), "{error}");
    assert!(part["headers"]["Content-Type"].as_str().unwrap().starts_with("application/json"), "{part}");
    let own = part["headers"]["request-id"].as_str().unwrap();
    assert_eq!(error["innerError"]["request-id"], own);
    assert_ne!(own, answer.headers["request-id"].to_str().unwrap());
}

#[tokio::test]
async fn each_part_is_a_call_of_its_own() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let (grady, missing) = (started.user(GRADY), "00000000-0000-0000-0000-000000000001");
    let json_type = json!({ "Content-Type": "application/json" });
    let requests = json!([
        get("read", &format!("/users/{grady}?$select=id,mail")),
        get("none", &format!("users/{missing}")),
        get("plain", "/users?$filter=mail eq 'grady.archie@fabrikam.example'"),
        { "id": "count", "method": "GET", "url": "/users?$count=true&$top=1", "headers": { "ConsistencyLevel": "eventual" } },
        get("without", "/users/$count"),
        { "id": "change", "atomicityGroup": "g", "method": "PATCH", "url": format!("/users/{grady}"), "headers": json_type, "body": { "jobTitle": "x" } },
        { "id": "join", "method": "POST", "url": format!("/groups/{PROJECT}/members/$ref"), "headers": json_type, "body": reference(&grady) },
        { "id": "verb", "atomicityGroup": "g", "method": "PUT", "url": format!("/users/{grady}") },
        get("nowhere", "/nonsense"),
    ]);
    let answer = batch(&started, &token, requests).await;
    assert_eq!(part(&answer, "read")["status"], 200);
    assert_eq!(part(&answer, "read")["body"]["mail"], GRADY);
    assert!(
        part(&answer, "read")["headers"]["Content-Type"].as_str().unwrap().starts_with("application/json")
    );
    let gone = format!("Resource '{missing}' does not exist");
    refused(&answer, "none", 404, "Request_ResourceNotFound", &gone);
    assert_eq!(part(&answer, "plain")["body"]["value"][0]["id"], grady);
    assert!(part(&answer, "count")["body"]["@odata.count"].is_number());
    refused(&answer, "without", 400, "Request_BadRequest", "$count is not currently supported.");
    assert_eq!(part(&answer, "change")["status"], 204, "there are no transactions: one of its group fails");
    assert_eq!(part(&answer, "change")["body"], Value::Null);
    assert_eq!(part(&answer, "join")["status"], 204);
    refused(&answer, "verb", 405, "Request_BadRequest", "Specified HTTP method");
    refused(&answer, "nowhere", 400, "BadRequest", "Resource not found for the segment 'nonsense'.");
    let own = part(&answer, "change")["headers"]["request-id"].as_str().unwrap();
    assert_ne!(own, answer.headers["request-id"].to_str().unwrap());
    let ledger = started.emulator.world(|world| serde_json::to_value(world.ledger()).unwrap());
    let changed = ledger.as_array().unwrap().iter().find(|entry| entry["effect"]["kind"] == "userChanged");
    assert_eq!(changed.unwrap()["requestId"], own);
    assert_eq!(started.effects("membersChanged").len(), 1);
    assert_eq!(answer.body["responses"][0]["id"], "nowhere", "in any order: here the last comes first");
}

#[tokio::test]
async fn a_part_waits_for_another_and_fails_with_it() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let change = |id: &str, user: &str, after: &[&str]| {
        json!({
            "id": id, "method": "PATCH", "url": format!("/users/{user}"), "dependsOn": after,
            "headers": { "content-type": "application/json" }, "body": { "jobTitle": id },
        })
    };
    let (grady, joni, missing) =
        (started.user(GRADY), started.user(JONI), "00000000-0000-0000-0000-000000000001");
    let serial = json!([change("1", &grady, &[]), change("2", missing, &["1"]), change("3", &joni, &["2"])]);
    let answer = batch(&started, &token, serial).await;
    assert_eq!(part(&answer, "1")["status"], 204);
    refused(&answer, "2", 404, "Request_ResourceNotFound", "Resource '00000000-");
    refused(&answer, "3", 424, "FailedDependency", "Execution of this request failed");
    assert_eq!(started.effects("userChanged").len(), 1);
    let shared = json!([change("a", &grady, &[]), change("b", &joni, &["A"]), change("c", &grady, &["a"])]);
    let answer = batch(&started, &token, shared).await;
    assert!(["a", "b", "c"].iter().all(|id| part(&answer, id)["status"] == 204), "{}", answer.text);
    let mixed = json!([change("1", &grady, &[]), change("2", &grady, &[]), change("3", &joni, &["1", "2"])]);
    batch(&started, &token, mixed).await.refused(
        400,
        "BadRequest",
        "Batches are fully parallel, fully serial",
    );
    assert_eq!(started.effects("userChanged").len(), 4);
}

#[tokio::test]
async fn each_batch_that_cannot_be_read_is_refused_as_a_whole() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let grady = started.user(GRADY);
    let patch = json!({ "id": "1", "method": "PATCH", "url": format!("/users/{grady}"), "body": { "jobTitle": "x" } });
    let many: Vec<Value> = (0..21).map(|id| get(&id.to_string(), "/users")).collect();
    for (requests, message) in [
        (json!(null), "Invalid batch payload format"),
        (json!([]), "Invalid batch payload format"),
        (json!([1]), "Invalid batch payload format"),
        (json!(many), "Number of batch request steps exceeds the maximum value of 20."),
        (json!([get("a", "/users"), get("A", "/users")]), "Request Id has to be unique"),
        (json!([{ "method": "GET", "url": "/users" }]), "Invalid batch payload format"),
        (json!([{ "id": "1", "url": "/users" }]), "Invalid batch payload format"),
        (json!([get("1", "https://graph.microsoft.com/v1.0/users")]), "Invalid batch payload format"),
        (json!([patch]), "Write request id : 1 does not contain Content-Type header or body."),
        (
            json!([{ "id": "1", "method": "GET", "url": "/users", "dependsOn": ["2"] }]),
            "Request '1' depends on",
        ),
        (json!([after("1", "2"), after("2", "1")]), "Batches are fully parallel, fully serial"),
        (
            json!([after("1", "3"), after("2", "1"), after("3", "2")]),
            "Batches are fully parallel, fully serial",
        ),
    ] {
        batch(&started, &token, requests).await.refused(400, "BadRequest", message);
    }
    started.graph(Method::POST, "/$batch", "nonsense", Some(json!({ "requests": [] }))).await.refused(
        401,
        "InvalidAuthenticationToken",
        "Access token validation failure.",
    );
    let broken = started.browser.post(started.url("/v1.0/$batch")).bearer_auth(&token);
    let broken = broken.header("content-type", "application/json").body("{\"requests\": [");
    let broken = Answer::of(broken.send().await.unwrap()).await;
    broken.refused(400, "BadRequest", "Invalid batch payload format");
    assert!(started.effects("userChanged").is_empty());
}

#[tokio::test]
async fn a_part_is_throttled_by_itself_and_batches_do_not_nest() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let fault = json!([{
        "on": { "method": "GET", "path": "/v1.0/users/*" }, "times": 1,
        "effect": { "status": 429, "code": "TooManyRequests", "headers": { "Retry-After": "2.128" } },
    }]);
    assert_eq!(started.control(Method::POST, "faults", fault).await.status, 200);
    let path = format!("/users/{}", started.user(GRADY));
    let nested = json!({ "id": "3", "method": "POST", "url": "/$batch", "headers": { "Content-Type": "application/json" }, "body": {} });
    let answer = batch(&started, &token, json!([get("1", &path), get("2", &path), nested])).await;
    refused(&answer, "1", 429, "TooManyRequests", "");
    assert_eq!(part(&answer, "1")["headers"]["Retry-After"], "2.128");
    assert_eq!(part(&answer, "2")["status"], 200);
    refused(&answer, "3", 400, "BadRequest", "The request of the part cannot be read.");
    let adele = started.delegated(ADELE).await;
    let answer = batch(&started, &adele, json!([get("1", "/me"), get("2", "/groups")])).await;
    assert_eq!(part(&answer, "1")["body"]["mail"], ADELE, "a part calls as the caller of the batch");
    let denied = "Insufficient privileges to complete the operation.";
    refused(&answer, "2", 403, "Authorization_RequestDenied", denied);
    let shape = json!([{ "on": { "family": "graph" }, "effect": { "reshape": "emptyCode" } }]);
    assert_eq!(started.control(Method::POST, "faults", shape).await.status, 200);
    let answer = batch(&started, &adele, json!([get("1", "/groups")])).await;
    refused(&answer, "1", 403, "", denied);
}

#[tokio::test]
async fn each_part_is_charged_and_one_is_told_to_come_back() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let narrow = json!({ "identitySmallTenant": { "most": 4, "seconds": 60 } });
    assert_eq!(started.control(Method::PATCH, "throttling", narrow).await.status, 200);
    let users = json!([get("1", "/users"), get("2", "/users"), get("3", "/users")]);
    let answer = batch(&started, &token, users).await;
    assert_eq!((&part(&answer, "1")["status"], &part(&answer, "2")["status"]), (&json!(200), &json!(200)));
    refused(&answer, "3", 429, "TooManyRequests", "Please retry again later.");
    let headers = &part(&answer, "3")["headers"];
    let wait: f64 = headers["Retry-After"].as_str().unwrap().parse().unwrap();
    assert!(wait > 0.0 && wait <= 60.0, "{wait}");
    assert_eq!(headers["x-ms-throttle-information"], "ResourceUnitLimitExceeded");
}
