//! The tokens that a person's sign-in comes to.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    EntraError,
    claims::{self, About},
    grant::{Grant, Kind, Principal, REFRESH_LIFE},
    request::{Params, given},
    scopes::Scopes,
};
use crate::{
    call::Call,
    site::Site,
    world::{World, app::Client, ids::TenantId, user::User},
};

/// Tokens for a person who signed in.
pub(super) struct Tokens<'a> {
    pub(super) tenant: TenantId,
    pub(super) client: &'a Client,
    pub(super) principal: Principal,
    pub(super) scopes: &'a Scopes,
}

impl Tokens<'_> {
    pub(super) fn issue(
        &self,
        site: &Site,
        call: &Call,
        params: &Params,
        nonce: Option<&str>,
    ) -> Result<Value, EntraError> {
        let (tenant, client, scopes) = (self.tenant, self.client, self.scopes);
        let (access, id) = site.read(|world| {
            let user = self.user(world)?;
            let about = About { world, call, client, tenant, user, scopes };
            Ok::<_, EntraError>((about.delegated(), about.id_token(self.principal, nonce)))
        })?;
        let mut body = json!({
            "token_type": "Bearer",
            "scope": scopes.in_token(),
            "expires_in": claims::LIFE,
            "ext_expires_in": claims::LIFE,
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
    fn user<'w>(&self, world: &'w World) -> Result<&'w User, EntraError> {
        let refuse = |number, sentence: &str| EntraError::new("invalid_grant", number, sentence);
        let user = world.tenant(self.tenant).and_then(|directory| directory.user(self.principal.user));
        let user = user.ok_or_else(|| {
            refuse(
                50_034,
                "The user account does not exist in the directory. To sign into this application, the account must be added to the directory.",
            )
        })?;
        if !user.account_enabled {
            return Err(refuse(50_057, "The user account is disabled."));
        }
        if user.account != Some(self.principal.account) {
            return Err(refuse(
                50_173,
                "The provided grant has expired due to it being revoked, a fresh auth token is needed.",
            ));
        }
        Ok(user)
    }

    fn refresh_token(&self, site: &Site, call: &Call) -> String {
        let grant = Grant {
            kind: Kind::RefreshToken,
            client: self.client.client_id,
            tenant: self.tenant,
            principal: self.principal,
            scopes: self.scopes.clone(),
            exp: (call.now() + REFRESH_LIFE).unix_timestamp(),
            jti: Uuid::new_v4(),
        };
        format!("1.{}", site.keys.seal(&grant))
    }
}
