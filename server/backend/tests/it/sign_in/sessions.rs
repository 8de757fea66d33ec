//! How sessions live and end.

use std::sync::Arc;

use backend::clock::{Clock as _, RandomIds, to_ms};
use sqlx::{Connection as _, SqliteConnection};
use storage::sessions::{self, SessionRow};
use time::Duration;

use super::app::{Browser, COOKIE, SignInApp, problem, routes};
use super::authority::{TENANT, USER, first};

#[tokio::test]
async fn eight_hours_without_a_request() {
    let app = SignInApp::new().await;
    let mut browser = app.signed_in().await;
    app.clock.advance(Duration::hours(7));
    assert_ne!(browser.who().await, "nobody");
    app.clock.advance(Duration::hours(7));
    assert_ne!(browser.who().await, "nobody", "each request keeps it");
    app.clock.advance(Duration::hours(8) + Duration::seconds(1));
    assert_eq!(browser.who().await, "nobody");
}

#[tokio::test]
async fn twenty_four_hours_at_most() {
    let app = SignInApp::new().await;
    let mut browser = app.signed_in().await;
    for _ in 0..3 {
        app.clock.advance(Duration::hours(7));
        assert_ne!(browser.who().await, "nobody");
    }
    app.clock.advance(Duration::hours(3) + Duration::seconds(1));
    assert_eq!(browser.who().await, "nobody");
}

/// An answer that is late, of another tab, must not bring an older session back: no page sends the cookie.
#[tokio::test]
async fn a_request_writes_every_few_minutes_and_never_sends_the_cookie() {
    let app = SignInApp::new().await;
    let mut browser = app.signed_in().await;
    let before = app.storage.usage();
    assert!(browser.get("/who").await.cookies().is_empty());
    let after = app.storage.usage();
    assert_eq!(after.transactions, before.transactions);
    assert_eq!(after.reads - before.reads, 1, "the session, and with it what is known of the account");
    app.clock.advance(Duration::minutes(6));
    assert!(browser.get("/who").await.cookies().is_empty());
    assert!(app.storage.usage().transactions > after.transactions);
    let now = app.storage.usage().transactions;
    browser.get("/who").await;
    assert_eq!(app.storage.usage().transactions, now);
}

#[tokio::test]
async fn nobody_gets_no_cookie() {
    let app = SignInApp::new().await;
    let mut browser = app.browser();
    assert_eq!(browser.who().await, "nobody");
    for made_up in ["AAAAAAAAAAAAAAAAAAAAAA", "<script>", "", "=;="] {
        let mut stranger = app.browser().with_cookie(made_up);
        let answer = stranger.get("/who").await;
        assert_eq!((answer.text.as_str(), answer.cookies().len()), ("nobody", 0), "{made_up}");
    }
}

#[tokio::test]
async fn a_planted_session_is_not_the_one_that_signs_in() {
    let app = SignInApp::new().await;
    let mut attacker = app.browser();
    attacker.begin("/").await;
    let mut victim = attacker.clone();
    let begun = victim.begin("/").await;
    app.authority.gives(Some(&app.good_token(&begun)));
    victim.come_back(&begun.state).await;
    assert_ne!(victim.who().await, "nobody");
    assert_eq!(attacker.who().await, "nobody");
}

#[tokio::test]
async fn the_database_does_not_know_the_cookie_nor_any_token() {
    let app = SignInApp::new().await;
    let browser = app.signed_in().await;
    let value = browser.cookie().unwrap();
    app.storage.close().await;
    for (_, bytes) in app.db.files() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(&value) && !text.contains("canary"));
    }
}

#[tokio::test]
async fn sessions_survive_a_restart() {
    let app = SignInApp::new().await;
    let browser = app.signed_in().await;
    let ids = Arc::new(RandomIds);
    let entry = backend::sign_in::AuthModule::build(
        &app.config,
        app.storage.clone(),
        Arc::new(app.clock.clone()),
        ids.clone(),
        app.config.secret_key.sealer(&*ids).unwrap(),
        graph::http_client(&[]).unwrap(),
    );
    let mut browser = Browser::of(&routes(&entry.await.unwrap())).with_cookie(&browser.cookie().unwrap());
    assert!(browser.who().await.starts_with("Adele Vance"));
}

/// As after a trial with the emulator on the database that is then configured for the real tenant.
#[tokio::test]
async fn a_session_of_another_tenant_is_none() {
    let app = SignInApp::new().await;
    let mut browser = app.signed_in().await;
    app.db.run("UPDATE sessions SET tenant = 'another'").await;
    assert_eq!(browser.who().await, "nobody");
    assert_eq!(app.rows("sessions").await, 0, "and it ends");
}

