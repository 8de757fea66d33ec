//! Faults, each with what it leaves behind.

use emulator::seed::{
    contoso::CONTOSO,
    groups::{ADMIN_ROLE, PROJECT},
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    groups::add,
    harness::{ADELE, Answer, GRADY, TestEmulator, invitation, start_emulator},
};

async fn set(started: &TestEmulator, faults: Value) {
    let answer = started.control(Method::POST, "faults", faults).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

fn invitations(started: &TestEmulator) -> usize {
    started.emulator.world(|world| world.invitations(CONTOSO).count())
}

/// An own connection: a pooled one could be tried again by the client.
async fn send(started: &TestEmulator, token: &str, address: &str) -> reqwest::Result<reqwest::Response> {
    let request = reqwest::Client::new().post(started.url("/v1.0/invitations")).bearer_auth(token);
    request.json(&invitation(address)).send().await
}

#[tokio::test]
async fn a_throttled_call_has_the_headers_and_the_body_of_the_real_one() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let on = json!({"family": "graph"});
    let client = started.client("vestibule").client_id;
    for (throttle, retry_after) in [
        (json!({"seconds": 2.128}), Some("2.128")),
        (json!({"seconds": 30.0}), Some("30")),
        (json!({}), None),
    ] {
        set(&started, json!([{"on": on, "effect": {"throttle": throttle}, "times": 1}])).await;
        let answer = started.get("/me", &token).await;
        answer.refused(429, "TooManyRequests", "Please retry again later.");
        let inner = &answer.body["error"]["innerError"];
        assert_eq!((inner["code"].as_str(), inner["status"].as_str()), (Some("429"), Some("429")));
        assert_eq!(inner["message"], "Please retry after");
        assert_eq!(answer.headers.get("retry-after").map(|value| value.to_str().unwrap()), retry_after);
        assert_eq!(
            answer.headers["x-ms-throttle-scope"],
            format!("Tenant_Application/ReadWrite/{client}/{CONTOSO}").as_str()
        );
        assert_eq!(answer.headers["x-ms-throttle-information"], "ResourceUnitLimitExceeded");
    }
    let dated = json!({"throttle": {"seconds": 5, "asDate": true}});
    set(&started, json!([{"on": on, "effect": dated, "times": 1}])).await;
    started.advance(86_400_000).await;
    let token = started.delegated(ADELE).await;
    let answer = started.get("/me", &token).await;
    let date = |name: &str| httpdate::parse_http_date(answer.headers[name].to_str().unwrap()).unwrap();
    let wait = date("retry-after").duration_since(date("date")).unwrap().as_secs();
    assert!((5..=6).contains(&wait), "both follow the emulator's clock: {wait}");
}

#[tokio::test]
async fn a_guest_may_be_made_although_the_answer_is_an_error() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let on = json!({"method": "POST", "family": "invitations"});
    let effect = json!({"status": 500, "code": "InternalServerError", "perform": true});
    set(&started, json!([{"on": on, "effect": effect, "times": 1}])).await;
    started.invite(&token, invitation("a@a.example")).await.refused(
        500,
        "InternalServerError",
        "A fault was set for this request.",
    );
    assert_eq!(invitations(&started), 1);
    assert_eq!(started.effects("userCreated").len(), 1);
}

#[tokio::test]
async fn a_phantom_is_answered_for_and_never_found() {
    let started = start_emulator().await;
    let (token, daemon) = (started.delegated(ADELE).await, started.application("daemon").await);
    set(&started, json!([{"on": {"family": "invitations"}, "effect": {"phantom": true}, "times": 1}])).await;
    let made = started.invite(&token, invitation("a@a.example")).await;
    assert_eq!(made.status, 201);
    let id = made.body["invitedUser"]["id"].as_str().unwrap().to_owned();
    started.advance(600_000).await;
    let path = format!("/users/{id}");
    let missing = format!("Resource '{id}' does not exist");
    started.get(&path, &daemon).await.refused(404, "Request_ResourceNotFound", &missing);
    let refused = started.graph(Method::PATCH, &path, &daemon, Some(json!({"jobTitle": "x"}))).await;
    refused.refused(404, "Request_ResourceNotFound", &missing);
    assert_eq!(started.effects("userLost"), [json!({"kind": "userLost", "tenant": CONTOSO, "user": id})]);
    let again = started.invite(&token, invitation("a@a.example")).await;
    assert_eq!(again.status, 201, "{}", again.text);
    assert_ne!(
        again.body["invitedUser"]["id"],
        id.as_str(),
        "a second invitation makes a guest that is there"
    );
}

