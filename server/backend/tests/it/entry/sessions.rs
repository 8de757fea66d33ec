//! How sessions live and end.

use std::sync::Arc;

use backend::clock::{Clock as _, RandomIds};
use backend::session::Sessions;
use http::header::SET_COOKIE;
use sqlx::{Connection as _, SqliteConnection};
use storage::sessions;
use time::Duration;
use tower_sessions::SessionStore as _;
use tower_sessions::session::{Id, Record};

use super::authority::{TENANT, USER, first};
use super::world::{Browser, World, app, problem, text};

#[tokio::test]
async fn eight_hours_without_a_request() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    world.clock.advance(Duration::hours(7));
    assert_ne!(browser.who(&world.app).await, "nobody");
    world.clock.advance(Duration::hours(7));
    assert_ne!(browser.who(&world.app).await, "nobody", "each request keeps it");
    world.clock.advance(Duration::hours(8) + Duration::seconds(1));
    assert_eq!(browser.who(&world.app).await, "nobody");
    assert_eq!(browser.cookie, None, "and the cookie goes");
}

#[tokio::test]
async fn twenty_four_hours_at_most() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    for _ in 0..3 {
        world.clock.advance(Duration::hours(7));
        assert_ne!(browser.who(&world.app).await, "nobody");
    }
    world.clock.advance(Duration::hours(3) + Duration::seconds(1));
    assert_eq!(browser.who(&world.app).await, "nobody");
}

#[tokio::test]
async fn a_request_does_not_write_each_time() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let answer = browser.get(&world.app, "/who").await;
    assert!(answer.headers().get(SET_COOKIE).is_none());
    world.clock.advance(Duration::minutes(6));
    let answer = browser.get(&world.app, "/who").await;
    assert!(answer.headers().get(SET_COOKIE).is_some(), "every few minutes it does");
}

#[tokio::test]
async fn nobody_gets_no_cookie() {
    let world = World::new().await;
    let mut browser = Browser::default();
    assert_eq!(browser.who(&world.app).await, "nobody");
    assert_eq!(browser.cookie, None);
    let mut stranger = Browser { cookie: Some("__Host-vestibule=AAAAAAAAAAAAAAAAAAAAAA".to_owned()) };
    assert_eq!(stranger.who(&world.app).await, "nobody");
    assert_eq!(stranger.cookie, None, "a cookie of no session is taken away");
    let mut broken = Browser { cookie: Some("__Host-vestibule=<script>".to_owned()) };
    assert_eq!(broken.who(&world.app).await, "nobody");
}

#[tokio::test]
async fn a_planted_session_is_not_the_one_that_signs_in() {
    let world = World::new().await;
    let mut attacker = Browser::default();
    attacker.begin(&world.app, "/").await;
    let mut victim = attacker.clone();
    let begun = victim.begin(&world.app, "/").await;
    world.authority.gives(Some(&world.good_token(&begun)));
    victim.come_back(&world.app, &begun.state).await;
    assert_ne!(victim.who(&world.app).await, "nobody");
    assert_eq!(attacker.who(&world.app).await, "nobody");
}

#[tokio::test]
async fn the_database_does_not_know_the_cookie_nor_any_token() {
    let world = World::new().await;
    let browser = world.signed_in().await;
    let value = browser.cookie.unwrap().split_once('=').unwrap().1.to_owned();
    world.storage.close().await;
    for file in std::fs::read_dir(world.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(&value) && !text.contains("canary"));
    }
}

#[tokio::test]
async fn sessions_survive_a_restart() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let ids = Arc::new(RandomIds);
    let entry = backend::sign_in::Entry::build(
        &world.config,
        world.storage.clone(),
        Arc::new(world.clock.clone()),
        ids.clone(),
        world.config.secret_key.sealer(&*ids).unwrap(),
        graph::http_client(&[]).unwrap(),
    );
    assert!(browser.who(&app(&entry.await.unwrap())).await.starts_with("Adele Vance"));
}

