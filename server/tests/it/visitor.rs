//! A browser without scripts: cookies, redirects one by one, forms.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};

use reqwest::header::{HeaderMap, HeaderValue, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Url};

use crate::house::House;
use crate::html::{Form, forms, opened};

pub const ADELE: &str = "adele.vance@contoso.example";
pub const ITEM: &str = "/items/elm-street-renewal";
/// Where a hostile page would be.
pub const FOREIGN: &str = "https://evil.example";

/// An answer, read.
#[derive(Debug, Clone)]
pub struct Answer {
    pub url: Url,
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// Where a redirect leads, as it was said.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    pub fn forms(&self) -> Vec<Form> {
        forms(&self.text)
    }

    pub fn form(&self, action: &str) -> Form {
        let found = self.forms().into_iter().find(|form| form.action == action);
        found.unwrap_or_else(|| panic!("no form for {action} on {}", self.url))
    }

    /// The Set-Cookie lines.
    pub fn cookies(&self) -> Vec<&str> {
        self.headers.get_all(SET_COOKIE).iter().map(|line| line.to_str().unwrap()).collect()
    }

    /// One of the page's links with this class.
    pub fn link(&self, class: &str) -> String {
        let of_class = |class_list: &str| class_list.split_whitespace().any(|each| each == class);
        let tags = opened(&self.text);
        let link = tags.iter().find(|tag| tag.name == "a" && tag.get("class").is_some_and(of_class));
        link.unwrap_or_else(|| panic!("no link {class} on {}: {}", self.url, self.text)).value("href")
    }

    /// Where a sign-in page leads back to.
    pub fn way_back(&self) -> String {
        let start = self.url.join(&self.link("button-primary")).unwrap();
        assert_eq!(start.path(), "/sign-in/start");
        start.query_pairs().find(|(name, _)| name == "to").unwrap().1.into_owned()
    }
}

pub struct Visitor {
    own: String,
    emulator: String,
    client: Client,
    /// By origin. Secure cookies too: browsers send them to `http://localhost`.
    jar: BTreeMap<(String, String), String>,
    language: Option<String>,
    /// Everything that came from our own origin.
    pub seen: Vec<Answer>,
}

impl Visitor {
    pub fn of(house: &House) -> Self {
        let own = SocketAddr::from((Ipv4Addr::LOCALHOST, house.port));
        // Each request on a connection of its own: a server that stops, or refuses a body, closes kept ones at any moment.
        let client = Client::builder().redirect(Policy::none()).resolve("localhost", own);
        let client = client.pool_max_idle_per_host(0).build().unwrap();
        Self {
            own: house.origin(),
            emulator: house.emulator(),
            client,
            jar: BTreeMap::new(),
            language: None,
            seen: Vec::new(),
        }
    }

    pub async fn signed_in(house: &House, address: &str) -> Self {
        let mut visitor = Self::of(house);
        let arrived = visitor.sign_in(address, "/items").await;
        assert_eq!((arrived.status, arrived.url.path()), (200, "/items"), "{}", arrived.text);
        visitor
    }

    pub fn speaks(&mut self, language: &str) {
        self.language = Some(language.to_owned());
    }

    pub fn cookie(&self, name: &str) -> Option<&String> {
        self.jar.get(&(self.own.clone(), name.to_owned()))
    }

    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.jar.insert((self.own.clone(), name.to_owned()), value.to_owned());
    }

    pub async fn get(&mut self, address: &str) -> Answer {
        self.ask(Method::GET, address, &[], None).await
    }

    /// Posts as the page itself would; only that `Referer` lies, which must not matter.
    pub async fn post(&mut self, address: &str, form: &[(String, String)]) -> Answer {
        let origin = self.at(address).origin().ascii_serialization();
        let headers = [("origin", origin.as_str()), ("referer", FOREIGN), ("sec-fetch-site", "same-origin")];
        let answer = self.ask(Method::POST, address, &headers, Some(form)).await;
        if origin == self.own && (300..400).contains(&answer.status) {
            let to = answer.location();
            assert!(to.starts_with('/') && !to.starts_with("//"), "{address} answered with {to}");
        }
        answer
    }

    fn at(&self, address: &str) -> Url {
        Url::parse(&self.own).unwrap().join(address).unwrap()
    }

    pub async fn ask(
        &mut self,
        method: Method,
        address: &str,
        headers: &[(&str, &str)],
        form: Option<&[(String, String)]>,
    ) -> Answer {
        let url = self.at(address);
        let origin = url.origin().ascii_serialization();
        let cookies = self.jar.iter().filter(|((of, _), _)| *of == origin);
        let cookies: Vec<_> = cookies.map(|((_, name), value)| format!("{name}={value}")).collect();
        let mut all = HeaderMap::new();
        all.insert("accept", HeaderValue::from_static("text/html,application/xhtml+xml"));
        for (name, value) in headers {
            all.insert(
                reqwest::header::HeaderName::from_bytes(name.as_bytes()).unwrap(),
                value.parse().unwrap(),
            );
        }
        if let Some(language) = &self.language {
            all.insert("accept-language", language.parse().unwrap());
        }
        if !cookies.is_empty() {
            all.insert("cookie", cookies.join("; ").parse().unwrap());
        }
        let request = self.client.request(method, url.clone()).headers(all);
        let request = if let Some(form) = form { request.form(form) } else { request };
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let answer = Answer { url, status, headers, text: response.text().await.unwrap() };
        self.keep(&origin, &answer);
        answer
    }

    fn keep(&mut self, origin: &str, answer: &Answer) {
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
    pub async fn follow(&mut self, mut answer: Answer) -> Answer {
        for _ in 0..12 {
            let Some(to) = answer.headers.get(LOCATION).filter(|_| (300..400).contains(&answer.status))
            else {
                return answer;
            };
            let to = answer.url.join(to.to_str().unwrap()).unwrap();
            answer = self.get(to.as_str()).await;
        }
        panic!("redirects without end at {}", answer.url)
    }

    pub async fn visit(&mut self, address: &str) -> Answer {
        let answer = self.get(address).await;
        self.follow(answer).await
    }

    pub async fn send(&mut self, page: &Answer, form: &Form, values: &[(&str, &str)]) -> Answer {
        let to = page.url.join(&form.action).unwrap();
        let answer = self.post(to.as_str(), &form.filled(values)).await;
        self.follow(answer).await
    }

    /// Through the emulator's account picker.
    pub async fn sign_in(&mut self, address: &str, to: &str) -> Answer {
        let picker = self.visit(&format!("/sign-in/start?pick=1&to={to}")).await;
        self.pick(picker, address).await
    }

    pub async fn pick(&mut self, picker: Answer, address: &str) -> Answer {
        assert!(picker.url.as_str().starts_with(&self.emulator), "{}: {}", picker.url, picker.text);
        let forms = picker.forms();
        let form = forms.iter().find(|form| form.text.contains(address));
        let form = form.unwrap_or_else(|| panic!("{address} cannot be picked"));
        self.send(&picker, form, &[]).await
    }

    /// The share form of the item, filled in and sent; the answer is the redirect.
    pub async fn share(&mut self, values: &[(&str, &str)]) -> Answer {
        let page = self.visit(&format!("{ITEM}/share")).await;
        let form = page.form("/api/share/send");
        self.post("/api/share/send", &form.filled(values)).await
    }
}
