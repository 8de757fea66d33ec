//! The token endpoint: three grants, every refusal.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;

use crate::{
    harness::{ADELE, Answer, CALLBACK, TestEmulator, VERIFIER, start_emulator},
    sign_in::claims,
};

async fn refused(answer: reqwest::Response, status: u16, error: &str, number: u32) {
    Answer::of(answer).await.entra_refused(status, error, number);
}

fn credentials(started: &TestEmulator, name: &str) -> (String, String) {
    let client = started.client(name);
    (client.client_id.to_string(), client.client_secret.unwrap_or_default())
}

#[tokio::test]
async fn a_code_is_good_once_and_for_ten_minutes() {
    let started = start_emulator().await;
    let code = started.code(ADELE, &[]).await;
    assert_eq!(started.redeem_code(&code).await.status(), 200);
    refused(started.redeem_code(&code).await, 400, "invalid_grant", 54_005).await;
    let late = started.code(ADELE, &[]).await;
    started.advance(10 * 60 * 1000 + 1000).await;
    refused(started.redeem_code(&late).await, 400, "invalid_grant", 70_008).await;
    refused(started.redeem_code("1.nonsense").await, 400, "invalid_grant", 9_002_313).await;
}

#[tokio::test]
async fn each_wrong_parameter_has_its_own_refusal() {
    let started = start_emulator().await;
    let (id, secret) = credentials(&started, "vestibule");
    let code = started.code(ADELE, &[]).await;
    let right = [
        ("grant_type", "authorization_code"),
        ("client_id", id.as_str()),
        ("client_secret", secret.as_str()),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    for (name, value, status, error, number) in [
        ("grant_type", "", 400, "invalid_request", 900_144),
        ("grant_type", "password", 400, "unsupported_grant_type", 70_003),
        ("client_id", "", 400, "invalid_request", 900_144),
        ("client_id", "7e571b01-e000-4c11-a0f0-00000000ffff", 400, "unauthorized_client", 700_016),
        ("client_secret", "", 401, "invalid_client", 7_000_218),
        ("client_secret", "wrong", 401, "invalid_client", 7_000_215),
        ("code", "", 400, "invalid_request", 900_144),
        ("redirect_uri", "", 400, "invalid_request", 900_144),
        ("redirect_uri", "http://localhost:3000/signed-out", 400, "invalid_grant", 500_112),
        ("code_verifier", "wrong", 400, "invalid_grant", 501_481),
        ("code_verifier", "", 400, "invalid_grant", 501_481),
    ] {
        let form = right.map(|(own, given)| (own, if own == name { value } else { given }));
        let form: Vec<_> = form.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        refused(started.token(&form).await, status, error, number).await;
    }
    assert_eq!(started.token(&right).await.status(), 200, "no refusal used the code up");
}

#[tokio::test]
async fn a_code_belongs_to_its_client_and_tenant() {
    let started = start_emulator().await;
    let code = started.code(ADELE, &[]).await;
    let (id, secret) = credentials(&started, "powerless");
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", &id),
        ("client_secret", &secret),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    refused(started.token(&form).await, 400, "invalid_grant", 70_000).await;
    for (tenant, number) in [("common", 50_194), ("nobody.example", 90_002)] {
        let path = started.url(&format!("/{tenant}/oauth2/v2.0/token"));
        let answer = started.browser.post(path).form(&form).send().await.unwrap();
        refused(answer, 400, "invalid_request", number).await;
    }
    let elsewhere = started.browser.post(started.url("/fabrikam.example/oauth2/v2.0/token")).form(&form);
    refused(elsewhere.send().await.unwrap(), 400, "unauthorized_client", 700_016).await;
    assert_eq!(started.redeem_code(&code).await.status(), 200, "no refusal used the code up");
}

#[tokio::test]
async fn a_public_client_has_no_secret_and_a_secret_has_no_origin() {
    let started = start_emulator().await;
    let (id, _) = credentials(&started, "public");
    let form = [("grant_type", "refresh_token"), ("client_id", id.as_str()), ("client_secret", "x")];
    refused(started.token(&form).await, 401, "invalid_client", 700_025).await;
    let (id, secret) = credentials(&started, "vestibule");
    let form = [("grant_type", "refresh_token"), ("client_id", &id), ("client_secret", &secret)];
    let request =
        started.browser.post(started.endpoint("token")).form(&form).header("origin", "http://a.example");
    refused(request.send().await.unwrap(), 400, "invalid_request", 9_002_326).await;
}

#[tokio::test]
async fn a_refusal_is_traced_by_the_client_s_own_id() {
    let started = start_emulator().await;
    let (id, secret) = credentials(&started, "daemon");
    let form = [("grant_type", "password"), ("client_id", &id), ("client_secret", &secret)];
    let own = "11111111-2222-4333-8444-555555555555";
    let request =
        started.browser.post(started.endpoint("token")).form(&form).header("client-request-id", own);
    let answer = Answer::of(request.send().await.unwrap()).await;
    answer.entra_refused(400, "unsupported_grant_type", 70_003);
    assert_eq!(answer.body["correlation_id"], own);
    assert!(uuid::Uuid::try_parse(answer.body["trace_id"].as_str().unwrap()).is_ok());
    assert_ne!(answer.body["trace_id"], own);
}

#[tokio::test]
async fn a_refresh_token_rolls_and_the_old_one_stays_good() {
    let started = start_emulator().await;
    let tokens = started.tokens(ADELE).await;
    let first = tokens["refresh_token"].as_str().unwrap().to_owned();
    let (id, secret) = credentials(&started, "vestibule");
    let refresh = async |token: &str, scope: &str| {
        let mut form = vec![
            ("grant_type", "refresh_token"),
            ("client_id", id.as_str()),
            ("client_secret", secret.as_str()),
            ("refresh_token", token),
        ];
        if !scope.is_empty() {
            form.push(("scope", scope));
        }
        started.token(&form).await
    };
    let next: Value = refresh(&first, "").await.json().await.unwrap();
    let second = next["refresh_token"].as_str().unwrap();
    assert_ne!(first, second);
    assert_eq!(claims(next["id_token"].as_str().unwrap()).get("nonce"), None);
    assert_eq!(refresh(&first, "").await.status(), 200);
    let narrow: Value = refresh(second, "User.Read").await.json().await.unwrap();
    assert_eq!(narrow["scope"], "User.Read");
    assert!(narrow.get("refresh_token").is_none() && narrow.get("id_token").is_none());
    refused(refresh("1.nonsense", "").await, 400, "invalid_grant", 70_000).await;
    refused(refresh(&first, "User.ReadWrite.All").await, 400, "invalid_grant", 65_001).await;
    let (other, its_secret) = credentials(&started, "powerless");
    let form = [
        ("grant_type", "refresh_token"),
        ("client_id", other.as_str()),
        ("client_secret", its_secret.as_str()),
        ("refresh_token", first.as_str()),
    ];
    refused(started.token(&form).await, 400, "invalid_grant", 70_000).await;
    started.advance(89 * 24 * 60 * 60 * 1000).await;
    assert_eq!(refresh(&first, "").await.status(), 200, "for ninety days");
    started.advance(2 * 24 * 60 * 60 * 1000).await;
    refused(refresh(&first, "").await, 400, "invalid_grant", 700_082).await;
    refused(refresh(second, "").await, 400, "invalid_grant", 700_082).await;
}

#[tokio::test]
async fn client_credentials_carry_roles_even_when_there_are_none() {
    let started = start_emulator().await;
    let roles = claims(&started.application("daemon").await)["roles"].as_array().unwrap().len();
    assert_eq!(roles, emulator::world::graph_permission::application().count());
    assert!(claims(&started.application("powerless").await).get("roles").is_none());
    let (id, secret) = credentials(&started, "daemon");
    for scope in ["https://graph.microsoft.com/User.Read.All", ".default", "https://other.example/.default"] {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", id.as_str()),
            ("client_secret", secret.as_str()),
            ("scope", scope),
        ];
        refused(started.token(&form).await, 400, "invalid_scope", 70_011).await;
    }
    let own = format!("{}/.default", started.emulator.url());
    let basic = format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
    let request = started
        .browser
        .post(started.endpoint("token"))
        .header("authorization", basic)
        .form(&[("grant_type", "client_credentials"), ("scope", own.as_str())]);
    let body: Value = request.send().await.unwrap().json().await.unwrap();
    assert!(body["access_token"].is_string() && body.get("refresh_token").is_none(), "{body}");
}
