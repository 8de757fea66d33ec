//! What the application gets for a person: a code, an ID token, an access token, as it asked.

use world::{World, user::User};

use super::{answer::Fields, claims, claims::About, code::Issued, grant::Principal, visit::Visit};
use crate::keys::half_hash;

/// Groups named in a token that goes over the browser's address.
const GROUPS_IN_ADDRESS: usize = 6;

impl Visit<'_> {
    /// The fields of the answer, for a user with nothing in the way.
    pub(super) fn answer(&self, user: &User, principal: Principal) -> Fields {
        let wanted = self.asked.wanted;
        let code = wanted.code.then(|| self.code(user, principal));
        let mut fields: Fields = code.iter().map(|code| ("code", code.clone())).collect();
        let (life, access, mut id) = self.site.read(|world| {
            let about = self.about(world, user);
            (
                claims::life(world, self.asker.tenant, self.call, &self.asked.claimed),
                about.delegated(principal, "0"),
                about.id_token(principal, self.asked.nonce.as_deref(), GROUPS_IN_ADDRESS),
            )
        });
        let token = wanted.token.then(|| self.site.keys.sign(&access));
        if let Some(token) = &token {
            fields.push(("access_token", token.clone()));
            fields.push(("token_type", "Bearer".to_owned()));
            fields.push(("expires_in", life.to_string()));
            fields.push(("scope", self.asked.scopes.in_token()));
        }
        if wanted.id_token {
            let hash = |of: &Option<String>| of.as_deref().map(half_hash);
            for (name, hash) in [("c_hash", hash(&code)), ("at_hash", hash(&token))] {
                if let Some(hash) = hash {
                    id[name] = hash.into();
                }
            }
            fields.push(("id_token", self.site.keys.sign(&id)));
        }
        fields.push(("session_state", principal.sid.to_string()));
        fields
    }

    fn about<'a>(&'a self, world: &'a World, user: &'a User) -> About<'a> {
        About {
            world,
            call: self.call,
            client: &self.asker.client,
            tenant: self.asker.tenant,
            user,
            scopes: &self.asked.scopes,
            claimed: &self.asked.claimed,
        }
    }

    fn code(&self, user: &User, principal: Principal) -> String {
        let (sender, asked) = (&self.asker, &self.asked);
        let consented = self.site.read(|world| world.consented_scopes(&sender.client, Some(user.id)));
        self.site.codes.issue(Issued {
            client: sender.client.client_id,
            tenant: sender.tenant,
            principal,
            redirect_uri: sender.answer.redirect_uri.clone(),
            scopes: asked.scopes.with_default(&consented),
            claimed: asked.claimed.clone(),
            spa: sender.spa,
            nonce: asked.nonce.clone(),
            challenge: asked.challenge.clone(),
            at: self.call.now(),
            redeemed: false,
        })
    }
}
