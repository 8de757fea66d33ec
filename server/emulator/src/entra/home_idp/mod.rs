//! Sign-in at the identity provider: the own tenant, another one, a social provider, a federation, or a one-time passcode by mail. There are no
//! passwords.

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
    app_state::AppState,
    browser::{resume::ACCOUNT_PARAM, session::Session},
    entra::redeem,
    pages::{is_local, see_other},
    request_context::RequestContext,
};

/// The page to sign in with an address.
pub const SIGN_IN: &str = "/home/sign-in";
/// The form that chooses an account of the account picker.
pub const PICK: &str = "/home/pick";
const PASSCODE: &str = "/home/passcode";
/// The first segment of the addresses of My Access; the second is `@` with its tenant.
pub const MY_ACCESS: &str = "myaccess";
/// The two kinds of account that one address may have.
const WORK: &str = "work";
const PERSONAL: &str = "personal";

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(SIGN_IN, get(ask).post(sign_in))
        .route(PICK, post(pick))
        .route(PASSCODE, post(send_passcode))
}

/// The fields of the forms.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct HomeIdpForm {
    address: String,
    #[serde(rename = "continue")]
    back: String,
    name: String,
    passcode: String,
    account: String,
    /// Whether a passcode was sent.
    sent: String,
    /// When another passcode was sent, in seconds since 1970.
    again: String,
    /// Which of two accounts with the same address.
    realm: String,
}

impl HomeIdpForm {
    /// The address to continue with, on this emulator only.
    fn back(&self) -> &str {
        if is_local(&self.back) { &self.back } else { "/" }
    }
}

/// The address of the sign-in page for an address.
pub fn sign_in_address(address: &str, back: &str) -> String {
    let query = serde_urlencoded::to_string([("address", address), ("continue", back)]).unwrap_or_default();
    format!("{SIGN_IN}?{query}")
}

async fn ask(State(state): State<AppState>, Query(fields): Query<HomeIdpForm>) -> Response {
    page(&state, &fields, None)
}

/// The tenant of the sign-in, from the address to continue with.
fn host_of(state: &AppState, back: &str) -> Option<TenantId> {
    let (path, query) = back.split_once('?').unwrap_or((back, ""));
    if path.trim_end_matches('/') == "/redeem" {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).ok()?;
        return redeem::tenant_of(&pairs.into_iter().find(|(name, _)| name == "rd")?.1);
    }
    let mut segments = path.split('/').skip(1);
    let segment = segments.next()?;
    if segment == MY_ACCESS {
        let hint = segments.next()?.strip_prefix('@')?;
        return state.read(|world| world.tenant_named(hint).map(|tenant| tenant.id));
    }
    state.read(|world| world.tenant_named(segment).map(|tenant| tenant.id))
}

