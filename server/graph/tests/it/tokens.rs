use std::sync::Arc;

use async_trait::async_trait;
use graph::{Graph, GraphError, TokenError, TokenProvider};
use secrecy::SecretString;
use serde_json::json;
use wiremock::matchers::{any, header as has_header};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::caller::{ADELE, GRADY, Tokens, client, header, ok, refusal, requests, user};
use crate::inviting::new;

const CHALLENGE: &str = r#"Bearer realm="", error="insufficient_claims", claims="eyJhIjoxfQ==""#;

fn with_tokens(server: &MockServer) -> (Graph, Arc<Tokens>) {
    let tokens = Arc::new(Tokens::default());
    (client(&server.uri()).as_caller(tokens.clone()), tokens)
}

#[tokio::test]
async fn a_plain_401_gets_one_new_token() {
    let server = MockServer::start().await;
    let answer = ok(user(ADELE, "Adele"));
    Mock::given(has_header("authorization", "Bearer token-2")).respond_with(answer).mount(&server).await;
    Mock::given(any()).respond_with(refusal(401, "InvalidAuthenticationToken")).mount(&server).await;

    let (graph, tokens) = with_tokens(&server);
    assert_eq!(graph.me().await.unwrap().id, ADELE);
    assert_eq!(tokens.refusals(), [None]);
    assert_eq!(requests(&server).await.len(), 2);
}

#[tokio::test]
async fn a_write_refused_with_a_plain_401_goes_out_again_with_a_new_token() {
    let server = MockServer::start().await;
    let body =
        json!({ "id": "i-1", "inviteRedeemUrl": "https://x.example/", "invitedUser": { "id": GRADY } });
    let answer = ResponseTemplate::new(201).set_body_json(body);
    Mock::given(has_header("authorization", "Bearer token-2")).respond_with(answer).mount(&server).await;
    Mock::given(any()).respond_with(ResponseTemplate::new(401)).mount(&server).await;

    let (graph, _) = with_tokens(&server);
    assert_eq!(graph.invite(&new()).await.unwrap().invited_user_id, GRADY);
    let requests = requests(&server).await;
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].body, requests[1].body);
}

#[tokio::test]
async fn a_second_401_is_final() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(refusal(401, "Unauthorized")).mount(&server).await;
    let (graph, tokens) = with_tokens(&server);
    assert_eq!(graph.me().await.unwrap_err().status(), Some(401));
    assert_eq!(tokens.refusals(), [None]);
    assert_eq!(requests(&server).await.len(), 2);
}

#[tokio::test]
async fn a_claims_challenge_is_handed_on_and_not_repeated() {
    for status in [401, 403] {
        let server = MockServer::start().await;
        let answer =
            refusal(status, "InvalidAuthenticationToken").insert_header("www-authenticate", CHALLENGE);
        Mock::given(any()).respond_with(answer).mount(&server).await;
        let (graph, tokens) = with_tokens(&server);
        let error = graph.me().await.unwrap_err();
        assert_eq!(error.refusal().unwrap().claims.as_deref(), Some(r#"{"a":1}"#));
        assert_eq!(tokens.refusals(), [Some(r#"{"a":1}"#.to_owned())]);
        assert_eq!(requests(&server).await.len(), 1);
    }
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let other = MockServer::start().await;
    for status in [301, 302, 303, 307, 308] {
        for target in [other.uri(), String::new()] {
            let server = MockServer::start().await;
            let location = format!("{target}/v1.0/elsewhere");
            let answer = ResponseTemplate::new(status).insert_header("Location", location.as_str());
            Mock::given(any()).respond_with(answer).mount(&server).await;
            let (graph, _) = with_tokens(&server);
            assert_eq!(graph.me().await.unwrap_err().status(), Some(status));
            assert_eq!(requests(&server).await.len(), 1);
        }
    }
    assert!(requests(&other).await.is_empty());
}

struct SignedOut;

#[async_trait]
impl TokenProvider for SignedOut {
    async fn token(&self) -> Result<SecretString, TokenError> {
        Err(TokenError::SignInNeeded { claims: None })
    }

    async fn invalidate(&self, _: Option<&str>) {}
}

struct Broken;

#[async_trait]
impl TokenProvider for Broken {
    async fn token(&self) -> Result<SecretString, TokenError> {
        Ok("a\r\nX-Other: b".into())
    }

    async fn invalidate(&self, _: Option<&str>) {}
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let server = MockServer::start().await;
    let error = client(&server.uri()).as_caller(Arc::new(SignedOut)).me().await.unwrap_err();
    assert!(matches!(error, GraphError::Token(TokenError::SignInNeeded { .. })));
    let error = client(&server.uri()).as_caller(Arc::new(Broken)).me().await.unwrap_err();
    assert!(matches!(error, GraphError::Invalid(_)));
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn a_base_with_path_and_credentials_is_only_its_origin() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ok(user(ADELE, "Adele"))).mount(&server).await;
    let base = format!("{}/beta?x=1#y", server.uri().replace("http://", "http://name:word@"));
    client(&base).as_caller(Arc::new(Tokens::default())).me().await.unwrap();
    let request = &requests(&server).await[0];
    assert_eq!(request.url.path(), "/v1.0/me");
    assert_eq!(header(request, "authorization"), Some("Bearer token-1"));
}
