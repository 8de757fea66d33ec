//! Data that applications store on a user: directory extensions, the fifteen extension attributes, open extensions ("Add custom data to
//! resources").

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use serde_json::{Map, Value};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use super::{
    World,
    effect::{Effect, EventMeta},
    ids::{AppId, TenantId, UserId},
};

/// The maximum number of directory extension values of an object, over all applications.
pub const MAX_EXTENSION_VALUES: usize = 100;
/// The maximum number of open extensions that an application may store on an object.
pub const MAX_OPEN_EXTENSIONS: usize = 2;
/// The maximum size of an open extension: bytes of its JSON.
pub const MAX_OPEN_EXTENSION_BYTES: usize = 2048;
/// The number of extension attributes: `extensionAttribute1` to this one.
pub const EXTENSION_ATTRIBUTE_COUNT: u8 = 15;
/// The maximum length of an extension attribute, in characters.
pub const MAX_EXTENSION_ATTRIBUTE_LENGTH: usize = 1024;
/// The maximum length of a directory extension's value: characters of a text, bytes of a binary value.
const MAX_LENGTH: usize = 256;

/// `dataType` of a directory extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each variant is named as Microsoft names the type")]
pub enum DataType {
    Binary,
    Boolean,
    DateTime,
    Integer,
    LargeInteger,
    String,
}

impl DataType {
    /// Whether a value of this type may be stored.
    pub fn accepts(self, value: &Value) -> bool {
        let text = value.as_str();
        match self {
            Self::Binary => {
                text.is_some_and(|text| STANDARD.decode(text).is_ok_and(|raw| raw.len() <= MAX_LENGTH))
            }
            Self::Boolean => value.is_boolean(),
            Self::DateTime => text.is_some_and(|text| OffsetDateTime::parse(text, &Rfc3339).is_ok()),
            Self::Integer => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
            Self::LargeInteger => value.is_i64(),
            Self::String => text.is_some_and(|text| text.chars().count() <= MAX_LENGTH),
        }
    }
}

/// The definition of a directory extension ("extensionProperty resource type").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Definition {
    /// Its object id.
    pub id: Uuid,
    /// The application that owns it.
    pub app: AppId,
    /// `extension_<application id without hyphens>_<name>`.
    pub name: String,
    /// The type of the values.
    pub data_type: DataType,
    /// Kinds of object that may have values, e.g. `User`.
    pub target_objects: Vec<String>,
}

/// An open extension ("openTypeExtension resource type").
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenExtension {
    /// `extensionName`, also its id.
    pub name: String,
    /// The application that created it.
    pub app: AppId,
    /// Its properties.
    pub values: Map<String, Value>,
}

/// All data that applications store on one object.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Extensions {
    /// Values of directory extensions, by full name.
    pub directory: BTreeMap<String, Value>,
    /// `onPremisesExtensionAttributes`, by number.
    #[serde(deserialize_with = "by_number")]
    pub attributes: BTreeMap<u8, String>,
    /// Open extensions.
    pub open: Vec<OpenExtension>,
}

/// Reads a map with numbers as keys. JSON has keys as text only, and serde keeps them as text while it buffers an effect to find its variant.
pub(super) fn by_number<'de, D: Deserializer<'de>, V: Deserialize<'de>>(
    input: D,
) -> Result<BTreeMap<u8, V>, D::Error> {
    let by_text = BTreeMap::<String, V>::deserialize(input)?.into_iter();
    by_text.map(|(key, value)| Ok((key.parse().map_err(D::Error::custom)?, value))).collect()
}

impl Extensions {
    /// The open extension of this name.
    pub fn open(&self, name: &str) -> Option<&OpenExtension> {
        self.open.iter().find(|own| own.name.eq_ignore_ascii_case(name))
    }

    pub(super) fn write(&mut self, extension: OpenExtension) {
        self.remove(&extension.name);
        self.open.push(extension);
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.open.retain(|own| !own.name.eq_ignore_ascii_case(name));
    }
}

/// Why an extension is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExtensionRefused {
    /// There is no such user.
    #[error("no such user")]
    NoUser,
    /// There is no such extension.
    #[error("no such extension")]
    NotFound,
    /// There is already an extension of this name.
    #[error("there is one of this name")]
    Exists,
    /// The application has the maximum number on this object.
    #[error("too many of this application")]
    TooMany,
    /// More than 2 KB.
    #[error("too large")]
    TooLarge,
}

