//! Somebody who is signed in: cookies, and the way through the emulator's sign-in.

use std::collections::BTreeMap;

use http::header::{COOKIE, LOCATION, SET_COOKIE};
use http::{Method, StatusCode, Uri};
use hyper::body::Bytes;

use crate::connection::{Connection, HttpResponse, JSON, PAGE, form};
use crate::failure::Outcome;

/// More redirects than a sign-in has.
const REDIRECTS: usize = 12;

/// A browser at one server, beside the emulator.
pub struct Browser {
    /// To the server.
    pub server: Connection,
    emulator: Connection,
    /// By port and name.
    jar: BTreeMap<(u16, String), String>,
}

impl Browser {
    /// Signs in with this address.
    pub async fn sign_in(server: u16, emulator: u16, address: &str) -> Outcome<Self> {
        let jar = BTreeMap::new();
        let mut browser = Self {
            server: Connection::open(server).await?,
            emulator: Connection::open(emulator).await?,
            jar,
        };
        let start = browser.get(server, "/sign-in/start?to=/items").await?;
        let (_, authorize) = browser.onward(server, &start)?.ok_or("the sign-in does not lead anywhere")?;
        // What a click on the account picker comes to.
        let fields = [("address", address), ("continue", authorize.as_str())];
        let draft = browser.emulator.request(Method::POST, "/home/sign-in", PAGE);
        let (draft, body) = form(draft, &fields)?;
        let mut answer = browser.emulator.send(draft, body).await?;
        browser.keep(emulator, &answer);
        let mut at = emulator;
        for _ in 0..REDIRECTS {
            let Some((port, path)) = browser.onward(at, &answer)? else {
                answer.ok("the page after the sign-in")?;
                return Ok(browser);
            };
            answer = browser.get(port, &path).await?;
            at = port;
        }
        Err("the sign-in goes round in circles".into())
    }

    /// The cookies that the server gets.
    pub fn cookies(&self) -> String {
        self.cookies_for(self.server.port())
    }

    /// Posts a form to the server, as a script of the page would, and reads the JSON of the answer.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Outcome<serde_json::Value> {
        let origin = format!("http://localhost:{}", self.server.port());
        let draft = self.server.request(Method::POST, path, JSON).header(COOKIE, self.cookies());
        let draft = draft.header("origin", origin).header("sec-fetch-site", "same-origin");
        let (draft, body) = form(draft, fields)?;
        self.server.send(draft, body).await?.ok(path)?.json()
    }

    fn cookies_for(&self, port: u16) -> String {
        let own = self.jar.iter().filter(|((of, _), _)| *of == port);
        own.map(|((_, name), value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    async fn get(&mut self, port: u16, path: &str) -> Outcome<HttpResponse> {
        let cookies = self.cookies_for(port);
        let connection = if port == self.server.port() { &mut self.server } else { &mut self.emulator };
        let draft = connection.request(Method::GET, path, PAGE);
        let draft = if cookies.is_empty() { draft } else { draft.header(COOKIE, cookies) };
        let answer = connection.send(draft, Bytes::new()).await?;
        self.keep(port, &answer);
        Ok(answer)
    }

    /// Where a redirect leads: port and path. `port` is where the answer came from.
    fn onward(&self, port: u16, answer: &HttpResponse) -> Outcome<Option<(u16, String)>> {
        let to = answer.headers.get(LOCATION).filter(|_| answer.status.is_redirection());
        let Some(to) = to else { return Ok(None) };
        let uri: Uri = to.to_str()?.parse()?;
        let port = uri.port_u16().unwrap_or(port);
        if port != self.server.port() && port != self.emulator.port() {
            return Err(format!("a redirect leads away: {uri}").into());
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        Ok(Some((port, path)))
    }

    fn keep(&mut self, port: u16, answer: &HttpResponse) {
        for line in answer.headers.get_all(SET_COOKIE).iter().filter_map(|line| line.to_str().ok()) {
            let Some((name, value)) = line.split(';').next().and_then(|pair| pair.split_once('=')) else {
                continue;
            };
            let key = (port, name.trim().to_owned());
            if value.is_empty() || line.to_ascii_lowercase().contains("max-age=0") {
                self.jar.remove(&key);
            } else {
                self.jar.insert(key, value.to_owned());
            }
        }
    }
}

impl HttpResponse {
    /// Fails unless it is a page that holds each of these texts.
    pub fn is_page(&self, path: &str, holds: &[&str]) -> Outcome<()> {
        let lacks = holds.iter().find(|text| !self.holds(text));
        match (self.status, lacks) {
            (StatusCode::OK, None) => Ok(()),
            (StatusCode::OK, Some(text)) => Err(format!("the page {path} lacks {text:?}").into()),
            (status, _) => Err(format!("the page {path} was answered with {status}").into()),
        }
    }
}
