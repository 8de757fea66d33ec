//! Every way in which an invitation is refused or comes to something else: one test for each row of what is known.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    guest::{self, page, redeem, shown, sign_out, user},
    harness::{ADELE, ALEX, APP, GRADY, JONI, MEGAN, TestEmulator, invitation, location, start_emulator},
    invitations::{size, with},
};

const NEW: &str = "newperson@fabrikam.example";
const DIEGO: &str = "diego.siciliani@contoso.example";

async fn patch(started: &TestEmulator, id: &str, changes: Value) {
    let daemon = started.application("daemon").await;
    let answer = started.graph(Method::PATCH, &format!("/users/{id}"), &daemon, Some(changes)).await;
    assert_eq!(answer.status, 204, "{}", answer.text);
}

#[tokio::test]
async fn cross_tenant_access_of_either_side_blocks_the_invitation() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let pending = started.invite(&token, invitation(NEW)).await.body;
    let message = "This invitation is blocked by cross-tenant access settings. Admins in both your organization and the invited user's organization must configure cross-tenant access settings to allow the invitation.";
    for (policy, undone) in [
        (json!({ "blockedHomeTenants": ["fabrikam.example"] }), json!({ "blockedHomeTenants": [] })),
        (
            json!({ "tenant": "fabrikam.example", "blockedResourceTenants": ["contoso.example"] }),
            json!({ "tenant": "fabrikam.example", "blockedResourceTenants": [] }),
        ),
    ] {
        started.policy(policy).await;
        let before = size(&started);
        for address in ["another@fabrikam.example", NEW] {
            started.invite(&token, invitation(address)).await.refused(400, "BadRequest", message);
        }
        assert_eq!(size(&started), before);
        assert_eq!(
            started.invite(&token, invitation(GRADY)).await.status,
            201,
            "a redeemed guest is not touched"
        );
        assert_eq!(started.invite(&token, invitation("x@nowhere.example")).await.status, 201);
        let (status, text) =
            shown(guest::open(&started, pending["inviteRedeemUrl"].as_str().unwrap()).await).await;
        assert_eq!(status, 403, "checked again while pending");
        assert!(text.contains("cross-tenant access settings"), "{text}");
        started.policy(undone).await;
    }
    started
        .policy(json!({ "blockedHomeTenants": ["fabrikam.example"], "crossTenantRefusalStatus": 403 }))
        .await;
    let before = size(&started);
    started.invite(&token, invitation(NEW)).await.refused(403, "Forbidden", message);
    assert_eq!(size(&started), before);
}

#[tokio::test]
async fn a_reset_without_the_role_is_refused_for_people_and_applications() {
    let started = start_emulator().await;
    let reset = |address: &str, id: &str| {
        with(invitation(address), json!({ "resetRedemption": true, "invitedUser": { "id": id } }))
    };
    let grady = started.user(GRADY);
    let message = "Generic authorization exception.";
    for person in [ADELE, ALEX, GRADY] {
        let token = started.delegated(person).await;
        started.invite(&token, reset(GRADY, &grady)).await.refused(403, "Forbidden", message);
    }
    let daemon = started.application("daemon").await;
    let reader = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b";
    let change = json!({ "user": GRADY, "directoryRoles": [reader] });
    assert_eq!(started.control(Method::PATCH, "users", change).await.status, 204);
    started.invite(&daemon, reset(GRADY, &grady)).await.refused(403, "Forbidden", message);
    assert!(started.effects("redemptionReset").is_empty());
    let change = json!({ "user": GRADY, "directoryRoles": [] });
    assert_eq!(started.control(Method::PATCH, "users", change).await.status, 204);
    assert_eq!(started.invite(&daemon, reset(GRADY, &grady)).await.status, 201);
    for role in [
        "729827e3-9c14-49f7-bb1b-9608f156bbb8",
        "fe930be7-5e62-47db-91af-98c3a49a38b1",
        "62e90394-69f5-4237-9190-012177145e10",
    ] {
        let change = json!({ "user": ADELE, "directoryRoles": [role] });
        assert_eq!(started.control(Method::PATCH, "users", change).await.status, 204);
        let adele = started.delegated(ADELE).await;
        assert_eq!(started.invite(&adele, reset(GRADY, &grady)).await.status, 201, "{role}");
    }
    assert_eq!(started.effects("redemptionReset").len(), 4);
    let megan = started.delegated(MEGAN).await;
    let member = reset("x@fabrikam.example", &started.user(DIEGO));
    started.invite(&megan, member).await.refused(400, "BadRequest", "The user is not an external user");
    let nobody = reset(GRADY, "00000000-0000-4000-8000-000000000000");
    started.invite(&megan, nobody).await.refused(400, "BadRequest", "The invited user object was not found.");
}

