//! Signing in at home: the own tenant, another one, a social provider, a federation, or a passcode by mail. Nothing asks for a
//! password; the pages only play the part.

mod pages;

use axum::{
    Form, Router,
    extract::{Query, State},
    response::Response,
    routing::{get, post},
};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

use crate::{
    call::Call,
    login::{PICKED, session::Session},
    pages::see_other,
    site::Site,
    world::{account::Realm, address, ids::AccountId},
};

/// Where one signs in with an address.
pub const SIGN_IN: &str = "/home/sign-in";
/// Where one picks a person of the seed.
pub const PICK: &str = "/home/pick";
const PASSCODE: &str = "/home/passcode";

/// The routes.
pub fn routes() -> Router<Site> {
    Router::new()
        .route(SIGN_IN, get(ask).post(sign_in))
        .route(PICK, post(pick))
        .route(PASSCODE, post(send_passcode))
}

/// What the forms carry.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Fields {
    address: String,
    #[serde(rename = "continue")]
    back: String,
    name: String,
    passcode: String,
    account: String,
    /// Whether a passcode was sent.
    sent: String,
}

impl Fields {
    /// Where to go on: on this emulator only.
    fn back(&self) -> &str {
        let local = self.back.starts_with('/') && !self.back.starts_with("//") && !self.back.contains('\\');
        if local { &self.back } else { "/" }
    }
}

/// The address of this page for somebody.
pub fn sign_in_address(address: &str, back: &str) -> String {
    let query = serde_urlencoded::to_string([("address", address), ("continue", back)]).unwrap_or_default();
    format!("{SIGN_IN}?{query}")
}

async fn ask(State(site): State<Site>, Query(fields): Query<Fields>) -> Response {
    page(&site, &fields, None)
}

fn page(site: &Site, fields: &Fields, trouble: Option<&str>) -> Response {
    let address = fields.address.trim();
    if !address::well_formed(address, true) {
        return pages::no_address(fields.back());
    }
    let (realm, known, tenant, passcodes) = site.read(|world| {
        let realm = world.realm_of(address);
        let tenant = match realm {
            Realm::Entra(id) => world.tenant(id).map(|tenant| tenant.display_name.clone()),
            _ => None,
        };
        let passcodes = world
            .tenants()
            .find(|tenant| tenant.user_with_address(address).is_some())
            .is_none_or(|tenant| tenant.policy.email_one_time_passcode);
        (realm, world.account_of(address).cloned(), tenant, passcodes)
    });
    match realm {
        Realm::Passcode if passcodes => pages::passcode(fields, address, trouble),
        Realm::Entra(_) => pages::provider(fields, address, &tenant.unwrap_or_default(), known.as_ref()),
        Realm::Saml => pages::provider(fields, address, "Woodgrove (SAML)", known.as_ref()),
        Realm::Google => pages::provider(fields, address, "Google", known.as_ref()),
        Realm::Facebook => pages::provider(fields, address, "Facebook", known.as_ref()),
        // With passcodes switched off, the service has one make a Microsoft account.
        Realm::MicrosoftAccount | Realm::Passcode => {
            pages::provider(fields, address, "Microsoft account", known.as_ref())
        }
    }
}

async fn sign_in(
    State(site): State<Site>,
    headers: HeaderMap,
    call: Call,
    Form(fields): Form<Fields>,
) -> Response {
    let address = fields.address.trim().to_owned();
    if !address::well_formed(&address, true) {
        return pages::no_address(fields.back());
    }
    let passcode = site.read(|world| world.realm_of(&address)) == Realm::Passcode && fields.sent == "1";
    if passcode && !site.read(|world| world.passcode_is_right(&call.cause, &address, &fields.passcode)) {
        let mut response =
            page(&site, &fields, Some("That passcode is not right, or older than 30 minutes."));
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return response;
    }
    // Without a passcode sent, an address that lives by passcodes cannot sign in, unless passcodes are switched off.
    if !passcode && needs_passcode(&site, &address) {
        return see_other(&sign_in_address(&address, fields.back()));
    }
    let account = site.change(|world| world.account_at_home(&call.cause, &address, &fields.name));
    welcome(&site, &headers, &call, account, fields.back())
}

fn needs_passcode(site: &Site, address: &str) -> bool {
    site.read(|world| {
        let tenant = world.tenants().find(|tenant| tenant.user_with_address(address).is_some());
        world.realm_of(address) == Realm::Passcode
            && tenant.is_none_or(|tenant| tenant.policy.email_one_time_passcode)
    })
}

async fn pick(
    State(site): State<Site>,
    headers: HeaderMap,
    call: Call,
    Form(fields): Form<Fields>,
) -> Response {
    let account = fields.account.parse::<AccountId>().ok();
    let known = account.filter(|account| site.read(|world| world.account(*account).is_some()));
    match known {
        Some(account) => welcome(&site, &headers, &call, account, fields.back()),
        None => see_other(fields.back()),
    }
}

async fn send_passcode(State(site): State<Site>, call: Call, Form(fields): Form<Fields>) -> Response {
    let address = fields.address.trim();
    if address::well_formed(address, true) {
        site.change(|world| world.send_passcode(&call.cause, address));
    }
    see_other(&format!("{}&sent=1", sign_in_address(address, fields.back())))
}

/// Signed in: the session is renewed, and the way goes on with the account that was picked.
fn welcome(site: &Site, headers: &HeaderMap, call: &Call, account: AccountId, back: &str) -> Response {
    let mut session = Session::of(site, headers);
    session.sign_in(account, call.now());
    let (path, query) = back.split_once('?').unwrap_or((back, ""));
    let mut pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    pairs.retain(|(name, _)| name != PICKED);
    pairs.push((PICKED.to_owned(), account.to_string()));
    let query = serde_urlencoded::to_string(&pairs).unwrap_or_default();
    session.keep(site, see_other(&format!("{path}?{query}")))
}
