//! Against the emulator: the same sign-in, with an authority that was not made for these tests.

use std::sync::Arc;

use axum::Router;
use backend::clock::{RandomIds, SystemClock};
use backend::sign_in::Entry;
use contract::{EntraUserId, TenantId};
use emulator::{Emulator, Options};
use http::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Response};
use storage::Storage;
use tempfile::TempDir;

use super::world::{Browser, app, config, location, problem, storage_in, text};

struct Town {
    emulator: Emulator,
    entry: Entry,
    app: Router,
    storage: Storage,
    http: Client,
    _folder: TempDir,
}

/// Development, as `serve` wires it; over TLS when asked.
async fn town(tls: bool) -> Town {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        tls_addr: tls.then(|| ([127, 0, 0, 1], 0).into()),
        data_dir: Some(folder.path().to_owned()),
        app_origins: vec!["http://localhost:3000".to_owned()],
        ..Options::default()
    };
    let emulator = emulator::start(options).await.unwrap();
    let client = emulator.client("vestibule").unwrap();
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
    let storage = storage_in(&folder).await;
    let clock = Arc::new(SystemClock::new(emulator.clock_offset()));
    let ids = Arc::new(RandomIds);
    let sealer = config.secret_key.sealer(&*ids).unwrap();
    let entry = Entry::build(&config, storage.clone(), clock, ids, sealer, http.clone()).await.unwrap();
    let app = app(&entry);
    Town { emulator, entry, app, storage, http, _folder: folder }
}

