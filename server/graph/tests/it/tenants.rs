use graph::{Graph, GraphError, TenantInformation};
use serde_json::json;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::caller::{caller, ok, refusal, requests};

const FABRIKAM: &str = "6babcaad-604b-40ac-a9d7-9fd97c0b779f";

async fn answering(answer: ResponseTemplate) -> (MockServer, Graph) {
    let server = MockServer::start().await;
    let address =
        "/v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='fabrikam.example')";
    Mock::given(method("GET")).and(path(address)).respond_with(answer).mount(&server).await;
    let graph = caller(&server);
    (server, graph)
}

#[tokio::test]
async fn a_domain_names_the_tenant_that_has_it() {
    let answer = json!({
        "@odata.context": "x", "tenantId": FABRIKAM, "federationBrandName": null,
        "displayName": "Fabrikam, Inc.", "defaultDomainName": "fabrikam.example"
    });
    let (server, graph) = answering(ok(answer)).await;
    let found = graph.tenant_of_domain("fabrikam.example").await.unwrap();
    let expected =
        TenantInformation { tenant_id: FABRIKAM.to_owned(), display_name: Some("Fabrikam, Inc.".to_owned()) };
    assert_eq!(found, Some(expected));
    assert_eq!(requests(&server).await[0].url.query(), None, "the page has no query parameters");
    assert!(matches!(graph.tenant_of_domain("x') or ('").await, Err(GraphError::Invalid(_))));
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn a_tenant_may_show_no_name() {
    let (_server, graph) = answering(ok(json!({ "tenantId": FABRIKAM, "displayName": null }))).await;
    let found = graph.tenant_of_domain("fabrikam.example").await.unwrap().unwrap();
    assert_eq!(found.display_name, None);
}

#[tokio::test]
async fn a_domain_of_no_tenant_is_no_error_and_a_refusal_is_one() {
    let (_server, graph) = answering(refusal(404, "Directory_ObjectNotFound")).await;
    assert_eq!(graph.tenant_of_domain("fabrikam.example").await.unwrap(), None);
    let (_server, graph) = answering(refusal(403, "Authorization_RequestDenied")).await;
    let error = graph.tenant_of_domain("fabrikam.example").await.unwrap_err();
    assert_eq!(error.status(), Some(403));
    let (_server, graph) = answering(ok(json!({ "displayName": "Fabrikam" }))).await;
    let error = graph.tenant_of_domain("fabrikam.example").await.unwrap_err();
    assert!(
        matches!(error, GraphError::Unreadable { status: 200, .. }),
        "never the same as no tenant: {error}"
    );
}
