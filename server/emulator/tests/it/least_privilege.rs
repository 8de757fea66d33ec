//! Least privilege: an application without permissions to write, with custom roles that count in a unit, on a group and on an application.

use emulator::seed::groups::{
    ADMIN_ROLE, ASSIGNER, GROUP_UPDATER, GUEST_EDITOR, GUESTS, HELPERS, MARKETING, PROJECT,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    groups::{add, guest, reference},
    harness::{ADELE, ALEX, Answer, GRADY, JONI, TestEmulator, start_emulator},
    units::{assign, principal},
};

const ROLES: &str = "/roleManagement/directory/roleDefinitions";
const HELD: &str = "/roleManagement/directory/roleAssignments";

fn denied(answer: &Answer) {
    answer.refused(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
}

async fn patch(started: &TestEmulator, token: &str, user: &str, body: Value) -> Answer {
    started.graph(Method::PATCH, &format!("/users/{user}"), token, Some(body)).await
}

/// A custom role with these actions.
async fn role(started: &TestEmulator, name: &str, actions: &[&str]) -> String {
    let token = started.application("daemon").await;
    let body = json!({
        "displayName": name, "isEnabled": true, "rolePermissions": [{ "allowedResourceActions": actions }],
    });
    let made = started.graph(Method::POST, ROLES, &token, Some(body)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.body["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_scoped_application_does_what_its_roles_cover() {
    let started = start_emulator().await;
    let token = started.application("scoped").await;
    let (grady, adele) = (started.user(GRADY), started.user(ADELE));
    let body = || json!({ "employeeType": "Vendor", "companyName": "Adatum", "faxNumber": "1" });
    assert_eq!(patch(&started, &token, &grady, body()).await.status, 204);
    denied(&patch(&started, &token, &adele, body()).await);
    denied(&patch(&started, &token, &grady, json!({ "ageGroup": "adult" })).await);
    assert_eq!(add(&started, &token, PROJECT, &grady).await.status, 204);
    denied(&add(&started, &token, MARKETING, &grady).await);
    denied(&add(&started, &token, "00000000-0000-0000-0000-000000000001", &grady).await);
    let gone = format!("/groups/{PROJECT}/members/{grady}/$ref");
    assert_eq!(started.graph(Method::DELETE, &gone, &token, None).await.status, 204);
    let changed = (started.effects("userChanged").len(), started.effects("membersChanged").len());
    assert_eq!(changed, (1, 2));
    let daemon = started.application("daemon").await;
    let held = started.get(HELD, &daemon).await;
    let own = principal(&started, "scoped").await;
    let own: Vec<_> =
        held.body["value"].as_array().unwrap().iter().filter(|held| held["principalId"] == own).collect();
    let vestibule = principal(&started, "vestibule").await;
    for (role, scope) in [
        (GUEST_EDITOR, format!("/administrativeUnits/{GUESTS}")),
        (GROUP_UPDATER, format!("/{PROJECT}")),
        (ASSIGNER, format!("/{vestibule}")),
    ] {
        let found = own.iter().find(|held| held["roleDefinitionId"] == role.to_string());
        assert_eq!(found.unwrap()["directoryScopeId"], scope);
    }
    assert_eq!(own.len(), 3);
}

#[tokio::test]
async fn a_unit_that_is_ten_minutes_behind_refuses_a_new_guest_until_then() {
    let started = start_emulator().await;
    started.policy(json!({ "dynamicMembershipLagMs": 600_000 })).await;
    let id = guest(&started, "late@fabrikam.example").await;
    let token = started.application("scoped").await;
    let body = || json!({ "employeeType": "Vendor" });
    assert_eq!(started.get(&format!("/users/{id}"), &token).await.status, 200, "reads show it");
    denied(&patch(&started, &token, &id, body()).await);
    started.advance(590_000).await;
    denied(&patch(&started, &token, &id, body()).await);
    assert!(started.effects("userChanged").is_empty());
    started.advance(10_000).await;
    let token = started.application("scoped").await;
    assert_eq!(patch(&started, &token, &id, body()).await.status, 204);
}

#[tokio::test]
async fn a_role_on_an_application_assigns_users_and_groups_to_it_alone() {
    let started = start_emulator().await;
    let token = started.application("scoped").await;
    let (vestibule, powerless) =
        (principal(&started, "vestibule").await, principal(&started, "powerless").await);
    let grady = started.user(GRADY);
    let give = async |resource: &str, at: String, principal: &str, role: &str| {
        let body = json!({ "principalId": principal, "resourceId": resource, "appRoleId": role });
        started.graph(Method::POST, &at, &token, Some(body)).await
    };
    let role = ADMIN_ROLE.to_string();
    let of = |resource: &str| format!("/servicePrincipals/{resource}/appRoleAssignedTo");
    let made = give(&vestibule, of(&vestibule), &grady, &role).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let of_group = give(&vestibule, of(&vestibule), &PROJECT.to_string(), &role).await;
    assert_eq!((of_group.status, &of_group.body["principalType"]), (201, &json!("Group")));
    let at_user = format!("/users/{}/appRoleAssignments", started.user(JONI));
    assert_eq!(give(&vestibule, at_user.clone(), &started.user(JONI), &role).await.status, 201);
    let none = "00000000-0000-0000-0000-000000000000";
    denied(&give(&powerless, of(&powerless), &grady, none).await);
    denied(&give(&powerless, at_user, &started.user(JONI), none).await);
    // Users and groups, not applications.
    denied(&give(&vestibule, of(&vestibule), &powerless, &role).await);
    denied(&started.graph(Method::POST, &of(&powerless), &token, None).await);
    let listed = started.get(&of(&vestibule), &token).await;
    assert_eq!(listed.ids().len(), 4, "Megan's and three more: {}", listed.text);
    assert_eq!(started.get(&format!("/servicePrincipals/{vestibule}"), &token).await.status, 200);
    for path in [of(&powerless), format!("/servicePrincipals/{powerless}"), "/servicePrincipals".to_owned()] {
        denied(&started.get(&path, &token).await);
    }
    let gone = format!("{}/{}", of(&vestibule), made.body["id"].as_str().unwrap());
    assert_eq!(started.graph(Method::DELETE, &gone, &token, None).await.status, 204);
    assert_eq!(started.effects("appRoleAssigned").len(), 3);
}

#[tokio::test]
async fn one_permission_alone_does_one_step() {
    let started = start_emulator().await;
    let (grady, vestibule) = (started.user(GRADY), principal(&started, "vestibule").await);
    let at = format!("/servicePrincipals/{vestibule}/appRoleAssignedTo");
    let grant =
        || json!({ "principalId": grady, "resourceId": vestibule, "appRoleId": ADMIN_ROLE.to_string() });
    for (name, statuses) in [
        ("attributes", [204, 403, 403]),
        ("groups", [403, 204, 403]),
        // It lacks the permission to read applications.
        ("approles", [403, 403, 403]),
    ] {
        let token = started.application(name).await;
        let answers = [
            patch(&started, &token, &grady, json!({ "employeeType": "Vendor" })).await,
            add(&started, &token, PROJECT, &grady).await,
            started.graph(Method::POST, &at, &token, Some(grant())).await,
        ];
        for (answer, status) in answers.iter().zip(statuses) {
            assert_eq!(answer.status, status, "{name}: {}", answer.text);
            if status == 403 {
                denied(answer);
            }
        }
    }
    assert!(started.effects("appRoleAssigned").is_empty());
}

#[tokio::test]
async fn actions_on_groups_may_be_for_one_kind_and_never_for_those_of_roles() {
    let started = start_emulator().await;
    let powerless = principal(&started, "powerless").await;
    let grady = started.user(GRADY);
    for (action, project, marketing) in [
        ("groups.security/members/update", 204, 403),
        ("groups.unified.assignedMembership/members/update", 403, 204),
        ("groups/members/update", 204, 204),
        ("groups/basic/update", 403, 403),
    ] {
        let role = role(&started, action, &[&format!("microsoft.directory/{action}")]).await;
        let held = assign(&started, &powerless, &role, "/").await;
        let token = started.application("powerless").await;
        for (group, status) in [(PROJECT, project), (MARKETING, marketing), (HELPERS, 403)] {
            let added = add(&started, &token, group, &grady).await;
            assert_eq!(added.status, status, "{action}: {}", added.text);
            if status == 204 {
                let gone = format!("/groups/{group}/members/{grady}/$ref");
                assert_eq!(started.graph(Method::DELETE, &gone, &token, None).await.status, 204);
            }
        }
        let daemon = started.application("daemon").await;
        let held = format!("{HELD}/{}", held["id"].as_str().unwrap());
        assert_eq!(started.graph(Method::DELETE, &held, &daemon, None).await.status, 204);
    }
    let scoped = role(&started, "Of helpers", &["microsoft.directory/groups/members/update"]).await;
    assign(&started, &powerless, &scoped, &format!("/{HELPERS}")).await;
    denied(&add(&started, &started.application("powerless").await, HELPERS, &grady).await);
}

#[tokio::test]
async fn a_role_is_scoped_to_a_group_or_an_application_that_there_is() {
    let started = start_emulator().await;
    let (daemon, powerless) = (started.application("daemon").await, principal(&started, "powerless").await);
    let client = started.client("vestibule").client_id;
    let found = started.get(&format!("/applications?$filter=appId eq '{client}'"), &daemon).await;
    let registration = found.ids()[0].to_owned();
    for scope in [format!("/{PROJECT}"), format!("/{registration}"), format!("/{powerless}")] {
        let made = assign(&started, &powerless, &ASSIGNER.to_string(), &scope).await;
        assert_eq!(made["directoryScopeId"], scope);
    }
    // A role on the registration counts for its service principal.
    let token = started.application("powerless").await;
    let at = format!("/servicePrincipals/{}/appRoleAssignedTo", principal(&started, "vestibule").await);
    assert_eq!(started.get(&at, &token).await.status, 200);
    let again = |scope: &str| {
        json!({
            "principalId": powerless, "roleDefinitionId": ASSIGNER.to_string(), "directoryScopeId": scope,
        })
    };
    for scope in
        ["/00000000-0000-0000-0000-000000000001", &format!("/{}", started.user(GRADY)), "/groups/x", ""]
    {
        let refused = started.graph(Method::POST, HELD, &daemon, Some(again(scope))).await;
        refused.refused(400, "Request_BadRequest", "One or more property values specified are invalid.");
        assert_eq!(refused.details(), [("InvalidValue", "directoryScopeId")]);
    }
    let twice = started.graph(Method::POST, HELD, &daemon, Some(again(&format!("/{PROJECT}")))).await;
    twice.refused(400, "Request_BadRequest", "A conflicting object");
    // With the group its assignments go.
    let gone = started.graph(Method::DELETE, &format!("/groups/{PROJECT}"), &daemon, None).await;
    assert_eq!(gone.status, 204);
    let held = started.get(&format!("{HELD}?$filter=directoryScopeId eq '/{PROJECT}'"), &daemon).await;
    assert!(held.ids().is_empty(), "{}", held.text);
}

#[tokio::test]
async fn managers_and_sponsors_are_set_by_a_role() {
    let started = start_emulator().await;
    let powerless = principal(&started, "powerless").await;
    let actions = ["microsoft.directory/users/manager/update", "microsoft.directory/users/sponsors/update"];
    let role = role(&started, "Sponsors", &actions).await;
    assign(&started, &powerless, &role, &format!("/administrativeUnits/{GUESTS}")).await;
    let (token, link) =
        (started.application("powerless").await, reference(&started.user("alex.wilber@contoso.example")));
    for (user, status) in [(GRADY, 204), (ADELE, 403)] {
        let user = started.user(user);
        let manager = format!("/users/{user}/manager/$ref");
        let set = started.graph(Method::PUT, &manager, &token, Some(link.clone())).await;
        let sponsors = format!("/users/{user}/sponsors/$ref");
        let added = started.graph(Method::POST, &sponsors, &token, Some(link.clone())).await;
        assert_eq!((set.status, added.status), (status, status), "{} {}", set.text, added.text);
    }
    let scoped = started.application("scoped").await;
    let sponsors = format!("/users/{}/sponsors/$ref", started.user(JONI));
    denied(&started.graph(Method::POST, &sponsors, &scoped, Some(link)).await);
}

#[tokio::test]
async fn a_custom_role_has_the_id_of_its_template_and_a_version() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let template = "4dd5aa9c-cf4d-4895-a993-740d342802b9";
    let body = json!({
        "description": "As Microsoft's page makes one", "displayName": "Manage assignments", "isEnabled": true,
        "rolePermissions": [{
            "allowedResourceActions": ["microsoft.directory/servicePrincipals/appRoleAssignedTo/update"],
        }],
        "templateId": template, "version": "1",
    });
    let made = started.graph(Method::POST, ROLES, &token, Some(body.clone())).await;
    assert_eq!((made.status, &made.body["version"]), (201, &json!("1")), "{}", made.text);
    assert_eq!((&made.body["id"], &made.body["templateId"]), (&json!(template), &json!(template)));
    let twice = started.graph(Method::POST, ROLES, &token, Some(body)).await;
    twice.refused(400, "Request_BadRequest", "A conflicting object");
    assert_eq!(started.effects("roleDefined").len(), 1);
}

#[tokio::test]
async fn a_person_s_role_on_one_object_works_through_the_permissions() {
    let started = start_emulator().await;
    let vestibule = principal(&started, "vestibule").await;
    assign(&started, &started.user(ALEX), &ASSIGNER.to_string(), &format!("/{vestibule}")).await;
    assign(&started, &started.user(ALEX), &GROUP_UPDATER.to_string(), &format!("/{MARKETING}")).await;
    let at = format!("/servicePrincipals/{vestibule}/appRoleAssignedTo");
    let body = json!({
        "principalId": started.user(GRADY), "resourceId": vestibule, "appRoleId": ADMIN_ROLE.to_string(),
    });
    let without = started.powerful(ALEX, "User.Read.All").await;
    denied(&started.graph(Method::POST, &at, &without, Some(body.clone())).await);
    denied(&add(&started, &without, MARKETING, &started.user(GRADY)).await);
    let scopes = "AppRoleAssignment.ReadWrite.All Application.Read.All GroupMember.ReadWrite.All";
    let with = started.powerful(ALEX, scopes).await;
    assert_eq!(started.graph(Method::POST, &at, &with, Some(body)).await.status, 201);
    assert_eq!(add(&started, &with, MARKETING, &started.user(GRADY)).await.status, 204);
    denied(&add(&started, &with, PROJECT, &started.user(GRADY)).await);
}
