//! What a browser was answered.

use http::HeaderMap;
use http::header::{LOCATION, SET_COOKIE};
use reqwest::Url;

use crate::html::{Form, forms, opened};

/// An answer, read.
#[derive(Debug, Clone)]
pub struct BrowserResponse {
    /// What was asked.
    pub url: Url,
    /// HTTP status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub text: String,
}

impl BrowserResponse {
    /// One of its headers; empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// Where a redirect leads, as it was said.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// Where a redirect leads; none when it is no redirect.
    pub fn target(&self) -> Option<Url> {
        let to = self.headers.get(LOCATION).filter(|_| (300..400).contains(&self.status))?;
        Some(self.url.join(to.to_str().unwrap()).unwrap())
    }

    /// The forms of the page.
    pub fn forms(&self) -> Vec<Form> {
        forms(&self.text)
    }

    /// The form that is sent to this address.
    pub fn form(&self, action: &str) -> Form {
        let found = self.forms().into_iter().find(|form| form.action == action);
        found.unwrap_or_else(|| panic!("no form for {action} on {}", self.url))
    }

    /// The `Set-Cookie` lines.
    pub fn cookies(&self) -> Vec<&str> {
        self.headers.get_all(SET_COOKIE).iter().map(|line| line.to_str().unwrap()).collect()
    }

    /// One of the page's links with this class.
    pub fn link(&self, class: &str) -> String {
        self.find_link(class).unwrap_or_else(|| panic!("no link {class} on {}: {}", self.url, self.text))
    }

    /// The same, if there is one.
    pub fn find_link(&self, class: &str) -> Option<String> {
        let of_class = |class_list: &str| class_list.split_whitespace().any(|each| each == class);
        let tags = opened(&self.text);
        let link = tags.iter().find(|tag| tag.name == "a" && tag.get("class").is_some_and(of_class))?;
        Some(link.value("href"))
    }

    /// Where a sign-in page of the application leads back to.
    pub fn way_back(&self) -> String {
        let start = self.url.join(&self.link("button-primary")).unwrap();
        assert_eq!(start.path(), "/sign-in/start");
        start.query_pairs().find(|(name, _)| name == "to").unwrap().1.into_owned()
    }
}
