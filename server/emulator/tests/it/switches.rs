//! Switches for what nobody has verified: each reading, both ways.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{
    ADELE, Answer, GRADY, JONI, TestEmulator, invitation, location, parameter, start_emulator,
};

const DIEGO: &str = "diego.siciliani@contoso.example";

#[tokio::test]
async fn a_refusal_for_a_second_factor_may_tell_what_helps_or_not() {
    let started = start_emulator().await;
    let refresh = started.tokens(GRADY).await["refresh_token"].as_str().unwrap().to_owned();
    for (told, suberror) in [(true, json!("basic_action")), (false, Value::Null)] {
        started.policy(json!({"guestsNeedMfa": true, "mfaErrorsTellWhatHelps": told})).await;
        let refused = started.refresh(&refresh, &[]).await;
        refused.entra_refused(400, "invalid_grant", 50_079);
        assert_eq!(refused.body["suberror"], suberror);
        assert_eq!(refused.body["claims"].is_string(), told);
        let silent = started.authorize(&[("prompt", "none")]).await;
        let description = parameter(&location(&silent), "error_description").unwrap();
        assert!(description.starts_with("AADSTS50072"), "{description}");
    }
}

#[tokio::test]
async fn a_step_up_without_the_capability_is_refused_challenged_or_let_pass() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let invite = async |reading: &str| -> Answer {
        let step_up = json!({"acrs": "c1", "paths": ["/v1.0/invitations"]});
        started.policy(json!({"stepUp": step_up, "stepUpWithoutCapability": reading})).await;
        started.invite(&token, invitation("a@a.example")).await
    };
    let denied = "Insufficient privileges to complete the operation.";
    invite("refuse").await.refused(403, "Authorization_RequestDenied", denied);
    let challenged = invite("challenge").await;
    let result = "Continuous access evaluation resulted in challenge";
    challenged.refused(401, "InvalidAuthenticationToken", result);
    assert!(challenged.headers["www-authenticate"].to_str().unwrap().contains("insufficient_claims"));
    assert!(started.effects("invited").is_empty());
    assert_eq!(invite("accept").await.status, 201);
}

#[tokio::test]
async fn the_device_code_flow_is_refused_by_one_number_or_another() {
    let started = start_emulator().await;
    for (number, error) in [(70_002, "invalid_client"), (7_000_218, "invalid_client")] {
        started.policy(json!({"deviceCodeRefusal": number})).await;
        let asked = started.browser.post(started.endpoint("devicecode")).send().await.unwrap();
        Answer::of(asked).await.entra_refused(401, error, number);
    }
}

fn sponsors(started: &TestEmulator, address: &str) -> Vec<String> {
    let tenant = emulator::seed::contoso::CONTOSO;
    started.emulator.world(|world| {
        let user = world.tenant(tenant).unwrap().user_with_address(address).unwrap();
        user.sponsors.iter().map(ToString::to_string).collect()
    })
}

#[tokio::test]
async fn sponsors_of_a_repeated_invitation_are_left_aside_or_added() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let before = sponsors(&started, JONI);
    let mut again = invitation(JONI);
    again["invitedUserSponsors"] = json!([{"id": started.user(DIEGO)}]);
    let answer = started.invite(&token, again.clone()).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    assert_eq!(sponsors(&started, JONI), before);
    assert!(started.effects("sponsorsChanged").is_empty());
    started.policy(json!({"addSponsorsOnRepeat": true})).await;
    assert_eq!(started.invite(&token, again).await.status, 201);
    assert_eq!(sponsors(&started, JONI), [before, vec![started.user(DIEGO)]].concat());
    assert_eq!(started.effects("sponsorsChanged").len(), 1);
}

#[tokio::test]
async fn an_application_s_guest_has_no_sponsor_or_one_by_default() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    for (address, sponsor, expected) in
        [("a@a.example", Value::Null, vec![]), ("b@b.example", json!(DIEGO), vec![started.user(DIEGO)])]
    {
        started.policy(json!({ "appOnlySponsor": sponsor })).await;
        assert_eq!(started.invite(&daemon, invitation(address)).await.status, 201);
        assert_eq!(sponsors(&started, address), expected);
    }
}

