use graph::{ExtensionProperty, ExtensionType, GraphError};
use serde_json::{Value, json};
use wiremock::matchers::{method, path, query_param_is_missing};
use wiremock::{Mock, MockServer};

use crate::caller::{caller, ok, refusal, requests};

const APP: &str = "b7d8e648-520c-41d3-9c0f-db8eefd8da2f";
const BADGE: &str = "extension_b7d8e648520c41d39c0fdb8eefd8da2f_badge";

fn defined(name: &str, kind: &str) -> Value {
    json!({
        "id": "4e3dbc8f-ca32-41b4-825a-346215d7d20f", "deletedDateTime": null, "appDisplayName": "Directory",
        "dataType": kind, "isMultiValued": false, "isSyncedFromOnPremises": false, "name": name, "targetObjects": ["User"]
    })
}

#[tokio::test]
async fn what_an_application_defines_is_listed_over_all_pages() {
    let server = MockServer::start().await;
    let address = format!("/v1.0/applications(appId='{APP}')/extensionProperties");
    let several = json!({ "name": "extension_2", "dataType": "String", "isMultiValued": true, "targetObjects": ["Group"] });
    let first = json!({
        "value": [defined(BADGE, "Integer"), several], "@odata.nextLink": format!("{}{address}?$skiptoken=2", server.uri())
    });
    Mock::given(method("GET"))
        .and(path(address.as_str()))
        .and(query_param_is_missing("$skiptoken"))
        .respond_with(ok(first))
        .mount(&server)
        .await;
    let second = json!({ "value": [{ "name": "extension_3", "dataType": "Decimal", "targetObjects": null }, { "name": "extension_4" }] });
    Mock::given(path(address)).respond_with(ok(second)).mount(&server).await;

    let found = caller(&server).extension_properties(APP).await.unwrap();
    let names: Vec<_> = found.iter().map(|found| found.name.as_str()).collect();
    assert_eq!(names, [BADGE, "extension_2", "extension_3", "extension_4"]);
    let types: Vec<_> = found.iter().map(|found| found.data_type).collect();
    let expected =
        [ExtensionType::Integer, ExtensionType::String, ExtensionType::Other, ExtensionType::Other];
    assert_eq!(types, expected);
    let for_users: Vec<_> = found.iter().map(ExtensionProperty::is_for_users).collect();
    assert_eq!(for_users, [true, false, false, false]);
    let several: Vec<_> = found.iter().map(|found| found.is_multi_valued).collect();
    assert_eq!(several, [Some(false), Some(true), None, None]);
    assert_eq!(requests(&server).await[0].url.query(), None);
}

#[tokio::test]
async fn an_application_of_another_tenant_is_not_found_and_what_is_no_id_is_not_asked_about() {
    let server = MockServer::start().await;
    Mock::given(method("GET")).respond_with(refusal(404, "Request_ResourceNotFound")).mount(&server).await;
    let graph = caller(&server);
    assert!(graph.extension_properties(APP).await.unwrap_err().is_not_found());
    assert!(matches!(graph.extension_properties("x') or ('").await, Err(GraphError::Invalid(_))));
    assert_eq!(requests(&server).await.len(), 1);
}
