//! `POST /invitations`: success, repetition, every refusal, the mail.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADELE, ALEX, GRADY, JONI, MEGAN, TestEmulator, invitation, start_emulator};
use crate::snapshots::hold_json;

const NEW: &str = "newperson@fabrikam.example";

fn guests(started: &TestEmulator) -> usize {
    started.emulator.world(|world| world.tenant(emulator::seed::contoso::CONTOSO).unwrap().users.len())
}

pub fn size(started: &TestEmulator) -> usize {
    started.emulator.world(|world| world.ledger().len())
}

pub fn with(mut body: Value, more: Value) -> Value {
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

#[tokio::test]
async fn a_new_guest_comes_with_a_link() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let body = with(invitation(NEW), json!({"invitedUserDisplayName": "New Person"}));
    let made = started.invite(&token, body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let body = &made.body;
    let link = url::Url::parse(body["inviteRedeemUrl"].as_str().unwrap()).unwrap();
    assert!(link.as_str().starts_with(&started.url("/redeem?rd=")));
    let inner = url::Url::parse(&crate::harness::parameter(&link, "rd").unwrap()).unwrap();
    assert_eq!(crate::harness::parameter(&inner, "user").unwrap(), body["id"].as_str().unwrap());
    assert_eq!(crate::harness::parameter(&inner, "tenant").unwrap(), started.emulator.tenant_id());
    assert_eq!(body["invitedUser"]["id"], started.user(NEW));
    assert!(started.mail_for(NEW).await.is_empty());

    let kinds: Vec<Value> = started.emulator.world(|world| {
        let entries = world.ledger().iter().filter(|entry| entry.by.app.is_some());
        entries.map(|entry| serde_json::to_value(entry).unwrap()).collect()
    });
    assert_eq!(kinds[0]["effect"]["kind"], "userCreated");
    assert_eq!(kinds[1]["effect"]["kind"], "invited");
    assert_eq!(kinds[1]["requestId"], made.headers["request-id"].to_str().unwrap());
    assert_eq!(kinds[1]["by"]["user"], started.user(ADELE));
}

#[tokio::test]
async fn the_answer_has_the_documented_properties_and_no_others() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    hold_json(&started, "invitation", &started.invite(&token, invitation(NEW)).await.body);
    let info = json!({
        "messageLanguage": "fr-FR",
        "customizedMessageBody": "Hello",
        "ccRecipients": [{"emailAddress": {"name": "The Boss", "address": "boss@fabrikam.example"}}],
    });
    let more = json!({
        "sendInvitationMessage": true, "invitedUserDisplayName": "Nora New", "invitedUserMessageInfo": info,
    });
    let again = started.invite(&token, with(invitation(NEW), more)).await;
    assert_eq!(again.body["invitedUserMessageInfo"], info, "what was sent comes back");
    hold_json(&started, "invitation_with_everything", &again.body);
    let empty = json!({"ccRecipients": [{"emailAddress": {"name": null, "address": null}}]});
    let again = started.invite(&token, with(invitation(NEW), json!({"invitedUserMessageInfo": empty}))).await;
    assert_eq!(again.status, 201, "the answer's own entry may be sent back");
}

#[tokio::test]
async fn a_repeated_invitation_is_the_same_guest_with_a_new_link() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let first = started.invite(&token, invitation(NEW)).await;
    let again = started.invite(&token, invitation(&NEW.to_uppercase())).await;
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(first.body["invitedUser"]["id"], again.body["invitedUser"]["id"]);
    assert_ne!(first.body["inviteRedeemUrl"], again.body["inviteRedeemUrl"]);
    assert_eq!(guests(&started), 7);
    for known in [GRADY, JONI] {
        let made = started.invite(&token, invitation(known)).await;
        assert_eq!(made.status, 201, "{}", made.text);
        assert_eq!(made.body["invitedUser"]["id"], started.user(known));
    }
    assert_eq!(guests(&started), 7);
    assert_eq!((started.effects("userCreated").len(), started.effects("invited").len()), (1, 4));
}

#[tokio::test]
async fn another_address_of_a_guest_s_account_is_no_second_guest() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let made = started.invite(&token, invitation("grady@fabrikam.example")).await;
    assert_eq!((made.status, &made.body["invitedUser"]["id"]), (201, &json!(started.user(GRADY))));
    assert!(started.effects("userCreated").is_empty());
    let daemon = started.application("daemon").await;
    let path = format!("/users/{}?$select=mail,otherMails,proxyAddresses", started.user(GRADY));
    let grady = started.get(&path, &daemon).await.body;
    assert_eq!(grady["mail"], GRADY);
    assert_eq!(grady["otherMails"], json!([GRADY, "grady@fabrikam.example"]));
    assert_eq!(grady["proxyAddresses"][1], "smtp:grady@fabrikam.example");
}

