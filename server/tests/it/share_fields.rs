//! The fields of the share form: as many recipients as it takes are read and judged, and without scripts each comes back as a box.

use contract::TypedRecipient;
use reqwest::Method;
use serde_json::json;
use testing::html::{Form, by_id, opened};
use testing::names::{ADELE, JONI, user_id};
use testing::{Browser, BrowserResponse};

use crate::test_server::{ITEM, TestServer, share};

const SHARE: &str = "/api/share/send";
const MOST: usize = 500;

/// Between the line of a recipient and what is chosen of them.
const CHOSEN: char = '\u{2028}';

/// The same form without a box that is ticked in it.
pub fn unticked(form: &Form, name: &str) -> Form {
    assert_eq!(form.field(name).kind, "checkbox", "{name}");
    let fields = form.fields.iter().filter(|field| field.name != name).cloned().collect();
    Form { fields, ..form.clone() }
}

/// The recipients in the boxes of a form, in order.
pub fn recipients_of(form: &Form) -> Vec<TypedRecipient> {
    let boxes = form.fields.iter().filter(|field| field.name.starts_with("form[recipients]"));
    let lines = boxes.filter(|field| !field.value.contains(CHOSEN)).map(|field| {
        assert_eq!(field.kind, "checkbox", "{field:?}");
        TypedRecipient::parse(&field.value)
    });
    lines.collect()
}

/// Somebody of the directory, bound by the object id.
pub fn known(name: &str, address: &str) -> TypedRecipient {
    TypedRecipient { person: user_id(name), ..TypedRecipient::of_text(address) }
}

/// Shares the item with somebody whom the directory knows: the form comes back with whom it has found there, and is sent again as it is.
pub async fn share_with_known(
    inviter: &mut Browser,
    (name, address): (&str, &str),
    more: &[(&str, &str)],
) -> BrowserResponse {
    let refused = share(inviter, &[more, &[("form[address]", address)]].concat()).await;
    let page = inviter.follow(refused).await;
    let form = page.form(SHARE);
    assert_eq!(recipients_of(&form), [known(name, address)], "{}", page.text);
    assert_eq!(form.field("form[address]").value, "", "they stand in the list");
    let sent = inviter.submit(&page, &form, &[]).await;
    assert_eq!(sent.location(), ITEM, "{}", sent.text);
    sent
}

/// No address, so that nobody is looked up; as long as addresses get.
fn no_address(at: usize) -> String {
    format!("{at:0>320}")
}

async fn judge(
    browser: &mut Browser,
    lines: impl Iterator<Item = String>,
    ahead: &[(&str, &str)],
) -> BrowserResponse {
    let page = browser.visit(&format!("{ITEM}/share")).await;
    let mut form = page.form(SHARE).pairs();
    form.extend(lines.enumerate().map(|(at, line)| (format!("form[recipients][{at}]"), line)));
    form.extend(ahead.iter().map(|(name, count)| ((*name).to_owned(), (*count).to_owned())));
    let headers = [("accept", "application/json"), ("sec-fetch-site", "same-origin")];
    browser.ask(Method::POST, "/api/share/judge", &headers, Some(&form)).await
}

#[tokio::test]
async fn as_many_recipients_as_the_form_takes_are_read_and_judged_in_order() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    let answer = judge(&mut adele, (0..MOST).map(no_address), &[]).await;
    assert_eq!(answer.status, 200, "{:.400}", answer.text);
    let judged: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
    let chips = judged["chips"].as_array().unwrap();
    assert_eq!(chips.len(), MOST);
    for (at, chip) in chips.iter().enumerate() {
        assert_eq!(chip["text"], no_address(at), "{at}");
        assert_eq!(chip["light"], "red", "{chip}");
        assert!(
            !chip["sentence"].as_str().unwrap().is_empty() && !chip["trouble"].as_str().unwrap().is_empty()
        );
    }
}

