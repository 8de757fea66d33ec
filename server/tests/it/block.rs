//! While Microsoft blocks the tenant: what pages about sharing say, and the button that lets an administrator find out whether it is over.

use std::time::Duration;

use serde_json::json;
use testing::Browser;
use testing::names::{ADELE, GRADY, MEGAN};

use crate::test_server::{ITEM, TestServer, share};

const SAYS: &str = "Microsoft paused invitations from your organization on";
const PROBE: &str = "/api/invitations/probe-block";

/// Waits until the page has all of these texts, or none of them. A toast names people, too, and sooner than a list does.
async fn until(browser: &mut Browser, address: &str, texts: &[&str], there: bool) {
    let said = async {
        loop {
            let page = browser.get(address).await.text;
            let (page, _toasts) = page.split_once("</main>").unwrap();
            if texts.iter().all(|text| page.contains(text) == there) {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_mins(1), said).await.expect(address);
}

#[tokio::test]
async fn whoever_shares_is_told_and_an_administrator_ends_it() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    let mut megan = server.signed_in(MEGAN).await;
    let mut grady = server.signed_in(GRADY).await;
    assert!(!adele.get("/items").await.text.contains(SAYS));
    server.policy(json!({ "suspiciousActivity": true })).await;
    let addresses = ["one@northwind.example", "two@northwind.example"];
    for address in addresses {
        share(&mut adele, &[("form[address]", address)]).await;
    }
    until(&mut adele, "/invitations?state=stopped", &addresses, true).await;

    for address in ["/items", ITEM, &format!("{ITEM}/share"), "/invitations"] {
        let hers = adele.get(address).await;
        assert!(hers.text.contains(SAYS) && hers.text.contains("Please tell yours."), "{address}");
        assert!(hers.forms().iter().all(|form| form.action != PROBE), "{address}");
        let admins = megan.get(address).await;
        assert!(admins.text.contains(SAYS), "{address}");
        assert!(admins.forms().iter().any(|form| form.action == PROBE), "{address}");
    }
    assert!(!megan.get("/settings").await.text.contains(SAYS), "not about sharing");
    assert!(!grady.get("/items").await.text.contains(SAYS), "a guest shares nothing");

    server.policy(json!({ "suspiciousActivity": false })).await;
    let page = megan.get("/items").await;
    let found_out = megan.send(&page, &page.form(PROBE), &[]).await;
    assert!(found_out.url.path().starts_with("/invitations/"), "{}", found_out.url);
    assert!(found_out.text.contains("Adele Vance shared this."), "{}", found_out.text);
    until(&mut adele, "/items", &[SAYS], false).await;
    until(&mut adele, "/invitations?state=sent", &addresses, true).await;
    for address in addresses {
        assert_eq!(server.invited(address).await.len(), 1, "{address}");
    }
}
