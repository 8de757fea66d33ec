//! The session as a browser sees it.

use contract::TypedRecipient;
use serde_json::json;
use testing::BrowserResponse;
use testing::html::by_id;
use testing::names::{ADELE, DIEGO};

use crate::share_fields::recipients_of;
use crate::test_server::{ITEM, TestServer, share};

const COOKIE: &str = "__Host-vestibule";

fn assert_flags(answer: &BrowserResponse) {
    for cookie in answer.cookies().into_iter().filter(|cookie| cookie.starts_with(COOKIE)) {
        let parts: Vec<&str> = cookie.split(';').map(str::trim).collect();
        for flag in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(parts.contains(&flag), "{flag}: {cookie}");
        }
        assert!(!cookie.to_ascii_lowercase().contains("domain="), "{cookie}");
    }
}

#[tokio::test]
async fn the_cookie_is_opaque_flagged_and_renewed_at_sign_in() {
    let server = TestServer::shared();
    let mut adele = server.browser();
    let started = adele.get("/sign-in/start?pick=1&to=/items").await;
    assert_flags(&started);
    assert_eq!(adele.cookie(COOKIE), None, "nobody has a session before signing in");
    let picker = adele.follow(started).await;
    let arrived = adele.pick(picker, ADELE).await;
    assert_eq!(arrived.url.path(), "/items");
    let first = adele.cookie(COOKIE).unwrap().clone();
    assert!(first.len() >= 22 && !first.contains("eyJ") && !first.contains('.'), "opaque: {first}");
    adele.sign_in(ADELE, "/items").await;
    assert_ne!(adele.cookie(COOKIE), Some(&first), "each sign-in gives a new one");
    assert_eq!(adele.cookies().count(), 1, "and nothing of the way there stays");
    adele.seen.iter().for_each(assert_flags);
}

#[tokio::test]
async fn sign_out_ends_the_session_for_every_copy_of_the_cookie() {
    let server = TestServer::shared();
    let mut adele = server.signed_in(ADELE).await;
    let stolen = adele.cookie(COOKIE).unwrap().clone();
    let page = adele.get("/items").await;
    let form = page.form("/api/account/sign-out");
    let answer = adele.post("/api/account/sign-out", &form.pairs()).await;
    assert_eq!((answer.status, answer.location()), (303, "/sign-out"));
    assert_flags(&answer);
    let leaving = adele.follow(answer).await;
    assert_eq!(leaving.status, 200, "an own page goes on to the authority");
    let mut thief = server.browser();
    thief.set_cookie(COOKIE, &stolen);
    let answer = thief.get("/items").await;
    assert_eq!(answer.status, 303);
    assert!(answer.location().starts_with("/sign-in"), "{}", answer.location());
    // The authority has been told: it asks again who it is.
    let left = adele.visit(&leaving.link("button-primary")).await;
    assert!(left.url.as_str().starts_with(&server.origin()) || left.status == 200, "{}", left.url);
    let again = adele.visit("/sign-in/start?to=/items").await;
    assert!(again.url.as_str().starts_with(&server.emulator()), "{}", again.url);
}

#[tokio::test]
async fn what_is_still_under_way_is_said_when_signing_out() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    let on = json!({ "method": "POST", "path": "/v1.0/invitations" });
    server.faults(json!([{ "on": on, "effect": { "delay_ms": 30_000 }, "times": 1 }])).await;
    let sent = share(&mut adele, &[("form[address]", "slow@northwind.example")]).await;
    assert!(sent.location().starts_with("/invitations/"), "under way: {}", sent.location());
    let page = adele.follow(sent).await;
    let answer = adele.post("/api/account/sign-out", &page.form("/api/account/sign-out").pairs()).await;
    assert_eq!((answer.status, answer.location()), (303, "/sign-out?open=1"));
    let out = adele.follow(answer).await;
    assert!(out.text.contains("Invitations that are still under way go on"), "{}", out.text);
    assert!(!out.text.contains("http-equiv=\"refresh\""), "the page waits to be read");
    let onward = out.link("button-primary");
    assert!(onward.starts_with(&server.emulator()), "{onward}");
}

#[tokio::test]
async fn a_lapsed_session_keeps_what_was_typed() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    let page = adele.get(&format!("{ITEM}/share")).await;
    let form = page.form("/api/share/send");
    server.seconds_pass(25 * 3600).await;
    let typed = [
        ("form[address]", "late@northwind.example"),
        ("form[name]", "L. \"Late\" <One>"),
        ("form[message]", "See you\nat the depot </textarea>"),
    ];
    let answer = adele.post("/api/share/send", &form.filled(&typed)).await;
    assert_eq!(answer.status, 303);
    assert!(answer.location().starts_with("/sign-in?problem=session-lapsed&to="), "{}", answer.location());
    let sign_in = adele.follow(answer).await;
    assert_eq!(sign_in.status, 200, "an own page: a form's answer never leads to another origin");
    // Who knows the address has not typed it: the form of somebody else does not open.
    let draft = sign_in.way_back();
    let mut other = server.signed_in(DIEGO).await;
    let page = other.get(&draft).await;
    assert!(page.url.path().starts_with(ITEM) && !page.text.contains("late@northwind.example"));
    let picker = adele.visit(&sign_in.link("button-primary")).await;
    let back = adele.pick(picker, ADELE).await;
    assert_eq!(back.url.path(), format!("{ITEM}/share"));
    let form = back.form("/api/share/send");
    let [(_, address), (_, name), _] = typed;
    let late = TypedRecipient { name: name.to_owned(), ..TypedRecipient::of_text(address) };
    assert_eq!(recipients_of(&form), [late]);
    assert_eq!(form.field("form[address]").value, "", "they stand in the list");
    for (name, value) in &typed[1..] {
        assert_eq!(form.field(name).value, *value, "{name}");
    }
    assert!(by_id(&back.text, "share-title").is_some());
    let sent = adele.post("/api/share/send", &form.pairs()).await;
    assert_eq!(sent.location(), ITEM);
    assert_eq!(server.invited("late@northwind.example").await.len(), 1);
}

#[tokio::test]
async fn a_draft_is_its_owners_alone() {
    let server = TestServer::shared();
    let mut adele = server.signed_in(ADELE).await;
    let refused =
        share(&mut adele, &[("form[address]", "private typing"), ("form[name]", "Secret Name")]).await;
    let own = refused.location().to_owned();
    assert!(adele.get(&own).await.text.contains("Secret Name"));
    let mut diego = server.signed_in("diego.siciliani@contoso.example").await;
    let page = diego.get(&own).await;
    assert!(!page.text.contains("Secret Name") && !page.text.contains("private typing"));
}
