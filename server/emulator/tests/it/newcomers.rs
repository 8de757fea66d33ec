//! Who becomes a guest, and who is one already: the same rules for invitations, access packages and self-service sign-up.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::json;

use crate::{
    entitlement::{ask, for_address, state},
    guest::{page, shown, submit},
    harness::{ADELE, GRADY, Hall, JONI, hall, invitation},
    sign_up::{STRANGER, open_for_sign_up},
};

const JONI_S_ALIAS: &str = "joni@northwind.example";
const NEW: &str = "new@fabrikam.example";

/// Asks for the package for somebody, and tells where the request ends.
async fn delivered(hall: &Hall, token: &str, address: &str) -> String {
    let request = ask(hall, token, for_address("assignment", address)).await;
    assert_eq!(request.status, 201, "{}", request.text);
    hall.advance(2000).await;
    state(hall, token, &request).await
}

#[tokio::test]
async fn an_alias_of_a_guest_who_has_not_redeemed_is_no_second_guest() {
    let hall = hall().await;
    let token = hall.delegated(ADELE).await;
    let joni = hall.user(JONI);
    let again = hall.invite(&token, invitation(JONI_S_ALIAS)).await;
    assert_eq!((again.status, &again.body["invitedUser"]["id"]), (201, &json!(joni)), "{}", again.text);
    assert_eq!(hall.user(JONI_S_ALIAS), joni);
    assert!(hall.effects("userCreated").is_empty());
}

#[tokio::test]
async fn a_blocked_guest_is_told_apart_by_an_alias_too() {
    let hall = hall().await;
    let daemon = hall.application("daemon").await;
    let path = format!("/users/{}", hall.user(GRADY));
    let blocked = hall.graph(Method::PATCH, &path, &daemon, Some(json!({ "accountEnabled": false }))).await;
    assert_eq!(blocked.status, 204, "{}", blocked.text);
    let token = hall.delegated(ADELE).await;
    let refused = hall.invite(&token, invitation("grady@fabrikam.example")).await;
    let known =
        format!("The invited user already exists in the directory as object ID: {}", hall.user(GRADY));
    refused.refused(400, "BadRequest", &format!("{known}, but the account is blocked"));
    assert!(hall.effects("invited").is_empty());
}

#[tokio::test]
async fn a_package_makes_guests_by_the_rules_of_invitations() {
    let hall = hall().await;
    let token = hall.application("daemon").await;
    assert_eq!(delivered(&hall, &token, JONI_S_ALIAS).await, "delivered");
    assert!(hall.effects("userCreated").is_empty(), "Joni has it, by an alias");
    for (closed, open) in [
        (json!({ "blockedHomeTenants": ["fabrikam.example"] }), json!({ "blockedHomeTenants": [] })),
        (json!({ "directoryQuota": 1 }), json!({ "directoryQuota": null })),
    ] {
        hall.policy(closed).await;
        assert_eq!(delivered(&hall, &token, NEW).await, "deliveryFailed");
        hall.policy(open).await;
    }
    assert_eq!(hall.control(Method::POST, "contacts", json!({ "address": NEW })).await.status, 201);
    assert_eq!(delivered(&hall, &token, NEW).await, "deliveryFailed", "a mail contact has the address");
    assert_eq!(delivered(&hall, &token, "sales@contoso.example").await, "deliveryFailed", "a group has it");
    assert!(hall.effects("userCreated").is_empty());
    for address in ["a_b@tailspin.example", "a@b_tailspin.example"] {
        assert_eq!(delivered(&hall, &token, address).await, "delivered");
    }
    let created = hall.effects("userCreated");
    let names: BTreeSet<_> =
        created.iter().map(|made| made["user"]["userPrincipalName"].to_string()).collect();
    assert_eq!(names.len(), 2, "a principal name each: {names:?}");
}

#[tokio::test]
async fn sign_up_makes_guests_by_the_rules_of_invitations() {
    let hall = hall().await;
    open_for_sign_up(&hall).await;
    let form = page(hall.arrive_by_address(STRANGER).await).await;
    hall.policy(json!({ "directoryQuota": 1 })).await;
    let (status, text) = shown(submit(&hall, &form, &[("displayName", "Sam")]).await).await;
    assert_eq!(status, 403, "no room");
    assert!(text.contains("does not let people of your organization"), "{text}");
    assert!(hall.effects("userCreated").is_empty());
    hall.policy(json!({ "directoryQuota": null, "settingsDelayMinutes": 60 })).await;
    hall.policy(json!({ "blockedDomains": ["fabrikam.example"] })).await;
    let signed_up = submit(&hall, &form, &[("displayName", "Sam")]).await;
    assert_eq!(signed_up.status(), 303, "the list has no effect yet");
    assert_eq!(hall.effects("userCreated").len(), 1);
}
