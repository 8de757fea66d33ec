//! `/{tenant}/oauth2/v2.0/token`

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::{
    HeaderMap, HeaderValue,
    header::{CACHE_CONTROL, ORIGIN},
};
use serde_json::{Value, json};
use world::{app::Client, ids::TenantId};

use super::{
    authority::Authority,
    authorization_code::{CodeRefused, IssuedCode},
    claims,
    client::{Credentials, TokenEndpoint},
    grant::RefreshTokenClaims,
    params::{Params, given},
    requested_claims::RequestedClaims,
    scopes::{Scopes, graph_name, invalid},
    tokens::Tokens,
};
use crate::{app_state::AppState, browser::error::EntraError, cors, request_context::RequestContext};

/// The error of a cross-origin redemption by an application that is no single-page application.
const NOT_FOR_SCRIPTS: u32 = 9_002_326;

pub(super) async fn post(
    State(state): State<AppState>,
    Path(segment): Path<String>,
    headers: HeaderMap,
    context: RequestContext,
    body: Bytes,
) -> Response {
    let endpoint = TokenEndpoint { state: &state, context: &context, segment: &segment, headers: &headers };
    let outcome = token_response(&endpoint, &body);
    // A script that may not redeem may not read the error either.
    let readable = !matches!(&outcome, Err(error) if error.number() == NOT_FOR_SCRIPTS);
    let mut response = match outcome {
        Ok(body) => {
            let mut response = Json(body).into_response();
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store, no-cache"));
            response
        }
        Err(error) => error.respond(&context),
    };
    if readable && headers.contains_key(ORIGIN) {
        cors::open(&mut response);
    }
    response
}

/// A token request with an authenticated client.
struct TokenRequest<'a> {
    endpoint: &'a TokenEndpoint<'a>,
    tenant: TenantId,
    client: Client,
    params: Params,
    requested_claims: RequestedClaims,
    /// `appidacr`.
    strength: &'static str,
}

fn token_response(endpoint: &TokenEndpoint<'_>, body: &[u8]) -> Result<Value, EntraError> {
    let params: Params =
        serde_urlencoded::from_bytes(body).map_err(|_| EntraError::from_number(9_002_313))?;
    let grant_type =
        given(&params, "grant_type").ok_or_else(|| EntraError::missing("grant_type"))?.to_owned();
    let authority = endpoint.state.read(|world| Authority::named(world, endpoint.segment))?;
    let credentials = Credentials::read(endpoint.headers, &params)?;
    let tenant = tenant_of(endpoint, authority, &grant_type, &params, &credentials.client_id)?;
    let client = credentials.client(endpoint, tenant)?;
    let requested_claims = RequestedClaims::read(given(&params, "claims"))?;
    let request =
        TokenRequest { endpoint, tenant, client, params, requested_claims, strength: credentials.strength() };
    match grant_type.as_str() {
        "authorization_code" => request.redeem_code(),
        "refresh_token" => request.redeem_refresh_token(),
        "client_credentials" => request.client_credentials(),
        other => Err(EntraError::new(
            "unsupported_grant_type",
            70_003,
            &format!("The app requested an unsupported grant type '{other}'."),
        )),
    }
}

/// The tenant of the tokens. For a multi-tenant authority it is that of the code or refresh token; client credentials have none (unverified: the
/// number of that error).
fn tenant_of(
    endpoint: &TokenEndpoint<'_>,
    authority: Authority,
    grant_type: &str,
    params: &Params,
    client_id: &str,
) -> Result<TenantId, EntraError> {
    let own = endpoint.state.read(|world| authority.tenant(world, client_id, None))?;
    if matches!(authority, Authority::Tenant(_)) {
        return Ok(own);
    }
    let from_grant = match grant_type {
        "authorization_code" => {
            let code = given(params, "code")
                .and_then(|code| endpoint.state.codes.peek(code, endpoint.context.now()).ok());
            code.map(|issued| issued.tenant)
        }
        "refresh_token" => given(params, "refresh_token")
            .and_then(|token| open_refresh_token(endpoint, token))
            .map(|grant| grant.tenant),
        _ => {
            let sentence = "No tenant-identifying information found in either the request or implied by any provided credentials.";
            return Err(EntraError::new("invalid_request", 50_059, sentence));
        }
    };
    Ok(from_grant.unwrap_or(own))
}

/// The claims of a refresh token.
fn open_refresh_token(endpoint: &TokenEndpoint<'_>, token: &str) -> Option<RefreshTokenClaims> {
    token.strip_prefix("1.").and_then(|sealed| endpoint.state.keys.open(sealed))
}