#[tokio::test]
async fn a_guest_is_seen_late_by_each_api_in_its_own_time() {
    let started = start_emulator().await;
    let (token, daemon) = (started.delegated(ADELE).await, started.application("daemon").await);
    let late = json!({"late": {
        "readMs": 0, "listMs": 60_000, "updateMs": 120_000, "groupReferenceMs": 180_000, "appRoleMs": 240_000,
    }});
    set(&started, json!([{"on": {"family": "invitations"}, "effect": late, "times": 1}])).await;
    let made = started.invite(&token, invitation("a@a.example")).await;
    let id = made.body["invitedUser"]["id"].as_str().unwrap();
    let (path, roles) = (format!("/users/{id}"), format!("/users/{id}/appRoleAssignments"));
    let resource = format!("/servicePrincipals(appId='{}')", started.client("vestibule").client_id);
    let resource = started.get(&resource, &daemon).await.body["id"].clone();
    let grant = json!({"principalId": id, "resourceId": resource, "appRoleId": ADMIN_ROLE});
    let change = async || started.graph(Method::PATCH, &path, &daemon, Some(json!({"jobTitle": "x"}))).await;
    let assign = async || started.graph(Method::POST, &roles, &daemon, Some(grant.clone())).await;
    let seen = async || {
        let read = started.get(&path, &daemon).await.status;
        let listed = started.get("/users?$filter=mail eq 'a@a.example'", &daemon).await.ids().len();
        (read, listed, change().await.status)
    };
    let missing = format!("Resource '{id}' does not exist");
    assert_eq!(seen().await, (200, 0, 404));
    change().await.refused(404, "Request_ResourceNotFound", &missing);
    assert!(started.effects("userChanged").is_empty());
    started.advance(61_000).await;
    assert_eq!(seen().await, (200, 1, 404));
    started.advance(60_000).await;
    assert_eq!(seen().await, (200, 1, 204));
    add(&started, &daemon, PROJECT, id).await.refused(404, "Request_ResourceNotFound", &missing);
    started.advance(60_000).await;
    assert_eq!(add(&started, &daemon, PROJECT, id).await.status, 204);
    assign().await.refused(400, "Request_BadRequest", "Not a valid reference update.");
    started.advance(60_000).await;
    assert_eq!(assign().await.status, 201);
    assert_eq!(started.effects("visibilityDelayed").len(), 1);
    started.policy(json!({"visibility": {"readMs": 3_600_000}})).await;
    let made = started.invite(&token, invitation("b@a.example")).await;
    let path = format!("/users/{}", made.body["invitedUser"]["id"].as_str().unwrap());
    started.advance(60_000).await;
    started.get(&path, &daemon).await.refused(404, "Request_ResourceNotFound", "Resource '");
}

#[tokio::test]
async fn answers_break_off_or_are_not_what_they_say() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let spoil = async |effect: Value| {
        set(&started, json!([{"on": {"family": "invitations"}, "effect": effect, "times": 1}])).await;
        send(&started, &token, "a@a.example").await.unwrap()
    };
    let broken = spoil(json!({"truncate": 60})).await;
    assert_eq!(broken.status(), 201, "the head got through");
    assert!(broken.bytes().await.is_err(), "the body did not");
    let spoilt = spoil(json!({"garble": "half"})).await;
    assert_eq!(spoilt.status(), 201);
    let text = spoilt.text().await.unwrap();
    assert!(text.starts_with('{') && serde_json::from_str::<Value>(&text).is_err(), "{text}");
    assert!(spoil(json!({"garble": "empty"})).await.text().await.unwrap().is_empty());
    let page = spoil(json!({"garble": "html"})).await;
    assert_eq!(page.headers()["content-type"], "text/html");
    assert_eq!(invitations(&started), 4, "each was performed");
}

#[tokio::test]
async fn errors_come_in_shapes_that_clients_have_met() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let shaped = async |shape: &str| {
        set(&started, json!([{"on": {"family": "graph"}, "effect": {"reshape": shape}}])).await;
        let answer = started.get("/users/00000000-0000-0000-0000-000000000001", &token).await;
        assert_eq!(answer.status, 404);
        answer.body["error"].clone()
    };
    assert_eq!(shaped("emptyCode").await["code"], "");
    let message = &shaped("messageObject").await["message"];
    assert!(message["value"].as_str().unwrap().starts_with("Resource '"), "{message}");
    let small = shaped("smallInnerError").await;
    assert!(small["innererror"]["request-id"].is_string() && small.get("innerError").is_none(), "{small}");
    assert!(shaped("detailsObject").await["details"].is_object());
    assert_eq!(started.get("/me", &token).await.status, 200, "what is no error stays");
}

