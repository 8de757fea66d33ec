//! Administrative units, directory roles, and what a role that counts in a unit lets somebody do.

use emulator::seed::groups::{GUEST_EDITOR, GUESTS};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    groups::{guest, reference},
    harness::{ADELE, GRADY, MEGAN, TestEmulator, invitation, start_emulator},
};

const UNITS: &str = "/directory/administrativeUnits";
const ROLES: &str = "/roleManagement/directory/roleDefinitions";
const HELD: &str = "/roleManagement/directory/roleAssignments";
const DENIED: &str = "Insufficient privileges to complete the operation.";

pub async fn assign(started: &TestEmulator, principal: &str, role: &str, scope: &str) -> Value {
    let token = started.application("daemon").await;
    let body = json!({ "principalId": principal, "roleDefinitionId": role, "directoryScopeId": scope });
    let made = started.graph(Method::POST, HELD, &token, Some(body)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.body
}

pub async fn principal(started: &TestEmulator, name: &str) -> String {
    let token = started.application("daemon").await;
    let path = format!("/servicePrincipals(appId='{}')", started.client(name).client_id);
    started.get(&path, &token).await.body["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_role_in_a_unit_updates_the_guests_in_it_and_nobody_else() {
    let started = start_emulator().await;
    let powerless = principal(&started, "powerless").await;
    let scope = format!("/administrativeUnits/{GUESTS}");
    assign(&started, &powerless, &GUEST_EDITOR.to_string(), &scope).await;
    let token = started.application("powerless").await;
    let grady = format!("/users/{}", started.user(GRADY));
    let body = json!({ "jobTitle": "Lead", "companyName": "Fabrikam", "usageLocation": "LT", "displayName": "G. Archie" });
    let done = started.graph(Method::PATCH, &grady, &token, Some(body)).await;
    assert_eq!(done.status, 204, "{}", done.text);
    assert_eq!(started.effects("userChanged").len(), 1);
    assert_eq!(started.get(&grady, &token).await.body["displayName"], "G. Archie", "the role reads as well");
    for (path, body) in [
        (format!("/users/{}", started.user(ADELE)), json!({ "jobTitle": "x" })),
        (grady.clone(), json!({ "accountEnabled": false })),
        (grady.clone(), json!({ "jobTitle": "x", "userType": "Member" })),
    ] {
        let refused = started.graph(Method::PATCH, &path, &token, Some(body)).await;
        refused.refused(403, "Authorization_RequestDenied", DENIED);
    }
    started.get(&format!("/users/{}", started.user(ADELE)), &token).await.refused(
        403,
        "Authorization_RequestDenied",
        DENIED,
    );
    assert_eq!(started.effects("userChanged").len(), 1);
}

#[tokio::test]
async fn a_role_reads_every_property_but_nothing_that_is_linked() {
    let started = start_emulator().await;
    let powerless = principal(&started, "powerless").await;
    assign(&started, &powerless, &GUEST_EDITOR.to_string(), &format!("/administrativeUnits/{GUESTS}")).await;
    let token = started.application("powerless").await;
    let grady = format!("/users/{}", started.user(GRADY));
    let read = started.get(&format!("{grady}?$select=userType,userPrincipalName,otherMails"), &token).await;
    assert_eq!((read.status, &read.body["userType"]), (200, &json!("Guest")), "{}", read.text);
    assert!(read.body["userPrincipalName"].as_str().unwrap().contains("#EXT#"));
    assert_eq!(read.body["otherMails"], json!([GRADY]));
    for path in [format!("{grady}?$expand=manager"), format!("{grady}/sponsors"), "/users".to_owned()] {
        started.get(&path, &token).await.refused(403, "Authorization_RequestDenied", "");
    }
    // A person's role works through a permission, and lends no more than that.
    assign(&started, &started.user(ADELE), &GUEST_EDITOR.to_string(), "/").await;
    let basic = started.powerful(ADELE, "User.ReadBasic.All").await;
    assert_eq!(started.get(&format!("{grady}?$select=userType"), &basic).await.body["userType"], Value::Null);
}

#[tokio::test]
async fn before_a_dynamic_unit_has_caught_up_a_new_guest_is_refused_with_403() {
    let started = start_emulator().await;
    let powerless = principal(&started, "powerless").await;
    assign(&started, &powerless, &GUEST_EDITOR.to_string(), &format!("/administrativeUnits/{GUESTS}")).await;
    let id = guest(&started, "late@fabrikam.example").await;
    let token = started.application("powerless").await;
    let path = format!("/users/{id}");
    let body = || Some(json!({ "department": "Guests" }));
    let early = started.graph(Method::PATCH, &path, &token, body()).await;
    early.refused(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
    assert!(started.effects("userChanged").is_empty());
    started.advance(60_000).await;
    assert_eq!(started.graph(Method::PATCH, &path, &token, body()).await.status, 204);
    let units = started.effects("unitMembersChanged");
    assert_eq!(units[0]["added"], json!([id]));
}

#[tokio::test]
async fn a_person_s_role_in_a_unit_works_through_a_permission() {
    let started = start_emulator().await;
    let adele = started.user(ADELE);
    let held =
        assign(&started, &adele, &GUEST_EDITOR.to_string(), &format!("/administrativeUnits/{GUESTS}")).await;
    let path = format!("/users/{}", started.user(GRADY));
    let body = || Some(json!({ "department": "Guests" }));
    let read = started.powerful(ADELE, "User.Read.All").await;
    started.graph(Method::PATCH, &path, &read, body()).await.refused(
        403,
        "Authorization_RequestDenied",
        DENIED,
    );
    let write = started.powerful(ADELE, "User.ReadWrite.All").await;
    assert_eq!(started.graph(Method::PATCH, &path, &write, body()).await.status, 204);
    let daemon = started.application("daemon").await;
    let gone = started
        .graph(Method::DELETE, &format!("{HELD}/{}", held["id"].as_str().unwrap()), &daemon, None)
        .await;
    assert_eq!(gone.status, 204);
    started.graph(Method::PATCH, &path, &write, body()).await.refused(
        403,
        "Authorization_RequestDenied",
        DENIED,
    );
    assert_eq!(started.effects("userChanged").len(), 1);
}

#[tokio::test]
async fn units_are_made_by_hand_or_by_rule() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let body = json!({ "displayName": "Partners", "description": "By hand" });
    let made = started.graph(Method::POST, UNITS, &token, Some(body)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.body["membershipType"], Value::Null);
    let id = made.body["id"].as_str().unwrap();
    let members = format!("{UNITS}/{id}/members");
    let (grady, link) = (started.user(GRADY), format!("{members}/$ref"));
    let add = |id: &str| started.graph(Method::POST, &link, &token, Some(reference(id)));
    assert_eq!(add(&grady).await.status, 204);
    add(&grady).await.refused(400, "Request_BadRequest", "One or more added object references already exist");
    let nobody = "00000000-0000-0000-0000-000000000001";
    add(nobody).await.refused(404, "Request_ResourceNotFound", "Resource '00000000");
    let listed = started.get(&members, &token).await;
    assert_eq!(listed.ids(), [grady.as_str()]);
    let gone = format!("{members}/{grady}/$ref");
    assert_eq!(started.graph(Method::DELETE, &gone, &token, None).await.status, 204);
    started.graph(Method::DELETE, &gone, &token, None).await.refused(404, "Request_ResourceNotFound", "");
    let rule = "(user.department -eq \"Sales\")";
    let body = json!({
        "displayName": "Sales", "membershipType": "Dynamic", "membershipRule": rule, "membershipRuleProcessingState": "On",
    });
    let made = started.graph(Method::POST, UNITS, &token, Some(body)).await;
    assert_eq!((made.status, &made.body["membershipRule"]), (201, &json!(rule)), "{}", made.text);
    let members = format!("{UNITS}/{}/members", made.body["id"].as_str().unwrap());
    let by_hand =
        started.graph(Method::POST, &format!("{members}/$ref"), &token, Some(reference(&grady))).await;
    by_hand.refused(403, "Authorization_RequestDenied", DENIED);
    started.advance(60_000).await;
    let diego = started.user("diego.siciliani@contoso.example");
    assert_eq!(started.get(&members, &token).await.ids(), [diego.as_str()]);
    let by_hand = started.graph(Method::DELETE, &format!("{members}/{diego}/$ref"), &token, None).await;
    by_hand.refused(403, "Authorization_RequestDenied", DENIED);
    assert_eq!(started.get(&members, &token).await.ids(), [diego.as_str()], "still there");
    let invalid = "One or more property values specified are invalid.";
    let unread = "Dynamic membership rule validation error";
    for (body, message) in [
        (json!({}), invalid),
        (json!({ "displayName": "x", "membershipType": "Dynamic" }), invalid),
        (json!({ "displayName": "x", "membershipRule": rule }), invalid),
        (json!({ "displayName": "x", "membershipType": "Dynamic", "membershipRule": "nonsense" }), unread),
    ] {
        let refused = started.graph(Method::POST, UNITS, &token, Some(body)).await;
        refused.refused(400, "Request_BadRequest", message);
    }
    assert_eq!(started.get(UNITS, &token).await.ids().len(), 3);
}

#[tokio::test]
async fn roles_are_defined_and_held() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let body = json!({
        "displayName": "Group Updater", "isEnabled": true,
        "rolePermissions": [{ "allowedResourceActions": ["microsoft.directory/groups/members/update"] }],
    });
    let made = started.graph(Method::POST, ROLES, &token, Some(body)).await;
    assert_eq!((made.status, &made.body["isBuiltIn"]), (201, &json!(false)), "{}", made.text);
    let role = made.body["id"].as_str().unwrap();
    let powerless = principal(&started, "powerless").await;
    assign(&started, &powerless, role, "/").await;
    let own = started.application("powerless").await;
    let group = format!("/groups/{}/members/$ref", emulator::seed::groups::PROJECT);
    let joined = started.graph(Method::POST, &group, &own, Some(reference(&started.user(GRADY)))).await;
    assert_eq!(joined.status, 204, "{}", joined.text);
    let listed = started.get(&format!("{HELD}?$filter=principalId eq '{powerless}'"), &token).await;
    assert_eq!(listed.body["value"][0]["roleDefinitionId"], role);
    let again = json!({ "principalId": powerless, "roleDefinitionId": role, "directoryScopeId": "/" });
    let nobody = "00000000-0000-0000-0000-000000000001";
    for (name, value, status, code) in [
        ("principalId", json!(powerless), 400, "Request_BadRequest"),
        ("principalId", json!(nobody), 404, "Request_ResourceNotFound"),
        ("roleDefinitionId", json!(nobody), 404, "Request_ResourceNotFound"),
        ("directoryScopeId", json!("/nonsense"), 400, "Request_BadRequest"),
        ("directoryScopeId", json!(format!("/administrativeUnits/{nobody}")), 400, "Request_BadRequest"),
    ] {
        let mut wrong = again.clone();
        wrong[name] = value;
        started.graph(Method::POST, HELD, &token, Some(wrong)).await.refused(status, code, "");
    }
    assert_eq!(started.effects("roleAssigned").len(), 1);
    for token in [own, started.powerful(ADELE, "RoleManagement.ReadWrite.Directory").await] {
        started.graph(Method::POST, HELD, &token, Some(again.clone())).await.refused(
            403,
            "Authorization_RequestDenied",
            DENIED,
        );
    }
    assert_eq!(started.effects("roleAssigned").len(), 1);
}

#[tokio::test]
async fn a_tenant_has_a_hundred_custom_roles_at_most() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let define = async |number: usize| {
        let body = json!({
            "displayName": format!("Role {number}"), "isEnabled": true,
            "rolePermissions": [{ "allowedResourceActions": ["microsoft.directory/users/basic/update"] }],
        });
        started.graph(Method::POST, ROLES, &token, Some(body)).await
    };
    let seeded = started.emulator.world(|world| world.resource_tenant().unwrap().custom_roles.len());
    for number in seeded..100 {
        let made = define(number).await;
        assert_eq!(made.status, 201, "{number} besides the seeded ones: {}", made.text);
    }
    let message = "The number of custom roles exceeds the limit of 100.";
    define(100).await.refused(400, "Request_BadRequest", message);
    assert_eq!(started.effects("roleDefined").len(), 100 - seeded);
}

