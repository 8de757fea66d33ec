//! Whole pages and answers, held against recorded ones. The other tests say what a thing is for; these show when anything else about it
//! changes.

mod answers;
mod pages;
mod refusals;

use insta::Settings;
use serde_json::{Value, json};

use crate::outline::{outline, part, spoken};
use crate::test_server::TestServer;
use crate::test_server::{ITEM, share};
use testing::names::ADELE;
use testing::{Answer, Browser};

const GRADY: &str = "grady.archie@fabrikam.example";
const JONI: &str = "joni.sherman@northwind.example";
const DANA: &str = "dana.done@northwind.example";
const REFUSED: &str = "refused@northwind.example";

/// One word for each thing that is new in every run.
fn settings(house: &TestServer) -> Settings {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path("recorded");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (pattern, word) in [
        (house.origin().as_str(), "[vestibule]"),
        (house.emulator().as_str(), "[emulator]"),
        (r"/redeem\?[\w%&=.;-]+", "/redeem?[ticket]"),
        (r"/invitations/[\w-]{16,}", "/invitations/[id]"),
        (r"draft=[\w-]{16,}", "draft=[id]"),
        (r#"(name="(?:form\[key\]|invitation|toast)" value=)"[^"]+""#, r#"$1"[id]""#),
        (r#"("(?:key|id|invitation)": )"[\w-]{16,}""#, r#"$1"[id]""#),
        (r"\b[0-9A-HJKMNP-TV-Z]{10}\b", "[reference]"),
        (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "[uuid]"),
    ] {
        settings.add_filter(pattern, word);
    }
    settings
}

/// Holds a text against what is recorded under this name.
pub fn hold(house: &TestServer, name: &str, text: &str) {
    settings(house).bind(|| insta::assert_snapshot!(name, text));
}

/// The same for JSON.
fn hold_json(house: &TestServer, name: &str, text: &str) {
    let value: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    settings(house).bind(|| insta::assert_json_snapshot!(name, value));
}

/// Status, title and main part of a page.
pub fn whole(page: &Answer) -> String {
    format!("{}\n{}{}", page.status, outline(part(&page.text, "title")), outline(part(&page.text, "main")))
}

/// What the title and the main part say.
fn said(page: &Answer) -> String {
    format!("{}{}", spoken(part(&page.text, "title")), spoken(part(&page.text, "main")))
}

/// A world in which one invitation went out, one was refused, and two known guests were given access: one who has accepted, and one who
/// has not. All of it twenty minutes and a half ago.
async fn busy_house() -> (TestServer, Browser) {
    let house = TestServer::start();
    let mut adele = house.signed_in(ADELE).await;
    let message = ("form[message]", "Annex C has the dates.\nSee you <soon>.");
    let sent = share(&mut adele, &[("form[address]", DANA), ("form[name]", "Dana Done"), message]).await;
    assert_eq!(sent.location(), ITEM);
    for known in [GRADY, JONI] {
        let asked = share(&mut adele, &[("form[address]", known), message]).await;
        let question = adele.follow(asked).await;
        let sent = adele.post("/api/share/send", &question.form("/api/share/send").pairs()).await;
        assert_eq!(sent.location(), ITEM, "{known}");
    }
    house.policy(json!({ "allowInvitesFrom": "none" })).await;
    let refused = share(&mut adele, &[("form[address]", REFUSED)]).await;
    assert!(refused.location().contains("?draft="), "{}", refused.location());
    house.policy(json!({ "allowInvitesFrom": "everyone" })).await;
    // Half a minute on either side of what "20 minutes ago" covers.
    house.seconds_pass(20 * 60 + 30).await;
    (house, adele)
}

/// The addresses of Adele's invitations, newest first.
async fn invitations(adele: &mut Browser) -> Vec<String> {
    let list = adele.get("/invitations").await;
    let links = testing::html::opened(&list.text).into_iter().filter(|tag| tag.name == "a");
    let mut found: Vec<String> = links.map(|tag| tag.value("href")).collect();
    found.retain(|to| to.starts_with("/invitations/"));
    found.dedup();
    found
}