#[tokio::test]
async fn a_token_is_taken_for_expired_or_revoked() {
    let started = start_emulator().await;
    let tokens = started.tokens(ADELE).await;
    let token = tokens["access_token"].as_str().unwrap();
    set(&started, json!([{"on": {"family": "graph"}, "effect": {"token": "expired"}, "times": 1}])).await;
    let expired = started.get("/me", token).await;
    expired.refused(401, "InvalidAuthenticationToken", "Access token has expired or is not yet valid.");
    assert!(expired.headers["www-authenticate"].to_str().unwrap().starts_with("Bearer "));
    assert_eq!(started.get("/me", token).await.status, 200);
    set(&started, json!([{"on": {"family": "graph"}, "effect": {"token": "revoked"}, "times": 1}])).await;
    let revoked = started.get("/me", token).await;
    assert!(revoked.headers["www-authenticate"].to_str().unwrap().contains("insufficient_claims"));
    let on = json!({"family": "token", "contains": "grant_type=refresh_token"});
    set(&started, json!([{"on": on, "effect": {"token": "revoked"}}])).await;
    let refresh = tokens["refresh_token"].as_str().unwrap();
    started.refresh(refresh, &[]).await.entra_refused(400, "invalid_grant", 50_173);
    started.application("daemon").await;
}

#[tokio::test]
async fn a_fault_means_one_application_or_one_person() {
    let started = start_emulator().await;
    let (token, daemon) = (started.delegated(ADELE).await, started.application("daemon").await);
    set(&started, json!([{"on": {"app": "daemon"}, "effect": {"status": 503}}])).await;
    assert_eq!(started.get("/users", &daemon).await.status, 503);
    assert_eq!(started.get("/users", &token).await.status, 200);
    let client = started.client("daemon");
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &client.client_id.to_string()),
        ("client_secret", client.client_secret.as_deref().unwrap()),
        ("scope", "https://graph.microsoft.com/.default"),
    ];
    assert_eq!(started.token(&form).await.status(), 503, "known by its parameters as well");
    set(&started, json!([{"on": {"target": GRADY}, "effect": {"status": 503}}])).await;
    assert_eq!(started.get(&format!("/users/{}", started.user(GRADY)), &token).await.status, 503);
    assert_eq!(started.get(&format!("/users?$filter=mail eq '{GRADY}'"), &token).await.status, 503);
    assert_eq!(started.get(&format!("/users/{}", started.user(ADELE)), &token).await.status, 200);
    assert_eq!(started.invite(&token, invitation("a@a.example")).await.status, 201);
    assert_eq!(started.emulator.faults()[0].fired, 2);
}

#[tokio::test]
async fn faults_that_meet_do_all_of_it() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    set(
        &started,
        json!([
            {"on": {"family": "graph"}, "effect": {"status": 503, "code": "busy"}},
            {"on": {"family": "graph"}, "effect": {"reshape": "emptyCode"}},
            {"on": {"family": "graph"}, "effect": {"delay_ms": 1}},
        ]),
    )
    .await;
    let answer = started.get("/me", &token).await;
    assert_eq!((answer.status, answer.code()), (503, ""));
    let one = json!({"on": {"family": "graph"}, "effect": {"delay_ms": 1}});
    let added = started.control(Method::POST, "faults", one).await;
    assert_eq!(added.body.as_array().unwrap().len(), 4, "one alone is added");
}

#[tokio::test]
async fn the_emulator_s_own_pages_are_spared() {
    let started = start_emulator().await;
    set(&started, json!([{"on": {}, "effect": {"status": 503}}])).await;
    let list = Answer::of(started.browser.get(started.url("/_emulator/faults")).send().await.unwrap()).await;
    assert_eq!(list.status, 200);
    assert_eq!(list.body[0]["fired"], 0);
}

/// Sets a fault that has a name.
async fn name(started: &TestEmulator, preset: &str) {
    let form = [("preset", preset)];
    let added =
        started.browser.post(started.url("/_emulator/faults/preset")).form(&form).send().await.unwrap();
    assert_eq!(added.status(), 303, "{preset}");
}

#[tokio::test]
async fn requests_for_packages_are_shown_in_the_state_that_a_preset_says() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let request =
        "/identityGovernance/entitlementManagement/assignmentRequests/acce5500-0009-4a57-8c11-5c0e10f0c009";
    assert_eq!(started.get(request, &token).await.status, 404);
    for (preset, state) in
        [("package-waits-for-approval", "pendingApproval"), ("package-is-denied", "denied")]
    {
        name(&started, preset).await;
        let shown = started.get(request, &token).await;
        assert_eq!((shown.status, &shown.body["state"]), (200, &json!(state)), "{preset}");
        assert_eq!(started.control(Method::DELETE, "faults", json!(null)).await.status, 204);
    }
}

