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
        // What was issued now says that it was five minutes ago.
        assert_eq!(access["exp"].as_i64().unwrap() - access["iat"].as_i64().unwrap(), life + 300);
        assert!((3600..=5400).contains(&life), "{life}");
        lives.push(life);
    }
    lives.dedup();
    assert!(lives.len() > 1, "{lives:?}");
}

#[tokio::test]
async fn addresses_with_accents_are_refused_or_invited() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    for address in ["josé@a.example", "kim@bücher.example"] {
        let refused = started.invite(&token, invitation(address)).await;
        refused.refused(400, "BadRequest", "The Primary SMTP Address is an invalid value");
    }
    started.policy(json!({ "acceptAddressesBeyondAscii": true })).await;
    assert_eq!(started.invite(&token, invitation("josé@a.example")).await.status, 201);
}

#[tokio::test]
async fn a_quota_is_refused_in_the_words_of_the_directory_or_of_the_service() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let limit = |of: &str| format!("The directory object quota limit for the {of} has been exceeded.");
    for (policy, of) in [
        (json!({ "directoryQuota": 1 }), "Tenant"),
        (json!({ "directoryQuota": null, "userObjectQuota": 0 }), "Principal"),
    ] {
        started.policy(policy).await;
        started.policy(json!({ "quotaWords": "directory" })).await;
        let refused = started.invite(&token, invitation("a@a.example")).await;
        refused.refused(403, "Directory_QuotaExceeded", &limit(of));
        started.policy(json!({ "quotaWords": "service" })).await;
        let refused = started.invite(&token, invitation("a@a.example")).await;
        refused.refused(
            400,
            "BadRequest",
            "QuotaLimitExceeded: the directory object quota has been exceeded.",
        );
    }
    assert!(started.effects("invited").is_empty());
}

#[tokio::test]
async fn the_token_of_a_guest_names_their_mail_or_not() {
    let started = start_emulator().await;
    started.register("vestibule", json!({ "optionalClaims": [] })).await;
    let id = async || {
        let tokens = started.tokens(GRADY).await;
        crate::sign_in::claims(tokens["id_token"].as_str().unwrap())
    };
    assert_eq!(id().await["email"], GRADY);
    started.policy(json!({ "guestTokensNameMail": false })).await;
    assert!(id().await.get("email").is_none());
}

#[tokio::test]
async fn a_redemption_is_not_reset_right_after_an_address_was_added() {
    let started = start_emulator().await;
    let (daemon, megan) =
        (started.application("daemon").await, started.delegated(crate::harness::MEGAN).await);
    let grady = started.user(GRADY);
    let added = Some(json!({ "otherMails": [GRADY, "grady@tailspin.example"] }));
    let changed = started.graph(Method::PATCH, &format!("/users/{grady}"), &daemon, added).await;
    assert_eq!(changed.status, 204, "{}", changed.text);
    let mut reset = invitation("grady@tailspin.example");
    reset["resetRedemption"] = json!(true);
    reset["invitedUser"] = json!({ "id": grady });
    let early = started.invite(&megan, reset.clone()).await;
    early.refused(400, "BadRequest", "The email you're using to invite this user doesn't match any emails");
    assert_eq!(started.control(Method::POST, "clock", json!({ "advance_ms": 60_000 })).await.status, 200);
    let megan = started.delegated(crate::harness::MEGAN).await;
    assert_eq!(started.invite(&megan, reset).await.status, 201);
}

#[tokio::test]
async fn a_token_says_that_it_was_issued_five_minutes_ago() {
    let started = start_emulator().await;
    let tokens = started.tokens(ADELE).await;
    let clock = started.control(Method::GET, "clock", Value::Null).await.body;
    let format = &time::format_description::well_known::Rfc3339;
    let now = time::OffsetDateTime::parse(clock["now"].as_str().unwrap(), format).unwrap().unix_timestamp();
    for token in ["id_token", "access_token"] {
        let claims = crate::sign_in::claims(tokens[token].as_str().unwrap());
        for claim in ["iat", "nbf"] {
            let ago = now - claims[claim].as_i64().unwrap();
            assert!((300..=360).contains(&ago), "{token} {claim}: {ago}");
        }
    }
}

/// Those whom a search finds by name.
async fn found_by(started: &TestEmulator, token: &str, search: &str) -> Vec<String> {
    let path = format!("/users?$search=\"displayName:{search}\"&$orderby=displayName&$select=displayName");
    let answer = started.get_eventual(&path, token).await;
    assert_eq!(answer.status, 200, "{search}: {}", answer.body);
    let all = answer.body["value"].as_array().unwrap();
    all.iter().map(|user| user["displayName"].as_str().unwrap().to_owned()).collect()
}

async fn rename(started: &TestEmulator, token: &str, address: &str, name: &str) {
    let tenant = emulator::seed::contoso::CONTOSO;
    let id = started
        .emulator
        .world(|world| world.tenant(tenant).unwrap().user_with_address(address).unwrap().id.to_string());
    let renamed = started
        .graph(Method::PATCH, &format!("/users/{id}"), token, Some(json!({"displayName": name})))
        .await;
    assert_eq!(renamed.status, 204, "{}", renamed.body);
}

#[tokio::test]
async fn the_value_of_a_search_is_decoded_once_more_or_not() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    rename(&started, &token, DIEGO, "R&D Office").await;
    for encoded_once in ["R%26D", "c%23"] {
        let path = format!("/users?$search=\"displayName:{encoded_once}\"");
        let refused = started.get_eventual(&path, &token).await;
        refused.refused(400, "BadRequest", "Syntax error");
    }
    for search in ["R%2526D", "R%20D", "office"] {
        assert_eq!(found_by(&started, &token, search).await, ["R&D Office"], "{search}");
    }
    started.policy(json!({"searchDecodesTwice": false})).await;
    assert_eq!(found_by(&started, &token, "R%26D").await, ["R&D Office"]);
}

#[tokio::test]
async fn a_search_takes_ideographs_apart_or_not() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    rename(&started, &token, GRADY, "王小明").await;
    for (apart, part) in [(false, vec![]), (true, vec!["王小明"])] {
        started.policy(json!({"searchSplitsIdeographs": apart})).await;
        assert_eq!(found_by(&started, &token, "王").await, ["王小明"]);
        assert_eq!(found_by(&started, &token, "小明").await, part);
        assert!(found_by(&started, &token, "小王子").await.is_empty());
        assert_eq!(found_by(&started, &token, "vance").await, ["Adele Vance"]);
    }
}
