//! Access packages.

use emulator::seed::groups::{DIRECT_POLICY, PROJECT, PROJECT_ACCESS, SELF_POLICY};
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADELE, Answer, GRADY, MEGAN, TestEmulator, start_emulator};

const BASE: &str = "/identityGovernance/entitlementManagement";

pub async fn ask(started: &TestEmulator, token: &str, body: Value) -> Answer {
    started.graph(Method::POST, &format!("{BASE}/assignmentRequests"), token, Some(body)).await
}

pub fn for_address(key: &str, address: &str) -> Value {
    json!({
        "requestType": "adminAdd",
        key: {
            "target": { "email": address }, "assignmentPolicyId": DIRECT_POLICY, "accessPackageId": PROJECT_ACCESS,
        },
    })
}

pub async fn state(started: &TestEmulator, token: &str, request: &Answer) -> String {
    let path = format!("{BASE}/assignmentRequests/{}", request.body["id"].as_str().unwrap());
    let answer = started.get(&path, token).await;
    answer.body["state"].as_str().unwrap_or_else(|| panic!("{}", answer.text)).to_owned()
}

fn in_project(started: &TestEmulator, user: &str) -> bool {
    started.emulator.world(|world| {
        let tenant = world.tenant(emulator::seed::contoso::CONTOSO).unwrap();
        tenant.groups[&PROJECT].members.iter().any(|id| id.to_string() == user)
    })
}

#[tokio::test]
async fn a_package_brings_a_guest_silently_and_gives_what_it_holds() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    for (key, address) in
        [("assignment", "one@fabrikam.example"), ("accessPackageAssignment", "two@fabrikam.example")]
    {
        let request = ask(&started, &token, for_address(key, address)).await;
        assert_eq!((request.status, &request.body["state"]), (201, &json!("submitted")), "{}", request.text);
        started.advance(1000).await;
        assert_eq!(state(&started, &token, &request).await, "delivering");
        started.advance(1000).await;
        assert_eq!(state(&started, &token, &request).await, "delivered");
        let user = started.user(address);
        assert!(in_project(&started, &user));
        assert!(started.mail_for(address).await.is_empty(), "nobody gets a mail");
    }
    assert_eq!(started.effects("invited").len(), 0);
    let assigned = started.get(&format!("{BASE}/assignments?$expand=target,accessPackage"), &token).await;
    assert_eq!(assigned.ids().len(), 2, "{}", assigned.text);
    assert_eq!(assigned.body["value"][0]["target"]["email"], "one@fabrikam.example");
    assert_eq!(assigned.body["value"][0]["accessPackage"]["id"], PROJECT_ACCESS.to_string());
    let chosen = "$expand=target($select=email),accessPackage($select=id)";
    let chosen = started.get(&format!("{BASE}/assignments?{chosen}"), &token).await;
    assert_eq!(chosen.body["value"][0]["target"], json!({ "email": "one@fabrikam.example" }));
    assert_eq!(chosen.body["value"][0]["accessPackage"], json!({ "id": PROJECT_ACCESS }));
    let unknown = started.get(&format!("{BASE}/assignments?$expand=target($select=nonsense)"), &token).await;
    unknown.refused(400, "BadRequest", "Parsing OData Select and Expand failed: Could not find a property");
    let plain = started.get(&format!("{BASE}/assignments"), &token).await;
    assert_eq!(plain.ids().len(), 2, "{}", plain.text);
    assert!(plain.body["value"][0].get("target").is_none(), "links come when they are asked for");
}

