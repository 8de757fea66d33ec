use graph::{ExternalUserState, GraphError, UserType};
use serde_json::json;
use uuid::Uuid;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::caller::{ADELE, GRADY, caller, header, ok, parameter, refusal, requests, user};

#[tokio::test]
async fn me_asks_for_what_it_reads_and_names_itself() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/v1.0/me"))
        .respond_with(ok(user(ADELE, "Adele")))
        .mount(&server)
        .await;

    let graph = caller(&server);
    let me = graph.me().await.unwrap();
    graph.with_request_id(Uuid::from_u128(9)).me().await.unwrap();

    assert_eq!((me.id.as_str(), me.display_name.as_deref()), (ADELE, Some("Adele")));
    let requests = requests(&server).await;
    assert_eq!(header(&requests[0], "authorization"), Some("Bearer token-1"));
    assert_eq!(header(&requests[0], "client-request-id"), Some("00000000-0000-0000-0000-000000000007"));
    assert_eq!(header(&requests[1], "client-request-id"), Some("00000000-0000-0000-0000-000000000009"));
    assert_eq!(header(&requests[0], "consistencylevel"), None);
    assert_eq!(
        parameter(&requests[0], "$select").unwrap(),
        "id,displayName,givenName,surname,mail,otherMails,proxyAddresses,userPrincipalName,userType,\
externalUserState,companyName,accountEnabled,preferredLanguage,createdDateTime"
    );
}

#[tokio::test]
async fn users_are_decoded_whatever_is_missing() {
    let server = MockServer::start().await;
    let whole = json!({
        "@odata.context": "x", "id": GRADY, "displayName": "Grady", "givenName": "", "surname": null, "mail": 7,
        "otherMails": ["g@fabrikam.example", null, 3], "proxyAddresses": null, "userType": "Guest",
        "externalUserState": "PendingAcceptance", "accountEnabled": "yes", "companyName": "Fabrikam",
        "userPrincipalName": "g_fabrikam.example#EXT#@contoso.example", "novel": { "a": [1] }
    });
    Mock::given(path(format!("/v1.0/users/{GRADY}"))).respond_with(ok(whole)).mount(&server).await;
    let novel = json!({ "id": ADELE, "userType": "Robot", "externalUserState": 1, "accountEnabled": false });
    Mock::given(path(format!("/v1.0/users/{ADELE}"))).respond_with(ok(novel)).mount(&server).await;

    let graph = caller(&server);
    let grady = graph.user(GRADY).await.unwrap();
    assert!(grady.is_guest() && grady.is_pending());
    assert_eq!(grady.other_mails, ["g@fabrikam.example"]);
    assert_eq!(
        (grady.given_name, grady.surname, grady.mail, grady.account_enabled),
        (None, None, None, None)
    );
    assert_eq!(grady.company_name.as_deref(), Some("Fabrikam"));
    let adele = graph.user(ADELE).await.unwrap();
    assert_eq!(adele.user_type, Some(UserType::Other));
    assert_eq!(adele.external_user_state, Some(ExternalUserState::Other));
    assert_eq!((adele.account_enabled, adele.other_mails.len()), (Some(false), 0));
}

#[tokio::test]
async fn a_success_that_cannot_be_understood_is_no_user() {
    for body in ["", "<html>", "{\"id\":", "[]", "{}", "{\"id\":null}", "{\"id\":\"\"}", "{\"id\":\"a\"} x"] {
        let server = MockServer::start().await;
        Mock::given(path("/v1.0/me"))
            .respond_with(ResponseTemplate::new(200).set_body_string(body))
            .mount(&server)
            .await;
        let error = caller(&server).me().await.unwrap_err();
        assert!(matches!(error, GraphError::Unreadable { status: 200, .. }), "{body}: {error}");
    }
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_not_read() {
    let server = MockServer::start().await;
    let body = format!("{{\"id\":\"{}\"}}", "a".repeat(4 * 1024 * 1024));
    Mock::given(path("/v1.0/me"))
        .respond_with(ResponseTemplate::new(200).set_body_string(body))
        .mount(&server)
        .await;
    let error = caller(&server).me().await.unwrap_err();
    assert!(matches!(error, GraphError::Unreadable { why: "it is too long", .. }), "{error}");
}

#[tokio::test]
async fn a_refusal_has_what_decides() {
    let server = MockServer::start().await;
    let answer = refusal(404, "Request_ResourceNotFound").insert_header("request-id", "r-1");
    Mock::given(path(format!("/v1.0/users/{GRADY}"))).respond_with(answer).mount(&server).await;

    let error = caller(&server).user(GRADY).await.unwrap_err();
    assert!(error.is_not_found() && !error.outcome_unknown());
    let refusal = error.refusal().unwrap();
    assert_eq!((refusal.status, refusal.code.as_str()), (404, "Request_ResourceNotFound"));
    assert_eq!((refusal.message.as_str(), refusal.request_id.as_deref()), ("hidden", Some("r-1")));
    assert_eq!(refusal.client_request_id, "00000000-0000-0000-0000-000000000007");
}

#[tokio::test]
async fn what_cannot_name_a_user_is_not_sent() {
    let server = MockServer::start().await;
    let graph = caller(&server);
    for id in ["", "..", "delta", "$count", "a@b/manager"] {
        assert!(matches!(graph.user(id).await, Err(GraphError::Invalid(_))), "{id}");
    }
    assert!(requests(&server).await.is_empty());
}
