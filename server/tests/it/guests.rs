//! What somebody is told who was given access: the guest about the inviter, the inviter about the guest.

use testing::html::{inside, opened, tags, text};
use testing::names::ADELE;
use testing::{Browser, BrowserResponse};

use crate::share_fields::share_with_known;
use crate::test_server::{ITEM, TestServer};

const GRADY: &str = "grady.archie@fabrikam.example";
const JONI: &str = "joni.sherman@northwind.example";
const MESSAGE: &str = "Annex C has the dates.\nSee you <soon>.";

/// The page as it reads, without markup.
fn read(page: &BrowserResponse) -> String {
    let all = tags(&page.text);
    let main = all.iter().position(|tag| tag.name == "main").unwrap();
    text(inside(&page.text, &all, main))
}

/// Shares the item with somebody the directory knows.
async fn share_with(inviter: &mut Browser, name: &str, address: &str) -> BrowserResponse {
    let sent = share_with_known(inviter, (name, address), &[("form[message]", MESSAGE)]).await;
    inviter.follow(sent).await
}

#[tokio::test]
async fn a_guest_reads_who_shared_what_and_why() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    share_with(&mut adele, "grady", GRADY).await;

    let mut grady = server.signed_in(GRADY).await;
    let list = read(&grady.get("/items").await);
    assert!(list.contains("Shared by Adele Vance · just now"), "{list}");
    assert!(!list.contains("Not shared yet"), "{list}");

    let page = grady.get(ITEM).await;
    let shown = opened(&page.text);
    assert!(page.text.contains("Annex C has the dates.\nSee you &lt;soon&gt;."), "{}", page.text);
    let on = shown.iter().find(|tag| tag.name == "a" && tag.get("href") == Some("/items"));
    assert!(on.is_some(), "a way on: {}", page.text);
    assert!(read(&page).contains("Everything shared with you"));
    assert!(read(&page).contains("Just now"), "a time by itself starts with a capital");
    // The inviter's page is for the inviter.
    assert!(!adele.get(ITEM).await.text.contains("Annex C has the dates"));
}

#[tokio::test]
async fn access_that_waits_for_an_earlier_invitation_is_said_to_wait() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    let sentence = "hasn’t accepted an earlier invitation yet. No new email was sent.";
    let page = share_with(&mut adele, "joni", JONI).await;
    assert!(
        page.text
            .contains(&format!("Joni Sherman now has access to “Elm Street track renewal”, but {sentence}"))
    );
    let list = read(&adele.get("/invitations").await);
    assert!(list.contains("Has access, but hasn’t accepted an earlier invitation yet."), "{list}");
    assert!(server.invited(JONI).await.is_empty());
    // Somebody who has accepted can come at once.
    let page = share_with(&mut adele, "grady", GRADY).await;
    assert!(page.text.contains("Grady Archie now has access to “Elm Street track renewal”."));
    let list = adele.get("/invitations").await;
    assert!(read(&list).contains("Has access."));
    // Both are in one state, and say so in one pill.
    let pills = opened(&list.text).into_iter().filter(|tag| tag.get("class") == Some("pill"));
    let addresses: Vec<_> = pills.map(|tag| tag.value("href")).collect();
    assert_eq!(addresses, ["/invitations", "/invitations?state=shared"]);
    assert!(read(&list).contains("2 invitations"));
}
