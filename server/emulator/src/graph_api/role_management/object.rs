//! Roles and role assignments, as Graph shows them.

use serde_json::json;
use uuid::Uuid;
use world::directory_role::{CustomRole, RoleAssignment, Scope};

use crate::graph_api::{
    json_rows::{JsonRow, choice, plain, text},
    query::{Catalogue, Property, ValueKind},
};

static PERMISSION: [Property; 2] =
    [plain("allowedResourceActions", ValueKind::Texts), plain("condition", ValueKind::Text)];

static ROLE: [Property; 9] = [
    choice("id", ValueKind::Id),
    plain("description", ValueKind::Text),
    text("displayName").sortable(),
    choice("isBuiltIn", ValueKind::Flag),
    plain("isEnabled", ValueKind::Flag),
    plain("resourceScopes", ValueKind::Texts),
    plain("templateId", ValueKind::Id),
    plain("version", ValueKind::Text),
    plain("rolePermissions", ValueKind::Complexes(&PERMISSION)),
];

/// Roles.
pub(super) static ROLES: Catalogue = Catalogue {
    type_name: "microsoft.graph.unifiedRoleDefinition",
    set: "roleManagement/directory/roleDefinitions",
    properties: &ROLE,
    links: &[],
    extensible: false,
};

static HELD: [Property; 4] = [
    plain("id", ValueKind::Text),
    choice("principalId", ValueKind::Id),
    choice("directoryScopeId", ValueKind::Text),
    choice("roleDefinitionId", ValueKind::Id),
];

/// Role assignments.
pub(super) static ASSIGNMENTS: Catalogue = Catalogue {
    type_name: "microsoft.graph.unifiedRoleAssignment",
    set: "roleManagement/directory/roleAssignments",
    properties: &HELD,
    links: &[],
    extensible: false,
};

/// A built-in role as a row, without its actions.
pub(super) fn built_in(id: Uuid, name: &str) -> JsonRow {
    JsonRow::new(json!({
        "id": id,
        "displayName": name,
        "isBuiltIn": true,
        "isEnabled": true,
        "resourceScopes": ["/"],
        "templateId": id,
        "version": "1",
        "rolePermissions": [],
    }))
}

/// A custom role as a row.
pub(super) fn custom(role: &CustomRole) -> JsonRow {
    JsonRow::new(json!({
        "id": role.id,
        "description": role.description,
        "displayName": role.display_name,
        "isBuiltIn": false,
        "isEnabled": role.enabled,
        "resourceScopes": ["/"],
        "templateId": role.id,
        "version": role.version,
        "rolePermissions": [{ "allowedResourceActions": role.actions, "condition": null }],
    }))
}

/// A role assignment as a row.
pub(super) fn assignment(held: &RoleAssignment) -> JsonRow {
    let scope = match held.scope {
        Scope::Directory => "/".to_owned(),
        Scope::Unit(unit) => format!("/administrativeUnits/{unit}"),
        Scope::Object(id) => format!("/{id}"),
    };
    JsonRow::new(json!({
        "id": held.id(),
        "principalId": held.principal,
        "directoryScopeId": scope,
        "roleDefinitionId": held.role,
    }))
}
