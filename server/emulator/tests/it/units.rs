//! Administrative units, directory roles, and what a role that counts in a unit lets somebody do.

use emulator::seed::groups::{GUEST_EDITOR, GUESTS};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    groups::{guest, reference},
    harness::{ADELE, GRADY, Hall, MEGAN, hall, invitation},
};

const UNITS: &str = "/directory/administrativeUnits";
const ROLES: &str = "/roleManagement/directory/roleDefinitions";
const HELD: &str = "/roleManagement/directory/roleAssignments";

async fn assign(hall: &Hall, principal: &str, role: &str, scope: &str) -> Value {
    let token = hall.application("daemon").await;
    let body = json!({ "principalId": principal, "roleDefinitionId": role, "directoryScopeId": scope });
    let made = hall.graph(Method::POST, HELD, &token, Some(body)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.body
}

async fn principal(hall: &Hall, name: &str) -> String {
    let token = hall.application("daemon").await;
    let path = format!("/servicePrincipals(appId='{}')", hall.client(name).client_id);
    hall.get(&path, &token).await.body["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_role_in_a_unit_updates_the_guests_in_it_and_nobody_else() {
    let hall = hall().await;
    let powerless = principal(&hall, "powerless").await;
    let scope = format!("/administrativeUnits/{GUESTS}");
    assign(&hall, &powerless, &GUEST_EDITOR.to_string(), &scope).await;
    let token = hall.application("powerless").await;
    let grady = format!("/users/{}", hall.user(GRADY));
    let body = json!({ "jobTitle": "Lead", "companyName": "Fabrikam", "usageLocation": "LT", "displayName": "G. Archie" });
    let done = hall.graph(Method::PATCH, &grady, &token, Some(body)).await;
    assert_eq!(done.status, 204, "{}", done.text);
    assert_eq!(hall.effects("userChanged").len(), 1);
    assert_eq!(hall.get(&grady, &token).await.body["displayName"], "G. Archie", "the role reads as well");
    let denied = "Insufficient privileges to complete the operation.";
    for (path, body) in [
        (format!("/users/{}", hall.user(ADELE)), json!({ "jobTitle": "x" })),
        (grady.clone(), json!({ "accountEnabled": false })),
        (grady.clone(), json!({ "jobTitle": "x", "userType": "Member" })),
    ] {
        let refused = hall.graph(Method::PATCH, &path, &token, Some(body)).await;
        refused.refused(403, "Authorization_RequestDenied", denied);
    }
    hall.get(&format!("/users/{}", hall.user(ADELE)), &token).await.refused(
        403,
        "Authorization_RequestDenied",
        "",
    );
    assert_eq!(hall.effects("userChanged").len(), 1);
}

#[tokio::test]
async fn a_role_reads_every_property_but_nothing_that_is_linked() {
    let hall = hall().await;
    let powerless = principal(&hall, "powerless").await;
    assign(&hall, &powerless, &GUEST_EDITOR.to_string(), &format!("/administrativeUnits/{GUESTS}")).await;
    let token = hall.application("powerless").await;
    let grady = format!("/users/{}", hall.user(GRADY));
    let read = hall.get(&format!("{grady}?$select=userType,userPrincipalName,otherMails"), &token).await;
    assert_eq!((read.status, &read.body["userType"]), (200, &json!("Guest")), "{}", read.text);
    assert!(read.body["userPrincipalName"].as_str().unwrap().contains("#EXT#"));
    assert_eq!(read.body["otherMails"], json!([GRADY]));
    for path in [format!("{grady}?$expand=manager"), format!("{grady}/sponsors"), "/users".to_owned()] {
        hall.get(&path, &token).await.refused(403, "Authorization_RequestDenied", "");
    }
    // A person's role works through a permission, and lends no more than that.
    assign(&hall, &hall.user(ADELE), &GUEST_EDITOR.to_string(), "/").await;
    let basic = hall.powerful(ADELE, "User.ReadBasic.All").await;
    assert_eq!(hall.get(&format!("{grady}?$select=userType"), &basic).await.body["userType"], Value::Null);
}

#[tokio::test]
async fn before_a_dynamic_unit_has_caught_up_a_new_guest_is_refused_with_403() {
    let hall = hall().await;
    let powerless = principal(&hall, "powerless").await;
    assign(&hall, &powerless, &GUEST_EDITOR.to_string(), &format!("/administrativeUnits/{GUESTS}")).await;
    let id = guest(&hall, "late@fabrikam.example").await;
    let token = hall.application("powerless").await;
    let path = format!("/users/{id}");
    let body = || Some(json!({ "department": "Guests" }));
    let early = hall.graph(Method::PATCH, &path, &token, body()).await;
    early.refused(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
    hall.advance(60_000).await;
    assert_eq!(hall.graph(Method::PATCH, &path, &token, body()).await.status, 204);
    let units = hall.effects("unitMembersChanged");
    assert_eq!(units[0]["added"], json!([id]));
}

#[tokio::test]
async fn a_person_s_role_in_a_unit_works_through_a_permission() {
    let hall = hall().await;
    let adele = hall.user(ADELE);
    let held =
        assign(&hall, &adele, &GUEST_EDITOR.to_string(), &format!("/administrativeUnits/{GUESTS}")).await;
    let path = format!("/users/{}", hall.user(GRADY));
    let body = || Some(json!({ "department": "Guests" }));
    let read = hall.powerful(ADELE, "User.Read.All").await;
    hall.graph(Method::PATCH, &path, &read, body()).await.refused(403, "Authorization_RequestDenied", "");
    let write = hall.powerful(ADELE, "User.ReadWrite.All").await;
    assert_eq!(hall.graph(Method::PATCH, &path, &write, body()).await.status, 204);
    let daemon = hall.application("daemon").await;
    let gone =
        hall.graph(Method::DELETE, &format!("{HELD}/{}", held["id"].as_str().unwrap()), &daemon, None).await;
    assert_eq!(gone.status, 204);
    hall.graph(Method::PATCH, &path, &write, body()).await.refused(403, "Authorization_RequestDenied", "");
}

#[tokio::test]
async fn units_are_made_by_hand_or_by_rule() {
    let hall = hall().await;
    let token = hall.application("daemon").await;
    let body = json!({ "displayName": "Partners", "description": "By hand" });
    let made = hall.graph(Method::POST, UNITS, &token, Some(body)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.body["membershipType"], Value::Null);
    let id = made.body["id"].as_str().unwrap();
    let members = format!("{UNITS}/{id}/members");
    let (grady, link) = (hall.user(GRADY), format!("{members}/$ref"));
    let add = |id: &str| hall.graph(Method::POST, &link, &token, Some(reference(id)));
    assert_eq!(add(&grady).await.status, 204);
    add(&grady).await.refused(400, "Request_BadRequest", "One or more added object references already exist");
    let nobody = "00000000-0000-0000-0000-000000000001";
    add(nobody).await.refused(404, "Request_ResourceNotFound", "Resource '00000000");
    let listed = hall.get(&members, &token).await;
    assert_eq!(listed.ids(), [grady.as_str()]);
    let gone = format!("{members}/{grady}/$ref");
    assert_eq!(hall.graph(Method::DELETE, &gone, &token, None).await.status, 204);
    hall.graph(Method::DELETE, &gone, &token, None).await.refused(404, "Request_ResourceNotFound", "");
    let rule = "(user.department -eq \"Sales\")";
    let body = json!({
        "displayName": "Sales", "membershipType": "Dynamic", "membershipRule": rule, "membershipRuleProcessingState": "On",
    });
    let made = hall.graph(Method::POST, UNITS, &token, Some(body)).await;
    assert_eq!((made.status, &made.body["membershipRule"]), (201, &json!(rule)), "{}", made.text);
    let members = format!("{UNITS}/{}/members", made.body["id"].as_str().unwrap());
    let by_hand = hall.graph(Method::POST, &format!("{members}/$ref"), &token, Some(reference(&grady))).await;
    by_hand.refused(403, "Authorization_RequestDenied", "");
    hall.advance(60_000).await;
    assert_eq!(hall.get(&members, &token).await.ids().len(), 1, "Diego");
    for body in [
        json!({}),
        json!({ "displayName": "x", "membershipType": "Dynamic" }),
        json!({ "displayName": "x", "membershipRule": rule }),
        json!({ "displayName": "x", "membershipType": "Dynamic", "membershipRule": "nonsense" }),
    ] {
        hall.graph(Method::POST, UNITS, &token, Some(body)).await.refused(400, "Request_BadRequest", "");
    }
    assert_eq!(hall.get(UNITS, &token).await.ids().len(), 3);
}

#[tokio::test]
async fn roles_are_defined_and_held() {
    let hall = hall().await;
    let token = hall.application("daemon").await;
    let body = json!({
        "displayName": "Group Updater", "isEnabled": true,
        "rolePermissions": [{ "allowedResourceActions": ["microsoft.directory/groups/members/update"] }],
    });
    let made = hall.graph(Method::POST, ROLES, &token, Some(body)).await;
    assert_eq!((made.status, &made.body["isBuiltIn"]), (201, &json!(false)), "{}", made.text);
    let role = made.body["id"].as_str().unwrap();
    let powerless = principal(&hall, "powerless").await;
    assign(&hall, &powerless, role, "/").await;
    let own = hall.application("powerless").await;
    let group = format!("/groups/{}/members/$ref", emulator::seed::groups::PROJECT);
    let joined = hall.graph(Method::POST, &group, &own, Some(reference(&hall.user(GRADY)))).await;
    assert_eq!(joined.status, 204, "{}", joined.text);
    let listed = hall.get(&format!("{HELD}?$filter=principalId eq '{powerless}'"), &token).await;
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
        hall.graph(Method::POST, HELD, &token, Some(wrong)).await.refused(status, code, "");
    }
    assert_eq!(hall.effects("roleAssigned").len(), 1);
    for token in [own, hall.powerful(ADELE, "RoleManagement.ReadWrite.Directory").await] {
        hall.graph(Method::POST, HELD, &token, Some(again.clone())).await.refused(
            403,
            "Authorization_RequestDenied",
            "",
        );
    }
}

#[tokio::test]
async fn a_built_in_role_counts_at_once() {
    let hall = hall().await;
    hall.policy(json!({ "allowInvitesFrom": "adminsAndGuestInviters" })).await;
    let adele = hall.delegated(ADELE).await;
    let before = hall.invite(&adele, invitation("one@fabrikam.example")).await;
    assert_eq!(before.status, 403);
    let inviter = "95e79109-95c0-4d8e-aee3-d01accf2d47b";
    let held = assign(&hall, &hall.user(ADELE), inviter, "/").await;
    assert_eq!(hall.invite(&adele, invitation("one@fabrikam.example")).await.status, 201);
    let megan = hall.powerful(MEGAN, "RoleManagement.ReadWrite.Directory").await;
    let path = format!("{HELD}/{}", held["id"].as_str().unwrap());
    assert_eq!(hall.get(&path, &megan).await.body["roleDefinitionId"], inviter);
    assert_eq!(hall.graph(Method::DELETE, &path, &megan, None).await.status, 204);
    assert_eq!(hall.invite(&adele, invitation("two@fabrikam.example")).await.status, 403);
}

#[tokio::test]
async fn who_holds_a_role_in_a_unit_is_an_administrator_too() {
    let hall = hall().await;
    let (grady, token) = (hall.user(GRADY), hall.application("daemon").await);
    let path = format!("/users/{grady}");
    let phone = || Some(json!({ "mobilePhone": "1" }));
    assert_eq!(hall.graph(Method::PATCH, &path, &token, phone()).await.status, 204);
    let scope = format!("/administrativeUnits/{GUESTS}");
    let role = "fe930be7-5e62-47db-91af-98c3a49a38b1";
    assign(&hall, &grady, role, &scope).await;
    for method in [Method::PATCH, Method::DELETE] {
        let refused = hall.graph(method, &path, &token, phone()).await;
        refused.refused(403, "Authorization_RequestDenied", "");
    }
    let mut reset = invitation(GRADY);
    reset["resetRedemption"] = json!(true);
    reset["invitedUser"] = json!({ "id": grady });
    let refused = hall.invite(&token, reset.clone()).await;
    refused.refused(403, "Forbidden", "Generic authorization exception.");
    assert!(hall.effects("redemptionReset").is_empty());
    let megan = hall.delegated(MEGAN).await;
    assert_eq!(hall.invite(&megan, reset).await.status, 201, "an administrator may");
}
