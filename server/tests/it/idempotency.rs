//! A form sent twice has its effect once.

use contract::TypedRecipient;
use testing::html::{by_id, inside, tags, text};
use testing::names::ADELE;

use crate::share_fields::recipients_of;
use crate::test_server::{ITEM, TestServer};

#[tokio::test]
async fn the_same_form_twice_is_one_invitation() {
    let server = TestServer::shared();
    let mut adele = server.signed_in(ADELE).await;
    let address = "twice@northwind.example";
    let page = adele.get(&format!("{ITEM}/share")).await;
    let form = page.form("/api/share/send").filled(&[("form[address]", address)]);
    let mut other = server.browser();
    other.set_cookie("__Host-vestibule", adele.cookie("__Host-vestibule").unwrap());
    let (first, second) =
        tokio::join!(adele.post("/api/share/send", &form), other.post("/api/share/send", &form));
    let third = adele.post("/api/share/send", &form).await;
    for answer in [&first, &second, &third] {
        assert_eq!((answer.status, answer.location()), (303, ITEM));
    }
    assert_eq!(server.invited(address).await.len(), 1);
    let list = adele.get("/invitations").await.text;
    let tags = tags(&list);
    let rows = (0..tags.len()).filter(|index| tags[*index].name == "tr" && !tags[*index].closing);
    let own = rows.filter(|index| text(inside(&list, &tags, *index)).contains(address));
    assert_eq!(own.count(), 1, "one line in the list");
}

#[tokio::test]
async fn a_key_is_good_for_one_content_only() {
    let server = TestServer::shared();
    let mut adele = server.signed_in(ADELE).await;
    let page = adele.get(&format!("{ITEM}/share")).await;
    let form = page.form("/api/share/send");
    let first = form.filled(&[("form[address]", "first@northwind.example")]);
    assert_eq!(adele.post("/api/share/send", &first).await.location(), ITEM);
    let second = form.filled(&[("form[address]", "second@northwind.example")]);
    let refused = adele.post("/api/share/send", &second).await;
    let page = adele.follow(refused).await;
    assert_eq!(page.url.path(), format!("{ITEM}/share"));
    let (quiet, sentence) = by_id(&page.text, "share-notice").unwrap();
    assert!(!quiet && !sentence.is_empty());
    assert!(server.invited("second@northwind.example").await.is_empty());
    // What comes back has a key of its own, so that it can be sent.
    let again = page.form("/api/share/send");
    assert_ne!(again.field("form[key]").value, form.field("form[key]").value);
    assert_eq!(recipients_of(&again), [TypedRecipient::of_text("second@northwind.example")]);
    assert_eq!(again.field("form[address]").value, "");
    assert_eq!(adele.post("/api/share/send", &again.pairs()).await.location(), ITEM);
    assert_eq!(server.invited("second@northwind.example").await.len(), 1);
}
