//! Every plain form, refused: it returns to its own address with all that was typed and the sentence beside the field.

use std::collections::{BTreeMap, BTreeSet};

use contract::TypedRecipient;
use serde_json::json;
use testing::html::{Form, by_id, opened};
use testing::names::ADELE;
use testing::{Browser, BrowserResponse};

use crate::share_fields::{known, recipients_of};
use crate::test_server::{ITEM, TestServer, share};

const HOSTILE: &str = "</textarea></select><img src=x onerror=alert(1)>\"'&amp;&lt;";
const SHARE: &str = "/api/share/send";
const END: &str = "/api/access/end";
const CHANGE_DAY: &str = "/api/access/change-last-day";
const ADDRESS: &str = "form[address]";
const GRADY: &str = "grady.archie@fabrikam.example";

/// Every page that links lead to, from the first one on.
async fn crawl(visitor: &mut Browser) -> Vec<BrowserResponse> {
    let mut open = vec!["/".to_owned(), "/sign-in".to_owned(), "/sign-out".to_owned(), "/trouble".to_owned()];
    let mut known: BTreeSet<String> = open.iter().cloned().collect();
    let mut pages = Vec::new();
    while let Some(address) = open.pop() {
        let page = visitor.get(&address).await;
        for tag in opened(&page.text) {
            let to = tag.value("href");
            let page = tag.name == "a" && to.starts_with('/') && !to.starts_with("/sign-in/start");
            // One item stands for all.
            let another = to.starts_with("/items/") && !to.starts_with(ITEM);
            if page && !another && known.insert(to.clone()) {
                open.push(to);
            }
        }
        if page.status != 303 {
            pages.push(page);
        }
    }
    pages
}

fn post_forms(pages: &[BrowserResponse]) -> BTreeMap<String, (BrowserResponse, Form)> {
    let mut found = BTreeMap::new();
    for page in pages {
        for form in page.forms().into_iter().filter(|form| form.method == "post") {
            assert!(form.action.starts_with('/') && !form.action.starts_with("//"), "{}", form.action);
            let kind = match form.action.strip_prefix("/invitations/") {
                Some(_) => "/invitations/{id}/link".to_owned(),
                None => form.action.clone(),
            };
            found.entry(kind).or_insert_with(|| (page.clone(), form));
        }
    }
    found
}

/// Nothing of what was sent became markup, or part of an address.
fn assert_harmless(answer: &BrowserResponse, sent: &str) {
    for tag in opened(&answer.text) {
        assert_ne!(tag.name, "img", "{sent}");
        assert!(!tag.attributes.keys().any(|name| name.starts_with("on")), "{sent}: {tag:?}");
    }
    let address = format!("{} {}", answer.url, answer.location());
    for part in ["onerror", "alert", "%3C", "<", "typed"] {
        assert!(!address.contains(part), "{sent}: {address}");
    }
}

/// Adele's world with an invitation that is done, one that was refused, and toasts of both.
async fn busy_world() -> (TestServer, Browser) {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    let done = share(&mut adele, &[("form[address]", "done@northwind.example")]).await;
    assert_eq!(done.location(), ITEM);
    server.policy(json!({ "allowInvitesFrom": "none" })).await;
    let refused = share(&mut adele, &[("form[address]", "refused@northwind.example")]).await;
    assert!(refused.location().starts_with(&format!("{ITEM}/share?draft=")), "{}", refused.location());
    server.policy(json!({ "allowInvitesFrom": "everyone" })).await;
    (server, adele)
}

#[tokio::test]
async fn every_form_of_somebody_signed_in() {
    let (server, mut adele) = busy_world().await;
    let before = server.effects().await;
    let forms = post_forms(&crawl(&mut adele).await);
    let found: Vec<&str> = forms.keys().map(String::as_str).collect();
    let expected = [
        CHANGE_DAY,
        "/api/access/change-role",
        END,
        "/api/account/sign-out",
        "/api/choices/language",
        "/api/choices/theme",
        "/api/invitations/put-away",
        "/api/invitations/resend",
        "/api/invitations/rework",
        "/api/invitations/try-again",
        "/api/invitations/undo",
        "/api/share/send",
        "/api/toasts/dismiss",
        "/invitations/{id}/link",
    ];
    assert_eq!(found, expected, "the forms of the pages");
    // Signing out has nothing to refuse, and the link has no field.
    for (kind, (page, form)) in forms.iter().filter(|(kind, _)| !kind.contains("sign-out")) {
        for field in &form.fields {
            let long = format!("{HOSTILE}{}", "typed ".repeat(500));
            for value in [HOSTILE, long.as_str(), "\r\nSet-Cookie: typed=1", "//evil.example/typed"] {
                let sent = format!("{} = {value:.60} to {kind}", field.name);
                let to = page.url.join(&form.action).unwrap();
                let answer = adele.post(to.as_str(), &form.filled(&[(&field.name, value)])).await;
                assert!(
                    answer.status == 303 || (400..500).contains(&answer.status),
                    "{sent}: {}",
                    answer.status
                );
                assert_harmless(&answer, &sent);
                assert!(answer.cookies().iter().all(|cookie| !cookie.contains("typed")), "{sent}");
                if answer.status == 303 {
                    assert_harmless(&adele.follow(answer).await, &sent);
                } else {
                    assert!(answer.text.contains("<h1"), "{sent}: a refusal is a page");
                }
            }
        }
    }
    assert_eq!(server.effects().await, before, "nothing that was refused has had an effect");
    assert!(!may_be_ended(&mut adele, &forms[END].1).await, "where to go back to is nothing to be refused");
}

