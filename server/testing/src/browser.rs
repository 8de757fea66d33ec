//! A browser without scripts: cookies, redirects one by one, forms.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use futures::future::Either;
use http::header::{COOKIE, HOST};
use http::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Url};
use tower::ServiceExt as _;

use crate::html::Form;
use crate::response::BrowserResponse;

/// Where a hostile page would be.
pub const FOREIGN: &str = "https://evil.example";

/// The largest page that is read, in bytes.
const LARGEST: usize = 16 * 1024 * 1024;

/// How often, and after which time each, a patient browser asks again where nobody answers: a minute in all.
const ASKS_AGAIN: u32 = 300;
const AGAIN_AFTER: Duration = Duration::from_millis(200);

/// A person's browser. Everything is asked over HTTP but what a router of its own answers.
#[derive(Debug, Clone)]
pub struct Browser {
    own: String,
    app: Option<Router>,
    client: Client,
    /// By origin. Secure cookies too: browsers send them to `http://localhost`.
    jar: BTreeMap<(String, String), String>,
    language: Option<String>,
    /// Whether an answer of the own origin to a form may lead to its own addresses only.
    stays: bool,
    /// How often it asks again where nobody answers.
    patience: u32,
    /// Everything that came from the own origin.
    pub seen: Vec<BrowserResponse>,
}

impl Browser {
    /// A new one, at home at this origin: addresses without one mean it.
    pub fn at(origin: &str) -> Self {
        // Each request on a connection of its own: a server that stops, or refuses a body, closes kept ones at any moment.
        let client = Client::builder().redirect(Policy::none()).pool_max_idle_per_host(0);
        let client = client.resolve("localhost", ([127, 0, 0, 1], 0).into()).build().unwrap();
        let own = origin.to_owned();
        let (jar, seen) = (BTreeMap::new(), Vec::new());
        Self { own, app: None, client, jar, language: None, stays: false, patience: 0, seen }
    }

    /// The same, with a client that trusts more than others do. It must follow no redirect.
    #[must_use]
    pub fn with_client(self, client: Client) -> Self {
        Self { client, ..self }
    }

    /// The same, of an application whose forms never lead elsewhere: a post that is answered with another origin fails the test.
    #[must_use]
    pub fn staying(self) -> Self {
        Self { stays: true, ..self }
    }

    /// The same, of somebody who asks again for a while where nobody answers: of a server that is killed, and comes back.
    #[must_use]
    pub fn patient(self) -> Self {
        Self { patience: ASKS_AGAIN, ..self }
    }

    /// The same, whose own origin is this router, in this process.
    pub fn of_app(origin: &str, app: Router) -> Self {
        Self { app: Some(app), ..Self::at(origin) }
    }

    /// Asks for this language from now on, as in `Accept-Language`.
    pub fn speaks(&mut self, language: &str) {
        self.language = Some(language.to_owned());
    }

    /// A cookie of the own origin.
    pub fn cookie(&self, name: &str) -> Option<&String> {
        self.jar.get(&(self.own.clone(), name.to_owned()))
    }

