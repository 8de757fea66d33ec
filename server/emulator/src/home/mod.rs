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
use world::{
    account::Realm,
    address,
    home_realm_discovery::NoProvider,
    ids::{AccountId, TenantId},
};

use crate::{
    browser::{resume::PICKED, session::Session},
    call::Call,
    pages::{is_local, see_other},
    redeem,
    site::Site,
};

/// Where one signs in with an address.
pub const SIGN_IN: &str = "/home/sign-in";
/// Where one picks a person of the seed.
pub const PICK: &str = "/home/pick";
const PASSCODE: &str = "/home/passcode";
/// The two accounts that one address may be.
const WORK: &str = "work";
const PERSONAL: &str = "personal";

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
    /// When another one was sent, in seconds since 1970.
    again: String,
    /// Which of two accounts of the same address.
    realm: String,
}

impl Fields {
    /// Where to go on: on this emulator only.
    fn back(&self) -> &str {
        if is_local(&self.back) { &self.back } else { "/" }
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

/// The tenant that somebody is on the way into, as the address to go on with tells.
fn host_of(site: &Site, back: &str) -> Option<TenantId> {
    let (path, query) = back.split_once('?').unwrap_or((back, ""));
    if path.trim_end_matches('/') == "/redeem" {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).ok()?;
        return redeem::tenant_of(&pairs.into_iter().find(|(name, _)| name == "rd")?.1);
    }
    let segment = path.split('/').nth(1)?;
    site.read(|world| world.tenant_named(segment).map(|tenant| tenant.id))
}

/// Who vouches for the address: one provider, several to pick from, or nobody.
fn realms(site: &Site, fields: &Fields) -> Result<Vec<Realm>, NoProvider> {
    let host = host_of(site, fields.back());
    let mut realms = site.read(|world| world.providers(host, fields.address.trim()))?;
    let picked = |realm: &Realm| match fields.realm.as_str() {
        PERSONAL => *realm == Realm::MicrosoftAccount,
        WORK => matches!(realm, Realm::Entra(_)),
        _ => false,
    };
    if let Some(picked) = realms.iter().copied().find(picked) {
        realms = vec![picked];
    }
    Ok(realms)
}

fn page(site: &Site, fields: &Fields, trouble: Option<&str>) -> Response {
    let address = fields.address.trim();
    if !address::well_formed(address, true) {
        return pages::no_address(address, fields.back());
    }
    let realm = match realms(site, fields).as_deref() {
        Ok([realm]) => *realm,
        Ok(_) => return pages::choice(fields, address),
        Err(nobody) => return pages::nobody(*nobody, address, fields.back()),
    };
    let (known, tenant) = site.read(|world| {
        let tenant = match realm {
            Realm::Entra(id) => world.tenant(id).map(|tenant| tenant.display_name.clone()),
            _ => None,
        };
        (world.accounts_of(address).find(|account| account.realm == realm).cloned(), tenant)
    });
    let tenant = tenant.unwrap_or_default();
    let provider = match realm {
        Realm::Passcode => return pages::passcode(fields, address, trouble),
        Realm::Entra(_) => &tenant,
        Realm::Saml => "Woodgrove (SAML)",
        Realm::Google => "Google",
        Realm::Facebook => "Facebook",
        // With passcodes switched off, the service has one make a Microsoft account.
        Realm::MicrosoftAccount => "Microsoft account",
    };
    pages::provider(fields, address, provider, known.as_ref())
}

async fn sign_in(
    State(site): State<Site>,
    headers: HeaderMap,
    call: Call,
    Form(fields): Form<Fields>,
) -> Response {
    let address = fields.address.trim().to_owned();
    if !address::well_formed(&address, true) {
        return pages::no_address(&address, fields.back());
    }
    let realm = match realms(&site, &fields).as_deref() {
        Ok([realm]) => *realm,
        Ok(_) => return see_other(&sign_in_address(&address, fields.back())),
        Err(nobody) => return pages::nobody(*nobody, &address, fields.back()),
    };
    if realm == Realm::Passcode {
        // Without a passcode sent, an address that lives by passcodes cannot sign in.
        if fields.sent != "1" {
            return see_other(&sign_in_address(&address, fields.back()));
        }
        if !site.read(|world| world.passcode_is_right(&call.meta, &address, &fields.passcode)) {
            let trouble = "That passcode is not right, or older than 30 minutes. Use the newest code in the mailbox, or send another.";
            let mut response = page(&site, &fields, Some(trouble));
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            return response;
        }
    }
    let account = site.change(|world| world.account_in(&call.meta, realm, &address, &fields.name));
    welcome(&site, &headers, &call, account, fields.back())
}

/// A click on a person of the picker signs in, but not somebody who lives by passcodes: a session that still counts, or a new code.
async fn pick(
    State(site): State<Site>,
    headers: HeaderMap,
    call: Call,
    Form(fields): Form<Fields>,
) -> Response {
    let known = fields.account.parse().ok().and_then(|account| {
        let account: AccountId = account;
        site.read(|world| world.account(account).cloned())
    });
    let Some(account) = known else { return see_other(fields.back()) };
    if account.realm != Realm::Passcode {
        return welcome(&site, &headers, &call, account.id, fields.back());
    }
    let live = host_of(&site, fields.back())
        .is_some_and(|host| Session::of(&site, &headers).live(&site, host, account.id, call.now()));
    if live {
        see_other(&with_account(fields.back(), account.id))
    } else {
        see_other(&sign_in_address(&account.address, fields.back()))
    }
}

async fn send_passcode(State(site): State<Site>, call: Call, Form(fields): Form<Fields>) -> Response {
    let address = fields.address.trim();
    if address::well_formed(address, true) {
        let host = host_of(&site, fields.back());
        site.change(|world| world.send_passcode(&call.meta, host, address));
    }
    let again =
        if fields.sent == "1" { format!("&again={}", call.now().unix_timestamp()) } else { String::new() };
    see_other(&format!("{}&sent=1{again}", sign_in_address(address, fields.back())))
}

/// Signed in: the session is renewed, and the way goes on with the account that was picked.
fn welcome(site: &Site, headers: &HeaderMap, call: &Call, account: AccountId, back: &str) -> Response {
    let mut session = Session::of(site, headers);
    session.sign_in(account, call.now());
    session.keep(site, see_other(&with_account(back, account)))
}

/// The address to go on with, naming the account that was picked.
fn with_account(back: &str, account: AccountId) -> String {
    let (path, query) = back.split_once('?').unwrap_or((back, ""));
    let mut pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    pairs.retain(|(name, _)| name != PICKED);
    pairs.push((PICKED.to_owned(), account.to_string()));
    let query = serde_urlencoded::to_string(&pairs).unwrap_or_default();
    format!("{path}?{query}")
}
