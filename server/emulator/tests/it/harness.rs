//! An emulator on a free port, and a browser that follows nothing by itself.

mod answer;

use std::ops::Deref;

pub use answer::Answer;
use emulator::{Client, Options};
use reqwest::{Method, Response, redirect::Policy};
use serde_json::{Value, json};
use testing::{EmulatorHarness, html};
pub use testing::{
    names::{ADELE, ALEX, APP, CALLBACK, GRADY, JONI, MEGAN, VERIFIER},
    parameter,
};
use url::Url;

pub const SCOPES: &str = "openid profile email offline_access User.Read User.Read.All User.Invite.All";

pub struct TestEmulator {
    pub emulator: EmulatorHarness,
    pub browser: reqwest::Client,
}

impl Deref for TestEmulator {
    type Target = EmulatorHarness;

    fn deref(&self) -> &EmulatorHarness {
        &self.emulator
    }
}

pub fn browser() -> reqwest::Client {
    reqwest::Client::builder().cookie_store(true).redirect(Policy::none()).build().unwrap()
}

pub async fn start_emulator() -> TestEmulator {
    start_emulator_with(Options::default()).await
}

/// With other options; the clock runs unless they say where it stands.
pub async fn start_emulator_with(options: Options) -> TestEmulator {
    TestEmulator { emulator: EmulatorHarness::with(options).await, browser: browser() }
}

pub fn location(response: &Response) -> Url {
    let location = response.headers().get("location").expect("a redirect").to_str().unwrap();
    response.url().join(location).unwrap()
}

/// The value of a hidden field on a page: the first of this name.
pub fn field(page: &str, name: &str) -> String {
    let fields = html::forms(page).into_iter().flat_map(|form| form.fields);
    let mut named = fields.filter(|field| field.name == name);
    named.next().unwrap_or_else(|| panic!("no {name} in {page}")).value
}