#[tokio::test]
async fn an_assignment_is_followed_from_its_request_and_found_by_whose_it_is() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let request = ask(&started, &token, for_address("assignment", "one@fabrikam.example")).await;
    let id = request.body["id"].as_str().unwrap();
    let path = format!("{BASE}/assignmentRequests/{id}?$expand=assignment($expand=target)");
    let open = started.get(&path, &token).await.body["assignment"].clone();
    let nobody = (&Value::Null, &json!("one@fabrikam.example"));
    assert_eq!((&open["target"]["objectId"], &open["target"]["email"]), nobody);
    assert_eq!(open["state"], "delivering");
    started.advance(1000).await;
    started.advance(1000).await;
    let made = started.get(&path, &token).await.body["assignment"].clone();
    let user = started.user("one@fabrikam.example");
    assert_eq!((&made["target"]["objectId"], &made["state"]), (&json!(user), &json!("delivered")));
    assert!(made.get("accessPackage").is_none(), "links come when they are asked for: {made}");
    let one = format!("{BASE}/assignments/{}", made["id"].as_str().unwrap());
    let alone = started.get(&format!("{one}?$expand=target"), &token).await;
    assert_eq!(alone.body["target"]["objectId"], json!(user), "{}", alone.text);
    assert_eq!(started.get(&format!("{BASE}/assignments/{user}"), &token).await.status, 404);
    let found = async |user: &str| {
        let filter = format!(
            "accessPackage/id eq '{PROJECT_ACCESS}' and assignmentPolicy/id eq '{DIRECT_POLICY}' and target/objectId eq '{user}'"
        );
        let filter = filter.replace(' ', "%20");
        let path = format!("{BASE}/assignments?$expand=target&$filter={filter}");
        started.get(&path, &token).await.ids().len()
    };
    assert_eq!((found(&user).await, found(&started.user(GRADY)).await), (1, 0));
}

#[tokio::test]
async fn what_was_given_is_taken_back_and_a_guest_without_access_is_blocked() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    ask(&started, &token, for_address("assignment", "one@fabrikam.example")).await;
    started.advance(1000).await;
    started.advance(1000).await;
    let user = started.user("one@fabrikam.example");
    assert!(in_project(&started, &user));
    let assigned = started.get(&format!("{BASE}/assignments"), &token).await;
    let body = json!({ "requestType": "adminRemove", "assignment": { "id": assigned.ids()[0] } });
    let request = ask(&started, &token, body.clone()).await;
    assert_eq!(request.status, 201, "{}", request.text);
    started.advance(2000).await;
    assert_eq!(state(&started, &token, &request).await, "delivered");
    assert!(!in_project(&started, &user));
    let guest = started.get(&format!("/users/{user}?$select=accountEnabled"), &token).await;
    assert_eq!(guest.body["accountEnabled"], false);
    assert!(started.get(&format!("{BASE}/assignments"), &token).await.ids().is_empty());
    ask(&started, &token, body).await.refused(404, "ResourceNotFound", "The assignment was not found.");
    started.advance(30 * 24 * 60 * 60 * 1000).await;
    let token = started.application("daemon").await;
    started.get(&format!("/users/{user}"), &token).await.refused(404, "Request_ResourceNotFound", "");
    assert_eq!(started.effects("userDeleted").len(), 1);
}

#[tokio::test]
async fn the_thirty_days_begin_when_the_last_access_is_taken_back() {
    let started = start_emulator().await;
    let day = 24 * 60 * 60 * 1000;
    let give = async || {
        let token = started.application("daemon").await;
        ask(&started, &token, for_address("assignment", "one@fabrikam.example")).await;
        started.advance(2000).await;
        started.user("one@fabrikam.example")
    };
    let take_back = async || {
        let token = started.application("daemon").await;
        let assigned = started.get(&format!("{BASE}/assignments"), &token).await;
        let body = json!({ "requestType": "adminRemove", "assignment": { "id": assigned.ids()[0] } });
        assert_eq!(ask(&started, &token, body).await.status, 201);
        started.advance(2000).await;
    };
    let user = give().await;
    started.advance(29 * day).await;
    take_back().await;
    started.advance(29 * day).await;
    let token = started.application("daemon").await;
    let guest = started.get(&format!("/users/{user}?$select=accountEnabled"), &token).await;
    assert_eq!(guest.body["accountEnabled"], false, "blocked for 29 days: {}", guest.text);
    assert_eq!(give().await, user);
    take_back().await;
    started.advance(day).await;
    assert!(started.effects("userDeleted").is_empty(), "it had access in between");
    started.advance(29 * day).await;
    assert_eq!(started.effects("userDeleted").len(), 1);
}

