//! The fields of the share form: as many recipients as it takes are read and judged, and without scripts each comes back as a box.

use reqwest::Method;
use testing::html::by_id;
use testing::names::ADELE;
use testing::{Browser, BrowserResponse};

use crate::test_server::{ITEM, TestServer, share};

const SHARE: &str = "/api/share/send";
const MOST: usize = 500;

/// No address, so that nobody is looked up; as long as addresses get.
fn no_address(at: usize) -> String {
    format!("{at:0>320}")
}

async fn judge(browser: &mut Browser, lines: impl Iterator<Item = String>) -> BrowserResponse {
    let page = browser.visit(&format!("{ITEM}/share")).await;
    let mut form = page.form(SHARE).pairs();
    form.extend(lines.enumerate().map(|(at, line)| (format!("form[recipients][{at}]"), line)));
    let headers = [("accept", "application/json"), ("sec-fetch-site", "same-origin")];
    browser.ask(Method::POST, "/api/share/judge", &headers, Some(&form)).await
}

#[tokio::test]
async fn as_many_recipients_as_the_form_takes_are_read_and_judged_in_order() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    let answer = judge(&mut adele, (0..MOST).map(no_address)).await;
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
    let kept = form.filled(&[("form[recipients][0]", &good.value)]);
    let kept: Vec<_> = kept.into_iter().filter(|(name, _)| name != "form[recipients][1]").collect();
    let sent = adele.post(SHARE, &kept).await;
    assert_eq!(sent.location(), ITEM, "{}", sent.text);
    assert_eq!(server.invited("new@northwind.example").await.len(), 1);
}
