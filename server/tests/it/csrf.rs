//! Every server function is a public endpoint: nothing from another site gets through, and nothing by GET.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use contract::routes;
use reqwest::Method;
use testing::FOREIGN;
use testing::names::ADELE;

use crate::test_server::{ITEM, TestServer, share};

/// The sources below a folder beside this package's manifest.
pub fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = std::fs::read_to_string(&path).unwrap();
            found.push((path, source));
        }
    }
    found
}

/// The addresses as the sources say them, so that a new function is in here on the day it is written.
pub fn functions() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (path, source) in sources("../app/src") {
        for macro_call in source.split("#[server(name").skip(1) {
            let attribute = macro_call.split(")]").next().unwrap();
            assert!(attribute.contains("prefix = \"/api\""), "{}: {attribute}", path.display());
            assert!(!attribute.contains("input") && !attribute.contains("Get"), "POST only: {attribute}");
            let endpoint = attribute.split("endpoint = \"").nth(1).expect("an endpoint of its own");
            assert!(
                found.insert(format!("/api/{}", endpoint.split('"').next().unwrap())),
                "{endpoint} twice"
            );
        }
    }
    assert!(found.len() >= 11, "{found:?}");
    found
}

/// Fields for any of them, so that it would work if it got through.
pub fn fields(invitation: &str) -> Vec<(String, String)> {
    let fields = [
        ("form[item]", "elm-street-renewal"),
        ("form[address]", "foreign@northwind.example"),
        ("form[role]", "reader"),
        ("form[key]", "a-key-from-another-site"),
        ("invitation", invitation),
        ("share", "x"),
        ("invitations[]", invitation),
        ("text", "grady"),
        ("language", "fr"),
        ("theme", "dark"),
        ("toast", "x"),
        ("tries", "0"),
        ("person", "x"),
        ("item", "elm-street-renewal"),
        ("user", "x"),
        ("role", "reader"),
        ("until", "2999-12-31"),
        ("change", "x"),
        ("answer", "yes"),
        ("key", "x"),
        ("form[section]", "limits"),
        ("form[version]", "0"),
        ("form[current]", "0"),
        ("section", "limits"),
        ("draft", "x"),
    ];
    fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
}

#[tokio::test]
async fn nothing_from_another_site_gets_through() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    let sent = share(&mut adele, &[("form[address]", "mine@northwind.example")]).await;
    assert_eq!(sent.location(), ITEM);
    let own = server.origin();
    let list = adele.get("/invitations").await.text;
    let id = list.split("href=\"/invitations/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let effects = server.effects().await;
    let form = fields(&id);
    let other_port = format!("http://localhost:{}", server.port - 1);
    let attacks: [&[(&str, &str)]; 7] = [
        &[("origin", FOREIGN)],
        &[("origin", "null")],
        &[("origin", &other_port)],
        &[("origin", FOREIGN), ("sec-fetch-site", "cross-site")],
        &[("origin", &own), ("sec-fetch-site", "cross-site")],
        &[("origin", &own), ("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site")],
    ];
    let beside = routes::POST.iter().map(|route| route.replace("{id}", &id));
    for function in functions().into_iter().chain(beside) {
        let function = function.as_str();
        for attack in attacks {
            for accept in ["text/html", "application/json"] {
                let headers = [attack, &[("accept", accept)]].concat();
                let answer = adele.ask(Method::POST, function, &headers, Some(&form)).await;
                assert_eq!(answer.status, 403, "{function} {headers:?}");
                assert!(answer.cookies().is_empty(), "{function}");
                assert!(!answer.text.contains("/redeem"), "{function}");
            }
        }
        for method in [Method::GET, Method::HEAD] {
            let query: Vec<_> = form.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let address = format!("{function}?{}", query.join("&"));
            let answer = adele.ask(method, &address, &[], None).await;
            assert!([404, 405].contains(&answer.status), "{function}: {}", answer.status);
            assert!(answer.cookies().is_empty() && !answer.text.contains("/redeem"), "{function}");
        }
    }
    assert_eq!(server.effects().await, effects, "the directory is as it was");
    let after = adele.get("/invitations").await;
    assert_eq!(after.status, 200, "still signed in");
    assert!(!after.text.contains("foreign@northwind.example"));
    assert!(after.text.contains("lang=\"en\""));
    assert!(adele.cookie("vestibule-theme").is_none() && adele.cookie("vestibule-language").is_none());
}

#[tokio::test]
async fn nobody_gets_anything_without_signing_in() {
    let mut nobody = TestServer::shared().browser();
    let effects = TestServer::shared().invited("foreign@northwind.example").await.len();
    for function in functions() {
        let headers = [("accept", "application/json"), ("sec-fetch-site", "same-origin")];
        let answer = nobody.ask(Method::POST, &function, &headers, Some(&fields("x"))).await;
        let choice = function.contains("/choices/") || function.ends_with("sign-out");
        let refused = answer.status == 401 && answer.text.contains("sign-in-needed");
        assert!(choice || refused, "{function}: {} {}", answer.status, answer.text);
    }
    assert_eq!(TestServer::shared().invited("foreign@northwind.example").await.len(), effects);
}