impl TokenRequest<'_> {
    fn redeem_code(&self) -> Result<Value, EntraError> {
        let (state, params) = (self.endpoint.state, &self.params);
        let code = given(params, "code").ok_or_else(|| EntraError::missing("code"))?;
        let redirect_uri =
            given(params, "redirect_uri").ok_or_else(|| EntraError::missing("redirect_uri"))?;
        if params.get("scope").is_some_and(|scope| scope.trim().is_empty()) {
            return Err(EntraError::from_number(28_003));
        }
        let issued = state.codes.peek(code, self.endpoint.context.now()).map_err(code_refused)?;
        self.check_code(&issued, redirect_uri)?;
        self.check_origin(issued.spa)?;
        if !issued.fits(given(params, "code_verifier")) {
            return Err(EntraError::from_number(501_481));
        }
        if !state.codes.consume(code) {
            return Err(code_refused(CodeRefused::Redeemed));
        }
        let requested_claims = self.requested_claims.and(&issued.requested_claims);
        self.tokens(&issued.scopes, requested_claims, issued.authenticated, issued.spa, None).issue(
            state,
            self.endpoint.context,
            params,
            issued.nonce.as_deref(),
        )
    }

    fn check_code(&self, issued: &IssuedCode, redirect_uri: &str) -> Result<(), EntraError> {
        if issued.tenant != self.tenant {
            return Err(EntraError::from_number(700_005));
        }
        if issued.client != self.client.client_id {
            let sentence = "The provided grant was issued to another client.";
            return Err(EntraError::new("invalid_grant", 70_000, sentence));
        }
        if issued.redirect_uri != redirect_uri {
            let asked = &issued.redirect_uri;
            let sentence = format!(
                "The reply address '{redirect_uri}' does not match the reply address '{asked}' provided when requesting Authorization code."
            );
            return Err(EntraError::new("invalid_grant", 500_112, &sentence));
        }
        Ok(())
    }

    /// Codes and refresh tokens of a single-page application must be redeemed cross-origin.
    fn check_origin(&self, spa: bool) -> Result<(), EntraError> {
        if spa && !self.endpoint.headers.contains_key(ORIGIN) {
            let sentence = "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.";
            return Err(EntraError::new("invalid_request", 9_002_327, sentence));
        }
        Ok(())
    }

    fn redeem_refresh_token(&self) -> Result<Value, EntraError> {
        let (state, context, params) = (self.endpoint.state, self.endpoint.context, &self.params);
        let token = given(params, "refresh_token").ok_or_else(|| EntraError::missing("refresh_token"))?;
        let grant = open_refresh_token(self.endpoint, token);
        let own =
            |grant: &RefreshTokenClaims| grant.client == self.client.client_id && grant.tenant == self.tenant;
        let grant = grant.filter(own).ok_or_else(|| EntraError::from_number(70_000))?;
        if context.now().unix_timestamp() > grant.exp {
            return Err(EntraError::from_number(if grant.spa { 700_084 } else { 700_082 }));
        }
        self.check_origin(grant.spa)?;
        let scopes = match given(params, "scope") {
            Some(text) => Scopes::read(context, &self.client, text)?,
            None => grant.scopes.clone(),
        };
        let consented =
            state.read(|world| world.consented_scopes(&self.client, Some(grant.authenticated.user)));
        if !scopes.within(&grant.scopes) && !scopes.missing_in(&consented).is_empty() {
            return Err(EntraError::from_number(65_001));
        }
        let scopes = scopes.with_default(&consented);
        let requested_claims = self.requested_claims.beside(&grant.requested_claims);
        self.tokens(&scopes, requested_claims, grant.authenticated, grant.spa, Some(grant.exp))
            .issue(state, context, params, None)
    }

    fn tokens<'a>(
        &'a self,
        scopes: &'a Scopes,
        requested_claims: RequestedClaims,
        authenticated: super::grant::AuthenticatedUser,
        spa: bool,
        earlier: Option<i64>,
    ) -> Tokens<'a> {
        // Refreshing does not extend a single-page application's refresh token.
        let ends = earlier.filter(|_| spa);
        let strength = self.strength;
        Tokens {
            tenant: self.tenant,
            client: &self.client,
            authenticated,
            scopes,
            requested_claims,
            strength,
            spa,
            ends,
        }
    }

    fn client_credentials(&self) -> Result<Value, EntraError> {
        let (state, context) = (self.endpoint.state, self.endpoint.context);
        let scope = given(&self.params, "scope").ok_or_else(|| EntraError::missing("scope"))?;
        let default = scope.contains('/') && graph_name(context, scope) == Some(".default");
        if !default {
            return Err(invalid(&format!(
                "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid: it must be a resource followed by '/.default'."
            )));
        }
        if self.client.client_secret.is_none() {
            return Err(EntraError::from_number(7_000_218));
        }
        let app = self.client.client_id;
        if !state.read(|world| world.has_service_principal(self.tenant, app)) {
            return Err(EntraError::from_number(700_016));
        }
        let (roles, token_lifetime) = state.read(|world| {
            let token_lifetime =
                claims::token_lifetime(world, self.tenant, context, &RequestedClaims::default());
            (world.consented_roles(&self.client), token_lifetime)
        });
        Ok(json!({
            "token_type": "Bearer",
            "expires_in": token_lifetime,
            "ext_expires_in": token_lifetime,
            "access_token": state.keys.sign(&claims::app_only(context, &self.client, &roles, self.strength, token_lifetime)),
        }))
    }
}

impl IssuedCode {
    fn fits(&self, verifier: Option<&str>) -> bool {
        self.challenge.as_ref().is_none_or(|challenge| challenge.fits(verifier.unwrap_or_default()))
    }
}

fn code_refused(refused: CodeRefused) -> EntraError {
    EntraError::from_number(match refused {
        CodeRefused::Unknown => 9_002_313,
        CodeRefused::Expired => 70_008,
        CodeRefused::Redeemed => 54_005,
    })
}
