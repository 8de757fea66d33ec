use graph::{AllowedTargets, AssignmentState, AssignmentTarget, Graph, GraphError, RequestState};
use serde_json::{Value, json};
use wiremock::matchers::{method, path, query_param_is_missing};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::caller::{GRADY, caller, header, ok, parameter, refusal, requests};

const ROOT: &str = "/v1.0/identityGovernance/entitlementManagement";
const PACKAGE: &str = "a914b616-e04e-476b-aa37-91038f0b165b";
const POLICY: &str = "2264bf65-76ba-417b-a27d-54d291f0cbc8";
const REQUEST: &str = "7999249e-249e-4999-9e24-99799e249979";
const ASSIGNMENT: &str = "a6bb6942-3ae1-4259-9908-0133aaee9377";

async fn answering(verb: &str, address: &str, answer: ResponseTemplate) -> (MockServer, Graph) {
    let server = MockServer::start().await;
    let address = format!("{ROOT}{address}");
    Mock::given(method(verb)).and(path(address)).respond_with(answer).mount(&server).await;
    let graph = caller(&server);
    (server, graph)
}

async fn requesting(answer: ResponseTemplate) -> (MockServer, Graph) {
    answering("POST", "/assignmentRequests", answer).await
}

async fn body_of(server: &MockServer) -> Value {
    serde_json::from_slice(&requests(server).await[0].body).unwrap()
}

/// As on Microsoft's page.
fn submitted() -> ResponseTemplate {
    ResponseTemplate::new(201).set_body_json(json!({
        "@odata.context": "x", "id": REQUEST, "requestType": "adminAdd", "requestState": "Submitted",
        "requestStatus": "Accepted", "createdDateTime": null, "completedDate": null, "assignment": { "id": null }
    }))
}

#[tokio::test]
async fn a_package_comes_with_its_policies() {
    let answer = json!({
        "id": PACKAGE, "displayName": "Partners", "description": "", "isHidden": false,
        "assignmentPolicies": [
            { "id": POLICY, "displayName": "Direct", "allowedTargetScope": "notSpecified", "automaticRequestSettings": null },
            { "id": "2", "displayName": "Rule", "allowedTargetScope": "allExternalUsers", "automaticRequestSettings": {} },
            { "id": "3", "allowedTargetScope": "novel" },
            { "id": "4" }
        ]
    });
    let (server, graph) = answering("GET", &format!("/accessPackages/{PACKAGE}"), ok(answer)).await;
    let package = graph.access_package(PACKAGE).await.unwrap();
    assert_eq!((package.display_name.as_deref(), package.description.as_deref()), (Some("Partners"), None));
    assert_eq!(package.is_hidden, Some(false));
    let policies: Vec<_> =
        package.policies.into_iter().map(|policy| (policy.allowed_targets, policy.is_automatic)).collect();
    let expected = [
        (AllowedTargets::NotSpecified, false),
        (AllowedTargets::AllExternalUsers, true),
        (AllowedTargets::Other("novel".to_owned()), false),
        (AllowedTargets::Other(String::new()), false),
    ];
    assert_eq!(policies, expected);
    assert_eq!(parameter(&requests(&server).await[0], "$expand").as_deref(), Some("assignmentPolicies"));
}

#[tokio::test]
async fn packages_are_found_by_a_part_of_their_name() {
    let found = json!({ "value": [{ "id": "1" }, { "id": "2" }, { "id": "3" }] });
    let (server, graph) = answering("GET", "/accessPackages", ok(found)).await;
    assert_eq!(graph.find_access_packages(" O'Neil & Co ", 2).await.unwrap().len(), 2);
    assert_eq!(graph.find_access_packages(" ", 2).await.unwrap(), []);
    assert_eq!(graph.find_access_packages("a", 0).await.unwrap(), []);

    let requests = requests(&server).await;
    assert_eq!(requests.len(), 1);
    assert_eq!(
        parameter(&requests[0], "$filter").as_deref(),
        Some("contains(tolower(displayName),'o''neil & co')")
    );
}

#[tokio::test]
async fn a_package_is_requested_for_a_user() {
    let (server, graph) = requesting(submitted()).await;
    let request = graph.request_access_package(PACKAGE, POLICY, AssignmentTarget::User(GRADY)).await.unwrap();
    assert_eq!((request.id.as_str(), request.state), (REQUEST, RequestState::Submitted));
    assert_eq!((request.status.as_deref(), request.assignment), (Some("Accepted"), None));
    let assignment = json!({ "targetId": GRADY, "assignmentPolicyId": POLICY, "accessPackageId": PACKAGE });
    assert_eq!(body_of(&server).await, json!({ "requestType": "adminAdd", "assignment": assignment }));
}

