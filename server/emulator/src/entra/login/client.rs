//! Client authentication at the token endpoint: a secret (in the body or as HTTP Basic), a signed assertion, or nothing.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{
    HeaderMap,
    header::{AUTHORIZATION, ORIGIN},
};
use percent_encoding::percent_decode_str;
use world::{app::Client, ids::TenantId};

use super::{
    authorize_request::client_in,
    params::{Params, given},
};
use crate::{
    app_state::AppState, browser::error::EntraError, keys::assertion::AssertionRefused,
    request_context::RequestContext,
};

/// `client_assertion_type` (RFC 7523, section 2.2).
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The client id and its credential, as sent.
pub(super) struct Credentials {
    pub(super) client_id: String,
    proof: Proof,
}

enum Proof {
    None,
    Secret(String),
    Assertion(String),
}

/// A request to the token endpoint.
pub(super) struct TokenEndpoint<'a> {
    pub(super) state: &'a AppState,
    pub(super) context: &'a RequestContext,
    pub(super) segment: &'a str,
    pub(super) headers: &'a HeaderMap,
}

impl Credentials {
    pub(super) fn read(headers: &HeaderMap, params: &Params) -> Result<Self, EntraError> {
        if let Some((id, secret)) = basic(headers) {
            return Ok(Self { client_id: id, proof: Proof::Secret(secret) });
        }
        let client_id = given(params, "client_id").ok_or_else(|| EntraError::missing("client_id"))?;
        let proof = match given(params, "client_assertion_type") {
            Some(JWT_BEARER) => {
                let assertion = given(params, "client_assertion").ok_or_else(|| {
                    let sentence = "The required field 'client_assertion' is missing from the credential. Ensure that you have all the necessary parameters for the login request.";
                    EntraError::new("invalid_request", 90_014, sentence)
                })?;
                Proof::Assertion(assertion.to_owned())
            }
            Some(_) => {
                let sentence = "The value of the parameter 'client_assertion_type' is not supported.";
                return Err(EntraError::new("invalid_request", 90_023, sentence));
            }
            None => {
                given(params, "client_secret").map_or(Proof::None, |secret| Proof::Secret(secret.to_owned()))
            }
        };
        Ok(Self { client_id: client_id.to_owned(), proof })
    }

    /// How the client authenticated (`appidacr`): not at all, with a secret, with a certificate.
    pub(super) const fn strength(&self) -> &'static str {
        match self.proof {
            Proof::None => "0",
            Proof::Secret(_) => "1",
            Proof::Assertion(_) => "2",
        }
    }

    /// The client, if its credential is valid.
    pub(super) fn client(
        &self,
        endpoint: &TokenEndpoint<'_>,
        tenant: TenantId,
    ) -> Result<Client, EntraError> {
        let client = endpoint.state.read(|world| client_in(world, tenant, &self.client_id))?;
        match (&client.client_secret, &self.proof) {
            (Some(_), Proof::None) => Err(EntraError::from_number(7_000_218)),
            (None, Proof::Secret(_) | Proof::Assertion(_)) => Err(EntraError::new(
                "invalid_client",
                700_025,
                "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
            )),
            (Some(right), Proof::Secret(sent)) => {
                check_secret(endpoint, &client, right, sent).map(|()| client)
            }
            (Some(_), Proof::Assertion(sent)) => {
                check_assertion(endpoint, tenant, &client, sent).map(|()| client)
            }
            (None, Proof::None) => Ok(client),
        }
    }
}

fn check_secret(
    endpoint: &TokenEndpoint<'_>,
    client: &Client,
    right: &str,
    sent: &str,
) -> Result<(), EntraError> {
    if right != sent {
        let sentence = format!(
            "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{}'.",
            client.client_id
        );
        return Err(EntraError::new("invalid_client", 7_000_215, &sentence));
    }
    let end = endpoint.state.read(|world| world.registration(client.client_id).secret_end_date_time);
    if end.is_some_and(|end| end <= endpoint.context.now()) {
        return Err(EntraError::from_number(7_000_222));
    }
    if endpoint.headers.contains_key(ORIGIN) {
        return Err(EntraError::new(
            "invalid_request",
            9_002_326,
            "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.",
        ));
    }
    Ok(())
}

/// Checks an assertion. Its audience is the token endpoint, under any name of the tenant.
fn check_assertion(
    endpoint: &TokenEndpoint<'_>,
    tenant: TenantId,
    client: &Client,
    sent: &str,
) -> Result<(), EntraError> {
    let token_url = |name: &str| format!("{}/{name}/oauth2/v2.0/token", endpoint.context.origin);
    let audiences = [token_url(endpoint.segment), token_url(&tenant.to_string())];
    let now = endpoint.context.now().unix_timestamp();
    let id = client.client_id.to_string();
    endpoint.state.keys.check_assertion(sent, &id, &audiences, now).map_err(|refused| match refused {
        AssertionRefused::Signature => EntraError::from_number(700_027),
        AssertionRefused::Malformed => {
            EntraError::new("invalid_client", 50_027, "JWT token is invalid or malformed.")
        }
        AssertionRefused::Claims => EntraError::new(
            "invalid_client",
            700_023,
            "Client assertion audience, issuer or subject claim does not match the token endpoint and the client.",
        ),
        AssertionRefused::Times => {
            EntraError::new("invalid_client", 700_024, "Client assertion is not within its valid time range.")
        }
    })
}

fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    // Both parts are form-encoded first (RFC 6749, section 2.3.1).
    let plain = |part: &str| percent_decode_str(&part.replace('+', " ")).decode_utf8_lossy().into_owned();
    Some((plain(id), plain(secret)))
}
