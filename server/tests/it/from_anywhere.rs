//! The share dialog from another application: `/share?item=...&to=...`.

use testing::html::opened;
use testing::names::{ADELE, GRADY};

use crate::test_server::{ITEM, TestServer};

/// Where a member starts; `%2C` is a comma.
fn link(to: &str) -> String {
    format!("/share?item={}{to}", ITEM.trim_start_matches("/items/"))
}

#[tokio::test]
async fn the_dialog_opens_with_whoever_is_named_and_nothing_of_them_is_sent_or_kept() {
    let mut server = TestServer::start_logging("debug");
    let mut adele = server.browser();
    let (known, named) = ("zoe.unkept@northwind.example", "kim.unkept@woodgrove.example");
    let address = link(&format!("&to=Zoe%20%3C{known}%3E%2C%20a%40unkept.example&to={named}"));

    // Whoever is not signed in comes back to the same address.
    let picker = adele.visit(&address).await;
    assert_eq!(picker.url.origin().ascii_serialization(), server.emulator(), "{}", picker.url);
    assert!(!picker.url.as_str().contains("unkept"), "the authority is not told: {}", picker.url);
    let page = adele.pick(picker, ADELE).await;
    assert_eq!((page.status, page.url.path()), (200, "/share"), "{}", page.text);
    let form = page.form("/api/share/send");
    assert_eq!(form.field("form[address]").value, format!("Zoe <{known}>, a@unkept.example, {named}"));
    assert_eq!(form.field("form[item]").value, ITEM.trim_start_matches("/items/"));
    let dialog = opened(&page.text).into_iter().find(|tag| tag.name == "dialog");
    assert!(dialog.is_some_and(|dialog| dialog.has("open")), "{}", page.text);

    // Once more, and as a tab that nobody looks at yet.
    for headers in [&[][..], &[("sec-purpose", "prefetch;prerender"), ("purpose", "prefetch")][..]] {
        let again = adele.ask(reqwest::Method::GET, &address, headers, None).await;
        assert_eq!(again.status, 200, "{}", again.text);
    }
    assert!(server.log().contains("/share"), "the log has the route");
    for each in [known, named] {
        assert!(server.invited(each).await.is_empty(), "nobody has pressed Send");
    }
    let mut places = vec![("log".to_owned(), server.log().into_bytes())];
    assert!(server.stop().unwrap().success());
    for file in server.database() {
        places.push((file.display().to_string(), std::fs::read(&file).unwrap()));
    }
    assert!(places.len() > 1, "there is a database");
    for (place, contents) in places {
        assert!(!contents.is_empty() || place.contains("-wal"), "{place}");
        let told = contents.windows(b"unkept".len()).any(|window| window == b"unkept");
        assert!(!told, "{place} names somebody with whom nothing was shared");
    }
}

#[tokio::test]
async fn an_item_that_is_not_there_or_not_theirs_is_not_found() {
    let server = TestServer::shared();
    let to = "&to=zoe@northwind.example";
    let mut adele = server.signed_in(ADELE).await;
    for address in
        ["/share".to_owned(), format!("/share?item=no-such-item{to}"), format!("/share?item=%2F..{to}")]
    {
        let answer = adele.get(&address).await;
        assert_eq!(answer.status, 404, "{address}");
        assert!(!answer.text.contains("share-form"), "{address}");
    }
    let mut grady = server.signed_in(GRADY).await;
    let answer = grady.get(&link(to)).await;
    assert_eq!(answer.status, 404, "hidden from a guest");
}

#[tokio::test]
async fn what_is_named_is_text_and_nothing_else() {
    let mut adele = TestServer::shared().signed_in(ADELE).await;
    let page = adele
        .get(&link("&to=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%0A%0Dpat%40northwind.example%3B"))
        .await;
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(!page.text.contains("<script>alert"), "{}", page.text);
    let typed = page.form("/api/share/send").field("form[address]").value.clone();
    assert_eq!(typed, "\"><script>alert(1)</script>, pat@northwind.example");
    // Decoded once: a local part may have a percent sign, and a plus that is meant is written as one.
    let page = adele.get(&link("&to=Kim+Lee+%3Ca%2541%2Bb%40northwind.example%3E")).await;
    let typed = page.form("/api/share/send").field("form[address]").value.clone();
    assert_eq!(typed, "Kim Lee <a%41+b@northwind.example>");
}
