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
    challenge::Claimed,
    claims,
    client::{At, Credentials},
    code::{CodeRefused, Issued},
    grant::Grant,
    params::{Params, given},
    scopes::{Scopes, graph_name, invalid},
    tokens::Tokens,
};
use crate::{browser::error::EntraError, call::Call, cors, site::Site};

/// Cross-origin redemption by an application that is none of scripts.
const NOT_FOR_SCRIPTS: u32 = 9_002_326;

pub(super) async fn post(
    State(site): State<Site>,
    Path(segment): Path<String>,
    headers: HeaderMap,
    call: Call,
    body: Bytes,
) -> Response {
    let at = At { site: &site, call: &call, segment: &segment, headers: &headers };
    let outcome = answer(&at, &body);
    // A script that may not redeem may not read why, either.
    let readable = !matches!(&outcome, Err(error) if error.number() == NOT_FOR_SCRIPTS);
    let mut response = match outcome {
        Ok(body) => {
            let mut response = Json(body).into_response();
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store, no-cache"));
            response
        }
        Err(error) => error.respond(&call),
    };
    if readable && headers.contains_key(ORIGIN) {
        cors::open(&mut response);
    }
    response
}

/// A request whose client is known.
struct Request<'a> {
    at: &'a At<'a>,
    tenant: TenantId,
    client: Client,
    params: Params,
    claimed: Claimed,
    /// `appidacr`.
    strength: &'static str,
}

fn answer(at: &At<'_>, body: &[u8]) -> Result<Value, EntraError> {
    let params: Params = serde_urlencoded::from_bytes(body).map_err(|_| EntraError::known(9_002_313))?;
    let grant_type =
        given(&params, "grant_type").ok_or_else(|| EntraError::missing("grant_type"))?.to_owned();
    let authority = at.site.read(|world| Authority::named(world, at.segment))?;
    let credentials = Credentials::read(at.headers, &params)?;
    let tenant = tenant_of(at, authority, &grant_type, &params, &credentials.client_id)?;
    let client = credentials.client(at, tenant)?;
    let claimed = Claimed::read(given(&params, "claims"))?;
    let request = Request { at, tenant, client, params, claimed, strength: credentials.strength() };
    match grant_type.as_str() {
        "authorization_code" => request.with_code(),
        "refresh_token" => request.with_refresh_token(),
        "client_credentials" => request.with_credentials(),
        other => Err(EntraError::new(
            "unsupported_grant_type",
            70_003,
            &format!("The app requested an unsupported grant type '{other}'."),
        )),
    }
}

/// The tenant that tokens are of. Through an authority of several, the code or the refresh token tells; nothing tells of which tenant an
/// application's own token should be (unverified: the number of that refusal).
fn tenant_of(
    at: &At<'_>,
    authority: Authority,
    grant_type: &str,
    params: &Params,
    client_id: &str,
) -> Result<TenantId, EntraError> {
    let own = at.site.read(|world| authority.tenant(world, client_id, None))?;
    if matches!(authority, Authority::Tenant(_)) {
        return Ok(own);
    }
    let told = match grant_type {
        "authorization_code" => {
            let code = given(params, "code").and_then(|code| at.site.codes.look(code, at.call.now()).ok());
            code.map(|issued| issued.tenant)
        }
        "refresh_token" => {
            given(params, "refresh_token").and_then(|token| grant_in(at, token)).map(|grant| grant.tenant)
        }
        _ => {
            let sentence = "No tenant-identifying information found in either the request or implied by any provided credentials.";
            return Err(EntraError::new("invalid_request", 50_059, sentence));
        }
    };
    Ok(told.unwrap_or(own))
}

/// What a refresh token of this emulator carries.
fn grant_in(at: &At<'_>, token: &str) -> Option<Grant> {
    token.strip_prefix("1.").and_then(|sealed| at.site.keys.open(sealed))
}

