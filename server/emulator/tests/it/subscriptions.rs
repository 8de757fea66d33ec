//! `/subscriptions`, and the notifications that come of them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU16, Ordering},
    },
    time::Duration,
};

use axum::{Router, extract::RawQuery, routing::post};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::harness::{ADELE, Answer, GRADY, TestEmulator, invitation, start_emulator};

/// A listener for notifications: how it answers the next ones, and what came.
struct Listener {
    address: String,
    status: Arc<AtomicU16>,
    came: mpsc::UnboundedReceiver<Value>,
}

impl Listener {
    async fn start() -> Self {
        let (send, came) = mpsc::unbounded_channel();
        let status = Arc::new(AtomicU16::new(202));
        let answer = Arc::clone(&status);
        let take = move |RawQuery(query): RawQuery, body: String| {
            let (send, answer) = (send.clone(), Arc::clone(&answer));
            async move {
                let pairs: Vec<(String, String)> =
                    serde_urlencoded::from_str(&query.unwrap_or_default()).unwrap();
                if let Some((_, token)) = pairs.into_iter().find(|(name, _)| name == "validationToken") {
                    return (http::StatusCode::OK, token);
                }
                // One answer as told, then all is well again.
                let status = answer.swap(202, Ordering::SeqCst);
                if status == 202 {
                    send.send(serde_json::from_str(&body).unwrap()).unwrap();
                }
                (http::StatusCode::from_u16(status).unwrap(), String::new())
            }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/notified", listener.local_addr().unwrap());
        let router =
            Router::new().route("/notified", post(take)).route("/mute", post(|| async { "no token" }));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, status, came }
    }

    async fn next(&mut self) -> Value {
        let next = tokio::time::timeout(Duration::from_secs(20), self.came.recv()).await;
        next.expect("a notification in time").unwrap()["value"][0].clone()
    }
}

async fn subscribe(started: &TestEmulator, token: &str, changes: &[(&str, Value)]) -> Answer {
    let soon = started.emulator.world(|world| world.ledger().last().unwrap().at) + time::Duration::hours(1);
    let format = &time::format_description::well_known::Rfc3339;
    let mut body = json!({
        "changeType": "created,updated,deleted", "resource": "users", "clientState": "secret",
        "expirationDateTime": soon.format(format).unwrap(),
    });
    for (name, value) in changes {
        body[*name] = value.clone();
    }
    started.graph(Method::POST, "/subscriptions", token, Some(body)).await
}

#[tokio::test]
async fn a_subscriber_hears_of_users_that_come_change_and_go() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let mut listener = Listener::start().await;
    let url = json!(listener.address);
    let made = subscribe(&started, &token, &[("notificationUrl", url)]).await;
    assert_eq!((made.status, &made.body["clientState"]), (201, &json!("secret")), "{}", made.text);
    let subscription = made.body["id"].as_str().unwrap();
    let adele = started.delegated(ADELE).await;
    let guest = started.invite(&adele, invitation("new@fabrikam.example")).await;
    let id = guest.body["invitedUser"]["id"].as_str().unwrap();
    let news = listener.next().await;
    assert_eq!((&news["changeType"], &news["clientState"]), (&json!("updated"), &json!("secret")), "made");
    assert_eq!(news["resource"], format!("Users/{id}"));
    assert_eq!((&news["resourceData"]["id"], &news["subscriptionId"]), (&json!(id), &json!(subscription)));
    started.advance(1000).await;
    let path = format!("/users/{id}");
    // The first try is refused, the next one is taken in.
    listener.status.store(503, Ordering::SeqCst);
    let body = Some(json!({ "jobTitle": "x" }));
    assert_eq!(started.graph(Method::PATCH, &path, &token, body).await.status, 204);
    assert_eq!(listener.next().await["changeType"], "updated");
    assert_eq!(started.graph(Method::DELETE, &path, &token, None).await.status, 204);
    assert_eq!(listener.next().await["changeType"], "updated", "it can be restored");
    let bin = format!("/directory/deletedItems/{id}");
    assert_eq!(started.graph(Method::DELETE, &bin, &token, None).await.status, 204);
    assert_eq!(listener.next().await["changeType"], "deleted", "it is gone for good");
    let read = started.get(&format!("/subscriptions/{subscription}"), &token).await;
    assert_eq!((read.status, &read.body["clientState"]), (200, &Value::Null), "{}", read.text);
}

