//! Whole pages and answers, held against recorded ones. The other tests say what a thing is for; these show when anything else about it
//! changes.

mod answers;
mod pages;
mod refusals;

use insta::Settings;
use reqwest::Method;
use serde_json::{Value, json};

use crate::live_states::settled;
use crate::outline::{outline, part, spoken};
use crate::share_fields::recipients_of;
use crate::test_server::{self, TestServer};
use testing::names::ADELE;
use testing::{Browser, BrowserResponse};

const GRADY: &str = "grady.archie@fabrikam.example";
const JONI: &str = "joni.sherman@northwind.example";
const DANA: &str = "dana.done@northwind.example";
const REFUSED: &str = "refused@northwind.example";

/// One word for each thing that is new in every run.
fn settings(server: &TestServer) -> Settings {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path("recorded");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (pattern, word) in [
        (server.origin().as_str(), "[vestibule]"),
        (server.emulator().as_str(), "[emulator]"),
        (r"localhost%3A\d+", "[vestibule]"),
        (r"/redeem\?[\w%&=.;-]+", "/redeem?[ticket]"),
        (r"/invitations/[\w-]{16,}", "/invitations/[id]"),
        (r"(draft|day)=[\w-]{16,}", "$1=[id]"),
        (
            r#"(name="(?:form\[key\]|form\[sender\]|sender|invitation|change|toast|draft)" value=)"[^"]+""#,
            r#"$1"[id]""#,
        ),
        (r#"("(?:key|id|invitation|share)": )"[\w-]{16,}""#, r#"$1"[id]""#),
        (r"\b[0-9A-HJKMNP-TV-Z]{10}\b", "[reference]"),
        (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "[uuid]"),
    ] {
        settings.add_filter(pattern, word);
    }
    settings
}

/// Holds a text against what is recorded under this name.
pub fn hold(server: &TestServer, name: &str, text: &str) {
    settings(server).bind(|| insta::assert_snapshot!(name, text));
}

/// The same for JSON.
fn hold_json(server: &TestServer, name: &str, text: &str) {
    let value: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    settings(server).bind(|| insta::assert_json_snapshot!(name, value));
}

/// Status, title and main part of a page.
pub fn whole(page: &BrowserResponse) -> String {
    format!("{}\n{}{}", page.status, outline(part(&page.text, "title")), outline(part(&page.text, "main")))
}

/// What the title and the main part say.
fn said(page: &BrowserResponse) -> String {
    format!("{}{}", spoken(part(&page.text, "title")), spoken(part(&page.text, "main")))
}

/// Asks a server function as a script does.
async fn call(browser: &mut Browser, endpoint: &str, fields: &[(&str, &str)]) -> BrowserResponse {
    let headers = [("accept", "application/json"), ("sec-fetch-site", "same-origin")];
    let form: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    browser.ask(Method::POST, &format!("/api/{endpoint}"), &headers, Some(&form)).await
}

/// How a share goes once nothing more happens by itself: on a busy machine that takes more than one question.
async fn settled_share(browser: &mut Browser, share: &str) -> Value {
    for _ in 0..60 {
        let answer = call(browser, "share/progress", &[("share", share)]).await;
        let progress: Value = serde_json::from_str(&answer.text).unwrap();
        if progress["settled"] == true {
            return json!({ "status": answer.status, "body": progress });
        }
    }
    panic!("{share} is under way for ever")
}

/// Sends the share form, and waits for the end. A refusal is said in the form, and no toast says it again.
async fn share(adele: &mut Browser, values: &[(&str, &str)]) {
    let mut sent = test_server::share(adele, values).await;
    if sent.location().contains("?draft=") {
        let page = adele.follow(sent.clone()).await;
        let form = page.form("/api/share/send");
        // Whoever is known comes back with who they are, and is sent to as soon as that was seen.
        if recipients_of(&form).iter().any(|typed| !typed.person.is_empty()) {
            sent = adele.post("/api/share/send", &form.pairs()).await;
        }
    }
    if let Some(invitation) = sent.location().strip_prefix("/invitations/")
        && settled(adele, invitation).await == "failed"
    {
        call(adele, "toasts/told", &[("invitation", invitation)]).await;
    }
}

/// A world in which one invitation went out, one was refused, and two known guests were given access: one who has accepted, and one who
/// has not. All of it an hour and a half ago.
async fn busy_server() -> (TestServer, Browser) {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    let message = ("form[message]", "Annex C has the dates.\nSee you <soon>.");
    share(&mut adele, &[("form[address]", DANA), ("form[name]", "Dana Done"), message]).await;
    for known in [GRADY, JONI] {
        share(&mut adele, &[("form[address]", known), message]).await;
    }
    server.policy(json!({ "allowInvitesFrom": "none" })).await;
    share(&mut adele, &[("form[address]", REFUSED)]).await;
    server.policy(json!({ "allowInvitesFrom": "everyone" })).await;
    // Half an hour on either side of what "1 hour ago" covers.
    server.seconds_pass(90 * 60).await;
    (server, adele)
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
