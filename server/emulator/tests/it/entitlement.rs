//! Access packages.

use emulator::seed::groups::{DIRECT_POLICY, PROJECT, PROJECT_ACCESS, SELF_POLICY};
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADELE, Answer, GRADY, Hall, MEGAN, hall};

const BASE: &str = "/identityGovernance/entitlementManagement";

pub async fn ask(hall: &Hall, token: &str, body: Value) -> Answer {
    hall.graph(Method::POST, &format!("{BASE}/assignmentRequests"), token, Some(body)).await
}

pub fn for_address(key: &str, address: &str) -> Value {
    json!({
        "requestType": "adminAdd",
        key: {
            "target": { "email": address }, "assignmentPolicyId": DIRECT_POLICY, "accessPackageId": PROJECT_ACCESS,
        },
    })
}

pub async fn state(hall: &Hall, token: &str, request: &Answer) -> String {
    let path = format!("{BASE}/assignmentRequests/{}", request.body["id"].as_str().unwrap());
    let answer = hall.get(&path, token).await;
    answer.body["state"].as_str().unwrap_or_else(|| panic!("{}", answer.text)).to_owned()
}

fn in_project(hall: &Hall, user: &str) -> bool {
    hall.emulator.world(|world| {
        let tenant = world.tenant(emulator::seed::contoso::CONTOSO).unwrap();
        tenant.groups[&PROJECT].members.iter().any(|id| id.to_string() == user)
    })
}

#[tokio::test]
async fn a_package_brings_a_guest_silently_and_gives_what_it_holds() {
    let hall = hall().await;
    let token = hall.application("daemon").await;
    for (key, address) in
        [("assignment", "one@fabrikam.example"), ("accessPackageAssignment", "two@fabrikam.example")]
    {
        let request = ask(&hall, &token, for_address(key, address)).await;
        assert_eq!((request.status, &request.body["state"]), (201, &json!("submitted")), "{}", request.text);
        hall.advance(1000).await;
        assert_eq!(state(&hall, &token, &request).await, "delivering");
        hall.advance(1000).await;
        assert_eq!(state(&hall, &token, &request).await, "delivered");
        let user = hall.user(address);
        assert!(in_project(&hall, &user));
        assert!(hall.mail_for(address).await.is_empty(), "nobody gets a mail");
    }
    assert_eq!(hall.effects("invited").len(), 0);
    let assigned = hall.get(&format!("{BASE}/assignments?$expand=target,accessPackage"), &token).await;
    assert_eq!(assigned.ids().len(), 2, "{}", assigned.text);
    assert_eq!(assigned.body["value"][0]["target"]["email"], "one@fabrikam.example");
    assert_eq!(assigned.body["value"][0]["accessPackage"]["id"], PROJECT_ACCESS.to_string());
    let chosen = "$expand=target($select=email),accessPackage($select=id)";
    let chosen = hall.get(&format!("{BASE}/assignments?{chosen}"), &token).await;
    assert_eq!(chosen.body["value"][0]["target"], json!({ "email": "one@fabrikam.example" }));
    assert_eq!(chosen.body["value"][0]["accessPackage"], json!({ "id": PROJECT_ACCESS }));
    let unknown = hall.get(&format!("{BASE}/assignments?$expand=target($select=nonsense)"), &token).await;
    unknown.refused(400, "BadRequest", "Parsing OData Select and Expand failed: Could not find a property");
    let plain = hall.get(&format!("{BASE}/assignments"), &token).await;
    assert!(plain.body["value"][0].get("target").is_none(), "links come when they are asked for");
}