/// The session under its cookie in the first release: with a shorter id, and with the sign-ins that had begun.
#[tokio::test]
async fn a_session_of_the_first_release_goes_on() {
    use base64::Engine as _;
    let app = SignInApp::new().await;
    let now = to_ms(app.clock.now());
    let id = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let data = format!(
        r#"{{"person":{{"tenant":"{TENANT}","user":"{USER}","name":"Adele Vance","address":null,"is_admin":false,
           "is_guest":false,"key":"k","since":{now},"seen":{now}}},"begun":[],"browser":"b"}}"#
    );
    let row = SessionRow {
        id: id.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &[7; 16])),
        key: "k".to_owned(),
        tenant: contract::TenantId::parse(TENANT).unwrap(),
        user: contract::EntraUserId::parse(USER).unwrap(),
        data: data.into_bytes(),
        expires_at: now + 1_000_000,
    };
    let mut tx = app.storage.begin().await.unwrap();
    assert!(sessions::create(&mut tx, &row).await.unwrap());
    tx.commit().await.unwrap();
    let mut browser = app.browser().with_cookie(&id.encode([7; 16]));
    assert!(browser.who().await.starts_with("Adele Vance"));
    assert_eq!(app.rows("account_checks").await, 1, "the account was never checked before");
}

#[tokio::test]
async fn ended_from_elsewhere() {
    let app = SignInApp::new().await;
    let mut browser = app.signed_in().await;
    let issuer: String = url::form_urlencoded::byte_serialize(app.authority.issuer().as_bytes()).collect();
    for (query, stays) in [
        ("", true),
        ("?sid=another", true),
        ("?sid=session-at-the-authority&iss=https%3A%2F%2Fevil.example", true),
        (&format!("?sid=session-at-the-authority&iss={issuer}"), false),
        ("?sid=session-at-the-authority", false),
    ] {
        // In the authority's hidden frame there is no cookie.
        let answer = app.browser().get(&format!("/sign-out/remote{query}")).await;
        assert_eq!(answer.status, 200);
        assert_eq!(browser.who().await != "nobody", stays, "{query}");
        let tokens = storage::tokens::load(&app.storage, TENANT, USER).await.unwrap();
        assert_eq!(tokens.is_some(), stays, "{query}");
    }
    let entries = storage::audit::list(&app.storage, 0, 10).await.unwrap();
    let ended: Vec<_> = entries.iter().filter(|entry| entry.action == "signed-out").collect();
    assert_eq!(ended.len(), 1, "said once");
    assert_eq!((ended[0].actor.as_str(), ended[0].actor_name.as_str()), (USER, "Adele Vance"));
    assert!(ended[0].detail.contains("authority"), "{}", ended[0].detail);
}

/// Anybody may ask for it.
#[tokio::test]
async fn a_sign_out_of_nobody_writes_nothing() {
    let app = SignInApp::new().await;
    let before = app.storage.usage().transactions;
    for n in 0..50 {
        assert_eq!(app.browser().get(&format!("/sign-out/remote?sid=made-up-{n}")).await.status, 200);
    }
    assert_eq!(app.storage.usage().transactions, before);
}

#[tokio::test]
async fn without_a_session_nobody_is_said_to_have_signed_in() {
    let app = SignInApp::new().await;
    let file = app.db.url.clone();
    let mut past = SqliteConnection::connect(&file).await.unwrap();
    let plant = "CREATE TRIGGER planted BEFORE INSERT ON sessions WHEN NEW.user_id IS NOT NULL
                 BEGIN SELECT RAISE(ABORT, 'planted'); END";
    sqlx::raw_sql(plant).execute(&mut past).await.unwrap();
    let mut browser = app.browser();
    let begun = browser.begin("/").await;
    app.authority.gives(Some(&app.good_token(&begun)));
    let answer = browser.come_back(&begun.state).await;
    assert_eq!(problem(&answer), "sign-in-failed");
    assert_eq!(browser.who().await, "nobody");
    assert!(storage::tokens::load(&app.storage, TENANT, USER).await.unwrap().is_none());
    assert!(storage::people::load(&app.storage, TENANT, USER).await.unwrap().is_none());
    assert!(storage::audit::list(&app.storage, 0, 10).await.unwrap().is_empty());
    sqlx::raw_sql("DROP TRIGGER planted").execute(&mut past).await.unwrap();
    assert_ne!(app.signed_in().await.who().await, "nobody");
}

