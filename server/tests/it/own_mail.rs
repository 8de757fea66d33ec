//! Mail of our own, from the settings page to the guest at the page of its link.

use testing::html::{opened, text};
use testing::names::{ADELE, MEGAN};

use crate::settings::change;
use crate::test_server::{ITEM, TestServer, share};

const ANA: &str = "ana@northwind.example";

/// The mails to somebody.
async fn mails(server: &TestServer, address: &str) -> Vec<serde_json::Value> {
    let all = server.control("mail").await;
    let to = |mail: &serde_json::Value| mail["to"].as_array().unwrap().iter().any(|to| to == address);
    all.as_array().unwrap().iter().filter(|mail| to(mail)).cloned().collect()
}

#[tokio::test]
async fn the_link_in_our_mail_says_who_shared_what_and_goes_on_to_microsoft() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    change(&mut megan, "inviting", &[("mail_way", "own"), ("message", "Have a look.")]).await;
    change(&mut megan, "mail", &[("en.subject", "{inviter} has something for you")]).await;

    let mut adele = server.signed_in(ADELE).await;
    let page = adele.visit(&format!("{ITEM}/share")).await;
    assert!(page.text.contains("Have a look."), "the form begins with the message");
    assert!(page.text.contains("Goes into the email."), "{}", page.text);
    let sent = share(&mut adele, &[("form[address]", ANA)]).await;
    assert_eq!(sent.location(), ITEM);
    let mails = mails(&server, ANA).await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert_eq!(
        (&mails[0]["via"], &mails[0]["subject"]),
        (&"smtp".into(), &"Adele Vance has something for you".into())
    );
    let said = mails[0]["text"].as_str().unwrap();
    assert!(said.contains("Have a look."), "{said}");
    let link = said.split_whitespace().find(|word| word.contains("/arrive/")).unwrap().to_owned();
    let link = link.strip_prefix(&server.origin()).unwrap().to_owned();

    let mut ana = server.browser();
    let page = ana.get(&link).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let read = text(&page.text);
    for part in ["Adele Vance shared", "Elm Street", ANA] {
        assert!(read.contains(part), "{part}: {read}");
    }
    assert!(!page.text.contains("/redeem"), "the secret link stands in no page");
    assert_eq!(page.headers["cache-control"], "no-store");
    let on = opened(&page.text).into_iter().find(|tag| tag.value("href").contains("/on?key=")).unwrap();
    let on = on.value("href").replace("&amp;", "&");
    let gone = ana.get(&on).await;
    assert_eq!(gone.status, 303);
    assert!(gone.location().starts_with(&format!("{}/redeem?", server.emulator())), "{}", gone.location());
    assert_eq!(gone.headers["cache-control"], "no-store");
    assert!(!server.log().contains(link.split("key=").nth(1).unwrap()), "the secret is in no log");

    for wrong in
        [link.split('?').next().unwrap().to_owned(), format!("{link}x"), "/arrive/x?key=y".to_owned()]
    {
        assert_eq!(ana.get(&wrong).await.status, 404, "{wrong}");
        let on = wrong.replacen('?', "/on?", 1);
        let on = if on.contains("/on") { on } else { format!("{on}/on") };
        assert_eq!(ana.get(&on).await.status, 404, "{on}");
    }
}

/// The permission is asked for by itself once it is needed, and nobody has agreed to it.
#[tokio::test]
async fn without_consent_to_mail_from_their_mailbox_the_inviter_passes_the_link_on() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    change(&mut megan, "inviting", &[("mail_way", "inviter")]).await;
    let mut adele = server.signed_in(ADELE).await;
    share(&mut adele, &[("form[address]", ANA)]).await;
    let list = adele.visit("/invitations").await.text;
    let id = list.split("href=\"/invitations/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = adele.visit(&format!("/invitations/{id}")).await;
    assert!(text(&page.text).contains("No email went out"), "{}", text(&page.text));
    assert!(page.text.contains(&format!("/invitations/{id}/undo")), "it goes on without");
    assert!(mails(&server, ANA).await.is_empty());
}
