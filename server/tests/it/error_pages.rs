//! What went wrong, as a page: a heading that says it, and a next click that helps.

use crate::snapshots::{hold, whole};
use crate::test_server::TestServer;
use testing::BrowserResponse;
use testing::html::{inside, opened, tags, text};
use testing::names::ADELE;

fn heading(page: &BrowserResponse) -> String {
    let all = tags(&page.text);
    let heading = all.iter().position(|tag| tag.name == "h1").unwrap();
    // The framework marks the ends of texts.
    text(inside(&page.text, &all, heading)).replace("<!>", "")
}

/// Where the page's buttons lead, the main one first.
fn ways(page: &BrowserResponse) -> Vec<String> {
    let button = |class: &str| class.split(' ').any(|each| each == "button");
    let opened = opened(&page.text).into_iter();
    let buttons = opened.filter(|tag| tag.name == "a" && tag.get("class").is_some_and(button));
    buttons.map(|tag| tag.value("href")).filter(|to| !to.starts_with("/items/")).collect()
}

#[tokio::test]
async fn each_problem_has_its_heading_and_its_next_click() {
    let mut adele = TestServer::shared().signed_in(ADELE).await;
    let mut all = String::new();
    for problem in [
        "key-reused",
        "no-link",
        "bad-form",
        "foreign-form",
        "not-allowed",
        "not-found",
        "sign-in-again",
        "directory-trouble",
        "internal",
        "nonsense",
    ] {
        all += &format!("# {problem}\n{}\n", whole(&adele.get(&format!("/trouble?problem={problem}")).await));
    }
    hold(TestServer::shared(), "trouble", &all);
}

#[tokio::test]
async fn what_may_have_mended_itself_can_be_tried_again_where_it_happened() {
    let mut adele = TestServer::shared().signed_in(ADELE).await;
    for problem in
        ["internal", "directory-busy", "directory-trouble", "directory-unreachable", "mail-server-busy"]
    {
        let page = adele.get(&format!("/trouble?problem={problem}&to=%2Finvitations%3Fstate%3Dsent")).await;
        assert_eq!(ways(&page), ["/invitations?state=sent", "/items"], "{problem}");
        assert!(page.text.contains("Try again"), "{problem}");
    }
    for elsewhere in ["https%3A%2F%2Fevil.example%2F", "%2F%2Fevil.example", ""] {
        let page = adele.get(&format!("/trouble?problem=internal&to={elsewhere}")).await;
        assert_eq!(ways(&page), ["/items"], "{elsewhere}");
    }
    let page = adele.get("/trouble?problem=bad-form&to=%2Finvitations").await;
    assert_eq!(ways(&page), ["/items"], "the same again would be refused again");
}

#[tokio::test]
async fn a_busy_mail_server_is_not_said_to_be_microsofts_fault() {
    let mut adele = TestServer::shared().signed_in(ADELE).await;
    let page = adele.get("/trouble?problem=mail-server-busy").await;
    assert_eq!(page.status, 503);
    assert!(!heading(&page).contains("Microsoft"), "{}", heading(&page));
    let page = adele.get("/trouble?problem=directory-busy").await;
    assert_eq!(page.status, 503);
    assert!(heading(&page).contains("Microsoft"), "{}", heading(&page));
}

#[tokio::test]
async fn whoever_is_signed_in_is_not_told_to_sign_in() {
    let mut adele = TestServer::shared().signed_in(ADELE).await;
    for (address, to) in [
        ("/sign-in", "/items"),
        ("/sign-in?problem=sign-in-stale&reference=26V7Q92QAS", "/items"),
        ("/sign-in?problem=session-lapsed&to=%2Finvitations%3Fstate%3Dsent", "/invitations?state=sent"),
        ("/sign-in?to=%2F%2Fevil.example", "/items"),
    ] {
        let answer = adele.get(address).await;
        assert_eq!((answer.status, answer.location()), (303, to), "{address}");
    }
    // Microsoft asks once more for somebody who is signed in.
    let answer = adele.get("/sign-in?problem=sign-in-again&to=%2Finvitations").await;
    assert_eq!((answer.status, heading(&answer).as_str()), (200, "Sign in to Vestibule"));
    let nobody = TestServer::shared().browser().get("/sign-in?problem=sign-in-stale").await;
    assert_eq!((nobody.status, heading(&nobody).as_str()), (200, "You’re not signed in"));
}