fn header(answer: &Response, name: http::HeaderName) -> String {
    answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

impl Town {
    /// Through the emulator's account picker; the address that it sends the browser back to.
    async fn through_the_picker(&self, leave: &str, address: &str) -> String {
        let page = self.http.get(leave).send().await.unwrap();
        assert_eq!(page.status(), 200);
        let html = page.text().await.unwrap();
        assert!(html.contains(address), "{address} can be picked");
        let leave = url::Url::parse(leave).unwrap();
        let account = self.emulator.world(|world| world.account_of(address).unwrap().id.to_string());
        let back = format!("{}?{}", leave.path(), leave.query().unwrap());
        let form = [("account", account.as_str()), ("continue", &back)];
        let pick = leave.join("/home/pick").unwrap();
        let picked = self.http.post(pick).form(&form).send().await.unwrap();
        let cookie = header(&picked, SET_COOKIE);
        let cookie = cookie.split(';').next().unwrap();
        let next = leave.join(&header(&picked, LOCATION)).unwrap();
        let answer = self.http.get(next).header(COOKIE, cookie).send().await.unwrap();
        header(&answer, LOCATION)
    }

    async fn sign_in(&self, browser: &mut Browser, address: &str) {
        let leave = location(&browser.get(&self.app, "/sign-in/start?to=/items/1").await);
        let back = self.through_the_picker(&leave, address).await;
        let path = back.strip_prefix("http://localhost:3000").unwrap();
        assert!(path.starts_with("/sign-in/callback?"), "{path}");
        assert_eq!(location(&browser.get(&self.app, path).await), "/items/1", "{address}");
    }

    fn user(&self, address: &str) -> EntraUserId {
        let id = self.emulator.world(|world| {
            let tenant = world.tenants().find(|tenant| tenant.user_with_address(address).is_some()).unwrap();
            tenant.user_with_address(address).unwrap().id.to_string()
        });
        EntraUserId::parse(&id).unwrap()
    }

    fn tenant(&self) -> TenantId {
        TenantId::parse(&self.emulator.tenant_id()).unwrap()
    }
}

#[tokio::test]
async fn everybody_of_the_seed_arrives_as_who_they_are() {
    let town = town(false).await;
    for (address, expected) in [
        ("adele.vance@contoso.example", "admin=false guest=false"),
        ("megan.bowen@contoso.example", "admin=true guest=false"),
        ("grady.archie@fabrikam.example", "admin=false guest=true"),
    ] {
        let mut browser = Browser::default();
        town.sign_in(&mut browser, address).await;
        let who = browser.who(&town.app).await;
        assert!(who.contains(expected), "{address}: {who}");
        let user = town.user(address);
        let person =
            storage::people::load(&town.storage, town.tenant().as_str(), user.as_str()).await.unwrap();
        assert_eq!(person.unwrap().address, address);
    }
}

#[tokio::test]
async fn graph_answers_the_person_and_the_application_also_after_hours() {
    let town = town(false).await;
    let mut browser = Browser::default();
    town.sign_in(&mut browser, "adele.vance@contoso.example").await;
    let user = town.user("adele.vance@contoso.example");
    let directory = town.entry.directory();
    let (person, application) = (directory.as_person(&town.tenant(), &user), directory.as_application());
    for _ in 0..2 {
        assert_eq!(person.me().await.unwrap().id, user.as_str());
        let found = application.find_by_address("grady.archie@fabrikam.example").await.unwrap();
        assert_eq!(found.len(), 1);
        // Access tokens end after an hour; the application's clock follows the emulator's.
        let clock = format!("{}/_emulator/clock", town.emulator.url());
        let moved = town.http.post(clock).json(&serde_json::json!({ "advance_ms": 7_200_000 })).send().await;
        assert_eq!(moved.unwrap().status(), 200);
    }
    assert_ne!(browser.who(&town.app).await, "nobody");
    let stranger = directory.as_person(&town.tenant(), &town.user("alex.wilber@contoso.example"));
    let error = stranger.me().await.unwrap_err();
    assert!(matches!(error, graph::GraphError::Token(graph::TokenError::SignInNeeded { .. })), "{error:?}");
}

#[tokio::test]
async fn over_tls_with_a_private_root() {
    let town = town(true).await;
    let mut browser = Browser::default();
    let leave = location(&browser.get(&town.app, "/sign-in/start").await);
    assert!(leave.starts_with("https://"), "{leave}");
    town.sign_in(&mut browser, "adele.vance@contoso.example").await;
    assert!(browser.who(&town.app).await.starts_with("Adele Vance"));
    let user = town.user("adele.vance@contoso.example");
    assert_eq!(town.entry.directory().as_person(&town.tenant(), &user).me().await.unwrap().id, user.as_str());
}

#[tokio::test]
async fn the_authority_sends_back_whoever_signs_out() {
    let town = town(false).await;
    let mut browser = Browser::default();
    town.sign_in(&mut browser, "adele.vance@contoso.example").await;
    let leave = town.entry.account().leave_url().unwrap();
    let answer = town.http.get(leave.as_str()).send().await.unwrap();
    let (status, place) = (answer.status(), header(&answer, LOCATION));
    let page = answer.text().await.unwrap();
    assert!(
        place == "http://localhost:3000/signed-out" || page.contains("http://localhost:3000/signed-out"),
        "{status} {place}"
    );
}

#[tokio::test]
async fn the_emulator_has_a_code_taken_once() {
    let town = town(false).await;
    let mut browser = Browser::default();
    let leave = location(&browser.get(&town.app, "/sign-in/start").await);
    let back = town.through_the_picker(&leave, "adele.vance@contoso.example").await;
    let first = super::world::Begun::of(&leave);
    let path = back.strip_prefix("http://localhost:3000").unwrap();
    assert_eq!(location(&browser.get(&town.app, path).await), "/");
    // The same code with a state that is still good: what a thief of the code would send.
    let mut thief = Browser::default();
    let begun = super::world::Begun::of(&location(&thief.get(&town.app, "/sign-in/start").await));
    let stolen = path.replace(&first.state, &begun.state);
    let answer = thief.get(&town.app, &stolen).await;
    assert_eq!(problem(&answer), "sign-in-failed");
    assert!(!text(answer).await.contains("AADSTS"));
}
