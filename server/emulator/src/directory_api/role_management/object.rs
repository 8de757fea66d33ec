//! Roles and who holds them, as Graph shows them.

use serde_json::json;
use uuid::Uuid;
use world::directory_role::{CustomRole, RoleAssignment, Scope};

use crate::directory_api::{
    query::{Catalogue, Kind, Property},
    rows::{Row, choice, plain, text},
};

static PERMISSION: [Property; 2] =
    [plain("allowedResourceActions", Kind::Texts), plain("condition", Kind::Text)];

static ROLE: [Property; 9] = [
    choice("id", Kind::Id),
    plain("description", Kind::Text),
    text("displayName").sortable(),
    choice("isBuiltIn", Kind::Flag),
    plain("isEnabled", Kind::Flag),
    plain("resourceScopes", Kind::Texts),
    plain("templateId", Kind::Id),
    plain("version", Kind::Text),
    plain("rolePermissions", Kind::Complexes(&PERMISSION)),
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
    plain("id", Kind::Text),
    choice("principalId", Kind::Id),
    choice("directoryScopeId", Kind::Text),
    choice("roleDefinitionId", Kind::Id),
];

/// Who holds them.
pub(super) static ASSIGNMENTS: Catalogue = Catalogue {
    type_name: "microsoft.graph.unifiedRoleAssignment",
    set: "roleManagement/directory/roleAssignments",
    properties: &HELD,
    links: &[],
    extensible: false,
};

/// A built-in role as a row. What it allows is not listed here.
pub(super) fn built_in(id: Uuid, name: &str) -> Row {
    Row::new(json!({
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
pub(super) fn custom(role: &CustomRole) -> Row {
    Row::new(json!({
        "id": role.id,
        "description": role.description,
        "displayName": role.display_name,
        "isBuiltIn": false,
        "isEnabled": role.enabled,
        "resourceScopes": ["/"],
        "templateId": role.id,
        "rolePermissions": [{ "allowedResourceActions": role.actions, "condition": null }],
    }))
}

/// Who holds a role where, as a row.
pub(super) fn assignment(held: &RoleAssignment) -> Row {
    let scope = match held.scope {
        Scope::Directory => "/".to_owned(),
        Scope::Unit(unit) => format!("/administrativeUnits/{unit}"),
    };
    Row::new(json!({
        "id": held.id(),
        "principalId": held.principal,
        "directoryScopeId": scope,
        "roleDefinitionId": held.role,
    }))
}
