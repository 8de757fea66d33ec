#![allow(clippy::unwrap_used, clippy::expect_used)]

use secrecy::ExposeSecret;
use serde_json::json;

use super::*;

fn answered() -> serde_json::Value {
    json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#invitations/$entity",
        "id": "7b92124c-9fa9-406f-8b8e-225df8376ba9",
        "inviteRedeemUrl": "https://login.microsoftonline.com/redeem?rd=secret",
        "invitedUserDisplayName": null,
        "invitedUserType": "Guest",
        "invitedUserEmailAddress": "grady@fabrikam.example",
        "sendInvitationMessage": false,
        "resetRedemption": false,
        "inviteRedirectUrl": "https://app.example/",
        "status": "PendingAcceptance",
        "invitedUserMessageInfo": {
            "messageLanguage": null,
            "customizedMessageBody": null,
            "ccRecipients": [{ "emailAddress": { "name": null, "address": null } }]
        },
        "invitedUser": { "id": "243b1de4-ad9f-421c-a933-d55305fb165d" }
    })
}

#[test]
fn the_documented_answer() {
    let invitation: Invitation = serde_json::from_value(answered()).unwrap();
    assert_eq!(invitation.invited_user_id, "243b1de4-ad9f-421c-a933-d55305fb165d");
    assert_eq!(invitation.status, InvitationStatus::PendingAcceptance);
    assert_eq!(invitation.redeem_url.expose_secret(), "https://login.microsoftonline.com/redeem?rd=secret");
    assert!(!format!("{invitation:?}").contains("secret"));
}

#[test]
fn what_matters_must_be_there_and_the_rest_need_not() {
    for key in ["invitedUser", "inviteRedeemUrl", "id"] {
        let mut body = answered();
        body.as_object_mut().unwrap().remove(key);
        assert!(serde_json::from_value::<Invitation>(body).is_err(), "{key}");
    }
    for (status, expected) in [
        (json!("Completed"), InvitationStatus::Completed),
        (json!("InProgress"), InvitationStatus::InProgress),
        (json!("Error"), InvitationStatus::Error),
        (json!("Novel"), InvitationStatus::Other),
        (json!(null), InvitationStatus::Other),
    ] {
        let mut body = answered();
        body["status"] = status;
        assert_eq!(serde_json::from_value::<Invitation>(body).unwrap().status, expected);
    }
    let mut body = answered();
    body["invitedUser"]["id"] = json!("");
    assert!(serde_json::from_value::<Invitation>(body).is_err());
}

#[test]
fn requests_carry_only_what_was_given() {
    let mut new =
        NewInvitation::new("grady@fabrikam.example", "https://app.example/items/7".parse().unwrap());
    assert_eq!(
        serde_json::to_value(&new).unwrap(),
        json!({
            "invitedUserEmailAddress": "grady@fabrikam.example",
            "inviteRedirectUrl": "https://app.example/items/7",
            "sendInvitationMessage": false,
            "invitedUserType": "Guest"
        })
    );
    new.send_invitation_message = true;
    new.display_name = Some("Grady".to_owned());
    new.message = Some(InvitationMessage {
        body: Some("Hello".to_owned()),
        language: Some("lt-LT".to_owned()),
        cc: Some(Recipient { name: None, address: "adele@contoso.example".to_owned() }),
    });
    new.sponsor = Some("adele".to_owned());
    let sent = serde_json::to_value(&new).unwrap();
    assert_eq!(sent["invitedUserDisplayName"], "Grady");
    assert_eq!(sent["invitedUserSponsors"], json!([{ "id": "adele" }]));
    assert_eq!(
        sent["invitedUserMessageInfo"],
        json!({
            "customizedMessageBody": "Hello",
            "messageLanguage": "lt-LT",
            "ccRecipients": [{ "emailAddress": { "address": "adele@contoso.example" } }]
        })
    );
    assert!(!format!("{new:?}").contains("grady"));
}
