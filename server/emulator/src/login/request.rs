//! An authorization request, read and checked.

use axum::response::Response;
use maud::{Markup, html};
use world::{
    World,
    app::Client,
    ids::{AccountId, TenantId},
    registration::Registration,
};

use super::{
    answer::Answer,
    authority::{Anywhere, Authority},
    challenge::Claimed,
    pkce::Challenge,
    scopes::Scopes,
};
use crate::{
    browser::{error::EntraError, resume::PICKED},
    call::Call,
    login::params::{Params, given},
    site::Site,
};

/// Who asks, and where the answer may go. Until this is known, errors are shown on a page.
#[derive(Debug, Clone)]
pub(super) struct Asker {
    pub(super) tenant: TenantId,
    pub(super) client: Client,
    pub(super) registration: Registration,
    pub(super) answer: Answer,
    /// Whether the answer goes to a script.
    pub(super) spa: bool,
    /// Whether a code has to be asked for with a proof key.
    pub(super) needs_proof_key: bool,
    /// Set when an authority of several tenants was asked: the account decides which one it is.
    pub(super) anywhere: Option<Anywhere>,
}

/// What is asked.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) wanted: Wanted,
    pub(super) scopes: Scopes,
    pub(super) nonce: Option<String>,
    pub(super) challenge: Option<Challenge>,
    pub(super) claimed: Claimed,
    pub(super) prompt: String,
}

/// `response_type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) code: bool,
    pub(super) id_token: bool,
    pub(super) token: bool,
}

/// The client of this id in the tenant.
pub(super) fn client_in(world: &World, tenant: TenantId, client_id: &str) -> Result<Client, EntraError> {
    world.client_in(tenant, client_id).ok_or_else(|| {
        let directory = world.tenant(tenant).map(|tenant| tenant.display_name.clone()).unwrap_or_default();
        EntraError::new(
            "unauthorized_client",
            700_016,
            &format!(
                "Application with identifier '{client_id}' was not found in the directory '{directory}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant."
            ),
        )
    })
}

impl Asker {
    pub(super) fn read(world: &World, segment: &str, params: &Params) -> Result<Self, EntraError> {
        let client_id = given(params, "client_id").ok_or_else(|| EntraError::missing("client_id"))?;
        let authority = Authority::named(world, segment)?;
        let picked = given(params, PICKED).and_then(|id| id.parse().ok());
        let tenant = authority.tenant(world, client_id, picked)?;
        let anywhere = match authority {
            Authority::Tenant(_) => None,
            Authority::Any(any) => Some(any),
        };
        let client = client_in(world, tenant, client_id)?;
        let registration = world.registration(client.client_id);
        let redirect_uri =
            given(params, "redirect_uri").ok_or_else(|| EntraError::missing("redirect_uri"))?;
        let spa = registration.is_spa(redirect_uri);
        if !spa && !client.may_return_to(redirect_uri) && !registration.may_return_to(redirect_uri) {
            return Err(EntraError::new(
                "invalid_request",
                50_011,
                &format!(
                    "The redirect URI '{redirect_uri}' specified in the request does not match the redirect URIs configured for the application '{client_id}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal."
                ),
            ));
        }
        let only_code = given(params, "response_type").is_none_or(|kind| !kind.contains("token"));
        let mode = given(params, "response_mode").unwrap_or(if only_code { "query" } else { "fragment" });
        let answer = Answer::new(redirect_uri, mode, given(params, "state"));
        let keeps_no_secret = spa || client.client_secret.is_none();
        let lenient =
            world.tenant(tenant).is_some_and(|directory| directory.policy.accept_codes_without_proof_key);
        let needs_proof_key = keeps_no_secret && !lenient;
        Ok(Self { tenant, client, registration, answer, spa, needs_proof_key, anywhere })
    }
}

impl Asker {
    /// Where an authority of several tenants was asked, people sign in to their home.
    pub(super) fn at_home_of(&mut self, world: &World, account: AccountId) -> Result<(), EntraError> {
        let Some(any) = self.anywhere else { return Ok(()) };
        self.tenant = any.home(world, account).ok_or_else(no_home)?;
        self.client = client_in(world, self.tenant, &self.client.client_id.to_string())?;
        Ok(())
    }
}

