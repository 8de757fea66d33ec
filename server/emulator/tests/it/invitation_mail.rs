//! The invitation mail: its language, and how a recipient blocks it.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    guest::{open, page, submit},
    harness::{ADELE, TestEmulator, invitation, start_emulator},
    invitations::with,
    snapshots::mails::hold_mail,
};

const NEW: &str = "newperson@fabrikam.example";

async fn mailed(started: &TestEmulator, token: &str, info: Value) -> Value {
    let mut body = invitation(NEW);
    body["sendInvitationMessage"] = json!(true);
    body["invitedUserMessageInfo"] = info;
    let made = started.invite(token, body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    started.mail_for(NEW).await.remove(0)
}

#[tokio::test]
async fn the_mail_s_language_is_chosen_in_order() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    assert_eq!(mailed(&started, &token, json!({})).await["language"], "en-US");
    started.policy(json!({ "notificationLanguage": "pt-BR" })).await;
    assert_eq!(mailed(&started, &token, json!({})).await["language"], "pt-BR");
    started.policy(json!({ "tenant": "fabrikam.example", "notificationLanguage": "fr-FR" })).await;
    let mail = mailed(&started, &token, json!({})).await;
    assert_eq!(mail["language"], "fr-FR");
    assert!(mail["subject"].as_str().unwrap().contains("vous a invité"), "{mail}");
    started.advance(1000).await;
    let daemon = started.application("daemon").await;
    let change = json!({ "preferredLanguage": "lt" });
    let path = format!("/users/{}", started.user(NEW));
    assert_eq!(started.graph(Method::PATCH, &path, &daemon, Some(change)).await.status, 204);
    assert_eq!(mailed(&started, &token, json!({})).await["language"], "lt");
    let mail =
        mailed(&started, &token, json!({ "messageLanguage": "zh-TW", "customizedMessageBody": "Labas" }))
            .await;
    assert_eq!(mail["language"], "zh-TW");
    assert!(mail["text"].as_str().unwrap().contains("Labas"), "the body stays as it was written");
}

#[tokio::test]
async fn the_warning_is_on_top_and_an_inviter_without_mail_sends_no_message() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let info = json!({ "customizedMessageBody": "Hello you" });
    let mail = mailed(&started, &token, info.clone()).await;
    let text = mail["text"].as_str().unwrap();
    assert!(text.contains("Hello you"), "{text}");
    let daemon = started.application("daemon").await;
    let path = format!("/users/{}", started.user(ADELE));
    assert_eq!(started.graph(Method::PATCH, &path, &daemon, Some(json!({ "mail": null }))).await.status, 204);
    let mail = mailed(&started, &token, info).await;
    hold_mail(&started, "mail_invitation_of_somebody_without_mail", &mail);
}

#[tokio::test]
async fn a_recipient_blocks_the_organization_for_good() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    assert_eq!(mailed(&started, &token, json!({})).await["links"].as_array().unwrap().len(), 1);
    started.policy(json!({ "blockLinkInMail": true })).await;
    let mail = mailed(&started, &token, json!({})).await;
    hold_mail(&started, "mail_invitation_with_block_link", &mail);
    let links = mail["links"].as_array().unwrap();
    assert!(links[0].as_str().unwrap().starts_with(&started.url("/redeem?")), "{mail}");
    let block = links[1].as_str().unwrap();
    assert!(block.starts_with(&started.url("/unsubscribe/manage?")), "{mail}");
    let asked = page(open(&started, block).await).await;
    assert!(asked.contains(NEW) && asked.contains("Contoso"), "{asked}");
    assert!(started.effects("organizationBlocked").is_empty(), "looking changes nothing");
    assert_eq!(submit(&started, &asked, &[]).await.status(), 200);
    assert_eq!(started.effects("organizationBlocked")[0]["address"], NEW);
    let before = started.mail_for(NEW).await.len();
    mailed(&started, &token, json!({})).await;
    assert_eq!(started.mail_for(NEW).await.len(), before, "invited, but not told");
    assert_eq!(open(&started, &started.url("/unsubscribe/manage?rd=nonsense")).await.status(), 404);
}

#[tokio::test]
async fn the_mail_is_as_documented_in_each_language() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    for language in ["en-US", "lt", "fr-FR", "pt-BR", "zh-TW", "xx"] {
        let info = json!({
            "customizedMessageBody": "See you {org} <b>there</b>",
            "messageLanguage": language,
            "ccRecipients": [{"emailAddress": {"address": "boss@fabrikam.example"}}],
        });
        let more = json!({"sendInvitationMessage": true, "invitedUserMessageInfo": info});
        let made = started.invite(&token, with(invitation(NEW), more)).await;
        let mail = started.mail_for(NEW).await.remove(0);
        hold_mail(&started, &format!("mail_invitation_{language}"), &mail);
        assert_eq!(mail["links"], json!([made.body["inviteRedeemUrl"]]));
    }
    assert_eq!(started.mail_for("boss@fabrikam.example").await.len(), 6);
}

#[tokio::test]
async fn an_application_s_message_is_dropped() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let more = json!({"sendInvitationMessage": true, "invitedUserMessageInfo": {"customizedMessageBody": "Hello you"}});
    assert_eq!(started.invite(&daemon, with(invitation(NEW), more)).await.status, 201);
    let mail = started.mail_for(NEW).await.remove(0);
    hold_mail(&started, "mail_invitation_of_an_application", &mail);
}
