//! Parses and validates an authorization request.

use axum::response::Response;
use maud::{Markup, html};
use world::{
    World,
    app::Client,
    ids::{AccountId, TenantId},
    registration::Registration,
};

use super::{
    authority::{Authority, MultiTenantAuthority},
    pkce::CodeChallenge,
    requested_claims::RequestedClaims,
    response_mode::ResponseTarget,
    scopes::Scopes,
};
use crate::{
    app_state::AppState,
    browser::{error::EntraError, resume::ACCOUNT_PARAM},
    entra::login::params::{Params, given},
    request_context::RequestContext,
};

/// The client of a request and its redirect address. Before these are validated, errors are shown on a page.
#[derive(Debug, Clone)]
pub(super) struct ClientRequest {
    pub(super) tenant: TenantId,
    pub(super) client: Client,
    pub(super) registration: Registration,
    pub(super) response_target: ResponseTarget,
    /// Whether the redirect address is of a single-page application.
    pub(super) spa: bool,
    /// Whether a code needs PKCE.
    pub(super) needs_proof_key: bool,
    /// The multi-tenant authority of the request, if any: the account decides the tenant.
    pub(super) multi_tenant: Option<MultiTenantAuthority>,
}

/// The parameters of an authorization request.
#[derive(Debug, Clone)]
pub(super) struct AuthorizeRequest {
    pub(super) response_types: ResponseTypes,
    pub(super) scopes: Scopes,
    pub(super) nonce: Option<String>,
    pub(super) challenge: Option<CodeChallenge>,
    pub(super) requested_claims: RequestedClaims,
    pub(super) prompt: String,
}

/// `response_type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ResponseTypes {
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

impl ClientRequest {
    pub(super) fn read(world: &World, segment: &str, params: &Params) -> Result<Self, EntraError> {
        let client_id = given(params, "client_id").ok_or_else(|| EntraError::missing("client_id"))?;
        let authority = Authority::named(world, segment)?;
        let picked = given(params, ACCOUNT_PARAM).and_then(|id| id.parse().ok());
        let tenant = authority.tenant(world, client_id, picked)?;
        let multi_tenant = match authority {
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
        let response_target = ResponseTarget::new(redirect_uri, mode, given(params, "state"));
        let keeps_no_secret = spa || client.client_secret.is_none();
        let lenient =
            world.tenant(tenant).is_some_and(|directory| directory.policy.accept_codes_without_proof_key);
        let needs_proof_key = keeps_no_secret && !lenient;
        Ok(Self { tenant, client, registration, response_target, spa, needs_proof_key, multi_tenant })
    }
}

impl ClientRequest {
    /// For a multi-tenant authority, switches to the home tenant of the account.
    pub(super) fn use_home_tenant_of(&mut self, world: &World, account: AccountId) -> Result<(), EntraError> {
        let Some(any) = self.multi_tenant else { return Ok(()) };
        self.tenant = any.home(world, account).ok_or_else(no_home)?;
        self.client = client_in(world, self.tenant, &self.client.client_id.to_string())?;
        Ok(())
    }
}

fn no_home() -> EntraError {
    let sentence = "Selected user account does not exist in a tenant and cannot access the application from this address. Personal accounts and guests sign in through the address of the tenant that invited them.";
    EntraError::new("access_denied", 50_020, sentence)
}

impl AuthorizeRequest {
    pub(super) fn read(
        context: &RequestContext,
        client_request: &ClientRequest,
        params: &Params,
    ) -> Result<Self, EntraError> {
        let response_types = ResponseTypes::read(client_request, given(params, "response_type"))?;
        let mode = given(params, "response_mode");
        if mode.is_some_and(|mode| !["query", "fragment", "form_post"].contains(&mode)) {
            return Err(unsupported(90_015, "response_mode"));
        }
        if mode == Some("query") && (response_types.id_token || response_types.token) {
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
        if response_types.id_token && nonce.is_none() {
            return Err(EntraError::missing("nonce"));
        }
        let challenge = CodeChallenge::read(params)?;
        if response_types.code && challenge.is_none() && client_request.needs_proof_key {
            return Err(EntraError::new(
                "invalid_request",
                9_002_325,
                "Proof Key for Code Exchange is required for cross-origin authorization code redemption.",
            ));
        }
        Ok(Self {
            response_types,
            scopes: Scopes::read(context, &client_request.client, scope)?,
            nonce,
            challenge,
            requested_claims: RequestedClaims::read(given(params, "claims"))?,
            prompt: prompt.to_owned(),
        })
    }

    pub(super) fn is_silent(&self) -> bool {
        self.prompt == "none"
    }
}

impl ResponseTypes {
    fn read(client_request: &ClientRequest, kind: Option<&str>) -> Result<Self, EntraError> {
        let mut parts: Vec<_> =
            kind.ok_or_else(|| EntraError::missing("response_type"))?.split(' ').collect();
        parts.sort_unstable();
        let response_types = |code, id_token, token| Self { code, id_token, token };
        let implicit = client_request.registration.enable_id_token_issuance;
        match parts.as_slice() {
            ["code"] => Ok(response_types(true, false, false)),
            ["id_token"] if implicit => Ok(response_types(false, true, false)),
            ["code", "id_token"] if implicit => Ok(response_types(true, true, false)),
            ["id_token", "token"] if implicit => Ok(response_types(false, true, true)),
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

/// The text of an error page on which a person can do nothing.
pub(super) fn no_action() -> Markup {
    html! { p.soft { "The application has to be corrected: nothing you can do here helps." } }
}

/// The response that sends an error to the application, for this address of the authorization endpoint. None when it is another address, or its
/// redirect address is not valid.
pub fn error_response_for(
    state: &AppState,
    context: &RequestContext,
    address: &str,
    error: &EntraError,
) -> Option<Response> {
    let (path, query) = address.split_once('?')?;
    let segment = path.strip_suffix("/oauth2/v2.0/authorize")?.strip_prefix('/')?;
    let params: Params = serde_urlencoded::from_str(query).ok()?;
    let client_request = state.read(|world| ClientRequest::read(world, segment, &params)).ok()?;
    Some(client_request.response_target.error(context, error))
}