#[tokio::test]
async fn a_package_is_requested_for_an_address() {
    let (server, graph) = requesting(submitted()).await;
    let target = AssignmentTarget::Address("grady@fabrikam.example");
    graph.request_access_package(PACKAGE, POLICY, target).await.unwrap();
    let subject = json!({ "email": "grady@fabrikam.example" });
    let assignment = json!({ "target": subject, "assignmentPolicyId": POLICY, "accessPackageId": PACKAGE });
    assert_eq!(body_of(&server).await, json!({ "requestType": "adminAdd", "assignment": assignment }));
    assert_eq!(format!("{target:?}"), "Address");
}

#[tokio::test]
async fn a_new_request_is_understood_in_both_spellings_of_its_state() {
    let both =
        json!({ "id": REQUEST, "state": "submitted", "requestState": "Submitted", "status": "Accepted" });
    for body in [
        both,
        json!({ "id": REQUEST, "state": null, "requestState": "submitted", "requestStatus": "Accepted" }),
    ] {
        let (_server, graph) = requesting(ResponseTemplate::new(201).set_body_json(body)).await;
        let request = graph.remove_access_package(ASSIGNMENT).await.unwrap();
        assert_eq!((request.state, request.status.as_deref()), (RequestState::Submitted, Some("Accepted")));
    }
}

#[tokio::test]
async fn the_end_of_an_assignment_is_requested() {
    let (server, graph) = requesting(submitted()).await;
    assert_eq!(graph.remove_access_package(ASSIGNMENT).await.unwrap().id, REQUEST);
    let expected = json!({ "requestType": "adminRemove", "assignment": { "id": ASSIGNMENT } });
    assert_eq!(body_of(&server).await, expected);
}

#[tokio::test]
async fn a_request_is_sent_once_whatever_the_answer() {
    for (answer, unknown) in [
        (refusal(400, "BadRequest"), false),
        (refusal(403, "Authorization_RequestDenied"), false),
        (refusal(429, "TooManyRequests").insert_header("Retry-After", "0"), false),
        (refusal(503, "").insert_header("Retry-After", "0"), true),
        (ResponseTemplate::new(201).set_body_json(json!({ "requestState": "Submitted" })), true),
    ] {
        let (server, graph) = requesting(answer).await;
        let error =
            graph.request_access_package(PACKAGE, POLICY, AssignmentTarget::User(GRADY)).await.unwrap_err();
        assert_eq!(error.outcome_unknown(), unknown, "{error}");
        assert_eq!(requests(&server).await.len(), 1, "{error}");
    }
}

/// Both answers are on Microsoft's page.
#[tokio::test]
async fn a_request_is_canceled_without_a_body_and_once() {
    let address = format!("/assignmentRequests/{REQUEST}/cancel");
    for status in [200, 204] {
        let (server, graph) = answering("POST", &address, ResponseTemplate::new(status)).await;
        graph.cancel_assignment_request(REQUEST).await.unwrap();
        let sent = &requests(&server).await[0];
        assert_eq!((sent.body.as_slice(), header(sent, "content-type")), (&[][..], None));
        assert_eq!(header(sent, "content-length"), Some("0"));
    }
    for (answer, unknown) in [
        (refusal(400, "BadRequest"), false),
        (refusal(403, "Authorization_RequestDenied"), false),
        (refusal(503, "").insert_header("Retry-After", "0"), true),
    ] {
        let (server, graph) = answering("POST", &address, answer).await;
        let error = graph.cancel_assignment_request(REQUEST).await.unwrap_err();
        assert_eq!(error.outcome_unknown(), unknown, "{error}");
        assert_eq!(requests(&server).await.len(), 1, "{error}");
    }
}

#[test]
fn what_is_delivered_or_over_cannot_be_canceled() {
    for (state, is_open, is_cancelable) in [
        (RequestState::Submitted, true, true),
        (RequestState::PendingApproval, true, true),
        (RequestState::Scheduled, true, true),
        (RequestState::Delivering, true, false),
        (RequestState::Delivered, false, false),
        (RequestState::PartiallyDelivered, false, false),
        (RequestState::DeliveryFailed, false, false),
        (RequestState::Denied, false, false),
        (RequestState::Canceled, false, false),
        (RequestState::Other("new".to_owned()), true, false),
    ] {
        assert_eq!((state.is_open(), state.is_cancelable()), (is_open, is_cancelable), "{state:?}");
    }
}

