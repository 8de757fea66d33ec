//! Every way in which an invitation is refused or comes to something else: one test for each row of what is known.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    guest::{self, page, redeem, shown, sign_out, user},
    harness::{ADELE, ALEX, APP, GRADY, Hall, JONI, MEGAN, hall, invitation, location},
    invitations::{size, with},
};

const NEW: &str = "newperson@fabrikam.example";
const DIEGO: &str = "diego.siciliani@contoso.example";

async fn patch(hall: &Hall, id: &str, changes: Value) {
    let daemon = hall.application("daemon").await;
    let answer = hall.graph(Method::PATCH, &format!("/users/{id}"), &daemon, Some(changes)).await;
    assert_eq!(answer.status, 204, "{}", answer.text);
}

#[tokio::test]
async fn cross_tenant_access_of_either_side_blocks_the_invitation() {
    let hall = hall().await;
    let token = hall.delegated(ADELE).await;
    let pending = hall.invite(&token, invitation(NEW)).await.body;
    let message = "This invitation is blocked by cross-tenant access settings. Admins in both your organization and the invited user's organization must configure cross-tenant access settings to allow the invitation.";
    for (policy, undone) in [
        (json!({ "blockedHomeTenants": ["fabrikam.example"] }), json!({ "blockedHomeTenants": [] })),
        (
            json!({ "tenant": "fabrikam.example", "blockedResourceTenants": ["contoso.example"] }),
            json!({ "tenant": "fabrikam.example", "blockedResourceTenants": [] }),
        ),
    ] {
        hall.policy(policy).await;
        let before = size(&hall);
        for address in ["another@fabrikam.example", NEW] {
            hall.invite(&token, invitation(address)).await.refused(400, "BadRequest", message);
        }
        assert_eq!(size(&hall), before);
        assert_eq!(
            hall.invite(&token, invitation(GRADY)).await.status,
            201,
            "a redeemed guest is not touched"
        );
        assert_eq!(hall.invite(&token, invitation("x@nowhere.example")).await.status, 201);
        let (status, text) =
            shown(guest::open(&hall, pending["inviteRedeemUrl"].as_str().unwrap()).await).await;
        assert_eq!(status, 403, "checked again while pending");
        assert!(text.contains("cross-tenant access settings"), "{text}");
        hall.policy(undone).await;
    }
    hall.policy(json!({ "blockedHomeTenants": ["fabrikam.example"], "crossTenantRefusalStatus": 403 })).await;
    let before = size(&hall);
    hall.invite(&token, invitation(NEW)).await.refused(403, "Forbidden", message);
    assert_eq!(size(&hall), before);
}

#[tokio::test]
async fn a_reset_without_the_role_is_refused_for_people_and_applications() {
    let hall = hall().await;
    let reset = |address: &str, id: &str| {
        with(invitation(address), json!({ "resetRedemption": true, "invitedUser": { "id": id } }))
    };
    let grady = hall.user(GRADY);
    let message = "Generic authorization exception.";
    for person in [ADELE, ALEX, GRADY] {
        let token = hall.delegated(person).await;
        hall.invite(&token, reset(GRADY, &grady)).await.refused(403, "Forbidden", message);
    }
    let daemon = hall.application("daemon").await;
    let reader = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b";
    let change = json!({ "user": GRADY, "directoryRoles": [reader] });
    assert_eq!(hall.control(Method::PATCH, "users", change).await.status, 204);
    hall.invite(&daemon, reset(GRADY, &grady)).await.refused(403, "Forbidden", message);
    assert!(hall.effects("redemptionReset").is_empty());
    let change = json!({ "user": GRADY, "directoryRoles": [] });
    assert_eq!(hall.control(Method::PATCH, "users", change).await.status, 204);
    assert_eq!(hall.invite(&daemon, reset(GRADY, &grady)).await.status, 201);
    for role in [
        "729827e3-9c14-49f7-bb1b-9608f156bbb8",
        "fe930be7-5e62-47db-91af-98c3a49a38b1",
        "62e90394-69f5-4237-9190-012177145e10",
    ] {
        let change = json!({ "user": ADELE, "directoryRoles": [role] });
        assert_eq!(hall.control(Method::PATCH, "users", change).await.status, 204);
        let adele = hall.delegated(ADELE).await;
        assert_eq!(hall.invite(&adele, reset(GRADY, &grady)).await.status, 201, "{role}");
    }
    assert_eq!(hall.effects("redemptionReset").len(), 4);
    let megan = hall.delegated(MEGAN).await;
    let member = reset("x@fabrikam.example", &hall.user(DIEGO));
    hall.invite(&megan, member).await.refused(400, "BadRequest", "The user is not an external user");
    let nobody = reset(GRADY, "00000000-0000-4000-8000-000000000000");
    hall.invite(&megan, nobody).await.refused(400, "BadRequest", "The invited user object was not found.");
}

