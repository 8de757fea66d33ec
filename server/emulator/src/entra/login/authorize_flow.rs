//! An authorization request in progress, and the fields of the forms of its pages.

use axum::response::Response;
use http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;
use world::ids::AccountId;

use super::{
    authorize_request::{AuthorizeRequest, ClientRequest},
    params::Params,
};
use crate::{
    app_state::AppState,
    browser::{error::EntraError, resume, session::Session},
    pages,
    request_context::RequestContext,
};

/// An authorization request in progress.
pub(super) struct AuthorizeFlow<'a> {
    pub(super) state: &'a AppState,
    pub(super) context: &'a RequestContext,
    pub(super) path: &'a str,
    pub(super) client_request: ClientRequest,
    pub(super) request: AuthorizeRequest,
    pub(super) params: Params,
    pub(super) session: Session,
}

impl AuthorizeFlow<'_> {
    /// Shows an error with a button to use another account.
    pub(super) fn refuse(&self, error: EntraError) -> Response {
        let another = resume::address_with_account_prompt(self.path, &self.params);
        let way_out = html! { div.actions { a.button href=(another) { "Use another account" } } };
        error.with_status(StatusCode::FORBIDDEN).page(self.context, &way_out)
    }
}

/// The fields of the forms.
#[derive(Debug, Deserialize)]
pub(super) struct DecisionForm {
    /// The request to continue with, including the chosen account.
    #[serde(rename = "continue")]
    pub(super) back: String,
    pub(super) account: AccountId,
    pub(super) decision: String,
    /// Whether an administrator consents for all users.
    #[serde(default)]
    pub(super) everybody: Option<String>,
}

impl DecisionForm {
    /// The path and the parameters of the request to continue with; none when it is not an address of the emulator.
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
