//! Tokens are refreshed once, whoever asks.

use std::sync::Arc;
use std::time::Duration;

use backend::clock::RandomIds;
use backend::directory::DelegatedGrants;
use backend::oidc_provider::{OidcProvider, Tokens};
use backend::token_vault::{ApplicationTokens, TokenVault};
use contract::{EntraUserId, TenantId};
use graph::{TokenError, TokenProvider as _};
use secrecy::ExposeSecret as _;
use serde_json::json;
use storage::{Storage, tokens};

use super::app::SignInApp;
use super::authority::{Says, TENANT, USER, field, forged};

pub fn vault_on(app: &SignInApp, storage: Storage) -> TokenVault {
    let entra = app.config.entra.clone().unwrap();
    let clock = Arc::new(app.clock.clone());
    let http = graph::http_client(&[]).unwrap();
    let provider = Arc::new(OidcProvider::new(entra, http, clock.clone(), Arc::new(RandomIds)));
    TokenVault::new(storage, app.config.secret_key.sealer(&RandomIds).unwrap(), clock, provider)
}

pub fn vault_of(app: &SignInApp) -> TokenVault {
    vault_on(app, app.storage.clone())
}

fn person() -> (TenantId, EntraUserId) {
    (TenantId::parse(TENANT).unwrap(), EntraUserId::parse(USER).unwrap())
}

async fn kept(app: &SignInApp, vault: &TokenVault) {
    kept_with(app, vault, "access-1").await;
}

async fn kept_with(app: &SignInApp, vault: &TokenVault, access: &str) {
    let (tenant, user) = person();
    let given = Tokens {
        access: access.into(),
        refresh: Some("refresh-1".into()),
        id_token: None,
        expires_in: Duration::from_hours(1),
    };
    let mut tx = app.storage.begin().await.unwrap();
    vault.put(&mut tx, &tenant, &user, &given).await.unwrap();
    tx.commit().await.unwrap();
}

async fn token(vault: &TokenVault) -> Result<String, TokenError> {
    let (tenant, user) = person();
    vault.of_person(&tenant, &user).token().await.map(|token| token.expose_secret().to_owned())
}

fn renewed(number: u8) -> Says {
    Says::status(200).json(&json!({
        "token_type": "Bearer", "expires_in": 3600,
        "access_token": format!("access-{number}"), "refresh_token": format!("refresh-{number}"),
    }))
}

async fn for_mail(vault: &TokenVault) -> Result<String, TokenError> {
    let (tenant, user) = person();
    vault.mail_of_person(&tenant, &user).token().await.map(|token| token.expose_secret().to_owned())
}

#[tokio::test]
async fn a_token_for_mail_is_asked_for_by_itself_and_kept_nowhere() {
    let app = SignInApp::new().await;
    let vault = vault_of(&app);
    assert_eq!(
        for_mail(&vault).await,
        Err(TokenError::SignInNeeded { claims: None }),
        "nobody has signed in"
    );
    kept(&app, &vault).await;
    app.authority.answers(renewed(2));
    assert_eq!(for_mail(&vault).await.unwrap(), "access-2");
    let asked = app.authority.asked("/token");
    assert_eq!(field(&asked[0], "refresh_token"), Some("refresh-1"));
    assert_eq!(field(&asked[0], "scope"), Some("offline_access https://graph.microsoft.com/Mail.Send"));
    assert_eq!(token(&vault).await.unwrap(), "access-1", "what sign-in gave is what else there is");
    app.authority.answers(renewed(3));
    assert_eq!(for_mail(&vault).await.unwrap(), "access-3", "each mail has a token of its own");
    assert_eq!(field(&app.authority.asked("/token")[1], "refresh_token"), Some("refresh-2"), "the newer one");
}

