//! What the share form asks of somebody new, without scripts, and what it says before it is sent.

use serde_json::json;
use testing::html::{by_id, opened, text};
use testing::names::{ADELE, MEGAN};

use crate::settings::add_and_change;
use crate::test_server::{ITEM, TestServer, share};

const ANA: &str = "ana@northwind.example";
const SHARE: &str = "/api/share/send";
const VALUE: &str = "form[attributes][0][value]";

#[tokio::test]
async fn the_form_asks_for_details_and_keeps_what_was_typed_until_they_are_right() {
    let server = TestServer::start();
    server.policy(json!({ "visibilityLagMs": 0 })).await;
    let mut megan = server.signed_in(MEGAN).await;
    let rule = [("rules.0.attribute", "department"), ("rules.0.from", "asked"), ("rules.0.required", "on")];
    add_and_change(&mut megan, ("attributes", "rules"), &rule).await;
    let mut adele = server.signed_in(ADELE).await;
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

#[tokio::test]
async fn the_form_and_the_settings_say_which_roles_let_no_new_guest_in() {
    const SAID: &str = "Vestibule lets in only people who are assigned to it";
    let server = TestServer::start();
    let (mut adele, mut megan) = (server.signed_in(ADELE).await, server.signed_in(MEGAN).await);
    // Whoever is in stays in.
    server.require_assignment(true).await;
    let page = adele.visit(&format!("{ITEM}/share")).await;
    assert!(text(&page.text).contains(SAID), "{}", page.text);
    let page = megan.visit("/settings/grants").await;
    assert!(text(&page.text).contains(SAID), "{}", page.text);
    server.require_assignment(false).await;
    server.seconds_pass(301).await;
    let page = adele.visit(&format!("{ITEM}/share")).await;
    assert!(!text(&page.text).contains(SAID), "{}", page.text);
}
