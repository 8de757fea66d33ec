//! Every page: status, one heading, language, headers, nothing inline, nothing that leads away.

use std::collections::BTreeSet;

use testing::html::{assert_nested, by_id, inside, opened, tags, text};
use testing::names::{ADELE, MEGAN};
use testing::{Browser, BrowserResponse, FOREIGN};

use crate::test_server::{ITEM, TestServer, end_access, share};

const LANGUAGES: [(&str, &str); 5] =
    [("en", "en"), ("lt", "lt"), ("fr", "fr"), ("pt-BR", "pt-BR"), ("zh-TW", "zh-Hant-TW")];

/// The same on every answer.
const HEADERS: [(&str, &str); 9] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("cache-control", "no-store"),
    ("content-type", "text/html; charset=utf-8"),
];

fn nonce(answer: &BrowserResponse) -> String {
    let policy = answer.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).unwrap_or_default().split('\'').next().unwrap().to_owned();
    assert!(nonce.len() >= 22, "128 bits: {policy}");
    let parts: BTreeSet<&str> = policy.split("; ").collect();
    let script = format!("script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'");
    let expected: BTreeSet<&str> = [
        "default-src 'none'",
        &script,
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
    .into();
    assert_eq!(parts, expected, "{}", answer.url);
    nonce
}

/// What holds for every page, whatever it says. `beyond` is the one other origin that it may name.
fn assert_page(answer: &BrowserResponse, lang: &str, beyond: Option<&str>) {
    let BrowserResponse { url, text: html, .. } = answer;
    for (name, value) in HEADERS {
        assert_eq!(answer.header(name), value, "{name} of {url}");
    }
    assert!(!answer.headers.contains_key("strict-transport-security"), "not over plain HTTP: {url}");
    assert!(html.starts_with("<!DOCTYPE html>"), "{url}: {html}");
    assert_nested(html);
    let nonce = nonce(answer);
    let opened = opened(html);
    let of = |name: &str| opened.iter().filter(|tag| tag.name == name).collect::<Vec<_>>();
    assert_eq!(of("h1").len(), 1, "headings of {url}: {html}");
    assert_eq!(of("html")[0].get("lang"), Some(lang), "{url}");
    assert_eq!(of("main").len(), 1, "{url}");
    assert!(of("style").is_empty(), "{url}");
    for script in of("script") {
        if script.get("type") == Some("application/json") {
            assert!(script.has("data-island"), "data of no island on {url}");
            continue;
        }
        assert_eq!(script.get("nonce"), Some(nonce.as_str()), "{url}");
        assert!(script.get("src").is_some_and(|src| src.starts_with("/assets/")), "{url}: an inline script");
    }
    for tag in &opened {
        assert!(!tag.has("style"), "an inline style on {url}: {tag:?}");
        assert!(!tag.attributes.keys().any(|name| name.starts_with("on")), "a handler on {url}: {tag:?}");
        assert!(tag.name == "script" || !tag.has("nonce"), "the nonce in another place on {url}: {tag:?}");
        for name in ["href", "src", "action", "formaction", "poster"] {
            let Some(to) = tag.get(name) else { continue };
            let local =
                (to.starts_with('/') && !to.starts_with("//")) || to.starts_with('#') || to.is_empty();
            let known = beyond.is_some_and(|origin| to.starts_with(&format!("{origin}/")));
            assert!(local || known, "{url} leads to {to}");
        }
        assert_ne!(tag.get("crossorigin"), Some(nonce.as_str()), "{url}");
    }
    assert!(!html.contains("__RESOLVED_RESOURCES") && !html.contains("__INCOMPLETE_CHUNKS"), "{url}");
    let all = tags(html);
    let title = all.iter().position(|tag| tag.name == "title" && !tag.closing).unwrap();
    let title = inside(html, &all, title);
    assert!(title.contains("Vestibule") && !title.contains('<'), "{url}: {title}");
    let mut ids = BTreeSet::new();
    for tag in opened.iter().filter(|tag| tag.has("id")) {
        assert!(ids.insert(tag.value("id")), "the id {} twice on {url}", tag.value("id"));
    }
}

