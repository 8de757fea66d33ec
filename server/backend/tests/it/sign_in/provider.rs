//! The authority's documents: wrong, large, late, changed.

use std::sync::Arc;

use backend::clock::RandomIds;
use backend::oidc_provider::{AuthorityError, OidcProvider};
use serde_json::json;

use super::app::{SignInApp, location, problem};
use super::authority::{Says, first, second};

fn provider(app: &SignInApp) -> OidcProvider {
    let entra = app.config.entra.clone().unwrap();
    OidcProvider::new(
        entra,
        graph::http_client(&[]).unwrap(),
        Arc::new(app.clock.clone()),
        Arc::new(RandomIds),
    )
}

#[tokio::test]
async fn metadata_that_is_not_taken() {
    let app = SignInApp::new().await;
    let good = app.authority.metadata();
    let with = |name: &str, value: &str| {
        let mut changed = good.clone();
        changed[name] = json!(value);
        Says::status(200).json(&changed)
    };
    let without = |name: &str| {
        let mut changed = good.clone();
        changed.as_object_mut().unwrap().remove(name);
        Says::status(200).json(&changed)
    };
    let mut large = good.clone();
    large["padding"] = json!("x".repeat(300_000));
    let rows = [
        with("issuer", "https://login.microsoftonline.com/{tenantid}/v2.0"),
        with("issuer", "https://evil.example/v2.0"),
        with("token_endpoint", "https://evil.example/token"),
        with("authorization_endpoint", "https://evil.example/authorize"),
        with("jwks_uri", "https://evil.example/keys"),
        with("end_session_endpoint", "https://evil.example/logout"),
        with("jwks_uri", "not an address"),
        without("issuer"),
        without("token_endpoint"),
        without("jwks_uri"),
        Says::status(200).json(&large),
        Says::status(200).text("<html>"),
        Says::status(302).header("location", "https://evil.example/"),
        Says::status(404),
    ];
    for (at, answer) in rows.into_iter().enumerate() {
        app.authority.answers_discovery(answer);
        let result = provider(&app).metadata().await;
        assert!(matches!(result, Err(AuthorityError::Unreadable { .. })), "row {at}: {result:?}");
    }
    app.authority.says_of_itself(&without_sign_out(&good));
    assert_eq!(provider(&app).metadata().await.unwrap().end_session_endpoint, None);
}

fn without_sign_out(good: &serde_json::Value) -> serde_json::Value {
    let mut changed = good.clone();
    changed.as_object_mut().unwrap().remove("end_session_endpoint");
    changed
}

#[tokio::test]
async fn starting_while_the_authority_is_down() {
    let app = SignInApp::new().await;
    app.authority.answers_discovery(Says::status(503));
    let mut browser = app.browser();
    let answer = browser.get("/sign-in/start?to=/items/1").await;
    assert_eq!(problem(&answer), "directory-unreachable");
    assert!(location(&answer).contains("to=%2Fitems%2F1"));
    browser.get("/sign-in/start").await;
    assert_eq!(app.authority.asked("openid-configuration").len(), 1, "not asked again at once");
    app.authority.says_of_itself(&app.authority.metadata());
    app.clock.advance(time::Duration::seconds(2));
    browser.begin("/").await;
}

#[tokio::test]
async fn an_old_document_stands_while_no_new_one_can_be_had() {
    let app = SignInApp::new().await;
    let provider = provider(&app);
    provider.metadata().await.unwrap();
    provider.metadata().await.unwrap();
    assert_eq!(app.authority.asked("openid-configuration").len(), 1, "kept");
    app.authority.answers_discovery(Says::status(500));
    app.clock.advance(time::Duration::hours(25));
    assert!(provider.metadata().await.is_ok());
    assert_eq!(app.authority.asked("openid-configuration").len(), 2, "but looked for");
}

#[tokio::test]
async fn many_ask_and_one_fetches() {
    let app = SignInApp::new().await;
    let provider = Arc::new(provider(&app));
    let all: Vec<_> = (0..16)
        .map(|_| {
            let provider = Arc::clone(&provider);
            tokio::spawn(async move { provider.key(&first().kid).await.unwrap().is_some() })
        })
        .collect();
    for one in all {
        assert!(one.await.unwrap());
    }
    assert_eq!(app.authority.asked("openid-configuration").len(), 1);
    assert_eq!(app.authority.asked("/keys").len(), 1);
}

#[tokio::test]
async fn keys_roll() {
    let app = SignInApp::new().await;
    app.signed_in().await;
    app.clock.advance(time::Duration::minutes(1));
    app.authority.has_keys(&[second()]);
    let mut browser = app.browser();
    let begun = browser.begin("/").await;
    app.authority.gives(Some(&second().sign(&app.claims(&begun))));
    assert_eq!(location(&browser.come_back(&begun.state).await), "/");
    let begun = browser.begin("/").await;
    app.authority.gives(Some(&first().sign(&app.claims(&begun))));
    assert_eq!(problem(&browser.come_back(&begun.state).await), "sign-in-failed", "the old key is gone");
}

#[tokio::test]
async fn made_up_key_ids_do_not_make_us_ask_and_ask() {
    let app = SignInApp::new().await;
    let provider = provider(&app);
    for at in 0..50 {
        assert!(provider.key(&format!("made-up-{at}")).await.unwrap().is_none());
    }
    assert_eq!(app.authority.asked("/keys").len(), 1);
    app.clock.advance(time::Duration::seconds(31));
    for at in 0..50 {
        assert!(provider.key(&format!("made-up-{at}")).await.unwrap().is_none());
    }
    assert_eq!(app.authority.asked("/keys").len(), 2);
}

#[tokio::test]
async fn keys_that_are_not_for_this() {
    let app = SignInApp::new().await;
    let change = |name: &str, value: serde_json::Value| {
        let mut jwk = first().jwk();
        jwk[name] = value;
        jwk
    };
    let issuer = app.authority.issuer();
    let rows = [
        (change("use", json!("enc")), false),
        (change("kty", json!("EC")), false),
        (change("alg", json!("RS512")), false),
        (change("alg", json!("RS256")), true),
        (change("n", json!("%%%")), false),
        (change("issuer", json!("https://login.microsoftonline.com/other/v2.0")), false),
        (change("issuer", json!(issuer)), true),
        (change("issuer", json!(format!("{}/{{tenantid}}/v2.0", app.authority.origin()))), true),
        (change("unknown", json!([1, 2])), true),
    ];
    for (jwk, taken) in rows {
        let set = json!({ "keys": [{ "kty": "oct", "k": "x" }, "no key", jwk] });
        app.authority.answers_keys(Says::status(200).json(&set));
        assert_eq!(provider(&app).key(&first().kid).await.unwrap().is_some(), taken, "{set}");
    }
    app.authority.answers_keys(Says::status(200).text("[]"));
    assert!(matches!(provider(&app).key(&first().kid).await, Err(AuthorityError::Unreadable { .. })));
}

#[tokio::test]
async fn what_is_logged_of_a_refusal_names_nobody() {
    let app = SignInApp::new().await;
    app.authority.refuses("invalid_grant");
    let error = provider(&app).exchange(backend::oidc_provider::Exchange::Application).await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("invalid_grant") && shown.contains("70008"), "{shown}");
    assert!(!shown.contains("canary") && !shown.contains('@'), "{shown}");
}
