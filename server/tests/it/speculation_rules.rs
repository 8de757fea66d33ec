//! Fetching pages ahead: announced where a visit changes nothing, and nowhere else.

use testing::names::ADELE;

use crate::test_server::{ITEM, TestServer};

#[tokio::test]
async fn rules_for_fetching_ahead_are_announced_to_members_only() {
    let server = TestServer::shared();
    let mut adele = server.signed_in(ADELE).await;
    let page = adele.visit(ITEM).await;
    assert_eq!(page.header("speculation-rules"), "\"/speculation-rules.json\"");
    let rules = adele.visit("/speculation-rules.json").await;
    assert_eq!((rules.status, rules.header("content-type")), (200, "application/speculationrules+json"));
    for never in ["\"/sign-*\"", "\"/share\"", "\"/share\\\\?*\""] {
        assert!(rules.text.contains(never), "{never}: {}", rules.text);
    }
    // A guest's first sight of an item counts as arrival.
    let mut guest = server.browser();
    let arrived = guest.sign_in("grady.archie@fabrikam.example", "/items").await;
    assert_eq!(arrived.status, 200, "{}", arrived.text);
    assert!(!arrived.headers.contains_key("speculation-rules"));
}
