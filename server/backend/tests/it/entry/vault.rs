//! Tokens are refreshed once, whoever asks.

use std::sync::Arc;
use std::time::Duration;

use backend::clock::RandomIds;
use backend::provider::{Provider, Tokens};
use backend::vault::{ApplicationTokens, Vault};
use contract::{EntraUserId, TenantId};
use graph::{TokenError, TokenProvider as _};
use secrecy::ExposeSecret as _;
use serde_json::json;
use storage::{Storage, tokens};
use wiremock::ResponseTemplate;

use super::authority::{TENANT, USER, field};
use super::world::World;

pub fn vault_on(world: &World, storage: Storage) -> Vault {
    let entra = world.config.entra.clone().unwrap();
    let clock = Arc::new(world.clock.clone());
    let http = graph::http_client(&[]).unwrap();
    let provider = Arc::new(Provider::new(entra, http, clock.clone(), Arc::new(RandomIds)));
    Vault::new(storage, world.config.secret_key.sealer(&RandomIds).unwrap(), clock, provider)
}

pub fn vault_of(world: &World) -> Vault {
    vault_on(world, world.storage.clone())
}

fn person() -> (TenantId, EntraUserId) {
    (TenantId::parse(TENANT).unwrap(), EntraUserId::parse(USER).unwrap())
}

async fn kept(world: &World, vault: &Vault) {
    let (tenant, user) = person();
    let given = Tokens {
        access: "access-1".into(),
        refresh: Some("refresh-1".into()),
        id_token: None,
        expires_in: Duration::from_hours(1),
    };
    let mut tx = world.storage.begin().await.unwrap();
    vault.put(&mut tx, &tenant, &user, &given).await.unwrap();
    tx.commit().await.unwrap();
}

async fn token(vault: &Vault) -> Result<String, TokenError> {
    let (tenant, user) = person();
    vault.of_person(&tenant, &user).token().await.map(|token| token.expose_secret().to_owned())
}

fn renewed(number: u8) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({
        "token_type": "Bearer", "expires_in": 3600,
        "access_token": format!("access-{number}"), "refresh_token": format!("refresh-{number}"),
    }))
}

#[tokio::test]
async fn kept_while_more_than_two_minutes_are_left() {
    let world = World::new().await;
    let vault = vault_of(&world);
    assert_eq!(token(&vault).await, Err(TokenError::SignInNeeded { claims: None }), "nobody has signed in");
    kept(&world, &vault).await;
    assert_eq!(token(&vault).await.unwrap(), "access-1");
    world.clock.advance(time::Duration::minutes(57));
    assert_eq!(token(&vault).await.unwrap(), "access-1");
    assert!(world.authority.asked("/token").await.is_empty());
    world.clock.advance(time::Duration::minutes(1));
    world.authority.answers(renewed(2));
    assert_eq!(token(&vault).await.unwrap(), "access-2");
    assert_eq!(token(&vault).await.unwrap(), "access-2");
    let asked = world.authority.asked("/token").await;
    assert_eq!(asked.len(), 1);
    assert_eq!(field(&asked[0], "grant_type"), Some("refresh_token"));
    assert_eq!(field(&asked[0], "refresh_token"), Some("refresh-1"));
    world.clock.advance(time::Duration::minutes(60));
    world.authority.answers(renewed(3));
    token(&vault).await.unwrap();
    let asked = world.authority.asked("/token").await;
    assert_eq!(field(&asked[1], "refresh_token"), Some("refresh-2"), "the newest one");
}

#[tokio::test]
async fn many_ask_in_two_processes_and_one_refreshes() {
    let world = World::new().await;
    let url = format!("sqlite://{}", world.folder.path().join("v.db").display());
    let (one, other) = (vault_of(&world), vault_on(&world, Storage::connect(&url).await.unwrap()));
    kept(&world, &one).await;
    world.clock.advance(time::Duration::hours(2));
    world.authority.answers(renewed(2).set_delay(Duration::from_millis(300)));
    let all: Vec<_> = (0..32)
        .map(|at| {
            let vault = if at % 2 == 0 { one.clone() } else { other.clone() };
            tokio::spawn(async move { token(&vault).await })
        })
        .collect();
    for one in all {
        assert_eq!(one.await.unwrap().unwrap(), "access-2");
    }
    assert_eq!(world.authority.asked("/token").await.len(), 1);
}

