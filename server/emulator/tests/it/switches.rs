//! Switches for what nobody has verified: each reading, both ways.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADELE, Answer, GRADY, Hall, JONI, hall, invitation, location, parameter};

const DIEGO: &str = "diego.siciliani@contoso.example";

#[tokio::test]
async fn a_refusal_for_a_second_factor_may_tell_what_helps_or_not() {
    let hall = hall().await;
    let refresh = hall.tokens(GRADY).await["refresh_token"].as_str().unwrap().to_owned();
    for (told, suberror) in [(true, json!("basic_action")), (false, Value::Null)] {
        hall.policy(json!({"guestsNeedMfa": true, "mfaErrorsTellWhatHelps": told})).await;
        let refused = hall.refresh(&refresh, &[]).await;
        refused.entra_refused(400, "invalid_grant", 50_079);
        assert_eq!(refused.body["suberror"], suberror);
        assert_eq!(refused.body["claims"].is_string(), told);
        let silent = hall.authorize(&[("prompt", "none")]).await;
        let description = parameter(&location(&silent), "error_description").unwrap();
        assert!(description.starts_with("AADSTS50072"), "{description}");
    }
}

#[tokio::test]
async fn a_step_up_without_the_capability_is_refused_challenged_or_let_pass() {
    let hall = hall().await;
    let token = hall.delegated(ADELE).await;
    let invite = async |reading: &str| -> Answer {
        let step_up = json!({"acrs": "c1", "paths": ["/v1.0/invitations"]});
        hall.policy(json!({"stepUp": step_up, "stepUpWithoutCapability": reading})).await;
        hall.invite(&token, invitation("a@a.example")).await
    };
    let denied = "Insufficient privileges to complete the operation.";
    invite("refuse").await.refused(403, "Authorization_RequestDenied", denied);
    let challenged = invite("challenge").await;
    let result = "Continuous access evaluation resulted in challenge";
    challenged.refused(401, "InvalidAuthenticationToken", result);
    assert!(challenged.headers["www-authenticate"].to_str().unwrap().contains("insufficient_claims"));
    assert!(hall.effects("invited").is_empty());
    assert_eq!(invite("accept").await.status, 201);
}

#[tokio::test]
async fn the_device_code_flow_is_refused_by_one_number_or_another() {
    let hall = hall().await;
    for (number, error) in [(70_002, "invalid_client"), (7_000_218, "invalid_client")] {
        hall.policy(json!({"deviceCodeRefusal": number})).await;
        let asked = hall.browser.post(hall.endpoint("devicecode")).send().await.unwrap();
        Answer::of(asked).await.entra_refused(401, error, number);
    }
}

fn sponsors(hall: &Hall, address: &str) -> Vec<String> {
    let tenant = emulator::seed::contoso::CONTOSO;
    hall.emulator.world(|world| {
        let user = world.tenant(tenant).unwrap().user_with_address(address).unwrap();
        user.sponsors.iter().map(ToString::to_string).collect()
    })
}

#[tokio::test]
async fn sponsors_of_a_repeated_invitation_are_left_aside_or_added() {
    let hall = hall().await;
    let token = hall.delegated(ADELE).await;
    let before = sponsors(&hall, JONI);
    let mut again = invitation(JONI);
    again["invitedUserSponsors"] = json!([{"id": hall.user(DIEGO)}]);
    let answer = hall.invite(&token, again.clone()).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    assert_eq!(sponsors(&hall, JONI), before);
    assert!(hall.effects("sponsorsChanged").is_empty());
    hall.policy(json!({"addSponsorsOnRepeat": true})).await;
    assert_eq!(hall.invite(&token, again).await.status, 201);
    assert_eq!(sponsors(&hall, JONI), [before, vec![hall.user(DIEGO)]].concat());
    assert_eq!(hall.effects("sponsorsChanged").len(), 1);
}

#[tokio::test]
async fn a_deleted_guest_comes_back_or_a_new_one_is_made() {
    let hall = hall().await;
    let (token, daemon) = (hall.delegated(ADELE).await, hall.application("daemon").await);
    let id = hall.user(JONI);
    for (restores, same) in [(true, true), (false, false)] {
        hall.policy(json!({"reinviteRestoresDeleted": restores})).await;
        let gone = hall.graph(Method::DELETE, &format!("/users/{}", hall.user(JONI)), &daemon, None).await;
        assert_eq!(gone.status, 204, "{}", gone.text);
        let again = hall.invite(&token, invitation(JONI)).await;
        assert_eq!(again.status, 201, "{}", again.text);
        assert_eq!(again.body["invitedUser"]["id"] == id.as_str(), same, "{}", again.text);
    }
    assert_eq!((hall.effects("userRestored").len(), hall.effects("userCreated").len()), (1, 1));
}
