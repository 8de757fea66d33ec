//! Faults, each told to whom it concerns: an application, a person, or a tool.

use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::harness::{
    ADELE, Answer, CALLBACK, GRADY, TestEmulator, invitation, location, parameter, start_emulator,
};

async fn set(started: &TestEmulator, faults: Value) {
    let answer = started.control(Method::POST, "faults", faults).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

fn is_told(back: &Response, number: u32) {
    let url = location(back);
    assert!(url.as_str().starts_with(CALLBACK), "{url}");
    assert!(parameter(&url, "error_description").unwrap().starts_with(&format!("AADSTS{number}:")), "{url}");
    assert_eq!(parameter(&url, "state").unwrap(), "a state&=");
}

async fn is_page(response: Response, status: u16, words: &str) {
    assert_eq!(response.status(), status);
    assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    let text = response.text().await.unwrap();
    assert!(text.contains(words), "{text}");
}

#[tokio::test]
async fn a_fault_of_sign_in_reaches_the_application_or_the_person() {
    let started = start_emulator().await;
    set(&started, json!([{"on": {"family": "entra"}, "effect": {"aadsts": 50105}}])).await;
    is_told(&started.authorize(&[]).await, 50_105);
    let posted = started.browser.post(started.endpoint("authorize")).form(&started.authorize_query(&[]));
    is_told(&posted.send().await.unwrap(), 50_105);
    let nowhere = started.authorize(&[("redirect_uri", "https://evil.example/")]).await;
    is_page(nowhere, 400, "AADSTS50105:").await;
    let refused = Answer::of(started.token(&[("grant_type", "client_credentials")]).await).await;
    assert_eq!((refused.status, &refused.body["error_codes"]), (400, &json!([50_105])), "{}", refused.text);
    set(&started, json!([{"on": {"family": "authorize"}, "effect": {"token": "revoked"}}])).await;
    is_told(&started.authorize(&[]).await, 50_173);
    set(&started, json!([{"on": {"family": "authorize"}, "effect": {"status": 503, "message": "Busy."}}]))
        .await;
    is_page(started.authorize(&[]).await, 503, "Busy.").await;
    set(&started, json!([{"on": {"family": "redemption"}, "effect": {"aadsts": 50020}}])).await;
    is_page(started.browser.get(started.url("/redeem?rd=x")).send().await.unwrap(), 400, "AADSTS50020:")
        .await;
}

#[tokio::test]
async fn a_fault_that_names_no_path_spares_the_emulator_s_own_pages() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    set(&started, json!([{"on": {}, "effect": {"status": 503}}])).await;
    for (path, status) in [
        ("/", 200),
        ("/home/sign-in?address=x@fabrikam.example", 200),
        ("/my-apps?tenantId=contoso.example", 200),
        ("/redeem?rd=x", 503),
        ("/common/v2.0/.well-known/openid-configuration", 503),
    ] {
        let answer = started.browser.get(started.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), status, "{path}");
    }
    assert_eq!(started.get("/me", &token).await.status, 503);
    assert_eq!(started.authorize(&[]).await.status(), 503);
    set(&started, json!([{"on": {"path": "/home/*"}, "effect": {"status": 503}}])).await;
    let named =
        started.browser.get(started.url("/home/sign-in?address=x@fabrikam.example")).send().await.unwrap();
    assert_eq!(named.status(), 503, "unless it is named");
}

#[tokio::test]
async fn an_invitation_of_somebody_who_is_there_loses_nobody() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    for effect in [json!({"phantom": true}), json!({"late": {"readMs": 60_000}})] {
        set(&started, json!([{"on": {"family": "invitations"}, "effect": effect}])).await;
        let made = started.invite(&token, invitation(GRADY)).await;
        assert_eq!(
            (made.status, made.body["invitedUser"]["id"].as_str()),
            (201, Some(&*started.user(GRADY)))
        );
    }
    assert!(started.effects("userLost").is_empty() && started.effects("visibilityDelayed").is_empty());
    let daemon = started.application("daemon").await;
    assert_eq!(started.get(&format!("/users/{}", started.user(GRADY)), &daemon).await.status, 200);
}
