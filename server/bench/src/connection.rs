//! One HTTP/1.1 connection to a program of this machine. hyper by hand: a client with a pool and redirects costs a multiple of what is measured.

use std::net::Ipv4Addr;

use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, HOST};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::failure::Outcome;

/// What browsers ask pages with.
pub const PAGE: &str = "text/html,application/xhtml+xml";
/// What scripts and programs ask with.
pub const JSON: &str = "application/json";

/// A request before it is sent.
pub type Draft = http::request::Builder;

/// An open connection.
pub struct Connection {
    port: u16,
    sender: SendRequest<Full<Bytes>>,
    /// Moves the bytes; ends with the connection.
    _driver: JoinSet<()>,
}

/// An answer with its whole body.
pub struct HttpResponse {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body, as it came.
    pub body: Bytes,
}

impl Connection {
    /// Connects to a port of this machine.
    pub async fn open(port: u16) -> Outcome<Self> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let mut driver = JoinSet::new();
        driver.spawn(async move {
            // What went wrong is told to whoever sends.
            let _ = connection.await;
        });
        Ok(Self { port, sender, _driver: driver })
    }

    /// The port at the other end.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Begins a request.
    pub fn request(&self, method: Method, path: &str, accept: &str) -> Draft {
        let host = format!("localhost:{}", self.port);
        Request::builder().method(method).uri(path).header(HOST, host).header(ACCEPT, accept)
    }

    /// Sends it, and reads the whole answer. A connection that the server has closed meanwhile is opened again.
    pub async fn send(&mut self, draft: Draft, body: impl Into<Bytes>) -> Outcome<HttpResponse> {
        if self.sender.is_closed() {
            *self = Self::open(self.port).await?;
        }
        let request = draft.body(Full::new(body.into()))?;
        self.sender.ready().await?;
        let (head, body) = self.sender.send_request(request).await?.into_parts();
        let body = body.collect().await?.to_bytes();
        Ok(HttpResponse { status: head.status, headers: head.headers, body })
    }

    /// Gets a page, with these cookies.
    pub async fn get(&mut self, path: &str, cookies: &str) -> Outcome<HttpResponse> {
        let draft = self.request(Method::GET, path, PAGE);
        let draft = if cookies.is_empty() { draft } else { draft.header(COOKIE, cookies) };
        self.send(draft, Bytes::new()).await
    }

    /// Gets a JSON document.
    pub async fn json(&mut self, path: &str) -> Outcome<serde_json::Value> {
        let draft = self.request(Method::GET, path, JSON);
        self.send(draft, Bytes::new()).await?.ok(path)?.json()
    }
}

/// With a form as its body.
pub fn form(draft: Draft, fields: &[(&str, &str)]) -> Outcome<(Draft, String)> {
    let draft = draft.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    Ok((draft, serde_urlencoded::to_string(fields)?))
}

impl HttpResponse {
    /// Fails with the beginning of the body unless the status is a success. `what` was asked for.
    pub fn ok(self, what: &str) -> Outcome<Self> {
        if self.status.is_success() {
            return Ok(self);
        }
        let text: String = String::from_utf8_lossy(&self.body).chars().take(600).collect();
        Err(format!("{what} was answered with {}: {text}", self.status).into())
    }

    /// The body as JSON.
    pub fn json(&self) -> Outcome<serde_json::Value> {
        Ok(serde_json::from_slice(&self.body)?)
    }

    /// Whether the body holds this text.
    pub fn holds(&self, text: &str) -> bool {
        std::str::from_utf8(&self.body).is_ok_and(|body| body.contains(text))
    }
}
