//! Against the emulator: the same sign-in, with an authority that was not made for these tests.

use std::sync::Arc;

use backend::clock::{RandomIds, SystemClock};
use backend::sign_in::AuthModule;
use contract::{EntraUserId, TenantId};
use emulator::Options;
use reqwest::Method;
use serde_json::json;
use storage::Storage;
use testing::names::{ADELE, ALEX, APP, GRADY, JONI, MEGAN};
use testing::{EmulatorHarness, TestDb};

use super::app::{Begun, Browser, config, location, problem, routes};

struct Development {
    emulator: EmulatorHarness,
    entry: AuthModule,
    browser: Browser,
    storage: Storage,
    _kept: (TestDb, tempfile::TempDir),
}

/// Development, as `serve` wires it; over TLS when asked. The clock is the system's, as the emulator's then.
async fn development(tls: bool) -> Development {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        tls_addr: tls.then(|| ([127, 0, 0, 1], 0).into()),
        data_dir: Some(folder.path().to_owned()),
        ..Options::default()
    };
    let emulator = EmulatorHarness::with(options).await;
    let client = emulator.app("vestibule");
    let ca = emulator.ca_file().map(|file| file.to_str().unwrap().to_owned()).unwrap_or_default();
    let data = folder.path().to_str().unwrap().to_owned();
    let config = config(&[("VESTIBULE_DATA_DIR", &data), ("VESTIBULE_CA_FILE", &ca)]);
    assert!(config.is_development());
    let origin = if tls { emulator.tls_url().unwrap() } else { emulator.url() };
    let tenant = TenantId::parse(&emulator.tenant_id()).unwrap();
    let secret = client.client_secret.unwrap().into();
    let config = config.with_emulator(&origin, tenant, &client.client_id.to_string(), secret).unwrap();
    let roots: Vec<&[u8]> = config.roots.as_deref().into_iter().collect();
    let http = graph::http_client(&roots).unwrap();
    let db = TestDb::sqlite().await;
    let storage = db.storage.clone();
    let clock = Arc::new(SystemClock::new(emulator.clock_offset()));
    let ids = Arc::new(RandomIds);
    let sealer = config.secret_key.sealer(&*ids).unwrap();
    let entry = AuthModule::build(&config, storage.clone(), clock, ids, sealer, http.clone()).await.unwrap();
    let browser = Browser::of(&routes(&entry)).with_client(http);
    Development { emulator, entry, browser, storage, _kept: (db, folder) }
}

impl Development {
    /// Through the emulator's account picker; the path that it sends the browser back to.
    async fn through_the_picker(&self, browser: &mut Browser, leave: &str, address: &str) -> String {
        let picker = testing::Browser::get(browser, leave).await;
        assert_eq!(picker.status, 200);
        assert!(picker.text.contains(address), "{address} can be picked");
        let back = browser.pick_for(APP, &picker, address).await;
        back.as_str().strip_prefix(APP).unwrap().to_owned()
    }

    async fn sign_in(&self, browser: &mut Browser, address: &str) {
        let leave = location(&browser.get("/sign-in/start?to=/items/1").await);
        let path = self.through_the_picker(browser, &leave, address).await;
        assert!(path.starts_with("/sign-in/callback?"), "{path}");
        assert_eq!(location(&browser.get(&path).await), "/items/1", "{address}");
    }

    fn user(&self, address: &str) -> EntraUserId {
        EntraUserId::parse(&self.emulator.user(address)).unwrap()
    }

    fn tenant(&self) -> TenantId {
        TenantId::parse(&self.emulator.tenant_id()).unwrap()
    }
}

#[tokio::test]
async fn everybody_of_the_seed_arrives_as_who_they_are() {
    let app = development(false).await;
    for (address, expected) in [
        (ADELE, "admin=false guest=false"),
        (MEGAN, "admin=true guest=false"),
        (GRADY, "admin=false guest=true"),
    ] {
        let mut browser = app.browser.clone();
        app.sign_in(&mut browser, address).await;
        let who = browser.who().await;
        assert!(who.contains(expected), "{address}: {who}");
        let user = app.user(address);
        let person = storage::people::load(&app.storage, app.tenant().as_str(), user.as_str()).await.unwrap();
        assert_eq!(person.unwrap().address, address);
    }
}

