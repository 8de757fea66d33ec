//! `GET` and `PATCH /policies/authorizationPolicy`.

use axum::response::Response;
use serde_json::{Map, Value, json};
use world::{
    directory_role::PRIVILEGED_ROLE_ADMINISTRATOR,
    policy::{AllowInvitesFrom, GuestAccess, Policy},
    tenant::role,
};

use super::READ;
use crate::graph_api::{
    authorized_request::{AuthorizedRequest, invalid, undeclared},
    error::GraphError,
    reply::Reply,
};

const WRITE: [&str; 1] = ["Policy.ReadWrite.Authorization"];

/// `guestUserRoleId` of each level of access.
const GUEST_ROLES: [(GuestAccess, &str); 3] = [
    (GuestAccess::SameAsMembers, "a0b1b346-4d3e-4e8b-98f8-753987be4970"),
    (GuestAccess::Limited, "10dae51f-b6af-4016-8d66-8c2a99b929b3"),
    (GuestAccess::Restricted, "2af84b1e-32c8-42b7-82bc-daa82404023b"),
];

pub(super) async fn get(request: AuthorizedRequest) -> Response {
    request.reply(super::part(&request, &READ, "authorizationPolicy", shape))
}

fn shape(policy: &Policy) -> Value {
    let guest = GUEST_ROLES.iter().find(|(level, _)| *level == policy.guest_access);
    let by_themselves = !policy.user_consent_permissions.is_empty();
    let grant_policies = by_themselves.then_some("ManagePermissionGrantsForSelf.microsoft-user-default-low");
    json!({
        "id": "authorizationPolicy",
        "displayName": "Authorization Policy",
        "description": "Used to manage authorization related settings across the company.",
        "allowInvitesFrom": policy.allow_invites_from,
        "allowedToSignUpEmailBasedSubscriptions": true,
        "allowedToUseSSPR": true,
        "allowEmailVerifiedUsersToJoinOrganization": false,
        "allowUserConsentForRiskyApps": null,
        "blockMsolPowerShell": false,
        "guestUserRoleId": guest.map(|(_, id)| id),
        "defaultUserRolePermissions": {
            "allowedToCreateApps": true,
            "allowedToCreateSecurityGroups": true,
            "allowedToCreateTenants": true,
            "allowedToReadBitlockerKeysForOwnedDevice": true,
            "allowedToReadOtherUsers": policy.allowed_to_read_other_users,
            "permissionGrantPoliciesAssigned": grant_policies.as_slice(),
        },
    })
}

pub(super) async fn patch(request: AuthorizedRequest) -> Response {
    request.reply(update(&request))
}

fn update(request: &AuthorizedRequest) -> Result<Reply, GraphError> {
    request.require_permission(&WRITE)?;
    request.require_role(&[role::GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR])?;
    let body = request.json()?;
    super::change(request, |policy| changed(policy, &body))
}

/// The policy with the properties of the body. Unchanged values are accepted; changes that this emulator does not support are refused.
fn changed(policy: &Policy, body: &Map<String, Value>) -> Result<Policy, GraphError> {
    let mut policy = policy.clone();
    let known = shape(&policy);
    for (name, value) in body {
        match name.as_str() {
            "allowInvitesFrom" => {
                let level = serde_json::from_value::<AllowInvitesFrom>(value.clone());
                policy.allow_invites_from = level.map_err(|_| invalid(name))?;
            }
            "guestUserRoleId" => {
                let level = GUEST_ROLES.iter().find(|(_, id)| value.as_str() == Some(id));
                policy.guest_access = level.ok_or_else(|| invalid(name))?.0;
            }
            "defaultUserRolePermissions" => {
                policy.allowed_to_read_other_users = reading_others(&known[name], value)?;
            }
            _ if known.get(name) == Some(value) => {}
            _ if known.get(name).is_some() => {
                return Err(GraphError::bad_request(&format!("This emulator does not change '{name}'.")));
            }
            _ => return Err(undeclared(name)),
        }
    }
    Ok(policy)
}

/// `allowedToReadOtherUsers` of `defaultUserRolePermissions`, the only one of them that this emulator can change.
fn reading_others(known: &Value, wanted: &Value) -> Result<bool, GraphError> {
    const NAME: &str = "allowedToReadOtherUsers";
    let wanted = wanted.as_object().ok_or_else(|| invalid("defaultUserRolePermissions"))?;
    for (name, value) in wanted {
        match known.get(name) {
            Some(_) if name == NAME => {}
            Some(stands) if stands == value => {}
            Some(_) => {
                return Err(GraphError::bad_request(&format!("This emulator does not change '{name}'.")));
            }
            None => return Err(undeclared(name)),
        }
    }
    let wanted = wanted.get(NAME).unwrap_or(&known[NAME]);
    wanted.as_bool().ok_or_else(|| invalid(NAME))
}
