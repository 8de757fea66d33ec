//! An authorization request, read and checked.

use std::collections::HashMap;

use maud::{Markup, html};

use super::{EntraError, answer::Answer, authority::Authority, scopes::Scopes};
use crate::{
    call::Call,
    keys::sha256,
    world::{World, app::Client, ids::TenantId},
};

/// Query or form parameters.
pub type Params = HashMap<String, String>;

/// A proof key for code exchange (RFC 7636).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    value: String,
    hashed: bool,
}

impl Challenge {
    /// Whether this verifier belongs to the challenge.
    pub fn fits(&self, verifier: &str) -> bool {
        if self.hashed { sha256(verifier) == self.value } else { verifier == self.value }
    }
}

/// Who asks, and where the answer may go. Until this is known, errors are shown on a page.
#[derive(Debug, Clone)]
pub(super) struct Asker {
    pub(super) tenant: TenantId,
    pub(super) client: Client,
    pub(super) answer: Answer,
}

/// What is asked.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) scopes: Scopes,
    pub(super) nonce: Option<String>,
    pub(super) challenge: Option<Challenge>,
    pub(super) prompt: String,
}

/// The value of a parameter, when there is one.
pub(super) fn given<'a>(params: &'a Params, name: &str) -> Option<&'a str> {
    params.get(name).map(String::as_str).filter(|value| !value.is_empty())
}

/// The client of this id in the tenant.
pub(super) fn client_in(world: &World, tenant: TenantId, client_id: &str) -> Result<Client, EntraError> {
    let known = |client: &&Client| {
        client.tenant_id == tenant && client.client_id.to_string().eq_ignore_ascii_case(client_id)
    };
    world.clients().iter().find(known).cloned().ok_or_else(|| {
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
        let tenant = Authority::named(world, segment)?.tenant(client_id)?;
        let client = client_in(world, tenant, client_id)?;
        let redirect_uri =
            given(params, "redirect_uri").ok_or_else(|| EntraError::missing("redirect_uri"))?;
        if !client.may_return_to(redirect_uri) {
            return Err(EntraError::new(
                "invalid_request",
                50_011,
                &format!(
                    "The redirect URI '{redirect_uri}' specified in the request does not match the redirect URIs configured for the application '{client_id}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal."
                ),
            ));
        }
        let answer = Answer::new(redirect_uri, given(params, "response_mode"), given(params, "state"));
        Ok(Self { tenant, client, answer })
    }
}

impl Asked {
    pub(super) fn read(call: &Call, client: &Client, params: &Params) -> Result<Self, EntraError> {
        match given(params, "response_type") {
            Some("code") => {}
            None => return Err(EntraError::missing("response_type")),
            Some(other) => {
                return Err(EntraError::new(
                    "unsupported_response_type",
                    700_054,
                    &format!("response_type '{other}' is not enabled for the application."),
                ));
            }
        }
        let known_mode = |mode: &str| ["query", "fragment", "form_post"].contains(&mode);
        if given(params, "response_mode").is_some_and(|mode| !known_mode(mode)) {
            return Err(EntraError::new(
                "invalid_request",
                90_015,
                "The value of the parameter 'response_mode' is not supported.",
            ));
        }
        let scope = given(params, "scope").ok_or_else(|| EntraError::missing("scope"))?;
        let prompt = given(params, "prompt").unwrap_or_default();
        if !["", "login", "none", "consent", "select_account"].contains(&prompt) {
            return Err(EntraError::new(
                "invalid_request",
                90_023,
                "The value of the parameter 'prompt' is not supported.",
            ));
        }
        Ok(Self {
            scopes: Scopes::read(call, client, scope)?,
            nonce: given(params, "nonce").map(str::to_owned),
            challenge: challenge(params)?,
            prompt: prompt.to_owned(),
        })
    }
}

fn challenge(params: &Params) -> Result<Option<Challenge>, EntraError> {
    let Some(value) = given(params, "code_challenge") else { return Ok(None) };
    let refuse = |sentence: &str| EntraError::new("invalid_request", 50_147, sentence);
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    if !(43..=128).contains(&value.len()) || !value.chars().all(allowed) {
        return Err(refuse("The size of the code challenge parameter is not valid."));
    }
    // Without a method it is plain, as RFC 7636 says and Entra does.
    let hashed = match given(params, "code_challenge_method") {
        Some("S256") => true,
        None | Some("plain") => false,
        Some(_) => return Err(refuse("The code challenge method is not supported.")),
    };
    Ok(Some(Challenge { value: value.to_owned(), hashed }))
}

/// Nothing to be done on this page.
pub(super) fn no_way_out() -> Markup {
    html! { p.soft { "The application has to be corrected: nothing you can do here helps." } }
}
