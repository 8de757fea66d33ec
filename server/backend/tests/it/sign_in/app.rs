//! The sign-in side on a database of its own, with an emulator as its authority, and a browser.

use std::collections::HashMap;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::routing::get;
use axum::{Extension, Router};
use backend::clock::RandomIds;
use backend::config::Config;
use backend::session::SIGN_IN_COOKIES;
use backend::sign_in::AuthModule;
use contract::{Caller, NoCaller, Via, ports};
use http::{Response, StatusCode};
use serde_json::{Value, json};
use storage::Storage;
use testing::names::APP;
use testing::{BrowserResponse, TestDb};
use url::Url;

use super::authority::{Authority, CLIENT, SECRET, TENANT, USER, first};
use crate::clock::EmulatorClock;

pub struct SignInApp {
    pub authority: Authority,
    pub entry: AuthModule,
    pub routes: Router,
    pub storage: Storage,
    pub clock: EmulatorClock,
    pub config: Config,
    pub db: TestDb,
}

pub fn config(pairs: &[(&str, &str)]) -> Config {
    let map: HashMap<String, String> =
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Config::read(|name| map.get(name).cloned()).unwrap()
}

impl SignInApp {
    pub async fn new() -> Self {
        Self::with(&[("VESTIBULE_ENTRA_CLIENT_SECRET", SECRET)]).await
    }

    pub async fn with(more: &[(&str, &str)]) -> Self {
        let authority = Authority::start().await;
        let origin = authority.origin();
        let mut pairs = vec![
            ("VESTIBULE_ENTRA_TENANT", TENANT),
            ("VESTIBULE_ENTRA_CLIENT_ID", CLIENT),
            ("VESTIBULE_ENTRA_CLOUD", "custom"),
            ("VESTIBULE_ENTRA_AUTHORITY", &origin),
            ("VESTIBULE_GRAPH_URL", &origin),
            ("VESTIBULE_SECRET_KEY", "0123456789abcdefghijklmnopqrstuvwxyz"),
        ];
        pairs.extend_from_slice(more);
        let config = config(&pairs);
        let db = TestDb::sqlite().await;
        let storage = db.storage.clone();
        let clock = EmulatorClock::of(&authority.emulator);
        let ids = Arc::new(RandomIds);
        let sealer = config.secret_key.sealer(&*ids).unwrap();
        let http = graph::http_client(&[]).unwrap();
        let entry = AuthModule::build(&config, storage.clone(), Arc::new(clock.clone()), ids, sealer, http)
            .await
            .unwrap();
        let routes = routes(&entry);
        let app = Self { authority, entry, routes, storage, clock, config, db };
        app.account_is(&json!({ "accountEnabled": true, "userType": "Member" }));
        app
    }

    /// What the directory says of Adele's account from now on, besides her id.
    pub fn account_is(&self, account: &Value) {
        let mut user = json!({ "id": USER, "displayName": "Adele Vance" });
        user.as_object_mut().unwrap().extend(account.as_object().unwrap().clone());
        self.authority.directory_says(200, &user);
    }

    /// A token that is right in everything.
    pub fn good_token(&self, begun: &Begun) -> String {
        first().sign(&self.claims(begun))
    }

    pub fn claims(&self, begun: &Begun) -> Value {
        self.authority.claims(&begun.nonce, backend::clock::Clock::now(&self.clock).unix_timestamp())
    }

    /// A browser that has never been here.
    pub fn browser(&self) -> Browser {
        Browser::of(&self.routes)
    }

    /// The rows of a table.
    pub async fn rows(&self, table: &str) -> i64 {
        self.db.number(&format!("SELECT COUNT(*) FROM {table}")).await
    }

    /// A browser that has signed in.
    pub async fn signed_in(&self) -> Browser {
        let mut browser = self.browser();
        let begun = browser.begin("/items/1").await;
        self.authority.gives(Some(&self.good_token(&begun)));
        let answer = browser.come_back(&begun.state).await;
        assert_eq!(location(&answer), "/items/1");
        browser
    }
}