    /// Sets a cookie of the own origin.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.jar.insert((self.own.clone(), name.to_owned()), value.to_owned());
    }

    /// The cookies of the own origin.
    pub fn cookies(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = self.jar.iter().filter(|((origin, _), _)| *origin == self.own);
        own.map(|((_, name), value)| (name.as_str(), value.as_str()))
    }

    /// Hears an answer of the own origin that another tab was given.
    pub fn receive(&mut self, answer: &BrowserResponse) {
        let own = self.own.clone();
        self.keep(&own, answer);
    }

    /// Opens an address; a redirect is an answer.
    pub async fn get(&mut self, address: &str) -> BrowserResponse {
        self.ask(Method::GET, address, &[], None).await
    }

    /// Posts as the page itself would; only that `Referer` lies, which must not matter.
    pub async fn post(&mut self, address: &str, form: &[(String, String)]) -> BrowserResponse {
        let origin = self.url(address).origin().ascii_serialization();
        let headers = [("origin", origin.as_str()), ("referer", FOREIGN), ("sec-fetch-site", "same-origin")];
        let answer = self.ask(Method::POST, address, &headers, Some(form)).await;
        if self.stays && origin == self.own && (300..400).contains(&answer.status) {
            let to = answer.location();
            assert!(to.starts_with('/') && !to.starts_with("//"), "{address} answered with {to}");
        }
        answer
    }

    fn url(&self, address: &str) -> Url {
        Url::parse(&self.own).unwrap().join(address).unwrap()
    }

    /// Asks with any method and any more headers.
    pub async fn ask(
        &mut self,
        method: Method,
        address: &str,
        headers: &[(&str, &str)],
        form: Option<&[(String, String)]>,
    ) -> BrowserResponse {
        let url = self.url(address);
        let origin = url.origin().ascii_serialization();
        let headers = self.headers(&origin, headers);
        let request = self.client.request(method, url.clone()).headers(headers);
        let request = if let Some(form) = form { request.form(form) } else { request };
        let answer = match self.app.clone().filter(|_| origin == self.own) {
            Some(app) => Either::Left(asked_within(app, request.build().unwrap())),
            None => Either::Right(asked_outside(request, self.patience)),
        };
        let answer = Box::pin(answer).await;
        self.keep(&origin, &answer);
        answer
    }

    fn headers(&self, origin: &str, more: &[(&str, &str)]) -> HeaderMap {
        let cookies = self.jar.iter().filter(|((of, _), _)| of == origin);
        let cookies: Vec<_> = cookies.map(|((_, name), value)| format!("{name}={value}")).collect();
        let mut all = HeaderMap::new();
        all.insert("accept", HeaderValue::from_static("text/html,application/xhtml+xml"));
        for (name, value) in more {
            all.insert(HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
        }
        if let Some(language) = &self.language {
            all.insert("accept-language", language.parse().unwrap());
        }
        if !cookies.is_empty() {
            all.insert(COOKIE, cookies.join("; ").parse().unwrap());
        }
        all
    }

    fn keep(&mut self, origin: &str, answer: &BrowserResponse) {
        for line in answer.cookies() {
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            let key = (origin.to_owned(), name.trim().to_owned());
            if value.is_empty() || line.to_ascii_lowercase().contains("max-age=0") {
                self.jar.remove(&key);
            } else {
                self.jar.insert(key, value.to_owned());
            }
        }
        if origin == self.own {
            self.seen.push(answer.clone());
        }
    }

    /// Goes on until a page comes.
    pub async fn follow(&mut self, mut answer: BrowserResponse) -> BrowserResponse {
        for _ in 0..12 {
            let Some(to) = answer.target() else { return answer };
            answer = self.get(to.as_str()).await;
        }
        panic!("redirects without end at {}", answer.url)
    }

    /// Goes on until a redirect leads to this origin, which is not asked: the address that it would be asked for.
    pub async fn follow_to(&mut self, origin: &str, mut answer: BrowserResponse) -> Url {
        for _ in 0..12 {
            let to =
                answer.target().unwrap_or_else(|| panic!("{} goes nowhere: {}", answer.url, answer.text));
            if to.origin().ascii_serialization() == origin {
                return to;
            }
            answer = self.get(to.as_str()).await;
        }
        panic!("redirects without end at {}", answer.url)
    }

    /// Opens an address and goes on until a page comes.
    pub async fn visit(&mut self, address: &str) -> BrowserResponse {
        let answer = self.get(address).await;
        self.follow(answer).await
    }

    /// Sends a form of a page, with these values filled in. A redirect is an answer.
    pub async fn submit(
        &mut self,
        page: &BrowserResponse,
        form: &Form,
        values: &[(&str, &str)],
    ) -> BrowserResponse {
        let to = page.url.join(&form.action).unwrap();
        self.post(to.as_str(), &form.filled(values)).await
    }

    /// Sends a form of a page, and goes on until a page comes.
    pub async fn send(
        &mut self,
        page: &BrowserResponse,
        form: &Form,
        values: &[(&str, &str)],
    ) -> BrowserResponse {
        let answer = self.submit(page, form, values).await;
        self.follow(answer).await
    }
}

async fn asked_outside(request: reqwest::RequestBuilder, mut patience: u32) -> BrowserResponse {
    loop {
        match asked_once(request.try_clone().unwrap()).await {
            Ok(answer) => return answer,
            Err(error) if patience == 0 => panic!("no answer: {error:?}"),
            Err(_) => patience -= 1,
        }
        tokio::time::sleep(AGAIN_AFTER).await;
    }
}

async fn asked_once(request: reqwest::RequestBuilder) -> Result<BrowserResponse, reqwest::Error> {
    let response = request.send().await?;
    let (url, status, headers) =
        (response.url().clone(), response.status().as_u16(), response.headers().clone());
    Ok(BrowserResponse { url, status, headers, text: response.text().await? })
}

async fn asked_within(app: Router, request: reqwest::Request) -> BrowserResponse {
    let url = request.url().clone();
    let request = http::Request::<reqwest::Body>::try_from(request).unwrap();
    let (mut parts, body) = request.into_parts();
    let host = url.host_str().unwrap();
    let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    parts.headers.entry(HOST).or_insert(host.parse().unwrap());
    // As a server reads it from the wire: the path alone.
    parts.uri = url[url::Position::BeforePath..url::Position::AfterQuery].parse().unwrap();
    let response = app.oneshot(http::Request::from_parts(parts, Body::new(body))).await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let bytes = to_bytes(response.into_body(), LARGEST).await.unwrap();
    BrowserResponse { url, status, headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
}
