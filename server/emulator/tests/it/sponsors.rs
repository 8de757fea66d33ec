//! Sponsors and managers of users, and `$expand`.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADELE, ALEX, Answer, GRADY, JONI, MEGAN, TestEmulator, start_emulator};

const DIEGO: &str = "diego.siciliani@contoso.example";

fn reference(started: &TestEmulator, address: &str) -> Value {
    json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/users/{}", started.user(address)) })
}

async fn add(started: &TestEmulator, token: &str, user: &str, sponsor: Value) -> Answer {
    started.graph(Method::POST, &format!("/users/{user}/sponsors/$ref"), token, Some(sponsor)).await
}

#[tokio::test]
async fn sponsors_are_listed_added_and_removed() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let joni = started.user(JONI);
    let list = format!("/users/{joni}/sponsors");
    assert_eq!(started.get(&list, &token).await.mails(), [ADELE]);
    assert_eq!(add(&started, &token, &joni, reference(&started, ALEX)).await.status, 204);
    let listed = started.get(&list, &token).await;
    assert_eq!(listed.mails(), [ADELE, ALEX]);
    assert_eq!(listed.body["value"][0]["@odata.type"], "#microsoft.graph.user");
    let removed = format!("{list}/{}/$ref", started.user(ADELE));
    assert_eq!(started.graph(Method::DELETE, &removed, &token, None).await.status, 204);
    assert_eq!(started.get(&list, &token).await.mails(), [ALEX]);
    assert_eq!(started.effects("sponsorsChanged").len(), 2);
}

#[tokio::test]
async fn each_refusal_about_sponsors_has_its_status_and_words() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let joni = started.user(JONI);
    let twice = add(&started, &token, &joni, reference(&started, ADELE)).await;
    twice.refused(
        400,
        "Request_BadRequest",
        "One or more added object references already exist for the following modified properties: 'sponsors'.",
    );
    for address in [ALEX, DIEGO, MEGAN, GRADY] {
        assert_eq!(add(&started, &token, &joni, reference(&started, address)).await.status, 204);
    }
    let sixth = add(&started, &token, &joni, reference(&started, JONI)).await;
    sixth.refused(400, "Request_BadRequest", "The number of sponsors exceeds");
    let nobody = "00000000-0000-0000-0000-000000000009";
    let stranger = json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/users/{nobody}") });
    let missing = format!("Resource '{nobody}' does not exist");
    add(&started, &token, &joni, stranger.clone()).await.refused(404, "Request_ResourceNotFound", &missing);
    add(&started, &token, nobody, stranger.clone()).await.refused(404, "Request_ResourceNotFound", &missing);
    add(&started, &token, &joni, json!({})).await.refused(400, "Request_BadRequest", "Invalid URL format");
    let no_sponsor = format!("/users/{joni}/sponsors/{nobody}/$ref");
    started.graph(Method::DELETE, &no_sponsor, &token, None).await.refused(
        404,
        "Request_ResourceNotFound",
        &missing,
    );
    let powerless = started.application("powerless").await;
    add(&started, &powerless, &joni, stranger).await.refused(403, "Authorization_RequestDenied", "");
    started.get(&format!("/users/{joni}/sponsors"), &powerless).await.refused(
        403,
        "Authorization_RequestDenied",
        "",
    );
    assert_eq!(started.effects("sponsorsChanged").len(), 4, "what was refused left no trace");
}

#[tokio::test]
async fn a_manager_is_set_read_and_removed() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let path = format!("/users/{}/manager", started.user(ADELE));
    started.get(&path, &token).await.refused(404, "Request_ResourceNotFound", "Resource 'manager'");
    let set =
        started.graph(Method::PUT, &format!("{path}/$ref"), &token, Some(reference(&started, MEGAN))).await;
    assert_eq!(set.status, 204);
    assert_eq!(started.get(&path, &token).await.body["mail"], MEGAN);
    // Who may read only themselves learn who it is, and no more.
    let own = started.powerful(ADELE, "User.Read").await;
    let expanded = started.get("/me?$expand=manager", &own).await.body["manager"].clone();
    for manager in [started.get(&path, &own).await.body, expanded] {
        assert_eq!(
            (&manager["id"], &manager["mail"]),
            (&json!(started.user(MEGAN)), &Value::Null),
            "{manager}"
        );
    }
    let gone = started.graph(Method::DELETE, &format!("{path}/$ref"), &token, None).await;
    assert_eq!(gone.status, 204);
    started.get(&path, &token).await.refused(404, "Request_ResourceNotFound", "");
    assert_eq!(started.effects("managerChanged").len(), 2);
}

#[tokio::test]
async fn linked_objects_come_by_expand() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let joni = started.user(JONI);
    let one = started.get(&format!("/users/{joni}?$expand=sponsors,manager"), &token).await.body;
    assert_eq!(one["sponsors"][0]["mail"], ADELE);
    assert!(one.get("manager").is_none());
    assert!(one["@odata.context"].as_str().unwrap().ends_with("users(sponsors(),manager())/$entity"));
    let listed = "/users?$select=id,mail&$filter=userType eq 'Guest'&$expand=sponsors($select=id,mail)";
    let listed = started.get(listed, &token).await;
    assert_eq!((listed.status, listed.ids().len()), (200, 2), "{}", listed.text);
    for user in listed.body["value"].as_array().unwrap() {
        let adele = json!({"@odata.type": "#microsoft.graph.user", "id": started.user(ADELE), "mail": ADELE});
        assert_eq!(user["sponsors"], json!([adele]));
    }
    started.get("/users?$expand=nonsense", &token).await.refused(
        400,
        "BadRequest",
        "Parsing OData Select and Expand",
    );
    for (expand, message) in [
        (
            "manager($select=nonsense)",
            "Parsing OData Select and Expand failed: Could not find a property named 'nonsense'",
        ),
        ("sponsors($filter=id eq 'x')", "Unsupported Query."),
        ("extensions($select=id)", "Unsupported Query."),
    ] {
        let refused = started.get(&format!("/users?$expand={expand}"), &token).await;
        assert_eq!(refused.status, 400, "{expand}");
        assert!(refused.message().starts_with(message), "{}", refused.text);
    }
    let basic = started.tokens_for(ADELE, "User.ReadBasic.All").await;
    let basic = basic["access_token"].as_str().unwrap();
    started.get("/users?$expand=sponsors", basic).await.refused(403, "Authorization_RequestDenied", "");
}
