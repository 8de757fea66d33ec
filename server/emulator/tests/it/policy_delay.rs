//! Settings and roles that have effect only after a while.

use reqwest::Method;
use serde_json::json;

use crate::harness::{ADELE, ALEX, Answer, GRADY, JONI, MEGAN, TestEmulator, invitation, start_emulator};

const MINUTE: i64 = 60_000;
const GUEST_INVITER: &str = "95e79109-95c0-4d8e-aee3-d01accf2d47b";

const NOT_ALLOWED: &str = "Guest invitations not allowed for your company.";

/// An invitation by an application, with a new token: tokens last an hour only.
async fn invite(started: &TestEmulator) -> Answer {
    let daemon = started.application("daemon").await;
    started.invite(&daemon, invitation("newperson@fabrikam.example")).await
}

#[tokio::test]
async fn settings_have_effect_after_their_delay() {
    let started = start_emulator().await;
    started.policy(json!({ "settingsDelayMinutes": 30, "allowInvitesFrom": "none" })).await;
    assert_eq!(invite(&started).await.status, 201);
    started.advance(29 * MINUTE).await;
    assert_eq!(invite(&started).await.status, 201, "still on its way");
    started.advance(2 * MINUTE).await;
    invite(&started).await.refused(403, "Forbidden", NOT_ALLOWED);
    started.policy(json!({ "allowInvitesFrom": "everyone" })).await;
    started.advance(10 * MINUTE).await;
    started.policy(json!({ "blockedDomains": ["fabrikam.example"] })).await;
    // The way back takes its time too.
    invite(&started).await.refused(403, "Forbidden", NOT_ALLOWED);
    started.advance(21 * MINUTE).await;
    assert_eq!(invite(&started).await.status, 201, "open again; the list is still on its way");
    started.advance(10 * MINUTE).await;
    invite(&started).await.refused(400, "BadRequest", "This invitation is blocked by the list");
    assert_eq!(started.effects("invited").len(), 3);
    started.policy(json!({ "blockedDomains": [], "settingsDelayMinutes": 0 })).await;
    assert_eq!(invite(&started).await.status, 201, "without a delay at once");
}

#[tokio::test]
async fn guests_access_changes_after_the_delay() {
    let started = start_emulator().await;
    let token = started.delegated(GRADY).await;
    let (adele, joni) = (format!("/users/{}", started.user(ADELE)), format!("/users/{}", started.user(JONI)));
    started.policy(json!({ "settingsDelayMinutes": 15, "guestAccess": "restricted" })).await;
    assert_eq!(started.get(&adele, &token).await.status, 200);
    started.advance(15 * MINUTE).await;
    for other in [&adele, &joni] {
        started.get(other, &token).await.refused(
            403,
            "Authorization_RequestDenied",
            "Insufficient privileges",
        );
    }
    assert_eq!(started.get("/me", &token).await.status, 200);
    started.policy(json!({ "guestAccess": "sameAsMembers" })).await;
    started.get("/users", &token).await.refused(
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges",
    );
    started.advance(15 * MINUTE).await;
    assert_eq!(started.get("/users", &token).await.status, 200);
}

#[tokio::test]
async fn guests_find_others_by_object_id_only() {
    let started = start_emulator().await;
    let token = started.delegated(GRADY).await;
    let by_name = format!("/users/{ADELE}");
    started.get(&by_name, &token).await.refused(
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges",
    );
    let adele =
        started.get(&format!("/users/{}?$select=displayName,userType", started.user(ADELE)), &token).await;
    assert_eq!(
        (&adele.body["displayName"], &adele.body["userType"]),
        (&json!("Adele Vance"), &json!("Member"))
    );
    started.policy(json!({ "guestAccess": "sameAsMembers" })).await;
    assert_eq!(started.get(&by_name, &token).await.status, 200);
}

#[tokio::test]
async fn roles_have_effect_after_their_delay() {
    let started = start_emulator().await;
    started.policy(json!({ "allowInvitesFrom": "adminsAndGuestInviters", "rolesDelayMinutes": 15 })).await;
    let (adele, alex) = (started.delegated(ADELE).await, started.delegated(ALEX).await);
    for (person, roles) in [(ADELE, json!([GUEST_INVITER])), (ALEX, json!([]))] {
        let change = json!({ "user": person, "directoryRoles": roles });
        assert_eq!(started.control(Method::PATCH, "users", change).await.status, 204);
    }
    let invite = async |token: &str| started.invite(token, invitation("newperson@fabrikam.example")).await;
    for wait in [14 * MINUTE, MINUTE] {
        invite(&adele).await.refused(403, "Forbidden", NOT_ALLOWED);
        assert_eq!(invite(&alex).await.status, 201);
        started.advance(wait).await;
    }
    assert_eq!(invite(&adele).await.status, 201);
    invite(&alex).await.refused(403, "Forbidden", NOT_ALLOWED);
    let megan = started.delegated(MEGAN).await;
    assert_eq!(invite(&megan).await.status, 201);
    assert_eq!(started.effects("invited").len(), 4);
    assert_eq!(started.effects("rolesChanged").len(), 2);
}
