//! Groups in tokens, with their overage.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADELE, MEGAN, TestEmulator, location, start_emulator};
use crate::sign_in::claims;

async fn groups(started: &TestEmulator, count: u16) {
    let body = json!({ "displayName": "Project", "members": [ADELE], "count": count });
    assert_eq!(started.control(Method::POST, "groups", body).await.status, 201);
}

async fn id_token(started: &TestEmulator, person: &str) -> Value {
    claims(started.tokens(person).await["id_token"].as_str().unwrap())
}

#[tokio::test]
async fn groups_are_named_up_to_two_hundred_and_then_pointed_at() {
    let started = start_emulator().await;
    groups(&started, 200).await;
    assert!(id_token(&started, ADELE).await.get("groups").is_none(), "the registration has to ask for them");
    started.register("vestibule", json!({ "groupMembershipClaims": true })).await;
    assert_eq!(id_token(&started, ADELE).await["groups"].as_array().unwrap().len(), 200);
    assert_eq!(id_token(&started, MEGAN).await["groups"], json!([]));
    groups(&started, 1).await;
    let over = id_token(&started, ADELE).await;
    assert!(over.get("groups").is_none());
    assert_eq!(over["_claim_names"], json!({ "groups": "src1" }));
    let endpoint = over["_claim_sources"]["src1"]["endpoint"].as_str().unwrap();
    assert!(endpoint.starts_with("https://graph.windows.net/") && endpoint.ends_with("/getMemberObjects"));
    let stranger = json!({ "displayName": "x", "members": ["nobody@x.example"] });
    assert_eq!(started.control(Method::POST, "groups", stranger).await.status, 400);
}

#[tokio::test]
async fn a_token_in_an_address_names_six_groups_at_most() {
    let started = start_emulator().await;
    started
        .register("vestibule", json!({ "groupMembershipClaims": true, "enableIdTokenIssuance": true }))
        .await;
    let named = async || {
        let back = started.arrive(ADELE, &[("response_type", "id_token")]).await;
        let fragment = location(&back).fragment().unwrap().to_owned();
        let token = fragment.split('&').find_map(|pair| pair.strip_prefix("id_token=")).unwrap();
        claims(token)
    };
    groups(&started, 6).await;
    assert_eq!(named().await["groups"].as_array().unwrap().len(), 6);
    groups(&started, 1).await;
    assert!(named().await.get("_claim_names").is_some());
}

#[tokio::test]
async fn optional_claims_come_only_where_the_registration_asks_for_them() {
    let started = start_emulator().await;
    let id = async || {
        let tokens = started.tokens(MEGAN).await;
        claims(tokens["id_token"].as_str().unwrap())
    };
    let seeded = id().await;
    assert_eq!((&seeded["acct"], &seeded["email"]), (&json!(0), &json!(MEGAN)));
    assert!(seeded.get("auth_time").is_none() && seeded.get("login_hint").is_none());
    started.register("vestibule", json!({ "optionalClaims": [] })).await;
    let none = id().await;
    assert!(none.get("acct").is_none() && none.get("email").is_none(), "{none}");
    started.register("vestibule", json!({ "optionalClaims": ["auth_time", "login_hint"] })).await;
    let asked = id().await;
    assert!(asked["auth_time"].is_i64());
    assert_eq!(asked["login_hint"], format!("O.{}", started.user(MEGAN)));
    let guest = started.tokens(crate::harness::GRADY).await;
    let guest = claims(guest["id_token"].as_str().unwrap());
    assert_eq!(guest["email"], crate::harness::GRADY, "guests have it by default");
    let unknown = json!({ "name": "vestibule", "optionalClaims": ["nonsense"] });
    assert_eq!(started.control(reqwest::Method::PATCH, "clients", unknown).await.status, 400);
}
