//! Query options where they do not fit: what is not done is refused, never passed over.

use reqwest::Method;
use serde_json::json;

use crate::harness::{ADELE, ALEX, GRADY, JONI, hall};

#[tokio::test]
async fn a_single_object_is_not_asked_what_only_a_list_is() {
    let hall = hall().await;
    let token = hall.application("daemon").await;
    let adele = hall.powerful(ADELE, "User.Read.All").await;
    let joni = hall.user(JONI);
    let manager = format!("/users/{joni}/manager");
    let link = json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/users/{}", hall.user(ADELE)) });
    assert_eq!(hall.graph(Method::PUT, &format!("{manager}/$ref"), &token, Some(link)).await.status, 204);
    let grady = hall.user(GRADY);
    assert_eq!(hall.graph(Method::DELETE, &format!("/users/{grady}"), &token, None).await.status, 204);
    let words = "The query specified in the URI is not valid.";
    for path in [
        format!("/users/{joni}"),
        manager,
        format!("/directory/deletedItems/{grady}"),
        format!("/groups/{}", emulator::seed::groups::PROJECT),
    ] {
        assert_eq!(hall.get(&format!("{path}?$select=id"), &token).await.status, 200, "{path}");
        for option in [
            "$filter=displayName eq 'x'",
            "$search=\"displayName:x\"",
            "$orderby=displayName",
            "$top=1",
            "$count=true",
        ] {
            hall.get_eventual(&format!("{path}?{option}"), &token).await.refused(400, "BadRequest", words);
        }
    }
    hall.get("/me?$filter=mail eq 'x'", &adele).await.refused(400, "BadRequest", words);
}

#[tokio::test]
async fn linked_objects_are_filtered_sorted_and_searched_like_others() {
    let hall = hall().await;
    let token = hall.application("daemon").await;
    let list = format!("/users/{}/sponsors", hall.user(JONI));
    let alex = json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/users/{}", hall.user(ALEX)) });
    assert_eq!(hall.graph(Method::POST, &format!("{list}/$ref"), &token, Some(alex)).await.status, 204);
    assert_eq!(hall.get(&list, &token).await.mails(), [ADELE, ALEX]);
    assert_eq!(hall.get(&format!("{list}?$orderby=displayName desc"), &token).await.mails(), [ALEX, ADELE]);
    assert_eq!(hall.get(&format!("{list}?$filter=mail eq '{ALEX}'"), &token).await.mails(), [ALEX]);
    let search = format!("{list}?$search=\"displayName:vance\"");
    assert_eq!(hall.get_eventual(&search, &token).await.mails(), [ADELE]);
    hall.get(&search, &token).await.refused(400, "Request_UnsupportedQuery", "Request with $search");
    let single = hall.get(&format!("{list}?$select=aboutMe"), &token).await;
    single.refused(501, "NotImplemented", "This operation target is not yet supported.");
}

#[tokio::test]
async fn options_that_are_not_followed_are_refused() {
    let hall = hall().await;
    let token = hall.application("daemon").await;
    let deleted = "/directory/deletedItems/microsoft.graph.user";
    hall.get(&format!("{deleted}?$expand=manager"), &token).await.refused(
        400,
        "BadRequest",
        "Parsing OData Select and Expand failed: Could not find a property named 'manager'",
    );
    let client = hall.client("daemon").client_id;
    let found = hall.get(&format!("/applications?$filter=appId eq '{client}'"), &token).await;
    let joni = hall.user(JONI);
    for path in [
        format!("/users/{joni}/extensions"),
        format!("/users/{joni}/extensions/example.contoso.one"),
        format!("/applications/{}/extensionProperties", found.ids()[0]),
        "/tenantRelationships/findTenantInformationByDomainName(domainName='fabrikam.example')".to_owned(),
    ] {
        let refused = hall.get(&format!("{path}?$filter=id eq 'x'"), &token).await;
        refused.refused(400, "BadRequest", "The query parameter '$filter' is not supported");
    }
}