#[tokio::test]
async fn each_refusal_has_its_status_code_and_words_and_changes_nothing() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let before = started.emulator.world(|world| world.ledger().len());
    let own = "This user cannot be invited because the domain of the user's email address is a verified domain of this directory.";
    let diego = started.user("diego.siciliani@contoso.example");
    let known = format!(
        "The invited user already exists in the directory as object ID: {diego}. They can use that account to sign in to shared apps and resources."
    );
    let (address, redirect) =
        ("The Primary SMTP Address is an invalid value", "The invite redirect URL is not valid.");
    for (body, status, code, message) in [
        (invitation("somebody@contoso.example"), 400, "BadRequest", own),
        (invitation(MEGAN), 400, "BadRequest", own),
        (invitation("x@contosoexample.onmicrosoft.com"), 400, "BadRequest", own),
        (invitation("diego.siciliani@relecloud.example"), 400, "BadRequest", &known),
        (
            invitation("all.company@contoso.example"),
            400,
            "BadRequest",
            "Group email address is not supported.",
        ),
        (invitation("no-address"), 400, "BadRequest", address),
        (invitation("a@b@c.example"), 400, "BadRequest", address),
        (invitation(".dot@fabrikam.example"), 400, "BadRequest", address),
        (invitation("a(b)@fabrikam.example"), 400, "BadRequest", address),
        (invitation("plus+tag@fabrikam.example"), 400, "BadRequest", address),
        (invitation("ąžuolas@fabrikam.example"), 400, "BadRequest", address),
        (with(invitation(NEW), json!({"inviteRedirectUrl": "nowhere"})), 400, "BadRequest", redirect),
        (
            with(invitation(NEW), json!({"inviteRedirectUrl": "javascript:alert(1)"})),
            400,
            "BadRequest",
            redirect,
        ),
        (json!({"invitedUserEmailAddress": NEW}), 400, "BadRequest", "Required property 'inviteRedirectUrl'"),
        (json!({"inviteRedirectUrl": "http://localhost/"}), 400, "BadRequest", "Required property"),
        (
            with(invitation(NEW), json!({"invitedToGroups": []})),
            400,
            "BadRequest",
            "The property 'invitedToGroups' does not exist",
        ),
    ] {
        started.invite(&token, body).await.refused(status, code, message);
    }
    assert_eq!(started.emulator.world(|world| world.ledger().len()), before);
}

#[tokio::test]
async fn what_a_member_may_not_ask_is_refused_and_nothing_can_be_listed() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let before = started.emulator.world(|world| world.ledger().len());
    for (body, status, code, message) in [
        (
            with(invitation(NEW), json!({"invitedUserType": "Member"})),
            403,
            "Forbidden",
            "Generic authorization exception.",
        ),
        (
            with(
                invitation(GRADY),
                json!({"resetRedemption": true, "invitedUser": {"id": started.user(GRADY)}}),
            ),
            403,
            "Forbidden",
            "Generic authorization exception.",
        ),
        (
            with(
                invitation(NEW),
                json!({"invitedUserMessageInfo": {"ccRecipients": [
                {"emailAddress": {"address": "a@a.example"}}, {"emailAddress": {"address": "b@b.example"}}]}}),
            ),
            400,
            "BadRequest",
            "Only one cc recipient",
        ),
    ] {
        started.invite(&token, body).await.refused(status, code, message);
    }
    let get = started.graph(Method::GET, "/invitations", &token, None).await;
    get.refused(404, "UnknownError", "<!DOCTYPE html>");
    for method in [Method::PATCH, Method::DELETE] {
        let refused = started.graph(method, "/invitations", &token, None).await;
        refused.refused(405, "Request_BadRequest", "Specified HTTP method");
    }
    assert_eq!(size(&started), before);
}

#[tokio::test]
async fn a_blocked_member_is_told_apart() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let path = "/users/diego.siciliani@contoso.example";
    let diego = started.user("diego.siciliani@contoso.example");
    let blocked = started.graph(Method::PATCH, path, &daemon, Some(json!({"accountEnabled": false}))).await;
    assert_eq!(blocked.status, 204, "{}", blocked.text);
    let before = size(&started);
    let refused = started.invite(&daemon, invitation("diego.siciliani@relecloud.example")).await;
    let message = format!(
        "The invited user already exists in the directory as object ID: {diego}, but the account is blocked from signing in."
    );
    refused.refused(400, "BadRequest", &message);
    assert_eq!(size(&started), before);
}

