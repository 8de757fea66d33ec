//! The seed `broken`: each object shows what its name says, and what comes of inviting it again.

use emulator::{Options, seed::contoso::CONTOSO};
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADELE, ALEX, APP, Answer, TestEmulator, invitation, start_emulator_with};

async fn broken() -> TestEmulator {
    let options =
        Options { app_origins: vec![APP.to_owned()], seed: "broken".to_owned(), ..Options::default() };
    start_emulator_with(options).await
}

/// The object of this name, as Graph tells of it.
async fn object(started: &TestEmulator, name: &str) -> Value {
    let daemon = started.application("daemon").await;
    let select = "id,displayName,mail,otherMails,proxyAddresses,userPrincipalName,userType,accountEnabled,externalUserState,createdDateTime";
    let found =
        started.get(&format!("/users?$filter=displayName eq '{name}'&$select={select}"), &daemon).await;
    let value = found.body["value"].as_array().unwrap().clone();
    assert_eq!(value.len(), 1, "{name}: {}", found.text);
    value[0].clone()
}

/// Invites as Alex, who is a Guest Inviter.
async fn invite(started: &TestEmulator, address: &str) -> Answer {
    let token = started.delegated(ALEX).await;
    started.invite(&token, invitation(address)).await
}

fn guests(started: &TestEmulator) -> usize {
    started
        .emulator
        .world(|world| world.tenant(CONTOSO).unwrap().users.values().filter(|user| user.is_guest()).count())
}

#[tokio::test]
async fn only_admins_and_guest_inviters_invite() {
    let started = broken().await;
    let token = started.delegated(ADELE).await;
    let refused = started.invite(&token, invitation("new@fabrikam.example")).await;
    refused.refused(403, "Forbidden", "Guest invitations not allowed for your company.");
    assert_eq!(invite(&started, "new@fabrikam.example").await.status, 201);
}

#[tokio::test]
async fn addresses_that_are_not_where_one_looks() {
    let started = broken().await;
    let conflict = object(&started, "Contact Conflict").await;
    assert_eq!((&conflict["mail"], &conflict["proxyAddresses"]), (&json!(null), &json!([])));
    assert_eq!(conflict["otherMails"], json!(["contact.conflict@fabrikam.example"]));
    let mailless = object(&started, "Without Any Mail").await;
    assert_eq!((&mailless["mail"], &mailless["otherMails"]), (&json!(null), &json!([])));
    let shouting = object(&started, "Shouting Address").await;
    assert_eq!(shouting["mail"], "SHOUTING.ADDRESS@FABRIKAM.EXAMPLE");
    let before = guests(&started);
    for (address, object) in
        [("contact.conflict@fabrikam.example", &conflict), ("shouting.address@fabrikam.example", &shouting)]
    {
        let again = invite(&started, address).await;
        assert_eq!((again.status, &again.body["invitedUser"]["id"]), (201, &object["id"]), "{address}");
    }
    assert_eq!(guests(&started), before);
}

#[tokio::test]
async fn a_principal_name_that_is_taken_gets_another_one() {
    let started = broken().await;
    let moved = object(&started, "Moved Away").await;
    assert_eq!(moved["mail"], "moved.on@northwind.example");
    assert!(moved["userPrincipalName"].as_str().unwrap().starts_with("moved.away_fabrikam.example#EXT#@"));
    let made = invite(&started, "moved.away@fabrikam.example").await;
    assert_eq!(made.status, 201);
    assert_ne!(made.body["invitedUser"]["id"], moved["id"]);
    let name = started.emulator.world(|world| {
        let user = made.body["invitedUser"]["id"].as_str().unwrap().parse().unwrap();
        world.tenant(CONTOSO).unwrap().user(user).unwrap().user_principal_name.clone()
    });
    assert_ne!(name, moved["userPrincipalName"].as_str().unwrap());
}

#[tokio::test]
async fn one_account_with_two_guests() {
    let started = broken().await;
    let first = object(&started, "Twin Alias (first)").await;
    let second = object(&started, "Twin Alias (second)").await;
    assert_ne!(first["id"], second["id"]);
    let before = guests(&started);
    for (address, object) in [("twin.alias@fabrikam.example", first), ("twin@fabrikam.example", second)] {
        let again = invite(&started, address).await;
        assert_eq!((again.status, &again.body["invitedUser"]["id"]), (201, &object["id"]), "{address}");
    }
    assert_eq!(guests(&started), before);
}

#[tokio::test]
async fn who_cannot_just_be_invited_again() {
    let started = broken().await;
    let disabled = object(&started, "Disabled Leftover").await;
    assert_eq!(
        (&disabled["accountEnabled"], &disabled["externalUserState"]),
        (&json!(false), &json!("Accepted"))
    );
    let external = object(&started, "Internal With External Mail").await;
    let other = object(&started, "Member With Other Mail").await;
    assert_eq!((&external["userType"], &other["userType"]), (&json!("Member"), &json!("Member")));
    let before = started.emulator.world(|world| world.invitations(CONTOSO).count());
    let exists = |object: &Value, rest: &str| {
        let id = object["id"].as_str().unwrap();
        format!("The invited user already exists in the directory as object ID: {id}{rest}")
    };
    let known =
        |object| exists(object, ". They can use that account to sign in to shared apps and resources.");
    let blocked = exists(&disabled, ", but the account is blocked from signing in.");
    for (address, message) in [
        ("disabled.leftover@fabrikam.example", blocked),
        ("internal.with.external.mail@fabrikam.example", known(&external)),
        ("member.with.other.mail@northwind.example", known(&other)),
        ("broken.team@contoso.example", "Group email address is not supported.".to_owned()),
        (
            "secondary.address@fabrikam.example",
            "This user cannot be invited because a non-external user already exists with that mail address."
                .to_owned(),
        ),
    ] {
        invite(&started, address).await.refused(400, "BadRequest", &message);
    }
    assert_eq!(started.emulator.world(|world| world.invitations(CONTOSO).count()), before);
}

#[tokio::test]
async fn old_made_member_and_deleted() {
    let started = broken().await;
    let old = object(&started, "Never Redeemed").await;
    assert_eq!(old["externalUserState"], "PendingAcceptance");
    assert!(old["createdDateTime"].as_str().unwrap().starts_with("2023-"));
    let made = object(&started, "Made Member").await;
    assert_eq!(made["userType"], "Member");
    assert!(made["userPrincipalName"].as_str().unwrap().contains("#EXT#"));
    let daemon = started.application("daemon").await;
    let list = "/directory/deletedItems/microsoft.graph.user";
    let deleted = started.get(list, &daemon).await;
    assert_eq!(deleted.status, 200, "{}", deleted.text);
    assert_eq!(deleted.body["value"][0]["displayName"], "Deleted Guest");
    let id = deleted.body["value"][0]["id"].as_str().unwrap().to_owned();
    let restore = format!("/directory/deletedItems/{id}/restore");
    assert_eq!(started.graph(Method::POST, &restore, &daemon, Some(json!({}))).await.status, 200);
    assert_eq!(object(&started, "Deleted Guest").await["id"], id.as_str());
}

#[tokio::test]
async fn a_domain_that_was_blocked_since() {
    let started = broken().await;
    let pending = object(&started, "Blocked Domain").await;
    assert_eq!(pending["externalUserState"], "PendingAcceptance");
    let refused = invite(&started, "another@tailspin.example").await;
    let list = "This invitation is blocked by the list of allowed or denied domains of this directory.";
    refused.refused(400, "BadRequest", list);
}
