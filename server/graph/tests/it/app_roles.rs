use graph::{
    AppRoleAssigned, ConsentType, Effect, Graph, GraphError, NO_APP_ROLE, PrincipalType, ServicePrincipal,
};
use serde_json::{Value, json};
use wiremock::matchers::{method, path, query_param_is_missing};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::caller::{ADELE, GRADY, caller, header, ok, parameter, refusal, requests};
use crate::groups::worded;

const APP: &str = "00000003-0000-0000-c000-000000000000";
const RESOURCE: &str = "8e881353-1735-45af-af21-ee1344582a4d";
const READER: &str = "0d3f0a1b-2c4d-4e5f-8a9b-0c1d2e3f4a5b";
const ASSIGNMENT: &str = "41W1zT6z1U-kJxf62svfp1HFE8pMZhxDun-ThPczmJE";

fn assigned_to() -> String {
    format!("/v1.0/servicePrincipals/{RESOURCE}/appRoleAssignedTo")
}

fn assignment(principal: &str, kind: &str) -> Value {
    json!({
        "id": ASSIGNMENT, "deletedDateTime": null, "appRoleId": READER, "createdDateTime": "2021-02-02T04:22:45.9480566Z",
        "principalDisplayName": "Grady", "principalId": principal, "principalType": kind,
        "resourceDisplayName": "Documents", "resourceId": RESOURCE
    })
}

async fn answering(verb: &str, address: &str, answer: ResponseTemplate) -> (MockServer, Graph) {
    let server = MockServer::start().await;
    Mock::given(method(verb)).and(path(address)).respond_with(answer).mount(&server).await;
    let graph = caller(&server);
    (server, graph)
}

#[tokio::test]
async fn an_application_is_found_by_its_own_id() {
    let answer = json!({
        "id": RESOURCE, "appId": APP, "displayName": "Documents", "appRoleAssignmentRequired": true,
        "appRoles": [
            { "id": READER, "displayName": "Reader", "value": "Reader", "isEnabled": true, "allowedMemberTypes": ["User"] },
            { "id": "1", "displayName": "Old", "value": null, "isEnabled": false, "allowedMemberTypes": ["User", "Application"] },
            { "id": "2", "displayName": "Job", "value": "Job", "isEnabled": true, "allowedMemberTypes": ["Application"] }
        ]
    });
    let address = format!("/v1.0/servicePrincipals(appId='{APP}')");
    let (server, graph) = answering("GET", &address, ok(answer)).await;
    let found = graph.service_principal_of(APP).await.unwrap();
    assert_eq!((found.id.as_str(), found.assignment_required), (RESOURCE, Some(true)));
    let for_users: Vec<_> = found.app_roles.iter().map(graph::AppRole::is_for_users).collect();
    assert_eq!(for_users, [true, false, false]);
    assert_eq!(found.app_roles[0].value.as_deref(), Some("Reader"));
    assert_eq!(
        parameter(&requests(&server).await[0], "$select").unwrap(),
        "id,appId,displayName,appRoles,appRoleAssignmentRequired"
    );
    assert!(matches!(graph.service_principal_of("x') or ('").await, Err(GraphError::Invalid(_))));
}

#[tokio::test]
async fn an_application_is_found_by_its_object_id() {
    let answer = json!({ "id": RESOURCE, "displayName": "Documents", "appRoles": [] });
    let address = format!("/v1.0/servicePrincipals/{RESOURCE}");
    let (_server, graph) = answering("GET", &address, ok(answer)).await;
    let found = graph.service_principal(RESOURCE).await.unwrap();
    assert_eq!((found.id.as_str(), found.display_name.as_deref()), (RESOURCE, Some("Documents")));
    assert!(matches!(graph.service_principal("delta").await, Err(GraphError::Invalid(_))));
}

