//! `PATCH /users/{id or principal name}` ("Update user", Microsoft Graph).

use axum::{
    body::Bytes,
    extract::{Path, State},
    response::Response,
};
use http::HeaderMap;
use serde_json::{Map, Value};

use super::property::Property;
use crate::{
    call::Call,
    directory_api::{
        Caller, GraphError,
        reply::{Reply, answer},
    },
    site::Site,
    world::{
        attribute::Attribute,
        tenant::role,
        update::{ChangeRefused, Changes},
        user::{User, UserType},
    },
};

/// Permissions that cover every property.
const WRITE: [&str; 2] = ["User.ReadWrite.All", "Directory.ReadWrite.All"];
/// Roles that do not make their holder an administrator here.
const LIGHT: [uuid::Uuid; 4] =
    [role::DIRECTORY_READERS, role::GUEST_INVITER, role::MESSAGE_CENTER_READER, role::REPORTS_READER];

pub(in crate::directory_api) async fn patch(
    State(site): State<Site>,
    Path(id): Path<String>,
    headers: HeaderMap,
    call: Call,
    body: Bytes,
) -> Response {
    answer(&call, update(&site, &call, &headers, &id, &body))
}

fn update(site: &Site, call: &Call, headers: &HeaderMap, id: &str, body: &[u8]) -> Result<Reply, GraphError> {
    let caller = Caller::of(site, call, headers)?;
    let body: Map<String, Value> = serde_json::from_slice(body)
        .map_err(|_| GraphError::bad_request("Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format."))?;
    let target = site.read(|world| {
        let user = world.tenant(caller.tenant).and_then(|tenant| tenant.user_named(id));
        user.filter(|user| user.is_visible(call.now())).cloned()
    });
    may_write(&caller, target.as_ref(), &body)?;
    let target = target.ok_or_else(|| GraphError::not_found(id))?;
    may_write_contact(&caller, &target, &body)?;
    let changes = changes(&body)?;
    let done = site.change(|world| world.update_user(&caller.cause(call), caller.tenant, target.id, changes));
    match done {
        Ok(()) => Ok(Reply::NoContent),
        Err(ChangeRefused::NotFound) => Err(GraphError::not_found(id)),
        Err(ChangeRefused::AddressTaken) => {
            let message = "Another object with the same value for property proxyAddresses already exists.";
            Err(GraphError::request_bad_request(message)
                .with_detail("ObjectConflict", "proxyAddresses", message)
                .with_detail("ConflictingObjects", "proxyAddresses", message))
        }
    }
}

/// The permission, and for a person also the role: a delegated permission lends no more than its user has.
fn may_write(caller: &Caller, target: Option<&User>, body: &Map<String, Value>) -> Result<(), GraphError> {
    let own = target.is_some_and(|user| caller.is(user.id));
    if own && caller.holds(&["User.ReadWrite"], &[]) {
        return Ok(());
    }
    let finer = |names: &[&str], permission: &str| {
        !body.is_empty()
            && body.keys().all(|key| names.iter().any(|name| key.eq_ignore_ascii_case(name)))
            && caller.holds(&[permission], &[permission])
    };
    let permitted = caller.holds(&WRITE, &WRITE)
        || finer(&["mail", "otherMails"], "User-Mail.ReadWrite.All")
        || finer(&["businessPhones", "mobilePhone"], "User-Phone.ReadWrite.All")
        || finer(&["accountEnabled"], "User.EnableDisableAccount.All");
    let by_right = caller.user.is_none() || own || caller.administers_users();
    if permitted && by_right { Ok(()) } else { Err(GraphError::denied()) }
}

/// Phones and other mails of an administrator are not changed by just anybody.
fn may_write_contact(caller: &Caller, target: &User, body: &Map<String, Value>) -> Result<(), GraphError> {
    let sensitive = body.keys().any(|key| {
        ["businessPhones", "mobilePhone", "otherMails"].iter().any(|name| key.eq_ignore_ascii_case(name))
    });
    let administrator = target.directory_roles.iter().any(|held| !LIGHT.contains(held));
    let global =
        caller.user.as_ref().is_some_and(|user| user.directory_roles.contains(&role::GLOBAL_ADMINISTRATOR));
    if sensitive && administrator && !global && !caller.is(target.id) {
        return Err(GraphError::denied());
    }
    Ok(())
}

fn invalid(target: &str) -> GraphError {
    let message = "One or more property values specified are invalid.";
    GraphError::request_bad_request(message).with_detail(
        "InvalidValue",
        target,
        &format!("Invalid value specified for property '{target}' of resource 'User'."),
    )
}

/// The changes that a body asks for.
fn changes(body: &Map<String, Value>) -> Result<Changes, GraphError> {
    let mut changes = Changes::default();
    for (key, value) in body {
        if let Some(attribute) = Attribute::named(key) {
            let text = optional_text(key, value)?.filter(|text| !text.is_empty());
            if text.as_deref().is_some_and(|text| !attribute.accepts(text)) {
                return Err(invalid(attribute.name()));
            }
            changes.attributes.insert(attribute, text);
            continue;
        }
        other_property(&mut changes, key, value)?;
    }
    Ok(changes)
}

fn other_property(changes: &mut Changes, key: &str, value: &Value) -> Result<(), GraphError> {
    match Property::named(key).map(|property| property.name) {
        Some("displayName") => changes.display_name = Some(required_text(key, value, 256)?),
        Some("mailNickname") => changes.mail_nickname = Some(required_text(key, value, 64)?),
        Some("mail") => {
            let mail = optional_text(key, value)?;
            if mail.as_deref().is_some_and(|mail| !mail.contains('@')) {
                return Err(invalid("mail"));
            }
            changes.mail = Some(mail);
        }
        Some("otherMails") => changes.other_mails = Some(texts(key, value, 250, 250)?),
        Some("businessPhones") => changes.business_phones = Some(texts(key, value, 1, 64)?),
        Some("accountEnabled") => {
            changes.account_enabled = Some(value.as_bool().ok_or_else(|| invalid(key))?);
        }
        Some("userType") => {
            changes.user_type = Some(match value.as_str() {
                Some("Member") => UserType::Member,
                Some("Guest") => UserType::Guest,
                _ => return Err(invalid(key)),
            });
        }
        Some(read_only) => {
            return Err(GraphError::request_bad_request(&format!(
                "Property '{read_only}' is read-only and cannot be set."
            )));
        }
        None => {
            return Err(GraphError::request_bad_request(&format!(
                "Property '{key}' does not exist as a declared property or extension property."
            )));
        }
    }
    Ok(())
}

fn optional_text(key: &str, value: &Value) -> Result<Option<String>, GraphError> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.clone())),
        _ => Err(invalid(key)),
    }
}

fn required_text(key: &str, value: &Value, longest: usize) -> Result<String, GraphError> {
    let text = optional_text(key, value)?.unwrap_or_default();
    if text.is_empty() || text.chars().count() > longest { Err(invalid(key)) } else { Ok(text) }
}

fn texts(key: &str, value: &Value, most: usize, longest: usize) -> Result<Vec<String>, GraphError> {
    let list = value.as_array().filter(|list| list.len() <= most).ok_or_else(|| invalid(key))?;
    list.iter().map(|value| required_text(key, value, longest)).collect()
}
