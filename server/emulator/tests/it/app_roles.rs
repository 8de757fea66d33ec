//! App roles: who holds them, and what tokens tell of them.

use emulator::seed::groups::{ADMIN_ROLE, PROJECT};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    groups::{guest, reference},
    harness::{ADELE, GRADY, Hall, MEGAN, hall, invitation},
    sign_in::claims,
};

const NONE: &str = "00000000-0000-0000-0000-000000000000";

/// The service principal of an application.
async fn principal(hall: &Hall, token: &str, name: &str) -> String {
    let id = hall.client(name).client_id;
    let answer = hall.get(&format!("/servicePrincipals(appId='{id}')"), token).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.body["id"].as_str().unwrap().to_owned()
}

fn grant(principal: &str, resource: &str, role: &str) -> Value {
    json!({ "principalId": principal, "resourceId": resource, "appRoleId": role })
}

async fn roles(hall: &Hall, address: &str) -> Value {
    let tokens = hall.tokens(address).await;
    claims(tokens["id_token"].as_str().unwrap())["roles"].clone()
}

#[tokio::test]
async fn an_assigned_role_is_in_the_token_and_goes_with_the_assignment() {
    let hall = hall().await;
    let token = hall.application("daemon").await;
    let resource = principal(&hall, &token, "vestibule").await;
    let adele = hall.user(ADELE);
    assert_eq!(roles(&hall, ADELE).await, Value::Null);
    let path = format!("/servicePrincipals/{resource}/appRoleAssignedTo");
    let body = grant(&adele, &resource, &ADMIN_ROLE.to_string());
    let made = hall.graph(Method::POST, &path, &token, Some(body)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.body["principalType"], "User");
    assert_eq!(made.body["principalDisplayName"], "Adele Vance");
    let id = made.body["id"].as_str().unwrap();
    assert!(id.len() == 43 && !id.contains('='), "an opaque id: {id}");
    assert_eq!(roles(&hall, ADELE).await, json!(["Vestibule.Admin"]));
    let held = hall.get(&format!("/users/{adele}/appRoleAssignments"), &token).await;
    assert_eq!(held.ids(), [id]);
    assert_eq!(hall.get(&path, &token).await.ids().len(), 2, "Megan and Adele");
    let gone = hall.graph(Method::DELETE, &format!("{path}/{id}"), &token, None).await;
    assert_eq!(gone.status, 204);
    assert_eq!(roles(&hall, ADELE).await, Value::Null);
    assert_eq!(roles(&hall, MEGAN).await, json!(["Vestibule.Admin"]));
    let effects = (hall.effects("appRoleAssigned").len(), hall.effects("appRoleUnassigned").len());
    assert_eq!(effects, (1, 1));
}

#[tokio::test]
async fn direct_members_of_an_assigned_group_hold_its_role_and_nested_ones_do_not() {
    let hall = hall().await;
    let token = hall.application("daemon").await;
    let resource = principal(&hall, &token, "vestibule").await;
    let path = format!("/groups/{PROJECT}/appRoleAssignments");
    let body = grant(&PROJECT.to_string(), &resource, &ADMIN_ROLE.to_string());
    assert_eq!(hall.graph(Method::POST, &path, &token, Some(body)).await.status, 201);
    let inner = json!({ "displayName": "Inner", "mailEnabled": false, "securityEnabled": true, "mailNickname": "in" });
    let inner = hall.graph(Method::POST, "/groups", &token, Some(inner)).await;
    let inner = inner.body["id"].as_str().unwrap();
    let join = |group: String, member: String| {
        let (hall, token) = (&hall, &token);
        async move {
            let path = format!("/groups/{group}/members/$ref");
            let done = hall.graph(Method::POST, &path, token, Some(reference(&member))).await;
            assert_eq!(done.status, 204, "{}", done.text);
        }
    };
    join(PROJECT.to_string(), inner.to_owned()).await;
    join(inner.to_owned(), hall.user(ADELE)).await;
    assert_eq!(roles(&hall, ADELE).await, Value::Null, "a member of a member");
    join(PROJECT.to_string(), hall.user(ADELE)).await;
    assert_eq!(roles(&hall, ADELE).await, json!(["Vestibule.Admin"]));
}

#[tokio::test]
async fn the_default_role_assigns_without_a_role() {
    let hall = hall().await;
    let token = hall.application("daemon").await;
    hall.register("powerless", json!({ "appRoleAssignmentRequired": true })).await;
    let resource = principal(&hall, &token, "powerless").await;
    let id = hall.client("powerless").client_id.to_string();
    let asked = [
        ("client_id", id.as_str()),
        ("redirect_uri", "http://localhost:5000/"),
        ("scope", "openid User.Read"),
    ];
    let refused = hall.arrive(GRADY, &asked).await;
    assert_eq!(refused.status(), 403);
    assert!(refused.text().await.unwrap().contains("AADSTS50105:"), "not assigned");
    let path = format!("/users/{}/appRoleAssignments", hall.user(GRADY));
    let body = grant(&hall.user(GRADY), &resource, NONE);
    let made = hall.graph(Method::POST, &path, &token, Some(body)).await;
    assert_eq!((made.status, &made.body["appRoleId"]), (201, &json!(NONE)), "{}", made.text);
    let welcome = hall.arrive(GRADY, &asked).await;
    assert!(format!("{:?}", welcome.headers().get("location")).contains("code="), "assigned");
}

