use graph::{Attribute, GraphError, UserChange};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::caller::{GRADY, caller, refusal, requests};

#[tokio::test]
async fn a_change_names_only_what_changes() {
    let server = MockServer::start().await;
    Mock::given(method("PATCH"))
        .and(path(format!("/v1.0/users/{GRADY}")))
        .respond_with(ResponseTemplate::new(204))
        .mount(&server)
        .await;
    let change = UserChange::new().set(Attribute::GivenName, "Grady \"G\"").clear(Attribute::JobTitle);
    let graph = caller(&server);
    graph.update_user(GRADY, &change).await.unwrap();
    graph.update_user(GRADY, &UserChange::new()).await.unwrap();

    let requests = requests(&server).await;
    assert_eq!(requests.len(), 1);
    let body: Value = serde_json::from_slice(&requests[0].body).unwrap();
    assert_eq!(body, json!({ "givenName": "Grady \"G\"", "jobTitle": null }));
}

#[tokio::test]
async fn a_change_is_sent_once() {
    let server = MockServer::start().await;
    Mock::given(method("PATCH")).respond_with(refusal(503, "")).mount(&server).await;
    let change = UserChange::new().set(Attribute::City, "Vilnius");
    let graph = caller(&server);
    assert_eq!(graph.update_user(GRADY, &change).await.unwrap_err().status(), Some(503));
    assert!(matches!(graph.update_user("..", &change).await, Err(GraphError::Invalid(_))));
    assert!(matches!(graph.update_user("..", &UserChange::new()).await, Err(GraphError::Invalid(_))));
    assert_eq!(requests(&server).await.len(), 1);
}
