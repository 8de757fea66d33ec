//! The tokens that a person's sign-in comes to.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use uuid::Uuid;
use world::{World, app::Client, ids::TenantId, user::User};

use super::{
    challenge::Claimed,
    claims,
    claims::About,
    gate::Arriving,
    grant::{Grant, Kind, Principal, REFRESH_LIFE, SPA_REFRESH_LIFE},
    params::{Params, given},
    scopes::Scopes,
};
use crate::{browser::error::EntraError, call::Call, site::Site};

/// Groups named in a token that the application fetches itself ("Groups overage claim").
const GROUPS: usize = 200;

/// Tokens for a person who signed in.
pub(super) struct Tokens<'a> {
    pub(super) tenant: TenantId,
    pub(super) client: &'a Client,
    pub(super) principal: Principal,
    pub(super) scopes: &'a Scopes,
    pub(super) claimed: Claimed,
    /// How the client proved itself (`appidacr`).
    pub(super) strength: &'static str,
    /// Whether they go to a script.
    pub(super) spa: bool,
    /// When the next refresh token ends, if that is settled already; in seconds since 1970.
    pub(super) ends: Option<i64>,
}

impl Tokens<'_> {
    pub(super) fn issue(
        &self,
        site: &Site,
        call: &Call,
        params: &Params,
        nonce: Option<&str>,
    ) -> Result<Value, EntraError> {
        let (tenant, client, scopes, claimed) = (self.tenant, self.client, self.scopes, &self.claimed);
        let (life, access, id) = site.read(|world| {
            let user = self.user(world, call)?;
            let about = About { world, call, client, tenant, user, scopes, claimed };
            Ok::<_, EntraError>((
                claims::life(world, tenant, call, claimed),
                about.delegated(self.principal, self.strength),
                about.id_token(self.principal, nonce, GROUPS),
            ))
        })?;
        let mut body = json!({
            "token_type": "Bearer",
            "scope": scopes.in_token(),
            "expires_in": life,
            "ext_expires_in": life,
            "access_token": site.keys.sign(&access),
        });
        if scopes.has("offline_access") {
            body["refresh_token"] = self.refresh_token(site, call).into();
        }
        if scopes.has("openid") {
            body["id_token"] = site.keys.sign(&id).into();
        }
        if given(params, "client_info") == Some("1") {
            let info = json!({ "uid": self.principal.user, "utid": tenant }).to_string();
            body["client_info"] = URL_SAFE_NO_PAD.encode(info).into();
        }
        Ok(body)
    }

    /// The user, unless something has happened since that ends the grant.
    fn user<'w>(&self, world: &'w World, call: &Call) -> Result<&'w User, EntraError> {
        let (tenant, principal) = (self.tenant, self.principal);
        let user = world.tenant(tenant).and_then(|directory| directory.user(principal.user));
        let user = user.ok_or_else(|| EntraError::known(50_034))?;
        if !user.account_enabled {
            return Err(EntraError::known(50_057).called("invalid_grant"));
        }
        if user.account != Some(principal.account)
            || !world.session_is_valid(tenant, user, principal.auth_time)
        {
            return Err(EntraError::known(50_173));
        }
        if !world.sign_in_is_valid(tenant, principal.account, principal.auth_time, call.now()) {
            return Err(EntraError::known(70_043));
        }
        let contexts = self.claimed.contexts.as_slice();
        let (account, mfa) = (principal.account, principal.mfa);
        let access = Arriving { world, tenant, user, account, mfa, contexts }.access();
        access.map_err(|hold| hold.refusal(contexts).called("invalid_grant"))?;
        Ok(user)
    }

    fn refresh_token(&self, site: &Site, call: &Call) -> String {
        let life = if self.spa { SPA_REFRESH_LIFE } else { REFRESH_LIFE };
        let grant = Grant {
            kind: Kind::RefreshToken,
            client: self.client.client_id,
            tenant: self.tenant,
            principal: self.principal,
            scopes: self.scopes.clone(),
            claimed: self.claimed.clone(),
            spa: self.spa,
            exp: self.ends.unwrap_or_else(|| (call.now() + life).unix_timestamp()),
            jti: Uuid::new_v4(),
        };
        format!("1.{}", site.keys.seal(&grant))
    }
}