/// Rows of "Microsoft Graph error responses": by preset or by themselves, status, code, message, and `Retry-After`.
#[tokio::test]
async fn each_trouble_of_graph_has_its_status_code_and_words() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let before = started.emulator.world(|world| world.ledger().len());
    for (preset, status, code, message, retry_after) in [
        ("throttled", 429, "TooManyRequests", "Please retry again later.", Some("2.128")),
        ("throttled-without-a-hint", 429, "TooManyRequests", "Please retry again later.", None),
        (
            "throttled-in-the-old-way",
            503,
            "Request_ThrottledTemporarily",
            "Your request is throttled temporarily. Please try after 2 seconds.",
            Some("2"),
        ),
        ("graph-has-a-hiccup", 503, "serviceNotAvailable", "", Some("1")),
        (
            "suspicious-activity",
            403,
            "Forbidden",
            "Invitations are blocked for this directory due to suspicious activity. Please contact Microsoft support for help.",
            None,
        ),
        (
            "token-expired",
            401,
            "InvalidAuthenticationToken",
            "Access token has expired or is not yet valid.",
            None,
        ),
    ] {
        name(&started, preset).await;
        let answer = started.invite(&token, invitation("a@a.example")).await;
        answer.refused(status, code, message);
        let hint = answer.headers.get("retry-after").map(|value| value.to_str().unwrap());
        assert_eq!(hint, retry_after, "{preset}");
        assert_eq!(started.control(Method::DELETE, "faults", json!(null)).await.status, 204);
    }
    let empty = started.browser.get(started.url("/v1.0/me")).send().await.unwrap();
    Answer::of(empty).await.refused(401, "InvalidAuthenticationToken", "Access token is empty.");
    assert_eq!(started.emulator.world(|world| world.ledger().len()), before);
}

#[tokio::test]
async fn a_gateway_answers_with_a_page_and_nothing_is_done() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let before = started.emulator.world(|world| world.ledger().len());
    for (preset, status) in [("graph-is-down", 503), ("graph-takes-too-long", 504)] {
        name(&started, preset).await;
        let answer = started.invite(&token, invitation("a@a.example")).await;
        assert_eq!((answer.status, &answer.body), (status, &Value::Null), "{preset}");
        assert!(answer.text.contains("<h1>"), "{preset}: {}", answer.text);
        assert!(answer.headers["content-type"].to_str().unwrap().starts_with("text/html"), "{preset}");
        assert!(answer.headers.contains_key("request-id"), "{preset}");
        assert_eq!(started.control(Method::DELETE, "faults", json!(null)).await.status, 204);
    }
    assert_eq!(started.emulator.world(|world| world.ledger().len()), before);
}

#[tokio::test]
async fn a_change_may_find_the_directory_unreadable_once() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let path = format!("/users/{}", started.user(GRADY));
    let change = async || started.graph(Method::PATCH, &path, &daemon, Some(json!({"jobTitle": "x"}))).await;
    name(&started, "directory-unreadable").await;
    let unread = "Unable to read the company information from the directory.";
    change().await.refused(404, "Directory_ObjectNotFound", unread);
    assert!(started.effects("userChanged").is_empty());
    assert_eq!(started.get(&path, &daemon).await.status, 200, "reads see the user");
    assert_eq!(change().await.status, 204);
}

#[tokio::test]
async fn a_call_that_hangs_has_its_effect_and_no_answer() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let hang = json!([{"on": {"family": "invitations"}, "effect": {"hang": true}, "times": 1}]);
    set(&started, hang).await;
    let mut sending = Box::pin(send(&started, &token, "a@a.example"));
    while invitations(&started) == 0 {
        assert!(futures::poll!(&mut sending).is_pending());
        tokio::task::yield_now().await;
    }
    assert_eq!(started.get("/me", &token).await.status, 200, "others are answered");
    assert!(futures::poll!(&mut sending).is_pending());
    drop(sending);
    assert_eq!(started.invite(&token, invitation("b@a.example")).await.status, 201);
}

#[tokio::test]
async fn what_is_recorded_is_done_and_kept_as_it_came() {
    let started = start_emulator().await;
    let on = json!({"family": "token"});
    set(&started, json!([{"on": on, "effect": {"record": true}}])).await;
    assert!(started.effects("seeded").len() == 1 && started.emulator.faults()[0].recorded.is_empty());
    started.application("daemon").await;
    started.token(&[("grant_type", "client_credentials"), ("client_secret", "A&B")]).await;
    let faults = started.control(Method::GET, "faults", json!(null)).await.body;
    let recorded = faults[0]["recorded"].as_array().unwrap();
    assert_eq!(recorded.len(), 2, "{faults}");
    assert_eq!((&recorded[1]["method"], &recorded[1]["query"]), (&json!("POST"), &json!("")));
    assert!(recorded[1]["path"].as_str().unwrap().ends_with("/oauth2/v2.0/token"));
    assert_eq!(recorded[1]["body"], "grant_type=client_credentials&client_secret=A%26B");
}
