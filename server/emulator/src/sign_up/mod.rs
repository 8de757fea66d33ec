//! Self-service sign-up: a stranger tells what the application wants to know, becomes a guest, and lands in the application.

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
    browser::{resume::PICKED, session::Session},
    call::Call,
    pages::{is_local, see_other},
    site::Site,
};

const SIGN_UP: &str = "/sign-up";

/// The routes.
pub fn routes() -> Router<Site> {
    Router::new().route(SIGN_UP, post(sign_up))
}

/// Who signs up, for what, and what was filled in so far.
struct Visit {
    tenant: TenantId,
    app: AppId,
    account: AccountId,
    back: String,
    filled: HashMap<String, String>,
}

/// Asks a stranger who has signed in at home.
pub fn ask(
    site: &Site,
    tenant: TenantId,
    client: &Client,
    account: AccountId,
    wanted: &[Attribute],
    back: &str,
) -> Response {
    let app = client.client_id;
    let visit = Visit { tenant, app, account, back: back.to_owned(), filled: HashMap::new() };
    visit.page(site, wanted, None)
}

async fn sign_up(
    State(site): State<Site>,
    headers: HeaderMap,
    call: Call,
    Form(filled): Form<HashMap<String, String>>,
) -> Response {
    let Some(visit) = Visit::read(filled) else { return pages::refused(&SignUpRefused::Off, None) };
    let back = Some(visit.back.as_str());
    let Visit { tenant, app, account, .. } = visit;
    let wanted = site.read(|world| world.sign_up_of(tenant, app, account));
    let live = Session::of(&site, &headers).live(&site, tenant, account, call.now());
    let Some(wanted) = wanted.filter(|_| live) else { return pages::refused(&SignUpRefused::Off, back) };
    let form = visit.form(&wanted);
    match site.change(|world| world.sign_up(&call.meta, tenant, app, account, form)) {
        Ok(_) => see_other(&format!("{}&{PICKED}={account}", visit.back)),
        Err(SignUpRefused::Invalid(attribute)) => visit.page(&site, &wanted, Some(attribute)),
        Err(refused) => pages::refused(&refused, back),
    }
}

impl Visit {
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

    fn form(&self, wanted: &[Attribute]) -> SignUpForm {
        let value = |name: &str| self.filled.get(name).map(|value| value.trim().to_owned());
        let attributes: BTreeMap<_, _> = wanted
            .iter()
            .filter_map(|attribute| {
                value(attribute.name()).filter(|v| !v.is_empty()).map(|v| (*attribute, v))
            })
            .collect();
        SignUpForm { display_name: value("displayName").unwrap_or_default(), attributes }
    }

    fn page(&self, site: &Site, wanted: &[Attribute], trouble: Option<Attribute>) -> Response {
        let (organization, app, name, address) = site.read(|world| {
            let organization = world.tenant(self.tenant).map(|tenant| tenant.display_name.clone());
            let app = world.client_named(&self.app.to_string()).map(|client| client.name.clone());
            let home = world.account(self.account);
            let name = home.map(|home| home.display_name.clone());
            (organization, app, name, home.map(|home| home.address.clone()))
        });
        let about = pages::About {
            organization: &organization.unwrap_or_default(),
            app: &app.unwrap_or_default(),
            name: &name.unwrap_or_default(),
            address: &address.unwrap_or_default(),
        };
        pages::ask(self, &about, wanted, trouble)
    }
}
