//! App roles: who holds them, and what tokens tell of them.

use emulator::seed::groups::{ADMIN_ROLE, PROJECT};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    groups::{guest, reference},
    harness::{ADELE, GRADY, MEGAN, TestEmulator, invitation, start_emulator},
    sign_in::claims,
};

const NONE: &str = "00000000-0000-0000-0000-000000000000";

/// The service principal of an application.
async fn principal(started: &TestEmulator, token: &str, name: &str) -> String {
    let id = started.client(name).client_id;
    let answer = started.get(&format!("/servicePrincipals(appId='{id}')"), token).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.body["id"].as_str().unwrap().to_owned()
}

fn grant(principal: &str, resource: &str, role: &str) -> Value {
    json!({ "principalId": principal, "resourceId": resource, "appRoleId": role })
}

async fn roles(started: &TestEmulator, address: &str) -> Value {
    let tokens = started.tokens(address).await;
    claims(tokens["id_token"].as_str().unwrap())["roles"].clone()
}

#[tokio::test]
async fn an_assigned_role_is_in_the_token_and_goes_with_the_assignment() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let resource = principal(&started, &token, "vestibule").await;
    let adele = started.user(ADELE);
    assert_eq!(roles(&started, ADELE).await, Value::Null);
    let path = format!("/servicePrincipals/{resource}/appRoleAssignedTo");
    let body = grant(&adele, &resource, &ADMIN_ROLE.to_string());
    let made = started.graph(Method::POST, &path, &token, Some(body)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.body["principalType"], "User");
    assert_eq!(made.body["principalDisplayName"], "Adele Vance");
    let id = made.body["id"].as_str().unwrap();
    assert!(id.len() == 43 && !id.contains('='), "an opaque id: {id}");
    assert_eq!(roles(&started, ADELE).await, json!(["Vestibule.Admin"]));
    let held = started.get(&format!("/users/{adele}/appRoleAssignments"), &token).await;
    assert_eq!(held.ids(), [id]);
    assert_eq!(started.get(&path, &token).await.ids().len(), 2, "Megan and Adele");
    let gone = started.graph(Method::DELETE, &format!("{path}/{id}"), &token, None).await;
    assert_eq!(gone.status, 204);
    assert_eq!(roles(&started, ADELE).await, Value::Null);
    assert_eq!(roles(&started, MEGAN).await, json!(["Vestibule.Admin"]));
    let effects = (started.effects("appRoleAssigned").len(), started.effects("appRoleUnassigned").len());
    assert_eq!(effects, (1, 1));
}

#[tokio::test]
async fn direct_members_of_an_assigned_group_hold_its_role_and_nested_ones_do_not() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let resource = principal(&started, &token, "vestibule").await;
    let path = format!("/groups/{PROJECT}/appRoleAssignments");
    let body = grant(&PROJECT.to_string(), &resource, &ADMIN_ROLE.to_string());
    assert_eq!(started.graph(Method::POST, &path, &token, Some(body)).await.status, 201);
    let inner = json!({ "displayName": "Inner", "mailEnabled": false, "securityEnabled": true, "mailNickname": "in" });
    let inner = started.graph(Method::POST, "/groups", &token, Some(inner)).await;
    let inner = inner.body["id"].as_str().unwrap();
    let join = |group: String, member: String| {
        let (started, token) = (&started, &token);
        async move {
            let path = format!("/groups/{group}/members/$ref");
            let done = started.graph(Method::POST, &path, token, Some(reference(&member))).await;
            assert_eq!(done.status, 204, "{}", done.text);
        }
    };
    join(PROJECT.to_string(), inner.to_owned()).await;
    join(inner.to_owned(), started.user(ADELE)).await;
    assert_eq!(roles(&started, ADELE).await, Value::Null, "a member of a member");
    join(PROJECT.to_string(), started.user(ADELE)).await;
    assert_eq!(roles(&started, ADELE).await, json!(["Vestibule.Admin"]));
}

#[tokio::test]
async fn what_somebody_holds_and_who_holds_a_role_are_read_with_permissions_of_their_own() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let resource = principal(&started, &daemon, "vestibule").await;
    let of_holders = [
        format!("/groups/{PROJECT}/appRoleAssignments"),
        format!("/users/{}/appRoleAssignments", started.user(GRADY)),
    ];
    let of_resource = format!("/servicePrincipals/{resource}/appRoleAssignedTo");
    // `AppRoleAssignment.ReadWrite.All` alone, and `Application.Read.All` alone.
    let assigns = started.application("approles").await;
    let reads = started.powerful(MEGAN, "Application.Read.All").await;
    for (token, holders, of_role) in [(&assigns, 200, 403), (&reads, 403, 200), (&daemon, 200, 200)] {
        for path in &of_holders {
            assert_eq!(started.get(path, token).await.status, holders, "{path}");
        }
        assert_eq!(started.get(&of_resource, token).await.status, of_role);
    }
}

