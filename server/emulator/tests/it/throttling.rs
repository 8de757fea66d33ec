//! Throttling, over HTTP.

use emulator::seed::contoso::CONTOSO;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADELE, Answer, TestEmulator, invitation, start_emulator};

async fn limits(started: &TestEmulator, changes: Value) -> Value {
    let answer = started.control(Method::PATCH, "throttling", changes).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.body
}

#[tokio::test]
async fn the_limits_are_the_documented_ones() {
    let started = start_emulator().await;
    let limits = started.control(Method::GET, "throttling", json!(null)).await.body;
    assert_eq!(limits["enabled"], true);
    for (name, most, seconds) in [
        ("invitations", 150, 5),
        ("identitySmallTenant", 3_500, 10),
        ("identityMediumTenant", 5_000, 10),
        ("identityLargeTenant", 8_000, 10),
        ("identityWrites", 3_000, 150),
        ("application", 150_000, 20),
        ("applicationWrites", 70_000, 300),
        ("tenantWrites", 18_000, 300),
        ("extensions", 455, 10),
        ("mailboxMessages", 30, 60),
        ("global", 130_000, 10),
    ] {
        assert_eq!(limits[name], json!({"most": most, "seconds": seconds}), "{name}");
    }
    let wrong =
        started.control(Method::PATCH, "throttling", json!({"invitation": {"most": 1, "seconds": 1}})).await;
    assert_eq!(wrong.status, 400);
}

#[tokio::test]
async fn invitations_have_a_budget_of_the_tenant_for_all_applications() {
    let started = start_emulator().await;
    let (token, daemon) = (started.delegated(ADELE).await, started.application("daemon").await);
    limits(&started, json!({"invitations": {"most": 2, "seconds": 60}})).await;
    assert_eq!(started.invite(&token, invitation("a@a.example")).await.status, 201);
    assert_eq!(started.invite(&daemon, invitation("b@a.example")).await.status, 201);
    let refused = started.invite(&token, invitation("c@a.example")).await;
    refused.refused(429, "TooManyRequests", "Please retry again later.");
    let client = started.client("vestibule").client_id;
    assert_eq!(
        refused.headers["x-ms-throttle-scope"],
        format!("Tenant/ReadWrite/{client}/{CONTOSO}").as_str()
    );
    assert_eq!(refused.headers["x-ms-throttle-information"], "ResourceUnitLimitExceeded");
    assert_eq!(started.emulator.world(|world| world.invitations(CONTOSO).count()), 2);
    assert_eq!(started.get("/me", &token).await.status, 200, "another budget");
    let wait: f64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!(wait > 0.0 && wait <= 60.0, "{wait}");
    started.advance(61_000).await;
    assert_eq!(started.invite(&token, invitation("c@a.example")).await.status, 201);
}

#[tokio::test]
async fn an_application_pays_for_what_it_reads_and_is_told_when_it_gets_near() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    limits(&started, json!({"identitySmallTenant": {"most": 10, "seconds": 60}})).await;
    let cost = async |path: &str| {
        let answer = started.get(path, &daemon).await;
        let used = answer
            .headers
            .get("x-ms-throttle-limit-percentage")
            .map(|used| used.to_str().unwrap().to_owned());
        (answer.status, answer.headers["x-ms-resource-unit"].to_str().unwrap().to_owned(), used)
    };
    let expected =
        |status, units: &str, used: Option<&str>| (status, units.to_owned(), used.map(str::to_owned));
    for _ in 0..4 {
        assert_eq!(cost("/users").await, expected(200, "2", None));
    }
    assert_eq!(cost("/users?$select=id").await, expected(200, "1", Some("0.90")));
    assert_eq!(cost("/users?$top=5").await, expected(200, "1", Some("1.00")));
    let (status, units, used) = cost("/users").await;
    assert_eq!((status, units.as_str(), used.as_deref()), (429, "2", Some("1.20")));
    let other = started.delegated(ADELE).await;
    assert_eq!(started.get("/users", &other).await.status, 200, "another application has its own budget");
    let form = json!({"identitySmallTenant": {"most": 0, "seconds": 60}, "retryAfter": "none"});
    limits(&started, form).await;
    let silent = started.get("/users", &daemon).await;
    silent.refused(429, "TooManyRequests", "Please retry again later.");
    assert!(!silent.headers.contains_key("retry-after"));
    limits(&started, json!({"enabled": false})).await;
    assert_eq!(started.get("/users", &daemon).await.status, 200);
}

#[tokio::test]
async fn writes_have_a_budget_of_their_own() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    limits(&started, json!({"identityWrites": {"most": 1, "seconds": 60}})).await;
    let path = format!("/users/{}", started.user(ADELE));
    let write = async || started.graph(Method::PATCH, &path, &daemon, Some(json!({"jobTitle": "x"}))).await;
    assert_eq!(write().await.status, 204);
    let refused = write().await;
    refused.refused(429, "TooManyRequests", "Please retry again later.");
    let wait: f64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!(wait > 0.0 && wait <= 60.0, "{wait}");
    assert_eq!(refused.headers["x-ms-throttle-information"], "WriteLimitExceeded");
    assert!(
        refused.headers["x-ms-throttle-scope"].to_str().unwrap().starts_with("Tenant_Application/Write/")
    );
    assert_eq!(started.get(&path, &daemon).await.status, 200);
    assert_eq!(started.effects("userChanged").len(), 1);
}

