use graph::{AttributeError, AttributeName, AttributeValue, GraphError, UserChange};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::caller::{ADELE, GRADY, caller, ok, parameter, refusal, requests};

const ROLE: &str = "extension_b0a1c2d3e4f5061728394a5b6c7d8e9f_appRole";
const SEVENTH: &str = "onPremisesExtensionAttributes.extensionAttribute7";

fn named(name: &str) -> AttributeName {
    name.parse().unwrap()
}

#[tokio::test]
async fn attributes_are_asked_for_by_name() {
    let server = MockServer::start().await;
    let answer = json!({
        "@odata.context": "x", "id": GRADY, "userType": "Guest", "givenName": "Grady", "surname": "", "jobTitle": null,
        "businessPhones": ["+370 5", "+370 6"], "onPremisesExtensionAttributes": { "extensionAttribute7": "x", "extensionAttribute8": null },
        "Extension_b0a1c2d3e4f5061728394a5b6c7d8e9f_AppRole": 7, "city": "Vilnius"
    });
    Mock::given(method("GET"))
        .and(path(format!("/v1.0/users/{GRADY}")))
        .respond_with(ok(answer))
        .mount(&server)
        .await;
    let eighth = "onPremisesExtensionAttributes.extensionAttribute8";
    let names = ["givenName", "surname", "jobTitle", "department", "businessPhones", SEVENTH, eighth, ROLE]
        .map(named);
    let found = caller(&server).user_attributes(GRADY, &names).await.unwrap();

    assert_eq!((found.id.as_str(), found.is_guest()), (GRADY, true));
    let phones = AttributeValue::Texts(vec!["+370 5".into(), "+370 6".into()]);
    let given_name = AttributeValue::from("Grady");
    let of = |name| found.get(&named(name)).cloned();
    assert_eq!([of("givenName"), of("businessPhones")], [Some(given_name), Some(phones)]);
    assert_eq!([of(SEVENTH), of(ROLE)], [Some("x".into()), Some(AttributeValue::Number(7))]);
    for empty in ["surname", "jobTitle", "department", eighth] {
        assert_eq!(of(empty), None, "{empty}");
    }
    assert_eq!(of("city"), None, "it was not asked for");
    assert_eq!(found.iter().count(), 4);
    assert_eq!(
        parameter(&requests(&server).await[0], "$select").unwrap(),
        format!(
            "id,userType,givenName,surname,jobTitle,department,businessPhones,onPremisesExtensionAttributes,{ROLE}"
        )
    );
}

#[tokio::test]
async fn a_value_of_an_odd_shape_is_not_empty() {
    let server = MockServer::start().await;
    let answer = json!({
        "id": ADELE, "givenName": 7, "businessPhones": ["1", null], "city": {}, "country": "", "userType": "Robot",
        ROLE: ["a"], "onPremisesExtensionAttributes": { "extensionAttribute7": false }
    });
    Mock::given(path(format!("/v1.0/users/{ADELE}"))).respond_with(ok(answer)).mount(&server).await;
    let names = ["givenName", "businessPhones", "city", SEVENTH, ROLE, "country"].map(named);
    let found = caller(&server).user_attributes(ADELE, &names).await.unwrap();
    assert!(!found.is_guest());
    for name in &names[..5] {
        assert_eq!(found.get(name), Some(&AttributeValue::Other), "{name}");
    }
    assert_eq!(found.get(&names[5]), None);

    let server = MockServer::start().await;
    Mock::given(path(format!("/v1.0/users/{ADELE}"))).respond_with(ok(json!({}))).mount(&server).await;
    let error = caller(&server).user_attributes(ADELE, &names).await.unwrap_err();
    assert!(matches!(error, GraphError::Unreadable { .. }), "{error}");
}

#[tokio::test]
async fn a_change_names_only_what_changes() {
    let server = MockServer::start().await;
    Mock::given(method("PATCH"))
        .and(path(format!("/v1.0/users/{GRADY}")))
        .respond_with(ResponseTemplate::new(204))
        .mount(&server)
        .await;
    let change = UserChange::new()
        .set(named("givenName"), "Grady \"G\"")
        .and_then(|change| change.set(named(ROLE), AttributeValue::Boolean(true)))
        .and_then(|change| change.set(named(SEVENTH), "x"))
        .unwrap()
        .clear(named("onPremisesExtensionAttributes.extensionAttribute8"))
        .clear(named("businessPhones"))
        .clear(named("jobTitle"));
    let graph = caller(&server);
    graph.update_user(GRADY, &change).await.unwrap();
    graph.update_user(GRADY, &UserChange::new()).await.unwrap();

    let requests = requests(&server).await;
    assert_eq!(requests.len(), 1);
    let body: Value = serde_json::from_slice(&requests[0].body).unwrap();
    let on_premises = json!({ "extensionAttribute7": "x", "extensionAttribute8": null });
    let expected = json!({
        "givenName": "Grady \"G\"", "jobTitle": null, "businessPhones": [], ROLE: true,
        "onPremisesExtensionAttributes": on_premises
    });
    assert_eq!(body, expected);
}

#[test]
fn a_change_refuses_what_an_attribute_cannot_hold() {
    for (name, value) in [
        ("givenName", AttributeValue::Number(1)),
        ("businessPhones", AttributeValue::from("1")),
        (ROLE, AttributeValue::Other),
    ] {
        assert_eq!(UserChange::new().set(named(name), value), Err(AttributeError::Value), "{name}");
    }
}

#[tokio::test]
async fn a_change_is_sent_once() {
    let server = MockServer::start().await;
    Mock::given(method("PATCH")).respond_with(refusal(503, "")).mount(&server).await;
    let change = UserChange::new().set(named("city"), "Vilnius").unwrap();
    let graph = caller(&server);
    assert_eq!(graph.update_user(GRADY, &change).await.unwrap_err().status(), Some(503));
    assert!(matches!(graph.update_user("..", &change).await, Err(GraphError::Invalid(_))));
    assert!(matches!(graph.update_user("..", &UserChange::new()).await, Err(GraphError::Invalid(_))));
    assert_eq!(requests(&server).await.len(), 1);
}
