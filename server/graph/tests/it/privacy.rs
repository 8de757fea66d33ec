//! What may be printed.

use std::cell::RefCell;
use std::io::Write;
use std::sync::Arc;

use graph::{AssignmentTarget, Graph, MailBody, NewMail, Recipient};
use serde_json::json;
use wiremock::matchers::{any, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::caller::{GRADY, Tokens, caller, client, ok, refusal, user};
use crate::inviting::new;

thread_local! {
    /// What this thread's test logged; a test and its calls share one thread.
    static LOGGED: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOGGED.with_borrow_mut(|logged| logged.write(bytes))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn assert_clean(text: &str) {
    for secret in
        ["token-", "Bearer", "redeem", "fabrikam", "grady", "filter", GRADY, "app.example", "hidden"]
    {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[tokio::test]
async fn a_call_is_one_event_without_names() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/v1.0/users"))
        .respond_with(ok(json!({ "value": [] })))
        .mount(&server)
        .await;
    let one = format!("/v1.0/users/{GRADY}");
    Mock::given(path(one)).respond_with(ok(user(GRADY, "grady"))).mount(&server).await;
    let body =
        json!({ "id": "i", "inviteRedeemUrl": "https://x.example/redeem", "invitedUser": { "id": GRADY } });
    Mock::given(path("/v1.0/invitations"))
        .respond_with(ResponseTemplate::new(201).set_body_json(body))
        .mount(&server)
        .await;

    let parts = json!({ "responses": [{ "id": "2", "status": 200, "body": { "value": [] } }] });
    Mock::given(path("/v1.0/$batch")).respond_with(ok(parts)).mount(&server).await;

    // Our own events only: the transport's are for the configuration of the log to keep out. For all threads, because
    // tracing remembers for all of them whether an event is wanted.
    tracing_subscriber::fmt().with_writer(|| Log).with_ansi(false).with_env_filter("graph=trace").init();
    let graph = caller(&server);
    graph.find_by_address("grady@fabrikam.example").await.unwrap();
    graph.user(GRADY).await.unwrap();
    graph.invite(&new()).await.unwrap();
    let addresses = [vec!["grady@fabrikam.example"], vec!["grady@fabrikam.example"]];
    let found = graph.find_each_by_spellings(&addresses).await;
    assert_clean(&format!("{found:?}"));
    let named = call_by_ids(&graph).await;

    let text = String::from_utf8(LOGGED.take()).unwrap();
    assert_clean(&text);
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 4 + named, "{text}");
    for (line, call) in lines.iter().zip([
        r#"method="GET" path="/users" status=200"#,
        r#"method="GET" path="/users/{id}" status=200"#,
        r#"method="POST" path="/invitations" status=201"#,
        r#"method="POST" path="/$batch" status=200 parts=2"#,
    ]) {
        assert!(line.contains(call), "{line}");
        assert!(
            line.contains("client_request_id=\"00000000-0000-0000-0000-000000000007\" elapsed_ms="),
            "{line}"
        );
    }
}

/// Everything whose address or body holds an id or a name; the server knows none of it. How many calls that were.
async fn call_by_ids(graph: &Graph) -> usize {
    let to = vec![Recipient::new("grady@fabrikam.example")];
    let mail = NewMail::new("hidden", MailBody::Text("hidden".to_owned()), to);
    let refused = [
        graph.user_attributes(GRADY, &["city".parse().unwrap()]).await.is_ok(),
        graph.group(GRADY).await.is_err(),
        graph.find_groups("grady", 1).await.is_err(),
        graph.add_group_member(GRADY, GRADY).await.is_err(),
        graph.remove_group_member(GRADY, GRADY).await.is_ok(),
        graph.is_direct_member(GRADY, GRADY).await.is_ok(),
        graph.member_groups(GRADY, &[GRADY]).await.is_err(),
        graph.service_principal_of(GRADY).await.is_err(),
        graph.find_service_principals("grady", 1).await.is_err(),
        graph.app_roles_of_user(GRADY, GRADY).await.is_err(),
        graph.app_role_assignments(GRADY).await.is_err(),
        graph.assign_app_role(GRADY, GRADY, GRADY).await.is_err(),
        graph.remove_app_role(GRADY, GRADY).await.is_ok(),
        graph.application_permissions(GRADY).await.is_err(),
        graph.delegated_permissions(GRADY).await.is_err(),
        graph.send_mail(&mail).await.is_err(),
        graph.access_package(GRADY).await.is_err(),
        graph.find_access_packages("grady", 1).await.is_err(),
        graph.request_access_package(GRADY, GRADY, AssignmentTarget::User(GRADY)).await.is_err(),
        graph.remove_access_package(GRADY).await.is_err(),
        graph.assignment_request(GRADY).await.is_err(),
        graph.cancel_assignment_request(GRADY).await.is_err(),
        graph.assignment(GRADY).await.is_err(),
        graph.assignments_of(GRADY, GRADY, GRADY).await.is_err(),
    ];
    assert_eq!(refused, [true; 24]);
    refused.len()
}

#[tokio::test]
async fn errors_and_clients_print_without_names() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(refusal(400, "grady@fabrikam.example hidden")).mount(&server).await;
    let graph = caller(&server);
    let refused = graph.find_by_address("grady@fabrikam.example").await.unwrap_err();
    assert_clean(&format!("{refused} {refused:?} {graph:?} {:?}", new()));

    server.reset().await;
    let answer =
        ResponseTemplate::new(201).set_body_string(r#"{"inviteRedeemUrl":"https://x.example/redeem""#);
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let unreadable = graph.invite(&new()).await.unwrap_err();
    assert_clean(&format!("{unreadable} {unreadable:?}"));

    let nowhere = client("http://127.0.0.1:1").as_caller(Arc::new(Tokens::default()));
    let lost = nowhere.find_by_address("grady@fabrikam.example").await.unwrap_err();
    assert_clean(&format!("{lost} {lost:?}"));
    let mut source = std::error::Error::source(&lost);
    while let Some(error) = source {
        assert_clean(&format!("{error} {error:?}"));
        source = error.source();
    }
}