#[tokio::test]
async fn a_session_that_was_ended_does_not_come_back() {
    let world = World::new().await;
    let store = Sessions::new(world.storage.clone(), Arc::new(world.clock.clone()), Arc::new(RandomIds));
    let expiry = world.clock.now();
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
    let world = World::new().await;
    let store = Sessions::new(world.storage.clone(), Arc::new(world.clock.clone()), Arc::new(RandomIds));
    let expiry = world.clock.now();
    let mut one = Record { id: Id(7), data: std::collections::HashMap::default(), expiry_date: expiry };
    let mut two = one.clone();
    store.create(&mut one).await.unwrap();
    store.create(&mut two).await.unwrap();
    assert_eq!(one.id, Id(7));
    assert_ne!(two.id, Id(7));
}

#[tokio::test]
async fn ended_from_elsewhere() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let issuer: String = url::form_urlencoded::byte_serialize(world.authority.issuer().as_bytes()).collect();
    for (query, stays) in [
        ("", true),
        ("?sid=another", true),
        ("?sid=session-at-the-authority&iss=https%3A%2F%2Fevil.example", true),
        (&format!("?sid=session-at-the-authority&iss={issuer}"), false),
        ("?sid=session-at-the-authority", false),
    ] {
        // In the authority's hidden frame there is no cookie.
        let answer = Browser::default().get(&world.app, &format!("/sign-out/remote{query}")).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(browser.who(&world.app).await != "nobody", stays, "{query}");
        let tokens = storage::tokens::load(&world.storage, TENANT, USER).await.unwrap();
        assert_eq!(tokens.is_some(), stays, "{query}");
    }
    let entries = storage::audit::list(&world.storage, 0, 10).await.unwrap();
    let ended: Vec<_> = entries.iter().filter(|entry| entry.action == "signed-out").collect();
    assert_eq!(ended.len(), 1, "said once");
    assert_eq!((ended[0].actor.as_str(), ended[0].actor_name.as_str()), (USER, "Adele Vance"));
    assert!(ended[0].detail.contains("authority"), "{}", ended[0].detail);
}

#[tokio::test]
async fn without_a_session_nobody_is_said_to_have_signed_in() {
    let world = World::new().await;
    let file = format!("sqlite://{}", world.folder.path().join("v.db").display());
    let mut past = SqliteConnection::connect(&file).await.unwrap();
    let plant = "CREATE TRIGGER planted BEFORE INSERT ON sessions WHEN NEW.user_id IS NOT NULL
                 BEGIN SELECT RAISE(ABORT, 'planted'); END";
    sqlx::raw_sql(plant).execute(&mut past).await.unwrap();
    let mut browser = Browser::default();
    let begun = browser.begin(&world.app, "/").await;
    world.authority.gives(Some(&world.good_token(&begun)));
    let answer = browser.come_back(&world.app, &begun.state).await;
    assert_eq!(problem(&answer), "sign-in-failed");
    assert_eq!(browser.who(&world.app).await, "nobody");
    assert!(storage::tokens::load(&world.storage, TENANT, USER).await.unwrap().is_none());
    assert!(storage::people::load(&world.storage, TENANT, USER).await.unwrap().is_none());
    assert!(storage::audit::list(&world.storage, 0, 10).await.unwrap().is_empty());
    sqlx::raw_sql("DROP TRIGGER planted").execute(&mut past).await.unwrap();
    assert_ne!(world.signed_in().await.who(&world.app).await, "nobody");
}

#[tokio::test]
async fn without_an_audit_entry_there_is_no_session() {
    let world = World::new().await;
    let file = format!("sqlite://{}", world.folder.path().join("v.db").display());
    let mut past = SqliteConnection::connect(&file).await.unwrap();
    let plant = "CREATE TRIGGER planted BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'planted'); END";
    sqlx::raw_sql(plant).execute(&mut past).await.unwrap();
    let mut browser = Browser::default();
    let begun = browser.begin(&world.app, "/").await;
    let before = browser.cookie.clone();
    world.authority.gives(Some(&world.good_token(&begun)));
    let answer = browser.come_back(&world.app, &begun.state).await;
    assert_eq!(problem(&answer), "sign-in-failed");
    assert_eq!(browser.cookie, before);
    assert_eq!(browser.who(&world.app).await, "nobody");
    assert!(storage::tokens::load(&world.storage, TENANT, USER).await.unwrap().is_none());
    let persons = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM sessions WHERE user_id IS NOT NULL");
    assert_eq!(persons.fetch_one(&mut past).await.unwrap(), 0);
}