#[tokio::test]
async fn a_process_that_died_while_refreshing_is_not_waited_for() {
    let world = World::new().await;
    let vault = vault_of(&world);
    kept(&world, &vault).await;
    world.clock.advance(time::Duration::hours(2));
    let row = tokens::load(&world.storage, TENANT, USER).await.unwrap().unwrap();
    let now = backend::clock::Clock::now_ms(&world.clock);
    let mut tx = world.storage.begin().await.unwrap();
    assert!(tokens::claim_refresh(&mut tx, TENANT, USER, row.version, now, now + 45_000).await.unwrap());
    tx.commit().await.unwrap();
    world.clock.advance(time::Duration::seconds(46));
    world.authority.answers(renewed(2));
    assert_eq!(token(&vault).await.unwrap(), "access-2");
}

#[tokio::test]
async fn who_must_sign_in_again_and_who_must_wait() {
    let world = World::new().await;
    for (answer, expected) in [
        ("invalid_grant", TokenError::SignInNeeded { claims: None }),
        ("interaction_required", TokenError::SignInNeeded { claims: None }),
        ("invalid_client", refused("invalid_client")),
    ] {
        let vault = vault_of(&world);
        kept(&world, &vault).await;
        world.clock.advance(time::Duration::hours(2));
        world.authority.refuses(answer);
        let found = token(&vault).await.unwrap_err();
        match (&found, &expected) {
            (TokenError::Refused { code, .. }, TokenError::Refused { code: wanted, .. }) => {
                assert_eq!(code, wanted);
            }
            _ => assert_eq!(found, expected, "{answer}"),
        }
        assert!(!format!("{found:?}").contains("canary"), "{found:?}");
    }
}

fn refused(code: &str) -> TokenError {
    TokenError::Refused { code: code.to_owned(), detail: String::new() }
}

#[tokio::test]
async fn a_spent_refresh_token_is_asked_about_once() {
    let world = World::new().await;
    let vault = vault_of(&world);
    kept(&world, &vault).await;
    world.clock.advance(time::Duration::hours(2));
    world.authority.refuses("invalid_grant");
    for _ in 0..5 {
        assert!(matches!(token(&vault).await, Err(TokenError::SignInNeeded { .. })));
    }
    assert_eq!(world.authority.asked("/token").await.len(), 1);
    kept(&world, &vault).await;
    assert_eq!(token(&vault).await.unwrap(), "access-1", "a new sign-in mends it");
}

#[tokio::test]
async fn trouble_passes() {
    let world = World::new().await;
    let vault = vault_of(&world);
    kept(&world, &vault).await;
    world.clock.advance(time::Duration::hours(2));
    world.authority.answers(ResponseTemplate::new(503).insert_header("retry-after", "7"));
    let found = token(&vault).await.unwrap_err();
    let seven = Some(Duration::from_secs(7));
    assert!(
        matches!(found, TokenError::Unavailable { retry_after, .. } if retry_after == seven),
        "{found:?}"
    );
    world.authority.answers(renewed(2));
    assert_eq!(token(&vault).await.unwrap(), "access-2", "the claim was given back");
}