#[tokio::test]
async fn who_is_judged_alone_stands_behind_the_new_guests_who_stand_before() {
    // Ten go at once.
    let server = TestServer::start_with(&[("VESTIBULE_LIMITS", "guests = 10 + 1/h, look-ups = off")]);
    let mut adele = server.signed_in(ADELE).await;
    for (ahead, light) in [
        (vec![], "green"),
        (vec![("ahead[new]", "9")], "green"),
        (vec![("ahead[new]", "9"), ("ahead[resent]", "1")], "amber"),
        (vec![("ahead[new]", "9"), ("ahead[joining]", "9")], "green"),
    ] {
        let line = TypedRecipient::of_text("new@northwind.example").line();
        let answer = judge(&mut adele, std::iter::once(line), &ahead).await;
        let judged: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
        assert_eq!(judged["chips"][0]["light"], light, "{ahead:?}: {:.400}", answer.text);
    }
}

#[tokio::test]
async fn without_scripts_each_recipient_comes_back_as_a_box_with_what_is_said_of_it() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    let typed = [("form[address]", "new@northwind.example, not-an-address")];
    let refused = share(&mut adele, &typed).await;
    assert!(refused.location().starts_with(&format!("{ITEM}/share?draft=")), "{}", refused.location());
    let page = adele.follow(refused).await;
    let form = page.form(SHARE);
    assert_eq!(form.field("form[address]").value, "", "they stand in the list");
    let (good, bad) = (form.field("form[recipients][0]"), form.field("form[recipients][1]"));
    assert!(good.value.ends_with("\tnew@northwind.example"), "{good:?}");
    assert!(bad.value.ends_with("\tnot-an-address"), "{bad:?}");
    let note = bad.described_by.first().expect("something is said of it");
    let (hidden, said) = by_id(&page.text, note).unwrap();
    assert!(!hidden && said.contains("doesn’t look like an email address"), "{said}");
    assert!(server.invited("new@northwind.example").await.is_empty(), "all of them or none");

    // Whoever is unticked is left out.
    let sent = adele.submit(&page, &unticked(&form, "form[recipients][1]"), &[]).await;
    assert_eq!(sent.location(), ITEM, "{}", sent.text);
    assert_eq!(server.invited("new@northwind.example").await.len(), 1);
}

#[tokio::test]
async fn without_scripts_a_form_for_several_waits_for_all_of_them() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    // Longer than a change waits to be told.
    let on = json!({ "method": "POST", "path": "/v1.0/invitations" });
    server.faults(json!([{ "on": on, "effect": { "delay_ms": 400 } }])).await;
    let both = [("form[address]", "one@northwind.example, two@northwind.example")];
    assert_eq!(share(&mut adele, &both).await.location(), ITEM);
}

#[tokio::test]
async fn without_scripts_a_guest_who_has_not_come_is_invited_again_where_that_box_is_ticked() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    let refused = share(&mut adele, &[("form[address]", JONI)]).await;
    let page = adele.follow(refused).await;
    let form = page.form(SHARE);
    let joni = known("joni", JONI);
    assert_eq!(recipients_of(&form), std::slice::from_ref(&joni));
    let tags = opened(&page.text);
    let is_of_joni = |value: &str| value.split_once(CHOSEN).is_some_and(|(line, _)| line == joni.line());
    let again: Vec<_> = tags.iter().filter(|tag| tag.get("value").is_some_and(is_of_joni)).collect();
    assert_eq!(again.len(), 1, "nobody else can be meant: {again:?}");
    assert!(again[0].get("type") == Some("checkbox") && !again[0].has("checked"), "{again:?}");
    let (name, value) = (again[0].value("name"), again[0].value("value"));
    let sent = adele.submit(&page, &form, &[(&name, &value)]).await;
    assert_eq!(sent.location(), ITEM, "{}", sent.text);
    assert_eq!(server.invited(JONI).await.len(), 1);
}