#[tokio::test]
async fn a_subscription_is_prolonged_runs_out_and_is_ended() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let mut listener = Listener::start().await;
    let url = || ("notificationUrl", json!(listener.address));
    let grady = started.user(GRADY);
    let only = [url(), ("resource", json!(format!("users/{grady}"))), ("changeType", json!("updated"))];
    let made = subscribe(&started, &token, &only).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let path = format!("/subscriptions/{}", made.body["id"].as_str().unwrap());
    let other = subscribe(&started, &token, &[url(), ("resource", json!("groups"))]).await;
    let later = json!({ "expirationDateTime": "2199-01-01T00:00:00Z" });
    let far = started.graph(Method::PATCH, &path, &token, Some(later)).await;
    far.refused(400, "BadRequest", "Subscription expiration can only be 41760 minutes in the future.");
    let until = started.emulator.world(|world| world.ledger().last().unwrap().at) + time::Duration::hours(3);
    let until = until.format(&time::format_description::well_known::Rfc3339).unwrap();
    let body = Some(json!({ "expirationDateTime": until }));
    assert_eq!(started.graph(Method::PATCH, &path, &token, body).await.status, 200);
    started.advance(2 * 60 * 60 * 1000).await;
    let token = started.application("daemon").await;
    assert_eq!(started.get("/subscriptions", &token).await.ids(), [made.body["id"].as_str().unwrap()]);
    let ended = format!("/subscriptions/{}", other.body["id"].as_str().unwrap());
    started.get(&ended, &token).await.refused(404, "ResourceNotFound", "");
    for user in [started.user(ADELE), grady.clone()] {
        let body = Some(json!({ "jobTitle": "x" }));
        assert_eq!(started.graph(Method::PATCH, &format!("/users/{user}"), &token, body).await.status, 204);
    }
    assert_eq!(listener.next().await["resourceData"]["id"], grady, "of Adele nothing is heard");
    assert_eq!(started.graph(Method::DELETE, &path, &token, None).await.status, 204);
    assert!(started.get("/subscriptions", &token).await.ids().is_empty());
}

#[tokio::test]
async fn each_subscription_that_cannot_be_is_refused() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let listener = Listener::start().await;
    let mute = listener.address.replace("notified", "mute");
    let url = |url: &str| ("notificationUrl", json!(url));
    for (changes, code, message) in [
        (vec![url(&mute)], "ValidationError", "Subscription validation request failed."),
        (vec![url("http://127.0.0.1:1/")], "ValidationError", "Subscription validation request failed."),
        (vec![url("https://subscriber.example/")], "BadRequest", "Notification addresses of this emulator"),
        (vec![], "BadRequest", "notificationUrl is required."),
        (vec![url(&mute), ("resource", json!("me/messages"))], "BadRequest", "Unsupported resource"),
        (vec![url(&mute), ("changeType", json!("nonsense"))], "BadRequest", "Invalid changeType"),
        (
            vec![url(&mute), ("expirationDateTime", json!("2001-01-01T00:00:00Z"))],
            "BadRequest",
            "Subscription expiration can only be in",
        ),
        (vec![url(&mute), ("clientState", json!("x".repeat(129)))], "BadRequest", "ClientState must be"),
    ] {
        subscribe(&started, &token, &changes).await.refused(400, code, message);
    }
    let powerless = started.application("powerless").await;
    started.get("/subscriptions", &powerless).await.refused(403, "Authorization_RequestDenied", "");
    let denied = subscribe(&started, &powerless, &[url(&listener.address)]).await;
    denied.refused(403, "Authorization_RequestDenied", "");
    assert!(started.effects("subscribed").is_empty());
}

#[tokio::test]
async fn users_and_groups_are_never_created_to_a_subscriber() {
    let started = start_emulator().await;
    let token = started.application("daemon").await;
    let (mut quiet, mut told) = (Listener::start().await, Listener::start().await);
    for (listener, change) in [(&quiet, "created"), (&told, "updated,deleted")] {
        let only = [("notificationUrl", json!(listener.address)), ("changeType", json!(change))];
        let groups = [only.clone().as_slice(), &[("resource", json!("groups"))]].concat();
        for changes in [only.as_slice(), &groups] {
            let made = subscribe(&started, &token, changes).await;
            assert_eq!((made.status, &made.body["changeType"]), (201, &json!(change)), "{}", made.text);
        }
    }
    let body = json!({
        "displayName": "New", "mailEnabled": false, "securityEnabled": true, "mailNickname": "new",
    });
    let group = started.graph(Method::POST, "/groups", &token, Some(body)).await;
    assert_eq!(told.next().await["changeType"], "updated");
    let path = format!("/groups/{}", group.body["id"].as_str().unwrap());
    assert_eq!(started.graph(Method::DELETE, &path, &token, None).await.status, 204);
    assert_eq!(told.next().await["changeType"], "deleted");
    let adele = started.delegated(ADELE).await;
    assert_eq!(started.invite(&adele, invitation("new@fabrikam.example")).await.status, 201);
    assert_eq!(told.next().await["changeType"], "updated");
    assert!(quiet.came.try_recv().is_err(), "`created` alone hears nothing");
}
