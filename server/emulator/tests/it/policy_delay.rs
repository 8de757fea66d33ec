//! Settings and roles that have effect only after a while.

use reqwest::Method;
use serde_json::json;

use crate::harness::{ADELE, ALEX, Answer, GRADY, Hall, JONI, MEGAN, hall, invitation};

const MINUTE: i64 = 60_000;
const GUEST_INVITER: &str = "95e79109-95c0-4d8e-aee3-d01accf2d47b";

const NOT_ALLOWED: &str = "Guest invitations not allowed for your company.";

/// An invitation by an application, with a new token: tokens last an hour only.
async fn invite(hall: &Hall) -> Answer {
    let daemon = hall.application("daemon").await;
    hall.invite(&daemon, invitation("newperson@fabrikam.example")).await
}

#[tokio::test]
async fn settings_have_effect_after_their_delay() {
    let hall = hall().await;
    hall.policy(json!({ "settingsDelayMinutes": 30, "allowInvitesFrom": "none" })).await;
    assert_eq!(invite(&hall).await.status, 201);
    hall.advance(29 * MINUTE).await;
    assert_eq!(invite(&hall).await.status, 201, "still on its way");
    hall.advance(2 * MINUTE).await;
    invite(&hall).await.refused(403, "Forbidden", NOT_ALLOWED);
    hall.policy(json!({ "allowInvitesFrom": "everyone" })).await;
    hall.advance(10 * MINUTE).await;
    hall.policy(json!({ "blockedDomains": ["fabrikam.example"] })).await;
    // The way back takes its time too.
    invite(&hall).await.refused(403, "Forbidden", NOT_ALLOWED);
    hall.advance(21 * MINUTE).await;
    assert_eq!(invite(&hall).await.status, 201, "open again; the list is still on its way");
    hall.advance(10 * MINUTE).await;
    invite(&hall).await.refused(400, "BadRequest", "This invitation is blocked by the list");
    assert_eq!(hall.effects("invited").len(), 3);
    hall.policy(json!({ "blockedDomains": [], "settingsDelayMinutes": 0 })).await;
    assert_eq!(invite(&hall).await.status, 201, "without a delay at once");
}

#[tokio::test]
async fn guests_access_changes_after_the_delay() {
    let hall = hall().await;
    let token = hall.delegated(GRADY).await;
    let (adele, joni) = (format!("/users/{}", hall.user(ADELE)), format!("/users/{}", hall.user(JONI)));
    hall.policy(json!({ "settingsDelayMinutes": 15, "guestAccess": "restricted" })).await;
    assert_eq!(hall.get(&adele, &token).await.status, 200);
    hall.advance(15 * MINUTE).await;
    for other in [&adele, &joni] {
        hall.get(other, &token).await.refused(403, "Authorization_RequestDenied", "Insufficient privileges");
    }
    assert_eq!(hall.get("/me", &token).await.status, 200);
    hall.policy(json!({ "guestAccess": "sameAsMembers" })).await;
    hall.get("/users", &token).await.refused(403, "Authorization_RequestDenied", "Insufficient privileges");
    hall.advance(15 * MINUTE).await;
    assert_eq!(hall.get("/users", &token).await.status, 200);
}

#[tokio::test]
async fn guests_find_others_by_object_id_only() {
    let hall = hall().await;
    let token = hall.delegated(GRADY).await;
    let by_name = format!("/users/{ADELE}");
    hall.get(&by_name, &token).await.refused(403, "Authorization_RequestDenied", "Insufficient privileges");
    let adele = hall.get(&format!("/users/{}?$select=displayName,userType", hall.user(ADELE)), &token).await;
    assert_eq!(
        (&adele.body["displayName"], &adele.body["userType"]),
        (&json!("Adele Vance"), &json!("Member"))
    );
    hall.policy(json!({ "guestAccess": "sameAsMembers" })).await;
    assert_eq!(hall.get(&by_name, &token).await.status, 200);
}

#[tokio::test]
async fn roles_have_effect_after_their_delay() {
    let hall = hall().await;
    hall.policy(json!({ "allowInvitesFrom": "adminsAndGuestInviters", "rolesDelayMinutes": 15 })).await;
    let (adele, alex) = (hall.delegated(ADELE).await, hall.delegated(ALEX).await);
    for (person, roles) in [(ADELE, json!([GUEST_INVITER])), (ALEX, json!([]))] {
        let change = json!({ "user": person, "directoryRoles": roles });
        assert_eq!(hall.control(Method::PATCH, "users", change).await.status, 204);
    }
    let invite = async |token: &str| hall.invite(token, invitation("newperson@fabrikam.example")).await;
    for wait in [14 * MINUTE, MINUTE] {
        invite(&adele).await.refused(403, "Forbidden", NOT_ALLOWED);
        assert_eq!(invite(&alex).await.status, 201);
        hall.advance(wait).await;
    }
    assert_eq!(invite(&adele).await.status, 201);
    invite(&alex).await.refused(403, "Forbidden", NOT_ALLOWED);
    let megan = hall.delegated(MEGAN).await;
    assert_eq!(invite(&megan).await.status, 201);
    assert_eq!(hall.effects("invited").len(), 4);
    assert_eq!(hall.effects("rolesChanged").len(), 2);
}
