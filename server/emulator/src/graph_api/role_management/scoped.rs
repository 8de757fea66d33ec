//! What custom roles allow on a user, also when they are scoped to an administrative unit. Until a dynamic unit contains a new guest they allow
//! nothing: 403 then means "not yet".

use serde_json::{Map, Value};
use world::{World, app::Client, user::User};

use crate::graph_api::{
    caller::Caller, query::is_extension, role_management::principal, users::permission::READ_ALL,
};

/// Permissions that a user's role needs as well. An application's role needs none.
const WRITE: [&str; 2] = ["User.ReadWrite.All", "Directory.ReadWrite.All"];

/// The properties that each action covers. Unverified: the exact lists.
const ACTIONS: [(&str, &[&str]); 6] = [
    (
        "microsoft.directory/users/basic/update",
        &["displayName", "givenName", "surname", "preferredLanguage", "mailNickname"],
    ),
    (
        "microsoft.directory/users/jobInfo/update",
        &[
            "companyName",
            "department",
            "employeeHireDate",
            "employeeId",
            "employeeOrgData",
            "employeeType",
            "jobTitle",
        ],
    ),
    (
        "microsoft.directory/users/contactInfo/update",
        &[
            "businessPhones",
            "city",
            "country",
            "faxNumber",
            "mail",
            "mobilePhone",
            "officeLocation",
            "otherMails",
            "postalCode",
            "state",
            "streetAddress",
        ],
    ),
    ("microsoft.directory/users/usageLocation/update", &["usageLocation"]),
    ("microsoft.directory/users/parentalControls/update", &["ageGroup", "consentProvidedForMinor"]),
    ("microsoft.directory/users/extensionProperties/update", &["onPremisesExtensionAttributes"]),
];

/// Whether a role allows the caller to change all of these properties of the user.
pub(in crate::graph_api) fn role_allows_update(
    world: &World,
    caller: &Caller,
    target: &User,
    body: &Map<String, Value>,
) -> bool {
    let through = caller.user.is_none() || caller.holds(&WRITE, &[]);
    through
        && !body.is_empty()
        && body.keys().all(|key| action(key).is_some_and(|action| role_allows(world, caller, target, action)))
}

/// Whether a role allows the caller this action on the user, e.g. to change its manager.
pub(in crate::graph_api) fn role_allows_action(
    world: &World,
    caller: &Caller,
    target: &User,
    action: &str,
) -> bool {
    let through = caller.user.is_none() || caller.holds(&WRITE, &[]);
    through && role_allows(world, caller, target, action)
}

/// Whether a role allows the caller this action on an application's service principal.
pub(in crate::graph_api) fn role_allows_on_application(
    world: &World,
    caller: &Caller,
    application: &Client,
    action: &str,
) -> bool {
    let Some(tenant) = world.tenant(caller.tenant) else { return false };
    tenant.allows_action_on_object(principal(world, caller), action, &application.object_ids())
}

/// Whether a role allows the caller to read the user.
pub(in crate::graph_api) fn role_allows_read(world: &World, caller: &Caller, target: &User) -> bool {
    let through = caller.user.is_none() || caller.holds(&READ_ALL, &[]);
    through && role_allows(world, caller, target, "microsoft.directory/users/standard/read")
}

fn action(property: &str) -> Option<&'static str> {
    if is_extension(property) {
        return Some("microsoft.directory/users/extensionProperties/update");
    }
    let covers = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(property));
    ACTIONS.into_iter().find(|(_, names)| covers(names)).map(|(action, _)| action)
}

fn role_allows(world: &World, caller: &Caller, target: &User, action: &str) -> bool {
    let Some(tenant) = world.tenant(caller.tenant) else { return false };
    tenant.allows_action_on(principal(world, caller), action, target.id)
}