/// The sign-in routes, and pages that say who asks, and that sign out.
pub fn routes(entry: &AuthModule) -> Router {
    let who = |caller: Option<Extension<Caller>>, no_caller: Option<Extension<NoCaller>>| async move {
        let nobody = || match no_caller {
            Some(Extension(NoCaller { problem, person })) => {
                format!("{}: {}", person.name, problem.code.as_str())
            }
            None => "nobody".to_owned(),
        };
        caller.map_or_else(nobody, |Extension(caller)| {
            let Via::Session { key } = &caller.via;
            let address = caller.address.as_deref().unwrap_or("no address");
            format!("{} admin={} guest={} {address} {key}", caller.name, caller.is_admin, caller.is_guest)
        })
    };
    let has_signed_out = |Extension(browser): Extension<Arc<dyn ports::Browser>>| async move {
        browser.has_signed_out().to_string()
    };
    let sign_out = |Extension(browser): Extension<Arc<dyn ports::Browser>>| async move { browser.sign_out() };
    let pages = Router::new()
        .route("/who", get(who))
        .route("/has-signed-out", get(has_signed_out))
        .route("/sign-out", get(sign_out));
    entry.with_callers(entry.router().merge(pages))
}

/// What the authority's page was asked with.
pub struct Begun {
    pub address: Url,
    pub state: String,
    pub nonce: String,
}

impl Begun {
    pub fn of(address: &str) -> Self {
        let address = Url::parse(address).unwrap();
        let of = |name: &str| {
            address.query_pairs().find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
        };
        Self { state: of("state").unwrap(), nonce: of("nonce").unwrap(), address }
    }

    pub fn query(&self, name: &str) -> Option<String> {
        self.address.query_pairs().find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
    }
}

/// A browser to which the sign-in side gives its own cookies, and those well guarded.
#[derive(Clone)]
pub struct Browser(testing::Browser);

pub const COOKIE: &str = "__Host-vestibule";

impl Deref for Browser {
    type Target = testing::Browser;

    fn deref(&self) -> &testing::Browser {
        &self.0
    }
}

impl DerefMut for Browser {
    fn deref_mut(&mut self) -> &mut testing::Browser {
        &mut self.0
    }
}

impl Browser {
    pub fn of(app: &Router) -> Self {
        Self(testing::Browser::of_app(APP, app.clone()))
    }

    /// With a client that trusts more than others do.
    pub fn with_client(self, client: reqwest::Client) -> Self {
        Self(self.0.with_client(client))
    }

    /// With this cookie, whoever gave it.
    pub fn with_cookie(mut self, value: &str) -> Self {
        self.0.set_cookie(COOKIE, value);
        self
    }

    pub fn cookie(&self) -> Option<String> {
        self.0.cookie(COOKIE).cloned()
    }

    pub async fn get(&mut self, path: &str) -> BrowserResponse {
        let answer = self.0.get(path).await;
        for text in answer.cookies() {
            for part in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
                assert!(text.contains(part), "{text}");
            }
            assert!(text.starts_with(COOKIE), "{text}");
        }
        answer
    }

    pub async fn begin(&mut self, to: &str) -> Begun {
        let answer = self.get(&format!("/sign-in/start?to={to}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        Begun::of(answer.location())
    }

    pub async fn come_back(&mut self, state: &str) -> BrowserResponse {
        self.get(&format!("/sign-in/callback?code=the-code&state={state}")).await
    }

    /// The cookies of the sign-ins that have begun.
    pub fn begun(&self) -> Vec<(String, String)> {
        let all = self.0.cookies().filter(|(name, _)| name.starts_with(SIGN_IN_COOKIES));
        all.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    pub async fn who(&mut self) -> String {
        self.get("/who").await.text
    }
}

pub fn location(answer: &BrowserResponse) -> String {
    answer.location().to_owned()
}

pub async fn text(answer: Response<Body>) -> String {
    String::from_utf8(to_bytes(answer.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
}

/// The problem that the sign-in page is asked to show; checks that a reference comes with it and no text.
pub fn problem(answer: &BrowserResponse) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let place = Url::parse("http://own.example").unwrap().join(answer.location()).unwrap();
    assert_eq!(place.path(), "/sign-in");
    let query: HashMap<_, _> = place.query_pairs().into_owned().collect();
    assert_eq!(query["reference"].len(), 10);
    assert!(query.keys().all(|name| ["problem", "reference", "to"].contains(&name.as_str())), "{query:?}");
    query["problem"].clone()
}