/// The identity providers of the address.
fn realms(state: &AppState, fields: &HomeIdpForm) -> Result<Vec<Realm>, NoProvider> {
    let host = host_of(state, fields.back());
    let mut realms = state.read(|world| world.providers(host, fields.address.trim()))?;
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

fn page(state: &AppState, fields: &HomeIdpForm, error_text: Option<&str>) -> Response {
    let address = fields.address.trim();
    if !address::well_formed(address, true) {
        return pages::no_address(address, fields.back());
    }
    let realm = match realms(state, fields).as_deref() {
        Ok([realm]) => *realm,
        Ok(_) => return pages::choice(fields, address),
        Err(nobody) => return pages::no_provider(*nobody, address, fields.back()),
    };
    let (known, tenant) = state.read(|world| {
        let tenant = match realm {
            Realm::Entra(id) => world.tenant(id).map(|tenant| tenant.display_name.clone()),
            _ => None,
        };
        (world.accounts_of(address).find(|account| account.realm == realm).cloned(), tenant)
    });
    let tenant = tenant.unwrap_or_default();
    let provider = match realm {
        Realm::Passcode => return pages::passcode(fields, address, error_text),
        Realm::Entra(_) => &tenant,
        Realm::Saml => "Woodgrove (SAML)",
        Realm::Google => "Google",
        Realm::Facebook => "Facebook",
        // With passcodes switched off, the service asks for a Microsoft account.
        Realm::MicrosoftAccount => "Microsoft account",
    };
    pages::provider(fields, address, provider, known.as_ref())
}

async fn sign_in(
    State(state): State<AppState>,
    headers: HeaderMap,
    context: RequestContext,
    Form(fields): Form<HomeIdpForm>,
) -> Response {
    let address = fields.address.trim().to_owned();
    if !address::well_formed(&address, true) {
        return pages::no_address(&address, fields.back());
    }
    let realm = match realms(&state, &fields).as_deref() {
        Ok([realm]) => *realm,
        Ok(_) => return see_other(&sign_in_address(&address, fields.back())),
        Err(nobody) => return pages::no_provider(*nobody, &address, fields.back()),
    };
    if realm == Realm::Passcode {
        // An address that signs in by passcode needs one that was sent.
        if fields.sent != "1" {
            return see_other(&sign_in_address(&address, fields.back()));
        }
        if !state.read(|world| world.passcode_is_right(&context.meta, &address, &fields.passcode)) {
            let error_text = "That passcode is not right, or older than 30 minutes. Use the newest code in the mailbox, or send another.";
            let mut response = page(&state, &fields, Some(error_text));
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            return response;
        }
    }
    let account = state.change(|world| world.account_in(&context.meta, realm, &address, &fields.name));
    finish_sign_in(&state, &headers, &context, account, fields.back())
}

/// A click on an account of the account picker signs in. An account that signs in by passcode needs a valid session or a new passcode.
async fn pick(
    State(state): State<AppState>,
    headers: HeaderMap,
    context: RequestContext,
    Form(fields): Form<HomeIdpForm>,
) -> Response {
    let known = fields.account.parse().ok().and_then(|account| {
        let account: AccountId = account;
        state.read(|world| world.account(account).cloned())
    });
    let Some(account) = known else { return see_other(fields.back()) };
    if account.realm != Realm::Passcode {
        return finish_sign_in(&state, &headers, &context, account.id, fields.back());
    }
    let live = host_of(&state, fields.back()).is_some_and(|host| {
        Session::of(&state, &headers).is_signed_in(&state, host, account.id, context.now())
    });
    if live {
        see_other(&with_account(fields.back(), account.id))
    } else {
        see_other(&sign_in_address(&account.address, fields.back()))
    }
}

async fn send_passcode(
    State(state): State<AppState>,
    context: RequestContext,
    Form(fields): Form<HomeIdpForm>,
) -> Response {
    let address = fields.address.trim();
    if address::well_formed(address, true) {
        let host = host_of(&state, fields.back());
        state.change(|world| world.send_passcode(&context.meta, host, address));
    }
    let again =
        if fields.sent == "1" { format!("&again={}", context.now().unix_timestamp()) } else { String::new() };
    see_other(&format!("{}&sent=1{again}", sign_in_address(address, fields.back())))
}

/// Renews the session, and continues with the account.
fn finish_sign_in(
    state: &AppState,
    headers: &HeaderMap,
    context: &RequestContext,
    account: AccountId,
    back: &str,
) -> Response {
    let mut session = Session::of(state, headers);
    session.sign_in(account, context.now());
    session.with_cookie(state, see_other(&with_account(back, account)))
}

/// The address to continue with, with the account as a parameter.
fn with_account(back: &str, account: AccountId) -> String {
    let (path, query) = back.split_once('?').unwrap_or((back, ""));
    let mut pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    pairs.retain(|(name, _)| name != ACCOUNT_PARAM);
    pairs.push((ACCOUNT_PARAM.to_owned(), account.to_string()));
    let query = serde_urlencoded::to_string(&pairs).unwrap_or_default();
    format!("{path}?{query}")
}