#[tokio::test]
async fn each_refusal_about_app_roles_has_its_status_and_words() {
    let hall = hall().await;
    let token = hall.application("daemon").await;
    let resource = principal(&hall, &token, "vestibule").await;
    let path = format!("/servicePrincipals/{resource}/appRoleAssignedTo");
    let (megan, role) = (hall.user(MEGAN), ADMIN_ROLE.to_string());
    let nobody = "00000000-0000-0000-0000-000000000001";
    for (body, status, message) in [
        (grant(&megan, &resource, &role), 400, "Permission being assigned already exists on the object"),
        (grant(nobody, &resource, &role), 400, "Not a valid reference update."),
        (grant(&megan, &resource, nobody), 400, "Permission being assigned was not found on application"),
        (grant(&megan, &resource, NONE), 400, "Permission being assigned was not found on application"),
        (grant(&megan, nobody, &role), 400, "One or more property values specified are invalid."),
        (json!({ "principalId": megan }), 400, "One or more property values specified are invalid."),
    ] {
        let answer = hall.graph(Method::POST, &path, &token, Some(body)).await;
        answer.refused(status, "Request_BadRequest", message);
    }
    let unknown = format!("/servicePrincipals/{nobody}/appRoleAssignedTo");
    let body = grant(&megan, nobody, &role);
    hall.graph(Method::POST, &unknown, &token, Some(body)).await.refused(404, "Request_ResourceNotFound", "");
    let gone = hall.graph(Method::DELETE, &format!("{path}/nonsense"), &token, None).await;
    gone.refused(404, "Request_ResourceNotFound", "Resource 'nonsense'");
    assert!(hall.effects("appRoleAssigned").is_empty());
}

#[tokio::test]
async fn a_new_guest_is_no_valid_reference_yet_though_reads_show_it() {
    let hall = hall().await;
    hall.policy(json!({ "visibilityLagMs": 0, "visibility": {"appRoleMs": 5000} })).await;
    let adele = hall.delegated(ADELE).await;
    let made = hall.invite(&adele, invitation("late@fabrikam.example")).await;
    let id = made.body["invitedUser"]["id"].as_str().unwrap();
    let token = hall.application("daemon").await;
    let resource = principal(&hall, &token, "vestibule").await;
    assert_eq!(hall.get(&format!("/users/{id}"), &token).await.status, 200);
    let path = format!("/servicePrincipals/{resource}/appRoleAssignedTo");
    let body = || Some(grant(id, &resource, &ADMIN_ROLE.to_string()));
    let early = hall.graph(Method::POST, &path, &token, body()).await;
    early.refused(400, "Request_BadRequest", "Not a valid reference update.");
    hall.advance(5000).await;
    assert_eq!(hall.graph(Method::POST, &path, &token, body()).await.status, 201);
}

#[tokio::test]
async fn assigning_takes_two_permissions_and_a_person_needs_a_role_too() {
    let hall = hall().await;
    let daemon = hall.application("daemon").await;
    let resource = principal(&hall, &daemon, "vestibule").await;
    let id = guest(&hall, "new@fabrikam.example").await;
    let path = format!("/servicePrincipals/{resource}/appRoleAssignedTo");
    let body = || Some(grant(&id, &resource, &ADMIN_ROLE.to_string()));
    let both = "AppRoleAssignment.ReadWrite.All Application.Read.All";
    for token in [
        hall.application("powerless").await,
        hall.powerful(MEGAN, "AppRoleAssignment.ReadWrite.All").await,
        hall.powerful(MEGAN, "Application.Read.All").await,
        hall.powerful(ADELE, both).await,
    ] {
        hall.graph(Method::POST, &path, &token, body()).await.refused(403, "Authorization_RequestDenied", "");
    }
    let megan = hall.powerful(MEGAN, both).await;
    assert_eq!(hall.graph(Method::POST, &path, &megan, body()).await.status, 201);
    let powerless = hall.application("powerless").await;
    hall.get("/servicePrincipals", &powerless).await.refused(403, "Authorization_RequestDenied", "");
    let listed = hall.get("/servicePrincipals?$filter=displayName eq 'vestibule'", &daemon).await;
    assert_eq!(listed.body["value"][0]["appRoles"][0]["value"], "Vestibule.Admin");
    hall.get("/servicePrincipals(nonsense='x')", &daemon).await.refused(
        400,
        "BadRequest",
        "Resource not found",
    );
}

#[tokio::test]
async fn an_assignment_is_taken_back_at_its_own_addresses_only() {
    let hall = hall().await;
    let token = hall.application("daemon").await;
    let (megan, adele) = (hall.user(MEGAN), hall.user(ADELE));
    let resource = principal(&hall, &token, "vestibule").await;
    let other = principal(&hall, &token, "powerless").await;
    let held = hall.get(&format!("/users/{megan}/appRoleAssignments"), &token).await;
    let id = held.ids()[0];
    let nobody = "00000000-0000-0000-0000-000000000001";
    for (path, missing) in [
        (format!("/users/{adele}/appRoleAssignments"), id),
        (format!("/users/{nobody}/appRoleAssignments"), nobody),
        (format!("/groups/{PROJECT}/appRoleAssignments"), id),
        (format!("/groups/{megan}/appRoleAssignments"), megan.as_str()),
        (format!("/servicePrincipals/{other}/appRoleAssignedTo"), id),
        (format!("/servicePrincipals/{nobody}/appRoleAssignedTo"), nobody),
    ] {
        let refused = hall.graph(Method::DELETE, &format!("{path}/{id}"), &token, None).await;
        refused.refused(404, "Request_ResourceNotFound", &format!("Resource '{missing}'"));
    }
    assert!(hall.effects("appRoleUnassigned").is_empty());
    let own = format!("/users/{MEGAN}/appRoleAssignments/{id}");
    assert_eq!(hall.graph(Method::DELETE, &own, &token, None).await.status, 204);
    let at_resource = format!("/servicePrincipals/{resource}/appRoleAssignedTo");
    assert!(hall.get(&at_resource, &token).await.ids().is_empty());
}
