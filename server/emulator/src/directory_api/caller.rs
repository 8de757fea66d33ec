//! Who calls Graph, and what they may do.

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

use super::{challenge, error::GraphError};
use crate::{
    call::Call,
    login::graph_claims::{GRAPH_AUDIENCE, GraphClaims},
    site::Site,
};

/// A caller with a good token.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The tenant it acts in.
    pub tenant: TenantId,
    /// The application.
    pub app: AppId,
    /// The signed-in user; none for an application by itself.
    pub user: Option<User>,
    /// Delegated permissions.
    pub scopes: Vec<String>,
    /// Application permissions.
    pub roles: Vec<String>,
    /// When the call came: settings have effect after a while.
    pub at: OffsetDateTime,
}

impl Caller {
    /// Reads the bearer token. Its times are read on the emulator's clock.
    pub fn of(site: &Site, call: &Call, headers: &HeaderMap) -> Result<Self, GraphError> {
        let token = headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim())
            .filter(|token| !token.is_empty())
            .ok_or_else(|| GraphError::unauthorized("Access token is empty."))?;
        let claims: GraphClaims = site
            .keys
            .verify(token)
            .ok_or_else(|| GraphError::unauthorized("Access token validation failure."))?;
        if claims.aud != GRAPH_AUDIENCE && claims.aud != GRAPH_APP_ID.to_string() {
            return Err(GraphError::unauthorized("Access token validation failure. Invalid audience."));
        }
        let now = call.now().unix_timestamp();
        if now >= claims.exp || now < claims.nbf {
            return Err(GraphError::unauthorized("Access token has expired or is not yet valid."));
        }
        let delegated = claims.scp.is_some();
        let user = site
            .read(|world| world.tenant(claims.tid)?.user(UserId(claims.oid)).filter(|_| delegated).cloned())
            .map(|user| user.with_roles_at(call.now()));
        if delegated && !user.as_ref().is_some_and(|user| user.account_enabled) {
            return Err(GraphError::unauthorized(
                "Access token validation failure. The user is gone or blocked.",
            ));
        }
        if let Some(user) = &user {
            site.read(|world| challenge::check(world, call, &claims, user))?;
        }
        let scopes = claims.scp.unwrap_or_default().split(' ').map(str::to_owned).collect();
        Ok(Self { tenant: claims.tid, app: claims.appid, user, scopes, roles: claims.roles, at: call.now() })
    }

    /// Whether one of these permissions is held, in the form that fits the call.
    pub fn holds(&self, delegated: &[&str], application: &[&str]) -> bool {
        let (held, wanted) =
            if self.user.is_some() { (&self.scopes, delegated) } else { (&self.roles, application) };
        held.iter().any(|held| wanted.contains(&held.as_str()))
    }

    /// Whether the signed-in user administers users.
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

    /// The circumstances of the call, now with who it is.
    pub fn meta(&self, call: &Call) -> EventMeta {
        let user = self.user.as_ref().map(|user| user.id);
        call.meta.by(Actor { app: Some(self.app), user })
    }
}

/// The principal that calls: the user, else the application's service principal.
pub(super) fn principal(world: &World, caller: &Caller) -> Uuid {
    let own = || world.service_principals(caller.tenant).find(|own| own.client_id == caller.app);
    match &caller.user {
        Some(user) => user.id.0,
        None => own().map_or_else(Uuid::nil, |client| client.service_principal),
    }
}
