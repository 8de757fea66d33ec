//! `PATCH /users/{id or principal name}` ("Update user", Microsoft Graph).

use axum::response::Response;
use serde_json::{Map, Value};
use world::{World, profile::Profile, tenant::role, update::ChangeRefused, user::User, visibility_lag::Api};

use super::changes::changes;
use crate::directory_api::{ask::Ask, caller::Caller, error::GraphError, reply::Reply, role_management};

/// Permissions that cover every property.
const WRITE: [&str; 2] = ["User.ReadWrite.All", "Directory.ReadWrite.All"];
/// Permissions that cover a few.
const FINER: [(&str, &[&str]); 4] = [
    ("User-Mail.ReadWrite.All", &["mail", "otherMails"]),
    ("User-Phone.ReadWrite.All", &["businessPhones", "mobilePhone"]),
    ("User.EnableDisableAccount.All", &["accountEnabled"]),
    ("User-PasswordProfile.ReadWrite.All", &["passwordProfile"]),
];
/// What nobody changes of themselves without being an administrator.
const NOT_FOR_ONESELF: [&str; 3] = ["accountEnabled", "userType", "passwordProfile"];
/// Roles that do not make their holder an administrator here.
const LIGHT: [uuid::Uuid; 4] =
    [role::DIRECTORY_READERS, role::GUEST_INVITER, role::MESSAGE_CENTER_READER, role::REPORTS_READER];

pub(in crate::directory_api) async fn patch(ask: Ask) -> Response {
    ask.reply(update(&ask, ask.segment(0)))
}

fn update(ask: &Ask, id: &str) -> Result<Reply, GraphError> {
    let (site, caller) = (&ask.site, &ask.caller);
    let body = ask.json()?;
    let target = site.read(|world| {
        let user = world.tenant(caller.tenant).and_then(|tenant| tenant.user_named(id));
        user.filter(|user| user.is_visible_to(Api::Update, ask.call.now())).cloned()
    });
    // A role may let somebody change a part of the directory who could not change it otherwise.
    let by_role = |user| site.read(|world| role_management::lets_update(world, caller, user, &body));
    if !target.as_ref().is_some_and(by_role) {
        may_write(caller, target.as_ref(), &body)?;
    }
    let target = target.ok_or_else(|| GraphError::not_found(id))?;
    site.read(|world| may_write_contact(world, caller, &target, &body))?;
    let (body, password) = without_password(body)?;
    let changes = site.read(|world| changes(world, caller.tenant, &body))?;
    let meta = ask.meta();
    let done = site.change(|world| {
        world.update_user(&meta, caller.tenant, target.id, changes)?;
        if password {
            // A new password ends what was signed in with the old one.
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

/// The body without `passwordProfile`, and whether there was one. What the password is does not matter here.
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

/// The permission, and for a person also the role: a delegated permission lends no more than its user has.
fn may_write(caller: &Caller, target: Option<&User>, body: &Map<String, Value>) -> Result<(), GraphError> {
    let names = |key: &str, names: &[&str]| names.iter().any(|name| key.eq_ignore_ascii_case(name));
    // The profile service takes nothing from an application by itself.
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

/// Phones and other mails of an administrator are not changed by just anybody.
fn may_write_contact(
    world: &World,
    caller: &Caller,
    target: &User,
    body: &Map<String, Value>,
) -> Result<(), GraphError> {
    let sensitive = body.keys().any(|key| {
        ["businessPhones", "mobilePhone", "otherMails"].iter().any(|name| key.eq_ignore_ascii_case(name))
    });
    if sensitive && !may_touch(world, caller, target) { Err(GraphError::denied()) } else { Ok(()) }
}

/// Whether what only concerns an administrator is open to this caller: the target is none, or the caller is it, or a Global Administrator.
pub(super) fn may_touch(world: &World, caller: &Caller, target: &User) -> bool {
    let tenant = world.tenant(caller.tenant);
    let administrator =
        tenant.is_some_and(|tenant| tenant.roles_of(target).any(|held| !LIGHT.contains(&held)));
    let global =
        caller.user.as_ref().is_some_and(|user| user.directory_roles.contains(&role::GLOBAL_ADMINISTRATOR));
    !administrator || global || caller.is(target.id)
}