#[tokio::test]
async fn a_built_in_role_counts_at_once() {
    let started = start_emulator().await;
    started.policy(json!({ "allowInvitesFrom": "adminsAndGuestInviters" })).await;
    let adele = started.delegated(ADELE).await;
    let before = started.invite(&adele, invitation("one@fabrikam.example")).await;
    before.refused(403, "Forbidden", "Guest invitations not allowed for your company.");
    let inviter = "95e79109-95c0-4d8e-aee3-d01accf2d47b";
    let held = assign(&started, &started.user(ADELE), inviter, "/").await;
    assert_eq!(started.invite(&adele, invitation("one@fabrikam.example")).await.status, 201);
    let megan = started.powerful(MEGAN, "RoleManagement.ReadWrite.Directory").await;
    let path = format!("{HELD}/{}", held["id"].as_str().unwrap());
    assert_eq!(started.get(&path, &megan).await.body["roleDefinitionId"], inviter);
    assert_eq!(started.graph(Method::DELETE, &path, &megan, None).await.status, 204);
    let after = started.invite(&adele, invitation("two@fabrikam.example")).await;
    after.refused(403, "Forbidden", "Guest invitations not allowed for your company.");
    assert_eq!(started.effects("invited").len(), 1);
}

#[tokio::test]
async fn who_holds_a_role_in_a_unit_is_an_administrator_too() {
    let started = start_emulator().await;
    let (grady, token) = (started.user(GRADY), started.application("daemon").await);
    let path = format!("/users/{grady}");
    let phone = || Some(json!({ "mobilePhone": "1" }));
    assert_eq!(started.graph(Method::PATCH, &path, &token, phone()).await.status, 204);
    let scope = format!("/administrativeUnits/{GUESTS}");
    let role = "fe930be7-5e62-47db-91af-98c3a49a38b1";
    assign(&started, &grady, role, &scope).await;
    for method in [Method::PATCH, Method::DELETE] {
        let refused = started.graph(method, &path, &token, phone()).await;
        refused.refused(403, "Authorization_RequestDenied", "");
    }
    let mut reset = invitation(GRADY);
    reset["resetRedemption"] = json!(true);
    reset["invitedUser"] = json!({ "id": grady });
    let refused = started.invite(&token, reset.clone()).await;
    refused.refused(403, "Forbidden", "Generic authorization exception.");
    assert!(started.effects("redemptionReset").is_empty());
    let megan = started.delegated(MEGAN).await;
    assert_eq!(started.invite(&megan, reset).await.status, 201, "an administrator may");
}