#[tokio::test]
async fn graph_answers_the_person_and_the_application_also_after_hours() {
    let app = development(false).await;
    let mut browser = app.browser.clone();
    app.sign_in(&mut browser, ADELE).await;
    let user = app.user(ADELE);
    let directory = app.entry.directory();
    let (person, application) = (directory.as_person(&app.tenant(), &user), directory.as_application());
    for _ in 0..2 {
        assert_eq!(person.me().await.unwrap().id, user.as_str());
        let found = application.find_by_address(GRADY).await.unwrap();
        assert_eq!(found.len(), 1);
        // Access tokens end after an hour; the application's clock follows the emulator's.
        app.emulator.control(Method::POST, "clock", Some(json!({ "advance_ms": 7_200_000 }))).await;
    }
    assert_ne!(browser.who().await, "nobody");
    // With a token that is asked for by itself.
    let reader = directory.as_reader(&app.tenant(), &user);
    assert_eq!(reader.find_by_address(GRADY).await.unwrap().len(), 1);
    let grants = directory.delegated_grants(Some((&app.tenant(), &user)), true).await;
    assert_eq!(grants.for_everybody, None, "the application may not read that");
    for name in ["User.Invite.All", "User.Read.All"] {
        assert!(grants.for_some.iter().any(|own| own == name), "{name}: {grants:?}");
    }
    let stranger = directory.as_person(&app.tenant(), &app.user(ALEX));
    let error = stranger.me().await.unwrap_err();
    assert!(matches!(error, graph::GraphError::Token(graph::TokenError::SignInNeeded { .. })), "{error:?}");
}

/// The client is tested with Microsoft's words; the emulator, which was written from the same, takes it at them.
#[tokio::test]
async fn graph_answers_many_look_ups_in_few_requests_each_by_itself() {
    let app = development(false).await;
    let graph = app.entry.directory().as_application();
    let batches = json!({ "family": "batch" });
    app.emulator.fault(batches.clone(), json!({ "record": true }));
    let joni = json!({ "method": "GET", "path": "/v1.0/users", "contains": "joni.sherman" });
    let busy = json!({ "status": 429, "code": "TooManyRequests", "headers": { "Retry-After": "0.002" } });
    app.emulator.fault_times(joni.clone(), busy, Some(2));

    let address = |number| match number {
        7 => GRADY.to_owned(),
        333 => JONI.to_owned(),
        _ => format!("nobody{number}@fabrikam.example"),
    };
    let wanted: Vec<_> = (0..500).map(|number| vec![address(number)]).collect();
    let found = graph.find_each_by_spellings(&wanted).await;
    assert_eq!(found.len(), 500);
    for (number, found) in found.iter().enumerate() {
        let ids: Vec<_> = found.as_ref().unwrap().iter().map(|user| user.id.clone()).collect();
        let expected = match number {
            7 => vec![app.emulator.user(GRADY)],
            333 => vec![app.emulator.user(JONI)],
            _ => vec![],
        };
        assert_eq!(ids, expected, "{number}");
    }
    assert_eq!(app.emulator.faults_left(&joni), 0, "asked again by itself, until there was an answer");
    let sent: Vec<_> = app.emulator.faults_on(&batches).map(|fault| fault.fired).collect();
    assert_eq!(sent, [25]);

    let stranger = "00000000-0000-0000-0000-000000000001".to_owned();
    let users = graph.users_each(&[stranger, app.emulator.user(GRADY)]).await;
    assert!(users[0].as_ref().unwrap_err().is_not_found());
    assert_eq!(users[1].as_ref().unwrap().mail.as_deref(), Some(GRADY));
}

#[tokio::test]
async fn over_tls_with_a_private_root() {
    let app = development(true).await;
    let mut browser = app.browser.clone();
    let leave = location(&browser.get("/sign-in/start").await);
    assert!(leave.starts_with("https://"), "{leave}");
    app.sign_in(&mut browser, ADELE).await;
    assert!(browser.who().await.starts_with("Adele Vance"));
    let user = app.user(ADELE);
    assert_eq!(app.entry.directory().as_person(&app.tenant(), &user).me().await.unwrap().id, user.as_str());
}

#[tokio::test]
async fn the_authority_sends_back_whoever_signs_out() {
    let app = development(false).await;
    let mut browser = app.browser.clone();
    app.sign_in(&mut browser, ADELE).await;
    let leave = app.entry.account().sign_out_url().unwrap();
    let answer = testing::Browser::get(&mut browser, leave.as_str()).await;
    let (status, place, page) = (answer.status, answer.location(), &answer.text);
    assert!(
        place == "http://localhost:3000/signed-out" || page.contains("http://localhost:3000/signed-out"),
        "{status} {place}"
    );
}

#[tokio::test]
async fn the_emulator_has_a_code_taken_once() {
    let app = development(false).await;
    let mut browser = app.browser.clone();
    let leave = location(&browser.get("/sign-in/start").await);
    let path = app.through_the_picker(&mut browser, &leave, ADELE).await;
    let first = Begun::of(&leave);
    assert_eq!(location(&browser.get(&path).await), "/");
    // The same code with a state that is still good: what a thief of the code would send.
    let mut thief = app.browser.clone();
    let begun = Begun::of(&location(&thief.get("/sign-in/start").await));
    let stolen = path.replace(&first.state, &begun.state);
    let answer = thief.get(&stolen).await;
    assert_eq!(problem(&answer), "sign-in-failed");
    assert!(!answer.text.contains("AADSTS"));
}
