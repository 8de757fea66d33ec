//! Who may change and read groups.

use emulator::seed::groups::{ALL_GUESTS, HELPERS, MARKETING, PROJECT};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    groups::add,
    harness::{ADELE, ALEX, Answer, GRADY, MEGAN, start_emulator},
};

#[tokio::test]
async fn who_may_change_members() {
    let started = start_emulator().await;
    let grady = started.user(GRADY);
    let permission = "GroupMember.ReadWrite.All";
    for (token, group) in [
        (started.application("powerless").await, PROJECT),
        (started.delegated(ADELE).await, PROJECT),
        (started.powerful(ALEX, permission).await, PROJECT),
        (started.powerful(GRADY, permission).await, PROJECT),
        (started.powerful(MEGAN, "Group.Read.All").await, PROJECT),
        (started.powerful(MEGAN, permission).await, HELPERS),
        (started.application("vestibule").await, HELPERS),
    ] {
        add(&started, &token, group, &grady).await.refused(
            403,
            "Authorization_RequestDenied",
            "Insufficient",
        );
    }
    assert!(started.effects("membersChanged").is_empty());
    let both = format!("{permission} RoleManagement.ReadWrite.Directory");
    for (token, group) in [
        (started.powerful(ADELE, permission).await, PROJECT),
        (started.powerful(MEGAN, permission).await, MARKETING),
        (started.powerful(MEGAN, &both).await, HELPERS),
    ] {
        let done = add(&started, &token, group, &grady).await;
        assert_eq!(done.status, 204, "{}", done.text);
    }
    assert_eq!(started.effects("membersChanged").len(), 3);
}

#[tokio::test]
async fn who_may_read_groups() {
    let started = start_emulator().await;
    let denied = "Insufficient privileges to complete the operation.";
    for token in [started.application("powerless").await, started.delegated(ADELE).await] {
        started.get("/groups", &token).await.refused(403, "Authorization_RequestDenied", denied);
        started.get(&format!("/groups/{PROJECT}"), &token).await.refused(
            403,
            "Authorization_RequestDenied",
            denied,
        );
    }
    let grady = started.powerful(GRADY, "Group.Read.All").await;
    started.get("/groups", &grady).await.refused(403, "Authorization_RequestDenied", denied);
    assert_eq!(
        started.get(&format!("/groups/{ALL_GUESTS}"), &grady).await.status,
        200,
        "a group of the guest's"
    );
    started.get(&format!("/groups/{PROJECT}"), &grady).await.refused(
        403,
        "Authorization_RequestDenied",
        denied,
    );
    // Who may not read users learns the ids of members only.
    let ids = started.powerful(ADELE, "GroupMember.Read.All").await;
    let listed = started.get(&format!("/groups/{ALL_GUESTS}/members"), &ids).await;
    assert_eq!(listed.body["value"][0]["mail"], Value::Null);
    assert!(listed.body["value"][0]["id"].is_string(), "{}", listed.text);
}

#[tokio::test]
async fn without_ref_it_is_the_user_that_is_deleted() {
    let started = start_emulator().await;
    let grady = started.user(GRADY);
    let path = format!("/groups/{ALL_GUESTS}/members/{grady}");
    let members_only = started.application("vestibule").await;
    started.policy(json!({ "memberAddressDeletesUser": false })).await;
    let daemon = started.application("daemon").await;
    started.graph(Method::DELETE, &path, &daemon, None).await.refused(
        405,
        "Request_BadRequest",
        "Specified HTTP method",
    );
    started.policy(json!({ "memberAddressDeletesUser": true })).await;
    let powerless = started.application("powerless").await;
    started.graph(Method::DELETE, &path, &powerless, None).await.refused(
        403,
        "Authorization_RequestDenied",
        "",
    );
    assert!(started.effects("userDeleted").is_empty());
    // An application that may write users may do it, though it meant a membership.
    assert_eq!(started.graph(Method::DELETE, &path, &members_only, None).await.status, 204);
    assert_eq!(started.effects("userDeleted")[0]["user"], grady);
}

#[tokio::test]
async fn the_basic_permissions_read_groups_and_members_each() {
    let started = start_emulator().await;
    let denied = |answer: Answer| answer.refused(403, "Authorization_RequestDenied", "");
    let (group, members) = (format!("/groups/{PROJECT}"), format!("/groups/{PROJECT}/members"));
    let of_groups = started.powerful(ADELE, "Group.ReadBasic.All").await;
    let of_members = started.powerful(ADELE, "GroupMember.ReadBasic.All").await;
    assert_eq!(started.get("/groups", &of_groups).await.status, 200);
    assert_eq!(started.get(&group, &of_groups).await.status, 200);
    denied(started.get(&members, &of_groups).await);
    assert_eq!(started.get(&members, &of_members).await.status, 200);
    denied(started.get(&group, &of_members).await);
    for token in [of_groups, of_members] {
        assert_eq!(started.get("/me/memberOf", &token).await.status, 200);
        denied(add(&started, &token, PROJECT, &started.user(GRADY)).await);
    }
}

#[tokio::test]
async fn who_looks_after_roles_looks_after_their_groups() {
    let started = start_emulator().await;
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
        assert_eq!(started.control(Method::PATCH, "users", change).await.status, 204);
        let token = started.powerful(ADELE, scope).await;
        assert_eq!(add(&started, &token, HELPERS, &started.user(GRADY)).await.status, add_status);
        let made = started.graph(Method::POST, "/groups", &token, Some(body.clone())).await;
        assert_eq!(made.status, create_status, "{}", made.text);
    }
}
