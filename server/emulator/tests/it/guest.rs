//! What a guest does in a browser: opens links, signs in at home, fills in forms.

use reqwest::Response;
use serde_json::{Value, json};
use testing::html;

use crate::harness::{ADELE, Answer, TestEmulator, invitation, location};

/// The text of a page that is there.
pub async fn page(response: Response) -> String {
    assert_eq!(response.status(), 200);
    response.text().await.unwrap()
}

/// Status and text of a page.
pub async fn shown(response: Response) -> (u16, String) {
    (response.status().as_u16(), response.text().await.unwrap())
}

pub async fn open(started: &TestEmulator, address: &str) -> Response {
    started.browser.get(address).send().await.unwrap()
}

pub async fn follow(started: &TestEmulator, response: &Response) -> Response {
    open(started, location(response).as_str()).await
}

pub async fn sign_out(started: &TestEmulator) {
    open(started, &started.endpoint("logout")).await;
}

/// An invitation by Adele; the browser is nobody's afterwards.
pub async fn link(started: &TestEmulator, address: &str) -> String {
    let token = started.delegated(ADELE).await;
    link_by(started, &token, invitation(address)).await
}

pub async fn link_by(started: &TestEmulator, token: &str, body: Value) -> String {
    let made = started.invite(token, body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    sign_out(started).await;
    made.body["inviteRedeemUrl"].as_str().unwrap().to_owned()
}

pub async fn post(started: &TestEmulator, path: &str, form: &[(&str, &str)]) -> Response {
    started.browser.post(started.url(path)).form(form).send().await.unwrap()
}

/// Sends the first form of a page, with its hidden fields and what is filled in.
pub async fn submit(started: &TestEmulator, page: &str, filled: &[(&str, &str)]) -> Response {
    let forms = html::forms(page);
    let form = forms.iter().find(|form| form.method == "post").unwrap_or_else(|| panic!("no form: {page}"));
    let hidden = form.fields.iter().filter(|field| field.kind == "hidden");
    let mut all: Vec<_> = hidden.map(|field| (field.name.as_str(), field.value.as_str())).collect();
    all.extend_from_slice(filled);
    post(started, &form.action, &all).await
}

/// The first link of a page's main part.
pub fn next(started: &TestEmulator, page: &str) -> String {
    let tags = html::opened(page);
    let next = tags.iter().find(|tag| tag.name == "a" && tag.get("class") == Some("button"));
    let path = next.unwrap_or_else(|| panic!("no next step: {page}")).value("href");
    started.url(&path)
}

/// Opens the link, goes to the home realm's page.
pub async fn home_page(started: &TestEmulator, link: &str, address: &str) -> String {
    let (status, page) = home_answer(started, link, address).await;
    assert_eq!(status, 200, "{page}");
    page
}

pub async fn home_answer(started: &TestEmulator, link: &str, address: &str) -> (u16, String) {
    let first = page(open(started, link).await).await;
    assert!(first.contains("Adele Vance") && first.contains("Contoso") && first.contains(address));
    shown(open(started, &next(started, &first)).await).await
}

/// The newest passcode for an address.
pub async fn passcode(started: &TestEmulator, address: &str) -> String {
    let mail = started.mail_for(address).await.remove(0);
    let text = mail["text"].as_str().unwrap();
    text.split_whitespace().find(|word| word.len() == 8 && word.parse::<u32>().is_ok()).unwrap().to_owned()
}

/// Signs in at the home page that is shown; where that leads.
pub async fn sign_in(started: &TestEmulator, home: &str, address: &str) -> Response {
    let home = if home.contains("Send code") {
        let sent = submit(started, home, &[]).await;
        page(follow(started, &sent).await).await
    } else {
        home.to_owned()
    };
    if home.contains("name=\"passcode\"") {
        let code = passcode(started, address).await;
        return submit(started, &home, &[("passcode", &code)]).await;
    }
    submit(started, &home, &[("name", "Nora New")]).await
}

/// From the link to the page after signing in.
pub async fn arrive(started: &TestEmulator, link: &str, address: &str) -> Response {
    let home = home_page(started, link, address).await;
    let signed_in = sign_in(started, &home, address).await;
    assert_eq!(signed_in.status(), 303, "{home}");
    follow(started, &signed_in).await
}

/// From the link to where "Accept" leads.
pub async fn redeem(started: &TestEmulator, link: &str, address: &str) -> Response {
    let consent = arrive(started, link, address).await;
    accept(started, consent).await
}

pub async fn accept(started: &TestEmulator, consent: Response) -> Response {
    let consent = page(consent).await;
    assert!(consent.contains("Review permissions"), "{consent}");
    submit(started, &consent, &[("decision", "accept")]).await
}

/// The guest as the directory shows it.
pub async fn state(started: &TestEmulator, address: &str) -> Value {
    user(started, &started.user(address)).await
}

pub async fn user(started: &TestEmulator, id: &str) -> Value {
    let daemon = started.application("daemon").await;
    started.advance(1000).await;
    let fields = "$select=id,externalUserState,identities,displayName,mail,otherMails,proxyAddresses,userType,creationType,userPrincipalName,jobTitle,city";
    started.get(&format!("/users/{id}?{fields}"), &daemon).await.body
}

/// Makes an account at home.
pub async fn account(started: &TestEmulator, account: Value) -> String {
    let made: Answer = started.control(reqwest::Method::POST, "accounts", account).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.body["id"].as_str().unwrap().to_owned()
}

/// An administrator resets a guest's redemption.
pub async fn reset(started: &TestEmulator, address: &str) -> String {
    let megan = started.delegated(crate::harness::MEGAN).await;
    let mut body = invitation(address);
    body["resetRedemption"] = json!(true);
    body["invitedUser"] = json!({ "id": started.user(address) });
    link_by(started, &megan, body).await
}
