//! The authorization response: a code, an ID token, an access token, by `response_type`.

use world::{World, user::User};

use super::{
    authorization_code::IssuedCode, authorize_flow::AuthorizeFlow, claims, claims::TokenSubject,
    grant::AuthenticatedUser, response_mode::ResponseParams,
};
use crate::keys::half_hash;

/// The maximum number of groups in a token that is sent through the browser ("Groups overage claim").
const MAX_GROUPS_IN_ADDRESS: usize = 6;

impl AuthorizeFlow<'_> {
    /// The parameters of a successful response.
    pub(super) fn response_params(&self, user: &User, authenticated: AuthenticatedUser) -> ResponseParams {
        let response_types = self.request.response_types;
        let code = response_types.code.then(|| self.code(user, authenticated));
        let mut fields: ResponseParams = code.iter().map(|code| ("code", code.clone())).collect();
        let (token_lifetime, access, mut id) = self.state.read(|world| {
            let subject = self.subject(world, user);
            (
                claims::token_lifetime(
                    world,
                    self.client_request.tenant,
                    self.context,
                    &self.request.requested_claims,
                ),
                subject.delegated(authenticated, "0"),
                subject.id_token(authenticated, self.request.nonce.as_deref(), MAX_GROUPS_IN_ADDRESS),
            )
        });
        let token = response_types.token.then(|| self.state.keys.sign(&access));
        if let Some(token) = &token {
            fields.push(("access_token", token.clone()));
            fields.push(("token_type", "Bearer".to_owned()));
            fields.push(("expires_in", token_lifetime.to_string()));
            fields.push(("scope", self.request.scopes.in_token()));
        }
        if response_types.id_token {
            let hash = |of: &Option<String>| of.as_deref().map(half_hash);
            for (name, hash) in [("c_hash", hash(&code)), ("at_hash", hash(&token))] {
                if let Some(hash) = hash {
                    id[name] = hash.into();
                }
            }
            fields.push(("id_token", self.state.keys.sign(&id)));
        }
        fields.push(("session_state", authenticated.sid.to_string()));
        fields
    }

    fn subject<'a>(&'a self, world: &'a World, user: &'a User) -> TokenSubject<'a> {
        TokenSubject {
            world,
            context: self.context,
            client: &self.client_request.client,
            tenant: self.client_request.tenant,
            user,
            scopes: &self.request.scopes,
            requested_claims: &self.request.requested_claims,
        }
    }

    fn code(&self, user: &User, authenticated: AuthenticatedUser) -> String {
        let (client_request, request) = (&self.client_request, &self.request);
        let consented =
            self.state.read(|world| world.consented_scopes(&client_request.client, Some(user.id)));
        self.state.codes.issue(IssuedCode {
            client: client_request.client.client_id,
            tenant: client_request.tenant,
            authenticated,
            redirect_uri: client_request.response_target.redirect_uri.clone(),
            scopes: request.scopes.with_default(&consented),
            requested_claims: request.requested_claims.clone(),
            spa: client_request.spa,
            nonce: request.nonce.clone(),
            challenge: request.challenge.clone(),
            at: self.context.now(),
            redeemed: false,
        })
    }
}