#[tokio::test]
async fn a_guest_who_changed_jobs_keeps_the_object_and_its_groups() {
    let started = start_emulator().await;
    let new_job = "grady.archie@northwind.example";
    let id = started.user(GRADY);
    let group = json!({ "displayName": "Project", "members": [GRADY] });
    assert_eq!(started.control(Method::POST, "groups", group).await.status, 201);
    let groups = || {
        started.emulator.world(|world| {
            let tenant = world.tenant(emulator::seed::contoso::CONTOSO).unwrap();
            tenant.groups_of(id.parse().unwrap()).len()
        })
    };
    let held = groups();
    assert_eq!(held, 2, "the new one, and the one of all guests");
    let before = user(&started, &id).await;
    patch(&started, &id, json!({ "otherMails": [GRADY, new_job] })).await;
    started.control(Method::POST, "clock", json!({ "advance_ms": 60_000 })).await;
    let megan = started.delegated(MEGAN).await;
    let body = with(invitation(new_job), json!({ "resetRedemption": true, "invitedUser": { "id": id } }));
    let made = started.invite(&megan, body).await;
    assert_eq!((made.status, made.body["invitedUser"]["id"].as_str().unwrap()), (201, id.as_str()));
    assert_eq!(user(&started, &id).await["externalUserState"], "PendingAcceptance");
    sign_out(&started).await;
    let link = made.body["inviteRedeemUrl"].as_str().unwrap();
    let first = page(guest::open(&started, link).await).await;
    let home = page(guest::open(&started, &guest::next(&started, &first)).await).await;
    let signed_in = guest::sign_in(&started, &home, new_job).await;
    let landed = guest::accept(&started, guest::follow(&started, &signed_in).await).await;
    assert_eq!(location(&landed).as_str(), format!("{APP}/items/7"));
    let after = user(&started, &id).await;
    assert_eq!(after["externalUserState"], "Accepted");
    assert_eq!(after["userPrincipalName"], before["userPrincipalName"]);
    assert_eq!(groups(), held, "as before, the new one among them");
    let refused = started.arrive(GRADY, &[]).await;
    assert!(
        refused.text().await.unwrap().contains("AADSTS50020"),
        "the account of the old job is nobody now"
    );
}

#[tokio::test]
async fn an_internal_user_becomes_an_external_one() {
    let started = start_emulator().await;
    let (outside, id) = ("diego@fabrikam.example", started.user(DIEGO));
    let convert = with(invitation(outside), json!({ "invitedUser": { "id": id } }));
    let megan = started.delegated(MEGAN).await;
    let no_mail = "The email you're using to invite this user doesn't match any emails on the user object.";
    started.invite(&megan, convert.clone()).await.refused(400, "BadRequest", no_mail);
    patch(&started, &id, json!({ "mail": outside })).await;
    let adele = started.delegated(ADELE).await;
    let message = "Generic authorization exception.";
    started.invite(&adele, convert.clone()).await.refused(403, "Forbidden", message);
    started.invite(&adele, invitation(outside)).await.refused(
        400,
        "BadRequest",
        "The invited user already exists",
    );
    assert!(started.effects("converted").is_empty());
    let before = user(&started, &id).await;
    let made = started.invite(&megan, convert).await;
    assert_eq!((made.status, &made.body["invitedUser"]["id"]), (201, &json!(id)));
    assert_eq!(started.effects("converted").len(), 1);
    let pending = user(&started, &id).await;
    assert_eq!(pending["externalUserState"], "PendingAcceptance");
    assert_eq!(pending["userType"], "Member", "the type is not changed");
    assert_eq!(started.arrive(DIEGO, &[]).await.status(), 302, "until redeemed, the old account is good");
    sign_out(&started).await;

    let first = page(guest::open(&started, made.body["inviteRedeemUrl"].as_str().unwrap()).await).await;
    let home = page(guest::open(&started, &guest::next(&started, &first)).await).await;
    let signed_in = guest::sign_in(&started, &home, outside).await;
    let landed = guest::accept(&started, guest::follow(&started, &signed_in).await).await;
    assert_eq!(location(&landed).as_str(), format!("{APP}/items/7"));
    let after = user(&started, &id).await;
    assert_eq!((&after["externalUserState"], &after["userType"]), (&json!("Accepted"), &json!("Member")));
    assert_eq!(after["userPrincipalName"], before["userPrincipalName"]);
    assert_eq!(after["identities"][0]["issuer"], "ExternalAzureAD");
    let refused = started.arrive(DIEGO, &[]).await;
    assert!(refused.text().await.unwrap().contains("AADSTS50020"), "there is no way back");
}

