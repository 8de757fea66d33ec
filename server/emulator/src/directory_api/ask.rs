//! What most handlers are asked: a request whose caller is known.

use std::ops::Deref;

use axum::{
    extract::{FromRequest, Request},
    response::Response,
};
use serde_json::{Map, Value};
use uuid::Uuid;
use world::{World, effect::EventMeta, tenant::Tenant};

use super::{
    asked::Asked,
    caller::Caller,
    error::GraphError,
    reply::{Reply, answer},
    role_management,
};
use crate::site::Site;

/// A request by somebody with a good token.
pub(super) struct Ask {
    asked: Asked,
    /// Who calls.
    pub(super) caller: Caller,
}

impl Deref for Ask {
    type Target = Asked;
    fn deref(&self) -> &Asked {
        &self.asked
    }
}

impl FromRequest<Site> for Ask {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Response> {
        let asked = Asked::from_request(request, site).await?;
        match asked.caller() {
            Ok(caller) => Ok(Self { asked, caller }),
            Err(error) => Err(error.respond(&asked.call)),
        }
    }
}

impl Ask {
    /// Makes the response.
    pub(super) fn reply(&self, result: Result<Reply, GraphError>) -> Response {
        answer(&self.call, result)
    }

    /// Refuses who holds none of these permissions, delegated or as an application.
    pub(super) fn needs(&self, permissions: &[&str]) -> Result<(), GraphError> {
        if self.caller.holds(permissions, permissions) { Ok(()) } else { Err(GraphError::denied()) }
    }

    /// Refuses guests, whatever their permissions, and who holds none of these.
    pub(super) fn needs_as_member(&self, permissions: &[&str]) -> Result<(), GraphError> {
        if self.caller.is_guest() { Err(GraphError::denied()) } else { self.needs(permissions) }
    }

    /// The circumstances, with who it is.
    pub(super) fn meta(&self) -> EventMeta {
        self.caller.meta(&self.call)
    }

    /// Looks at the caller's tenant.
    pub(super) fn directory<R>(
        &self,
        read: impl FnOnce(&World, &Tenant) -> Result<R, GraphError>,
    ) -> Result<R, GraphError> {
        self.site.read(|world| {
            let tenant = world.tenant(self.caller.tenant).ok_or_else(GraphError::denied)?;
            read(world, tenant)
        })
    }

    /// The principal that calls: the user, else the application's service principal.
    pub(super) fn principal(&self, world: &World) -> Uuid {
        role_management::principal(world, &self.caller)
    }

    /// Whether the signed-in user holds one of these directory roles everywhere.
    pub(super) fn has_role(&self, roles: &[Uuid]) -> bool {
        let user = self.caller.user.as_ref();
        user.is_some_and(|user| user.directory_roles.iter().any(|held| roles.contains(held)))
    }

    /// Refuses a person without one of these directory roles: a delegated permission lends no more than its user has. An application has
    /// its permission.
    pub(super) fn needs_role(&self, roles: &[Uuid]) -> Result<(), GraphError> {
        if self.caller.user.is_none() || self.has_role(roles) { Ok(()) } else { Err(GraphError::denied()) }
    }

    /// The address of the context of an answer.
    pub(super) fn context(&self, what: &str) -> Value {
        format!("{}/v1.0/$metadata#{what}", self.call.origin).into()
    }
}

/// An object id of a path or a body.
pub(super) fn object_id(text: &str) -> Result<Uuid, GraphError> {
    Uuid::try_parse(text)
        .map_err(|_| GraphError::request_bad_request(&format!("Invalid object identifier '{text}'.")))
}

/// The object id in a reference such as `https://graph.microsoft.com/v1.0/directoryObjects/{id}`.
pub(super) fn referred(address: &Value) -> Result<Uuid, GraphError> {
    let sets = ["directoryObjects", "users", "groups", "servicePrincipals"];
    let id = address.as_str().and_then(|address| {
        let (rest, id) = address.trim_end_matches('/').rsplit_once('/')?;
        let set = rest.rsplit('/').next()?;
        sets.iter().any(|known| known.eq_ignore_ascii_case(set)).then(|| Uuid::try_parse(id).ok())?
    });
    id.ok_or_else(|| GraphError::request_bad_request("Invalid URL format specified in payload."))
}

/// A text of a body; none when it is absent or null.
pub(super) fn text<'a>(body: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, GraphError> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(invalid(name)),
    }
}

/// A text of a body that must be there, of limited length.
pub(super) fn required(body: &Map<String, Value>, name: &str, longest: usize) -> Result<String, GraphError> {
    let found = text(body, name)?.filter(|text| !text.trim().is_empty() && text.chars().count() <= longest);
    found.map(str::to_owned).ok_or_else(|| invalid(name))
}

/// An id of a body that must be there.
pub(super) fn guid(body: &Map<String, Value>, name: &str) -> Result<Uuid, GraphError> {
    text(body, name)?.and_then(|id| Uuid::try_parse(id).ok()).ok_or_else(|| invalid(name))
}

/// A flag of a body.
pub(super) fn flag(body: &Map<String, Value>, name: &str) -> Result<Option<bool>, GraphError> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(_) => Err(invalid(name)),
    }
}

/// Refuses what the type does not have, or what this emulator would only drop. Annotations of the object itself say nothing here.
pub(super) fn only(body: &Map<String, Value>, known: &[&str]) -> Result<(), GraphError> {
    let strange = |name: &&String| !known.contains(&name.as_str()) && !name.starts_with("@odata.");
    body.keys().find(strange).map_or(Ok(()), |name| Err(undeclared(name)))
}

/// A property that the type does not have.
pub(super) fn undeclared(name: &str) -> GraphError {
    GraphError::request_bad_request(&format!(
        "Property '{name}' does not exist as a declared property or extension property."
    ))
}

/// A property whose value cannot be one.
pub(super) fn invalid(name: &str) -> GraphError {
    unfit(name, &format!("Invalid value specified for property '{name}'."))
}

/// The same, of a kind of object that the refusal names.
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