#[tokio::test]
async fn signing_in_leaves_one_session_and_one_cookie() {
    let world = World::new().await;
    let mut browser = Browser::default();
    let begun = browser.begin(&world.app, "/").await;
    let before = browser.cookie.clone();
    world.authority.gives(Some(&world.good_token(&begun)));
    let answer = browser.come_back(&world.app, &begun.state).await;
    assert_eq!(answer.headers().get_all(SET_COOKIE).iter().count(), 1);
    assert_ne!(browser.cookie, before);
    let file = format!("sqlite://{}", world.folder.path().join("v.db").display());
    let mut beside = SqliteConnection::connect(&file).await.unwrap();
    let all = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM sessions");
    assert_eq!(all.fetch_one(&mut beside).await.unwrap(), 1, "the one from before the sign-in has ended");
}

#[tokio::test]
async fn a_browser_keeps_its_key_when_somebody_signs_in() {
    let world = World::new().await;
    let mut browser = Browser::default();
    let key = text(browser.get(&world.app, "/browser").await).await;
    assert!(browser.cookie.is_some(), "or it could not be known again");
    assert_eq!(text(browser.get(&world.app, "/browser").await).await, key);
    assert_ne!(text(Browser::default().get(&world.app, "/browser").await).await, key);
    let begun = browser.begin(&world.app, "/").await;
    world.authority.gives(Some(&world.good_token(&begun)));
    browser.come_back(&world.app, &begun.state).await;
    assert_eq!(text(browser.get(&world.app, "/browser").await).await, key);
    assert_eq!(text(browser.get(&world.app, "/browser/of-caller").await).await, key);
    let mut elsewhere = world.signed_in().await;
    assert_eq!(
        text(elsewhere.get(&world.app, "/browser/of-caller").await).await,
        "",
        "nothing was left there"
    );
}

#[tokio::test]
async fn a_key_that_is_kept_keeps_its_session_for_a_day() {
    let world = World::new().await;
    let mut browser = Browser::default();
    let key = text(browser.get(&world.app, "/browser").await).await;
    world.clock.advance(Duration::hours(23));
    assert_eq!(text(browser.get(&world.app, "/browser").await).await, key);
    world.clock.advance(Duration::hours(2));
    assert_ne!(text(browser.get(&world.app, "/browser").await).await, key);
}

#[tokio::test]
async fn signing_in_once_more_replaces_the_session() {
    let world = World::new().await;
    let mut first_browser = world.signed_in().await;
    let mut second_browser = world.signed_in().await;
    assert_eq!(first_browser.who(&world.app).await, "nobody", "one session for each of the authority's");
    assert_ne!(second_browser.who(&world.app).await, "nobody");
}

#[tokio::test]
async fn another_person_in_the_same_browser() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let before = browser.clone();
    let begun = browser.begin(&world.app, "/").await;
    let mut claims = world.claims(&begun);
    claims["oid"] = "0b0b0b0b-0000-4000-8000-000000000002".into();
    claims["name"] = "Alex Wilber".into();
    claims["sid"] = "another".into();
    world.authority.gives(Some(&first().sign(&claims)));
    browser.come_back(&world.app, &begun.state).await;
    assert!(browser.who(&world.app).await.starts_with("Alex Wilber"));
    assert_eq!(before.clone().who(&world.app).await, "nobody");
}

#[tokio::test]
async fn all_sessions_of_a_person_can_be_ended() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    let mut tx = world.storage.begin().await.unwrap();
    assert_eq!(sessions::delete_of_person(&mut tx, TENANT, USER).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(browser.who(&world.app).await, "nobody");
}

#[tokio::test]
async fn without_a_database_nobody_is_let_in_and_nobody_is_signed_out() {
    let world = World::new().await;
    let mut browser = world.signed_in().await;
    world.storage.close().await;
    let answer = browser.get(&world.app, "/who").await;
    assert_eq!(answer.status(), 503);
    assert!(browser.cookie.is_some());
}
