//! Self-service sign-up: a person enters the attributes that the application collects, becomes a guest, and continues to the application.

mod pages;

use std::collections::{BTreeMap, HashMap};

use axum::{Form, Router, extract::State, response::Response, routing::post};
use http::HeaderMap;
use world::{
    app::Client,
    attribute::Attribute,
    ids::{AccountId, AppId, TenantId},
    sign_up::{SignUpForm, SignUpRefused},
};

use crate::{
    app_state::AppState,
    browser::{resume::ACCOUNT_PARAM, session::Session},
    pages::{is_local, see_other},
    request_context::RequestContext,
};

const SIGN_UP: &str = "/sign-up";

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new().route(SIGN_UP, post(sign_up))
}

/// A sign-up in progress, with the fields filled in so far.
struct SignUpFlow {
    tenant: TenantId,
    app: AppId,
    account: AccountId,
    back: String,
    filled: HashMap<String, String>,
}

/// The page for a person who has signed in at their identity provider.
pub fn ask(
    state: &AppState,
    tenant: TenantId,
    client: &Client,
    account: AccountId,
    collected: &[Attribute],
    back: &str,
) -> Response {
    let app = client.client_id;
    let flow = SignUpFlow { tenant, app, account, back: back.to_owned(), filled: HashMap::new() };
    flow.page(state, collected, None)
}

async fn sign_up(
    State(state): State<AppState>,
    headers: HeaderMap,
    context: RequestContext,
    Form(filled): Form<HashMap<String, String>>,
) -> Response {
    let Some(flow) = SignUpFlow::read(filled) else { return pages::refused(&SignUpRefused::Off, None) };
    let back = Some(flow.back.as_str());
    let SignUpFlow { tenant, app, account, .. } = flow;
    let collected = state.read(|world| world.sign_up_of(tenant, app, account));
    let live = Session::of(&state, &headers).is_signed_in(&state, tenant, account, context.now());
    let Some(collected) = collected.filter(|_| live) else {
        return pages::refused(&SignUpRefused::Off, back);
    };
    let form = flow.form(&collected);
    match state.change(|world| world.sign_up(&context.meta, tenant, app, account, form)) {
        Ok(_) => see_other(&format!("{}&{ACCOUNT_PARAM}={account}", flow.back)),
        Err(SignUpRefused::Invalid(attribute)) => flow.page(&state, &collected, Some(attribute)),
        Err(refused) => pages::refused(&refused, back),
    }
}

impl SignUpFlow {
    fn read(filled: HashMap<String, String>) -> Option<Self> {
        let back = filled.get("continue").filter(|back| is_local(back) && back.contains('?'))?.clone();
        Some(Self {
            tenant: filled.get("tenant")?.parse().ok()?,
            app: filled.get("app")?.parse().ok()?,
            account: filled.get("account")?.parse().ok()?,
            back,
            filled,
        })
    }

    fn form(&self, collected: &[Attribute]) -> SignUpForm {
        let value = |name: &str| self.filled.get(name).map(|value| value.trim().to_owned());
        let attributes: BTreeMap<_, _> = collected
            .iter()
            .filter_map(|attribute| {
                value(attribute.name()).filter(|v| !v.is_empty()).map(|v| (*attribute, v))
            })
            .collect();
        SignUpForm { display_name: value("displayName").unwrap_or_default(), attributes }
    }

    fn page(&self, state: &AppState, collected: &[Attribute], invalid: Option<Attribute>) -> Response {
        let (organization, app, name, address) = state.read(|world| {
            let organization = world.tenant(self.tenant).map(|tenant| tenant.display_name.clone());
            let app = world.client_named(&self.app.to_string()).map(|client| client.name.clone());
            let home = world.account(self.account);
            let name = home.map(|home| home.display_name.clone());
            (organization, app, name, home.map(|home| home.address.clone()))
        });
        let summary = pages::SignUpSummary {
            organization: &organization.unwrap_or_default(),
            app: &app.unwrap_or_default(),
            name: &name.unwrap_or_default(),
            address: &address.unwrap_or_default(),
        };
        pages::ask(self, &summary, collected, invalid)
    }
}