#[tokio::test]
async fn the_default_role_assigns_without_a_role() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    started.register("powerless", json!({ "appRoleAssignmentRequired": true })).await;
    let resource = principal(&started, &token, "powerless").await;
    let id = started.client("powerless").client_id.to_string();
    let asked = [
        ("client_id", id.as_str()),
        ("redirect_uri", "http://localhost:5000/"),
        ("scope", "openid User.Read"),
    ];
    let refused = started.arrive(GRADY, &asked).await;
    assert_eq!(refused.status(), 403);
    assert!(refused.text().await.unwrap().contains("AADSTS50105:"), "not assigned");
    let path = format!("/users/{}/appRoleAssignments", started.user(GRADY));
    let body = grant(&started.user(GRADY), &resource, NONE);
    let made = started.graph(Method::POST, &path, &token, Some(body)).await;
    assert_eq!((made.status, &made.body["appRoleId"]), (201, &json!(NONE)), "{}", made.text);
    let welcome = started.arrive(GRADY, &asked).await;
    assert!(format!("{:?}", welcome.headers().get("location")).contains("code="), "assigned");
}

#[tokio::test]
async fn each_refusal_about_app_roles_has_its_status_and_words() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let resource = principal(&started, &token, "vestibule").await;
    let path = format!("/servicePrincipals/{resource}/appRoleAssignedTo");
    let (megan, role) = (started.user(MEGAN), ADMIN_ROLE.to_string());
    let nobody = "00000000-0000-0000-0000-000000000001";
    for (body, status, message) in [
        (grant(&megan, &resource, &role), 400, "Permission being assigned already exists on the object"),
        (grant(nobody, &resource, &role), 400, "Not a valid reference update."),
        (grant(&megan, &resource, nobody), 400, "Permission being assigned was not found on application"),
        (grant(&megan, &resource, NONE), 400, "Permission being assigned was not found on application"),
        (grant(&megan, nobody, &role), 400, "One or more property values specified are invalid."),
        (json!({ "principalId": megan }), 400, "One or more property values specified are invalid."),
    ] {
        let answer = started.graph(Method::POST, &path, &token, Some(body)).await;
        answer.refused(status, "Request_BadRequest", message);
    }
    let unnamed = started.graph(Method::POST, &path, &token, Some(json!({ "principalId": megan }))).await;
    assert_eq!(unnamed.details(), [("InvalidValue", "resourceId")]);
    let unknown = format!("/servicePrincipals/{nobody}/appRoleAssignedTo");
    let body = grant(&megan, nobody, &role);
    let missing = format!("Resource '{nobody}' does not exist");
    let refused = started.graph(Method::POST, &unknown, &token, Some(body)).await;
    refused.refused(404, "Request_ResourceNotFound", &missing);
    for (holder, body) in
        [(megan.as_str(), grant(&megan, nobody, &role)), (nobody, grant(nobody, &resource, &role))]
    {
        let own = format!("/users/{holder}/appRoleAssignments");
        let refused = started.graph(Method::POST, &own, &token, Some(body)).await;
        refused.refused(404, "Request_ResourceNotFound", &missing);
    }
    let gone = started.graph(Method::DELETE, &format!("{path}/nonsense"), &token, None).await;
    gone.refused(404, "Request_ResourceNotFound", "Resource 'nonsense'");
    assert!(started.effects("appRoleAssigned").is_empty());
}

#[tokio::test]
async fn a_principal_holds_fifteen_hundred_app_roles_at_most() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    assert_eq!(started.control(Method::PATCH, "throttling", json!({ "enabled": false })).await.status, 200);
    let role = |number: usize| uuid::Uuid::from_u128(0xa_0000 + number as u128).to_string();
    let declared: Vec<Value> = (0..=1500)
        .map(|number| json!({ "id": role(number), "value": format!("R{number}"), "displayName": "x" }))
        .collect();
    started.register("vestibule", json!({ "appRoles": declared })).await;
    let (adele, resource) = (started.user(ADELE), principal(&started, &token, "vestibule").await);
    let path = format!("/servicePrincipals/{resource}/appRoleAssignedTo");
    let assign = async |number: usize| {
        let body = grant(&adele, &resource, &role(number));
        started.graph(Method::POST, &path, &token, Some(body)).await
    };
    for number in 0..1500 {
        let made = assign(number).await;
        assert_eq!(made.status, 201, "{number}: {}", made.text);
    }
    let message = "The number of app role assignments of the principal exceeds the limit of 1500.";
    assign(1500).await.refused(400, "Request_BadRequest", message);
    assert_eq!(started.effects("appRoleAssigned").len(), 1500);
}

