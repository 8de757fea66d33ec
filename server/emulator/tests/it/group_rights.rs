//! Who may change and read groups.

use emulator::seed::groups::{ALL_GUESTS, HELPERS, MARKETING, PROJECT};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    groups::add,
    harness::{ADELE, ALEX, Answer, GRADY, MEGAN, hall},
};

#[tokio::test]
async fn who_may_change_members() {
    let hall = hall().await;
    let grady = hall.user(GRADY);
    let permission = "GroupMember.ReadWrite.All";
    for (token, group) in [
        (hall.application("powerless").await, PROJECT),
        (hall.delegated(ADELE).await, PROJECT),
        (hall.powerful(ALEX, permission).await, PROJECT),
        (hall.powerful(GRADY, permission).await, PROJECT),
        (hall.powerful(MEGAN, "Group.Read.All").await, PROJECT),
        (hall.powerful(MEGAN, permission).await, HELPERS),
        (hall.application("vestibule").await, HELPERS),
    ] {
        add(&hall, &token, group, &grady).await.refused(403, "Authorization_RequestDenied", "Insufficient");
    }
    assert!(hall.effects("membersChanged").is_empty());
    let both = format!("{permission} RoleManagement.ReadWrite.Directory");
    for (token, group) in [
        (hall.powerful(ADELE, permission).await, PROJECT),
        (hall.powerful(MEGAN, permission).await, MARKETING),
        (hall.powerful(MEGAN, &both).await, HELPERS),
    ] {
        let done = add(&hall, &token, group, &grady).await;
        assert_eq!(done.status, 204, "{}", done.text);
    }
    assert_eq!(hall.effects("membersChanged").len(), 3);
}

#[tokio::test]
async fn who_may_read_groups() {
    let hall = hall().await;
    let denied = "Insufficient privileges to complete the operation.";
    for token in [hall.application("powerless").await, hall.delegated(ADELE).await] {
        hall.get("/groups", &token).await.refused(403, "Authorization_RequestDenied", denied);
        hall.get(&format!("/groups/{PROJECT}"), &token).await.refused(
            403,
            "Authorization_RequestDenied",
            denied,
        );
    }
    let grady = hall.powerful(GRADY, "Group.Read.All").await;
    hall.get("/groups", &grady).await.refused(403, "Authorization_RequestDenied", denied);
    assert_eq!(
        hall.get(&format!("/groups/{ALL_GUESTS}"), &grady).await.status,
        200,
        "a group of the guest's"
    );
    hall.get(&format!("/groups/{PROJECT}"), &grady).await.refused(403, "Authorization_RequestDenied", denied);
    // Who may not read users learns the ids of members only.
    let ids = hall.powerful(ADELE, "GroupMember.Read.All").await;
    let listed = hall.get(&format!("/groups/{ALL_GUESTS}/members"), &ids).await;
    assert_eq!(listed.body["value"][0]["mail"], Value::Null);
    assert!(listed.body["value"][0]["id"].is_string(), "{}", listed.text);
}

#[tokio::test]
async fn without_ref_it_is_the_user_that_is_deleted() {
    let hall = hall().await;
    let grady = hall.user(GRADY);
    let path = format!("/groups/{ALL_GUESTS}/members/{grady}");
    let members_only = hall.application("vestibule").await;
    hall.policy(json!({ "memberAddressDeletesUser": false })).await;
    let daemon = hall.application("daemon").await;
    hall.graph(Method::DELETE, &path, &daemon, None).await.refused(
        405,
        "Request_BadRequest",
        "Specified HTTP method",
    );
    hall.policy(json!({ "memberAddressDeletesUser": true })).await;
    let powerless = hall.application("powerless").await;
    hall.graph(Method::DELETE, &path, &powerless, None).await.refused(403, "Authorization_RequestDenied", "");
    assert!(hall.effects("userDeleted").is_empty());
    // An application that may write users may do it, though it meant a membership.
    assert_eq!(hall.graph(Method::DELETE, &path, &members_only, None).await.status, 204);
    assert_eq!(hall.effects("userDeleted")[0]["user"], grady);
}

#[tokio::test]
async fn the_basic_permissions_read_groups_and_members_each() {
    let hall = hall().await;
    let denied = |answer: Answer| answer.refused(403, "Authorization_RequestDenied", "");
    let (group, members) = (format!("/groups/{PROJECT}"), format!("/groups/{PROJECT}/members"));
    let of_groups = hall.powerful(ADELE, "Group.ReadBasic.All").await;
    let of_members = hall.powerful(ADELE, "GroupMember.ReadBasic.All").await;
    assert_eq!(hall.get("/groups", &of_groups).await.status, 200);
    assert_eq!(hall.get(&group, &of_groups).await.status, 200);
    denied(hall.get(&members, &of_groups).await);
    assert_eq!(hall.get(&members, &of_members).await.status, 200);
    denied(hall.get(&group, &of_members).await);
    for token in [of_groups, of_members] {
        assert_eq!(hall.get("/me/memberOf", &token).await.status, 200);
        denied(add(&hall, &token, PROJECT, &hall.user(GRADY)).await);
    }
}

#[tokio::test]
async fn who_looks_after_roles_looks_after_their_groups() {
    let hall = hall().await;
    let scope = "Group.ReadWrite.All GroupMember.ReadWrite.All RoleManagement.ReadWrite.Directory";
    let body = json!({
        "displayName": "Helpers", "mailEnabled": false, "securityEnabled": true, "mailNickname": "h",
        "isAssignableToRole": true,
    });
    for (role, add_status, create_status) in [
        ("fdd7a751-b60b-444a-984c-02652fe8fa1c", 403, 403),
        ("e8611ab8-c189-46e8-94e1-60213ab1f814", 204, 201),
    ] {
        let change = json!({ "user": ADELE, "directoryRoles": [role] });
        assert_eq!(hall.control(Method::PATCH, "users", change).await.status, 204);
        let token = hall.powerful(ADELE, scope).await;
        assert_eq!(add(&hall, &token, HELPERS, &hall.user(GRADY)).await.status, add_status);
        let made = hall.graph(Method::POST, "/groups", &token, Some(body.clone())).await;
        assert_eq!(made.status, create_status, "{}", made.text);
    }
}
