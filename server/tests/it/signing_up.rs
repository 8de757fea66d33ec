//! Somebody new signs up by themselves, from the settings page to the item; and somebody else does.

use testing::html::{opened, text};
use testing::names::{ADELE, MEGAN};
use testing::{Browser, BrowserResponse};

use crate::live_states::settled;
use crate::settings::{change, let_readers_sign_up};
use crate::test_server::{ITEM, TestServer, share};

const ANA: &str = "ana@fabrikam.example";
const EVE: &str = "eve@fabrikam.example";
const SIGN_UP: &str = "/api/arrivals/sign-up";
const ANSWER: &str = "/api/invitations/answer-sign-up";

/// A server on which readers sign up, Adele, who has shared with Ana, and the link in the mail.
async fn shared() -> (TestServer, Browser, String) {
    let server = TestServer::start();
    server.open_for_sign_up().await;
    let mut megan = server.signed_in(MEGAN).await;
    change(&mut megan, "inviting", &[("mail_way", "own")]).await;
    let_readers_sign_up(&mut megan).await;
    let mut adele = server.signed_in(ADELE).await;
    let sent = share(&mut adele, &[("form[address]", ANA)]).await;
    assert!(sent.location().starts_with("/invitations/"), "that says what it waits for: {}", sent.location());
    assert!(server.invited(ANA).await.is_empty(), "nobody was invited");
    let mails = server.control("mail").await;
    let to_ana = |mail: &&serde_json::Value| mail["to"].as_array().unwrap().iter().any(|to| to == ANA);
    let mail = mails.as_array().unwrap().iter().find(to_ana).expect("a mail");
    let said = mail["text"].as_str().unwrap();
    let link = said.split_whitespace().find(|word| word.contains("/arrive/")).unwrap();
    let link = link.strip_prefix(&server.origin()).unwrap().to_owned();
    (server, adele, link)
}

fn id_of(link: &str) -> &str {
    link.strip_prefix("/arrive/").unwrap().split('?').next().unwrap()
}

/// Follows the link, and signs up as this person: the page of the link again.
async fn sign_up(browser: &mut Browser, link: &str, address: &str) -> BrowserResponse {
    let page = browser.get(link).await;
    assert!(text(&page.text).contains("The first time, you sign up as a guest."), "{}", page.text);
    let on = way_on(&page).expect("a way on");
    let gone = browser.get(&on).await;
    assert!(gone.location().starts_with("/sign-in/start?to=%2Farrive%2F"), "{}", gone.location());
    let picker = browser.follow(gone).await;
    let signed_up = browser.sign_up(&picker, address, "Somebody New").await;
    let back = browser.follow(signed_up).await;
    assert_eq!((back.status, back.url.path()), (200, link.split('?').next().unwrap()), "{}", back.text);
    back
}

/// Where the page leads on to, if it does.
fn way_on(page: &BrowserResponse) -> Option<String> {
    let on = opened(&page.text).into_iter().find(|tag| tag.value("href").contains("/on?key="))?;
    Some(on.value("href"))
}

/// Until nothing more happens by itself.
async fn settle(adele: &mut Browser, link: &str) {
    settled(adele, id_of(link)).await;
}

#[tokio::test]
async fn whoever_signs_up_by_the_link_in_the_mail_lands_on_the_item() {
    let (server, mut adele, link) = shared().await;
    let row = adele.visit(&format!("/invitations/{}", id_of(&link))).await;
    assert!(text(&row.text).contains("nobody has signed up with its link yet"), "{}", row.text);
    assert!(text(&row.text).contains("Send the email again"), "{}", row.text);
    let mut ana = server.browser();
    let page = sign_up(&mut ana, &link, ANA).await;
    assert!(text(&page.text).contains("signed in as"), "{}", page.text);
    assert_eq!(ana.get(ITEM).await.status, 404, "an email alone gives nothing");
    let said = ana.send(&page, &page.form(SIGN_UP), &[]).await;
    assert_eq!(said.url.path(), link.split('?').next().unwrap());
    settle(&mut adele, &link).await;
    let ready = ana.get(&link).await;
    let on = way_on(&ready).unwrap_or_else(|| panic!("{}", ready.text));
    let item = ana.visit(&on).await;
    assert_eq!((item.status, item.url.path()), (200, ITEM), "{}", item.text);
    let row = adele.visit(&format!("/invitations/{}", id_of(&link))).await;
    assert!(text(&row.text).contains("Has access"), "{}", row.text);
    assert!(!server.log().contains(link.split("key=").nth(1).unwrap()), "the secret is in no log");
}

#[tokio::test]
async fn about_somebody_else_the_inviter_is_asked() {
    let (server, mut adele, link) = shared().await;
    let mut eve = server.browser();
    let page = sign_up(&mut eve, &link, EVE).await;
    eve.send(&page, &page.form(SIGN_UP), &[]).await;
    settle(&mut adele, &link).await;
    let told = eve.get(&link).await;
    assert!(text(&told.text).contains("Adele Vance decides") && way_on(&told).is_none(), "{}", told.text);
    assert_eq!(eve.get(ITEM).await.status, 404);
    let asked = adele.visit(&format!("/invitations/{}", id_of(&link))).await;
    let read = text(&asked.text).replace("<!>", "");
    assert!(read.contains("Is this the person you mean?") && read.contains(EVE), "{read}");
    let forms = asked.forms().into_iter().filter(|form| form.action == ANSWER);
    let no = forms.into_iter().find(|form| form.text.contains("somebody else")).expect("a button");
    let after = adele.send(&asked, &no, &[]).await;
    assert!(!after.forms().iter().any(|form| form.action == ANSWER), "{}", after.text);
    settle(&mut adele, &link).await;
    let told = eve.get(&link).await;
    assert!(text(&told.text).contains("meant for your account") && way_on(&told).is_none(), "{}", told.text);
    assert_eq!(eve.get(ITEM).await.status, 404);
}
