//! Who becomes a guest, and who is one already: the same rules for invitations, access packages and self-service sign-up.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::json;

use crate::{
    entitlement::{ask, for_address, state},
    guest::{account, page, shown, submit},
    harness::{ADELE, GRADY, JONI, TestEmulator, invitation, start_emulator},
    sign_up::{STRANGER, open_for_sign_up},
};

const JONI_S_ALIAS: &str = "joni@northwind.example";
const NEW: &str = "new@fabrikam.example";

/// Asks for the package for somebody, and tells where the request ends.
async fn delivered(started: &TestEmulator, token: &str, address: &str) -> String {
    let request = ask(started, token, for_address("assignment", address)).await;
    assert_eq!(request.status, 201, "{}", request.text);
    started.advance(2000).await;
    state(started, token, &request).await
}

#[tokio::test]
async fn an_alias_of_a_guest_who_has_not_redeemed_is_no_second_guest() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let joni = started.user(JONI);
    let again = started.invite(&token, invitation(JONI_S_ALIAS)).await;
    assert_eq!((again.status, &again.body["invitedUser"]["id"]), (201, &json!(joni)), "{}", again.text);
    assert_eq!(started.user(JONI_S_ALIAS), joni);
    assert!(started.effects("userCreated").is_empty());
}

#[tokio::test]
async fn a_blocked_guest_is_told_apart_by_an_alias_too() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let path = format!("/users/{}", started.user(GRADY));
    let blocked =
        started.graph(Method::PATCH, &path, &daemon, Some(json!({ "accountEnabled": false }))).await;
    assert_eq!(blocked.status, 204, "{}", blocked.text);
    let token = started.delegated(ADELE).await;
    let refused = started.invite(&token, invitation("grady@fabrikam.example")).await;
    let known =
        format!("The invited user already exists in the directory as object ID: {}", started.user(GRADY));
    refused.refused(400, "BadRequest", &format!("{known}, but the account is blocked"));
    assert!(started.effects("invited").is_empty());
}

#[tokio::test]
async fn a_package_makes_guests_by_the_rules_of_invitations() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    assert_eq!(delivered(&started, &token, JONI_S_ALIAS).await, "delivered");
    assert!(started.effects("userCreated").is_empty(), "Joni has it, by an alias");
    for (closed, open) in [
        (json!({ "blockedHomeTenants": ["fabrikam.example"] }), json!({ "blockedHomeTenants": [] })),
        (json!({ "directoryQuota": 1 }), json!({ "directoryQuota": null })),
    ] {
        started.policy(closed).await;
        assert_eq!(delivered(&started, &token, NEW).await, "deliveryFailed");
        started.policy(open).await;
    }
    assert_eq!(started.control(Method::POST, "contacts", json!({ "address": NEW })).await.status, 201);
    assert_eq!(delivered(&started, &token, NEW).await, "deliveryFailed", "a mail contact has the address");
    assert_eq!(
        delivered(&started, &token, "sales@contoso.example").await,
        "deliveryFailed",
        "a group has it"
    );
    assert!(started.effects("userCreated").is_empty());
    for address in ["a_b@tailspin.example", "a@b_tailspin.example"] {
        assert_eq!(delivered(&started, &token, address).await, "delivered");
    }
    let created = started.effects("userCreated");
    let names: BTreeSet<_> =
        created.iter().map(|made| made["user"]["userPrincipalName"].to_string()).collect();
    assert_eq!(names.len(), 2, "a principal name each: {names:?}");
}

#[tokio::test]
async fn sign_up_makes_guests_by_the_rules_of_invitations() {
    let started = start_emulator().await;
    open_for_sign_up(&started).await;
    let form = page(started.arrive_by_address(STRANGER).await).await;
    started.policy(json!({ "directoryQuota": 1 })).await;
    let (status, text) = shown(submit(&started, &form, &[("displayName", "Sam")]).await).await;
    assert_eq!(status, 403, "no room");
    assert!(text.contains("does not let people of your organization"), "{text}");
    assert!(started.effects("userCreated").is_empty());
    started.policy(json!({ "directoryQuota": null, "settingsDelayMinutes": 60 })).await;
    started.policy(json!({ "blockedDomains": ["fabrikam.example"] })).await;
    let signed_up = submit(&started, &form, &[("displayName", "Sam")]).await;
    assert_eq!(signed_up.status(), 303, "the list has no effect yet");
    assert_eq!(started.effects("userCreated").len(), 1);
}

#[tokio::test]
async fn who_was_invited_by_an_alias_does_not_sign_up_as_somebody_else() {
    let started = start_emulator().await;
    open_for_sign_up(&started).await;
    let alias = "sam@fabrikam.example";
    account(
        &started,
        json!({
            "realm": "entra", "tenant": "fabrikam.example", "address": STRANGER, "aliases": [alias],
        }),
    )
    .await;
    let form = page(started.arrive_by_address(STRANGER).await).await;
    let token = started.application("daemon").await;
    assert_eq!(started.invite(&token, invitation(alias)).await.status, 201);
    let (status, text) = shown(submit(&started, &form, &[("displayName", "Sam")]).await).await;
    assert_eq!(status, 403);
    assert!(text.contains("knows your address already"), "{text}");
    assert_eq!(started.effects("userCreated").len(), 1, "the guest that was invited");
}
