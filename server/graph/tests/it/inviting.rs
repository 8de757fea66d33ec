use std::sync::Arc;

use graph::{Graph, GraphError, NewInvitation, Outcome};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tokio::net::TcpSocket;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::caller::{GRADY, Tokens, caller, client, header, refusal, requests};

pub fn new() -> NewInvitation {
    NewInvitation::new("grady@fabrikam.example", "https://app.example/items/7".parse().unwrap())
}

async fn answering(answer: ResponseTemplate) -> (MockServer, Graph) {
    let server = MockServer::start().await;
    Mock::given(method("POST")).and(path("/v1.0/invitations")).respond_with(answer).mount(&server).await;
    let graph = caller(&server);
    (server, graph)
}

#[tokio::test]
async fn an_invitation_gives_the_guest_and_the_link() {
    let answer = ResponseTemplate::new(201).set_body_json(json!({
        "id": "i-1", "inviteRedeemUrl": "https://login.example/redeem?rd=x", "status": "PendingAcceptance",
        "invitedUserMessageInfo": { "ccRecipients": [{ "emailAddress": { "name": null, "address": null } }] },
        "invitedUser": { "id": GRADY }
    }));
    let (server, graph) = answering(answer).await;
    let invitation = graph.invite(&new()).await.unwrap();
    assert_eq!((invitation.id.as_str(), invitation.invited_user_id.as_str()), ("i-1", GRADY));
    assert_eq!(invitation.redeem_url.expose_secret(), "https://login.example/redeem?rd=x");

    let request = &requests(&server).await[0];
    assert_eq!(header(request, "content-type"), Some("application/json"));
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(body["invitedUserType"], "Guest");
    assert_eq!(body["invitedUserEmailAddress"], "grady@fabrikam.example");
}

#[tokio::test]
async fn an_invitation_is_posted_once_whatever_the_answer() {
    for (answer, unknown) in [
        (refusal(400, "BadRequest"), false),
        (refusal(403, "Forbidden"), false),
        (refusal(429, "TooManyRequests").insert_header("Retry-After", "0"), false),
        (refusal(500, "InternalServerError"), true),
        (ResponseTemplate::new(502).set_body_string("<html>"), true),
        (refusal(503, "ServiceUnavailable").insert_header("Retry-After", "0"), true),
        (ResponseTemplate::new(504), true),
        (ResponseTemplate::new(307).insert_header("Location", "/v1.0/invitations"), false),
        (ResponseTemplate::new(201).set_body_string("{\"id\":"), true),
        (ResponseTemplate::new(201).set_body_json(json!({ "id": "i-1" })), true),
        (ResponseTemplate::new(204), true),
    ] {
        let (server, graph) = answering(answer).await;
        let error = graph.invite(&new()).await.unwrap_err();
        assert_eq!(error.outcome_unknown(), unknown, "{error}");
        assert_eq!(requests(&server).await.len(), 1, "{error}");
    }
}

#[tokio::test]
async fn without_a_connection_nothing_was_sent() {
    // Ours, so that no other program answers there; and nobody listens.
    let silent = TcpSocket::new_v4().unwrap();
    silent.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let graph =
        client(&format!("http://{}", silent.local_addr().unwrap())).as_caller(Arc::new(Tokens::default()));
    let error = graph.invite(&new()).await.unwrap_err();
    assert!(matches!(error, GraphError::Network { outcome: Outcome::NotSent, .. }), "{error}");
    assert!(!error.outcome_unknown());
}