/// Whether the item's page offers to end the same access.
async fn may_be_ended(browser: &mut Browser, ended: &Form) -> bool {
    let item = browser.visit(ITEM).await;
    item.forms()
        .iter()
        .any(|form| form.action == END && form.field("user").value == ended.field("user").value)
}

/// The forms of somebody signed in, sent without a session: each leads to a page on which one can sign in, and back to where it stood.
#[tokio::test]
async fn every_form_of_somebody_whose_session_has_lapsed() {
    let (server, mut adele) = busy_world().await;
    let forms = post_forms(&crawl(&mut adele).await);
    assert!(forms.len() > 7, "{:?}", forms.keys());
    server.seconds_pass(25 * 3600).await;
    // The directory's own rules take their time; they have had it now.
    let before = server.effects().await;
    let mut nobody = server.browser();
    // Signing out last: from then on the pages say so.
    let mut in_order: Vec<_> = forms.iter().rev().collect();
    in_order.sort_by_key(|(kind, _)| kind.ends_with("sign-out"));
    for (kind, (page, form)) in in_order {
        let elsewhere = [
            ("/api/account/sign-out", "/sign-out"),
            ("/api/choices/language", ""),
            ("/api/choices/theme", ""),
        ];
        let elsewhere = elsewhere.iter().find(|(other, _)| other == kind).map(|(_, to)| *to);
        let stood = format!(
            "{}{}",
            page.url.path(),
            page.url.query().map(|query| format!("?{query}")).unwrap_or_default()
        );
        for visitor in [&mut nobody, &mut adele] {
            let answer = visitor.post(&form.action, &form.pairs()).await;
            assert_eq!(answer.status, 303, "{kind}");
            if let Some(elsewhere) = elsewhere {
                assert_eq!(
                    answer.location(),
                    if elsewhere.is_empty() { &stood } else { elsewhere },
                    "{kind}"
                );
                continue;
            }
            assert!(
                answer.location().starts_with("/sign-in?problem=session-lapsed&to="),
                "{kind}: {}",
                answer.location()
            );
            let sign_in = visitor.follow(answer).await;
            assert_eq!((sign_in.status, sign_in.url.path()), (200, "/sign-in"), "{kind}");
            let back = sign_in.way_back();
            if kind == SHARE {
                assert!(back.starts_with(&format!("{ITEM}/share?draft=")), "{kind}: {back}");
            } else if kind == CHANGE_DAY {
                let kept = back.starts_with(&format!("{ITEM}/share?day=")) && back.ends_with("#day-field");
                assert!(kept, "{kind}: {back}");
            } else if kind.starts_with("/api/access/") {
                // The dialog is open on an address of its own, wherever its forms stand.
                assert_eq!(back, format!("{ITEM}/share"), "{kind}");
            } else {
                assert_eq!(back, stood, "{kind}");
            }
        }
    }
    assert_eq!(server.effects().await, before, "and nothing has happened");
    let mut again = server.signed_in(ADELE).await;
    assert!(may_be_ended(&mut again, &forms[END].1).await, "whoever had access has it still");
}

#[tokio::test]
async fn every_form_of_somebody_unknown() {
    let mut nobody = TestServer::shared().browser();
    let pages = crawl(&mut nobody).await;
    let forms = post_forms(&pages);
    assert_eq!(forms.keys().collect::<Vec<_>>(), ["/api/choices/language"]);
    let (page, form) = &forms["/api/choices/language"];
    for (name, value) in
        [("language", HOSTILE), ("back", "https://evil.example/"), ("back", "//evil.example")]
    {
        let answer = nobody.post(&form.action, &form.filled(&[(name, value)])).await;
        assert_eq!(answer.status, 303, "{name} on {}", page.url);
        assert!(nobody.follow(answer).await.status < 405);
    }
}