#[tokio::test]
async fn people_ask_for_themselves_under_a_policy_that_lets_them() {
    let started = start_emulator().await;
    let own = started.powerful(ADELE, "EntitlementMgmt-SubjectAccess.ReadWrite").await;
    let body = |policy| json!({ "requestType": "userAdd", "assignment": { "accessPackageId": PROJECT_ACCESS, "assignmentPolicyId": policy } });
    ask(&started, &own, body(DIRECT_POLICY)).await.refused(403, "Authorization_RequestDenied", "");
    let request = ask(&started, &own, body(SELF_POLICY)).await;
    assert_eq!(request.status, 201, "{}", request.text);
    ask(&started, &own, body(SELF_POLICY)).await.refused(400, "ExistingGrant", "");
    let path = format!("{BASE}/assignmentRequests/{}/cancel", request.body["id"].as_str().unwrap());
    let canceled = started.graph(Method::POST, &path, &own, None).await;
    assert_eq!((canceled.status, canceled.text.as_str()), (200, ""));
    assert_eq!(state(&started, &own, &request).await, "canceled");
    started.advance(5000).await;
    assert!(!in_project(&started, &started.user(ADELE)), "nothing comes of it");
    let request = ask(&started, &own, body(SELF_POLICY)).await;
    started.advance(5000).await;
    assert_eq!(state(&started, &own, &request).await, "delivered");
    assert!(in_project(&started, &started.user(ADELE)));
    started.graph(Method::POST, &path, &own, None).await.refused(400, "BadRequest", "");
}

#[tokio::test]
async fn domain_lists_count_for_packages_too() {
    let started = start_emulator().await;
    started.policy(json!({ "blockedDomains": ["fabrikam.example"] })).await;
    let token = started.application("daemon").await;
    let request = ask(&started, &token, for_address("assignment", "one@fabrikam.example")).await;
    assert_eq!(request.status, 201);
    started.advance(5000).await;
    assert_eq!(state(&started, &token, &request).await, "deliveryFailed");
    assert!(started.effects("userCreated").is_empty());
}

#[tokio::test]
async fn each_refusal_about_packages_has_its_status() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let nobody = "00000000-0000-0000-0000-000000000001";
    let grady = started.user(GRADY);
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
        ask(&started, &token, body).await.refused(status, code, "");
    }
    let wanted = assignment(&package, json!({ "targetId": grady }));
    for token in [
        started.application("powerless").await,
        started.powerful(ADELE, "EntitlementManagement.ReadWrite.All").await,
        started.powerful(MEGAN, "EntitlementManagement.Read.All").await,
    ] {
        ask(&started, &token, wanted.clone()).await.refused(403, "Authorization_RequestDenied", "");
    }
    assert!(started.effects("accessRequested").is_empty());
    let megan = started.powerful(MEGAN, "EntitlementManagement.ReadWrite.All").await;
    assert_eq!(ask(&started, &megan, wanted).await.status, 201);
    let packages = started.get(&format!("{BASE}/accessPackages?$expand=assignmentPolicies"), &megan).await;
    assert_eq!(packages.body["value"][0]["assignmentPolicies"][0]["id"], DIRECT_POLICY.to_string());
    assert_eq!(started.get(&format!("{BASE}/accessPackages/{PROJECT_ACCESS}"), &megan).await.status, 200);
    assert_eq!(started.get(&format!("{BASE}/assignmentPolicies"), &megan).await.ids().len(), 2);
}

#[tokio::test]
async fn an_identity_governance_administrator_looks_after_packages() {
    let started = start_emulator().await;
    let role = "45d8d3c5-c802-45c6-b32a-1d70b5e1e86e";
    let daemon = started.application("daemon").await;
    let body =
        json!({ "principalId": started.user(ADELE), "roleDefinitionId": role, "directoryScopeId": "/" });
    let held =
        started.graph(Method::POST, "/roleManagement/directory/roleAssignments", &daemon, Some(body)).await;
    assert_eq!(held.status, 201, "{}", held.text);
    let named = started.get(&format!("/roleManagement/directory/roleDefinitions/{role}"), &daemon).await;
    assert_eq!(named.body["displayName"], "Identity Governance Administrator");
    let token = started.powerful(ADELE, "EntitlementManagement.ReadWrite.All").await;
    assert_eq!(started.get(&format!("{BASE}/accessPackages"), &token).await.status, 200);
    assert_eq!(ask(&started, &token, for_address("assignment", "one@fabrikam.example")).await.status, 201);
}
