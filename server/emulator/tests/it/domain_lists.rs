//! Which domains and addresses may be invited.

use reqwest::Method;
use serde_json::json;

use crate::{
    harness::{ADELE, GRADY, hall, invitation},
    invitations::size,
};

const NEW: &str = "newperson@fabrikam.example";

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
    for refused in [
        json!({ "blockedDomains": more }),
        json!({ "blockedDomains": ["a.example"], "allowedDomains": ["b.example"] }),
        json!({ "emailOneTimePasscode": false, "fallbackIdentityProvider": "emailOneTimePasscode" }),
        json!({ "nonsense": true }),
    ] {
        let answer = hall.control(Method::PATCH, "directory", refused).await;
        assert_eq!(answer.status, 400, "{}", answer.text);
    }
    assert_eq!(size(&hall), before);
    hall.policy(json!({ "blockedDomains": fits })).await;
    let blocked = format!("x@{}", entry(999));
    let message = "This invitation is blocked by the list of allowed or denied domains";
    hall.invite(&token, invitation(&blocked)).await.refused(400, "BadRequest", message);
    hall.policy(json!({ "blockedDomains": ["FABRIKAM.example"] })).await;
    hall.invite(&token, invitation(NEW)).await.refused(400, "BadRequest", message);
    assert_eq!(hall.invite(&token, invitation("x@sub.fabrikam.example")).await.status, 201);
    assert_eq!(hall.invite(&token, invitation(GRADY)).await.status, 201, "who redeemed is not touched");
}

#[tokio::test]
async fn domain_lists_abuse_block_and_plus_are_switches() {
    let hall = hall().await;
    let token = hall.delegated(ADELE).await;
    hall.policy(json!({"blockedDomains": ["fabrikam.example"]})).await;
    hall.invite(&token, invitation(NEW)).await.refused(
        400,
        "BadRequest",
        "This invitation is blocked by the list",
    );
    assert_eq!(hall.invite(&token, invitation(GRADY)).await.status, 201, "a redeemed guest is not touched");
    hall.policy(json!({"blockedDomains": [], "allowedDomains": ["northwind.example"]})).await;
    hall.invite(&token, invitation(NEW)).await.refused(400, "BadRequest", "");
    hall.policy(json!({"allowedDomains": [], "acceptPlusAddressing": true})).await;
    assert_eq!(hall.invite(&token, invitation("plus+tag@fabrikam.example")).await.status, 201);
    let blocked = "Invitations are blocked for this directory due to suspicious activity.";
    hall.policy(json!({"suspiciousAfter": 3})).await;
    assert_eq!(hall.invite(&token, invitation("a@a.example")).await.status, 201);
    hall.invite(&token, invitation("b@a.example")).await.refused(403, "Forbidden", blocked);
    hall.policy(json!({"suspiciousAfter": null, "suspiciousActivity": true})).await;
    hall.invite(&token, invitation("b@a.example")).await.refused(403, "Forbidden", blocked);
}
