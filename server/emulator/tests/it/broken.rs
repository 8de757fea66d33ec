//! The seed `broken`: each object shows what its name says, and what comes of inviting it again.

use emulator::{Options, seed::contoso::CONTOSO};
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADELE, ALEX, APP, Answer, Hall, hall_with, invitation};

async fn broken() -> Hall {
    let options =
        Options { app_origins: vec![APP.to_owned()], seed: "broken".to_owned(), ..Options::default() };
    hall_with(options).await
}

/// The object of this name, as Graph tells of it.
async fn object(hall: &Hall, name: &str) -> Value {
    let daemon = hall.application("daemon").await;
    let select = "id,displayName,mail,otherMails,proxyAddresses,userPrincipalName,userType,accountEnabled,externalUserState,createdDateTime";
    let found = hall.get(&format!("/users?$filter=displayName eq '{name}'&$select={select}"), &daemon).await;
    let value = found.body["value"].as_array().unwrap().clone();
    assert_eq!(value.len(), 1, "{name}: {}", found.text);
    value[0].clone()
}

/// Invites as Alex, who is a Guest Inviter.
async fn invite(hall: &Hall, address: &str) -> Answer {
    let token = hall.delegated(ALEX).await;
    hall.invite(&token, invitation(address)).await
}

fn guests(hall: &Hall) -> usize {
    hall.emulator
        .world(|world| world.tenant(CONTOSO).unwrap().users.values().filter(|user| user.is_guest()).count())
}

#[tokio::test]
async fn only_admins_and_guest_inviters_invite() {
    let hall = broken().await;
    let token = hall.delegated(ADELE).await;
    let refused = hall.invite(&token, invitation("new@fabrikam.example")).await;
    refused.refused(403, "Forbidden", "Guest invitations not allowed for your company.");
    assert_eq!(invite(&hall, "new@fabrikam.example").await.status, 201);
}

#[tokio::test]
async fn addresses_that_are_not_where_one_looks() {
    let hall = broken().await;
    let conflict = object(&hall, "Contact Conflict").await;
    assert_eq!((&conflict["mail"], &conflict["proxyAddresses"]), (&json!(null), &json!([])));
    assert_eq!(conflict["otherMails"], json!(["contact.conflict@fabrikam.example"]));
    let mailless = object(&hall, "Without Any Mail").await;
    assert_eq!((&mailless["mail"], &mailless["otherMails"]), (&json!(null), &json!([])));
    let shouting = object(&hall, "Shouting Address").await;
    assert_eq!(shouting["mail"], "SHOUTING.ADDRESS@FABRIKAM.EXAMPLE");
    let before = guests(&hall);
    for (address, object) in
        [("contact.conflict@fabrikam.example", &conflict), ("shouting.address@fabrikam.example", &shouting)]
    {
        let again = invite(&hall, address).await;
        assert_eq!((again.status, &again.body["invitedUser"]["id"]), (201, &object["id"]), "{address}");
    }
    assert_eq!(guests(&hall), before);
}

#[tokio::test]
async fn a_principal_name_that_is_taken_gets_another_one() {
    let hall = broken().await;
    let moved = object(&hall, "Moved Away").await;
    assert_eq!(moved["mail"], "moved.on@northwind.example");
    assert!(moved["userPrincipalName"].as_str().unwrap().starts_with("moved.away_fabrikam.example#EXT#@"));
    let made = invite(&hall, "moved.away@fabrikam.example").await;
    assert_eq!(made.status, 201);
    assert_ne!(made.body["invitedUser"]["id"], moved["id"]);
    let name = hall.emulator.world(|world| {
        let user = made.body["invitedUser"]["id"].as_str().unwrap().parse().unwrap();
        world.tenant(CONTOSO).unwrap().user(user).unwrap().user_principal_name.clone()
    });
    assert_ne!(name, moved["userPrincipalName"].as_str().unwrap());
}

#[tokio::test]
async fn one_account_with_two_guests() {
    let hall = broken().await;
    let first = object(&hall, "Twin Alias (first)").await;
    let second = object(&hall, "Twin Alias (second)").await;
    assert_ne!(first["id"], second["id"]);
    let before = guests(&hall);
    for (address, object) in [("twin.alias@fabrikam.example", first), ("twin@fabrikam.example", second)] {
        let again = invite(&hall, address).await;
        assert_eq!((again.status, &again.body["invitedUser"]["id"]), (201, &object["id"]), "{address}");
    }
    assert_eq!(guests(&hall), before);
}

#[tokio::test]
async fn who_cannot_just_be_invited_again() {
    let hall = broken().await;
    let disabled = object(&hall, "Disabled Leftover").await;
    assert_eq!(
        (&disabled["accountEnabled"], &disabled["externalUserState"]),
        (&json!(false), &json!("Accepted"))
    );
    let external = object(&hall, "Internal With External Mail").await;
    let other = object(&hall, "Member With Other Mail").await;
    assert_eq!((&external["userType"], &other["userType"]), (&json!("Member"), &json!("Member")));
    let before = hall.emulator.world(|world| world.invitations(CONTOSO).count());
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
        invite(&hall, address).await.refused(400, "BadRequest", &message);
    }
    assert_eq!(hall.emulator.world(|world| world.invitations(CONTOSO).count()), before);
}

#[tokio::test]
async fn old_made_member_and_deleted() {
    let hall = broken().await;
    let old = object(&hall, "Never Redeemed").await;
    assert_eq!(old["externalUserState"], "PendingAcceptance");
    assert!(old["createdDateTime"].as_str().unwrap().starts_with("2023-"));
    let made = object(&hall, "Made Member").await;
    assert_eq!(made["userType"], "Member");
    assert!(made["userPrincipalName"].as_str().unwrap().contains("#EXT#"));
    let daemon = hall.application("daemon").await;
    let list = "/directory/deletedItems/microsoft.graph.user";
    let deleted = hall.get(list, &daemon).await;
    assert_eq!(deleted.status, 200, "{}", deleted.text);
    assert_eq!(deleted.body["value"][0]["displayName"], "Deleted Guest");
    let id = deleted.body["value"][0]["id"].as_str().unwrap().to_owned();
    let restore = format!("/directory/deletedItems/{id}/restore");
    assert_eq!(hall.graph(Method::POST, &restore, &daemon, Some(json!({}))).await.status, 200);
    assert_eq!(object(&hall, "Deleted Guest").await["id"], id.as_str());
}

#[tokio::test]
async fn a_domain_that_was_blocked_since() {
    let hall = broken().await;
    let pending = object(&hall, "Blocked Domain").await;
    assert_eq!(pending["externalUserState"], "PendingAcceptance");
    let refused = invite(&hall, "another@tailspin.example").await;
    let list = "This invitation is blocked by the list of allowed or denied domains of this directory.";
    refused.refused(400, "BadRequest", list);
}