/// The address of every page, with something real in place of its parameters. `undo` is the page of a change of access.
fn addresses(invitation: &str, undo: &str) -> Vec<String> {
    let address = |path: String| match path.as_str() {
        "/items/{id}" => ITEM.to_owned(),
        "/items/{id}/share" => format!("{ITEM}/share"),
        "/share" => format!("/share?item={}", ITEM.trim_start_matches("/items/")),
        "/invitations/{id}" => invitation.to_owned(),
        "/invitations/{id}/undo" => format!("{invitation}/undo"),
        "/access/{id}/undo" => undo.to_owned(),
        // Nobody knows the secret: the page that is not there.
        "/arrive/{id}" => "/arrive/x?key=y".to_owned(),
        "/settings/{section}" => "/settings/limits".to_owned(),
        "/settings/history/{version}" => "/settings/history/1".to_owned(),
        path => {
            assert!(!path.contains('{'), "this test has to learn about {path}");
            path.to_owned()
        }
    };
    app::page_addresses().map(address).collect()
}

/// Adele, with an invitation of hers, and the page on which she can undo that she has ended the access of somebody else. The server is her own: on the
/// shared one others get access at the same time.
async fn adele() -> (TestServer, Browser, [String; 2]) {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    let sent = share(&mut adele, &[("form[address]", "ended@northwind.example")]).await;
    assert_eq!((sent.status, sent.location()), (303, ITEM));
    let undo = end_access(&mut adele).await;
    let sent = share(&mut adele, &[("form[address]", "pages@northwind.example")]).await;
    assert_eq!((sent.status, sent.location()), (303, ITEM));
    let list = adele.visit("/invitations").await;
    let link = opened(&list.text)
        .into_iter()
        .find(|tag| tag.name == "a" && tag.get("href").is_some_and(|to| to.starts_with("/invitations/")));
    let invitation = link.expect("an invitation in the list").value("href");
    (server, adele, [invitation, undo])
}

#[tokio::test]
async fn every_page_for_somebody_signed_in() {
    let (_server, mut adele, [invitation, undo]) = adele().await;
    for (language, lang) in LANGUAGES {
        adele.set_cookie("vestibule-language", language);
        for address in addresses(&invitation, &undo) {
            let answer = adele.get(&address).await;
            let expected = match address.as_str() {
                "/sign-in" | "/sign-out" | "/signed-out" => 303,
                "/trouble" | "/arrive/x?key=y" => 404,
                settings if settings.starts_with("/settings") => 403,
                _ => 200,
            };
            assert_eq!(answer.status, expected, "{address}");
            for of_administrators in ["/admin.js", "/settings.css"] {
                assert!(
                    expected == 403 || !answer.text.contains(of_administrators),
                    "{of_administrators} on {address}"
                );
            }
            if expected != 303 {
                assert_page(&answer, lang, None);
                assert_eq!(answer.text.matches("role=\"search\"").count(), 1, "{address} finds items");
            }
        }
    }
}

/// With a version in the history.
#[tokio::test]
async fn every_page_for_an_administrator() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    let page = megan.get("/settings/limits").await;
    let form = page.form("/api/settings/edit");
    let review = megan.send(&page, &form, &[("form[fields][retry_minutes]", "7")]).await;
    let form = review.form("/api/settings/confirm");
    let step = review.url.to_string();
    megan.send(&review, &form, &[("reason", "A reason"), ("step", "confirm")]).await;
    let refused =
        megan.send(&page, &page.form("/api/settings/edit"), &[("form[fields][retry_minutes]", "x")]).await;
    for (language, lang) in LANGUAGES {
        megan.set_cookie("vestibule-language", language);
        let settings = addresses("/invitations/x", "/access/x/undo")
            .into_iter()
            .filter(|to| to.starts_with("/settings"));
        for address in settings.chain(["/settings/roles".to_owned(), step.clone(), refused.url.to_string()]) {
            let answer = megan.get(&address).await;
            assert_eq!(answer.status, 200, "{address}");
            assert_page(&answer, lang, None);
        }
    }
}

#[tokio::test]
async fn every_page_for_somebody_unknown() {
    let server = TestServer::shared();
    let emulator = server.emulator();
    let mut nobody = server.browser();
    for (language, lang) in LANGUAGES {
        nobody.speaks(language);
        for address in addresses("/invitations/x", "/access/x/undo") {
            let answer = nobody.get(&address).await;
            let expected = match address.as_str() {
                "/" | "/sign-in" | "/sign-out" | "/signed-out" => 200,
                "/trouble" | "/arrive/x?key=y" => 404,
                _ => 303,
            };
            assert_eq!(answer.status, expected, "{address}");
            if expected == 303 {
                assert!(answer.location().starts_with("/sign-in"), "{address}: {}", answer.location());
            }
            let beyond = (address == "/sign-out").then_some(emulator.as_str());
            assert_page(&answer, lang, beyond);
        }
    }
}

