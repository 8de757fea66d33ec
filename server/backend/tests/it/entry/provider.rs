//! The authority's documents: wrong, large, late, changed.

use std::sync::Arc;

use backend::clock::RandomIds;
use backend::provider::{AuthorityError, Provider};
use serde_json::json;
use wiremock::ResponseTemplate;

use super::authority::{first, second};
use super::world::{Browser, World, location, problem};

fn provider(world: &World) -> Provider {
    let entra = world.config.entra.clone().unwrap();
    Provider::new(entra, graph::http_client(&[]).unwrap(), Arc::new(world.clock.clone()), Arc::new(RandomIds))
}

#[tokio::test]
async fn metadata_that_is_not_taken() {
    let world = World::new().await;
    let good = world.authority.metadata();
    let with = |name: &str, value: &str| {
        let mut changed = good.clone();
        changed[name] = json!(value);
        ResponseTemplate::new(200).set_body_json(changed)
    };
    let without = |name: &str| {
        let mut changed = good.clone();
        changed.as_object_mut().unwrap().remove(name);
        ResponseTemplate::new(200).set_body_json(changed)
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
        ResponseTemplate::new(200).set_body_json(large),
        ResponseTemplate::new(200).set_body_string("<html>"),
        ResponseTemplate::new(302).insert_header("location", "https://evil.example/"),
        ResponseTemplate::new(404),
    ];
    for (at, answer) in rows.into_iter().enumerate() {
        world.authority.answers_discovery(answer);
        let result = provider(&world).metadata().await;
        assert!(matches!(result, Err(AuthorityError::Unreadable { .. })), "row {at}: {result:?}");
    }
    world.authority.says_of_itself(&without_sign_out(&good));
    assert_eq!(provider(&world).metadata().await.unwrap().end_session_endpoint, None);
}

fn without_sign_out(good: &serde_json::Value) -> serde_json::Value {
    let mut changed = good.clone();
    changed.as_object_mut().unwrap().remove("end_session_endpoint");
    changed
}

#[tokio::test]
async fn starting_while_the_authority_is_down() {
    let world = World::new().await;
    world.authority.answers_discovery(ResponseTemplate::new(503));
    let mut browser = Browser::default();
    let answer = browser.get(&world.app, "/sign-in/start?to=/items/1").await;
    assert_eq!(problem(&answer), "directory-unreachable");
    assert!(location(&answer).contains("to=%2Fitems%2F1"));
    browser.get(&world.app, "/sign-in/start").await;
    assert_eq!(world.authority.asked("openid-configuration").await.len(), 1, "not asked again at once");
    world.authority.says_of_itself(&world.authority.metadata());
    world.clock.advance(time::Duration::seconds(2));
    browser.begin(&world.app, "/").await;
}

#[tokio::test]
async fn an_old_document_stands_while_no_new_one_can_be_had() {
    let world = World::new().await;
    let provider = provider(&world);
    provider.metadata().await.unwrap();
    provider.metadata().await.unwrap();
    assert_eq!(world.authority.asked("openid-configuration").await.len(), 1, "kept");
    world.authority.answers_discovery(ResponseTemplate::new(500));
    world.clock.advance(time::Duration::hours(25));
    assert!(provider.metadata().await.is_ok());
    assert_eq!(world.authority.asked("openid-configuration").await.len(), 2, "but looked for");
}

#[tokio::test]
async fn many_ask_and_one_fetches() {
    let world = World::new().await;
    let provider = Arc::new(provider(&world));
    let all: Vec<_> = (0..16)
        .map(|_| {
            let provider = Arc::clone(&provider);
            tokio::spawn(async move { provider.key("first").await.unwrap().is_some() })
        })
        .collect();
    for one in all {
        assert!(one.await.unwrap());
    }
    assert_eq!(world.authority.asked("openid-configuration").await.len(), 1);
    assert_eq!(world.authority.asked("/keys").await.len(), 1);
}

#[tokio::test]
async fn keys_roll() {
    let world = World::new().await;
    world.signed_in().await;
    world.clock.advance(time::Duration::minutes(1));
    world.authority.has_keys(&[second()]);
    let mut browser = Browser::default();
    let begun = browser.begin(&world.app, "/").await;
    world.authority.gives(Some(&second().sign(&world.claims(&begun))));
    assert_eq!(location(&browser.come_back(&world.app, &begun.state).await), "/");
    let begun = browser.begin(&world.app, "/").await;
    world.authority.gives(Some(&first().sign(&world.claims(&begun))));
    assert_eq!(
        problem(&browser.come_back(&world.app, &begun.state).await),
        "sign-in-failed",
        "the old key is gone"
    );
}

#[tokio::test]
async fn made_up_key_ids_do_not_make_us_ask_and_ask() {
    let world = World::new().await;
    let provider = provider(&world);
    for at in 0..50 {
        assert!(provider.key(&format!("made-up-{at}")).await.unwrap().is_none());
    }
    assert_eq!(world.authority.asked("/keys").await.len(), 1);
    world.clock.advance(time::Duration::seconds(31));
    for at in 0..50 {
        assert!(provider.key(&format!("made-up-{at}")).await.unwrap().is_none());
    }
    assert_eq!(world.authority.asked("/keys").await.len(), 2);
}

#[tokio::test]
async fn keys_that_are_not_for_this() {
    let world = World::new().await;
    let change = |name: &str, value: serde_json::Value| {
        let mut jwk = first().jwk();
        jwk[name] = value;
        jwk
    };
    let issuer = world.authority.issuer();
    let rows = [
        (change("use", json!("enc")), false),
        (change("kty", json!("EC")), false),
        (change("alg", json!("RS512")), false),
        (change("alg", json!("RS256")), true),
        (change("n", json!("%%%")), false),
        (change("issuer", json!("https://login.microsoftonline.com/other/v2.0")), false),
        (change("issuer", json!(issuer)), true),
        (change("issuer", json!(format!("{}/{{tenantid}}/v2.0", world.authority.origin()))), true),
        (change("unknown", json!([1, 2])), true),
    ];
    for (jwk, taken) in rows {
        let set = json!({ "keys": [{ "kty": "oct", "k": "x" }, "no key", jwk] });
        world.authority.answers_keys(ResponseTemplate::new(200).set_body_json(&set));
        assert_eq!(provider(&world).key("first").await.unwrap().is_some(), taken, "{set}");
    }
    world.authority.answers_keys(ResponseTemplate::new(200).set_body_string("[]"));
    assert!(matches!(provider(&world).key("first").await, Err(AuthorityError::Unreadable { .. })));
}

#[tokio::test]
async fn what_is_logged_of_a_refusal_names_nobody() {
    let world = World::new().await;
    world.authority.refuses("invalid_grant");
    let error = provider(&world).exchange(backend::provider::Exchange::Application).await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("invalid_grant") && shown.contains("70008"), "{shown}");
    assert!(!shown.contains("canary") && !shown.contains('@'), "{shown}");
}
