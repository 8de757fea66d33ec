//! Which domains and addresses may be invited.

use reqwest::Method;
use serde_json::json;

use crate::{
    guest::{open, shown, sign_out},
    harness::{ADELE, GRADY, TestEmulator, invitation, start_emulator},
    invitations::size,
};

const LISTED: &str = "This invitation is blocked by the list of allowed or denied domains of this directory.";
const NEW: &str = "newperson@fabrikam.example";

/// Invites in vain: refused like this, and nothing came of it.
async fn refused(started: &TestEmulator, token: &str, address: &str, status: u16, code: &str, message: &str) {
    let before = size(started);
    started.invite(token, invitation(address)).await.refused(status, code, message);
    assert_eq!(size(started), before, "{address}");
}

#[tokio::test]
async fn the_domain_list_is_one_allow_or_deny_list_of_25_000_characters() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let pending = started.invite(&token, invitation(NEW)).await;
    assert_eq!(pending.status, 201);
    let entry = |number: usize| format!("{number:0>14}.example");
    let fits: Vec<String> = (0..1000).map(entry).collect();
    let more: Vec<String> = (0..1001).map(entry).collect();
    let before = size(&started);
    for wrong in [
        json!({ "blockedDomains": more }),
        json!({ "blockedDomains": ["a.example"], "allowedDomains": ["b.example"] }),
        json!({ "emailOneTimePasscode": false, "fallbackIdentityProvider": "emailOneTimePasscode" }),
        json!({ "nonsense": true }),
    ] {
        let answer = started.control(Method::PATCH, "directory", wrong).await;
        assert_eq!(answer.status, 400, "{}", answer.text);
    }
    assert_eq!(size(&started), before);
    started.policy(json!({ "blockedDomains": fits })).await;
    let blocked = format!("x@{}", entry(999));
    refused(&started, &token, &blocked, 400, "BadRequest", LISTED).await;
    let link = pending.body["inviteRedeemUrl"].as_str().unwrap();
    sign_out(&started).await;
    assert_eq!(shown(open(&started, link).await).await.0, 200);
    started.policy(json!({ "blockedDomains": ["FABRIKAM.example"] })).await;
    refused(&started, &token, NEW, 400, "BadRequest", LISTED).await;
    assert_eq!(shown(open(&started, link).await).await.0, 403, "checked again while pending");
    assert_eq!(started.invite(&token, invitation("x@sub.fabrikam.example")).await.status, 201);
    assert_eq!(started.invite(&token, invitation(GRADY)).await.status, 201, "who redeemed is not touched");
}

#[tokio::test]
async fn domain_lists_abuse_block_and_plus_are_switches() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    started.policy(json!({"blockedDomains": ["fabrikam.example"]})).await;
    refused(&started, &token, NEW, 400, "BadRequest", LISTED).await;
    assert_eq!(
        started.invite(&token, invitation(GRADY)).await.status,
        201,
        "a redeemed guest is not touched"
    );
    started.policy(json!({"blockedDomains": [], "allowedDomains": ["northwind.example"]})).await;
    refused(&started, &token, NEW, 400, "BadRequest", LISTED).await;
    started.policy(json!({"allowedDomains": [], "acceptPlusAddressing": true})).await;
    assert_eq!(started.invite(&token, invitation("plus+tag@fabrikam.example")).await.status, 201);
    let blocked = "Invitations are blocked for this directory due to suspicious activity. Please contact Microsoft support for help.";
    started.policy(json!({"suspiciousAfter": 3})).await;
    assert_eq!(started.invite(&token, invitation("a@a.example")).await.status, 201);
    refused(&started, &token, "b@a.example", 403, "Forbidden", blocked).await;
    started.policy(json!({"suspiciousAfter": null, "suspiciousActivity": true})).await;
    refused(&started, &token, "b@a.example", 403, "Forbidden", blocked).await;
}