#[tokio::test]
async fn a_new_guest_is_no_valid_reference_yet_though_reads_show_it() {
    let started = start_emulator().await;
    started.policy(json!({ "visibilityLagMs": 0, "visibility": {"appRoleMs": 5000} })).await;
    let adele = started.delegated(ADELE).await;
    let made = started.invite(&adele, invitation("late@fabrikam.example")).await;
    let id = made.body["invitedUser"]["id"].as_str().unwrap();
    let token = started.application("daemon").await;
    let resource = principal(&started, &token, "vestibule").await;
    assert_eq!(started.get(&format!("/users/{id}"), &token).await.status, 200);
    let path = format!("/servicePrincipals/{resource}/appRoleAssignedTo");
    let body = || Some(grant(id, &resource, &ADMIN_ROLE.to_string()));
    let early = started.graph(Method::POST, &path, &token, body()).await;
    early.refused(400, "Request_BadRequest", "Not a valid reference update.");
    assert!(started.effects("appRoleAssigned").is_empty());
    started.advance(5000).await;
    assert_eq!(started.graph(Method::POST, &path, &token, body()).await.status, 201);
}

#[tokio::test]
async fn assigning_takes_two_permissions_and_a_person_needs_a_role_too() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let resource = principal(&started, &daemon, "vestibule").await;
    let id = guest(&started, "new@fabrikam.example").await;
    let path = format!("/servicePrincipals/{resource}/appRoleAssignedTo");
    let body = || Some(grant(&id, &resource, &ADMIN_ROLE.to_string()));
    let denied = "Insufficient privileges to complete the operation.";
    let both = "AppRoleAssignment.ReadWrite.All Application.Read.All";
    for token in [
        started.application("powerless").await,
        started.powerful(MEGAN, "AppRoleAssignment.ReadWrite.All").await,
        started.powerful(MEGAN, "Application.Read.All").await,
        started.powerful(ADELE, both).await,
    ] {
        let refused = started.graph(Method::POST, &path, &token, body()).await;
        refused.refused(403, "Authorization_RequestDenied", denied);
    }
    assert!(started.effects("appRoleAssigned").is_empty());
    let megan = started.powerful(MEGAN, both).await;
    assert_eq!(started.graph(Method::POST, &path, &megan, body()).await.status, 201);
    let powerless = started.application("powerless").await;
    started.get("/servicePrincipals", &powerless).await.refused(403, "Authorization_RequestDenied", denied);
    let writer = started.powerful(ADELE, "Application.ReadWrite.All").await;
    assert_eq!(started.get("/servicePrincipals", &writer).await.status, 200, "what writes, reads");
    let listed = started.get("/servicePrincipals?$filter=displayName eq 'vestibule'", &daemon).await;
    assert_eq!(listed.body["value"][0]["appRoles"][0]["value"], "Vestibule.Admin");
    started.get("/servicePrincipals(nonsense='x')", &daemon).await.refused(
        400,
        "BadRequest",
        "Resource not found",
    );
}

#[tokio::test]
async fn an_assignment_is_taken_back_at_its_own_addresses_only() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let (megan, adele) = (started.user(MEGAN), started.user(ADELE));
    let resource = principal(&started, &token, "vestibule").await;
    let other = principal(&started, &token, "powerless").await;
    let held = started.get(&format!("/users/{megan}/appRoleAssignments"), &token).await;
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
        let refused = started.graph(Method::DELETE, &format!("{path}/{id}"), &token, None).await;
        refused.refused(404, "Request_ResourceNotFound", &format!("Resource '{missing}'"));
    }
    assert!(started.effects("appRoleUnassigned").is_empty());
    let own = format!("/users/{MEGAN}/appRoleAssignments/{id}");
    assert_eq!(started.graph(Method::DELETE, &own, &token, None).await.status, 204);
    let at_resource = format!("/servicePrincipals/{resource}/appRoleAssignedTo");
    assert!(started.get(&at_resource, &token).await.ids().is_empty());
}
