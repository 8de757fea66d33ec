//! Query options where they do not fit: what is not done is refused, never passed over.

use reqwest::Method;
use serde_json::json;

use crate::harness::{ADELE, ALEX, GRADY, JONI, start_emulator};

#[tokio::test]
async fn a_single_object_is_not_asked_what_only_a_list_is() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let adele = started.powerful(ADELE, "User.Read.All").await;
    let joni = started.user(JONI);
    let manager = format!("/users/{joni}/manager");
    let link =
        json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/users/{}", started.user(ADELE)) });
    assert_eq!(started.graph(Method::PUT, &format!("{manager}/$ref"), &token, Some(link)).await.status, 204);
    let grady = started.user(GRADY);
    assert_eq!(started.graph(Method::DELETE, &format!("/users/{grady}"), &token, None).await.status, 204);
    let words = "The query specified in the URI is not valid.";
    for path in [
        format!("/users/{joni}"),
        manager,
        format!("/directory/deletedItems/{grady}"),
        format!("/groups/{}", emulator::seed::groups::PROJECT),
    ] {
        assert_eq!(started.get(&format!("{path}?$select=id"), &token).await.status, 200, "{path}");
        for option in [
            "$filter=displayName eq 'x'",
            "$search=\"displayName:x\"",
            "$orderby=displayName",
            "$top=1",
            "$count=true",
        ] {
            started.get_eventual(&format!("{path}?{option}"), &token).await.refused(400, "BadRequest", words);
        }
    }
    started.get("/me?$filter=mail eq 'x'", &adele).await.refused(400, "BadRequest", words);
}

#[tokio::test]
async fn linked_objects_are_filtered_sorted_and_searched_like_others() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let list = format!("/users/{}/sponsors", started.user(JONI));
    let alex =
        json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/users/{}", started.user(ALEX)) });
    assert_eq!(started.graph(Method::POST, &format!("{list}/$ref"), &token, Some(alex)).await.status, 204);
    assert_eq!(started.get(&list, &token).await.mails(), [ADELE, ALEX]);
    assert_eq!(
        started.get(&format!("{list}?$orderby=displayName desc"), &token).await.mails(),
        [ALEX, ADELE]
    );
    assert_eq!(started.get(&format!("{list}?$filter=mail eq '{ALEX}'"), &token).await.mails(), [ALEX]);
    let search = format!("{list}?$search=\"displayName:vance\"");
    assert_eq!(started.get_eventual(&search, &token).await.mails(), [ADELE]);
    started.get(&search, &token).await.refused(400, "Request_UnsupportedQuery", "Request with $search");
    let single = started.get(&format!("{list}?$select=aboutMe"), &token).await;
    single.refused(501, "NotImplemented", "This operation target is not yet supported.");
}

#[tokio::test]
async fn options_that_are_not_followed_are_refused() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let deleted = "/directory/deletedItems/microsoft.graph.user";
    started.get(&format!("{deleted}?$expand=manager"), &token).await.refused(
        400,
        "BadRequest",
        "Parsing OData Select and Expand failed: Could not find a property named 'manager'",
    );
    let client = started.client("daemon").client_id;
    let found = started.get(&format!("/applications?$filter=appId eq '{client}'"), &token).await;
    let joni = started.user(JONI);
    for path in [
        format!("/users/{joni}/extensions"),
        format!("/users/{joni}/extensions/example.contoso.one"),
        format!("/applications/{}/extensionProperties", found.ids()[0]),
        "/tenantRelationships/findTenantInformationByDomainName(domainName='fabrikam.example')".to_owned(),
    ] {
        let refused = started.get(&format!("{path}?$filter=id eq 'x'"), &token).await;
        refused.refused(400, "BadRequest", "The query parameter '$filter' is not supported");
    }
}
