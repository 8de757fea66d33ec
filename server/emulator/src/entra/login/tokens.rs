//! The tokens for a signed-in user.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use uuid::Uuid;
use world::{World, app::Client, ids::TenantId, user::User};

use super::{
    access_checks::AccessCheck,
    claims,
    claims::TokenSubject,
    grant::{
        AuthenticatedUser, REFRESH_TOKEN_LIFETIME, RefreshTokenClaims, SPA_REFRESH_TOKEN_LIFETIME, SealedKind,
    },
    params::{Params, given},
    requested_claims::RequestedClaims,
    scopes::Scopes,
};
use crate::{app_state::AppState, browser::error::EntraError, request_context::RequestContext};

/// The maximum number of groups in a token that the application fetches itself ("Groups overage claim").
const MAX_GROUPS: usize = 200;

/// The tokens for a signed-in user.
pub(super) struct Tokens<'a> {
    pub(super) tenant: TenantId,
    pub(super) client: &'a Client,
    pub(super) authenticated: AuthenticatedUser,
    pub(super) scopes: &'a Scopes,
    pub(super) requested_claims: RequestedClaims,
    /// How the client authenticated (`appidacr`).
    pub(super) strength: &'static str,
    /// Whether they are for a single-page application.
    pub(super) spa: bool,
    /// When the next refresh token expires, if that is fixed; in seconds since 1970.
    pub(super) ends: Option<i64>,
}

impl Tokens<'_> {
    pub(super) fn issue(
        &self,
        state: &AppState,
        context: &RequestContext,
        params: &Params,
        nonce: Option<&str>,
    ) -> Result<Value, EntraError> {
        let (tenant, client, scopes, requested_claims) =
            (self.tenant, self.client, self.scopes, &self.requested_claims);
        let (token_lifetime, access, id) = state.read(|world| {
            let user = self.user(world, context)?;
            let subject = TokenSubject { world, context, client, tenant, user, scopes, requested_claims };
            Ok::<_, EntraError>((
                claims::token_lifetime(world, tenant, context, requested_claims),
                subject.delegated(self.authenticated, self.strength),
                subject.id_token(self.authenticated, nonce, MAX_GROUPS),
            ))
        })?;
        let mut body = json!({
            "token_type": "Bearer",
            "scope": scopes.in_token(),
            "expires_in": token_lifetime,
            "ext_expires_in": token_lifetime,
            "access_token": state.keys.sign(&access),
        });
        if scopes.has("offline_access") {
            body["refresh_token"] = self.refresh_token(state, context).into();
        }
        if scopes.has("openid") {
            body["id_token"] = state.keys.sign(&id).into();
        }
        if given(params, "client_info") == Some("1") {
            let info = json!({ "uid": self.authenticated.user, "utid": tenant }).to_string();
            body["client_info"] = URL_SAFE_NO_PAD.encode(info).into();
        }
        Ok(body)
    }

    /// The user, unless the grant has ended: the user was deleted or blocked, or the sessions were revoked.
    fn user<'w>(&self, world: &'w World, context: &RequestContext) -> Result<&'w User, EntraError> {
        let (tenant, authenticated) = (self.tenant, self.authenticated);
        let user = world.tenant(tenant).and_then(|directory| directory.user(authenticated.user));
        let user = user.ok_or_else(|| EntraError::from_number(50_034))?;
        if !user.account_enabled {
            return Err(EntraError::from_number(50_057).with_error_code("invalid_grant"));
        }
        if user.account != Some(authenticated.account)
            || !world.session_is_valid(tenant, user, authenticated.auth_time)
        {
            return Err(EntraError::from_number(50_173));
        }
        if !world.sign_in_is_valid(tenant, authenticated.account, authenticated.auth_time, context.now()) {
            return Err(EntraError::from_number(70_043));
        }
        let contexts = self.requested_claims.contexts.as_slice();
        let (account, mfa) = (authenticated.account, authenticated.mfa);
        let access = AccessCheck { world, tenant, user, account, mfa, contexts }.access();
        access.map_err(|interruption| interruption.refusal(contexts).with_error_code("invalid_grant"))?;
        Ok(user)
    }

    fn refresh_token(&self, state: &AppState, context: &RequestContext) -> String {
        let token_lifetime = if self.spa { SPA_REFRESH_TOKEN_LIFETIME } else { REFRESH_TOKEN_LIFETIME };
        let grant = RefreshTokenClaims {
            kind: SealedKind::RefreshToken,
            client: self.client.client_id,
            tenant: self.tenant,
            authenticated: self.authenticated,
            scopes: self.scopes.clone(),
            requested_claims: self.requested_claims.clone(),
            spa: self.spa,
            exp: self.ends.unwrap_or_else(|| (context.now() + token_lifetime).unix_timestamp()),
            jti: Uuid::new_v4(),
        };
        format!("1.{}", state.keys.seal(&grant))
    }
}