#[tokio::test]
async fn a_token_that_graph_refused_is_renewed_with_its_claims() {
    let world = World::new().await;
    let vault = vault_of(&world);
    kept(&world, &vault).await;
    let (tenant, user) = person();
    let tokens = vault.of_person(&tenant, &user);
    assert_eq!(tokens.token().await.unwrap().expose_secret(), "access-1");
    let challenge = r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#;
    tokens.refused(Some(challenge)).await;
    assert_eq!(vault.challenge(&tenant, &user).await.unwrap().as_deref(), Some(challenge));
    world.authority.answers(renewed(2));
    assert_eq!(tokens.token().await.unwrap().expose_secret(), "access-2");
    assert_eq!(field(&world.authority.asked("/token").await[0], "claims"), Some(challenge));
    assert_eq!(tokens.token().await.unwrap().expose_secret(), "access-2");
    assert_eq!(vault.challenge(&tenant, &user).await.unwrap(), None, "new tokens answer it");

    tokens.refused(None).await;
    world.authority.answers(ResponseTemplate::new(400).set_body_json(json!({
        "error": "interaction_required", "claims": challenge,
    })));
    let needed = TokenError::SignInNeeded { claims: Some(challenge.to_owned()) };
    assert_eq!(tokens.token().await.unwrap_err(), needed);
    assert_eq!(tokens.token().await.unwrap_err(), needed);
    assert_eq!(vault.challenge(&tenant, &user).await.unwrap().as_deref(), Some(challenge));
}

#[tokio::test]
async fn a_refresh_that_comes_late_does_not_undo_a_sign_out() {
    let world = World::new().await;
    let vault = vault_of(&world);
    kept(&world, &vault).await;
    world.clock.advance(time::Duration::hours(2));
    world.authority.answers(renewed(2).set_delay(Duration::from_millis(400)));
    let slow = tokio::spawn(async move { token(&vault).await });
    while world.authority.asked("/token").await.is_empty() {
        tokio::task::yield_now().await;
    }
    let mut tx = world.storage.begin().await.unwrap();
    tokens::delete(&mut tx, TENANT, USER).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(slow.await.unwrap(), Err(TokenError::SignInNeeded { claims: None }));
    assert!(tokens::load(&world.storage, TENANT, USER).await.unwrap().is_none());
}

#[tokio::test]
async fn another_persons_row_does_not_open() {
    let world = World::new().await;
    let vault = vault_of(&world);
    kept(&world, &vault).await;
    let other = "0b0b0b0b-0000-4000-8000-000000000009";
    let mut row = tokens::load(&world.storage, TENANT, USER).await.unwrap().unwrap();
    row.user = other.to_owned();
    let mut tx = world.storage.begin().await.unwrap();
    tokens::put(&mut tx, &row).await.unwrap();
    tx.commit().await.unwrap();
    let thief = vault.of_person(&person().0, &EntraUserId::parse(other).unwrap());
    assert_eq!(thief.token().await.unwrap_err(), TokenError::SignInNeeded { claims: None });
}

#[tokio::test]
async fn the_application_asks_once_too() {
    let world = World::new().await;
    let entra = world.config.entra.clone().unwrap();
    let clock = Arc::new(world.clock.clone());
    let http = graph::http_client(&[]).unwrap();
    let provider = Arc::new(Provider::new(entra, http, clock.clone(), Arc::new(RandomIds)));
    let own = Arc::new(ApplicationTokens::new(provider, clock));
    world.authority.answers(renewed(1).set_delay(Duration::from_millis(100)));
    let all: Vec<_> = (0..16)
        .map(|_| {
            let own = Arc::clone(&own);
            tokio::spawn(async move { own.token().await.unwrap().expose_secret().to_owned() })
        })
        .collect();
    for one in all {
        assert_eq!(one.await.unwrap(), "access-1");
    }
    let asked = world.authority.asked("/token").await;
    assert_eq!(asked.len(), 1);
    assert_eq!(field(&asked[0], "grant_type"), Some("client_credentials"));
    assert_eq!(field(&asked[0], "scope"), Some("https://graph.microsoft.com/.default"));
    world.authority.answers(renewed(2));
    own.refused(None).await;
    assert_eq!(own.token().await.unwrap().expose_secret(), "access-2");
    world.clock.advance(time::Duration::minutes(56));
    world.authority.answers(renewed(3));
    assert_eq!(own.token().await.unwrap().expose_secret(), "access-3", "five minutes before it ends");
}
