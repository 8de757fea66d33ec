//! Entra ID: its documents, tokens and refusals.

use serde_json::{Value, json};

use super::{hold, hold_json, whole};
use crate::{
    harness::{ADELE, Answer, GRADY, TestEmulator, location, start_emulator},
    sign_in::claims,
};

/// The answer of the token endpoint, with what stands in its tokens.
fn opened(mut tokens: Value) -> Value {
    for name in ["access_token", "id_token"] {
        if let Some(token) = tokens[name].as_str() {
            let mut inside = claims(token);
            for random in ["aio", "rh", "uti", "sid", "xms_tdbr", "at_hash", "c_hash"] {
                if let Some(value) = inside.get_mut(random) {
                    *value = json!("[random]");
                }
            }
            tokens[name] = inside;
        }
    }
    if tokens["refresh_token"].is_string() {
        tokens["refresh_token"] = json!("[refresh token]");
    }
    tokens
}

#[tokio::test]
async fn the_tokens_of_a_member_a_guest_and_an_application() {
    let started = start_emulator().await;
    hold_json(&started, "tokens_of_a_member", &opened(started.tokens(ADELE).await));
    hold_json(&started, "tokens_of_a_guest", &opened(started.tokens(GRADY).await));
    let daemon = json!({ "access_token": started.application("daemon").await });
    hold_json(&started, "token_of_an_application", &opened(daemon));
}

#[tokio::test]
async fn a_refusal_of_the_token_endpoint() {
    let started = start_emulator().await;
    let refused = Answer::of(started.redeem_code("1.nonsense").await).await;
    hold(&started, "entra_refusal", &whole(&refused));
    started.policy(json!({ "guestsNeedMfa": false })).await;
    let before = started.tokens(GRADY).await;
    started.policy(json!({ "guestsNeedMfa": true })).await;
    let challenged = started.refresh(before["refresh_token"].as_str().unwrap(), &[]).await;
    hold(&started, "entra_refusal_with_claims", &whole(&challenged));
}

/// The sentence of each number that a fault can name.
#[tokio::test]
async fn the_sentence_of_each_number() {
    let started = start_emulator().await;
    let code = started.code(ADELE, &[]).await;
    let mut all = String::new();
    for number in crate::entra_errors::numbers() {
        let fault =
            json!([{ "on": { "path": "/*/oauth2/v2.0/token" }, "effect": { "aadsts": number }, "times": 1 }]);
        started.emulator.set_faults(serde_json::from_value(fault).unwrap());
        let answer = Answer::of(started.redeem_code(&code).await).await;
        let description = answer.body["error_description"].as_str().unwrap();
        let sentence = description.split("\r\n").next().unwrap();
        all += &format!("{} {} {sentence}\n", answer.status, answer.body["error"].as_str().unwrap());
    }
    hold(&started, "entra_sentences", &all);
}

async fn sent_back(started: &TestEmulator, extra: &[(&str, &str)]) -> String {
    let back = location(&started.authorize(extra).await);
    let pairs =
        back.query_pairs().map(|(name, value)| format!("  {name}={value}\n").replace("\r\n", "\n    "));
    format!("{extra:?}\n{}\n", pairs.collect::<String>())
}

/// What the application is told at its own address.
#[tokio::test]
async fn the_refusals_that_go_back_to_the_application() {
    let started = start_emulator().await;
    let mut all = String::new();
    for extra in [
        [("prompt", "none")],
        [("response_type", "nonsense")],
        [("scope", "openid Nonsense.Read")],
        [("prompt", "nonsense")],
        [("code_challenge_method", "nonsense")],
    ] {
        all += &sent_back(&started, &extra).await;
    }
    hold(&started, "entra_sent_back", &all);
}