#[tokio::test]
async fn without_consent_there_is_no_token_for_mail_and_everything_else_goes_on() {
    let app = SignInApp::new().await;
    let vault = vault_of(&app);
    kept(&app, &vault).await;
    for body in
        [json!({ "error": "invalid_grant", "error_codes": [65001] }), json!({ "error": "consent_required" })]
    {
        app.authority.answers(Says::status(400).json(&body));
        assert!(matches!(for_mail(&vault).await, Err(TokenError::Refused { .. })), "{body}");
    }
    app.authority
        .answers(Says::status(400).json(&json!({ "error": "invalid_grant", "error_codes": [70008] })));
    assert_eq!(for_mail(&vault).await, Err(TokenError::SignInNeeded { claims: None }));
    assert_eq!(token(&vault).await.unwrap(), "access-1");
}

async fn for_looking_up(vault: &TokenVault) -> Result<String, TokenError> {
    let (tenant, user) = person();
    vault.directory_of_person(&tenant, &user).token().await.map(|token| token.expose_secret().to_owned())
}

#[tokio::test]
async fn a_token_for_looking_people_up_is_asked_for_by_itself_and_kept_as_long_as_it_is_good() {
    let app = SignInApp::new().await;
    let vault = vault_of(&app);
    kept(&app, &vault).await;
    app.authority.answers(renewed(2));
    for _ in 0..3 {
        assert_eq!(for_looking_up(&vault).await.unwrap(), "access-2");
    }
    let elsewhere = vault_of(&app);
    assert_eq!(for_looking_up(&elsewhere).await.unwrap(), "access-2", "another process has it, too");
    let asked = app.authority.asked("/token");
    assert_eq!(asked.len(), 1);
    assert_eq!(field(&asked[0], "scope"), Some("offline_access https://graph.microsoft.com/User.Read.All"));
    assert_eq!(token(&vault).await.unwrap(), "access-1", "what sign-in gave is what else there is");
    app.authority.answers(renewed(3));
    for_mail(&vault).await.unwrap();
    assert_eq!(for_looking_up(&vault).await.unwrap(), "access-2", "a token for mail leaves it as it is");
    app.clock.advance(time::Duration::minutes(59));
    app.authority.answers(renewed(4));
    assert_eq!(for_looking_up(&vault).await.unwrap(), "access-4");
    assert_eq!(
        field(&app.authority.asked("/token")[2], "refresh_token"),
        Some("refresh-3"),
        "the newest one"
    );
}

#[tokio::test]
async fn a_token_that_graph_refused_is_not_used_for_looking_up_again() {
    let app = SignInApp::new().await;
    let vault = vault_of(&app);
    kept(&app, &vault).await;
    let (tenant, user) = person();
    let tokens = vault.directory_of_person(&tenant, &user);
    app.authority.answers(renewed(2));
    tokens.token().await.unwrap();
    tokens.invalidate(None).await;
    app.authority.answers(renewed(3));
    assert_eq!(tokens.token().await.unwrap().expose_secret(), "access-3");
}

#[tokio::test]
async fn without_consent_the_authority_is_asked_once_a_minute_for_looking_up() {
    let app = SignInApp::new().await;
    let vault = vault_of(&app);
    kept(&app, &vault).await;
    let refusal = json!({ "error": "invalid_grant", "error_codes": [65001] });
    app.authority.answers(Says::status(400).json(&refusal));
    for _ in 0..5 {
        let refused = for_looking_up(&vault).await.unwrap_err();
        assert!(
            matches!(&refused, TokenError::Refused { code, .. } if code == "consent_required"),
            "{refused:?}"
        );
    }
    assert_eq!(app.authority.asked("/token").len(), 1);
    assert_eq!(token(&vault).await.unwrap(), "access-1", "everything else goes on");
    app.clock.advance(time::Duration::seconds(61));
    app.authority.answers(renewed(2));
    assert_eq!(for_looking_up(&vault).await.unwrap(), "access-2", "an administrator has agreed");
}

