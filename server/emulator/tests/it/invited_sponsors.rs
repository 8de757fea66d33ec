//! Sponsors that an invitation names.

use emulator::seed::groups::{ALL_GUESTS, MARKETING, PROJECT};
use reqwest::Method;
use serde_json::json;

use crate::{
    groups::reference,
    harness::{ADELE, ALEX, GRADY, MEGAN, invitation, start_emulator},
    invitations::with,
};

const NEW: &str = "newperson@fabrikam.example";

#[tokio::test]
async fn sponsors_are_the_named_users_else_the_inviter() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let sponsors = |made: &crate::harness::Answer| {
        let guest = made.body["invitedUser"]["id"].as_str().unwrap().parse().unwrap();
        started.emulator.world(|world| {
            let tenant = world.tenant(emulator::seed::contoso::CONTOSO).unwrap();
            tenant.user(guest).unwrap().sponsors.iter().map(ToString::to_string).collect::<Vec<_>>()
        })
    };
    let plain = started.invite(&token, invitation(NEW)).await;
    assert_eq!(sponsors(&plain), [started.user(ADELE)]);
    let (alex, megan) = (started.user(ALEX), started.user(MEGAN));
    for (number, named) in [
        json!({"invitedUserSponsors": [{"id": alex}, {"@odata.id": started.url(&format!("/v1.0/users/{megan}"))}]}),
        json!({"invitedUserSponsors@odata.bind": [format!("https://graph.microsoft.com/v1.0/users/{alex}"), started.url(&format!("/v1.0/directoryObjects/{megan}"))]}),
    ]
    .into_iter()
    .enumerate()
    {
        let made = started.invite(&token, with(invitation(&format!("sponsored{number}@fabrikam.example")), named)).await;
        assert_eq!(made.status, 201, "{}", made.text);
        assert_eq!(sponsors(&made), [alex.clone(), megan.clone()]);
    }
    let before = started.emulator.world(|world| world.ledger().len());
    for (sponsors, message) in [
        (json!([{"id": "00000000-0000-4000-8000-000000000000"}]), "Resource '00000000"),
        (json!([{"id": "nobody"}]), "A value of 'invitedUserSponsors'"),
        (json!(vec![json!({"id": alex}); 6]), "A guest has five sponsors"),
    ] {
        let more = json!({"invitedUserSponsors": sponsors});
        started.invite(&token, with(invitation("x@fabrikam.example"), more)).await.refused(
            400,
            "BadRequest",
            message,
        );
    }
    assert_eq!(started.emulator.world(|world| world.ledger().len()), before);
}

#[tokio::test]
async fn a_group_can_be_a_sponsor() {
    let started = start_emulator().await;
    let group = json!({ "displayName": "Hosts", "members": [ADELE] });
    let group =
        started.control(Method::POST, "groups", group).await.body["ids"][0].as_str().unwrap().to_owned();
    let token = started.delegated(ALEX).await;
    let named = json!({ "invitedUserSponsors": [{ "id": group }, { "id": started.user(MEGAN) }] });
    let made = started.invite(&token, with(invitation(NEW), named)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let id = made.body["invitedUser"]["id"].as_str().unwrap().parse().unwrap();
    started.emulator.world(|world| {
        let guest = world.tenant(emulator::seed::contoso::CONTOSO).unwrap().user(id).unwrap();
        assert_eq!(guest.sponsor_groups.iter().map(ToString::to_string).collect::<Vec<_>>(), [group]);
        assert_eq!(guest.sponsors.len(), 1);
        assert_eq!(guest.sponsors[0].to_string(), "3e9a0000-0004-4a57-8c11-5c0e10f0c004");
    });
}

#[tokio::test]
async fn groups_that_are_sponsors_are_shown_added_and_counted() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let grady = started.user(GRADY);
    let path = format!("/users/{grady}/sponsors");
    let link = format!("{path}/$ref");
    let add = async |id: String| started.graph(Method::POST, &link, &token, Some(reference(&id))).await;
    assert_eq!(add(PROJECT.to_string()).await.status, 204);
    add(PROJECT.to_string()).await.refused(400, "Request_BadRequest", "One or more added object references");
    let listed = started.get(&format!("{path}?$select=id,displayName"), &token).await;
    let project = json!({
        "@odata.type": "#microsoft.graph.group", "id": PROJECT, "displayName": "Project Falcon",
    });
    assert_eq!(listed.ids(), [started.user(ADELE), PROJECT.to_string()]);
    assert_eq!(listed.body["value"][1], project);
    let expanded =
        started.get(&format!("/users/{grady}?$expand=sponsors($select=id,displayName)"), &token).await;
    assert_eq!(expanded.body["sponsors"][1], project, "{}", expanded.text);
    for id in [ALL_GUESTS.to_string(), MARKETING.to_string(), started.user(ALEX)] {
        assert_eq!(add(id).await.status, 204);
    }
    add(started.user(MEGAN)).await.refused(400, "Request_BadRequest", "The number of sponsors exceeds");
    let gone = started.graph(Method::DELETE, &format!("{path}/{PROJECT}/$ref"), &token, None).await;
    assert_eq!(gone.status, 204, "{}", gone.text);
    assert_eq!(started.get(&path, &token).await.ids().len(), 4);
    assert_eq!(add(started.user(MEGAN)).await.status, 204);
    let deleted = started.graph(Method::DELETE, &format!("/groups/{MARKETING}"), &token, None).await;
    assert_eq!(deleted.status, 204, "{}", deleted.text);
    assert_eq!(started.get(&path, &token).await.ids().len(), 4, "a deleted group answers for nobody");
    assert_eq!(add(PROJECT.to_string()).await.status, 204, "and makes room");
}
