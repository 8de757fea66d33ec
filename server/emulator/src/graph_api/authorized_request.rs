//! A request with a valid token, which most handlers take, and helpers to read its body.

use std::ops::Deref;

use axum::{
    extract::{FromRequest, Request},
    response::Response,
};
use serde_json::{Map, Value};
use uuid::Uuid;
use world::{World, effect::EventMeta, tenant::Tenant, user::User};

use super::{
    caller::Caller,
    error::GraphError,
    graph_request::GraphRequest,
    reply::{Reply, answer},
    role_management,
};
use crate::app_state::AppState;

/// A request whose token was verified.
pub(super) struct AuthorizedRequest {
    inner: GraphRequest,
    /// The caller.
    pub(super) caller: Caller,
}

impl Deref for AuthorizedRequest {
    type Target = GraphRequest;
    fn deref(&self) -> &GraphRequest {
        &self.inner
    }
}

impl FromRequest<AppState> for AuthorizedRequest {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let inner = GraphRequest::from_request(request, state).await?;
        match inner.caller() {
            Ok(caller) => Ok(Self { inner, caller }),
            Err(error) => Err(error.respond(&inner.context)),
        }
    }
}

impl AuthorizedRequest {
    /// The response for a result.
    pub(super) fn reply(&self, result: Result<Reply, GraphError>) -> Response {
        answer(&self.context, result)
    }

    /// Requires one of these permissions, delegated or as an application.
    pub(super) fn require_permission(&self, permissions: &[&str]) -> Result<(), GraphError> {
        if self.caller.holds(permissions, permissions) { Ok(()) } else { Err(GraphError::denied()) }
    }

    /// Requires one of these permissions, and refuses guests.
    pub(super) fn require_member_permission(&self, permissions: &[&str]) -> Result<(), GraphError> {
        if self.caller.is_guest() { Err(GraphError::denied()) } else { self.require_permission(permissions) }
    }

    /// The signed-in user, which `/me` means.
    pub(super) fn signed_in_user(&self) -> Result<&User, GraphError> {
        self.caller.user.as_ref().ok_or_else(|| {
            GraphError::bad_request("/me request is only valid with delegated authentication flow.")
        })
    }

    /// The metadata of effects, with the caller as the actor.
    pub(super) fn event_meta(&self) -> EventMeta {
        self.caller.event_meta(&self.context)
    }

    /// Reads the caller's tenant.
    pub(super) fn read_directory<R>(
        &self,
        read: impl FnOnce(&World, &Tenant) -> Result<R, GraphError>,
    ) -> Result<R, GraphError> {
        self.state.read(|world| {
            let tenant = world.tenant(self.caller.tenant).ok_or_else(GraphError::denied)?;
            read(world, tenant)
        })
    }

    /// The calling principal: the user, else the application's service principal.
    pub(super) fn principal(&self, world: &World) -> Uuid {
        role_management::principal(world, &self.caller)
    }

    /// Whether the signed-in user holds one of these directory roles for the whole directory.
    pub(super) fn has_role(&self, roles: &[Uuid]) -> bool {
        let user = self.caller.user.as_ref();
        user.is_some_and(|user| user.directory_roles.iter().any(|held| roles.contains(held)))
    }

    /// Requires one of these directory roles of a user, because a delegated permission never exceeds the user's own rights. An application needs its
    /// permission only.
    pub(super) fn require_role(&self, roles: &[Uuid]) -> Result<(), GraphError> {
        if self.caller.user.is_none() || self.has_role(roles) { Ok(()) } else { Err(GraphError::denied()) }
    }

    /// `@odata.context` of an answer.
    pub(super) fn odata_context(&self, what: &str) -> Value {
        format!("{}/v1.0/$metadata#{what}", self.context.origin).into()
    }
}

/// An object id of a path or a body.
pub(super) fn object_id(text: &str) -> Result<Uuid, GraphError> {
    Uuid::try_parse(text)
        .map_err(|_| GraphError::request_bad_request(&format!("Invalid object identifier '{text}'.")))
}

/// The object id in a reference such as `https://graph.microsoft.com/v1.0/directoryObjects/{id}`.
pub(super) fn referenced_id(address: &Value) -> Result<Uuid, GraphError> {
    let sets = ["directoryObjects", "users", "groups", "servicePrincipals"];
    let id = address.as_str().and_then(|address| {
        let (rest, id) = address.trim_end_matches('/').rsplit_once('/')?;
        let set = rest.rsplit('/').next()?;
        sets.iter().any(|known| known.eq_ignore_ascii_case(set)).then(|| Uuid::try_parse(id).ok())?
    });
    id.ok_or_else(|| GraphError::request_bad_request("Invalid URL format specified in payload."))
}

/// An optional text of a body; none when it is absent or null.
pub(super) fn text<'a>(body: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, GraphError> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(invalid(name)),
    }
}

/// A required text of a body, of limited length.
pub(super) fn required(body: &Map<String, Value>, name: &str, longest: usize) -> Result<String, GraphError> {
    let found = text(body, name)?.filter(|text| !text.trim().is_empty() && text.chars().count() <= longest);
    found.map(str::to_owned).ok_or_else(|| invalid(name))
}

/// A required id of a body.
pub(super) fn guid(body: &Map<String, Value>, name: &str) -> Result<Uuid, GraphError> {
    text(body, name)?.and_then(|id| Uuid::try_parse(id).ok()).ok_or_else(|| invalid(name))
}

/// An optional boolean of a body.
pub(super) fn flag(body: &Map<String, Value>, name: &str) -> Result<Option<bool>, GraphError> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(_) => Err(invalid(name)),
    }
}

/// Refuses properties that the type does not have or that this emulator would ignore. Annotations of the object itself are accepted.
pub(super) fn only(body: &Map<String, Value>, known: &[&str]) -> Result<(), GraphError> {
    let strange = |name: &&String| !known.contains(&name.as_str()) && !name.starts_with("@odata.");
    body.keys().find(strange).map_or(Ok(()), |name| Err(undeclared(name)))
}

/// The error for a property that the type does not have.
pub(super) fn undeclared(name: &str) -> GraphError {
    GraphError::request_bad_request(&format!(
        "Property '{name}' does not exist as a declared property or extension property."
    ))
}

/// The error for an invalid value of a property.
pub(super) fn invalid(name: &str) -> GraphError {
    unfit(name, &format!("Invalid value specified for property '{name}'."))
}

/// The same, with the kind of object in the message.
pub(super) fn invalid_of(resource: &str, name: &str) -> GraphError {
    unfit(name, &format!("Invalid value specified for property '{name}' of resource '{resource}'."))
}

fn unfit(name: &str, detail: &str) -> GraphError {
    GraphError::request_bad_request("One or more property values specified are invalid.").with_detail(
        "InvalidValue",
        name,
        detail,
    )
}
