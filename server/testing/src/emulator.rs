//! An emulator in this process.

use std::ops::Deref;
use std::path::Path;
use std::sync::atomic::Ordering;

use emulator::{Client, Emulator, Fault, Options};
use reqwest::Method;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use url::Url;

use crate::names::{APP, CALLBACK, VERIFIER};
use crate::{Browser, Watch};

/// Where the clock of an emulator in tests stands at first: 15 January 2027, 8:00 UTC.
pub const START: i64 = 1_800_000_000;

/// How long a fault is waited for, by the clock on the wall: far longer than a request takes on a busy machine.
const STRIKES_WITHIN: std::time::Duration = std::time::Duration::from_mins(1);

/// A running emulator with the seed `contoso`, on a free port, in memory, with a clock that stands until it is moved.
pub struct EmulatorHarness {
    emulator: Emulator,
    http: reqwest::Client,
    _watch: Watch,
}

impl Deref for EmulatorHarness {
    type Target = Emulator;

    fn deref(&self) -> &Emulator {
        &self.emulator
    }
}

/// The value of a parameter of an address.
pub fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

impl EmulatorHarness {
    /// A new one, for an application at [`APP`].
    pub async fn start() -> Self {
        let stands_at = OffsetDateTime::from_unix_timestamp(START).unwrap();
        Self::with(Options { clock_stands_at: Some(stands_at), ..Options::default() }).await
    }

    /// With other options; the application is at [`APP`] all the same.
    pub async fn with(options: Options) -> Self {
        let watch = Watch::start();
        let options = Options { app_origins: vec![APP.to_owned()], ..options };
        let emulator = emulator::start(options).await.unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { emulator, http, _watch: watch }
    }

    /// With the world that an emulator in a process of its own has left in its data folder.
    pub async fn left_in(data_dir: &Path) -> Self {
        Self::with(Options { data_dir: Some(data_dir.to_owned()), ..Options::default() }).await
    }

    /// Stops serving, and lets open connections end.
    pub async fn shutdown(self) {
        self.emulator.shutdown().await;
    }

    /// Time passes.
    pub fn advance(&self, by: Duration) {
        let ms = i64::try_from(by.whole_milliseconds()).unwrap();
        self.clock_offset().fetch_add(ms, Ordering::SeqCst);
    }

    /// How much time has passed since the start.
    pub fn passed(&self) -> Duration {
        Duration::milliseconds(self.clock_offset().load(Ordering::SeqCst))
    }

    /// A seeded app registration, which must be there.
    pub fn app(&self, name: &str) -> Client {
        self.client(name).unwrap_or_else(|| panic!("no application {name}"))
    }

    /// The account at home that has this address.
    pub fn account(&self, address: &str) -> String {
        self.world(|world| world.account_of(address).unwrap().id.to_string())
    }

    /// The object id, in the tenant that people are invited into, of whoever has this address.
    pub fn user(&self, address: &str) -> String {
        self.world(|world| {
            let tenant = world.resource_tenant().unwrap();
            tenant.user_with_address(address).unwrap_or_else(|| panic!("nobody is {address}")).id.to_string()
        })
    }

    /// The address at which the user of this object id signs in.
    pub fn address(&self, user: &str) -> String {
        self.world(|world| {
            let user = world.resource_tenant().unwrap().user(user.parse().unwrap()).expect("a user");
            user.mail.clone().unwrap_or_else(|| user.user_principal_name.clone())
        })
    }

    /// One of the endpoints of the tenant, e.g. `token`.
    pub fn endpoint(&self, name: &str) -> String {
        format!("{}/{}/oauth2/v2.0/{name}", self.url(), self.tenant_id())
    }

    /// Sets a fault besides those that are set.
    pub fn fault(&self, on: Value, effect: Value) {
        self.fault_times(on, effect, None);
    }

    /// Sets a fault for so many requests, besides those that are set.
    pub fn fault_times(&self, on: Value, effect: Value, times: Option<u32>) {
        let fault = json!({ "on": on, "effect": effect, "times": times });
        self.add_fault(serde_json::from_value(fault).unwrap());
    }

    /// What becomes of the next requests of a kind, one after the other. Replaces what was set for them.
    pub fn faults_in_turn(&self, on: &Value, effects: impl IntoIterator<Item = Value>) {
        self.clear_faults(on);
        for (turn, effect) in effects.into_iter().enumerate() {
            let fault = json!({ "on": on, "effect": effect, "times": 1, "skip": turn });
            self.add_fault(serde_json::from_value(fault).unwrap());
        }
    }

    /// How many requests of a kind faults will still meet.
    pub fn faults_left(&self, on: &Value) -> u32 {
        self.faults_on(on).filter_map(|fault| fault.times).sum()
    }

    /// Takes the faults on requests of a kind away.
    pub fn clear_faults(&self, on: &Value) {
        let on = serde_json::from_value(on.clone()).unwrap();
        self.set_faults(self.faults().into_iter().filter(|fault| fault.on != on).collect());
    }

