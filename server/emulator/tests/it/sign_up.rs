//! Self-service sign-up: strangers make themselves guests.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    guest::{follow, page, shown, state, submit},
    harness::{ADELE, Hall, JONI, MEGAN, hall, location, parameter},
    sign_in::claims,
};

pub const STRANGER: &str = "sam.stranger@fabrikam.example";

pub async fn open_for_sign_up(hall: &Hall) {
    hall.policy(json!({ "selfServiceSignUp": true })).await;
    hall.register("vestibule", json!({ "selfServiceSignUp": ["jobTitle", "city", "postalCode"] })).await;
}

#[tokio::test]
async fn a_stranger_signs_up_and_lands_in_the_application() {
    let hall = hall().await;
    open_for_sign_up(&hall).await;
    let form = page(hall.arrive_by_address(STRANGER).await).await;
    assert!(form.contains("Add details") && form.contains("Job title"), "{form}");
    let filled = [("displayName", "Sam <b>"), ("jobTitle", "Baker"), ("city", ""), ("usageLocation", "LT")];
    let signed_up = submit(&hall, &form, &filled).await;
    assert_eq!(signed_up.status(), 303);
    let back = follow(&hall, &signed_up).await;
    let code = parameter(&location(&back), "code").unwrap();
    let tokens: Value = hall.redeem_code(&code).await.json().await.unwrap();
    assert_eq!(claims(tokens["id_token"].as_str().unwrap())["oid"], hall.user(STRANGER));
    let guest = state(&hall, STRANGER).await;
    assert_eq!((&guest["userType"], &guest["creationType"]), (&json!("Guest"), &json!("SelfServiceSignUp")));
    assert_eq!((&guest["displayName"], &guest["jobTitle"]), (&json!("Sam <b>"), &json!("Baker")));
    assert_eq!((&guest["city"], &guest["externalUserState"]), (&Value::Null, &json!("Accepted")));
    assert_eq!(guest["identities"][0]["issuer"], "ExternalAzureAD");
    let created = &hall.effects("userCreated")[0]["user"];
    assert!(created["attributes"].get("usageLocation").is_none(), "only what the user flow collects");
    assert_eq!(hall.arrive_by_address(STRANGER).await.status(), 302, "known from now on");
}

#[tokio::test]
async fn sign_up_is_off_unless_tenant_and_application_have_it() {
    let hall = hall().await;
    hall.policy(json!({ "selfServiceSignUp": true })).await;
    assert!(hall.arrive_by_address(STRANGER).await.text().await.unwrap().contains("AADSTS50020"));
    open_for_sign_up(&hall).await;
    let form = page(hall.arrive_by_address(STRANGER).await).await;
    let silent = hall.authorize(&[("prompt", "none")]).await;
    assert_eq!(parameter(&location(&silent), "error").unwrap(), "interaction_required");
    hall.policy(json!({ "selfServiceSignUp": false })).await;
    assert_eq!(submit(&hall, &form, &[("displayName", "Sam")]).await.status(), 403);
    assert!(hall.arrive_by_address(STRANGER).await.text().await.unwrap().contains("AADSTS50020"));
    assert!(hall.effects("userCreated").is_empty());
}

#[tokio::test]
async fn who_may_not_sign_up_is_told_and_no_guest_is_made() {
    let hall = hall().await;
    open_for_sign_up(&hall).await;
    let form = page(hall.arrive_by_address(STRANGER).await).await;
    let wrong = [("displayName", "Sam"), ("jobTitle", "Baker"), ("postalCode", &"9".repeat(41))];
    let (status, text) = shown(submit(&hall, &form, &wrong).await).await;
    assert_eq!(status, 422);
    assert!(
        text.contains("This cannot be stored: Postal code.") && text.contains("value=\"Baker\""),
        "{text}"
    );
    for policy in [
        json!({ "blockedDomains": ["fabrikam.example"] }),
        json!({ "blockedDomains": [], "blockedHomeTenants": ["fabrikam.example"] }),
    ] {
        hall.policy(policy).await;
        let (status, text) = shown(submit(&hall, &form, &[("displayName", "Sam")]).await).await;
        assert_eq!(status, 403);
        assert!(text.contains("does not let people of your organization"), "{text}");
    }
    let pending = page(hall.arrive(JONI, &[]).await).await;
    assert!(pending.contains("Review permissions"), "an invited person redeems");
    assert!(hall.effects("userCreated").is_empty());
}

#[tokio::test]
async fn the_authentication_flows_policy_switches_sign_up() {
    let hall = hall().await;
    let path = "/policies/authenticationFlowsPolicy";
    let body = |on: bool| Some(json!({ "selfServiceSignUp": { "isEnabled": on } }));
    let daemon = hall.application("daemon").await;
    let read = hall.get(path, &daemon).await;
    assert_eq!((read.status, &read.body["id"]), (200, &json!("authenticationFlowsPolicy")));
    assert_eq!(read.body["selfServiceSignUp"], json!({ "isEnabled": false }));
    let changed = hall.graph(Method::PATCH, path, &daemon, body(true)).await;
    assert_eq!(changed.status, 204, "{}", changed.text);
    assert_eq!(hall.get(path, &daemon).await.body["selfServiceSignUp"]["isEnabled"], true);
    assert_eq!(hall.effects("policyChanged").len(), 1);
    let powerless = hall.application("powerless").await;
    hall.get(path, &powerless).await.refused(403, "Authorization_RequestDenied", "");
    let scope = "Policy.ReadWrite.AuthenticationFlows";
    for (person, status) in [(ADELE, 403), (MEGAN, 204)] {
        let token = hall.powerful(person, scope).await;
        let answer = hall.graph(Method::PATCH, path, &token, body(false)).await;
        assert_eq!(answer.status, status, "{person}: {}", answer.text);
    }
    let wrong = hall.graph(Method::PATCH, path, &daemon, Some(json!({ "nonsense": 1 }))).await;
    wrong.refused(400, "Request_BadRequest", "");
    assert_eq!(hall.effects("policyChanged").len(), 2);
}
