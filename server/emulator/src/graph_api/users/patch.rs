//! `PATCH /users/{id or principal name}` ("Update user", Microsoft Graph).

use axum::response::Response;
use serde_json::{Map, Value};
use world::{World, profile::Profile, tenant::role, update::ChangeRefused, user::User, visibility_lag::Api};

use super::changes::changes;
use crate::graph_api::{
    authorized_request::AuthorizedRequest, caller::Caller, error::GraphError, reply::Reply, role_management,
};

/// Permissions that cover every property.
const WRITE: [&str; 2] = ["User.ReadWrite.All", "Directory.ReadWrite.All"];
/// Permissions that cover some properties.
const FINER: [(&str, &[&str]); 4] = [
    ("User-Mail.ReadWrite.All", &["mail", "otherMails"]),
    ("User-Phone.ReadWrite.All", &["businessPhones", "mobilePhone"]),
    ("User.EnableDisableAccount.All", &["accountEnabled"]),
    ("User-PasswordProfile.ReadWrite.All", &["passwordProfile"]),
];
/// Properties of their own that only administrators may change.
const NOT_FOR_ONESELF: [&str; 3] = ["accountEnabled", "userType", "passwordProfile"];
/// Directory roles whose holders do not count as administrators here.
const NON_ADMINISTRATOR_ROLES: [uuid::Uuid; 4] =
    [role::DIRECTORY_READERS, role::GUEST_INVITER, role::MESSAGE_CENTER_READER, role::REPORTS_READER];

pub(in crate::graph_api) async fn patch(request: AuthorizedRequest) -> Response {
    request.reply(update(&request, request.segment(0)))
}

fn update(request: &AuthorizedRequest, id: &str) -> Result<Reply, GraphError> {
    let (state, caller) = (&request.state, &request.caller);
    let body = request.json()?;
    let target = state.read(|world| {
        let user = world.tenant(caller.tenant).and_then(|tenant| tenant.user_named(id));
        user.filter(|user| user.is_visible_to(Api::Update, request.context.now())).cloned()
    });
    // A role scoped to a unit may allow what the permission alone does not.
    let by_role = |user| state.read(|world| role_management::role_allows_update(world, caller, user, &body));
    if !target.as_ref().is_some_and(by_role) {
        may_write(caller, target.as_ref(), &body)?;
    }
    let target = target.ok_or_else(|| GraphError::not_found(id))?;
    state.read(|world| may_write_contact(world, caller, &target, &body))?;
    let (body, password) = without_password(body)?;
    let changes = state.read(|world| changes(world, caller.tenant, &body))?;
    let meta = request.event_meta();
    let done = state.change(|world| {
        world.update_user(&meta, caller.tenant, target.id, changes)?;
        if password {
            // A new password revokes the sessions.
            world.revoke_sessions(&meta, caller.tenant, target.id);
        }
        Ok(())
    });
    done.map(|()| Reply::NoContent).map_err(|refused| refusal(refused, id))
}

fn refusal(refused: ChangeRefused, id: &str) -> GraphError {
    match refused {
        ChangeRefused::NotFound => GraphError::not_found(id),
        ChangeRefused::AddressTaken => {
            let message = "Another object with the same value for property proxyAddresses already exists.";
            GraphError::request_bad_request(message)
                .with_detail("ObjectConflict", "proxyAddresses", message)
                .with_detail("ConflictingObjects", "proxyAddresses", message)
        }
        ChangeRefused::TooManyExtensionValues => GraphError::request_bad_request(
            "The total number of extension property values cannot exceed the allowed limit.",
        ),
        ChangeRefused::Synchronized => GraphError::request_bad_request(
            "Unable to update the specified properties for objects that have originated within an external service.",
        ),
    }
}

/// The body without `passwordProfile`, and whether it had one. The password itself is ignored.
fn without_password(mut body: Map<String, Value>) -> Result<(Map<String, Value>, bool), GraphError> {
    let name = body.keys().find(|key| key.eq_ignore_ascii_case("passwordProfile")).cloned();
    let Some(profile) = name.and_then(|name| body.remove(&name)) else { return Ok((body, false)) };
    let password = profile.get("password").and_then(Value::as_str);
    if password.is_some_and(|password| (8..=256).contains(&password.chars().count())) {
        return Ok((body, true));
    }
    let message = "The specified password does not comply with password complexity requirements. Please provide a different password.";
    Err(GraphError::request_bad_request(message).with_detail("PasswordTooWeak", "passwordProfile", message))
}

/// Checks the permission, and for a user also the role, because a delegated permission never exceeds the user's own rights.
fn may_write(caller: &Caller, target: Option<&User>, body: &Map<String, Value>) -> Result<(), GraphError> {
    let names = |key: &str, names: &[&str]| names.iter().any(|name| key.eq_ignore_ascii_case(name));
    // The profile service does not accept application permissions.
    if caller.user.is_none() && body.keys().any(|key| Profile::named(key).is_some()) {
        return Err(GraphError::denied());
    }
    let own = target.is_some_and(|user| caller.is(user.id));
    let free = !body.keys().any(|key| names(key, &NOT_FOR_ONESELF));
    if own && free && caller.holds(&["User.ReadWrite"], &[]) {
        return Ok(());
    }
    let finer = |key: &str| {
        FINER.iter().any(|(permission, own)| names(key, own) && caller.holds(&[permission], &[permission]))
    };
    let permitted = caller.holds(&WRITE, &WRITE) || (!body.is_empty() && body.keys().all(|key| finer(key)));
    let by_right = caller.user.is_none() || (own && free) || caller.administers_users();
    if permitted && by_right { Ok(()) } else { Err(GraphError::denied()) }
}

/// Only some callers may change phones and other mails of an administrator.
fn may_write_contact(
    world: &World,
    caller: &Caller,
    target: &User,
    body: &Map<String, Value>,
) -> Result<(), GraphError> {
    let sensitive = body.keys().any(|key| {
        ["businessPhones", "mobilePhone", "otherMails"].iter().any(|name| key.eq_ignore_ascii_case(name))
    });
    if sensitive && !may_change_sensitive(world, caller, target) { Err(GraphError::denied()) } else { Ok(()) }
}

/// Whether the caller may change sensitive properties of the target: it is no administrator, or the caller is the target or a Global Administrator.
pub(super) fn may_change_sensitive(world: &World, caller: &Caller, target: &User) -> bool {
    let tenant = world.tenant(caller.tenant);
    let administrator = tenant
        .is_some_and(|tenant| tenant.roles_of(target).any(|held| !NON_ADMINISTRATOR_ROLES.contains(&held)));
    let global =
        caller.user.as_ref().is_some_and(|user| user.directory_roles.contains(&role::GLOBAL_ADMINISTRATOR));
    !administrator || global || caller.is(target.id)
}
