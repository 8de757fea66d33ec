//! Which domains and addresses may be invited.

use reqwest::Method;
use serde_json::json;

use crate::{
    guest::{open, shown, sign_out},
    harness::{ADELE, GRADY, Hall, hall, invitation},
    invitations::size,
};

const LISTED: &str = "This invitation is blocked by the list of allowed or denied domains of this directory.";
const NEW: &str = "newperson@fabrikam.example";

/// Invites in vain: refused like this, and nothing came of it.
async fn refused(hall: &Hall, token: &str, address: &str, status: u16, code: &str, message: &str) {
    let before = size(hall);
    hall.invite(token, invitation(address)).await.refused(status, code, message);
    assert_eq!(size(hall), before, "{address}");
}

#[tokio::test]
async fn the_domain_list_is_one_allow_or_deny_list_of_25_000_characters() {
    let hall = hall().await;
    let token = hall.delegated(ADELE).await;
    let pending = hall.invite(&token, invitation(NEW)).await;
    assert_eq!(pending.status, 201);
    let entry = |number: usize| format!("{number:0>14}.example");
    let fits: Vec<String> = (0..1000).map(entry).collect();
    let more: Vec<String> = (0..1001).map(entry).collect();
    let before = size(&hall);
    for wrong in [
        json!({ "blockedDomains": more }),
        json!({ "blockedDomains": ["a.example"], "allowedDomains": ["b.example"] }),
        json!({ "emailOneTimePasscode": false, "fallbackIdentityProvider": "emailOneTimePasscode" }),
        json!({ "nonsense": true }),
    ] {
        let answer = hall.control(Method::PATCH, "directory", wrong).await;
        assert_eq!(answer.status, 400, "{}", answer.text);
    }
    assert_eq!(size(&hall), before);
    hall.policy(json!({ "blockedDomains": fits })).await;
    let blocked = format!("x@{}", entry(999));
    refused(&hall, &token, &blocked, 400, "BadRequest", LISTED).await;
    let link = pending.body["inviteRedeemUrl"].as_str().unwrap();
    sign_out(&hall).await;
    assert_eq!(shown(open(&hall, link).await).await.0, 200);
    hall.policy(json!({ "blockedDomains": ["FABRIKAM.example"] })).await;
    refused(&hall, &token, NEW, 400, "BadRequest", LISTED).await;
    assert_eq!(shown(open(&hall, link).await).await.0, 403, "checked again while pending");
    assert_eq!(hall.invite(&token, invitation("x@sub.fabrikam.example")).await.status, 201);
    assert_eq!(hall.invite(&token, invitation(GRADY)).await.status, 201, "who redeemed is not touched");
}

#[tokio::test]
async fn domain_lists_abuse_block_and_plus_are_switches() {
    let hall = hall().await;
    let token = hall.delegated(ADELE).await;
    hall.policy(json!({"blockedDomains": ["fabrikam.example"]})).await;
    refused(&hall, &token, NEW, 400, "BadRequest", LISTED).await;
    assert_eq!(hall.invite(&token, invitation(GRADY)).await.status, 201, "a redeemed guest is not touched");
    hall.policy(json!({"blockedDomains": [], "allowedDomains": ["northwind.example"]})).await;
    refused(&hall, &token, NEW, 400, "BadRequest", LISTED).await;
    hall.policy(json!({"allowedDomains": [], "acceptPlusAddressing": true})).await;
    assert_eq!(hall.invite(&token, invitation("plus+tag@fabrikam.example")).await.status, 201);
    let blocked = "Invitations are blocked for this directory due to suspicious activity. Please contact Microsoft support for help.";
    hall.policy(json!({"suspiciousAfter": 3})).await;
    assert_eq!(hall.invite(&token, invitation("a@a.example")).await.status, 201);
    refused(&hall, &token, "b@a.example", 403, "Forbidden", blocked).await;
    hall.policy(json!({"suspiciousAfter": null, "suspiciousActivity": true})).await;
    refused(&hall, &token, "b@a.example", 403, "Forbidden", blocked).await;
}
