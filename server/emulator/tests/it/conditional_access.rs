//! Conditional access, cross-tenant access, and assignment.

use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::harness::{ADELE, GRADY, MEGAN, TestEmulator, browser, location, parameter, start_emulator};
use crate::sign_in::claims;

fn silent(back: &Response) -> (String, String) {
    let url = location(back);
    let description = parameter(&url, "error_description").unwrap();
    (parameter(&url, "error").unwrap(), description.split(':').next().unwrap().to_owned())
}

async fn refresh_token(started: &TestEmulator, person: &str) -> String {
    started.tokens(person).await["refresh_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_guest_registers_and_shows_a_second_factor() {
    let mut started = start_emulator().await;
    let before = refresh_token(&started, GRADY).await;
    started.policy(json!({ "guestsNeedMfa": true })).await;
    let unregistered = started.refresh(&before, &[]).await;
    unregistered.entra_refused(400, "invalid_grant", 50_079);
    assert_eq!(unregistered.body["suberror"], "basic_action");
    let asked: Value = serde_json::from_str(unregistered.body["claims"].as_str().unwrap()).unwrap();
    assert_eq!(asked["access_token"]["capolids"]["essential"], true);
    let back = started.authorize(&[("prompt", "none")]).await;
    assert_eq!(silent(&back), ("interaction_required".to_owned(), "AADSTS50072".to_owned()));

    let page = started.authorize(&[]).await;
    let denied = started.decide(page, "deny", &[]).await;
    assert_eq!(denied.status(), 403);
    assert!(denied.text().await.unwrap().contains("AADSTS50074"));
    assert!(started.effects("mfaRegistered").is_empty());
    let back = started.decide_and_follow(started.authorize(&[]).await, "approve", &[]).await;
    assert_eq!(started.effects("mfaRegistered")[0]["user"], started.user(GRADY));
    let code = parameter(&location(&back), "code").unwrap();
    let tokens: Value = started.redeem_code(&code).await.json().await.unwrap();
    assert_eq!(claims(tokens["access_token"].as_str().unwrap())["amr"], json!(["pwd", "mfa"]));
    let renewed = started.refresh(tokens["refresh_token"].as_str().unwrap(), &[]).await;
    assert_eq!(renewed.status, 200, "the factor goes with the grant");

    started.refresh(&before, &[]).await.entra_refused(400, "invalid_grant", 50_076);
    started.browser = browser();
    let page = started.arrive(GRADY, &[]).await.text().await.unwrap();
    assert!(page.contains("Approve sign in request"), "registered once");
    assert_eq!(started.arrive(ADELE, &[]).await.status(), 302, "members are not asked");
    started.policy(json!({ "trustMfaFromHome": true })).await;
    assert_eq!(started.refresh(&before, &[]).await.status, 200);
}

#[tokio::test]
async fn who_may_not_come_in_is_told_by_number() {
    let started = start_emulator().await;
    let token = refresh_token(&started, GRADY).await;
    for (policy, undone, number) in [
        (json!({ "blockGuests": true }), json!({ "blockGuests": false }), 53_003),
        (json!({ "blockedHomeTenants": ["fabrikam.example"] }), json!({ "blockedHomeTenants": [] }), 500_213),
        (
            json!({ "tenant": "fabrikam.example", "blockedResourceTenants": ["contoso.example"] }),
            json!({ "tenant": "fabrikam.example", "blockedResourceTenants": [] }),
            500_212,
        ),
    ] {
        started.policy(policy).await;
        let page = started.authorize(&[("login_hint", GRADY)]).await;
        assert_eq!(page.status(), 403);
        assert!(page.text().await.unwrap().contains(&format!("AADSTS{number}:")), "{number}");
        let back = started.authorize(&[("login_hint", GRADY), ("prompt", "none")]).await;
        assert_eq!(silent(&back), ("access_denied".to_owned(), format!("AADSTS{number}")));
        started.refresh(&token, &[]).await.entra_refused(400, "invalid_grant", number);
        started.policy(undone).await;
        assert_eq!(started.refresh(&token, &[]).await.status, 200, "{number}");
    }
    started.register("vestibule", json!({ "appRoleAssignmentRequired": true })).await;
    let page = started.arrive(ADELE, &[]).await;
    assert_eq!(page.status(), 403);
    assert!(page.text().await.unwrap().contains("AADSTS50105:"));
    let back = started.authorize(&[("login_hint", ADELE), ("prompt", "none")]).await;
    assert_eq!(silent(&back), ("access_denied".to_owned(), "AADSTS50105".to_owned()));
    assert_eq!(started.arrive(MEGAN, &[]).await.status(), 302, "she holds a role of the application");
}

#[tokio::test]
async fn who_is_blocked_neither_signs_in_nor_refreshes_nor_calls() {
    let started = start_emulator().await;
    let tokens = started.tokens(GRADY).await;
    let daemon = started.application("daemon").await;
    let path = format!("/users/{}", started.user(GRADY));
    let blocked =
        started.graph(Method::PATCH, &path, &daemon, Some(json!({ "accountEnabled": false }))).await;
    assert_eq!(blocked.status, 204, "{}", blocked.text);
    let refresh = tokens["refresh_token"].as_str().unwrap();
    started.refresh(refresh, &[]).await.entra_refused(400, "invalid_grant", 50_057);
    let page = started.arrive(GRADY, &[]).await;
    assert_eq!(page.status(), 403);
    assert!(page.text().await.unwrap().contains("AADSTS50057:"));
    let access = tokens["access_token"].as_str().unwrap();
    let gone = "Access token validation failure. The user is gone or blocked.";
    started.get("/me", access).await.refused(401, "InvalidAuthenticationToken", gone);
}

#[tokio::test]
async fn silent_requests_say_which_session_is_missing() {
    let started = start_emulator().await;
    let ask = async |extra: &[(&str, &str)]| {
        silent(&started.authorize(&[&[("prompt", "none")], extra].concat()).await)
    };
    let is = |error: &str, number: &str| (error.to_owned(), number.to_owned());
    assert_eq!(ask(&[]).await, is("login_required", "AADSTS50058"));
    started.code(ADELE, &[]).await;
    assert_eq!(ask(&[("login_hint", MEGAN)]).await, is("login_required", "AADSTS16002"));
    started.code(MEGAN, &[]).await;
    assert_eq!(ask(&[]).await, is("interaction_required", "AADSTS16000"));
    // A pending guest has something to accept first.
    started.pick(started.authorize(&[("prompt", "login")]).await, crate::harness::JONI).await;
    assert_eq!(ask(&[("login_hint", crate::harness::JONI)]).await, is("interaction_required", "AADSTS50014"));
    let both = started.authorize(&[("prompt", "select_account"), ("login_hint", MEGAN)]).await;
    assert_eq!(silent(&both), is("invalid_request", "AADSTS90023"));
}
