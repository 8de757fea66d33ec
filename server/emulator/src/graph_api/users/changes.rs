//! The changes in a body of `PATCH /users/{id}` ("Update user", "user resource type": the maximum lengths).

use serde_json::{Map, Value};
use world::{
    World,
    attribute::Attribute,
    extension::{EXTENSION_ATTRIBUTE_COUNT, MAX_EXTENSION_ATTRIBUTE_LENGTH},
    ids::TenantId,
    profile::Profile,
    update::Changes,
    user::UserType,
};

use super::property::USERS;
use crate::graph_api::{
    authorized_request::{invalid_of, undeclared},
    error::GraphError,
    query::is_extension,
};

/// The maximum number of other mails, and the maximum length of each.
const OTHER_MAILS: (usize, usize) = (250, 250);

fn invalid(name: &str) -> GraphError {
    invalid_of("User", name)
}

/// The changes of a body.
pub(super) fn changes(
    world: &World,
    tenant: TenantId,
    body: &Map<String, Value>,
) -> Result<Changes, GraphError> {
    let mut changes = Changes::default();
    for (key, value) in body {
        if let Some(attribute) = Attribute::named(key) {
            changes.attributes.insert(attribute, attribute_text(attribute, value)?);
        } else if let Some(profile) = Profile::named(key) {
            if !value.is_null() && !profile.accepts(value) {
                return Err(invalid(key));
            }
            changes.profile.insert(profile, value.clone());
        } else if is_extension(key) {
            extension(world, tenant, &mut changes, key, value)?;
        } else if key.eq_ignore_ascii_case("onPremisesExtensionAttributes") {
            attributes(&mut changes, key, value)?;
        } else if key.eq_ignore_ascii_case("employeeOrgData") {
            organization(&mut changes, key, value)?;
        } else {
            other_property(&mut changes, key, value)?;
        }
    }
    Ok(changes)
}

fn other_property(changes: &mut Changes, key: &str, value: &Value) -> Result<(), GraphError> {
    let property = USERS.property(key);
    match property.as_ref().map(|property| property.name.as_ref()) {
        Some("displayName") => changes.display_name = Some(required_text(key, value, 256)?),
        Some("mailNickname") => changes.mail_nickname = Some(required_text(key, value, 64)?),
        Some("mail") => {
            let mail = optional_text(key, value)?;
            if mail.as_deref().is_some_and(|mail| !mail.contains('@')) {
                return Err(invalid("mail"));
            }
            changes.mail = Some(mail);
        }
        Some("otherMails") => {
            changes.other_mails = Some(texts(key, value, OTHER_MAILS.0, OTHER_MAILS.1)?);
        }
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
        None => return Err(undeclared(key)),
    }
    Ok(())
}

/// Checks that a directory extension is defined for users of the tenant, and that the value has its type.
fn extension(
    world: &World,
    tenant: TenantId,
    changes: &mut Changes,
    key: &str,
    value: &Value,
) -> Result<(), GraphError> {
    let definition = world.definition_for(tenant, "User", key).ok_or_else(|| undeclared(key))?;
    if !value.is_null() && !definition.data_type.accepts(value) {
        return Err(invalid(&definition.name));
    }
    changes.directory_extensions.insert(definition.name.clone(), value.clone());
    Ok(())
}

/// The new text of an attribute; null and an empty text clear it.
fn attribute_text(attribute: Attribute, value: &Value) -> Result<Option<String>, GraphError> {
    let text = optional_text(attribute.name(), value)?.filter(|text| !text.is_empty());
    match text.as_deref() {
        Some(text) if !attribute.accepts(text) => Err(invalid(attribute.name())),
        // "Not nullable" ("user resource type"). Unverified: the status.
        None if attribute == Attribute::UsageLocation => Err(invalid(attribute.name())),
        _ => Ok(text),
    }
}

/// `{"costCenter": "x", ...}`: what it does not name stays; null clears all of it.
fn organization(changes: &mut Changes, key: &str, value: &Value) -> Result<(), GraphError> {
    if value.is_null() {
        let cleared = [Attribute::CostCenter, Attribute::Division].map(|own| (own, None));
        changes.attributes.extend(cleared);
        return Ok(());
    }
    for (name, value) in value.as_object().ok_or_else(|| invalid(key))? {
        let attribute = Attribute::part(key, name).ok_or_else(|| undeclared(name))?;
        changes.attributes.insert(attribute, attribute_text(attribute, value)?);
    }
    Ok(())
}

/// `{"extensionAttribute1": "x", ...}`
fn attributes(changes: &mut Changes, key: &str, value: &Value) -> Result<(), GraphError> {
    let given = value.as_object().ok_or_else(|| invalid(key))?;
    for (name, value) in given {
        let number = name.to_ascii_lowercase();
        let number = number.strip_prefix("extensionattribute").and_then(|number| number.parse().ok());
        let number = number
            .filter(|number| (1..=EXTENSION_ATTRIBUTE_COUNT).contains(number))
            .ok_or_else(|| undeclared(name))?;
        let text = optional_text(name, value)?.filter(|text| !text.is_empty());
        if text.as_deref().is_some_and(|text| text.chars().count() > MAX_EXTENSION_ATTRIBUTE_LENGTH) {
            return Err(invalid(name));
        }
        changes.extension_attributes.insert(number, text);
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