#[tokio::test]
async fn the_permission_is_needed_and_its_status_is_a_switch() {
    let started = start_emulator().await;
    let token = started.powerful(ADELE, "User.Read.All").await;
    let message = &format!(
        "Insufficient privileges to perform requested operation by the application '00000003-0000-0000-c000-000000000000'. ControllerName=MSGraphInviteAPI, ActionName=CreateInvite, URL absolute path=/api/{}/invites",
        started.emulator.tenant_id()
    );
    started.invite(&token, invitation(NEW)).await.refused(401, "Unauthorized", message);
    let powerless = started.application("powerless").await;
    started.invite(&powerless, invitation(NEW)).await.refused(401, "Unauthorized", message);
    started.policy(json!({"inviteWithoutPermissionStatus": 403})).await;
    started.invite(&powerless, invitation(NEW)).await.refused(403, "Forbidden", message);
    assert!(started.effects("invited").is_empty() && started.effects("userCreated").is_empty());
}

#[tokio::test]
async fn the_policy_decides_who_invites() {
    let started = start_emulator().await;
    let (adele, alex, megan, grady) = (
        started.delegated(ADELE).await,
        started.delegated(ALEX).await,
        started.delegated(MEGAN).await,
        started.delegated(GRADY).await,
    );
    let daemon = started.application("daemon").await;
    for (policy, adele_may, alex_may, megan_may, grady_may, daemon_may) in [
        ("everyone", true, true, true, true, true),
        ("adminsGuestInvitersAndAllMembers", true, true, true, false, true),
        ("adminsAndGuestInviters", false, true, true, false, false),
        ("none", false, false, false, false, false),
    ] {
        started.policy(json!({"allowInvitesFrom": policy})).await;
        for (token, may) in [
            (&adele, adele_may),
            (&alex, alex_may),
            (&megan, megan_may),
            (&grady, grady_may),
            (&daemon, daemon_may),
        ] {
            let before = size(&started);
            let answer = started.invite(token, invitation(NEW)).await;
            if may {
                assert_eq!(answer.status, 201, "{policy}: {}", answer.text);
            } else {
                answer.refused(403, "Forbidden", "Guest invitations not allowed for your company. Contact your company administrator for more details.");
                assert_eq!(size(&started), before, "{policy}");
            }
        }
    }
    started
        .policy(json!({"allowInvitesFrom": "adminsAndGuestInviters", "acceptAppOnlyWhenRestricted": true}))
        .await;
    assert_eq!(started.invite(&daemon, invitation(NEW)).await.status, 201);
}

#[tokio::test]
async fn redemption_is_reset_by_an_administrator_for_an_address_of_the_user() {
    let started = start_emulator().await;
    let megan = started.delegated(MEGAN).await;
    let id = started.user(GRADY);
    let reset = |address: &str| {
        with(invitation(address), json!({"resetRedemption": true, "invitedUser": {"id": id}}))
    };
    let not_on_user = "The email you're using to invite this user doesn't match any emails on the user object. Please add this email to the user object and try again.";
    started.invite(&megan, reset(NEW)).await.refused(400, "BadRequest", not_on_user);
    assert!(started.effects("redemptionReset").is_empty() && started.effects("invited").is_empty());
    let made = started.invite(&megan, reset(GRADY)).await;
    assert_eq!((made.status, &made.body["resetRedemption"]), (201, &json!(true)));
    assert_eq!(made.body["invitedUser"]["id"], id);
    let daemon = started.application("daemon").await;
    let grady = started.get(&format!("/users/{id}?$select=externalUserState"), &daemon).await.body;
    assert_eq!(grady["externalUserState"], "PendingAcceptance");
    let without = with(invitation(GRADY), json!({"resetRedemption": true}));
    started.invite(&megan, without).await.refused(
        400,
        "BadRequest",
        "The property 'invitedUser/id' is required",
    );
    let convert = with(invitation(NEW), json!({"invitedUser": {"id": started.user(ADELE)}}));
    started.invite(&megan, convert).await.refused(400, "BadRequest", not_on_user);
    assert_eq!((started.effects("redemptionReset").len(), started.effects("invited").len()), (1, 1));
    assert!(started.effects("converted").is_empty());
}

#[tokio::test]
async fn a_redirect_without_a_path_gets_one() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let made = started
        .invite(&token, with(invitation(NEW), json!({"inviteRedirectUrl": "https://app.example"})))
        .await;
    assert_eq!((made.status, &made.body["inviteRedirectUrl"]), (201, &json!("https://app.example/")));
}