fn no_home() -> EntraError {
    let sentence = "Selected user account does not exist in a tenant and cannot access the application from this address. Personal accounts and guests sign in through the address of the tenant that invited them.";
    EntraError::new("access_denied", 50_020, sentence)
}

impl Asked {
    pub(super) fn read(call: &Call, asker: &Asker, params: &Params) -> Result<Self, EntraError> {
        let wanted = Wanted::read(asker, given(params, "response_type"))?;
        let mode = given(params, "response_mode");
        if mode.is_some_and(|mode| !["query", "fragment", "form_post"].contains(&mode)) {
            return Err(unsupported(90_015, "response_mode"));
        }
        if mode == Some("query") && (wanted.id_token || wanted.token) {
            return Err(unsupported(70_007, "response_mode"));
        }
        let scope = given(params, "scope").ok_or_else(|| EntraError::missing("scope"))?;
        let prompt = given(params, "prompt").unwrap_or_default();
        if !["", "login", "none", "consent", "select_account", "admin_consent"].contains(&prompt) {
            return Err(unsupported(90_023, "prompt"));
        }
        if prompt == "select_account" && given(params, "login_hint").is_some() {
            return Err(EntraError::new(
                "invalid_request",
                90_023,
                "The parameter 'login_hint' cannot be used with the prompt 'select_account'.",
            ));
        }
        let nonce = given(params, "nonce").map(str::to_owned);
        if wanted.id_token && nonce.is_none() {
            return Err(EntraError::missing("nonce"));
        }
        let challenge = Challenge::read(params)?;
        if wanted.code && challenge.is_none() && asker.needs_proof_key {
            return Err(EntraError::new(
                "invalid_request",
                9_002_325,
                "Proof Key for Code Exchange is required for cross-origin authorization code redemption.",
            ));
        }
        Ok(Self {
            wanted,
            scopes: Scopes::read(call, &asker.client, scope)?,
            nonce,
            challenge,
            claimed: Claimed::read(given(params, "claims"))?,
            prompt: prompt.to_owned(),
        })
    }

    pub(super) fn is_silent(&self) -> bool {
        self.prompt == "none"
    }
}

impl Wanted {
    fn read(asker: &Asker, kind: Option<&str>) -> Result<Self, EntraError> {
        let mut parts: Vec<_> =
            kind.ok_or_else(|| EntraError::missing("response_type"))?.split(' ').collect();
        parts.sort_unstable();
        let wanted = |code, id_token, token| Self { code, id_token, token };
        let implicit = asker.registration.enable_id_token_issuance;
        match parts.as_slice() {
            ["code"] => Ok(wanted(true, false, false)),
            ["id_token"] if implicit => Ok(wanted(false, true, false)),
            ["code", "id_token"] if implicit => Ok(wanted(true, true, false)),
            ["id_token", "token"] if implicit => Ok(wanted(false, true, true)),
            other => Err(EntraError::new(
                "unsupported_response_type",
                700_054,
                &format!("response_type '{}' is not enabled for the application.", other.join(" ")),
            )),
        }
    }
}

fn unsupported(number: u32, parameter: &str) -> EntraError {
    let sentence = format!("The value of the parameter '{parameter}' is not supported.");
    EntraError::new("invalid_request", number, &sentence)
}

/// Nothing to be done on this page.
pub(super) fn no_way_out() -> Markup {
    html! { p.soft { "The application has to be corrected: nothing you can do here helps." } }
}

/// What the application at this address of the authorization endpoint gets to hear of an error. None when it is another address, or nobody can
/// be told.
pub fn answer_for(site: &Site, call: &Call, address: &str, error: &EntraError) -> Option<Response> {
    let (path, query) = address.split_once('?')?;
    let segment = path.strip_suffix("/oauth2/v2.0/authorize")?.strip_prefix('/')?;
    let params: Params = serde_urlencoded::from_str(query).ok()?;
    let asker = site.read(|world| Asker::read(world, segment, &params)).ok()?;
    Some(asker.answer.error(call, error))
}