#[tokio::test]
async fn a_synchronized_user_is_not_converted() {
    let started = start_emulator().await;
    let (outside, id) = ("diego@fabrikam.example", started.user(DIEGO));
    patch(&started, &id, json!({ "mail": outside })).await;
    let change = json!({ "user": DIEGO, "onPremisesUserPrincipalName": "diego@corp.contoso.example" });
    assert_eq!(started.control(Method::PATCH, "users", change).await.status, 204);
    let megan = started.delegated(MEGAN).await;
    let convert = with(invitation(outside), json!({ "invitedUser": { "id": id } }));
    started.invite(&megan, convert).await.refused(400, "BadRequest", "A user that is synchronized");
    assert!(started.effects("converted").is_empty());
    let daemon = started.application("daemon").await;
    let shown = started.get(&format!("/users/{id}?$select=onPremisesUserPrincipalName"), &daemon).await;
    assert_eq!(shown.body["onPremisesUserPrincipalName"], "diego@corp.contoso.example");
}

#[tokio::test]
async fn a_mail_contact_s_address_is_refused_or_makes_a_guest_without_addresses() {
    let started = start_emulator().await;
    let (hers, other) = ("contact@northwind.example", "second@northwind.example");
    for address in [hers, other] {
        let contact = json!({ "address": address.to_uppercase() });
        assert_eq!(started.control(Method::POST, "contacts", contact).await.status, 201);
    }
    let token = started.delegated(ADELE).await;
    let message =
        "This user cannot be invited because a non-external user already exists with that mail address.";
    let before = size(&started);
    started.invite(&token, invitation(hers)).await.refused(400, "BadRequest", message);
    assert_eq!(size(&started), before);

    started.policy(json!({ "contactConflict": "withoutMail" })).await;
    let made = started.invite(&token, invitation(hers)).await.body;
    let guest = user(&started, made["invitedUser"]["id"].as_str().unwrap()).await;
    assert_eq!((&guest["mail"], &guest["proxyAddresses"]), (&Value::Null, &json!([])));
    assert_eq!(guest["otherMails"], json!([hers]));
    let home = json!({ "realm": "entra", "tenant": "northwind.example", "address": hers });
    guest::account(&started, home).await;
    started.policy(json!({ "contactConflict": "withoutProxyAddresses" })).await;
    let made = started.invite(&token, invitation(other)).await.body;
    let guest = user(&started, made["invitedUser"]["id"].as_str().unwrap()).await;
    assert_eq!((&guest["mail"], &guest["proxyAddresses"]), (&json!(other), &json!([])));

    started.policy(json!({ "contactConflict": "withoutMail" })).await;
    let direct = started.arrive_by_address(hers).await;
    assert!(direct.text().await.unwrap().contains("AADSTS50020"), "only the link finds the guest");
    started.policy(json!({ "contactConflict": "withoutProxyAddresses" })).await;
    let direct = page(started.arrive_by_address(hers).await).await;
    assert!(direct.contains("Review permissions"), "redemption searches the invited address too");
    started.policy(json!({ "contactConflict": "withoutMail" })).await;
    sign_out(&started).await;
    let link = guest::link(&started, hers).await;
    assert_eq!(redeem(&started, &link, hers).await.status(), 303);
    assert_eq!(guest::state(&started, hers).await["externalUserState"], "Accepted");
}

