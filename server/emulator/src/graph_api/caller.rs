//! The caller of Graph and their permissions.

use http::{HeaderMap, header::AUTHORIZATION};
use time::OffsetDateTime;
use uuid::Uuid;
use world::{
    World,
    app::GRAPH_APP_ID,
    effect::{Actor, EventMeta},
    ids::{AppId, TenantId, UserId},
    tenant::role,
    user::User,
};

use super::{claims_challenge, error::GraphError};
use crate::{
    app_state::AppState,
    entra::login::graph_claims::{GRAPH_AUDIENCE, GraphClaims},
    request_context::RequestContext,
};

/// A caller whose token was verified.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The tenant of the token.
    pub tenant: TenantId,
    /// The application.
    pub app: AppId,
    /// The signed-in user; none for an application by itself.
    pub user: Option<User>,
    /// Delegated permissions.
    pub scopes: Vec<String>,
    /// Application permissions.
    pub roles: Vec<String>,
    /// When the request arrived; policies and roles in effect depend on it.
    pub at: OffsetDateTime,
}

impl Caller {
    /// Verifies the bearer token by the emulator's clock.
    pub fn of(state: &AppState, context: &RequestContext, headers: &HeaderMap) -> Result<Self, GraphError> {
        let token = headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim())
            .filter(|token| !token.is_empty())
            .ok_or_else(|| GraphError::unauthorized("Access token is empty."))?;
        let claims: GraphClaims = state
            .keys
            .verify(token)
            .ok_or_else(|| GraphError::unauthorized("Access token validation failure."))?;
        if claims.aud != GRAPH_AUDIENCE && claims.aud != GRAPH_APP_ID.to_string() {
            return Err(GraphError::unauthorized("Access token validation failure. Invalid audience."));
        }
        let now = context.now().unix_timestamp();
        if now >= claims.exp || now < claims.nbf {
            return Err(GraphError::unauthorized("Access token has expired or is not yet valid."));
        }
        let delegated = claims.scp.is_some();
        let user = state
            .read(|world| world.tenant(claims.tid)?.user(UserId(claims.oid)).filter(|_| delegated).cloned())
            .map(|user| user.with_roles_at(context.now()));
        if delegated && !user.as_ref().is_some_and(|user| user.account_enabled) {
            return Err(GraphError::unauthorized(
                "Access token validation failure. The user is gone or blocked.",
            ));
        }
        if let Some(user) = &user {
            state.read(|world| claims_challenge::check(world, context, &claims, user))?;
        }
        let scopes = claims.scp.unwrap_or_default().split(' ').map(str::to_owned).collect();
        Ok(Self {
            tenant: claims.tid,
            app: claims.appid,
            user,
            scopes,
            roles: claims.roles,
            at: context.now(),
        })
    }

    /// Whether the caller holds one of these permissions: delegated with a user, application permissions without.
    pub fn holds(&self, delegated: &[&str], application: &[&str]) -> bool {
        let (held, wanted) =
            if self.user.is_some() { (&self.scopes, delegated) } else { (&self.roles, application) };
        held.iter().any(|held| wanted.contains(&held.as_str()))
    }

    /// Whether the signed-in user holds a role that administers users.
    pub fn administers_users(&self) -> bool {
        self.user.as_ref().is_some_and(|user| {
            user.directory_roles
                .iter()
                .any(|held| [role::GLOBAL_ADMINISTRATOR, role::USER_ADMINISTRATOR].contains(held))
        })
    }

    /// Whether the signed-in user is a guest.
    pub fn is_guest(&self) -> bool {
        self.user.as_ref().is_some_and(User::is_guest)
    }

    /// Whether this user is the caller.
    pub fn is(&self, user: UserId) -> bool {
        self.user.as_ref().is_some_and(|own| own.id == user)
    }

    /// The metadata of effects, with the caller as the actor.
    pub fn event_meta(&self, context: &RequestContext) -> EventMeta {
        let user = self.user.as_ref().map(|user| user.id);
        context.meta.by(Actor { app: Some(self.app), user })
    }
}

/// The calling principal: the user, else the application's service principal.
pub(super) fn principal(world: &World, caller: &Caller) -> Uuid {
    let own = || world.service_principals(caller.tenant).find(|own| own.client_id == caller.app);
    match &caller.user {
        Some(user) => user.id.0,
        None => own().map_or_else(Uuid::nil, |client| client.service_principal),
    }
}
