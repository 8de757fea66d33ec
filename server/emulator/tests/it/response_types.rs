//! Answers with tokens in them, and redirect addresses of scripts.

use std::collections::HashMap;

use aws_lc_rs::digest;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use reqwest::Response;
use serde_json::{Value, json};

use crate::harness::{ADELE, Answer, TestEmulator, VERIFIER, location, start_emulator};
use crate::sign_in::claims;

fn fragment(back: &Response) -> HashMap<String, String> {
    let fragment = location(back).fragment().unwrap_or_default().to_owned();
    url::form_urlencoded::parse(fragment.as_bytes()).into_owned().collect()
}

/// The left half of the hash of a neighbour (OIDC Core 1.0, section 3.3.2.11).
fn half(neighbour: &str) -> String {
    URL_SAFE_NO_PAD.encode(&digest::digest(&digest::SHA256, neighbour.as_bytes()).as_ref()[..16])
}

#[tokio::test]
async fn tokens_come_in_the_fragment_with_the_hashes_of_their_neighbours() {
    let started = start_emulator().await;
    let refused = fragment(&started.authorize(&[("response_type", "id_token")]).await);
    assert_eq!(refused["error"], "unsupported_response_type", "not before the registration allows it");
    started.register("vestibule", json!({ "enableIdTokenIssuance": true })).await;
    let only = fragment(&started.arrive(ADELE, &[("response_type", "id_token")]).await);
    assert!(!only.contains_key("code") && only["state"] == "a state&=");
    assert_eq!(claims(&only["id_token"])["nonce"], "a-nonce");
    let hybrid = fragment(&started.authorize(&[("response_type", "code id_token")]).await);
    assert_eq!(claims(&hybrid["id_token"])["c_hash"], half(&hybrid["code"]));
    assert_eq!(started.redeem_code(&hybrid["code"]).await.status(), 200);
    let implicit = fragment(&started.authorize(&[("response_type", "id_token token")]).await);
    assert_eq!(claims(&implicit["id_token"])["at_hash"], half(&implicit["access_token"]));
    assert_eq!(started.get("/me", &implicit["access_token"]).await.status, 200);
    let posted =
        started.authorize(&[("response_type", "code id_token"), ("response_mode", "form_post")]).await;
    let page = posted.text().await.unwrap();
    assert!(page.contains("name=\"id_token\"") && page.contains("name=\"code\""));
    for (extra, number) in [
        ([("response_mode", "query"), ("nonce", "n")], "AADSTS70007"),
        ([("nonce", ""), ("state", "s")], "AADSTS900144"),
    ] {
        let refused = started.authorize(&[&[("response_type", "id_token")], &extra[..]].concat()).await;
        let url = location(&refused);
        assert!(url.as_str().contains(number), "{url}");
    }
}

const SCRIPT: &str = "http://localhost:5173/";

async fn redeem(started: &TestEmulator, form: &[(&str, &str)], origin: bool) -> Answer {
    let mut request = started.browser.post(started.endpoint("token")).form(form);
    if origin {
        request = request.header("origin", "http://localhost:5173");
    }
    Answer::of(request.send().await.unwrap()).await
}

#[tokio::test]
async fn a_script_redeems_with_its_origin_and_signs_in_anew_each_day() {
    let started = start_emulator().await;
    started.register("public", json!({ "spaRedirectUris": [SCRIPT] })).await;
    let id = started.client("public").client_id.to_string();
    let code = started.code(ADELE, &[("client_id", &id), ("redirect_uri", SCRIPT)]).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", id.as_str()),
        ("code", &code),
        ("redirect_uri", SCRIPT),
        ("code_verifier", VERIFIER),
    ];
    redeem(&started, &form, false).await.entra_refused(400, "invalid_request", 9_002_327);
    let tokens = redeem(&started, &form, true).await;
    assert_eq!(tokens.status, 200, "{}", tokens.text);
    let refresh = async |tokens: &Value| {
        let token = tokens["refresh_token"].as_str().unwrap();
        let form = [("grant_type", "refresh_token"), ("client_id", id.as_str()), ("refresh_token", token)];
        redeem(&started, &form, true).await
    };
    started.advance(23 * 60 * 60 * 1000).await;
    let later = refresh(&tokens.body).await;
    assert_eq!(later.status, 200);
    started.advance(2 * 60 * 60 * 1000).await;
    refresh(&later.body).await.entra_refused(400, "invalid_grant", 700_084);
}

#[tokio::test]
async fn a_code_is_not_redeemed_with_an_empty_scope() {
    let started = start_emulator().await;
    let code = started.code(ADELE, &[]).await;
    let client = started.client("vestibule");
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", &client.client_id.to_string()),
        ("client_secret", client.client_secret.as_deref().unwrap()),
        ("code", &code),
        ("redirect_uri", crate::harness::CALLBACK),
        ("code_verifier", VERIFIER),
        ("scope", " "),
    ];
    redeem(&started, &form, false).await.entra_refused(400, "invalid_grant", 28_003);
    assert_eq!(started.redeem_code(&code).await.status(), 200, "the code is still good");
}