/// The page shows each typed field exactly as it was sent, and the sentence beside those that are wrong.
fn assert_returned(page: &BrowserResponse, typed: &[(&str, &str)], wrong: &[&str]) {
    assert_eq!(page.url.path(), format!("{ITEM}/share"), "its own address");
    assert_eq!(page.status, 200);
    let form = page.form(SHARE);
    // Whoever can be sent to stands in the list, and nobody else.
    let listed: Vec<_> = recipients_of(&form).into_iter().map(|recipient| recipient.text).collect();
    for (name, value) in typed {
        let shown = form.field(name);
        let is_wrong = wrong.contains(name);
        if *name == ADDRESS && !is_wrong && shown.value.is_empty() {
            assert_eq!(listed, [*value]);
        } else {
            assert_eq!(shown.value, *value, "{name}");
            assert!(*name != ADDRESS || listed.is_empty(), "{listed:?}");
        }
        let short = name.trim_start_matches("form[").trim_end_matches(']');
        let (hidden, sentence) = by_id(&page.text, &format!("share-{short}-trouble")).unwrap();
        assert_eq!(!hidden && !sentence.is_empty(), is_wrong, "{name}: {sentence}");
        assert!(shown.described_by.contains(&format!("share-{short}-trouble")), "{name}");
        if shown.is_typed() {
            assert_eq!(shown.invalid, is_wrong, "{name}");
        }
    }
    let (quiet, _) = by_id(&page.text, "share-notice").unwrap();
    assert_eq!(quiet, !wrong.is_empty(), "the notice is for what belongs to no field");
    assert_harmless(page, "share");
}

#[tokio::test]
async fn a_refused_share_form_comes_back_as_it_was_typed() {
    let server = TestServer::shared();
    let mut adele = server.signed_in(ADELE).await;
    let long = format!("{HOSTILE}{}", "typed\r\n ".repeat(380));
    let long_name = format!("{HOSTILE}{}", "typed ".repeat(500));
    let (address, name, message) = (ADDRESS, "form[name]", "form[message]");
    let good = ("somebody@northwind.example", "Some Body", "Good\r\nday");
    let cases: [(&str, &str, &str, &[&str]); 6] = [
        (HOSTILE, HOSTILE, HOSTILE, &[address]),
        ("", HOSTILE, "  \r\n\r\nafter two lines", &[address]),
        (" not an address ", good.1, good.2, &[address]),
        (good.0, &long_name, HOSTILE, &[name]),
        (good.0, HOSTILE, &long, &[message]),
        (&long_name, &long_name, &long, &[address, name, message]),
    ];
    for (typed_address, typed_name, typed_message, wrong) in cases {
        let typed = [(address, typed_address), (name, typed_name), (message, typed_message)];
        let answer = share(&mut adele, &typed).await;
        assert_eq!(answer.status, 303);
        assert_harmless(&answer, "share");
        let page = adele.follow(answer).await;
        // In a text area a browser shows and sends either line end as its own.
        let unified = page.text.replace("\r\n", "\n");
        let page = BrowserResponse { text: unified, ..page };
        let typed = typed.map(|(name, value)| (name, value.replace("\r\n", "\n")));
        let typed: Vec<_> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_returned(&page, &typed, wrong);
    }
}

#[tokio::test]
async fn a_choice_that_does_not_exist_is_said_beside_its_field() {
    let mut adele = TestServer::shared().signed_in(ADELE).await;
    for (wrong, value) in [("role", HOSTILE), ("role", ""), ("language", HOSTILE)] {
        let name = format!("form[{wrong}]");
        let typed = [(ADDRESS, "somebody@northwind.example"), ("form[message]", HOSTILE)];
        let answer = share(&mut adele, &[typed[0], typed[1], (&name, value)]).await;
        assert_eq!(answer.status, 303, "{wrong}");
        let page = adele.follow(answer).await;
        assert_returned(&page, &typed, &[name.as_str()]);
        let (hidden, sentence) = by_id(&page.text, &format!("share-{wrong}-trouble")).unwrap();
        assert!(!hidden && !sentence.is_empty(), "{wrong}");
    }
}

#[tokio::test]
async fn what_the_directory_refuses_comes_back_too() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    server.policy(json!({ "allowInvitesFrom": "none" })).await;
    let typed =
        [(ADDRESS, "somebody@northwind.example"), ("form[name]", HOSTILE), ("form[message]", HOSTILE)];
    let answer = share(&mut adele, &typed).await;
    let page = adele.follow(answer).await;
    assert_returned(&page, &typed, &[]);
    let (quiet, sentence) = by_id(&page.text, "share-notice").unwrap();
    assert!(!quiet && !sentence.is_empty());
    // Somebody who is known: who it is, with everything still there.
    let answer = share(&mut adele, &[(ADDRESS, GRADY), typed[1], typed[2]]).await;
    let page = adele.follow(answer).await;
    assert_eq!(page.url.path(), format!("{ITEM}/share"));
    let (hidden, chips) = by_id(&page.text, "share-chips").unwrap();
    assert!(!hidden && chips.contains("Grady Archie"), "{chips}");
    let form = page.form(SHARE);
    let grady = TypedRecipient { name: HOSTILE.to_owned(), ..known("grady", GRADY) };
    assert_eq!(recipients_of(&form), [grady], "the only match is bound already");
    assert_eq!(form.field(ADDRESS).value, "");
    for (name, value) in &typed[1..] {
        assert_eq!(form.field(name).value, *value, "{name}");
    }
    // Bound, nothing is invited, and it works although nobody may invite.
    let sent = adele.post(SHARE, &form.pairs()).await;
    assert_eq!(sent.location(), ITEM);
    assert!(server.invited(GRADY).await.is_empty());
}