impl TestEmulator {
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.emulator.url())
    }

    pub fn client(&self, name: &str) -> Client {
        self.emulator.client(name).unwrap()
    }

    /// Object id in Contoso of whoever has this address.
    pub fn user(&self, address: &str) -> String {
        let tenant = emulator::seed::contoso::CONTOSO;
        self.emulator
            .world(|world| world.tenant(tenant).unwrap().user_with_address(address).unwrap().id.to_string())
    }

    pub fn authorize_query(&self, extra: &[(&str, &str)]) -> Vec<(String, String)> {
        let client_id = self.client("vestibule").client_id.to_string();
        let mut query: Vec<(String, String)> = [
            ("client_id", client_id.as_str()),
            ("response_type", "code"),
            ("redirect_uri", CALLBACK),
            ("scope", SCOPES),
            ("state", "a state&="),
            ("nonce", "a-nonce"),
            ("code_challenge", VERIFIER),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        for (name, value) in extra {
            query.retain(|(known, _)| known != name);
            if !value.is_empty() {
                query.push(((*name).to_owned(), (*value).to_owned()));
            }
        }
        query
    }

    pub async fn authorize(&self, extra: &[(&str, &str)]) -> Response {
        self.browser.get(self.endpoint("authorize")).query(&self.authorize_query(extra)).send().await.unwrap()
    }

    /// Picks a person on the account picker, and follows back to the authorization endpoint.
    pub async fn pick(&self, page: Response, address: &str) -> Response {
        let page = page.text().await.unwrap();
        let form = [("account", self.account(address)), ("continue", field(&page, "continue"))];
        let picked = self.browser.post(self.url("/home/pick")).form(&form).send().await.unwrap();
        self.browser.get(location(&picked)).send().await.unwrap()
    }

    pub async fn code(&self, address: &str, extra: &[(&str, &str)]) -> String {
        let page = self.authorize(&[&[("prompt", "select_account")], extra].concat()).await;
        assert_eq!(page.status(), 200);
        let back = self.pick(page, address).await;
        assert_eq!(back.status(), 302, "{}", back.text().await.unwrap());
        parameter(&location(&back), "code").unwrap()
    }

    pub async fn token(&self, form: &[(&str, &str)]) -> Response {
        self.browser.post(self.endpoint("token")).form(form).send().await.unwrap()
    }

    pub async fn redeem_code(&self, code: &str) -> Response {
        let client = self.client("vestibule");
        self.token(&[
            ("grant_type", "authorization_code"),
            ("client_id", &client.client_id.to_string()),
            ("client_secret", client.client_secret.as_deref().unwrap()),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ])
        .await
    }

    /// All tokens of a person.
    pub async fn tokens(&self, address: &str) -> Value {
        self.tokens_for(address, SCOPES).await
    }

    pub async fn tokens_for(&self, address: &str, scope: &str) -> Value {
        let code = self.code(address, &[("scope", scope)]).await;
        let answer = self.redeem_code(&code).await;
        assert_eq!(answer.status(), 200);
        answer.json().await.unwrap()
    }

    /// A delegated access token.
    pub async fn delegated(&self, address: &str) -> String {
        self.tokens(address).await["access_token"].as_str().unwrap().to_owned()
    }

    /// A delegated access token of the public client, which has every permission.
    pub async fn powerful(&self, address: &str, scope: &str) -> String {
        let client = self.client("public").client_id.to_string();
        let extra =
            [("client_id", client.as_str()), ("redirect_uri", "http://localhost:5000"), ("scope", scope)];
        let code = self.code(address, &extra).await;
        let answer = self
            .token(&[
                ("grant_type", "authorization_code"),
                ("client_id", &client),
                ("code", &code),
                ("redirect_uri", "http://localhost:5000"),
                ("code_verifier", VERIFIER),
            ])
            .await;
        let tokens: Value = answer.json().await.unwrap();
        tokens["access_token"].as_str().expect("a token").to_owned()
    }

    /// An application's own access token.
    pub async fn application(&self, name: &str) -> String {
        self.application_token(name).await
    }

    pub async fn graph(&self, method: Method, path: &str, token: &str, body: Option<Value>) -> Answer {
        let mut request = self.browser.request(method, self.url(&format!("/v1.0{path}"))).bearer_auth(token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        Answer::of(request.send().await.unwrap()).await
    }

    pub async fn get(&self, path: &str, token: &str) -> Answer {
        self.graph(Method::GET, path, token, None).await
    }

    /// With the header of advanced queries.
    pub async fn get_eventual(&self, path: &str, token: &str) -> Answer {
        let request = self.browser.get(self.url(&format!("/v1.0{path}"))).bearer_auth(token);
        Answer::of(request.header("ConsistencyLevel", "eventual").send().await.unwrap()).await
    }

    pub async fn invite(&self, token: &str, body: Value) -> Answer {
        self.graph(Method::POST, "/invitations", token, Some(body)).await
    }

    /// Presses a button on one of the pages between sign-in and the application.
    pub async fn decide(&self, page: Response, decision: &str, more: &[(&str, &str)]) -> Response {
        let page = page.text().await.unwrap();
        let forms = html::forms(&page);
        let action = &forms.first().unwrap_or_else(|| panic!("no form in {page}")).action;
        let (back, account) = (field(&page, "continue"), field(&page, "account"));
        let mut form = vec![("continue", back.as_str()), ("account", &account), ("decision", decision)];
        form.extend_from_slice(more);
        self.browser.post(self.url(action)).form(&form).send().await.unwrap()
    }

    /// The same, and on to where the emulator sends the browser.
    pub async fn decide_and_follow(&self, page: Response, decision: &str, more: &[(&str, &str)]) -> Response {
        let decided = self.decide(page, decision, more).await;
        assert_eq!(decided.status(), 303);
        self.browser.get(location(&decided)).send().await.unwrap()
    }

    /// Signs in as somebody, up to the first page after the picker, or the way back to the application.
    pub async fn arrive(&self, address: &str, extra: &[(&str, &str)]) -> Response {
        let page = self.authorize(&[&[("prompt", "select_account")], extra].concat()).await;
        self.pick(page, address).await
    }

    /// Signs in by typing an address into the picker, at a home that asks for no passcode.
    pub async fn arrive_by_address(&self, address: &str) -> Response {
        let page = self.authorize(&[("prompt", "select_account")]).await.text().await.unwrap();
        let form = [("address", address.to_owned()), ("continue", field(&page, "continue"))];
        let signed_in = self.browser.post(self.url("/home/sign-in")).form(&form).send().await.unwrap();
        self.browser.get(location(&signed_in)).send().await.unwrap()
    }

    /// Asks one of the control addresses.
    pub async fn control(&self, method: Method, path: &str, body: Value) -> Answer {
        let request = self.browser.request(method, self.url(&format!("/_emulator/{path}"))).json(&body);
        Answer::of(request.send().await.unwrap()).await
    }

    /// Changes an app registration.
    pub async fn register(&self, name: &str, mut changes: Value) {
        changes["name"] = name.into();
        let answer = self.control(Method::PATCH, "clients", changes).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }

    pub async fn refresh(&self, token: &str, more: &[(&str, &str)]) -> Answer {
        let client = self.client("vestibule");
        let id = client.client_id.to_string();
        let mut form = vec![
            ("grant_type", "refresh_token"),
            ("client_id", id.as_str()),
            ("client_secret", client.client_secret.as_deref().unwrap()),
            ("refresh_token", token),
        ];
        form.extend_from_slice(more);
        Answer::of(self.token(&form).await).await
    }

    /// What the ledger holds of one kind.
    pub fn effects(&self, kind: &str) -> Vec<Value> {
        let entries = self.emulator.world(|world| serde_json::to_value(world.ledger()).unwrap());
        let entries = entries.as_array().unwrap().iter().map(|entry| entry["effect"].clone());
        entries.filter(|effect| effect["kind"] == kind).collect()
    }

    pub async fn policy(&self, changes: Value) {
        let answer =
            self.browser.patch(self.url("/_emulator/directory")).json(&changes).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap());
    }

    pub async fn advance(&self, milliseconds: i64) {
        let body = json!({ "advance_ms": milliseconds });
        let answer = self.browser.post(self.url("/_emulator/clock")).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 200);
    }

    pub async fn mail_for(&self, address: &str) -> Vec<Value> {
        let request = self.browser.get(self.url("/_emulator/mail")).query(&[("to", address)]);
        let answer = request.header("accept", "application/json").send().await.unwrap();
        answer.json().await.unwrap()
    }
}

pub fn invitation(address: &str) -> Value {
    json!({ "invitedUserEmailAddress": address, "inviteRedirectUrl": format!("{APP}/items/7") })
}