#[tokio::test]
async fn the_language_is_the_chosen_one_or_the_browsers() {
    let mut headings = BTreeSet::new();
    for (language, lang) in LANGUAGES {
        let mut nobody = TestServer::shared().browser();
        nobody.speaks(&format!("xx, {language};q=0.8, de;q=0.2"));
        let page = nobody.get("/").await;
        assert_page(&page, lang, None);
        let tags = tags(&page.text);
        let heading = tags.iter().position(|tag| tag.name == "h1").unwrap();
        headings.insert(text(inside(&page.text, &tags, heading)));
        // The choice wins, and stays.
        let form = page.form("/api/choices/language");
        let chosen = nobody.send(&page, &form, &[("language", "fr")]).await;
        assert_page(&chosen, "fr", None);
        assert_page(&nobody.get("/sign-in").await, "fr", None);
    }
    assert_eq!(headings.len(), LANGUAGES.len(), "{headings:?}");
}

#[tokio::test]
async fn refusals_are_pages_too() {
    let mut visitor = TestServer::shared().signed_in(ADELE).await;
    for (language, lang) in LANGUAGES {
        visitor.set_cookie("vestibule-language", language);
        for address in ["/nowhere", "/items/no-such-item", "/invitations/no-such-invitation", "/api"] {
            let answer = visitor.get(address).await;
            assert_eq!(answer.status, 404, "{address}");
            assert_page(&answer, lang, None);
        }
        let form = [("theme".to_owned(), "dark".to_owned())];
        let post = reqwest::Method::POST;
        let from = [("origin", FOREIGN)];
        let foreign = visitor.ask(post.clone(), "/api/choices/theme", &from, Some(&form)).await;
        assert_eq!(foreign.status, 403);
        assert_page(&foreign, lang, None);
        let large = [("theme".to_owned(), "x".repeat(70 * 1024))];
        let too_large = visitor.post("/api/choices/theme", &large).await;
        assert_eq!(too_large.status, 413);
        assert_page(&too_large, lang, None);
        let elsewhere = visitor.ask(reqwest::Method::GET, "/", &[("host", "evil.example")], None).await;
        assert_eq!(elsewhere.status, 421);
        assert_page(&elsewhere, lang, None);
        assert!(!elsewhere.text.contains("evil.example"));
        // Whoever is signed in is still so on a page that says no.
        for refused in [&foreign, &too_large] {
            assert!(refused.text.contains("Adele Vance"), "{}", refused.text);
        }
        let unreadable = visitor.post("/api/invitations/try-again", &form).await;
        assert_eq!(unreadable.status, 400);
        assert_page(&unreadable, lang, None);
        assert!(unreadable.text.contains("Adele Vance"), "{}", unreadable.text);
    }
}

#[tokio::test]
async fn what_the_address_says_is_never_drawn() {
    let mut visitor = TestServer::shared().signed_in(ADELE).await;
    let hostile = "%3C%2Ftitle%3E%3Cimg%20src=x%20onerror=alert(1)%3E%22%27";
    for address in [
        format!("/items?q={hostile}"),
        format!("/items?kind={hostile}"),
        format!("/items/{hostile}"),
        format!("/items/{hostile}/share?draft={hostile}"),
        format!("/invitations?state={hostile}"),
        format!("/invitations/{hostile}"),
        format!("/trouble?problem={hostile}&reference={hostile}"),
        format!("/sign-in?problem={hostile}&reference={hostile}&to={hostile}"),
        "/sign-in?to=https://evil.example/".to_owned(),
        "/sign-in?to=//evil.example/".to_owned(),
        format!("{ITEM}/share?draft={hostile}"),
        format!("/share?item={}&to={hostile}&to={hostile}", ITEM.trim_start_matches("/items/")),
        format!("/share?item={hostile}&to={hostile}"),
        format!("/activity?before={hostile}"),
        format!("/{hostile}"),
    ] {
        let answer = visitor.get(&address).await;
        assert!((200..500).contains(&answer.status), "{address}: {}", answer.status);
        assert_page(&answer, "en", None);
        assert!(!opened(&answer.text).iter().any(|tag| tag.name == "img"), "{address}");
    }
    let searched = visitor.get(&format!("/items?q={hostile}")).await;
    let all = opened(&searched.text);
    let search = all.iter().find(|tag| tag.get("name") == Some("q")).unwrap();
    assert_eq!(search.value("value"), "</title><img src=x onerror=alert(1)>\"'");
    assert!(by_id(&searched.text, "main").is_some());
}