    /// The faults on requests of a kind, with how often each struck.
    pub fn faults_on(&self, on: &Value) -> impl Iterator<Item = Fault> + use<> {
        let on = serde_json::from_value(on.clone()).unwrap();
        self.faults().into_iter().filter(move |fault| fault.on == on)
    }

    /// Waits until a fault on requests of this kind has struck: it may hold one from then on. Panics where none does.
    pub async fn met(&self, on: &Value) {
        let struck = async {
            while self.faults_on(on).all(|fault| fault.fired == 0) {
                tokio::task::yield_now().await;
            }
        };
        let met = tokio::time::timeout(STRIKES_WITHIN, struck).await;
        assert!(met.is_ok(), "no request met the fault on {on}");
    }

    /// Asks one of the control addresses, which must answer well.
    pub async fn control(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let request = self.http.request(method, format!("{}/_emulator/{path}", self.url()));
        let request = request.header("accept", "application/json");
        answered(path, request, body).await
    }

    /// Asks Graph as somebody else than the application under test.
    pub async fn graph(&self, method: Method, path: &str, token: &str, body: Option<Value>) -> Value {
        let request = self.http.request(method, format!("{}/v1.0{path}", self.url())).bearer_auth(token);
        answered(path, request, body).await
    }

    /// An access token of an application by itself.
    pub async fn application_token(&self, name: &str) -> String {
        let scope = "https://graph.microsoft.com/.default";
        self.token(name, &[("grant_type", "client_credentials"), ("scope", scope)]).await
    }

    /// An access token of somebody for the application `vestibule`, who signs in for it.
    pub async fn person_token(&self, address: &str, scope: &str) -> String {
        let mut browser = Browser::at(&self.url());
        let picker = browser.visit(self.authorize_url(scope).as_str()).await;
        let back = browser.pick_for(APP, &picker, address).await;
        let code = parameter(&back, "code").unwrap_or_else(|| panic!("no code: {back}"));
        let grant = [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        self.token("vestibule", &grant).await
    }

    /// Where somebody signs in for the application `vestibule`.
    fn authorize_url(&self, scope: &str) -> Url {
        let id = self.app("vestibule").client_id.to_string();
        let query = [
            ("client_id", id.as_str()),
            ("response_type", "code"),
            ("redirect_uri", CALLBACK),
            ("scope", scope),
            ("code_challenge", VERIFIER),
            ("code_challenge_method", "plain"),
        ];
        Url::parse_with_params(&self.endpoint("authorize"), query).unwrap()
    }

    /// The tenant, and a user flow of the application `vestibule`, let people sign up from now on.
    pub async fn open_for_sign_up(&self) {
        self.control(Method::PATCH, "directory", Some(json!({ "selfServiceSignUp": true }))).await;
        let flow = json!({ "name": "vestibule", "selfServiceSignUp": [] });
        self.control(Method::PATCH, "clients", Some(flow)).await;
    }

    /// Somebody signs up for the application `vestibule` as a guest. Their object id.
    pub async fn sign_up(&self, address: &str, name: &str) -> String {
        let mut browser = Browser::at(&self.url());
        let picker = browser.visit(self.authorize_url("openid").as_str()).await;
        let signed_up = browser.sign_up(&picker, address, name).await;
        browser.follow_to(APP, signed_up).await;
        self.user(address)
    }

    async fn token(&self, name: &str, grant: &[(&str, &str)]) -> String {
        let client = self.app(name);
        let (id, secret) = (client.client_id.to_string(), client.client_secret.unwrap());
        let mut form = grant.to_vec();
        form.extend([("client_id", id.as_str()), ("client_secret", secret.as_str())]);
        let answer = self.http.post(self.endpoint("token")).form(&form).send().await.unwrap();
        let answer: Value = answer.json().await.unwrap();
        answer["access_token"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    /// The redeem link in the latest mail to somebody.
    pub fn link_for(&self, address: &str) -> String {
        self.world(|world| {
            let mail = world.mail().iter().rev().find(|mail| mail.is_for(address)).expect("a mail");
            mail.links().into_iter().find(|link| link.contains("/redeem")).expect("a link")
        })
    }

    /// The guest follows the link of the mail, signs in at home and consents: where that ends.
    pub async fn redeem(&self, address: &str) -> Url {
        let mut browser = Browser::at(&self.url());
        let landed = browser.redeem(&self.link_for(address), address, "Nora New").await;
        landed.target().unwrap_or_else(|| panic!("{}: {}", landed.url, landed.text))
    }
}

/// The JSON of an answer, which must be a good one.
async fn answered(path: &str, request: reqwest::RequestBuilder, body: Option<Value>) -> Value {
    let request = if let Some(body) = body { request.json(&body) } else { request };
    let answer = request.send().await.unwrap();
    let (status, text) = (answer.status(), answer.text().await.unwrap());
    assert!(status.is_success(), "{path}: {status} {text}");
    serde_json::from_str(&text).unwrap_or_default()
}
