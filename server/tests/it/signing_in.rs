//! Signing in, out, and in as somebody else, with several tabs; and a session that follows its account.

use contract::TypedRecipient;
use reqwest::{Method, Url};
use serde_json::{Value, json};
use testing::html::{by_id, opened};
use testing::names::{ADELE, DIEGO, GRADY, user_id};
use testing::{Browser, BrowserResponse};

use crate::share_fields::{known, recipients_of};
use crate::test_server::{ITEM, TestServer};

const SHARE: &str = "/api/share/send";

/// As a script asks.
async fn call(browser: &mut Browser, endpoint: &str, fields: &[(String, String)]) -> BrowserResponse {
    let headers = [("accept", "application/json"), ("sec-fetch-site", "same-origin")];
    browser.ask(Method::POST, endpoint, &headers, Some(fields)).await
}

async fn sign_out(browser: &mut Browser) {
    let page = browser.get("/items").await;
    let answer = browser.post("/api/account/sign-out", &page.form("/api/account/sign-out").pairs()).await;
    assert_eq!((answer.status, answer.location()), (303, "/sign-out"));
}

fn parameter(url: &Url, name: &str) -> String {
    url.query_pairs().find(|(found, _)| found == name).unwrap().1.into_owned()
}

/// From a page with a link to the authority, as somebody there.
async fn sign_in_from(
    browser: &mut Browser,
    page: &BrowserResponse,
    link: &str,
    address: &str,
) -> BrowserResponse {
    let start = page.url.join(link).unwrap();
    assert!(start.query_pairs().any(|(name, value)| (&*name, &*value) == ("pick", "1")), "{start}");
    let picker = browser.visit(start.as_str()).await;
    browser.pick(picker, address).await
}

/// The link that offers another account.
fn other_account(page: &BrowserResponse) -> String {
    assert!(page.text.contains("Use another account"), "{}", page.text);
    let mut links = opened(&page.text).into_iter().filter(|tag| tag.name == "a").map(|tag| tag.value("href"));
    let found = links.find(|href| href.starts_with("/sign-in/start?pick=1"));
    found.unwrap_or_else(|| panic!("no link to it: {}", page.text))
}

#[tokio::test]
async fn signed_out_stays_signed_out_in_every_tab() {
    let server = TestServer::shared();
    let mut adele = server.signed_in(ADELE).await;
    let item = adele.get(&format!("{ITEM}/share")).await;
    sign_out(&mut adele).await;
    // Another tab goes on. The authority was not told yet, and would sign her in again without a word.
    for page in ["/items", "/invitations", ITEM, "/invitations/made-up"] {
        let answer = adele.get(page).await;
        let to = answer.target().unwrap_or_else(|| panic!("{page}: {}", answer.status));
        assert_eq!((to.path(), parameter(&to, "problem")), ("/sign-in", "signed-out".to_owned()), "{page}");
        assert_eq!(parameter(&to, "to"), page);
    }
    let told = adele.visit("/items").await;
    assert_eq!((told.status, told.url.path()), (200, "/sign-in"));
    assert!(told.text.contains("You signed out in this browser."), "{}", told.text);
    assert!(!told.text.contains("http-equiv=\"refresh\""), "it waits for a click");
    // A form that is sent there is kept, and says the same.
    let form = item.form(SHARE);
    let sent = adele.post(SHARE, &form.filled(&[("form[message]", "Kind regards")])).await;
    assert!(sent.location().starts_with("/sign-in?problem=signed-out&to="), "{}", sent.location());
    let told = adele.follow(sent).await;
    let back = sign_in_from(&mut adele, &told, &told.link("button-primary"), ADELE).await;
    assert_eq!(back.form(SHARE).field("form[message]").value, "Kind regards");
    assert_eq!(adele.get("/items").await.status, 200);
    let mut stranger = server.browser();
    let answer = stranger.get("/items").await;
    assert!(
        answer.location().starts_with("/sign-in/start?"),
        "who never signed out is asked by the authority"
    );
}

