//! What the server functions answer to scripts.

use serde_json::{Value, json};

use super::{DANA, GRADY, busy_server, call, hold_json, invitations, settled_share, share};
use crate::test_server::ITEM;
use crate::test_server::TestServer;
use testing::Browser;

/// What is shared.
const FORM_ITEM: &str = "elm-street-renewal";

/// Asks a server function, and holds what it answers.
async fn ask(
    server: &TestServer,
    adele: &mut Browser,
    name: &str,
    endpoint: &str,
    fields: &[(&str, &str)],
) -> Value {
    let answer = call(adele, endpoint, fields).await;
    hold_json(server, name, &json!({ "status": answer.status, "body": body(&answer.text) }).to_string());
    body(&answer.text)
}

fn body(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A key of a form that was not sent yet.
async fn key(adele: &mut Browser) -> String {
    let page = adele.get(&format!("{ITEM}/share")).await;
    page.form("/api/share/send").field("form[key]").value.clone()
}

#[tokio::test]
async fn the_answers_of_the_share_form() {
    let (server, mut adele) = busy_server().await;
    let found = ask(
        &server,
        &mut adele,
        "answer_people_found",
        "people/find",
        &[("item", FORM_ITEM), ("text", "gra")],
    )
    .await;
    assert!(found["matches"].is_array(), "{found}");
    ask(&server, &mut adele, "answer_nobody_found", "people/find", &[("item", FORM_ITEM), ("text", "zzzz")])
        .await;
    let key = key(&mut adele).await;
    let form = |address| {
        [
            ("form[item]", FORM_ITEM),
            ("form[address]", address),
            ("form[role]", "reader"),
            ("form[key]", key.as_str()),
        ]
    };
    ask(&server, &mut adele, "answer_share_refused", "share/send", &form("not an address")).await;
    ask(&server, &mut adele, "answer_share_choose", "share/send", &form(GRADY)).await;
    let sent =
        ask(&server, &mut adele, "answer_share_accepted", "share/send", &form("new@northwind.example")).await;
    ask(&server, &mut adele, "answer_share_key_reused", "share/send", &form("other@northwind.example")).await;
    let progress = settled_share(&mut adele, sent["share"].as_str().unwrap()).await;
    hold_json(&server, "answer_progress", &progress.to_string());
}

#[tokio::test]
async fn the_answers_about_invitations() {
    let (server, mut adele) = busy_server().await;
    let pages = invitations(&mut adele).await;
    let ids: Vec<&str> = pages.iter().map(|page| page.rsplit('/').next().unwrap()).collect();
    let all: Vec<_> = ids.iter().map(|id| ("invitations[]", *id)).collect();
    ask(&server, &mut adele, "answer_states", "invitations/states", &all).await;
    let last = ids.last().unwrap();
    ask(&server, &mut adele, "answer_link", "invitations/link", &[("invitation", last)]).await;
    ask(&server, &mut adele, "answer_no_link", "invitations/link", &[("invitation", "nobodys")]).await;
    assert_eq!(server.invited(DANA).await.len(), 1);
}

#[tokio::test]
async fn the_answers_about_toasts() {
    let (server, mut adele) = busy_server().await;
    // What went well before is no news any more.
    share(&mut adele, &[("form[address]", "new@northwind.example")]).await;
    let unseen = ask(&server, &mut adele, "answer_toasts", "toasts/unseen", &[]).await;
    let toast = unseen["toasts"][0]["id"].as_str().unwrap().to_owned();
    ask(&server, &mut adele, "answer_toast_dismissed", "toasts/dismiss", &[("toast", &toast)]).await;
}
