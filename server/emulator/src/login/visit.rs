//! A visit to the authorization endpoint, and what the forms of its pages carry.

use axum::response::Response;
use http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;
use world::ids::AccountId;

use super::{
    params::Params,
    request::{Asked, Asker},
};
use crate::{
    browser::{error::EntraError, resume, session::Session},
    call::Call,
    pages,
    site::Site,
};

/// One request, read.
pub(super) struct Visit<'a> {
    pub(super) site: &'a Site,
    pub(super) call: &'a Call,
    pub(super) path: &'a str,
    pub(super) asker: Asker,
    pub(super) asked: Asked,
    pub(super) params: Params,
    pub(super) session: Session,
}

impl Visit<'_> {
    /// The person sees why, and may try another account.
    pub(super) fn refuse(&self, error: EntraError) -> Response {
        let another = resume::another(self.path, &self.params);
        let way_out = html! { div.actions { a.button href=(another) { "Use another account" } } };
        error.with_status(StatusCode::FORBIDDEN).page(self.call, &way_out)
    }
}

/// What the forms carry.
#[derive(Debug, Deserialize)]
pub(super) struct Fields {
    /// The request to go on with, with the account that was picked.
    #[serde(rename = "continue")]
    pub(super) back: String,
    pub(super) account: AccountId,
    pub(super) decision: String,
    /// Whether an administrator consents for everybody.
    #[serde(default)]
    pub(super) everybody: Option<String>,
}

impl Fields {
    /// The path and the parameters of the request to go on with; none when it leaves the emulator.
    pub(super) fn request(&self) -> Option<(&str, Params)> {
        let (path, query) = self.back.split_once('?').unwrap_or((&self.back, ""));
        pages::is_local(path).then(|| (path, serde_urlencoded::from_str(query).unwrap_or_default()))
    }
}

/// A form with two buttons.
pub(super) fn decision(
    action: &str,
    back: &str,
    account: AccountId,
    more: &Markup,
    choices: [(&str, &str); 2],
) -> Markup {
    let account = account.to_string();
    pages::decision(action, &[("continue", back), ("account", &account)], more, choices)
}