#[tokio::test]
async fn a_form_of_one_person_is_never_sent_as_another() {
    let server = TestServer::shared();
    let mut browser = server.signed_in(ADELE).await;
    let page = browser.get(&format!("{ITEM}/share")).await;
    sign_out(&mut browser).await;
    browser.sign_in(DIEGO, "/items").await;
    let typed = [("form[address]", "other@northwind.example"), ("form[message]", "As Adele")];
    let form = page.form(SHARE).filled(&typed);
    let answer = call(&mut browser, SHARE, &form).await;
    let said: Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!((answer.status, &said["trouble"]["code"]), (409, &json!("somebody-else")), "{said}");

    let answer = browser.post(SHARE, &form).await;
    assert!(answer.location().starts_with("/trouble?problem=somebody-else&to="), "{}", answer.location());
    let told = browser.follow(answer).await;
    assert_eq!(told.status, 409);
    for part in ["You’re signed in as somebody else now", "Diego Siciliani", DIEGO] {
        assert!(told.text.contains(part), "{part}: {}", told.text);
    }
    let other = other_account(&told);
    let draft = parameter(&told.url.join(&other).unwrap(), "to");
    let of_diego = browser.get(&draft).await;
    assert!(of_diego.status == 200 && !of_diego.text.contains("As Adele"), "it opens for Adele only");
    let back = sign_in_from(&mut browser, &told, &other, ADELE).await;
    assert_eq!(back.url.path(), format!("{ITEM}/share"));
    let form = back.form(SHARE);
    assert_eq!(recipients_of(&form), [TypedRecipient::of_text("other@northwind.example")]);
    assert_eq!(form.field("form[address]").value, "", "they stand in the list");
    assert_eq!(form.field("form[message]").value, "As Adele");
    assert!(server.invited("other@northwind.example").await.is_empty());
}

#[tokio::test]
async fn who_was_chosen_before_the_session_lapsed_is_chosen_still() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    let page = adele.get(&format!("{ITEM}/share")).await;
    server.seconds_pass(25 * 3600).await;
    let grady = known("grady", GRADY);
    let chosen = [("form[recipients][0]", grady.line()), ("form[message]", "Page three".to_owned())];
    let chosen = chosen.each_ref().map(|(name, value)| (*name, value.as_str()));
    let answer = adele.post(SHARE, &page.form(SHARE).filled(&chosen)).await;
    let told = adele.follow(answer).await;
    let back = sign_in_from(&mut adele, &told, &told.link("button-primary"), ADELE).await;
    let (quiet, _) = by_id(&back.text, "share-notice").unwrap();
    assert!(quiet, "nothing says that she was away, now that she is back");
    let form = back.form(SHARE);
    assert_eq!(recipients_of(&form), [grady]);
    assert_eq!(form.field("form[message]").value, "Page three");
    let (hidden, chips) = by_id(&back.text, "share-chips").unwrap();
    assert!(!hidden && chips.contains("Grady Archie"), "{chips}");
    let sent = adele.post(SHARE, &form.pairs()).await;
    assert_eq!(sent.location(), ITEM, "and no question is asked");
    assert!(server.invited(GRADY).await.is_empty());
}

#[tokio::test]
async fn an_item_that_is_not_there_and_one_that_is_not_shared_are_the_same() {
    let server = TestServer::shared();
    let mut grady = server.signed_in(GRADY).await;
    let main = |page: &BrowserResponse, item: &str| {
        let start = page.text.find("<main").unwrap();
        page.text[start..page.text.find("</main>").unwrap()].replace(item, "[item]")
    };
    let (hidden, none) = (grady.get(ITEM).await, grady.get("/items/made-up").await);
    assert_eq!((hidden.status, none.status), (404, 404));
    let (hidden_item, none_item) = ("elm%2Dstreet%2Drenewal", "made%2Dup");
    assert_eq!(main(&hidden, hidden_item), main(&none, none_item));
    assert!(hidden.text.contains("Grady Archie") && hidden.text.contains(GRADY), "{}", hidden.text);
    let link = other_account(&hidden);
    // Microsoft does not take the other account: that is said, although one is signed in.
    let refused = grady.get("/sign-in?problem=account-unknown&to=%2Fitems").await;
    assert!(refused.status == 200 && refused.text.contains("The account you chose"), "{}", refused.text);
    assert_eq!(grady.get("/sign-in?problem=sign-in-declined&to=%2Fitems").await.location(), "/items");
    let back = sign_in_from(&mut grady, &hidden, &link, ADELE).await;
    assert_eq!((back.status, back.url.path()), (200, ITEM));
}

