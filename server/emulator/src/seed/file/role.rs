//! Directory roles: built-in ones by name, and custom ones.

use serde::Deserialize;
use uuid::Uuid;
use world::directory_role::{BUILT_IN, CustomRole};

/// A built-in role, by its name or the id of its template.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct BuiltInRole(pub(super) Uuid);

impl TryFrom<String> for BuiltInRole {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let known = |(id, name): &&(Uuid, &str)| *name == text || id.to_string() == text;
        let role = BUILT_IN.iter().find(known);
        role.map(|(id, _)| Self(*id)).ok_or_else(|| format!("there is no built-in role '{text}'"))
    }
}

/// A custom role ("unifiedRoleDefinition resource type").
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct CustomRoleEntry {
    id: Uuid,
    display_name: String,
    description: Option<String>,
    #[serde(default = "super::person::yes")]
    enabled: bool,
    actions: Vec<String>,
}

impl CustomRoleEntry {
    pub(super) fn role(&self) -> CustomRole {
        CustomRole {
            id: self.id,
            display_name: self.display_name.clone(),
            description: self.description.clone(),
            enabled: self.enabled,
            actions: self.actions.clone(),
            version: None,
        }
    }
}