#[tokio::test]
async fn what_people_have_agreed_to_is_read_from_the_directory_or_else_from_the_callers_token() {
    const GRAPH: &str = "62090000-0001-4a57-8c11-5c0e10f0c0aa";
    let app = SignInApp::new().await;
    let (tenant, user) = person();
    let own = forged(&json!({}), &json!({ "scp": "openid User.Invite.All" }), b"signed");
    kept_with(&app, &vault_of(&app), &own).await;
    app.authority.answers(renewed(2));
    let directory = app.entry.directory();
    let of = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    let refusal =
        json!({ "error": { "code": "Authorization_RequestDenied", "message": "Insufficient privileges" } });
    app.authority.graph_says("/*/oauth2PermissionGrants", 403, &refusal);
    let seen = directory.delegated_grants(Some((&tenant, &user)), false).await;
    let for_some = of(&["openid", "User.Invite.All"]);
    assert_eq!(seen, DelegatedGrants { for_some: for_some.clone(), ..DelegatedGrants::default() });
    let nobodys = directory.delegated_grants(None, true).await;
    assert_eq!(nobodys, DelegatedGrants::default(), "no token is looked at");
    app.authority.answers(Says::status(400).json(&json!({ "error": "consent_required" })));
    let seen = directory.delegated_grants(Some((&tenant, &user)), true).await;
    assert_eq!(seen, DelegatedGrants { for_everybody: None, for_some, refused: of(&["User.Read.All"]) });

    let grant = |consent: &str, resource: &str, scope: &str| json!({ "id": scope, "clientId": USER, "consentType": consent, "resourceId": resource, "scope": scope });
    let grants = json!({ "value": [
        grant("AllPrincipals", GRAPH, "User.Read User.Invite.All"),
        grant("Principal", GRAPH, "Mail.Send"),
        grant("AllPrincipals", USER, "User.Read.All"),
    ] });
    app.authority.graph_says("/*/oauth2PermissionGrants", 200, &grants);
    app.authority.graph_says("/servicePrincipals*", 200, &json!({ "id": GRAPH }));
    let seen = directory.delegated_grants(Some((&tenant, &user)), true).await;
    let for_everybody = Some(of(&["User.Read", "User.Invite.All"]));
    let expected = DelegatedGrants { for_everybody, for_some: of(&["Mail.Send"]), refused: Vec::new() };
    assert_eq!(seen, expected, "of Graph alone");
    assert_eq!(directory.delegated_grants(None, true).await, expected, "whoever asks");
}

#[tokio::test]
async fn kept_while_more_than_two_minutes_are_left() {
    let app = SignInApp::new().await;
    let vault = vault_of(&app);
    assert_eq!(token(&vault).await, Err(TokenError::SignInNeeded { claims: None }), "nobody has signed in");
    kept(&app, &vault).await;
    assert_eq!(token(&vault).await.unwrap(), "access-1");
    app.clock.advance(time::Duration::minutes(57));
    assert_eq!(token(&vault).await.unwrap(), "access-1");
    assert!(app.authority.asked("/token").is_empty());
    app.clock.advance(time::Duration::minutes(1));
    app.authority.answers(renewed(2));
    assert_eq!(token(&vault).await.unwrap(), "access-2");
    assert_eq!(token(&vault).await.unwrap(), "access-2");
    let asked = app.authority.asked("/token");
    assert_eq!(asked.len(), 1);
    assert_eq!(field(&asked[0], "grant_type"), Some("refresh_token"));
    assert_eq!(field(&asked[0], "refresh_token"), Some("refresh-1"));
    app.clock.advance(time::Duration::minutes(60));
    app.authority.answers(renewed(3));
    token(&vault).await.unwrap();
    let asked = app.authority.asked("/token");
    assert_eq!(field(&asked[1], "refresh_token"), Some("refresh-2"), "the newest one");
}

