//! What scripts of other origins may ask and read.

use reqwest::{Method, Response, header::HeaderMap};
use serde_json::json;

use crate::harness::{ADELE, Answer, TestEmulator, VERIFIER, parameter, start_emulator};

const SCRIPT: &str = "https://app.example";

fn readable(headers: &HeaderMap) -> bool {
    headers.get("access-control-allow-origin").is_some_and(|origin| origin == "*")
}

async fn asked(started: &TestEmulator, method: Method, path: &str, token: Option<&str>) -> Response {
    let mut request = started.browser.request(method, started.url(path)).header("origin", SCRIPT);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    request.send().await.unwrap()
}

#[tokio::test]
async fn graph_and_metadata_answer_scripts_of_every_origin() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let tenant = started.emulator.tenant_id();
    for path in [
        "/v1.0/me".to_owned(),
        "/v1.0/nonsense".to_owned(),
        "/oidc/userinfo".to_owned(),
        format!("/{tenant}/v2.0/.well-known/openid-configuration"),
        format!("/{tenant}/discovery/v2.0/keys"),
    ] {
        let answer = asked(&started, Method::GET, &path, Some(&token)).await;
        assert!(readable(answer.headers()), "{path}");
        let plain = started.browser.get(started.url(&path)).send().await.unwrap();
        assert!(!readable(plain.headers()), "{path}: nobody asked across origins");
    }
    let exposed = asked(&started, Method::GET, "/v1.0/me", Some("nonsense")).await;
    assert_eq!(exposed.status(), 401);
    let names = exposed.headers()["access-control-expose-headers"].to_str().unwrap().to_owned();
    assert!(
        names.contains("request-id") && names.contains("Retry-After") && names.contains("WWW-Authenticate")
    );
    for path in ["/_emulator/ledger".to_owned(), "/".to_owned(), format!("/{tenant}/oauth2/v2.0/authorize")] {
        assert!(!readable(asked(&started, Method::GET, &path, None).await.headers()), "{path}");
    }
}

#[tokio::test]
async fn a_preflight_is_answered_without_a_token() {
    let started = start_emulator().await;
    let preflight = async |path: &str| {
        let request = started.browser.request(Method::OPTIONS, started.url(path)).header("origin", SCRIPT);
        let request = request.header("access-control-request-method", "PATCH");
        request
            .header("access-control-request-headers", "authorization,consistencylevel")
            .send()
            .await
            .unwrap()
    };
    let answer = preflight("/v1.0/users/1").await;
    assert_eq!(answer.status(), 200);
    assert!(readable(answer.headers()));
    assert_eq!(answer.headers()["access-control-allow-methods"], "PATCH");
    assert_eq!(answer.headers()["access-control-allow-headers"], "authorization,consistencylevel");
    assert!(!readable(preflight("/_emulator/reset").await.headers()));
}

#[tokio::test]
async fn a_script_reads_its_own_tokens_and_no_others() {
    let started = start_emulator().await;
    let redirect = "http://localhost:5000/spa";
    started.register("public", json!({"spaRedirectUris": [redirect]})).await;
    let client = started.client("public").client_id.to_string();
    let extra = [("client_id", client.as_str()), ("redirect_uri", redirect), ("scope", "openid User.Read")];
    let page = started.authorize(&[&[("prompt", "select_account")], &extra[..]].concat()).await;
    let back = started.pick(page, ADELE).await;
    let code = parameter(&crate::harness::location(&back), "code").unwrap();
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", client.as_str()),
        ("code", &code),
        ("redirect_uri", redirect),
        ("code_verifier", VERIFIER),
    ];
    let request = started.browser.post(started.endpoint("token")).form(&form).header("origin", SCRIPT);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap());
    assert!(readable(answer.headers()));
    let daemon = started.client("daemon");
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &daemon.client_id.to_string()),
        ("client_secret", daemon.client_secret.as_deref().unwrap()),
        ("scope", "https://graph.microsoft.com/.default"),
    ];
    let request = started.browser.post(started.endpoint("token")).form(&form).header("origin", SCRIPT);
    let refused = Answer::of(request.send().await.unwrap()).await;
    refused.entra_refused(400, "invalid_request", 9_002_326);
    assert!(!readable(&refused.headers));
}
