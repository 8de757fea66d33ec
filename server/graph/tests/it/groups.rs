use graph::{Effect, Graph, GraphError, GroupKind, Membership, NotJoinable};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::caller::{ADELE, GRADY, caller, header, ok, parameter, refusal, requests};

const READERS: &str = "45b7d2e7-b882-4a80-ba97-10b7a63b8fa4";

/// As Graph words a refusal.
pub fn worded(status: u16, message: &str) -> ResponseTemplate {
    let error =
        json!({ "code": "Request_BadRequest", "message": message, "innerError": { "request-id": "r-1" } });
    ResponseTemplate::new(status).set_body_json(json!({ "error": error }))
}

async fn answering(verb: &str, address: String, answer: ResponseTemplate) -> (MockServer, Graph) {
    let server = MockServer::start().await;
    Mock::given(method(verb)).and(path(address)).respond_with(answer).mount(&server).await;
    let graph = caller(&server);
    (server, graph)
}

async fn adding(answer: ResponseTemplate) -> (MockServer, Graph) {
    answering("POST", format!("/v1.0/groups/{READERS}/members/$ref"), answer).await
}

async fn removing(answer: ResponseTemplate) -> (MockServer, Graph) {
    answering("DELETE", format!("/v1.0/groups/{READERS}/members/{GRADY}/$ref"), answer).await
}

#[tokio::test]
async fn a_group_says_whether_it_can_be_joined() {
    let answer = json!({
        "id": READERS, "displayName": "Readers", "description": null, "groupTypes": ["DynamicMembership"],
        "membershipRule": "(user.userType -eq \"Guest\")", "membershipRuleProcessingState": "On",
        "isAssignableToRole": null, "mailEnabled": false, "securityEnabled": true, "onPremisesSyncEnabled": null
    });
    let (server, graph) = answering("GET", format!("/v1.0/groups/{READERS}"), ok(answer)).await;
    let group = graph.group(READERS).await.unwrap();
    assert_eq!((group.id.as_str(), group.display_name.as_deref()), (READERS, Some("Readers")));
    assert_eq!((group.description.as_deref(), group.kind), (None, GroupKind::Security));
    let rule = Some("(user.userType -eq \"Guest\")".to_owned());
    assert_eq!(group.membership, Membership::Dynamic { rule, processing_state: Some("On".to_owned()) });
    assert_eq!(group.not_joinable(), Some(NotJoinable::DynamicMembership));
    assert_eq!(
        parameter(&requests(&server).await[0], "$select").unwrap(),
        "id,displayName,description,groupTypes,membershipRule,membershipRuleProcessingState,isAssignableToRole,\
mailEnabled,securityEnabled,onPremisesSyncEnabled"
    );
    assert!(matches!(graph.group("$count").await, Err(GraphError::Invalid(_))));
}