impl World {
    /// Every definition of a directory extension.
    pub fn definitions(&self) -> &[Definition] {
        &self.extensions
    }

    /// The definition of this full name, whatever its case.
    pub fn definition(&self, name: &str) -> Option<&Definition> {
        self.extensions.iter().find(|definition| definition.name.eq_ignore_ascii_case(name))
    }

    /// The definition of this full name for a kind of objects of a tenant, if its application has a service principal there.
    pub fn definition_for(&self, tenant: TenantId, kind: &str, name: &str) -> Option<&Definition> {
        let for_kind = |definition: &&Definition| definition.target_objects.iter().any(|own| own == kind);
        let definition = self.definition(name).filter(for_kind)?;
        self.has_service_principal(tenant, definition.app).then_some(definition)
    }

    /// Defines a directory extension of an application. None when it already has one of this name.
    pub fn define_extension(
        &mut self,
        meta: &EventMeta,
        app: AppId,
        name: &str,
        data_type: DataType,
        target_objects: Vec<String>,
    ) -> Option<Definition> {
        let name = format!("extension_{}_{name}", app.0.simple());
        if self.definition(&name).is_some() {
            return None;
        }
        let definition = Definition { id: self.new_id(), app, name, data_type, target_objects };
        self.append(meta, Effect::ExtensionDefined { definition: Box::new(definition.clone()) });
        Some(definition)
    }

    /// Removes a definition together with all values. False when there is none.
    pub fn undefine_extension(&mut self, meta: &EventMeta, app: AppId, id: Uuid) -> bool {
        let known = self.extensions.iter().find(|definition| definition.app == app && definition.id == id);
        let name = known.map(|definition| definition.name.clone());
        if let Some(name) = name {
            self.append(meta, Effect::ExtensionUndefined { name });
            return true;
        }
        false
    }

    /// Adds an open extension (`new`), or changes the given properties of an existing one.
    pub fn write_extension(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        user: UserId,
        extension: OpenExtension,
        new: bool,
    ) -> Result<OpenExtension, ExtensionRefused> {
        let directory = self.tenant(tenant).and_then(|directory| directory.user(user));
        let kept = &directory.ok_or(ExtensionRefused::NoUser)?.extensions;
        let mut extension = extension;
        match kept.open(&extension.name) {
            Some(_) if new => return Err(ExtensionRefused::Exists),
            None if !new => return Err(ExtensionRefused::NotFound),
            Some(old) => {
                let mut values = old.values.clone();
                values.extend(extension.values);
                values.retain(|_, value| !value.is_null());
                extension = OpenExtension { values, ..old.clone() };
            }
            None => {
                let own = kept.open.iter().filter(|own| own.app == extension.app).count();
                if own >= MAX_OPEN_EXTENSIONS {
                    return Err(ExtensionRefused::TooMany);
                }
            }
        }
        if serde_json::to_vec(&extension.values).is_ok_and(|json| json.len() > MAX_OPEN_EXTENSION_BYTES) {
            return Err(ExtensionRefused::TooLarge);
        }
        let written = Box::new(extension.clone());
        self.append(meta, Effect::ExtensionWritten { tenant, user, extension: written });
        Ok(extension)
    }

    /// Removes an open extension.
    pub fn remove_extension(
        &mut self,
        meta: &EventMeta,
        tenant: TenantId,
        user: UserId,
        name: &str,
    ) -> Result<(), ExtensionRefused> {
        let kept = self.tenant(tenant).and_then(|directory| directory.user(user));
        let kept = kept.ok_or(ExtensionRefused::NoUser)?.extensions.open(name);
        let name = kept.ok_or(ExtensionRefused::NotFound)?.name.clone();
        self.append(meta, Effect::ExtensionRemoved { tenant, user, name });
        Ok(())
    }

    pub(super) fn drop_extension(&mut self, name: &str) {
        self.extensions.retain(|definition| definition.name != name);
        for tenant in self.tenants.values_mut() {
            let having = tenant.users.values().filter(|user| user.extensions.directory.contains_key(name));
            let having: Vec<_> = having.map(|user| user.id).collect();
            for id in having {
                tenant.users.change(id, |user| drop(user.extensions.directory.remove(name)));
            }
        }
    }
}