#[tokio::test]
async fn a_request_is_followed_through_its_states() {
    for (state, expected) in [
        (json!("submitted"), RequestState::Submitted),
        (json!("pendingApproval"), RequestState::PendingApproval),
        (json!("Delivering"), RequestState::Delivering),
        (json!("delivered"), RequestState::Delivered),
        (json!("deliveryFailed"), RequestState::DeliveryFailed),
        (json!("denied"), RequestState::Denied),
        (json!("scheduled"), RequestState::Scheduled),
        (json!("canceled"), RequestState::Canceled),
        (json!("partiallyDelivered"), RequestState::PartiallyDelivered),
        (json!("unknownFutureValue"), RequestState::Other("unknownFutureValue".to_owned())),
        (json!(null), RequestState::Other(String::new())),
    ] {
        let answer = json!({
            "id": REQUEST, "requestType": "adminAdd", "state": state, "status": "x",
            "createdDateTime": "2019-10-25T22:55:11.623Z", "completedDateTime": null,
            "assignment": { "id": ASSIGNMENT, "state": "delivering", "target": { "objectId": GRADY, "email": "" } }
        });
        let (server, graph) = answering("GET", &format!("/assignmentRequests/{REQUEST}"), ok(answer)).await;
        let request = graph.assignment_request(REQUEST).await.unwrap();
        assert_eq!(request.state, expected);
        assert_eq!((request.created_at.is_some(), request.completed_at), (true, None));
        let assignment = request.assignment.unwrap();
        assert_eq!((assignment.id.as_str(), assignment.state), (ASSIGNMENT, AssignmentState::Delivering));
        let target = assignment.target.unwrap();
        assert_eq!((target.object_id.as_deref(), target.email), (Some(GRADY), None));
        let expand = parameter(&requests(&server).await[0], "$expand");
        assert_eq!(expand.as_deref(), Some("assignment($expand=target)"));
    }
}

#[tokio::test]
async fn an_assignment_is_read_in_each_state() {
    for (state, expected) in [
        ("delivering", AssignmentState::Delivering),
        ("partiallyDelivered", AssignmentState::PartiallyDelivered),
        ("Delivered", AssignmentState::Delivered),
        ("expired", AssignmentState::Expired),
        ("deliveryFailed", AssignmentState::DeliveryFailed),
        ("Novel", AssignmentState::Other("Novel".to_owned())),
    ] {
        let answer = json!({
            "id": ASSIGNMENT, "state": state, "status": "Delivered", "expiredDateTime": "2019-04-25T23:45:40.42Z",
            "target": null
        });
        let (server, graph) = answering("GET", &format!("/assignments/{ASSIGNMENT}"), ok(answer)).await;
        let assignment = graph.assignment(ASSIGNMENT).await.unwrap();
        assert_eq!((assignment.state, assignment.target), (expected, None));
        assert!(assignment.expired_at.is_some());
        assert_eq!(parameter(&requests(&server).await[0], "$expand").as_deref(), Some("target"));
    }
}

#[tokio::test]
async fn assignments_of_a_user_are_listed_over_all_pages() {
    let server = MockServer::start().await;
    let link = format!("{}{ROOT}/assignments?$skiptoken=2", server.uri());
    let first = ok(json!({ "value": [{ "id": "1", "state": "expired" }], "@odata.nextLink": link }));
    let second =
        ok(json!({ "value": [{ "id": ASSIGNMENT, "state": "delivered", "target": { "objectId": GRADY } }] }));
    let address = format!("{ROOT}/assignments");
    let start = Mock::given(path(address.as_str())).and(query_param_is_missing("$skiptoken"));
    start.respond_with(first).mount(&server).await;
    Mock::given(path(address)).respond_with(second).mount(&server).await;

    let found = caller(&server).assignments_of(GRADY, PACKAGE, POLICY).await.unwrap();
    let states: Vec<_> = found.into_iter().map(|assignment| assignment.state).collect();
    assert_eq!(states, [AssignmentState::Expired, AssignmentState::Delivered]);
    let expected = format!(
        "accessPackage/id eq '{PACKAGE}' and assignmentPolicy/id eq '{POLICY}' and target/objectId eq '{GRADY}'"
    );
    assert_eq!(parameter(&requests(&server).await[0], "$filter"), Some(expected));
}

#[tokio::test]
async fn what_names_no_package_is_not_sent() {
    let server = MockServer::start().await;
    let graph = caller(&server);
    for bad in ["", "..", "' or 1 eq 1 or id eq '"] {
        let user = AssignmentTarget::User(GRADY);
        for error in [
            graph.access_package(bad).await.err(),
            graph.request_access_package(bad, POLICY, user).await.err(),
            graph.request_access_package(PACKAGE, bad, user).await.err(),
            graph.request_access_package(PACKAGE, POLICY, AssignmentTarget::User(bad)).await.err(),
            graph.request_access_package(PACKAGE, POLICY, AssignmentTarget::Address(" ")).await.err(),
            graph.remove_access_package(bad).await.err(),
            graph.assignment_request(bad).await.err(),
            graph.cancel_assignment_request(bad).await.err(),
            graph.assignment(bad).await.err(),
            graph.assignments_of(bad, PACKAGE, POLICY).await.err(),
            graph.assignments_of(GRADY, bad, POLICY).await.err(),
            graph.assignments_of(GRADY, PACKAGE, bad).await.err(),
        ] {
            assert!(matches!(error, Some(GraphError::Invalid(_))), "{bad}");
        }
    }
    assert!(requests(&server).await.is_empty());
}