#[tokio::test]
async fn a_full_directory_takes_no_more_guests() {
    let started = start_emulator().await;
    let (adele, alex) = (started.delegated(ADELE).await, started.delegated(ALEX).await);
    let message = |of: &str| format!("The directory object quota limit for the {of} has been exceeded.");
    let code = "Directory_QuotaExceeded";
    let objects = started.emulator.world(|world| {
        let tenant = world.tenant(emulator::seed::contoso::CONTOSO).unwrap();
        tenant.users.len() + tenant.groups.len()
    });
    started.policy(json!({ "directoryQuota": objects + 1 })).await;
    assert_eq!(started.invite(&adele, invitation(NEW)).await.status, 201);
    let before = size(&started);
    started.invite(&adele, invitation("x@fabrikam.example")).await.refused(403, code, &message("Tenant"));
    assert_eq!(size(&started), before);
    assert_eq!(
        started.invite(&adele, invitation(NEW)).await.status,
        201,
        "who is there may be invited again"
    );
    started.policy(json!({ "directoryQuota": 300_000, "userObjectQuota": 1 })).await;
    let before = size(&started);
    started.invite(&adele, invitation("x@fabrikam.example")).await.refused(403, code, &message("Principal"));
    assert_eq!(size(&started), before);
    for number in 0..2 {
        let address = format!("by-alex{number}@fabrikam.example");
        assert_eq!(started.invite(&alex, invitation(&address)).await.status, 201, "he holds a role");
    }
}

#[tokio::test]
async fn names_and_copies_that_cannot_be_are_refused() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let before = size(&started);
    let long = with(invitation(NEW), json!({ "invitedUserDisplayName": "x".repeat(257) }));
    started.invite(&token, long).await.refused(400, "BadRequest", "The display name");
    let copy = json!({ "ccRecipients": [{ "emailAddress": { "address": "nobody" } }] });
    let copied = with(invitation(NEW), json!({ "invitedUserMessageInfo": copy }));
    started.invite(&token, copied).await.refused(400, "BadRequest", "The email address of the cc recipient");
    assert_eq!(size(&started), before);
    let fits = with(invitation(NEW), json!({ "invitedUserDisplayName": "x".repeat(256) }));
    assert_eq!(started.invite(&token, fits).await.status, 201);
}

#[tokio::test]
async fn a_blocked_guest_is_not_invited_again() {
    let started = start_emulator().await;
    patch(&started, &started.user(JONI), json!({ "accountEnabled": false })).await;
    let token = started.delegated(ADELE).await;
    let before = size(&started);
    let refused = started.invite(&token, invitation(JONI)).await;
    let message = format!(
        "The invited user already exists in the directory as object ID: {}, but the account is blocked from signing in.",
        started.user(JONI)
    );
    refused.refused(400, "BadRequest", &message);
    assert_eq!(size(&started), before);
}

#[tokio::test]
async fn a_member_from_outside_is_invited_by_an_administrator() {
    let started = start_emulator().await;
    let megan = started.delegated(MEGAN).await;
    let member = with(invitation(NEW), json!({ "invitedUserType": "Member" }));
    let made = started.invite(&megan, member).await;
    assert_eq!((made.status, &made.body["invitedUserType"]), (201, &json!("Member")));
    let shown = guest::state(&started, NEW).await;
    assert_eq!((&shown["userType"], &shown["creationType"]), (&json!("Member"), &json!("Invitation")));
    assert_eq!(shown["externalUserState"], "PendingAcceptance");
    let again = started.invite(&megan, invitation(NEW)).await;
    assert_eq!(again.body["invitedUser"]["id"], made.body["invitedUser"]["id"], "known as an external user");
}
