//! Deleting users, deleted items, restoring, and what a deleted guest can do no more.

use reqwest::Method;
use serde_json::json;

use crate::harness::{ADELE, Answer, GRADY, JONI, MEGAN, TestEmulator, invitation, start_emulator};

const DAY: i64 = 24 * 60 * 60 * 1000;
const DELETED: &str = "/directory/deletedItems";

async fn delete(started: &TestEmulator, token: &str, id: &str) -> Answer {
    started.graph(Method::DELETE, &format!("/users/{id}"), token, None).await
}

fn deleted(started: &TestEmulator) -> usize {
    started.emulator.world(|world| world.tenant(emulator::seed::contoso::CONTOSO).unwrap().deleted.len())
}

#[tokio::test]
async fn a_deleted_user_is_gone_from_users_and_among_the_deleted() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let id = started.user(GRADY);
    let done = delete(&started, &token, &id).await;
    assert_eq!((done.status, done.text.as_str()), (204, ""));
    let message = format!("Resource '{id}' does not exist");
    started.get(&format!("/users/{id}"), &token).await.refused(404, "Request_ResourceNotFound", &message);
    delete(&started, &token, &id).await.refused(404, "Request_ResourceNotFound", &message);
    assert!(!started.get("/users", &token).await.ids().contains(&id.as_str()));

    let list = started.get(&format!("{DELETED}/microsoft.graph.user"), &token).await;
    assert_eq!(list.ids(), [&id]);
    assert_eq!(list.body["value"][0]["mail"], GRADY);
    assert!(list.body["value"][0]["deletedDateTime"].as_str().unwrap().ends_with('Z'));
    let filtered = format!("{DELETED}/microsoft.graph.user?$filter=mail eq '{ADELE}'");
    assert!(started.get(&filtered, &token).await.ids().is_empty());
    let one = started.get(&format!("{DELETED}/{id}"), &token).await;
    assert_eq!((one.status, one.body["@odata.type"].as_str()), (200, Some("#microsoft.graph.user")));
    assert_eq!(started.effects("userDeleted")[0]["user"], id);
}

#[tokio::test]
async fn a_restored_user_is_as_it_was() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let id = started.user(GRADY);
    let all =
        format!("/users/{id}?$select=id,userPrincipalName,mail,otherMails,externalUserState,identities");
    let before = started.get(&all, &token).await.body;
    assert_eq!(delete(&started, &token, &id).await.status, 204);
    let restored = started.graph(Method::POST, &format!("{DELETED}/{id}/restore"), &token, None).await;
    assert_eq!((restored.status, &restored.body["id"]), (200, &json!(id)));
    assert_eq!(restored.body["@odata.type"], "#microsoft.graph.user");
    assert_eq!(started.get(&all, &token).await.body, before);
    assert_eq!(deleted(&started), 0);
    // The guest signs in again.
    assert_eq!(started.redeem_code(&started.code(GRADY, &[]).await).await.status(), 200);
}

#[tokio::test]
async fn a_deleted_user_can_be_restored_for_thirty_days() {
    let started = start_emulator().await;
    let id = started.user(GRADY);
    let token = started.application("daemon").await;
    assert_eq!(delete(&started, &token, &id).await.status, 204);
    started.advance(30 * DAY - 60_000).await;
    let token = started.application("daemon").await;
    assert_eq!(started.get(&format!("{DELETED}/{id}"), &token).await.status, 200);
    started.advance(60_000).await;
    let token = started.application("daemon").await;
    let gone = started.get(&format!("{DELETED}/{id}"), &token).await;
    gone.refused(404, "Request_ResourceNotFound", &format!("Resource '{id}'"));
    assert!(started.get(&format!("{DELETED}/microsoft.graph.user"), &token).await.ids().is_empty());
    let late = started.graph(Method::POST, &format!("{DELETED}/{id}/restore"), &token, None).await;
    late.refused(404, "Request_ResourceNotFound", "");
    assert!(started.effects("userRestored").is_empty());
}

#[tokio::test]
async fn what_is_deleted_for_good_does_not_come_back() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let id = started.user(JONI);
    let erase = format!("{DELETED}/{id}");
    started.graph(Method::DELETE, &erase, &token, None).await.refused(404, "Request_ResourceNotFound", "");
    assert_eq!(delete(&started, &token, &id).await.status, 204);
    assert_eq!(started.graph(Method::DELETE, &erase, &token, None).await.status, 204);
    assert_eq!(deleted(&started), 0);
    let restore = started.graph(Method::POST, &format!("{erase}/restore"), &token, None).await;
    restore.refused(404, "Request_ResourceNotFound", &format!("Resource '{id}' does not exist"));
    assert!(started.effects("userRestored").is_empty());
}