#[tokio::test]
async fn each_budget_is_named_by_the_refusal_that_it_comes_to() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let usual = started.control(Method::GET, "throttling", json!(null)).await.body;
    let (client, user) = (started.client("daemon").client_id, format!("/users/{}", started.user(ADELE)));
    let extensions = format!("{user}/extensions");
    let (units, writes) = ("ResourceUnitLimitExceeded", "WriteLimitExceeded");
    for (name, method, path, scope, information) in [
        ("global", Method::GET, &user, "Application/ReadWrite", "CPULimitExceeded"),
        ("application", Method::GET, &user, "Application/ReadWrite", units),
        ("identitySmallTenant", Method::GET, &user, "Tenant_Application/ReadWrite", units),
        ("extensions", Method::GET, &extensions, "Tenant_Application/ReadWrite", units),
        ("identityWrites", Method::PATCH, &user, "Tenant_Application/Write", writes),
        ("applicationWrites", Method::PATCH, &user, "Application/Write", writes),
        ("tenantWrites", Method::PATCH, &user, "Tenant/Write", writes),
    ] {
        limits(&started, usual.clone()).await;
        limits(&started, json!({name: {"most": 0, "seconds": 60}})).await;
        let body = (method == Method::PATCH).then(|| json!({"jobTitle": "x"}));
        let refused = started.graph(method, path, &daemon, body).await;
        refused.refused(429, "TooManyRequests", "Please retry again later.");
        let inner = &refused.body["error"]["innerError"];
        assert_eq!((&inner["code"], &inner["status"]), (&json!("429"), &json!("429")), "{name}");
        assert_eq!(inner["message"], "Please retry after", "{name}");
        let told = format!("{scope}/{client}/{CONTOSO}");
        assert_eq!(refused.headers["x-ms-throttle-scope"], told.as_str(), "{name}");
        assert_eq!(refused.headers["x-ms-throttle-information"], information, "{name}");
        let wait: f64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!(wait > 0.0, "{name}: {wait}");
    }
    assert!(started.effects("userChanged").is_empty());
}

#[tokio::test]
async fn a_budget_tells_when_to_come_back_in_whole_seconds_or_by_date() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let told = async |form: &str| {
        let narrow = json!({"identitySmallTenant": {"most": 0, "seconds": 60}, "retryAfter": form});
        limits(&started, narrow).await;
        let refused = started.get("/users", &daemon).await;
        refused.refused(429, "TooManyRequests", "Please retry again later.");
        let text = |name: &str| refused.headers[name].to_str().unwrap().to_owned();
        (text("retry-after"), text("date"))
    };
    let seconds: u64 = told("whole").await.0.parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    let (then, now) = told("date").await;
    let date = |text: &str| httpdate::parse_http_date(text).unwrap();
    let wait = date(&then).duration_since(date(&now)).unwrap().as_secs();
    assert!((1..=61).contains(&wait), "{then} after {now}");
}

#[tokio::test]
async fn every_answer_of_graph_has_its_ids_and_its_date() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let daemon = started.application("daemon").await;
    let (user, title) = (format!("/users/{}", started.user(ADELE)), json!({"jobTitle": "x"}));
    for (method, path, token, body, status) in [
        (Method::GET, "/me", token.as_str(), None, 200),
        (Method::POST, "/invitations", &token, Some(invitation("a@a.example")), 201),
        (Method::PATCH, &user, &daemon, Some(title.clone()), 204),
        (Method::GET, "/nonsense", &token, None, 400),
        (Method::GET, "/me", "nonsense", None, 401),
        (Method::PATCH, &user, &token, Some(title), 403),
        (Method::GET, "/users/nobody@contoso.example", &daemon, None, 404),
        (Method::DELETE, "/me", &daemon, None, 405),
        (Method::GET, "/users?$select=aboutMe", &daemon, None, 501),
    ] {
        let answer = started.graph(method, path, token, body).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
        for name in ["request-id", "client-request-id", "x-ms-ags-diagnostic", "date"] {
            assert!(answer.headers.contains_key(name), "{status} has no {name}");
        }
        let id = answer.headers["request-id"].to_str().unwrap();
        assert!(uuid::Uuid::try_parse(id).is_ok(), "{status}: {id}");
    }
    let request = started.browser.get(started.url("/v1.0/me")).bearer_auth(&token);
    let own = "11111111-2222-4333-8444-555555555555";
    let answer = request.header("client-request-id", own).send().await.unwrap();
    assert_eq!(answer.headers()["client-request-id"], own);
    let request = started.browser.get(started.url("/v1.0/nonsense")).bearer_auth(&token);
    let refused = Answer::of(request.header("client-request-id", own).send().await.unwrap()).await;
    refused.refused(400, "BadRequest", "Resource not found");
    assert_eq!(refused.body["error"]["innerError"]["client-request-id"], own);
    started.advance(3_600_000).await;
    let answer = started.get("/me", &token).await;
    let date = httpdate::parse_http_date(answer.headers["date"].to_str().unwrap()).unwrap();
    assert!(date > std::time::SystemTime::now() + std::time::Duration::from_secs(3_500));
}
