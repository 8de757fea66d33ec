//! What applications were granted: Graph's service principal, application permissions and delegated ones.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{Answer, TestEmulator, start_emulator},
    units::principal,
};

const GRAPH: &str = "00000003-0000-0000-c000-000000000000";
const READ_USERS: &str = "df021288-bdef-4463-88db-98f22de89214";

/// The names of the roles or scopes with these ids.
fn named<'a>(published: &'a Value, ids: &[&str]) -> Vec<&'a str> {
    let published = published.as_array().unwrap().iter();
    let known = published.filter(|own| ids.contains(&own["id"].as_str().unwrap()));
    known.map(|own| own["value"].as_str().unwrap()).collect()
}

fn texts<'a>(answer: &'a Answer, name: &str) -> Vec<&'a str> {
    assert_eq!(answer.status, 200, "{}", answer.text);
    let rows = answer.body["value"].as_array().unwrap().iter();
    rows.map(|row| row[name].as_str().unwrap_or_default()).collect()
}

async fn graph(started: &TestEmulator, token: &str) -> Value {
    let found = started.get(&format!("/servicePrincipals(appId='{GRAPH}')"), token).await;
    assert_eq!(found.status, 200, "{}", found.text);
    found.body
}

#[tokio::test]
async fn graph_has_a_service_principal_with_what_it_publishes() {
    let started = start_emulator().await;
    let token = started.application("vestibule").await;
    let graph = graph(&started, &token).await;
    assert_eq!((&graph["displayName"], &graph["appId"]), (&json!("Microsoft Graph"), &json!(GRAPH)));
    assert_eq!(named(&graph["appRoles"], &[READ_USERS]), ["User.Read.All"]);
    let delegated = ["e1fe6dd8-ba31-4d61-89e7-88639da4683d", "a154be20-db9c-4678-8ab7-66f6cc099a59"];
    assert_eq!(named(&graph["oauth2PermissionScopes"], &delegated), ["User.Read", "User.Read.All"]);
    let kinds: Vec<_> = graph["oauth2PermissionScopes"].as_array().unwrap().iter().collect();
    let kind = |name: &str| kinds.iter().find(|own| own["value"] == name).unwrap()["type"].clone();
    assert_eq!((kind("User.Read"), kind("User.Read.All")), (json!("User"), json!("Admin")));
    assert_eq!(kind("Mail.Send"), "User", "people consent to it themselves");
    let roles = graph["appRoles"].as_array().unwrap();
    assert!(roles.iter().all(|role| role["allowedMemberTypes"] == json!(["Application"])));
    let mut ids: Vec<_> =
        roles.iter().chain(kinds.iter().copied()).map(|own| own["id"].to_string()).collect();
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "each id is of one permission");
    let id = graph["id"].as_str().unwrap();
    let by_id = started.get(&format!("/servicePrincipals/{id}?$select=appId"), &token).await;
    assert_eq!(by_id.body["appId"], GRAPH);
    let listed = started.get("/servicePrincipals?$filter=displayName eq 'Microsoft Graph'", &token).await;
    assert_eq!(listed.ids(), [id]);
    let powerless = started.application("powerless").await;
    for path in [format!("/servicePrincipals/{id}"), format!("/servicePrincipals(appId='{GRAPH}')")] {
        started.get(&path, &powerless).await.refused(403, "Authorization_RequestDenied", "");
    }
}

#[tokio::test]
async fn application_permissions_are_assignments_of_app_roles() {
    let started = start_emulator().await;
    let token = started.application("vestibule").await;
    let graph = graph(&started, &token).await;
    for (name, wanted) in [
        ("scoped", vec!["User.Read.All"]),
        ("attributes", vec!["User.ReadWrite.All"]),
        ("powerless", vec![]),
        (
            "vestibule",
            vec![
                "User.Read.All",
                "User.ReadWrite.All",
                "GroupMember.ReadWrite.All",
                "AppRoleAssignment.ReadWrite.All",
                "Application.Read.All",
                "CrossTenantInformation.ReadBasic.All",
                "EntitlementManagement.ReadWrite.All",
            ],
        ),
    ] {
        let (id, client) = (principal(&started, name).await, started.client(name).client_id);
        for path in [
            format!("/servicePrincipals/{id}/appRoleAssignments"),
            format!("/servicePrincipals(appId='{client}')/appRoleAssignments"),
        ] {
            let held = started.get(&path, &token).await;
            assert_eq!(named(&graph["appRoles"], &texts(&held, "appRoleId")), wanted, "{name}");
            assert!(texts(&held, "principalId").iter().all(|own| *own == id));
            assert!(texts(&held, "resourceId").iter().all(|own| graph["id"] == **own));
            assert!(texts(&held, "principalType").iter().all(|own| *own == "ServicePrincipal"));
        }
    }
    let at = format!("/servicePrincipals/{}/appRoleAssignedTo", graph["id"].as_str().unwrap());
    let scoped = principal(&started, "scoped").await;
    let holders = started.get(&format!("{at}?$filter=principalId eq '{scoped}'"), &token).await;
    assert_eq!(texts(&holders, "appRoleId"), [READ_USERS]);
    let nobody = "00000000-0000-0000-0000-000000000001";
    let missing = started.get(&format!("/servicePrincipals/{nobody}/appRoleAssignments"), &token).await;
    missing.refused(404, "Request_ResourceNotFound", "");
    let powerless = started.application("powerless").await;
    let own = format!("/servicePrincipals/{}/appRoleAssignments", principal(&started, "powerless").await);
    started.get(&own, &powerless).await.refused(403, "Authorization_RequestDenied", "");
}

#[tokio::test]
async fn delegated_permissions_are_granted_for_everybody_or_by_a_user() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let (vestibule, powerless) =
        (principal(&started, "vestibule").await, principal(&started, "powerless").await);
    let of = format!("/servicePrincipals/{vestibule}/oauth2PermissionGrants");
    let granted = started.get(&of, &token).await;
    assert_eq!(texts(&granted, "consentType"), ["AllPrincipals"]);
    assert!(
        texts(&granted, "scope")[0].split(' ').any(|scope| scope == "User.Invite.All"),
        "{}",
        granted.text
    );
    assert_eq!(granted.body["value"][0]["principalId"], Value::Null);
    let filtered =
        started.get(&format!("/oauth2PermissionGrants?$filter=clientId eq '{vestibule}'"), &token).await;
    assert_eq!(filtered.body["value"], granted.body["value"]);
    let all = started.get("/oauth2PermissionGrants", &token).await;
    assert!(texts(&all, "clientId").contains(&powerless.as_str()), "{}", all.text);
    let client = started.client("vestibule").client_id;
    let by_app = format!("/servicePrincipals(appId='{client}')/oauth2PermissionGrants");
    assert_eq!(started.get(&by_app, &token).await.body["value"], granted.body["value"]);
    // Without the directory nothing is read.
    let reader = started.application("vestibule").await;
    for path in [of.as_str(), by_app.as_str(), "/oauth2PermissionGrants"] {
        started.get(path, &reader).await.refused(403, "Authorization_RequestDenied", "");
    }
    started.graph(Method::POST, "/oauth2PermissionGrants", &token, Some(json!({}))).await.refused(
        405,
        "Request_BadRequest",
        "Specified HTTP method",
    );
}
