//! `/{tenant}/oauth2/v2.0/token`

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, header::CACHE_CONTROL};
use serde_json::{Value, json};

use super::{
    EntraError,
    authority::Authority,
    claims,
    client::Credentials,
    code::{CodeRefused, Issued},
    grant::Grant,
    request::{Params, given},
    scopes::{Scopes, graph_name, invalid},
    tokens::Tokens,
};
use crate::{
    call::Call,
    site::Site,
    world::{app::Client, ids::TenantId},
};

pub(super) async fn post(
    State(site): State<Site>,
    Path(segment): Path<String>,
    headers: HeaderMap,
    call: Call,
    body: Bytes,
) -> Response {
    match answer(&site, &call, &segment, &headers, &body) {
        Ok(body) => {
            let mut response = Json(body).into_response();
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store, no-cache"));
            response
        }
        Err(error) => error.respond(&call),
    }
}

fn answer(
    site: &Site,
    call: &Call,
    segment: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Value, EntraError> {
    let params: Params = serde_urlencoded::from_bytes(body).map_err(|_| malformed())?;
    let grant_type = given(&params, "grant_type").ok_or_else(|| EntraError::missing("grant_type"))?;
    let authority = site.read(|world| Authority::named(world, segment))?;
    let credentials = Credentials::read(headers, &params)?;
    let tenant = authority.tenant(&credentials.client_id)?;
    let client = site.read(|world| credentials.client(world, tenant, headers))?;
    match grant_type {
        "authorization_code" => with_code(site, call, tenant, &client, &params),
        "refresh_token" => with_refresh_token(site, call, tenant, &client, &params),
        "client_credentials" => with_credentials(site, call, &client, &params),
        other => Err(EntraError::new(
            "unsupported_grant_type",
            70_003,
            &format!("The app requested an unsupported grant type '{other}'."),
        )),
    }
}

fn malformed() -> EntraError {
    EntraError::new("invalid_grant", 9_002_313, "Invalid request. Request is malformed or invalid.")
}

fn with_code(
    site: &Site,
    call: &Call,
    tenant: TenantId,
    client: &Client,
    params: &Params,
) -> Result<Value, EntraError> {
    let code = given(params, "code").ok_or_else(|| EntraError::missing("code"))?;
    let redirect_uri = given(params, "redirect_uri").ok_or_else(|| EntraError::missing("redirect_uri"))?;
    let issued = site.codes.look(code, call.now()).map_err(code_refused)?;
    let mismatch = check_code(&issued, tenant, client, redirect_uri)
        .or_else(|| check_verifier(&issued, given(params, "code_verifier")));
    if let Some((number, sentence)) = mismatch {
        return Err(EntraError::new("invalid_grant", number, &sentence));
    }
    if !site.codes.redeem(code) {
        return Err(code_refused(CodeRefused::Redeemed));
    }
    let tokens = Tokens { tenant, client, principal: issued.principal, scopes: &issued.scopes };
    tokens.issue(site, call, params, issued.nonce.as_deref())
}

fn code_refused(refused: CodeRefused) -> EntraError {
    match refused {
        CodeRefused::Unknown => malformed(),
        CodeRefused::Expired => EntraError::new(
            "invalid_grant",
            70_008,
            "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.",
        ),
        CodeRefused::Redeemed => EntraError::new(
            "invalid_grant",
            54_005,
            "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.",
        ),
    }
}

fn check_code(
    issued: &Issued,
    tenant: TenantId,
    client: &Client,
    redirect_uri: &str,
) -> Option<(u32, String)> {
    if issued.tenant != tenant {
        let sentence = "Provided Authorization Code is intended to use against other tenant, thus rejected.";
        return Some((700_005, sentence.to_owned()));
    }
    if issued.client != client.client_id {
        return Some((70_000, "The provided grant was issued to another client.".to_owned()));
    }
    (issued.redirect_uri != redirect_uri).then(|| {
        let asked = &issued.redirect_uri;
        (
            500_112,
            format!(
                "The reply address '{redirect_uri}' does not match the reply address '{asked}' provided when requesting Authorization code."
            ),
        )
    })
}

fn check_verifier(issued: &Issued, verifier: Option<&str>) -> Option<(u32, String)> {
    let fits = issued.challenge.as_ref().is_none_or(|challenge| challenge.fits(verifier.unwrap_or_default()));
    (!fits).then(|| {
        let sentence =
            "The Code_Verifier does not match the code_challenge supplied in the authorization request.";
        (501_481, sentence.to_owned())
    })
}

fn with_refresh_token(
    site: &Site,
    call: &Call,
    tenant: TenantId,
    client: &Client,
    params: &Params,
) -> Result<Value, EntraError> {
    let token = given(params, "refresh_token").ok_or_else(|| EntraError::missing("refresh_token"))?;
    let refuse = |number, sentence: &str| Err(EntraError::new("invalid_grant", number, sentence));
    let Some(grant) = token.strip_prefix("1.").and_then(|sealed| site.keys.open::<Grant>(sealed)) else {
        return refuse(70_000, "Provided grant is invalid or malformed.");
    };
    if grant.client != client.client_id || grant.tenant != tenant {
        return refuse(70_000, "Provided grant is invalid or malformed.");
    }
    if call.now().unix_timestamp() > grant.exp {
        return refuse(700_082, "The refresh token has expired due to inactivity.");
    }
    let scopes = match given(params, "scope") {
        Some(text) => Scopes::read(call, client, text)?,
        None => grant.scopes.clone(),
    };
    if !scopes.within(&grant.scopes) && !client_consents(client, &scopes) {
        return refuse(65_001, "The user or administrator has not consented to use the application.");
    }
    let tokens = Tokens { tenant, client, principal: grant.principal, scopes: &scopes };
    tokens.issue(site, call, params, None)
}

/// Consent of an administrator covers what was not asked at sign-in.
fn client_consents(client: &Client, scopes: &Scopes) -> bool {
    scopes.in_token().split(' ').all(|scope| client.delegated_scopes.iter().any(|own| own == scope))
}

fn with_credentials(site: &Site, call: &Call, client: &Client, params: &Params) -> Result<Value, EntraError> {
    let scope = given(params, "scope").ok_or_else(|| EntraError::missing("scope"))?;
    let default = scope.contains('/') && graph_name(call, scope) == Some(".default");
    if !default {
        return Err(invalid(&format!(
            "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid: it must be a resource followed by '/.default'."
        )));
    }
    if client.client_secret.is_none() {
        return Err(EntraError::new(
            "invalid_client",
            7_000_218,
            "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
        ));
    }
    Ok(json!({
        "token_type": "Bearer",
        "expires_in": claims::LIFE,
        "ext_expires_in": claims::LIFE,
        "access_token": site.keys.sign(&claims::app_only(call, client)),
    }))
}