#[tokio::test]
async fn a_guest_who_changed_jobs_keeps_the_object_and_its_groups() {
    let hall = hall().await;
    let new_job = "grady.archie@northwind.example";
    let id = hall.user(GRADY);
    let group = json!({ "displayName": "Project", "members": [GRADY] });
    assert_eq!(hall.control(Method::POST, "groups", group).await.status, 201);
    let groups = || {
        hall.emulator.world(|world| {
            let tenant = world.tenant(emulator::seed::contoso::CONTOSO).unwrap();
            tenant.groups_of(id.parse().unwrap()).len()
        })
    };
    let held = groups();
    assert_eq!(held, 2, "the new one, and the one of all guests");
    let before = user(&hall, &id).await;
    patch(&hall, &id, json!({ "otherMails": [GRADY, new_job] })).await;
    let megan = hall.delegated(MEGAN).await;
    let body = with(invitation(new_job), json!({ "resetRedemption": true, "invitedUser": { "id": id } }));
    let made = hall.invite(&megan, body).await;
    assert_eq!((made.status, made.body["invitedUser"]["id"].as_str().unwrap()), (201, id.as_str()));
    assert_eq!(user(&hall, &id).await["externalUserState"], "PendingAcceptance");
    sign_out(&hall).await;
    let link = made.body["inviteRedeemUrl"].as_str().unwrap();
    let first = page(guest::open(&hall, link).await).await;
    let home = page(guest::open(&hall, &guest::next(&hall, &first)).await).await;
    let signed_in = guest::sign_in(&hall, &home, new_job).await;
    let landed = guest::accept(&hall, guest::follow(&hall, &signed_in).await).await;
    assert_eq!(location(&landed).as_str(), format!("{APP}/items/7"));
    let after = user(&hall, &id).await;
    assert_eq!(after["externalUserState"], "Accepted");
    assert_eq!(after["userPrincipalName"], before["userPrincipalName"]);
    assert_eq!(groups(), held, "as before, the new one among them");
    let refused = hall.arrive(GRADY, &[]).await;
    assert!(
        refused.text().await.unwrap().contains("AADSTS50020"),
        "the account of the old job is nobody now"
    );
}

#[tokio::test]
async fn an_internal_user_becomes_an_external_one() {
    let hall = hall().await;
    let (outside, id) = ("diego@fabrikam.example", hall.user(DIEGO));
    let convert = with(invitation(outside), json!({ "invitedUser": { "id": id } }));
    let megan = hall.delegated(MEGAN).await;
    let no_mail = "The email you're using to invite this user doesn't match any emails on the user object.";
    hall.invite(&megan, convert.clone()).await.refused(400, "BadRequest", no_mail);
    patch(&hall, &id, json!({ "mail": outside })).await;
    let adele = hall.delegated(ADELE).await;
    let message = "Generic authorization exception.";
    hall.invite(&adele, convert.clone()).await.refused(403, "Forbidden", message);
    hall.invite(&adele, invitation(outside)).await.refused(
        400,
        "BadRequest",
        "The invited user already exists",
    );
    assert!(hall.effects("converted").is_empty());
    let before = user(&hall, &id).await;
    let made = hall.invite(&megan, convert).await;
    assert_eq!((made.status, &made.body["invitedUser"]["id"]), (201, &json!(id)));
    assert_eq!(hall.effects("converted").len(), 1);
    let pending = user(&hall, &id).await;
    assert_eq!(pending["externalUserState"], "PendingAcceptance");
    assert_eq!(pending["userType"], "Member", "the type is not changed");
    assert_eq!(hall.arrive(DIEGO, &[]).await.status(), 302, "until redeemed, the old account is good");
    sign_out(&hall).await;

    let first = page(guest::open(&hall, made.body["inviteRedeemUrl"].as_str().unwrap()).await).await;
    let home = page(guest::open(&hall, &guest::next(&hall, &first)).await).await;
    let signed_in = guest::sign_in(&hall, &home, outside).await;
    let landed = guest::accept(&hall, guest::follow(&hall, &signed_in).await).await;
    assert_eq!(location(&landed).as_str(), format!("{APP}/items/7"));
    let after = user(&hall, &id).await;
    assert_eq!((&after["externalUserState"], &after["userType"]), (&json!("Accepted"), &json!("Member")));
    assert_eq!(after["userPrincipalName"], before["userPrincipalName"]);
    assert_eq!(after["identities"][0]["issuer"], "ExternalAzureAD");
    let refused = hall.arrive(DIEGO, &[]).await;
    assert!(refused.text().await.unwrap().contains("AADSTS50020"), "there is no way back");
}

