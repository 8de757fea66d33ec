//! Signing out.

use contract::{Language, Problem, ProblemCode};
use islands::responses::{Ack, ApiResponse};
use leptos::prelude::*;

use super::response::{self, BadRequest};
use crate::redirect;
use crate::request::RequestContext;

/// Ends the session, then redirects to our own sign-out page, which leads to the authority: a form must not redirect to another origin, because
/// Chromium applies `form-action` to the whole redirect chain. From then on no page of this browser signs anybody in without a click.
#[server(name = SignOut, prefix = "/api", endpoint = "account/sign-out")]
pub async fn sign_out() -> Result<ApiResponse<Ack>, BadRequest> {
    let context = match RequestContext::current() {
        Ok(context) => context,
        Err(problem) => return Ok(response::to_response(Language::English, Err(problem))),
    };
    let outcome = match context.session_owner() {
        Some(person) => context.ports.account.sign_out(person).await.map(|out| out.open_invitations),
        None => Err(Problem::new(ProblemCode::SignInNeeded)),
    };
    let is_open = outcome.as_ref().is_ok_and(|open| *open > 0);
    // Also where the session had ended before: the person wants out.
    let is_out = outcome.as_ref().map_or_else(|problem| problem.code == ProblemCode::SignInNeeded, |_| true);
    if let Some(browser) = context.browser.as_ref().filter(|_| is_out) {
        browser.sign_out();
    }
    let response = response::to_response(context.lang, outcome.map(|_| Ack { done: true }));
    redirect::redirect(if is_open { "/sign-out?open=1" } else { "/sign-out" });
    Ok(response)
}