#[tokio::test]
async fn many_ask_in_two_processes_and_one_refreshes() {
    let app = SignInApp::new().await;
    let url = app.db.url.clone();
    let (one, other) = (vault_of(&app), vault_on(&app, Storage::connect(&url).await.unwrap()));
    kept(&app, &one).await;
    app.clock.advance(time::Duration::hours(2));
    app.authority.answers(renewed(2).after(Duration::from_millis(300)));
    let all: Vec<_> = (0..32)
        .map(|at| {
            let vault = if at % 2 == 0 { one.clone() } else { other.clone() };
            tokio::spawn(async move { token(&vault).await })
        })
        .collect();
    for one in all {
        assert_eq!(one.await.unwrap().unwrap(), "access-2");
    }
    assert_eq!(app.authority.asked("/token").len(), 1);
}

#[tokio::test]
async fn a_process_that_died_while_refreshing_is_not_waited_for() {
    let app = SignInApp::new().await;
    let vault = vault_of(&app);
    kept(&app, &vault).await;
    app.clock.advance(time::Duration::hours(2));
    let row = tokens::load(&app.storage, TENANT, USER).await.unwrap().unwrap();
    let now = backend::clock::Clock::now_ms(&app.clock);
    let mut tx = app.storage.begin().await.unwrap();
    assert!(tokens::claim_refresh(&mut tx, TENANT, USER, row.version, now, now + 60_000).await.unwrap());
    tx.commit().await.unwrap();
    app.clock.advance(time::Duration::seconds(61));
    app.authority.answers(renewed(2));
    assert_eq!(token(&vault).await.unwrap(), "access-2");
}

