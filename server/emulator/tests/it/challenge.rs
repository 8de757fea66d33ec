//! Claims challenges: sessions that were ended, and step-up.

use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADELE, Answer, GRADY, TestEmulator, invitation, location, parameter, start_emulator};
use crate::sign_in::claims;

const CAPABLE: &str = r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#;

/// The claims that a refusal of Graph asks for.
fn wanted(answer: &Answer) -> Value {
    answer.refused(401, "InvalidAuthenticationToken", "Continuous access evaluation resulted in challenge");
    let header = answer.headers["www-authenticate"].to_str().unwrap();
    assert!(header.starts_with("Bearer realm=\"\", authorization_uri=\""), "{header}");
    assert!(header.contains(", error=\"insufficient_claims\", "), "{header}");
    let claims = header.split("claims=\"").nth(1).unwrap().split('"').next().unwrap();
    serde_json::from_slice(&STANDARD.decode(claims).unwrap()).unwrap()
}

async fn tokens(started: &TestEmulator, extra: &[(&str, &str)]) -> Value {
    let code = started.code(ADELE, extra).await;
    started.redeem_code(&code).await.json().await.unwrap()
}

#[tokio::test]
async fn ended_sessions_are_over_at_the_token_endpoint_and_at_graph() {
    let started = start_emulator().await;
    let plain = started.tokens(ADELE).await;
    let capable = tokens(&started, &[("claims", CAPABLE)]).await;
    assert_eq!((&plain["expires_in"], &capable["expires_in"]), (&json!(3599), &json!(100_799)));
    let access = |tokens: &Value| tokens["access_token"].as_str().unwrap().to_owned();
    assert_eq!(claims(&access(&capable))["xms_cc"], json!(["cp1"]));
    started.advance(5000).await;
    let revoked = started.control(Method::POST, "revocations", json!({ "user": ADELE })).await;
    assert_eq!(revoked.status, 204);
    assert_eq!(started.effects("sessionsRevoked").len(), 1);

    let asked = wanted(&started.get("/me", &access(&capable)).await);
    assert_eq!(asked["access_token"]["nbf"]["essential"], true);
    assert_eq!(
        started.get("/me", &access(&plain)).await.status,
        200,
        "who cannot be challenged is good until it ends"
    );
    for old in [&plain, &capable] {
        let refused = started.refresh(old["refresh_token"].as_str().unwrap(), &[]).await;
        refused.entra_refused(400, "invalid_grant", 50_173);
        assert_eq!(refused.body["suberror"], "bad_token");
    }
    let silent = started.authorize(&[("prompt", "none")]).await;
    assert_eq!(parameter(&location(&silent), "error").unwrap(), "login_required", "the session is over too");
    let again = tokens(&started, &[("claims", &asked.to_string())]).await;
    assert_eq!(started.get("/me", &access(&again)).await.status, 200);
    let nobody = started.control(Method::POST, "revocations", json!({ "user": "nobody@x.example" })).await;
    assert_eq!(nobody.status, 400);
}

#[tokio::test]
async fn a_step_up_asks_for_a_context_that_a_second_factor_brings() {
    let started = start_emulator().await;
    started.policy(json!({ "stepUp": { "acrs": "c1", "paths": ["/v1.0/invitations"] } })).await;
    let capable = tokens(&started, &[("claims", CAPABLE)]).await;
    let access = capable["access_token"].as_str().unwrap();
    assert_eq!(started.get("/me", access).await.status, 200, "not on this path");
    let asked = wanted(&started.invite(access, invitation("a@a.example")).await);
    assert_eq!(asked, json!({ "access_token": { "acrs": { "essential": true, "value": "c1" } } }));
    assert!(started.effects("invited").is_empty());

    let mut with_capability = asked.clone();
    with_capability["access_token"]["xms_cc"] = json!({ "values": ["cp1"] });
    let text = with_capability.to_string();
    let refused = started.refresh(capable["refresh_token"].as_str().unwrap(), &[("claims", &text)]).await;
    refused.entra_refused(400, "invalid_grant", 50_079);
    assert_eq!(serde_json::from_str::<Value>(refused.body["claims"].as_str().unwrap()).unwrap(), asked);
    let page = started.arrive(ADELE, &[("claims", &text)]).await;
    let back = started.decide_and_follow(page, "approve", &[]).await;
    let code = parameter(&location(&back), "code").unwrap();
    let stepped: Value = started.redeem_code(&code).await.json().await.unwrap();
    let access = stepped["access_token"].as_str().unwrap();
    assert_eq!(claims(access)["acrs"], json!(["c1"]));
    assert_eq!(started.invite(access, invitation("a@a.example")).await.status, 201);

    let plain = started.delegated(ADELE).await;
    started.invite(&plain, invitation("b@b.example")).await.refused(403, "Authorization_RequestDenied", "");
    assert_eq!(started.effects("invited").len(), 1);
}

#[tokio::test]
async fn the_sessions_of_a_guest_end_at_home_and_not_where_it_is_a_guest() {
    let started = start_emulator().await;
    let refresh =
        async |tokens: &Value| started.refresh(tokens["refresh_token"].as_str().unwrap(), &[]).await;
    let revoke = async |tenant: &str| {
        started.advance(5000).await;
        let revoked =
            started.control(Method::POST, "revocations", json!({ "user": GRADY, "tenant": tenant })).await;
        assert_eq!(revoked.status, 204, "{}", revoked.text);
    };
    let tokens = started.tokens(GRADY).await;
    revoke("contoso.example").await;
    assert_eq!(refresh(&tokens).await.status, 200, "the host cannot end them");
    let silent = started.authorize(&[("prompt", "none")]).await;
    assert!(parameter(&location(&silent), "code").is_some(), "{silent:?}");
    started.policy(json!({ "guestSessionsEndHere": true })).await;
    refresh(&tokens).await.entra_refused(400, "invalid_grant", 50_173);
    started.policy(json!({ "guestSessionsEndHere": false })).await;
    assert_eq!(refresh(&tokens).await.status, 200);
    revoke("fabrikam.example").await;
    refresh(&tokens).await.entra_refused(400, "invalid_grant", 50_173);
    let silent = started.authorize(&[("prompt", "none")]).await;
    assert_eq!(parameter(&location(&silent), "error").unwrap(), "login_required");
    assert_eq!(refresh(&started.tokens(GRADY).await).await.status, 200, "signed in anew");
}
