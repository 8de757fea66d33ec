//! Changes of users that something else in the directory, or on premises, stands against.

use reqwest::Method;
use serde_json::json;

use crate::harness::{ALEX, GRADY, JONI, start_emulator};

#[tokio::test]
async fn a_mail_address_is_of_one_object_only() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let path = format!("/users/{}", started.user(GRADY));
    let contact = json!({ "address": "Somebody@northwind.example" });
    assert!(started.control(Method::POST, "contacts", contact).await.status < 300);
    for taken in ["ADELE@contoso.example", "sales@contoso.example", "somebody@northwind.example"] {
        let refused = started.graph(Method::PATCH, &path, &token, Some(json!({ "mail": taken }))).await;
        let message = "Another object with the same value for property proxyAddresses already exists.";
        refused.refused(400, "Request_BadRequest", message);
    }
    // Other mails belong to nobody alone: Diego has this one among his.
    let shared = json!({ "mail": "diego.siciliani@relecloud.example" });
    assert_eq!(started.graph(Method::PATCH, &path, &token, Some(shared)).await.status, 204);
    let own = json!({ "mail": "Diego.Siciliani@relecloud.example" });
    assert_eq!(
        started.graph(Method::PATCH, &path, &token, Some(own)).await.status,
        204,
        "its own, written otherwise"
    );
}

#[tokio::test]
async fn what_a_deleted_guest_had_may_be_another_s_by_now() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let (grady, joni) = (started.user(GRADY), started.user(JONI));
    assert_eq!(started.graph(Method::DELETE, &format!("/users/{grady}"), &token, None).await.status, 204);
    let restore = format!("/directory/deletedItems/{grady}/restore");
    let joni = format!("/users/{joni}");
    let mail = |mail: &str| Some(json!({ "mail": mail }));
    assert_eq!(started.graph(Method::PATCH, &joni, &token, mail(GRADY)).await.status, 204);
    let refused = started.graph(Method::POST, &restore, &token, None).await;
    let message = "Another object with the same value for property proxyAddresses already exists.";
    refused.refused(400, "Request_BadRequest", message);
    assert_eq!(started.graph(Method::PATCH, &joni, &token, mail(JONI)).await.status, 204);
    let other = Some(json!({ "otherMails": [GRADY] }));
    assert_eq!(started.graph(Method::PATCH, &joni, &token, other).await.status, 204);
    assert_eq!(started.graph(Method::POST, &restore, &token, None).await.status, 200);
}

#[tokio::test]
async fn a_synchronized_user_is_changed_on_premises() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let path = format!("/users/{}", started.user(ALEX));
    let synchronized = json!({ "user": ALEX, "onPremisesUserPrincipalName": "alex@corp.contoso.example" });
    assert_eq!(started.control(Method::PATCH, "users", synchronized).await.status, 204);
    for body in [
        json!({ "onPremisesExtensionAttributes": { "extensionAttribute1": "x" } }),
        json!({ "jobTitle": "x" }),
        json!({ "displayName": "x" }),
        json!({ "accountEnabled": false }),
    ] {
        let refused = started.graph(Method::PATCH, &path, &daemon, Some(body)).await;
        let message = "Unable to update the specified properties for objects that have originated within an external service.";
        refused.refused(400, "Request_BadRequest", message);
    }
    let body = json!({ "usageLocation": "LV", "otherMails": ["alex@relecloud.example"] });
    assert_eq!(started.graph(Method::PATCH, &path, &daemon, Some(body)).await.status, 204);
    let found = started
        .get("/users?$filter=onPremisesSyncEnabled eq true&$select=mail,onPremisesSyncEnabled", &daemon);
    let found = found.await;
    assert_eq!(found.mails(), [ALEX]);
    assert_eq!(found.body["value"][0]["onPremisesSyncEnabled"], true);
}
