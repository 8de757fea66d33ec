//! The frame of every page: header, navigation, notice.

use axum::response::{Html, IntoResponse, Response};
use http::{
    HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY},
};
use maud::{DOCTYPE, Markup, html};

use super::STYLE_PATH;

/// The first page of the emulator.
pub const OVERVIEW: &str = "/";

const NAV_PAGES: [(&str, &str); 6] = [
    (OVERVIEW, "Overview"),
    ("/_emulator/mail", "Mailbox"),
    ("/_emulator/directory", "Directory"),
    ("/_emulator/faults", "Faults"),
    ("/_emulator/clock", "Clock"),
    ("/_emulator/ledger", "Ledger"),
];

const DEFAULT_CSP: &str =
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

/// A page without its body.
#[derive(Debug, Clone)]
pub struct Frame<'a> {
    title: &'a str,
    status: StatusCode,
    /// The address of the admin page; none for pages of sign-in.
    here: Option<&'a str>,
    notice: Option<String>,
    head: Markup,
    policy: String,
}

impl<'a> Frame<'a> {
    /// A page of sign-in, which links to the overview only.
    pub fn new(title: &'a str) -> Self {
        let (status, policy) = (StatusCode::OK, DEFAULT_CSP.to_owned());
        Self { title, status, here: None, notice: None, head: html! {}, policy }
    }

    /// An admin page, with links to the other admin pages. `here` is its address.
    pub fn admin(title: &'a str, here: &'a str) -> Self {
        Self { here: Some(here), ..Self::new(title) }
    }

    /// The same with another status.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The same with a notice about what was just done, if any.
    #[must_use]
    pub fn with_notice(mut self, notice: Option<String>) -> Self {
        self.notice = notice;
        self
    }

    /// The same with more in its head and another content security policy.
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
        let shown = if self.here.is_some() { &NAV_PAGES[..] } else { &NAV_PAGES[..1] };
        html! {
            @for (path, text) in shown {
                a href=(path) aria-current=[(self.here == Some(*path)).then_some("page")] { (text) } " "
            }
        }
    }
}