#[tokio::test]
async fn the_prefix_of_a_proxy_address_has_its_case_or_not() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let find = async |prefix: &str| {
        let filter = format!("/users?$filter=proxyAddresses/any(x:x eq '{prefix}:{DIEGO}')");
        started.get(&filter, &daemon).await.ids().len()
    };
    assert_eq!((find("SMTP").await, find("smtp").await), (1, 0));
    started.policy(json!({ "proxyPrefixIgnoresCase": true })).await;
    assert_eq!((find("SMTP").await, find("smtp").await), (1, 1));
}

#[tokio::test]
async fn a_deleted_guest_comes_back_or_a_new_one_is_made() {
    let started = start_emulator().await;
    let (token, daemon) = (started.delegated(ADELE).await, started.application("daemon").await);
    let id = started.user(JONI);
    for (restores, same) in [(true, true), (false, false)] {
        started.policy(json!({"reinviteRestoresDeleted": restores})).await;
        let gone =
            started.graph(Method::DELETE, &format!("/users/{}", started.user(JONI)), &daemon, None).await;
        assert_eq!(gone.status, 204, "{}", gone.text);
        let again = started.invite(&token, invitation(JONI)).await;
        assert_eq!(again.status, 201, "{}", again.text);
        assert_eq!(again.body["invitedUser"]["id"] == id.as_str(), same, "{}", again.text);
    }
    assert_eq!((started.effects("userRestored").len(), started.effects("userCreated").len()), (1, 1));
}

#[tokio::test]
async fn who_keeps_no_secret_asks_with_a_proof_key_unless_switched() {
    let started = start_emulator().await;
    let id = started.client("public").client_id.to_string();
    let script = "http://localhost:5173/";
    started.register("vestibule", json!({ "spaRedirectUris": [script] })).await;
    let public =
        [("client_id", id.as_str()), ("redirect_uri", "http://localhost:5000"), ("code_challenge", "")];
    let script = [("redirect_uri", script), ("code_challenge", "")];
    for asked in [&public[..], &script[..]] {
        let refused = location(&started.authorize(asked).await);
        assert_eq!(parameter(&refused, "error").unwrap(), "invalid_request");
        assert!(parameter(&refused, "error_description").unwrap().starts_with("AADSTS9002325"));
    }
    assert_eq!(started.authorize(&[("code_challenge", "")]).await.status(), 200, "a secret is proof enough");
    started.policy(json!({ "acceptCodesWithoutProofKey": true })).await;
    for asked in [&public[..], &script[..]] {
        assert_eq!(started.authorize(asked).await.status(), 200);
    }
}

#[tokio::test]
async fn a_passcode_has_as_many_digits_as_the_policy_says() {
    let started = start_emulator().await;
    let back = format!("/{}/oauth2/v2.0/authorize?x=1", started.emulator.tenant_id());
    for (digits, expected) in [(8, 8), (6, 6), (99, 12)] {
        started.policy(json!({ "passcodeDigits": digits })).await;
        let form = [("address", "a@a.example"), ("continue", &back)];
        let sent = started.browser.post(started.url("/home/passcode")).form(&form).send().await.unwrap();
        assert_eq!(sent.status(), 303);
        let mail = started.mail_for("a@a.example").await.remove(0);
        let text = mail["text"].as_str().unwrap();
        let code =
            text.split_whitespace().find(|word| word.len() > 3 && word.parse::<u64>().is_ok()).unwrap();
        assert_eq!(code.len(), expected, "{text}");
    }
}

#[tokio::test]
async fn access_tokens_last_an_hour_or_each_its_own_time() {
    let started = start_emulator().await;
    let life = async || started.tokens(ADELE).await["expires_in"].as_i64().unwrap();
    assert_eq!(life().await, 3599);
    started.policy(json!({ "longestAccessTokenMinutes": 90 })).await;
    let mut lives = Vec::new();
    for _ in 0..5 {
        let tokens = started.tokens(ADELE).await;
        let access = crate::sign_in::claims(tokens["access_token"].as_str().unwrap());
        let life = tokens["expires_in"].as_i64().unwrap();
        assert_eq!(access["exp"].as_i64().unwrap() - access["iat"].as_i64().unwrap(), life);
        assert!((3600..=5400).contains(&life), "{life}");
        lives.push(life);
    }
    lives.dedup();
    assert!(lives.len() > 1, "{lives:?}");
}