#[tokio::test]
async fn what_was_given_is_taken_back_and_a_guest_without_access_is_blocked() {
    let hall = hall().await;
    let token = hall.application("daemon").await;
    ask(&hall, &token, for_address("assignment", "one@fabrikam.example")).await;
    hall.advance(1000).await;
    hall.advance(1000).await;
    let user = hall.user("one@fabrikam.example");
    assert!(in_project(&hall, &user));
    let assigned = hall.get(&format!("{BASE}/assignments"), &token).await;
    let body = json!({ "requestType": "adminRemove", "assignment": { "id": assigned.ids()[0] } });
    let request = ask(&hall, &token, body.clone()).await;
    assert_eq!(request.status, 201, "{}", request.text);
    hall.advance(2000).await;
    assert_eq!(state(&hall, &token, &request).await, "delivered");
    assert!(!in_project(&hall, &user));
    let guest = hall.get(&format!("/users/{user}?$select=accountEnabled"), &token).await;
    assert_eq!(guest.body["accountEnabled"], false);
    assert!(hall.get(&format!("{BASE}/assignments"), &token).await.ids().is_empty());
    ask(&hall, &token, body).await.refused(404, "ResourceNotFound", "The assignment was not found.");
    hall.advance(30 * 24 * 60 * 60 * 1000).await;
    let token = hall.application("daemon").await;
    hall.get(&format!("/users/{user}"), &token).await.refused(404, "Request_ResourceNotFound", "");
    assert_eq!(hall.effects("userDeleted").len(), 1);
}

#[tokio::test]
async fn the_thirty_days_begin_when_the_last_access_is_taken_back() {
    let hall = hall().await;
    let day = 24 * 60 * 60 * 1000;
    let give = async || {
        let token = hall.application("daemon").await;
        ask(&hall, &token, for_address("assignment", "one@fabrikam.example")).await;
        hall.advance(2000).await;
        hall.user("one@fabrikam.example")
    };
    let take_back = async || {
        let token = hall.application("daemon").await;
        let assigned = hall.get(&format!("{BASE}/assignments"), &token).await;
        let body = json!({ "requestType": "adminRemove", "assignment": { "id": assigned.ids()[0] } });
        assert_eq!(ask(&hall, &token, body).await.status, 201);
        hall.advance(2000).await;
    };
    let user = give().await;
    hall.advance(29 * day).await;
    take_back().await;
    hall.advance(29 * day).await;
    let token = hall.application("daemon").await;
    let guest = hall.get(&format!("/users/{user}?$select=accountEnabled"), &token).await;
    assert_eq!(guest.body["accountEnabled"], false, "blocked for 29 days: {}", guest.text);
    assert_eq!(give().await, user);
    take_back().await;
    hall.advance(day).await;
    assert!(hall.effects("userDeleted").is_empty(), "it had access in between");
    hall.advance(29 * day).await;
    assert_eq!(hall.effects("userDeleted").len(), 1);
}

#[tokio::test]
async fn people_ask_for_themselves_under_a_policy_that_lets_them() {
    let hall = hall().await;
    let own = hall.powerful(ADELE, "EntitlementMgmt-SubjectAccess.ReadWrite").await;
    let body = |policy| json!({ "requestType": "userAdd", "assignment": { "accessPackageId": PROJECT_ACCESS, "assignmentPolicyId": policy } });
    ask(&hall, &own, body(DIRECT_POLICY)).await.refused(403, "Authorization_RequestDenied", "");
    let request = ask(&hall, &own, body(SELF_POLICY)).await;
    assert_eq!(request.status, 201, "{}", request.text);
    ask(&hall, &own, body(SELF_POLICY)).await.refused(400, "ExistingGrant", "");
    let path = format!("{BASE}/assignmentRequests/{}/cancel", request.body["id"].as_str().unwrap());
    let canceled = hall.graph(Method::POST, &path, &own, None).await;
    assert_eq!((canceled.status, canceled.text.as_str()), (200, ""));
    assert_eq!(state(&hall, &own, &request).await, "canceled");
    hall.advance(5000).await;
    assert!(!in_project(&hall, &hall.user(ADELE)), "nothing comes of it");
    let request = ask(&hall, &own, body(SELF_POLICY)).await;
    hall.advance(5000).await;
    assert_eq!(state(&hall, &own, &request).await, "delivered");
    assert!(in_project(&hall, &hall.user(ADELE)));
    hall.graph(Method::POST, &path, &own, None).await.refused(400, "BadRequest", "");
}

