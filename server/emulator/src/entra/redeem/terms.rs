//! The terms of use page, shown after "Review permissions" or at the next sign-in.

use axum::{Form, extract::State, response::Response};
use http::{HeaderMap, StatusCode};
use maud::html;
use serde::Deserialize;
use world::{
    effect::Actor,
    ids::{AccountId, TenantId},
    sign_in::SignInOutcome,
};

use super::my_apps;
use crate::{app_state::AppState, browser::session::Session, pages, request_context::RequestContext};

pub(super) const TERMS: &str = "/redeem/terms";

/// The fields of the form.
#[derive(Debug, Deserialize)]
pub(super) struct TermsForm {
    tenant: TenantId,
    account: AccountId,
    #[serde(rename = "continue")]
    back: String,
    #[serde(default)]
    decision: String,
}

/// The page with the terms; after acceptance it continues with `back`.
pub fn page(organization: &str, terms: &str, tenant: TenantId, account: AccountId, back: &str) -> Response {
    let (tenant, account) = (tenant.to_string(), account.to_string());
    let hidden = [("tenant", tenant.as_str()), ("account", &account), ("continue", back)];
    let body = html! {
        p { "In order to access the resources of " strong { (organization) } ", you must read the terms of use." }
        pre.prose { (terms) }
        (pages::decision(TERMS, &hidden, &html! {}, [("accept", "Accept"), ("decline", "Decline")]))
    };
    pages::page("Terms of use", &body)
}

pub(super) async fn decide(
    State(state): State<AppState>,
    headers: HeaderMap,
    context: RequestContext,
    Form(fields): Form<TermsForm>,
) -> Response {
    let session = Session::of(&state, &headers);
    let TermsForm { tenant, account, back, decision } = fields;
    let back = if pages::is_local(&back) { back } else { my_apps::address(tenant) };
    let user = state.read(|world| match world.sign_in(tenant, account) {
        SignInOutcome::Allowed(user) => Some(user.id),
        _ => None,
    });
    let Some(user) = user.filter(|_| session.is_signed_in(&state, tenant, account, context.now())) else {
        return pages::see_other(&back);
    };
    if decision != "accept" {
        let body = html! {
            p { "You declined the terms of use. Without them there is no access; you can still accept them." }
            div.actions { a.button href=(back) { "Read them again" } }
        };
        return pages::page_with(StatusCode::FORBIDDEN, "Terms of use declined", &body);
    }
    let meta = context.meta.by(Actor { app: None, user: Some(user) });
    state.change(|world| world.accept_terms(&meta, tenant, user));
    pages::see_other(&back)
}