#[tokio::test]
async fn a_synchronized_user_is_not_converted() {
    let hall = hall().await;
    let (outside, id) = ("diego@fabrikam.example", hall.user(DIEGO));
    patch(&hall, &id, json!({ "mail": outside })).await;
    let change = json!({ "user": DIEGO, "onPremisesUserPrincipalName": "diego@corp.contoso.example" });
    assert_eq!(hall.control(Method::PATCH, "users", change).await.status, 204);
    let megan = hall.delegated(MEGAN).await;
    let convert = with(invitation(outside), json!({ "invitedUser": { "id": id } }));
    hall.invite(&megan, convert).await.refused(400, "BadRequest", "A user that is synchronized");
    assert!(hall.effects("converted").is_empty());
    let daemon = hall.application("daemon").await;
    let shown = hall.get(&format!("/users/{id}?$select=onPremisesUserPrincipalName"), &daemon).await;
    assert_eq!(shown.body["onPremisesUserPrincipalName"], "diego@corp.contoso.example");
}

#[tokio::test]
async fn a_mail_contact_s_address_is_refused_or_makes_a_guest_without_addresses() {
    let hall = hall().await;
    let (hers, other) = ("contact@northwind.example", "second@northwind.example");
    for address in [hers, other] {
        let contact = json!({ "address": address.to_uppercase() });
        assert_eq!(hall.control(Method::POST, "contacts", contact).await.status, 201);
    }
    let token = hall.delegated(ADELE).await;
    let message =
        "This user cannot be invited because a non-external user already exists with that mail address.";
    let before = size(&hall);
    hall.invite(&token, invitation(hers)).await.refused(400, "BadRequest", message);
    assert_eq!(size(&hall), before);

    hall.policy(json!({ "contactConflict": "withoutMail" })).await;
    let made = hall.invite(&token, invitation(hers)).await.body;
    let guest = user(&hall, made["invitedUser"]["id"].as_str().unwrap()).await;
    assert_eq!((&guest["mail"], &guest["proxyAddresses"]), (&Value::Null, &json!([])));
    assert_eq!(guest["otherMails"], json!([hers]));
    let home = json!({ "realm": "entra", "tenant": "northwind.example", "address": hers });
    guest::account(&hall, home).await;
    hall.policy(json!({ "contactConflict": "withoutProxyAddresses" })).await;
    let made = hall.invite(&token, invitation(other)).await.body;
    let guest = user(&hall, made["invitedUser"]["id"].as_str().unwrap()).await;
    assert_eq!((&guest["mail"], &guest["proxyAddresses"]), (&json!(other), &json!([])));

    hall.policy(json!({ "contactConflict": "withoutMail" })).await;
    let direct = hall.arrive_by_address(hers).await;
    assert!(direct.text().await.unwrap().contains("AADSTS50020"), "only the link finds the guest");
    hall.policy(json!({ "contactConflict": "withoutProxyAddresses" })).await;
    let direct = page(hall.arrive_by_address(hers).await).await;
    assert!(direct.contains("Review permissions"), "redemption searches the invited address too");
    hall.policy(json!({ "contactConflict": "withoutMail" })).await;
    sign_out(&hall).await;
    let link = guest::link(&hall, hers).await;
    assert_eq!(redeem(&hall, &link, hers).await.status(), 303);
    assert_eq!(guest::state(&hall, hers).await["externalUserState"], "Accepted");
}