#[tokio::test]
async fn applications_are_searched_by_words_of_their_names() {
    let found = json!({ "value": [{ "id": RESOURCE, "displayName": "R&D Documents", "appRoles": null }, { "id": "2", "appRoles": null }] });
    let (server, graph) = answering("GET", "/v1.0/servicePrincipals", ok(found)).await;
    let found = graph.find_service_principals("R&D", 7).await.unwrap();
    assert_eq!(
        found.iter().map(|found: &ServicePrincipal| found.id.as_str()).collect::<Vec<_>>(),
        [RESOURCE]
    );
    assert_eq!(graph.find_service_principals(" ", 7).await.unwrap(), []);
    assert_eq!(graph.find_service_principals("a", 0).await.unwrap(), []);

    let requests = requests(&server).await;
    assert_eq!(requests.len(), 1);
    assert_eq!(parameter(&requests[0], "$search").as_deref(), Some(r#""displayName:R D""#));
    assert_eq!(parameter(&requests[0], "$top").as_deref(), Some("7"));
    assert_eq!(header(&requests[0], "consistencylevel"), Some("eventual"));
}

#[tokio::test]
async fn roles_of_a_user_are_their_own_and_their_groups() {
    let own = assignment(GRADY, "User");
    let through = assignment(ADELE, "Group");
    let address = format!("/v1.0/users/{GRADY}/appRoleAssignments");
    let server = MockServer::start().await;
    let link = format!("{}{address}?$skiptoken=2", server.uri());
    let first = ok(json!({ "value": [own], "@odata.nextLink": link }));
    Mock::given(path(address.as_str()))
        .and(query_param_is_missing("$skiptoken"))
        .respond_with(first)
        .mount(&server)
        .await;
    Mock::given(path(address)).respond_with(ok(json!({ "value": [through] }))).mount(&server).await;

    let roles = caller(&server).app_roles_of_user(GRADY, RESOURCE).await.unwrap();
    let kinds: Vec<_> = roles.iter().map(|role| role.principal_type).collect();
    assert_eq!(kinds, [PrincipalType::User, PrincipalType::Group]);
    assert_eq!((roles[0].id.as_str(), roles[0].app_role_id.as_str()), (ASSIGNMENT, READER));
    assert!(roles[0].created_at.is_some());
    assert_eq!(
        parameter(&requests(&server).await[0], "$filter"),
        Some(format!("resourceId eq {RESOURCE}")),
        "a guid is written without quotes"
    );
}

#[tokio::test]
async fn groups_with_a_role_are_told_from_users() {
    let found =
        ["User", "Group", "ServicePrincipal", "Robot"].map(|kind| assignment(&format!("of {kind}"), kind));
    let (server, graph) = answering("GET", &assigned_to(), ok(json!({ "value": found }))).await;
    let groups = graph.groups_with_app_roles(RESOURCE).await.unwrap();
    assert_eq!(groups.iter().map(|found| found.principal_id.as_str()).collect::<Vec<_>>(), ["of Group"]);
    let all = graph.app_role_assignments(RESOURCE).await.unwrap();
    assert_eq!((all.len(), all[3].principal_type), (4, PrincipalType::Other));
    assert_eq!(parameter(&requests(&server).await[0], "$top").as_deref(), Some("999"));
}

#[tokio::test]
async fn a_role_is_assigned_on_the_application() {
    let answer = ResponseTemplate::new(201).set_body_json(assignment(GRADY, "User"));
    let (server, graph) = answering("POST", &assigned_to(), answer).await;
    let assigned = graph.assign_app_role(GRADY, RESOURCE, NO_APP_ROLE).await.unwrap();
    assert!(matches!(assigned, AppRoleAssigned::Made(assignment) if assignment.id == ASSIGNMENT));
    let body: Value = serde_json::from_slice(&requests(&server).await[0].body).unwrap();
    assert_eq!(body, json!({ "principalId": GRADY, "resourceId": RESOURCE, "appRoleId": NO_APP_ROLE }));
}

#[tokio::test]
async fn a_role_assigned_before_is_no_failure() {
    for answer in [
        worded(400, "Permission being assigned already exists on the object"),
        worded(409, "EntitlementGrant entry already exists."),
    ] {
        let (_server, graph) = answering("POST", &assigned_to(), answer).await;
        assert_eq!(graph.assign_app_role(GRADY, RESOURCE, READER).await.unwrap(), AppRoleAssigned::AlreadySo);
    }
}

#[tokio::test]
async fn an_assignment_is_sent_once_and_its_refusals_are_told_apart() {
    // not visible yet, unknown outcome
    for (answer, expected) in [
        (worded(400, "Not a valid reference update."), [true, false]),
        (refusal(404, "Request_ResourceNotFound"), [true, false]),
        (worded(400, "Permission being assigned was not found on application"), [false, false]),
        (refusal(403, "Authorization_RequestDenied"), [false, false]),
        (refusal(503, ""), [false, true]),
        (ResponseTemplate::new(201).set_body_json(json!({ "id": ASSIGNMENT })), [false, true]),
    ] {
        let (server, graph) = answering("POST", &assigned_to(), answer).await;
        let error = graph.assign_app_role(GRADY, RESOURCE, READER).await.unwrap_err();
        assert_eq!([error.is_not_visible_yet(), error.outcome_unknown()], expected, "{error}");
        assert_eq!(requests(&server).await.len(), 1, "{error}");
    }
}

#[tokio::test]
async fn an_assignment_is_removed_by_its_own_id() {
    let address = format!("{}/{ASSIGNMENT}", assigned_to());
    for (answer, effect) in [
        (ResponseTemplate::new(204), Some(Effect::Made)),
        (refusal(404, "Request_ResourceNotFound"), Some(Effect::AlreadySo)),
        (refusal(503, ""), None),
    ] {
        let (server, graph) = answering("DELETE", &address, answer).await;
        assert_eq!(graph.remove_app_role(RESOURCE, ASSIGNMENT).await.ok(), effect);
        assert_eq!(requests(&server).await.len(), 1);
    }
}

#[tokio::test]
async fn what_names_no_role_is_not_sent() {
    let server = MockServer::start().await;
    let graph = caller(&server);
    for bad in ["", "..", "a/b", "' or 1 eq 1"] {
        for error in [
            graph.assign_app_role(bad, RESOURCE, READER).await.err(),
            graph.assign_app_role(GRADY, bad, READER).await.err(),
            graph.assign_app_role(GRADY, RESOURCE, bad).await.err(),
            graph.app_roles_of_user(GRADY, bad).await.err(),
            graph.remove_app_role(RESOURCE, bad).await.err(),
            graph.delegated_permissions(bad).await.err(),
            graph.delegated_permissions_of(bad).await.err(),
            graph.app_roles_of_group(bad).await.err(),
        ] {
            assert!(matches!(error, Some(GraphError::Invalid(_))), "{bad}");
        }
    }
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn what_an_application_was_permitted_is_listed() {
    let server = MockServer::start().await;
    let address = format!("/v1.0/servicePrincipals/{RESOURCE}");
    let answer = ok(json!({ "value": [assignment(RESOURCE, "ServicePrincipal")] }));
    Mock::given(path(format!("{address}/appRoleAssignments"))).respond_with(answer).mount(&server).await;
    let answer = ok(json!({ "value": [
        { "id": "g-1", "clientId": RESOURCE, "consentType": "AllPrincipals", "principalId": null,
          "resourceId": APP, "scope": " User.Read  User.Invite.All" },
        { "id": "g-2", "clientId": RESOURCE, "consentType": "Principal", "principalId": GRADY,
          "resourceId": APP, "scope": null },
        { "id": "g-3", "clientId": RESOURCE, "consentType": "Novel", "resourceId": APP }
    ] }));
    Mock::given(path(format!("{address}/oauth2PermissionGrants"))).respond_with(answer).mount(&server).await;

    let graph = caller(&server);
    let own = graph.application_permissions(RESOURCE).await.unwrap();
    assert_eq!(own[0].principal_type, PrincipalType::ServicePrincipal);
    let delegated = graph.delegated_permissions(RESOURCE).await.unwrap();
    assert_eq!(delegated[0].scopes, ["User.Read", "User.Invite.All"]);
    let consents: Vec<_> =
        delegated.iter().map(|grant| (grant.consent_type, grant.principal_id.as_deref())).collect();
    assert_eq!(
        consents,
        [
            (ConsentType::AllPrincipals, None),
            (ConsentType::Principal, Some(GRADY)),
            (ConsentType::Other, None)
        ]
    );
    assert_eq!((delegated[1].scopes.len(), delegated[2].scopes.len()), (0, 0));
}

#[tokio::test]
async fn what_an_application_may_for_people_is_listed_by_its_application_id() {
    let server = MockServer::start().await;
    let address = format!("/v1.0/servicePrincipals(appId='{APP}')/oauth2PermissionGrants");
    let answer = ok(json!({ "value": [
        { "id": "g-1", "clientId": RESOURCE, "consentType": "AllPrincipals", "resourceId": APP, "scope": "User.Read" }
    ] }));
    Mock::given(path(address)).respond_with(answer).mount(&server).await;
    let delegated = caller(&server).delegated_permissions_of(APP).await.unwrap();
    assert_eq!(delegated[0].scopes, ["User.Read"]);
}

#[tokio::test]
async fn the_roles_of_a_group_are_listed() {
    let server = MockServer::start().await;
    let address = format!("/v1.0/groups/{GRADY}/appRoleAssignments");
    let answer = ok(json!({ "value": [assignment(GRADY, "Group")] }));
    Mock::given(path(address)).respond_with(answer).mount(&server).await;
    let held = caller(&server).app_roles_of_group(GRADY).await.unwrap();
    assert_eq!((held[0].principal_id.as_str(), held[0].principal_type), (GRADY, PrincipalType::Group));
}
