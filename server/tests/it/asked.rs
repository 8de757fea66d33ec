//! What the share form asks of somebody new, without scripts, and what it says before it is sent.

use contract::TypedRecipient;
use reqwest::Method;
use serde_json::json;
use testing::Browser;
use testing::html::{by_id, opened, text};
use testing::names::{ADELE, JONI, MEGAN};

use crate::settings::add_and_change;
use crate::share_fields::{known, recipients_of, unticked};
use crate::test_server::{ITEM, TestServer, share};

const ANA: &str = "ana@northwind.example";
const SHARE: &str = "/api/share/send";
const VALUE: &str = "form[attributes][0][value]";

/// Whoever shares with somebody new is asked for their department from now on.
async fn ask_for_department(megan: &mut Browser) {
    let rule = [("rules.0.attribute", "department"), ("rules.0.from", "asked"), ("rules.0.required", "on")];
    add_and_change(megan, ("attributes", "rules"), &rule).await;
}

/// A server on which that is asked and a new guest is seen at once, and Adele.
async fn asking() -> (TestServer, Browser) {
    let server = TestServer::start();
    server.policy(json!({ "visibilityLagMs": 0 })).await;
    ask_for_department(&mut server.signed_in(MEGAN).await).await;
    let adele = server.signed_in(ADELE).await;
    (server, adele)
}

#[tokio::test]
async fn the_form_asks_for_details_and_keeps_what_was_typed_until_they_are_right() {
    let (_server, mut adele) = asking().await;
    let page = adele.visit(&format!("{ITEM}/share")).await;
    let form = page.form(SHARE);
    assert_eq!(form.field("form[attributes][0][name]").value, "department");
    assert!(text(&page.text).contains("Nothing is written about people in your organization."));

    let long = "x".repeat(65);
    for (value, said) in [("", "Fill this in."), (long.as_str(), "This text is too long.")] {
        let typed = [("form[address]", ANA), ("form[message]", "Kept as it is"), (VALUE, value)];
        let refused = share(&mut adele, &typed).await;
        let page = adele.follow(refused).await;
        let form = page.form(SHARE);
        assert_eq!(form.field(VALUE).value, value);
        assert!(form.field(VALUE).invalid, "{value}");
        assert_eq!(form.field("form[message]").value, "Kept as it is");
        let (hidden, trouble) = by_id(&page.text, "share-attributes[0]-trouble").unwrap();
        assert!(!hidden && trouble.contains(said), "{trouble}");
        assert!(form.field(VALUE).described_by.contains(&"share-attributes[0]-trouble".to_owned()));
    }
    let sent = share(&mut adele, &[("form[address]", ANA), (VALUE, "Legal")]).await;
    adele.follow(sent).await;
    let list = adele.get("/invitations").await;
    let mut links = opened(&list.text).into_iter().filter(|tag| tag.name == "a").map(|tag| tag.value("href"));
    let own = links.find_map(|to| to.strip_prefix("/invitations/").map(str::to_owned)).unwrap();
    let page = text(&adele.get(&format!("/invitations/{own}")).await.text);
    assert!(page.contains("Department") && page.contains("Legal"), "{page}");
}

/// The address of somebody known, then another one: whoever was chosen in between never comes back.
#[tokio::test]
async fn a_corrected_address_is_the_one_that_is_invited() {
    let (server, mut adele) = asking().await;
    let asked = share(&mut adele, &[("form[address]", JONI)]).await;
    let page = adele.follow(asked).await;
    let form = page.form(SHARE);
    assert_eq!(recipients_of(&form), [known("joni", JONI)], "bound already");
    let form = unticked(&form, "form[recipients][0]");
    let page = adele.send(&page, &form, &[("form[address]", ANA)]).await;
    let form = page.form(SHARE);
    assert_eq!(recipients_of(&form), [TypedRecipient::of_text(ANA)], "nobody is bound any more");
    assert_eq!(form.field("form[address]").value, "");
    assert!(form.field(VALUE).invalid);
    adele.send(&page, &form, &[(VALUE, "Legal")]).await;
    assert_eq!(server.invited(ANA).await.len(), 1);
    assert!(server.invited(JONI).await.is_empty());
}

/// An administrator asks for more while the form is open.
#[tokio::test]
async fn a_form_that_was_open_comes_back_with_what_is_asked_for_by_now() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    let mut adele = server.signed_in(ADELE).await;
    let page = adele.visit(&format!("{ITEM}/share")).await;
    let typed = [("form[address]", ANA), ("form[message]", "Kept as it is")];
    let filled = page.form(SHARE).filled(&typed);
    ask_for_department(&mut megan).await;
    // A script has no field to show: the status has it send the same as a plain form.
    let headers = [("accept", "application/json"), ("sec-fetch-site", "same-origin")];
    let answer = adele.ask(Method::POST, SHARE, &headers, Some(&filled)).await;
    assert!(answer.status == 422 && answer.text.contains("more-asked"), "{}: {}", answer.status, answer.text);
    let answer = adele.post(SHARE, &filled).await;
    let page = adele.follow(answer).await;
    assert_eq!(page.url.path(), format!("{ITEM}/share"));
    let form = page.form(SHARE);
    assert_eq!(recipients_of(&form), [TypedRecipient::of_text(ANA)]);
    assert_eq!(form.field("form[message]").value, "Kept as it is");
    assert!(form.field(VALUE).invalid);
    let (hidden, trouble) = by_id(&page.text, "share-attributes[0]-trouble").unwrap();
    assert!(!hidden && trouble.contains("asked for by now"), "{trouble}");
    assert!(server.invited(ANA).await.is_empty());
}

#[tokio::test]
async fn the_form_and_the_settings_say_which_roles_let_no_new_guest_in() {
    const SAID: &str = "Only people who are assigned to this application can sign in to it";
    const SAID_IN_SETTINGS: &str = "Vestibule lets in only people who are assigned to it";
    let server = TestServer::start();
    let (mut adele, mut megan) = (server.signed_in(ADELE).await, server.signed_in(MEGAN).await);
    // Whoever is in stays in.
    server.require_assignment(true).await;
    let page = adele.visit(&format!("{ITEM}/share")).await;
    assert!(text(&page.text).contains(SAID), "{}", page.text);
    let page = megan.visit("/settings/grants").await;
    assert!(text(&page.text).contains(SAID_IN_SETTINGS), "{}", page.text);
    server.require_assignment(false).await;
    server.seconds_pass(301).await;
    let page = adele.visit(&format!("{ITEM}/share")).await;
    assert!(!text(&page.text).contains(SAID), "{}", page.text);
}
