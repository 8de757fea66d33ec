//! Self-service sign-up: strangers make themselves guests.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    guest::{follow, page, shown, state, submit},
    harness::{ADELE, JONI, MEGAN, TestEmulator, location, parameter, start_emulator},
    sign_in::claims,
};

pub const STRANGER: &str = "sam.stranger@fabrikam.example";

pub async fn open_for_sign_up(started: &TestEmulator) {
    started.policy(json!({ "selfServiceSignUp": true })).await;
    started.register("vestibule", json!({ "selfServiceSignUp": ["jobTitle", "city", "postalCode"] })).await;
}

#[tokio::test]
async fn a_stranger_signs_up_and_lands_in_the_application() {
    let started = start_emulator().await;
    open_for_sign_up(&started).await;
    let form = page(started.arrive_by_address(STRANGER).await).await;
    assert!(form.contains("Add details") && form.contains("Job title"), "{form}");
    let filled = [("displayName", "Sam <b>"), ("jobTitle", "Baker"), ("city", ""), ("usageLocation", "LT")];
    let signed_up = submit(&started, &form, &filled).await;
    assert_eq!(signed_up.status(), 303);
    let back = follow(&started, &signed_up).await;
    let code = parameter(&location(&back), "code").unwrap();
    let tokens: Value = started.redeem_code(&code).await.json().await.unwrap();
    assert_eq!(claims(tokens["id_token"].as_str().unwrap())["oid"], started.user(STRANGER));
    let guest = state(&started, STRANGER).await;
    assert_eq!((&guest["userType"], &guest["creationType"]), (&json!("Guest"), &json!("SelfServiceSignUp")));
    assert_eq!((&guest["displayName"], &guest["jobTitle"]), (&json!("Sam <b>"), &json!("Baker")));
    assert_eq!(
        (&guest["city"], &guest["externalUserState"]),
        (&Value::Null, &Value::Null),
        "nobody invited them"
    );
    assert_eq!(guest["identities"][0]["issuer"], "ExternalAzureAD");
    let created = &started.effects("userCreated")[0]["user"];
    assert!(created["attributes"].get("usageLocation").is_none(), "only what the user flow collects");
    assert_eq!(started.arrive_by_address(STRANGER).await.status(), 302, "known from now on");
}

#[tokio::test]
async fn sign_up_is_off_unless_tenant_and_application_have_it() {
    let started = start_emulator().await;
    started.policy(json!({ "selfServiceSignUp": true })).await;
    assert!(started.arrive_by_address(STRANGER).await.text().await.unwrap().contains("AADSTS50020"));
    open_for_sign_up(&started).await;
    let form = page(started.arrive_by_address(STRANGER).await).await;
    let silent = started.authorize(&[("prompt", "none")]).await;
    assert_eq!(parameter(&location(&silent), "error").unwrap(), "interaction_required");
    started.policy(json!({ "selfServiceSignUp": false })).await;
    assert_eq!(submit(&started, &form, &[("displayName", "Sam")]).await.status(), 403);
    assert!(started.arrive_by_address(STRANGER).await.text().await.unwrap().contains("AADSTS50020"));
    assert!(started.effects("userCreated").is_empty());
}

#[tokio::test]
async fn who_may_not_sign_up_is_told_and_no_guest_is_made() {
    let started = start_emulator().await;
    open_for_sign_up(&started).await;
    let form = page(started.arrive_by_address(STRANGER).await).await;
    let wrong = [("displayName", "Sam"), ("jobTitle", "Baker"), ("postalCode", &"9".repeat(41))];
    let (status, text) = shown(submit(&started, &form, &wrong).await).await;
    assert_eq!(status, 422);
    assert!(
        text.contains("Error: Postal code: at most 40 characters.") && text.contains("value=\"Baker\""),
        "{text}"
    );
    for policy in [
        json!({ "blockedDomains": ["fabrikam.example"] }),
        json!({ "blockedDomains": [], "blockedHomeTenants": ["fabrikam.example"] }),
    ] {
        started.policy(policy).await;
        let (status, text) = shown(submit(&started, &form, &[("displayName", "Sam")]).await).await;
        assert_eq!(status, 403);
        assert!(text.contains("does not let people of your organization"), "{text}");
    }
    let pending = page(started.arrive(JONI, &[]).await).await;
    assert!(pending.contains("Review permissions"), "an invited person redeems");
    assert!(started.effects("userCreated").is_empty());
}

#[tokio::test]
async fn the_authentication_flows_policy_switches_sign_up() {
    let started = start_emulator().await;
    let path = "/policies/authenticationFlowsPolicy";
    let body = |on: bool| Some(json!({ "selfServiceSignUp": { "isEnabled": on } }));
    let daemon = started.application("daemon").await;
    let read = started.get(path, &daemon).await;
    assert_eq!((read.status, &read.body["id"]), (200, &json!("authenticationFlowsPolicy")));
    assert_eq!(read.body["selfServiceSignUp"], json!({ "isEnabled": false }));
    let changed = started.graph(Method::PATCH, path, &daemon, body(true)).await;
    assert_eq!(changed.status, 204, "{}", changed.text);
    assert_eq!(started.get(path, &daemon).await.body["selfServiceSignUp"]["isEnabled"], true);
    assert_eq!(started.effects("policyChanged").len(), 1);
    let powerless = started.application("powerless").await;
    started.get(path, &powerless).await.refused(403, "Authorization_RequestDenied", "");
    let scope = "Policy.ReadWrite.AuthenticationFlows";
    for (person, status) in [(ADELE, 403), (MEGAN, 204)] {
        let token = started.powerful(person, scope).await;
        let answer = started.graph(Method::PATCH, path, &token, body(false)).await;
        assert_eq!(answer.status, status, "{person}: {}", answer.text);
        if status == 403 {
            answer.refused(403, "Authorization_RequestDenied", "Insufficient privileges");
        }
    }
    let wrong = started.graph(Method::PATCH, path, &daemon, Some(json!({ "nonsense": 1 }))).await;
    wrong.refused(400, "Request_BadRequest", "");
    assert_eq!(started.effects("policyChanged").len(), 2);
}
