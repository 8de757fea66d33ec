//! What the server functions answer to scripts.

use reqwest::Method;
use serde_json::{Value, json};

use super::{DANA, GRADY, busy_house, hold_json, invitations};
use crate::test_server::ITEM;
use crate::test_server::TestServer;
use testing::Browser;

/// Asks a server function, and holds what it answers.
async fn ask(
    house: &TestServer,
    adele: &mut Browser,
    name: &str,
    endpoint: &str,
    fields: &[(&str, &str)],
) -> Value {
    let headers = [("accept", "application/json"), ("sec-fetch-site", "same-origin")];
    let form: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let answer = adele.ask(Method::POST, &format!("/api/{endpoint}"), &headers, Some(&form)).await;
    hold_json(house, name, &json!({ "status": answer.status, "body": body(&answer.text) }).to_string());
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
    let (house, mut adele) = busy_house().await;
    let found = ask(&house, &mut adele, "answer_people_found", "people/find", &[("text", "gra")]).await;
    assert!(found["matches"].is_array(), "{found}");
    ask(&house, &mut adele, "answer_nobody_found", "people/find", &[("text", "zzzz")]).await;
    let key = key(&mut adele).await;
    let form = |address| {
        [
            ("form[item]", "elm-street-renewal"),
            ("form[address]", address),
            ("form[role]", "reader"),
            ("form[key]", key.as_str()),
        ]
    };
    ask(&house, &mut adele, "answer_share_refused", "share/send", &form("not an address")).await;
    ask(&house, &mut adele, "answer_share_choose", "share/send", &form(GRADY)).await;
    let sent =
        ask(&house, &mut adele, "answer_share_accepted", "share/send", &form("new@northwind.example")).await;
    ask(&house, &mut adele, "answer_share_key_reused", "share/send", &form("other@northwind.example")).await;
    // Asked until it is done: the steps run at their own pace.
    let invitation = sent["invitation"].as_str().unwrap();
    let page = adele.get(&format!("/invitations/{invitation}")).await;
    assert_eq!(page.status, 200);
    ask(&house, &mut adele, "answer_progress", "invitations/progress", &[("invitation", invitation)]).await;
}

#[tokio::test]
async fn the_answers_about_invitations() {
    let (house, mut adele) = busy_house().await;
    let pages = invitations(&mut adele).await;
    let ids: Vec<&str> = pages.iter().map(|page| page.rsplit('/').next().unwrap()).collect();
    let all: Vec<_> = ids.iter().map(|id| ("invitations[]", *id)).collect();
    ask(&house, &mut adele, "answer_states", "invitations/states", &all).await;
    for (at, id) in ids.iter().enumerate() {
        let name = format!("answer_progress_{}", at + 1);
        ask(&house, &mut adele, &name, "invitations/progress", &[("invitation", id)]).await;
    }
    let last = ids.last().unwrap();
    ask(&house, &mut adele, "answer_link", "invitations/link", &[("invitation", last)]).await;
    ask(&house, &mut adele, "answer_no_link", "invitations/link", &[("invitation", "nobodys")]).await;
    assert_eq!(house.invited(DANA).await.len(), 1);
}

#[tokio::test]
async fn the_answers_about_toasts() {
    let (house, mut adele) = busy_house().await;
    let unseen = ask(&house, &mut adele, "answer_toasts", "toasts/unseen", &[]).await;
    let toast = unseen["toasts"][0]["id"].as_str().unwrap().to_owned();
    ask(&house, &mut adele, "answer_toast_dismissed", "toasts/dismiss", &[("toast", &toast)]).await;
}
