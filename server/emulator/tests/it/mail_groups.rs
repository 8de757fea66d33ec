//! Groups with a mail address: those that Graph makes, and those that Exchange owns.

use emulator::seed::groups::{ALL_COMPANY, MARKETING, SALES, WAREHOUSE};
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADELE, invitation, start_emulator};

fn unified(nickname: &str, security: bool) -> Value {
    json!({
        "displayName": "Falcon mail", "groupTypes": ["Unified"], "mailEnabled": true, "securityEnabled": security,
        "mailNickname": nickname,
    })
}

#[tokio::test]
async fn a_microsoft_365_group_has_an_address_and_is_a_security_group_when_asked() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    for (nickname, security) in [("falcon.mail", true), ("falcon.talk", false)] {
        let made = started.graph(Method::POST, "/groups", &token, Some(unified(nickname, security))).await;
        assert_eq!((made.status, &made.body["securityEnabled"]), (201, &json!(security)), "{}", made.text);
        let address = format!("{nickname}@contoso.example");
        assert_eq!(made.body["mail"], address);
        assert_eq!(made.body["proxyAddresses"], json!([format!("SMTP:{address}")]));
        let path = format!("/groups/{}", made.body["id"].as_str().unwrap());
        assert_eq!(started.get(&path, &token).await.body["securityEnabled"], security);
        let again = started.graph(Method::POST, "/groups", &token, Some(unified(nickname, security))).await;
        again.refused(
            400,
            "Request_BadRequest",
            "Another object with the same value for property mailNickname",
        );
    }
    let assignable = |security| {
        let mut body = unified("falcon.roles", security);
        body["isAssignableToRole"] = json!(true);
        Some(body)
    };
    started.graph(Method::POST, "/groups", &token, assignable(false)).await.refused(
        400,
        "Request_BadRequest",
        "",
    );
    assert_eq!(started.graph(Method::POST, "/groups", &token, assignable(true)).await.status, 201);
}

#[tokio::test]
async fn no_group_is_invited_by_its_address() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let made = started.graph(Method::POST, "/groups", &daemon, Some(unified("new.team", false))).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let token = started.delegated(ADELE).await;
    for address in ["sales@contoso.example", "Marketing@contoso.example", "new.team@contoso.example"] {
        let refused = started.invite(&token, invitation(address)).await;
        refused.refused(400, "BadRequest", "Group email address is not supported.");
    }
    assert!(started.effects("invited").is_empty());
}

#[tokio::test]
async fn groups_that_others_own_are_neither_changed_nor_deleted() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let mail = "Cannot Update a mail-enabled security groups and or distribution list.";
    let outside = "Unable to update the specified properties for objects that have originated within an external service.";
    for (group, message) in [(SALES, mail), (ALL_COMPANY, mail), (WAREHOUSE, outside)] {
        let path = format!("/groups/{group}");
        let body = Some(json!({ "description": "x" }));
        started.graph(Method::PATCH, &path, &token, body).await.refused(400, "Request_BadRequest", message);
        started.graph(Method::DELETE, &path, &token, None).await.refused(400, "Request_BadRequest", message);
    }
    assert!(started.effects("groupChanged").is_empty() && started.effects("groupDeleted").is_empty());
}

#[tokio::test]
async fn nicknames_and_visibility_of_groups_are_checked_when_they_change() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let path = format!("/groups/{MARKETING}");
    for (name, value) in
        [("mailNickname", "a b"), ("visibility", "nonsense"), ("visibility", "HiddenMembership")]
    {
        let refused = started.graph(Method::PATCH, &path, &token, Some(json!({ name: value }))).await;
        refused.refused(400, "Request_BadRequest", "");
        assert_eq!(refused.body["error"]["details"][0]["target"], name, "{}", refused.text);
    }
    let body = Some(json!({ "visibility": "Public", "mailNickname": "ads" }));
    assert_eq!(started.graph(Method::PATCH, &path, &token, body).await.status, 204);
    let mut hidden = unified("secret", false);
    hidden["visibility"] = json!("HiddenMembership");
    let made = started.graph(Method::POST, "/groups", &token, Some(hidden)).await;
    assert_eq!((made.status, &made.body["visibility"]), (201, &json!("HiddenMembership")), "{}", made.text);
}
