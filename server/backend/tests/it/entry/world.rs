//! The sign-in side on a database of its own, with a clock that stands still, and a browser.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::routing::get;
use axum::{Extension, Router};
use backend::clock::{Clock as _, FixedClock, RandomIds};
use backend::config::Config;
use backend::sign_in::Entry;
use contract::{Caller, Via, ports};
use http::header::{COOKIE, HOST, LOCATION, SET_COOKIE};
use http::{Request, Response, StatusCode};
use storage::Storage;
use tempfile::TempDir;
use time::macros::datetime;
use tower::ServiceExt as _;
use url::Url;

use super::authority::{Authority, CLIENT, SECRET, TENANT, first};

pub struct World {
    pub authority: Authority,
    pub entry: Entry,
    pub app: Router,
    pub storage: Storage,
    pub clock: FixedClock,
    pub config: Config,
    pub folder: TempDir,
}

pub fn config(pairs: &[(&str, &str)]) -> Config {
    let map: HashMap<String, String> =
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Config::read(|name| map.get(name).cloned()).unwrap()
}

pub async fn storage_in(folder: &TempDir) -> Storage {
    let storage =
        Storage::connect(&format!("sqlite://{}", folder.path().join("v.db").display())).await.unwrap();
    storage.migrate().await.unwrap();
    storage
}

impl World {
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
        let folder = tempfile::tempdir().unwrap();
        let storage = storage_in(&folder).await;
        let clock = FixedClock::at(datetime!(2026-03-01 12:00 UTC));
        let ids = Arc::new(RandomIds);
        let sealer = config.secret_key.sealer(&*ids).unwrap();
        let http = graph::http_client(&[]).unwrap();
        let entry =
            Entry::build(&config, storage.clone(), Arc::new(clock.clone()), ids, sealer, http).await.unwrap();
        let app = app(&entry);
        Self { authority, entry, app, storage, clock, config, folder }
    }

    /// A token that is right in everything.
    pub fn good_token(&self, begun: &Begun) -> String {
        first().sign(&self.claims(begun))
    }

    pub fn claims(&self, begun: &Begun) -> serde_json::Value {
        self.authority.claims(&begun.nonce, self.clock.now().unix_timestamp())
    }

    /// A browser that has signed in.
    pub async fn signed_in(&self) -> Browser {
        let mut browser = Browser::default();
        let begun = browser.begin(&self.app, "/items/1").await;
        self.authority.gives(Some(&self.good_token(&begun)));
        let answer = browser.come_back(&self.app, &begun.state).await;
        assert_eq!(location(&answer), "/items/1");
        browser
    }
}

/// The sign-in routes, and pages that say who asks and with which browser.
pub fn app(entry: &Entry) -> Router {
    let who = |caller: Option<Extension<Caller>>| async move {
        caller.map_or_else(
            || "nobody".to_owned(),
            |Extension(caller)| {
                let Via::Session { key, .. } = &caller.via;
                format!("{} admin={} guest={} {key}", caller.name, caller.is_admin, caller.is_guest)
            },
        )
    };
    let browser = |Extension(browser): Extension<Arc<dyn ports::Browser>>| async move {
        browser.key().await.unwrap().to_string()
    };
    let known = |Extension(caller): Extension<Caller>| async move {
        caller.browser().map(ToString::to_string).unwrap_or_default()
    };
    let pages = Router::new()
        .route("/who", get(who))
        .route("/browser", get(browser))
        .route("/browser/of-caller", get(known));
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

/// Keeps the cookie, as a browser does.
#[derive(Clone, Default)]
pub struct Browser {
    pub cookie: Option<String>,
}

impl Browser {
    pub async fn get(&mut self, app: &Router, path: &str) -> Response<Body> {
        let mut request = Request::get(path).header(HOST, "localhost:3000");
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        let response = app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        for set in response.headers().get_all(SET_COOKIE) {
            let text = set.to_str().unwrap();
            for part in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
                assert!(text.contains(part), "{text}");
            }
            let pair = text.split(';').next().unwrap();
            assert!(pair.starts_with("__Host-vestibule="));
            self.cookie = (!pair.ends_with('=')).then(|| pair.to_owned());
        }
        response
    }

    pub async fn begin(&mut self, app: &Router, to: &str) -> Begun {
        let answer = self.get(app, &format!("/sign-in/start?to={to}")).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        Begun::of(&location(&answer))
    }

    pub async fn come_back(&mut self, app: &Router, state: &str) -> Response<Body> {
        self.get(app, &format!("/sign-in/callback?code=the-code&state={state}")).await
    }

    pub async fn who(&mut self, app: &Router) -> String {
        text(self.get(app, "/who").await).await
    }
}

pub fn location(answer: &Response<Body>) -> String {
    answer.headers().get(LOCATION).map(|place| place.to_str().unwrap().to_owned()).unwrap_or_default()
}

pub async fn text(answer: Response<Body>) -> String {
    String::from_utf8(to_bytes(answer.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
}

/// The problem that the sign-in page is asked to show; checks that a reference comes with it and no text.
pub fn problem(answer: &Response<Body>) -> String {
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let place = Url::parse("http://own.example").unwrap().join(&location(answer)).unwrap();
    assert_eq!(place.path(), "/sign-in");
    let query: HashMap<_, _> = place.query_pairs().into_owned().collect();
    assert_eq!(query["reference"].len(), 10);
    assert!(query.keys().all(|name| ["problem", "reference", "to"].contains(&name.as_str())), "{query:?}");
    query["problem"].clone()
}
