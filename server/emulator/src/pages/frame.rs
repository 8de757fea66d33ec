//! What stands around every page: who speaks, where one is, what was just done.

use axum::response::{Html, IntoResponse, Response};
use http::{
    HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY},
};
use maud::{DOCTYPE, Markup, html};

use super::STYLE_PATH;

/// The first page of the emulator.
pub const OVERVIEW: &str = "/";

const PLACES: [(&str, &str); 6] = [
    (OVERVIEW, "Overview"),
    ("/_emulator/mail", "Mailbox"),
    ("/_emulator/directory", "Directory"),
    ("/_emulator/faults", "Faults"),
    ("/_emulator/clock", "Clock"),
    ("/_emulator/ledger", "Ledger"),
];

const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

/// A page before it has its body.
#[derive(Debug, Clone)]
pub struct Frame<'a> {
    title: &'a str,
    status: StatusCode,
    /// Where in the console it is; none for pages that only play a part in signing in.
    here: Option<&'a str>,
    notice: Option<String>,
    head: Markup,
    policy: String,
}

impl<'a> Frame<'a> {
    /// A page for who signs in: it leads to the overview and nowhere else.
    pub fn new(title: &'a str) -> Self {
        let (status, policy) = (StatusCode::OK, POLICY.to_owned());
        Self { title, status, here: None, notice: None, head: html! {}, policy }
    }

    /// A page of the console, with the ways to its other places. `here` is the address of one of them, or of none.
    pub fn console(title: &'a str, here: &'a str) -> Self {
        Self { here: Some(here), ..Self::new(title) }
    }

    /// The same with another status.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The same with a word on what was just done, if anything was.
    #[must_use]
    pub fn saying(mut self, notice: Option<String>) -> Self {
        self.notice = notice;
        self
    }

    /// The same with more in its head, under another content security policy.
    #[must_use]
    pub fn with_head(mut self, head: Markup, policy: String) -> Self {
        self.head = head;
        self.policy = policy;
        self
    }

    /// The page with this body.
    pub fn show(self, body: &Markup) -> Response {
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (self.title) " - local emulator" }
                    link rel="stylesheet" href=(STYLE_PATH);
                    link rel="icon" href="data:,";
                    (self.head)
                }
                body {
                    header {
                        p { strong { "Local emulator" } ": not Microsoft" }
                        nav aria-label="Emulator" { (self.places()) }
                    }
                    main {
                        h1 { (self.title) }
                        @if let Some(notice) = &self.notice { p.notice role="status" { (notice) } }
                        (body)
                    }
                }
            }
        };
        let mut response = (self.status, Html(page.into_string())).into_response();
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Ok(policy) = HeaderValue::try_from(self.policy) {
            headers.insert(CONTENT_SECURITY_POLICY, policy);
        }
        response
    }

    fn places(&self) -> Markup {
        let shown = if self.here.is_some() { &PLACES[..] } else { &PLACES[..1] };
        html! {
            @for (path, text) in shown {
                a href=(path) aria-current=[(self.here == Some(*path)).then_some("page")] { (text) } " "
            }
        }
    }
}
