//! Entra ID: its documents, tokens and refusals.

use serde_json::{Value, json};

use super::{hold, hold_json, whole};
use crate::{
    harness::{ADELE, Answer, GRADY, Hall, hall, location},
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
    let hall = hall().await;
    hold_json(&hall, "tokens_of_a_member", &opened(hall.tokens(ADELE).await));
    hold_json(&hall, "tokens_of_a_guest", &opened(hall.tokens(GRADY).await));
    let daemon = json!({ "access_token": hall.application("daemon").await });
    hold_json(&hall, "token_of_an_application", &opened(daemon));
}

#[tokio::test]
async fn a_refusal_of_the_token_endpoint() {
    let hall = hall().await;
    let refused = Answer::of(hall.redeem_code("1.nonsense").await).await;
    hold(&hall, "entra_refusal", &whole(&refused));
    hall.policy(json!({ "guestsNeedMfa": false })).await;
    let before = hall.tokens(GRADY).await;
    hall.policy(json!({ "guestsNeedMfa": true })).await;
    let challenged = hall.refresh(before["refresh_token"].as_str().unwrap(), &[]).await;
    hold(&hall, "entra_refusal_with_claims", &whole(&challenged));
}

/// The sentence of each number that a fault can name.
#[tokio::test]
async fn the_sentence_of_each_number() {
    let hall = hall().await;
    let code = hall.code(ADELE, &[]).await;
    let mut all = String::new();
    for number in crate::entra_errors::numbers() {
        let fault =
            json!([{ "on": { "path": "/*/oauth2/v2.0/token" }, "effect": { "aadsts": number }, "times": 1 }]);
        hall.emulator.set_faults(serde_json::from_value(fault).unwrap());
        let answer = Answer::of(hall.redeem_code(&code).await).await;
        let description = answer.body["error_description"].as_str().unwrap();
        let sentence = description.split("\r\n").next().unwrap();
        all += &format!("{} {} {sentence}\n", answer.status, answer.body["error"].as_str().unwrap());
    }
    hold(&hall, "entra_sentences", &all);
}

async fn sent_back(hall: &Hall, extra: &[(&str, &str)]) -> String {
    let back = location(&hall.authorize(extra).await);
    let pairs =
        back.query_pairs().map(|(name, value)| format!("  {name}={value}\n").replace("\r\n", "\n    "));
    format!("{extra:?}\n{}\n", pairs.collect::<String>())
}

/// What the application is told at its own address.
#[tokio::test]
async fn the_refusals_that_go_back_to_the_application() {
    let hall = hall().await;
    let mut all = String::new();
    for extra in [
        [("prompt", "none")],
        [("response_type", "nonsense")],
        [("scope", "openid Nonsense.Read")],
        [("prompt", "nonsense")],
        [("code_challenge_method", "nonsense")],
    ] {
        all += &sent_back(&hall, &extra).await;
    }
    hold(&hall, "entra_sent_back", &all);
}
