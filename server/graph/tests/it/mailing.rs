use std::time::Duration;

use graph::{Graph, GraphError, MailBody, MailRefusal, NewMail, Recipient};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::caller::{caller, header, refusal, requests};

fn mail() -> NewMail {
    let body = MailBody::Text("Dear Grady".to_owned());
    NewMail::new("A document", body, vec![Recipient::new("grady@fabrikam.example")])
}

async fn answering(answer: ResponseTemplate) -> (MockServer, Graph) {
    let server = MockServer::start().await;
    Mock::given(method("POST")).and(path("/v1.0/me/sendMail")).respond_with(answer).mount(&server).await;
    let graph = caller(&server);
    (server, graph)
}

async fn sent(mail: NewMail) -> Value {
    let (server, graph) = answering(ResponseTemplate::new(202)).await;
    graph.send_mail(&mail).await.unwrap();
    let request = &requests(&server).await[0];
    assert_eq!(header(request, "content-type"), Some("application/json"));
    serde_json::from_slice(&request.body).unwrap()
}

#[tokio::test]
async fn a_mail_names_only_what_it_has() {
    let to = json!([{ "emailAddress": { "address": "grady@fabrikam.example" } }]);
    let expected = json!({ "message": {
        "subject": "A document", "body": { "contentType": "Text", "content": "Dear Grady" }, "toRecipients": to
    } });
    assert_eq!(sent(mail()).await, expected);
}

#[tokio::test]
async fn a_mail_has_copies_headers_and_where_to_answer() {
    let adele = Recipient { name: Some("Adele".to_owned()), address: "adele@contoso.example".to_owned() };
    let mut mail = mail().with_header("X-Vestibule-Invitation", "01J").unwrap();
    mail.body = MailBody::Html("<p>Dear Grady</p>".to_owned());
    mail.cc = vec![adele.clone()];
    mail.reply_to = vec![adele];
    mail.save_to_sent_items = false;
    let body = sent(mail).await;
    let adele = json!([{ "emailAddress": { "name": "Adele", "address": "adele@contoso.example" } }]);
    let message = &body["message"];
    assert_eq!((&message["ccRecipients"], &message["replyTo"]), (&adele, &adele));
    assert_eq!(message["body"], json!({ "contentType": "HTML", "content": "<p>Dear Grady</p>" }));
    assert_eq!(
        message["internetMessageHeaders"],
        json!([{ "name": "X-Vestibule-Invitation", "value": "01J" }])
    );
    assert_eq!(body["saveToSentItems"], json!(false));
}

#[tokio::test]
async fn what_is_no_mail_is_not_sent() {
    for (name, value) in [
        ("Reply-To", "a@b.example"),
        ("x-", "a"),
        ("ž", "a"),
        ("x-a b", "a"),
        ("x-a:b", "a"),
        ("x-a", ""),
        ("x-a", "a\r\nBcc: everybody@contoso.example"),
        ("x-a", "ü"),
    ] {
        assert!(matches!(mail().with_header(name, value), Err(GraphError::Invalid(_))), "{name} {value}");
    }
    let (server, graph) = answering(ResponseTemplate::new(202)).await;
    let nobody = NewMail::new("A document", MailBody::Text(String::new()), Vec::new());
    assert!(matches!(graph.send_mail(&nobody).await, Err(GraphError::Invalid(_))));
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn refusals_of_a_mail_are_told_apart_and_none_is_repeated() {
    let throttled = refusal(429, "ApplicationThrottled").insert_header("Retry-After", "2.5");
    for (answer, reason) in [
        (refusal(404, "MailboxNotEnabledForRESTAPI"), MailRefusal::NoMailbox),
        (refusal(403, "MailboxNotEnabledForRESTAPI"), MailRefusal::NoMailbox),
        (refusal(404, "ResourceNotFound"), MailRefusal::NoMailbox),
        (refusal(400, "ErrorInvalidRecipients"), MailRefusal::InvalidRecipients),
        (refusal(403, "ErrorMessageSubmissionBlocked"), MailRefusal::SendingBlocked),
        (refusal(429, "ErrorExceededMessageLimit"), MailRefusal::SendingBlocked),
        (refusal(403, "ErrorAccessDenied"), MailRefusal::Denied),
        (refusal(403, "Forbidden"), MailRefusal::Denied),
        (throttled, MailRefusal::Throttled),
        (refusal(400, "RequestBodyRead"), MailRefusal::Other),
    ] {
        let (server, graph) = answering(answer).await;
        let error = graph.send_mail(&mail()).await.unwrap_err();
        assert_eq!(MailRefusal::of(&error), Some(reason), "{error}");
        let hint = (reason == MailRefusal::Throttled).then_some(Duration::from_millis(2_500));
        assert_eq!((error.retry_after(), error.outcome_unknown()), (hint, false), "{error}");
        assert_eq!(requests(&server).await.len(), 1, "{error}");
    }
}

#[tokio::test]
async fn a_mail_without_a_mailbox_is_no_lapsed_sign_in() {
    let (server, graph) = answering(refusal(401, "MailboxNotEnabledForRESTAPI")).await;
    let error = graph.send_mail(&mail()).await.unwrap_err();
    assert_eq!(MailRefusal::of(&error), Some(MailRefusal::NoMailbox));
    // A 401 is answered before anything is sent, so a new token was tried.
    assert_eq!(requests(&server).await.len(), 2);
}

#[tokio::test]
async fn a_mail_that_may_have_gone_is_not_sent_again() {
    for status in [500, 502, 503, 504] {
        let (server, graph) = answering(refusal(status, "").insert_header("Retry-After", "0")).await;
        let error = graph.send_mail(&mail()).await.unwrap_err();
        assert_eq!((error.outcome_unknown(), MailRefusal::of(&error)), (true, None), "{error}");
        assert_eq!(requests(&server).await.len(), 1, "{error}");
    }
}

#[test]
fn printing_a_mail_shows_none_of_it() {
    let printed = format!("{:?}", mail().with_header("x-a", "secret").unwrap());
    for secret in ["grady", "document", "Dear", "secret"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}