#[tokio::test]
async fn a_full_directory_takes_no_more_guests() {
    let hall = hall().await;
    let (adele, alex) = (hall.delegated(ADELE).await, hall.delegated(ALEX).await);
    let message = "QuotaLimitExceeded: the directory object quota has been exceeded.";
    let objects = hall.emulator.world(|world| {
        let tenant = world.tenant(emulator::seed::contoso::CONTOSO).unwrap();
        tenant.users.len() + tenant.groups.len()
    });
    hall.policy(json!({ "directoryQuota": objects + 1 })).await;
    assert_eq!(hall.invite(&adele, invitation(NEW)).await.status, 201);
    let before = size(&hall);
    hall.invite(&adele, invitation("x@fabrikam.example")).await.refused(400, "BadRequest", message);
    assert_eq!(size(&hall), before);
    assert_eq!(hall.invite(&adele, invitation(NEW)).await.status, 201, "who is there may be invited again");
    hall.policy(json!({ "directoryQuota": 300_000, "userObjectQuota": 1 })).await;
    let before = size(&hall);
    hall.invite(&adele, invitation("x@fabrikam.example")).await.refused(400, "BadRequest", message);
    assert_eq!(size(&hall), before);
    for number in 0..2 {
        let address = format!("by-alex{number}@fabrikam.example");
        assert_eq!(hall.invite(&alex, invitation(&address)).await.status, 201, "he holds a role");
    }
}

#[tokio::test]
async fn names_and_copies_that_cannot_be_are_refused() {
    let hall = hall().await;
    let token = hall.delegated(ADELE).await;
    let before = size(&hall);
    let long = with(invitation(NEW), json!({ "invitedUserDisplayName": "x".repeat(257) }));
    hall.invite(&token, long).await.refused(400, "BadRequest", "The display name");
    let copy = json!({ "ccRecipients": [{ "emailAddress": { "address": "nobody" } }] });
    let copied = with(invitation(NEW), json!({ "invitedUserMessageInfo": copy }));
    hall.invite(&token, copied).await.refused(400, "BadRequest", "The email address of the cc recipient");
    assert_eq!(size(&hall), before);
    let fits = with(invitation(NEW), json!({ "invitedUserDisplayName": "x".repeat(256) }));
    assert_eq!(hall.invite(&token, fits).await.status, 201);
}

#[tokio::test]
async fn a_blocked_guest_is_not_invited_again() {
    let hall = hall().await;
    patch(&hall, &hall.user(JONI), json!({ "accountEnabled": false })).await;
    let token = hall.delegated(ADELE).await;
    let before = size(&hall);
    let refused = hall.invite(&token, invitation(JONI)).await;
    let message = format!(
        "The invited user already exists in the directory as object ID: {}, but the account is blocked from signing in.",
        hall.user(JONI)
    );
    refused.refused(400, "BadRequest", &message);
    assert_eq!(size(&hall), before);
}

#[tokio::test]
async fn a_member_from_outside_is_invited_by_an_administrator() {
    let hall = hall().await;
    let megan = hall.delegated(MEGAN).await;
    let member = with(invitation(NEW), json!({ "invitedUserType": "Member" }));
    let made = hall.invite(&megan, member).await;
    assert_eq!((made.status, &made.body["invitedUserType"]), (201, &json!("Member")));
    let shown = guest::state(&hall, NEW).await;
    assert_eq!((&shown["userType"], &shown["creationType"]), (&json!("Member"), &json!("Invitation")));
    assert_eq!(shown["externalUserState"], "PendingAcceptance");
    let again = hall.invite(&megan, invitation(NEW)).await;
    assert_eq!(again.body["invitedUser"]["id"], made.body["invitedUser"]["id"], "known as an external user");
}