#[tokio::test]
async fn without_an_audit_entry_there_is_no_session() {
    let app = SignInApp::new().await;
    let file = app.db.url.clone();
    let mut past = SqliteConnection::connect(&file).await.unwrap();
    let plant = "CREATE TRIGGER planted BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'planted'); END";
    sqlx::raw_sql(plant).execute(&mut past).await.unwrap();
    let mut browser = app.browser();
    let begun = browser.begin("/").await;
    app.authority.gives(Some(&app.good_token(&begun)));
    let answer = browser.come_back(&begun.state).await;
    assert_eq!(problem(&answer), "sign-in-failed");
    assert_eq!(browser.cookie(), None);
    assert_eq!(browser.who().await, "nobody");
    assert!(storage::tokens::load(&app.storage, TENANT, USER).await.unwrap().is_none());
    let persons = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM sessions WHERE user_id IS NOT NULL");
    assert_eq!(persons.fetch_one(&mut past).await.unwrap(), 0);
}

#[tokio::test]
async fn signing_in_leaves_one_session_and_one_cookie() {
    let app = SignInApp::new().await;
    let mut browser = app.browser();
    let begun = browser.begin("/").await;
    app.authority.gives(Some(&app.good_token(&begun)));
    browser.come_back(&begun.state).await;
    assert_eq!(browser.cookies().map(|(name, _)| name).collect::<Vec<_>>(), [COOKIE]);
    assert_eq!(app.rows("sessions").await, 1);
}

#[tokio::test]
async fn who_signs_out_stays_so_in_this_browser() {
    let app = SignInApp::new().await;
    let mut browser = app.signed_in().await;
    assert_eq!(browser.get("/has-signed-out").await.text, "false");
    let mut tab = browser.clone();
    browser.get("/sign-out").await;
    assert_eq!(browser.cookie(), None);
    assert_eq!(browser.get("/has-signed-out").await.text, "true");
    assert_eq!(tab.get("/has-signed-out").await.text, "false", "another browser knows nothing of it");
    let begun = browser.begin("/").await;
    app.authority.gives(Some(&app.good_token(&begun)));
    browser.come_back(&begun.state).await;
    assert_eq!(browser.get("/has-signed-out").await.text, "false", "until somebody signs in");
}

/// Requests of other tabs are under way with the old cookie: they are not sent to sign in again, and a minute later it is worth nothing.
#[tokio::test]
async fn signing_in_once_more_replaces_the_session() {
    let app = SignInApp::new().await;
    let mut browser = app.signed_in().await;
    let mut tab = browser.clone();
    let begun = browser.begin("/").await;
    app.authority.gives(Some(&app.good_token(&begun)));
    browser.come_back(&begun.state).await;
    assert_ne!(browser.cookie(), tab.cookie());
    assert_ne!(tab.who().await, "nobody");
    app.clock.advance(Duration::seconds(61));
    assert_eq!(tab.who().await, "nobody");
    assert_ne!(browser.who().await, "nobody");
}

#[tokio::test]
async fn another_person_in_the_same_browser() {
    let app = SignInApp::new().await;
    let mut browser = app.signed_in().await;
    let before = browser.clone();
    let begun = browser.begin("/").await;
    let mut claims = app.claims(&begun);
    claims["oid"] = "0b0b0b0b-0000-4000-8000-000000000002".into();
    claims["name"] = "Alex Wilber".into();
    claims["sid"] = "another".into();
    app.authority.gives(Some(&first().sign(&claims)));
    browser.come_back(&begun.state).await;
    assert!(browser.who().await.starts_with("Alex Wilber"));
    assert_eq!(before.clone().who().await, "nobody", "at once");
}

#[tokio::test]
async fn all_sessions_of_a_person_can_be_ended() {
    let app = SignInApp::new().await;
    let mut browser = app.signed_in().await;
    let mut tx = app.storage.begin().await.unwrap();
    assert_eq!(sessions::delete_of_person(&mut tx, TENANT, USER).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(browser.who().await, "nobody");
}

#[tokio::test]
async fn without_a_database_nobody_is_let_in_and_nobody_is_signed_out() {
    let app = SignInApp::new().await;
    let mut browser = app.signed_in().await;
    app.storage.close().await;
    let answer = browser.get("/who").await;
    assert_eq!(answer.status, 503);
    assert!(browser.cookie().is_some());
}