#[tokio::test]
async fn deleting_needs_permission_and_right() {
    let started = start_emulator().await;
    let id = started.user(GRADY);
    for token in [
        started.delegated(MEGAN).await,
        started.powerful(ADELE, "User.DeleteRestore.All").await,
        started.application("powerless").await,
        started.powerful(MEGAN, "User.Read.All").await,
    ] {
        delete(&started, &token, &id).await.refused(403, "Authorization_RequestDenied", "Insufficient");
    }
    // An application does not delete an administrator; being a person in a light role is no obstacle.
    let daemon = started.application("daemon").await;
    delete(&started, &daemon, &started.user(MEGAN)).await.refused(403, "Authorization_RequestDenied", "");
    assert_eq!(deleted(&started), 0);
    let megan = started.powerful(MEGAN, "User.DeleteRestore.All").await;
    assert_eq!(delete(&started, &megan, &id).await.status, 204);
    for token in
        [started.powerful(ADELE, "User.DeleteRestore.All").await, started.application("powerless").await]
    {
        let restore = started.graph(Method::POST, &format!("{DELETED}/{id}/restore"), &token, None).await;
        restore.refused(403, "Authorization_RequestDenied", "");
        let list = started.get(&format!("{DELETED}/microsoft.graph.user"), &token).await;
        list.refused(403, "Authorization_RequestDenied", "");
    }
    let restore = started.graph(Method::POST, &format!("{DELETED}/{id}/restore"), &megan, None).await;
    assert_eq!(restore.status, 200);
}

#[tokio::test]
async fn a_deleted_guest_neither_signs_in_nor_redeems_nor_calls() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let tokens = started.tokens(GRADY).await;
    let invited = started.invite(&daemon, invitation("pending.person@fabrikam.example")).await;
    let (guest, link) =
        (&invited.body["invitedUser"]["id"], invited.body["inviteRedeemUrl"].as_str().unwrap());
    started.advance(1_000).await;
    for id in [started.user(GRADY).as_str(), guest.as_str().unwrap()] {
        assert_eq!(delete(&started, &daemon, id).await.status, 204);
    }
    let token = tokens["access_token"].as_str().unwrap();
    let gone = "Access token validation failure. The user is gone or blocked.";
    started.get("/me", token).await.refused(401, "InvalidAuthenticationToken", gone);
    let refreshed = started.refresh(tokens["refresh_token"].as_str().unwrap(), &[]).await;
    refreshed.entra_refused(400, "invalid_grant", 50_034);
    let arrived = started.arrive(GRADY, &[]).await;
    assert_eq!(arrived.status(), 403);
    assert!(arrived.text().await.unwrap().contains("AADSTS50020:"));
    let opened = started.browser.get(link).send().await.unwrap();
    assert_eq!(opened.status(), 410, "the link of a deleted guest is dead");
    assert!(started.effects("redeemed").is_empty());
}

#[tokio::test]
async fn inviting_a_deleted_guest_makes_a_new_one_unless_switched() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let old = started.user(JONI);
    assert_eq!(delete(&started, &daemon, &old).await.status, 204);
    let again = started.invite(&daemon, invitation(JONI)).await;
    assert_eq!(again.status, 201);
    let new = again.body["invitedUser"]["id"].as_str().unwrap().to_owned();
    assert_ne!(new, old);
    // Now somebody else has the name: the old one stays where it is.
    let restore = started.graph(Method::POST, &format!("{DELETED}/{old}/restore"), &daemon, None).await;
    restore.refused(400, "Request_BadRequest", "Another object with the same value for property");
    assert_eq!(restore.body["error"]["details"][0]["code"], "ObjectConflict");

    started.advance(1_000).await;
    assert_eq!(delete(&started, &daemon, &new).await.status, 204);
    started.policy(json!({ "reinviteRestoresDeleted": true })).await;
    let restored = started.invite(&daemon, invitation(JONI)).await;
    assert_eq!(restored.status, 201, "{}", restored.text);
    assert_eq!(restored.body["invitedUser"]["id"], new, "the one that was deleted last");
    assert_eq!(started.effects("userRestored").len(), 1);
}