#[tokio::test]
async fn groups_are_searched_by_words_of_their_names() {
    let found =
        json!({ "value": [{ "id": "1", "displayName": "R&D" }, { "id": "2", "displayName": "Run Dry" }] });
    let (server, graph) = answering("GET", "/v1.0/groups".to_owned(), ok(found)).await;
    let groups = graph.find_groups(" R&D ", 5).await.unwrap();
    assert_eq!(groups.iter().map(|group| group.id.as_str()).collect::<Vec<_>>(), ["1"]);
    assert_eq!(graph.find_groups("&", 5).await.unwrap(), []);
    assert_eq!(graph.find_groups("R", 0).await.unwrap(), []);

    let requests = requests(&server).await;
    assert_eq!(requests.len(), 1);
    assert_eq!(parameter(&requests[0], "$search").as_deref(), Some(r#""displayName:R D""#));
    assert_eq!(parameter(&requests[0], "$top").as_deref(), Some("5"));
    assert_eq!(header(&requests[0], "consistencylevel"), Some("eventual"));
}

#[tokio::test]
async fn a_member_is_added_by_reference() {
    let (server, graph) = adding(ResponseTemplate::new(204)).await;
    assert_eq!(graph.add_group_member(READERS, GRADY).await.unwrap(), Effect::Made);
    let request = &requests(&server).await[0];
    assert_eq!(request.url.path(), format!("/v1.0/groups/{READERS}/members/$ref"));
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(body, json!({ "@odata.id": format!("{}/v1.0/directoryObjects/{GRADY}", server.uri()) }));
}

#[tokio::test]
async fn a_member_already_is_no_failure() {
    let message =
        "One or more added object references already exist for the following modified properties: 'members'.";
    let (_server, graph) = adding(worded(400, message)).await;
    assert_eq!(graph.add_group_member(READERS, GRADY).await.unwrap(), Effect::AlreadySo);
}

#[tokio::test]
async fn a_guest_not_visible_yet_is_told_from_a_group_that_takes_nobody() {
    for (answer, not_visible) in [
        (refusal(404, "Request_ResourceNotFound"), true),
        (worded(400, "Not a valid reference update."), true),
        (worded(400, "Cannot Update a mail-enabled security groups and or distribution list."), false),
        (refusal(403, "Authorization_RequestDenied"), false),
    ] {
        let (server, graph) = adding(answer).await;
        let error = graph.add_group_member(READERS, GRADY).await.unwrap_err();
        assert_eq!(error.is_not_visible_yet(), not_visible, "{error}");
        assert_eq!(requests(&server).await.len(), 1);
    }
}

#[tokio::test]
async fn a_membership_is_changed_once() {
    let (server, graph) = adding(refusal(503, "")).await;
    assert!(graph.add_group_member(READERS, GRADY).await.unwrap_err().outcome_unknown());
    assert_eq!(requests(&server).await.len(), 1);

    let (server, graph) = removing(refusal(503, "")).await;
    assert!(graph.remove_group_member(READERS, GRADY).await.unwrap_err().outcome_unknown());
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn a_member_is_removed_by_reference_so_that_the_user_stays() {
    for (answer, effect) in [
        (ResponseTemplate::new(204), Effect::Made),
        (refusal(404, "Request_ResourceNotFound"), Effect::AlreadySo),
    ] {
        let (server, graph) = removing(answer).await;
        assert_eq!(graph.remove_group_member(READERS, GRADY).await.unwrap(), effect);
        let path = format!("/v1.0/groups/{READERS}/members/{GRADY}/$ref");
        assert_eq!(requests(&server).await[0].url.path(), path);
    }
    let (_server, graph) = removing(refusal(403, "Authorization_RequestDenied")).await;
    assert_eq!(graph.remove_group_member(READERS, GRADY).await.unwrap_err().status(), Some(403));
}

#[tokio::test]
async fn one_member_is_asked_for() {
    for (answer, member) in
        [(ok(json!({ "id": GRADY })), Some(true)), (refusal(404, ""), Some(false)), (refusal(403, ""), None)]
    {
        let (server, graph) =
            answering("GET", format!("/v1.0/groups/{READERS}/members/{GRADY}"), answer).await;
        assert_eq!(graph.is_direct_member(READERS, GRADY).await.ok(), member);
        assert_eq!(parameter(&requests(&server).await[0], "$select").as_deref(), Some("id"));
    }
}

#[tokio::test]
async fn groups_are_checked_twenty_at_a_time_and_repeated_as_a_read() {
    let server = MockServer::start().await;
    let address = format!("/v1.0/users/{GRADY}/checkMemberGroups");
    Mock::given(path(address.as_str())).respond_with(refusal(503, "")).up_to_n_times(1).mount(&server).await;
    let answer = ok(json!({ "@odata.context": "x", "value": [READERS] }));
    Mock::given(method("POST")).and(path(address)).respond_with(answer).mount(&server).await;
    let groups = vec![READERS; 21];
    let graph = caller(&server);
    assert_eq!(graph.member_groups(GRADY, &groups).await.unwrap(), [READERS, READERS]);
    assert_eq!(graph.member_groups::<&str>(GRADY, &[]).await.unwrap(), Vec::<String>::new());

    let requests = requests(&server).await;
    let asked: Vec<usize> = requests
        .iter()
        .map(|request| {
            let body: Value = serde_json::from_slice(&request.body).unwrap();
            body["groupIds"].as_array().unwrap().len()
        })
        .collect();
    assert_eq!(asked, [20, 20, 1]);
}

#[tokio::test]
async fn what_is_no_object_id_is_not_sent() {
    let server = MockServer::start().await;
    let graph = caller(&server);
    for bad in ["", "..", "adele@contoso.example", "$ref"] {
        for error in [
            graph.add_group_member(bad, ADELE).await.err(),
            graph.add_group_member(READERS, bad).await.err(),
            graph.remove_group_member(bad, ADELE).await.err(),
            graph.remove_group_member(READERS, bad).await.err(),
            graph.is_direct_member(READERS, bad).await.err(),
            graph.member_groups(ADELE, &[bad]).await.err(),
        ] {
            assert!(matches!(error, Some(GraphError::Invalid(_))), "{bad}");
        }
    }
    assert!(requests(&server).await.is_empty());
}
