//! How sessions live and end.

use std::sync::Arc;

use backend::clock::{Clock as _, RandomIds};
use backend::session::Sessions;
use sqlx::{Connection as _, SqliteConnection};
use storage::sessions;
use time::Duration;
use tower_sessions::SessionStore as _;
use tower_sessions::session::{Id, Record};

use super::app::{Browser, SignInApp, problem, routes};
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
    assert_eq!(browser.cookie(), None, "and the cookie goes");
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

#[tokio::test]
async fn a_request_does_not_write_each_time() {
    let app = SignInApp::new().await;
    let mut browser = app.signed_in().await;
    let answer = browser.get("/who").await;
    assert!(answer.cookies().is_empty());
    app.clock.advance(Duration::minutes(6));
    let answer = browser.get("/who").await;
    assert!(!answer.cookies().is_empty(), "every few minutes it does");
}

#[tokio::test]
async fn nobody_gets_no_cookie() {
    let app = SignInApp::new().await;
    let mut browser = app.browser();
    assert_eq!(browser.who().await, "nobody");
    assert_eq!(browser.cookie(), None);
    let mut stranger = app.browser().with_cookie("AAAAAAAAAAAAAAAAAAAAAA");
    assert_eq!(stranger.who().await, "nobody");
    assert_eq!(stranger.cookie(), None, "a cookie of no session is taken away");
    let mut broken = app.browser().with_cookie("<script>");
    assert_eq!(broken.who().await, "nobody");
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

#[tokio::test]
async fn a_session_that_was_ended_does_not_come_back() {
    let app = SignInApp::new().await;
    let store = Sessions::new(app.storage.clone(), Arc::new(app.clock.clone()), Arc::new(RandomIds));
    let expiry = app.clock.now();
    let mut record =
        Record { id: Id::default(), data: std::collections::HashMap::default(), expiry_date: expiry };
    store.create(&mut record).await.unwrap();
    let late = store.load(&record.id).await.unwrap().unwrap();
    store.delete(&record.id).await.unwrap();
    store.save(&late).await.unwrap();
    assert!(store.load(&record.id).await.unwrap().is_none());
}

#[tokio::test]
async fn a_session_id_is_never_given_twice() {
    let app = SignInApp::new().await;
    let store = Sessions::new(app.storage.clone(), Arc::new(app.clock.clone()), Arc::new(RandomIds));
    let expiry = app.clock.now();
    let mut one = Record { id: Id(7), data: std::collections::HashMap::default(), expiry_date: expiry };
    let mut two = one.clone();
    store.create(&mut one).await.unwrap();
    store.create(&mut two).await.unwrap();
    assert_eq!(one.id, Id(7));
    assert_ne!(two.id, Id(7));
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
    let before = browser.cookie();
    app.authority.gives(Some(&app.good_token(&begun)));
    let answer = browser.come_back(&begun.state).await;
    assert_eq!(problem(&answer), "sign-in-failed");
    assert_eq!(browser.cookie(), before);
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
    let before = browser.cookie();
    app.authority.gives(Some(&app.good_token(&begun)));
    let answer = browser.come_back(&begun.state).await;
    assert_eq!(answer.cookies().len(), 1);
    assert_ne!(browser.cookie(), before);
    let file = app.db.url.clone();
    let mut beside = SqliteConnection::connect(&file).await.unwrap();
    let all = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM sessions");
    assert_eq!(all.fetch_one(&mut beside).await.unwrap(), 1, "the one from before the sign-in has ended");
}

#[tokio::test]
async fn a_browser_keeps_its_key_when_somebody_signs_in() {
    let app = SignInApp::new().await;
    let mut browser = app.browser();
    let key = browser.get("/browser").await.text;
    assert!(browser.cookie().is_some(), "or it could not be known again");
    assert_eq!(browser.get("/browser").await.text, key);
    assert_ne!(app.browser().get("/browser").await.text, key);
    let begun = browser.begin("/").await;
    app.authority.gives(Some(&app.good_token(&begun)));
    browser.come_back(&begun.state).await;
    assert_eq!(browser.get("/browser").await.text, key);
    assert_eq!(browser.get("/browser/of-caller").await.text, key);
    let mut elsewhere = app.signed_in().await;
    assert_eq!(elsewhere.get("/browser/of-caller").await.text, "", "nothing was left there");
}

#[tokio::test]
async fn a_key_that_is_kept_keeps_its_session_for_a_day() {
    let app = SignInApp::new().await;
    let mut browser = app.browser();
    let key = browser.get("/browser").await.text;
    app.clock.advance(Duration::hours(23));
    assert_eq!(browser.get("/browser").await.text, key);
    app.clock.advance(Duration::hours(2));
    assert_ne!(browser.get("/browser").await.text, key);
}

#[tokio::test]
async fn signing_in_once_more_replaces_the_session() {
    let app = SignInApp::new().await;
    let mut first_browser = app.signed_in().await;
    let mut second_browser = app.signed_in().await;
    assert_eq!(first_browser.who().await, "nobody", "one session for each of the authority's");
    assert_ne!(second_browser.who().await, "nobody");
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
    assert_eq!(before.clone().who().await, "nobody");
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