impl Request<'_> {
    fn with_code(&self) -> Result<Value, EntraError> {
        let (site, params) = (self.at.site, &self.params);
        let code = given(params, "code").ok_or_else(|| EntraError::missing("code"))?;
        let redirect_uri =
            given(params, "redirect_uri").ok_or_else(|| EntraError::missing("redirect_uri"))?;
        if params.get("scope").is_some_and(|scope| scope.trim().is_empty()) {
            return Err(EntraError::known(28_003));
        }
        let issued = site.codes.look(code, self.at.call.now()).map_err(code_refused)?;
        self.check_code(&issued, redirect_uri)?;
        self.check_origin(issued.spa)?;
        if !issued.fits(given(params, "code_verifier")) {
            return Err(EntraError::known(501_481));
        }
        if !site.codes.redeem(code) {
            return Err(code_refused(CodeRefused::Redeemed));
        }
        let claimed = self.claimed.and(&issued.claimed);
        self.tokens(&issued.scopes, claimed, issued.principal, issued.spa, None).issue(
            site,
            self.at.call,
            params,
            issued.nonce.as_deref(),
        )
    }

    fn check_code(&self, issued: &Issued, redirect_uri: &str) -> Result<(), EntraError> {
        if issued.tenant != self.tenant {
            return Err(EntraError::known(700_005));
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

    /// What belongs to a script is redeemed by scripts.
    fn check_origin(&self, spa: bool) -> Result<(), EntraError> {
        if spa && !self.at.headers.contains_key(ORIGIN) {
            let sentence = "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.";
            return Err(EntraError::new("invalid_request", 9_002_327, sentence));
        }
        Ok(())
    }

    fn with_refresh_token(&self) -> Result<Value, EntraError> {
        let (site, call, params) = (self.at.site, self.at.call, &self.params);
        let token = given(params, "refresh_token").ok_or_else(|| EntraError::missing("refresh_token"))?;
        let grant = grant_in(self.at, token);
        let own = |grant: &Grant| grant.client == self.client.client_id && grant.tenant == self.tenant;
        let grant = grant.filter(own).ok_or_else(|| EntraError::known(70_000))?;
        if call.now().unix_timestamp() > grant.exp {
            return Err(EntraError::known(if grant.spa { 700_084 } else { 700_082 }));
        }
        self.check_origin(grant.spa)?;
        let scopes = match given(params, "scope") {
            Some(text) => Scopes::read(call, &self.client, text)?,
            None => grant.scopes.clone(),
        };
        let consented = site.read(|world| world.consented_scopes(&self.client, Some(grant.principal.user)));
        if !scopes.within(&grant.scopes) && !scopes.missing_in(&consented).is_empty() {
            return Err(EntraError::known(65_001));
        }
        let scopes = scopes.with_default(&consented);
        let claimed = self.claimed.beside(&grant.claimed);
        self.tokens(&scopes, claimed, grant.principal, grant.spa, Some(grant.exp))
            .issue(site, call, params, None)
    }

    fn tokens<'a>(
        &'a self,
        scopes: &'a Scopes,
        claimed: Claimed,
        principal: super::grant::Principal,
        spa: bool,
        earlier: Option<i64>,
    ) -> Tokens<'a> {
        // A script's refresh token ends when its first one would have.
        let ends = earlier.filter(|_| spa);
        let strength = self.strength;
        Tokens { tenant: self.tenant, client: &self.client, principal, scopes, claimed, strength, spa, ends }
    }

    fn with_credentials(&self) -> Result<Value, EntraError> {
        let (site, call) = (self.at.site, self.at.call);
        let scope = given(&self.params, "scope").ok_or_else(|| EntraError::missing("scope"))?;
        let default = scope.contains('/') && graph_name(call, scope) == Some(".default");
        if !default {
            return Err(invalid(&format!(
                "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid: it must be a resource followed by '/.default'."
            )));
        }
        if self.client.client_secret.is_none() {
            return Err(EntraError::known(7_000_218));
        }
        let app = self.client.client_id;
        if !site.read(|world| world.has_service_principal(self.tenant, app)) {
            return Err(EntraError::known(700_016));
        }
        let (roles, life) = site.read(|world| {
            let life = claims::life(world, self.tenant, call, &Claimed::default());
            (world.consented_roles(&self.client), life)
        });
        Ok(json!({
            "token_type": "Bearer",
            "expires_in": life,
            "ext_expires_in": life,
            "access_token": site.keys.sign(&claims::app_only(call, &self.client, &roles, self.strength, life)),
        }))
    }
}

impl Issued {
    fn fits(&self, verifier: Option<&str>) -> bool {
        self.challenge.as_ref().is_none_or(|challenge| challenge.fits(verifier.unwrap_or_default()))
    }
}

fn code_refused(refused: CodeRefused) -> EntraError {
    EntraError::known(match refused {
        CodeRefused::Unknown => 9_002_313,
        CodeRefused::Expired => 70_008,
        CodeRefused::Redeemed => 54_005,
    })
}
