use graph::{Effect, Graph, GraphError};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::caller::{ADELE, GRADY, caller, ok, parameter, refusal, requests};
use crate::groups::worded;

const PARTNERS: &str = "45b7d2e7-b882-4a80-ba97-10b7a63b8fa4";

async fn answering(verb: &str, address: &str, answer: ResponseTemplate) -> (MockServer, Graph) {
    let server = MockServer::start().await;
    let address = format!("/v1.0/users/{GRADY}/sponsors{address}");
    Mock::given(method(verb)).and(path(address)).respond_with(answer).mount(&server).await;
    let graph = caller(&server);
    (server, graph)
}

async fn adding(answer: ResponseTemplate) -> (MockServer, Graph) {
    answering("POST", "/$ref", answer).await
}

async fn removing(answer: ResponseTemplate) -> (MockServer, Graph) {
    answering("DELETE", &format!("/{ADELE}/$ref"), answer).await
}

#[tokio::test]
async fn sponsors_are_users_and_groups() {
    let answer = json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#directoryObjects(id)",
        "value": [
            { "@odata.type": "#microsoft.graph.user", "id": ADELE },
            { "@odata.type": "#microsoft.graph.group", "id": PARTNERS },
        ],
    });
    let (server, graph) = answering("GET", "", ok(answer)).await;
    assert_eq!(graph.sponsors_of_user(GRADY).await.unwrap(), [ADELE, PARTNERS]);
    assert_eq!(parameter(&requests(&server).await[0], "$select").as_deref(), Some("id"));

    let (_server, graph) = answering("GET", "", ok(json!({ "value": [] }))).await;
    assert_eq!(graph.sponsors_of_user(GRADY).await.unwrap(), Vec::<String>::new());
    let (_server, graph) = answering("GET", "", refusal(403, "Authorization_RequestDenied")).await;
    assert_eq!(graph.sponsors_of_user(GRADY).await.unwrap_err().status(), Some(403));
}

#[tokio::test]
async fn a_sponsor_is_added_by_reference() {
    let (server, graph) = adding(ResponseTemplate::new(204)).await;
    assert_eq!(graph.add_sponsor(GRADY, ADELE).await.unwrap(), Effect::Made);
    let request = &requests(&server).await[0];
    assert_eq!(request.url.path(), format!("/v1.0/users/{GRADY}/sponsors/$ref"));
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(body, json!({ "@odata.id": format!("{}/v1.0/users/{ADELE}", server.uri()) }));
}

#[tokio::test]
async fn a_sponsor_already_is_no_failure_and_anything_else_is() {
    let message = "One or more added object references already exist for the following modified properties: 'sponsors'.";
    let (_server, graph) = adding(worded(400, message)).await;
    assert_eq!(graph.add_sponsor(GRADY, ADELE).await.unwrap(), Effect::AlreadySo);
    for (answer, status) in [
        (worded(400, "There are too many of them."), 400),
        (refusal(403, "Authorization_RequestDenied"), 403),
        (refusal(404, "Request_ResourceNotFound"), 404),
    ] {
        let (_server, graph) = adding(answer).await;
        assert_eq!(graph.add_sponsor(GRADY, ADELE).await.unwrap_err().status(), Some(status));
    }
}

#[tokio::test]
async fn sponsors_are_changed_once() {
    let (server, graph) = adding(refusal(503, "")).await;
    assert!(graph.add_sponsor(GRADY, ADELE).await.unwrap_err().outcome_unknown());
    assert_eq!(requests(&server).await.len(), 1);

    let (server, graph) = removing(refusal(503, "")).await;
    assert!(graph.remove_sponsor(GRADY, ADELE).await.unwrap_err().outcome_unknown());
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn a_sponsor_is_removed_by_reference_so_that_both_users_stay() {
    for (answer, effect) in [
        (ResponseTemplate::new(204), Effect::Made),
        (refusal(404, "Request_ResourceNotFound"), Effect::AlreadySo),
    ] {
        let (server, graph) = removing(answer).await;
        assert_eq!(graph.remove_sponsor(GRADY, ADELE).await.unwrap(), effect);
        let path = format!("/v1.0/users/{GRADY}/sponsors/{ADELE}/$ref");
        assert_eq!(requests(&server).await[0].url.path(), path);
    }
    let (_server, graph) = removing(refusal(403, "Authorization_RequestDenied")).await;
    assert_eq!(graph.remove_sponsor(GRADY, ADELE).await.unwrap_err().status(), Some(403));
}

#[tokio::test]
async fn who_is_named_by_no_object_id_is_not_asked_about() {
    let server = MockServer::start().await;
    let graph = caller(&server);
    for bad in ["", "..", "adele@contoso.example", "$ref"] {
        for error in [
            graph.sponsors_of_user(bad).await.err(),
            graph.add_sponsor(bad, ADELE).await.err(),
            graph.add_sponsor(GRADY, bad).await.err(),
            graph.remove_sponsor(bad, ADELE).await.err(),
            graph.remove_sponsor(GRADY, bad).await.err(),
        ] {
            assert!(matches!(error, Some(GraphError::Invalid(_))), "{bad}");
        }
    }
    assert!(requests(&server).await.is_empty());
}
