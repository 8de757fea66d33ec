//! Who calls the token endpoint: client id and secret, in the body or as HTTP Basic.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{
    HeaderMap,
    header::{AUTHORIZATION, ORIGIN},
};
use percent_encoding::percent_decode_str;

use super::{
    EntraError,
    request::{Params, client_in, given},
};
use crate::world::{World, app::Client, ids::TenantId};

/// The client id and secret as they were sent.
pub(super) struct Credentials {
    pub(super) client_id: String,
    secret: Option<String>,
}

impl Credentials {
    pub(super) fn read(headers: &HeaderMap, params: &Params) -> Result<Self, EntraError> {
        if let Some((id, secret)) = basic(headers) {
            return Ok(Self { client_id: id, secret: Some(secret) });
        }
        let client_id = given(params, "client_id").ok_or_else(|| EntraError::missing("client_id"))?;
        let secret = given(params, "client_secret").map(str::to_owned);
        Ok(Self { client_id: client_id.to_owned(), secret })
    }

    /// The client, if the secret is the right one.
    pub(super) fn client(
        &self,
        world: &World,
        tenant: TenantId,
        headers: &HeaderMap,
    ) -> Result<Client, EntraError> {
        let client = client_in(world, tenant, &self.client_id)?;
        let refuse = |number, sentence: &str| Err(EntraError::new("invalid_client", number, sentence));
        match (&client.client_secret, &self.secret) {
            (Some(_), None) => refuse(
                7_000_218,
                "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
            ),
            (None, Some(_)) => refuse(
                700_025,
                "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
            ),
            (Some(right), Some(sent)) if right != sent => refuse(
                7_000_215,
                &format!(
                    "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{}'.",
                    client.client_id
                ),
            ),
            (Some(_), Some(_)) if headers.contains_key(ORIGIN) => Err(EntraError::new(
                "invalid_request",
                9_002_326,
                "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.",
            )),
            _ => Ok(client),
        }
    }
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
