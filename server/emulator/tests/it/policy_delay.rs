//! Settings and roles that have effect only after a while.

use reqwest::Method;
use serde_json::json;

use crate::harness::{ADELE, ALEX, GRADY, Hall, JONI, MEGAN, hall, invitation};

const MINUTE: i64 = 60_000;
const GUEST_INVITER: &str = "95e79109-95c0-4d8e-aee3-d01accf2d47b";

/// The status of an invitation by an application, with a new token: tokens last an hour only.
async fn status(hall: &Hall) -> u16 {
    let daemon = hall.application("daemon").await;
    hall.invite(&daemon, invitation("newperson@fabrikam.example")).await.status
}

#[tokio::test]
async fn settings_have_effect_after_their_delay() {
    let hall = hall().await;
    hall.policy(json!({ "settingsDelayMinutes": 30, "allowInvitesFrom": "none" })).await;
    assert_eq!(status(&hall).await, 201);
    hall.advance(29 * MINUTE).await;
    assert_eq!(status(&hall).await, 201, "still on its way");
    hall.advance(2 * MINUTE).await;
    assert_eq!(status(&hall).await, 403);
    hall.policy(json!({ "allowInvitesFrom": "everyone" })).await;
    hall.advance(10 * MINUTE).await;
    hall.policy(json!({ "blockedDomains": ["fabrikam.example"] })).await;
    assert_eq!(status(&hall).await, 403, "the way back takes its time too");
    hall.advance(21 * MINUTE).await;
    assert_eq!(status(&hall).await, 201, "open again; the list is still on its way");
    hall.advance(10 * MINUTE).await;
    assert_eq!(status(&hall).await, 400);
    hall.policy(json!({ "blockedDomains": [], "settingsDelayMinutes": 0 })).await;
    assert_eq!(status(&hall).await, 201, "without a delay at once");
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
        hall.get(other, &token).await.refused(403, "Authorization_RequestDenied", "");
    }
    assert_eq!(hall.get("/me", &token).await.status, 200);
    hall.policy(json!({ "guestAccess": "sameAsMembers" })).await;
    hall.get("/users", &token).await.refused(403, "Authorization_RequestDenied", "");
    hall.advance(15 * MINUTE).await;
    assert_eq!(hall.get("/users", &token).await.status, 200);
}

#[tokio::test]
async fn guests_find_others_by_object_id_only() {
    let hall = hall().await;
    let token = hall.delegated(GRADY).await;
    let by_name = format!("/users/{ADELE}");
    hall.get(&by_name, &token).await.refused(403, "Authorization_RequestDenied", "");
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
    let invite =
        async |token: &str| hall.invite(token, invitation("newperson@fabrikam.example")).await.status;
    assert_eq!((invite(&adele).await, invite(&alex).await), (403, 201));
    hall.advance(14 * MINUTE).await;
    assert_eq!((invite(&adele).await, invite(&alex).await), (403, 201));
    hall.advance(MINUTE).await;
    assert_eq!((invite(&adele).await, invite(&alex).await), (201, 403));
    let megan = hall.delegated(MEGAN).await;
    assert_eq!(invite(&megan).await, 201);
    assert_eq!(hall.effects("rolesChanged").len(), 2);
}