/// An administrator blocks somebody.
async fn block(server: &TestServer, person: &str) {
    let clients = server.control("clients").await;
    let daemon = clients.as_array().unwrap().iter().find(|client| client["name"] == "daemon").unwrap();
    let text = |name: &str| daemon[name].as_str().unwrap().to_owned();
    let grant = [
        ("grant_type", "client_credentials".to_owned()),
        ("scope", "https://graph.microsoft.com/.default".to_owned()),
        ("client_id", text("clientId")),
        ("client_secret", text("clientSecret")),
    ];
    let http = reqwest::Client::new();
    let token = format!("{}/{}/oauth2/v2.0/token", server.emulator(), text("tenantId"));
    let given: Value = http.post(token).form(&grant).send().await.unwrap().json().await.unwrap();
    let user = format!("{}/v1.0/users/{}", server.emulator(), user_id(person));
    let blocked = http.patch(user).bearer_auth(given["access_token"].as_str().unwrap());
    let blocked = blocked.json(&json!({ "accountEnabled": false })).send().await.unwrap();
    assert!(blocked.status().is_success(), "{blocked:?}");
}

fn text(typed: &str) -> [(String, String); 2] {
    [("item".to_owned(), "elm-street-renewal".to_owned()), ("text".to_owned(), typed.to_owned())]
}

#[tokio::test]
async fn whoever_is_blocked_finds_nobody_after_five_minutes() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    assert_eq!(call(&mut adele, "/api/people/find", &text("grady")).await.status, 200);
    block(&server, "adele").await;
    server.seconds_pass(301).await;
    assert_eq!(call(&mut adele, "/api/people/find", &text("grady")).await.status, 401);
    assert!(adele.get("/items").await.location().starts_with("/sign-in"));
    let verified = server.command(&["audit", "verify"]).output().unwrap();
    assert!(verified.status.success(), "{verified:?}");
}

#[tokio::test]
async fn without_graph_pages_work_for_fifteen_minutes_and_then_say_why_not() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    let form = adele.get(&format!("{ITEM}/share")).await.form(SHARE);
    server
        .faults(
            json!([{ "on": { "family": "users" }, "effect": { "status": 503, "code": "x", "message": "" } }]),
        )
        .await;
    server.seconds_pass(10 * 60).await;
    assert_eq!(adele.get("/items").await.status, 200);
    server.seconds_pass(6 * 60).await;
    let closed = adele.get("/items").await;
    assert_eq!(closed.status, 503);
    assert!(closed.text.contains("Microsoft can’t confirm your account right now"), "{}", closed.text);
    assert_eq!(call(&mut adele, "/api/people/find", &text("grady")).await.status, 503);
    // What was typed waits until it is open again.
    let sent = adele.post(SHARE, &form.filled(&[("form[message]", "Later then")])).await;
    assert!(sent.location().starts_with("/trouble?problem=account-unchecked&to="), "{}", sent.location());
    let told = adele.follow(sent).await;
    assert_eq!(told.status, 503);
    server.faults(json!([])).await;
    server.seconds_pass(16).await;
    let again = adele.visit(&told.link("button-primary")).await;
    assert_eq!(again.form(SHARE).field("form[message]").value, "Later then");
    sign_out(&mut adele).await;
}

#[tokio::test]
async fn an_operator_ends_the_sessions_of_a_person() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    let mut elsewhere = server.signed_in(ADELE).await;
    let end = |id: &str| {
        let output = server.command(&["sessions", "end", id]).output().unwrap();
        let said =
            String::from_utf8_lossy(if output.status.success() { &output.stdout } else { &output.stderr });
        (output.status.success(), said.trim().to_owned())
    };
    let id = user_id("adele");
    assert_eq!(end(&id), (true, format!("2 sessions of {id} were ended.")));
    for browser in [&mut adele, &mut elsewhere] {
        assert!(browser.get("/items").await.location().starts_with("/sign-in"));
    }
    assert_eq!(end(&id), (true, format!("{id} has no session.")));
    let (done, said) = end("no id");
    assert!(!done && said.contains("\"no id\" is no object id"), "{said}");
}