#[tokio::test]
async fn domain_lists_count_for_packages_too() {
    let hall = hall().await;
    hall.policy(json!({ "blockedDomains": ["fabrikam.example"] })).await;
    let token = hall.application("daemon").await;
    let request = ask(&hall, &token, for_address("assignment", "one@fabrikam.example")).await;
    assert_eq!(request.status, 201);
    hall.advance(5000).await;
    assert_eq!(state(&hall, &token, &request).await, "deliveryFailed");
    assert!(hall.effects("userCreated").is_empty());
}

#[tokio::test]
async fn each_refusal_about_packages_has_its_status() {
    let hall = hall().await;
    let token = hall.application("daemon").await;
    let nobody = "00000000-0000-0000-0000-000000000001";
    let grady = hall.user(GRADY);
    let assignment = |package: &str, target: Value| {
        let mut body = json!({ "requestType": "adminAdd", "assignment": { "accessPackageId": package } });
        body["assignment"].as_object_mut().unwrap().extend(target.as_object().unwrap().clone());
        body
    };
    let package = PROJECT_ACCESS.to_string();
    for (body, status, code) in [
        (assignment(nobody, json!({ "targetId": grady })), 404, "ResourceNotFound"),
        (
            assignment(&package, json!({ "targetId": grady, "assignmentPolicyId": nobody })),
            404,
            "ResourceNotFound",
        ),
        (assignment(&package, json!({ "targetId": nobody })), 400, "Request_BadRequest"),
        (assignment(&package, json!({})), 400, "Request_BadRequest"),
        (assignment(&package, json!({ "target": { "email": "nonsense" } })), 400, "Request_BadRequest"),
        (json!({ "requestType": "nonsense" }), 400, "Request_BadRequest"),
        (json!({ "requestType": "adminAdd" }), 400, "Request_BadRequest"),
    ] {
        ask(&hall, &token, body).await.refused(status, code, "");
    }
    let wanted = assignment(&package, json!({ "targetId": grady }));
    for token in [
        hall.application("powerless").await,
        hall.powerful(ADELE, "EntitlementManagement.ReadWrite.All").await,
        hall.powerful(MEGAN, "EntitlementManagement.Read.All").await,
    ] {
        ask(&hall, &token, wanted.clone()).await.refused(403, "Authorization_RequestDenied", "");
    }
    assert!(hall.effects("accessRequested").is_empty());
    let megan = hall.powerful(MEGAN, "EntitlementManagement.ReadWrite.All").await;
    assert_eq!(ask(&hall, &megan, wanted).await.status, 201);
    let packages = hall.get(&format!("{BASE}/accessPackages?$expand=assignmentPolicies"), &megan).await;
    assert_eq!(packages.body["value"][0]["assignmentPolicies"][0]["id"], DIRECT_POLICY.to_string());
    assert_eq!(hall.get(&format!("{BASE}/accessPackages/{PROJECT_ACCESS}"), &megan).await.status, 200);
    assert_eq!(hall.get(&format!("{BASE}/assignmentPolicies"), &megan).await.ids().len(), 2);
}

#[tokio::test]
async fn an_identity_governance_administrator_looks_after_packages() {
    let hall = hall().await;
    let role = "45d8d3c5-c802-45c6-b32a-1d70b5e1e86e";
    let daemon = hall.application("daemon").await;
    let body = json!({ "principalId": hall.user(ADELE), "roleDefinitionId": role, "directoryScopeId": "/" });
    let held =
        hall.graph(Method::POST, "/roleManagement/directory/roleAssignments", &daemon, Some(body)).await;
    assert_eq!(held.status, 201, "{}", held.text);
    let named = hall.get(&format!("/roleManagement/directory/roleDefinitions/{role}"), &daemon).await;
    assert_eq!(named.body["displayName"], "Identity Governance Administrator");
    let token = hall.powerful(ADELE, "EntitlementManagement.ReadWrite.All").await;
    assert_eq!(hall.get(&format!("{BASE}/accessPackages"), &token).await.status, 200);
    assert_eq!(ask(&hall, &token, for_address("assignment", "one@fabrikam.example")).await.status, 201);
}