#[tokio::test]
async fn who_must_sign_in_again_and_who_must_wait() {
    let app = SignInApp::new().await;
    for (answer, expected) in [
        ("invalid_grant", TokenError::SignInNeeded { claims: None }),
        ("interaction_required", TokenError::SignInNeeded { claims: None }),
        ("invalid_client", refused("invalid_client")),
    ] {
        let vault = vault_of(&app);
        kept(&app, &vault).await;
        app.clock.advance(time::Duration::hours(2));
        app.authority.refuses(answer);
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
    let app = SignInApp::new().await;
    let vault = vault_of(&app);
    kept(&app, &vault).await;
    app.clock.advance(time::Duration::hours(2));
    app.authority.refuses("invalid_grant");
    for _ in 0..5 {
        assert!(matches!(token(&vault).await, Err(TokenError::SignInNeeded { .. })));
    }
    assert_eq!(app.authority.asked("/token").len(), 1);
    kept(&app, &vault).await;
    assert_eq!(token(&vault).await.unwrap(), "access-1", "a new sign-in mends it");
}

#[tokio::test]
async fn trouble_passes() {
    let app = SignInApp::new().await;
    let vault = vault_of(&app);
    kept(&app, &vault).await;
    app.clock.advance(time::Duration::hours(2));
    app.authority.answers(Says::status(503).header("retry-after", "7"));
    let found = token(&vault).await.unwrap_err();
    let seven = Some(Duration::from_secs(7));
    assert!(
        matches!(found, TokenError::Unavailable { retry_after, .. } if retry_after == seven),
        "{found:?}"
    );
    app.authority.answers(renewed(2));
    assert_eq!(token(&vault).await.unwrap(), "access-2", "the claim was given back");
}

#[tokio::test]
async fn a_token_that_graph_refused_is_renewed_with_its_claims() {
    let app = SignInApp::new().await;
    let vault = vault_of(&app);
    kept(&app, &vault).await;
    let (tenant, user) = person();
    let tokens = vault.of_person(&tenant, &user);
    assert_eq!(tokens.token().await.unwrap().expose_secret(), "access-1");
    let challenge = r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#;
    tokens.invalidate(Some(challenge)).await;
    assert_eq!(vault.challenge(&tenant, &user).await.unwrap().as_deref(), Some(challenge));
    app.authority.answers(renewed(2));
    assert_eq!(tokens.token().await.unwrap().expose_secret(), "access-2");
    assert_eq!(field(&app.authority.asked("/token")[0], "claims"), Some(challenge));
    assert_eq!(tokens.token().await.unwrap().expose_secret(), "access-2");
    assert_eq!(vault.challenge(&tenant, &user).await.unwrap(), None, "new tokens answer it");

    tokens.invalidate(None).await;
    app.authority.answers(Says::status(400).json(&json!({
        "error": "interaction_required", "claims": challenge,
    })));
    let needed = TokenError::SignInNeeded { claims: Some(challenge.to_owned()) };
    assert_eq!(tokens.token().await.unwrap_err(), needed);
    assert_eq!(tokens.token().await.unwrap_err(), needed);
    assert_eq!(vault.challenge(&tenant, &user).await.unwrap().as_deref(), Some(challenge));
}

#[tokio::test]
async fn a_refresh_that_comes_late_does_not_undo_a_sign_out() {
    let app = SignInApp::new().await;
    let vault = vault_of(&app);
    kept(&app, &vault).await;
    app.clock.advance(time::Duration::hours(2));
    app.authority.answers(renewed(2).after(Duration::from_millis(400)));
    let slow = tokio::spawn(async move { token(&vault).await });
    while app.authority.asked("/token").is_empty() {
        tokio::task::yield_now().await;
    }
    let mut tx = app.storage.begin().await.unwrap();
    tokens::delete(&mut tx, TENANT, USER).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(slow.await.unwrap(), Err(TokenError::SignInNeeded { claims: None }));
    assert!(tokens::load(&app.storage, TENANT, USER).await.unwrap().is_none());
}

#[tokio::test]
async fn another_persons_row_does_not_open() {
    let app = SignInApp::new().await;
    let vault = vault_of(&app);
    kept(&app, &vault).await;
    let other = "0b0b0b0b-0000-4000-8000-000000000009";
    let mut row = tokens::load(&app.storage, TENANT, USER).await.unwrap().unwrap();
    row.user = other.to_owned();
    let mut tx = app.storage.begin().await.unwrap();
    tokens::put(&mut tx, &row).await.unwrap();
    tx.commit().await.unwrap();
    let thief = vault.of_person(&person().0, &EntraUserId::parse(other).unwrap());
    assert_eq!(thief.token().await.unwrap_err(), TokenError::SignInNeeded { claims: None });
}

#[tokio::test]
async fn the_application_asks_once_too() {
    let app = SignInApp::new().await;
    let entra = app.config.entra.clone().unwrap();
    let clock = Arc::new(app.clock.clone());
    let http = graph::http_client(&[]).unwrap();
    let provider = Arc::new(OidcProvider::new(entra, http, clock.clone(), Arc::new(RandomIds)));
    let own = Arc::new(ApplicationTokens::new(provider, clock));
    app.authority.answers(renewed(1).after(Duration::from_millis(100)));
    let all: Vec<_> = (0..16)
        .map(|_| {
            let own = Arc::clone(&own);
            tokio::spawn(async move { own.token().await.unwrap().expose_secret().to_owned() })
        })
        .collect();
    for one in all {
        assert_eq!(one.await.unwrap(), "access-1");
    }
    let asked = app.authority.asked("/token");
    assert_eq!(asked.len(), 1);
    assert_eq!(field(&asked[0], "grant_type"), Some("client_credentials"));
    assert_eq!(field(&asked[0], "scope"), Some("https://graph.microsoft.com/.default"));
    app.authority.answers(renewed(2));
    own.invalidate(None).await;
    assert_eq!(own.token().await.unwrap().expose_secret(), "access-2");
    app.clock.advance(time::Duration::minutes(56));
    app.authority.answers(renewed(3));
    assert_eq!(own.token().await.unwrap().expose_secret(), "access-3", "five minutes before it ends");
}
