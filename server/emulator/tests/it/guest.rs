//! What a guest does in a browser: opens links, signs in at home, fills in forms.

use reqwest::Response;
use serde_json::{Value, json};
use testing::html;

use crate::harness::{ADELE, Answer, Hall, invitation, location};

/// The text of a page that is there.
pub async fn page(response: Response) -> String {
    assert_eq!(response.status(), 200);
    response.text().await.unwrap()
}

/// Status and text of a page.
pub async fn shown(response: Response) -> (u16, String) {
    (response.status().as_u16(), response.text().await.unwrap())
}

pub async fn open(hall: &Hall, address: &str) -> Response {
    hall.browser.get(address).send().await.unwrap()
}

pub async fn follow(hall: &Hall, response: &Response) -> Response {
    open(hall, location(response).as_str()).await
}

pub async fn sign_out(hall: &Hall) {
    open(hall, &hall.endpoint("logout")).await;
}

/// An invitation by Adele; the browser is nobody's afterwards.
pub async fn link(hall: &Hall, address: &str) -> String {
    let token = hall.delegated(ADELE).await;
    link_by(hall, &token, invitation(address)).await
}

pub async fn link_by(hall: &Hall, token: &str, body: Value) -> String {
    let made = hall.invite(token, body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    sign_out(hall).await;
    made.body["inviteRedeemUrl"].as_str().unwrap().to_owned()
}

pub async fn post(hall: &Hall, path: &str, form: &[(&str, &str)]) -> Response {
    hall.browser.post(hall.url(path)).form(form).send().await.unwrap()
}

/// Sends the first form of a page, with its hidden fields and what is filled in.
pub async fn submit(hall: &Hall, page: &str, filled: &[(&str, &str)]) -> Response {
    let forms = html::forms(page);
    let form = forms.iter().find(|form| form.method == "post").unwrap_or_else(|| panic!("no form: {page}"));
    let hidden = form.fields.iter().filter(|field| field.kind == "hidden");
    let mut all: Vec<_> = hidden.map(|field| (field.name.as_str(), field.value.as_str())).collect();
    all.extend_from_slice(filled);
    post(hall, &form.action, &all).await
}

/// The first link of a page's main part.
pub fn next(hall: &Hall, page: &str) -> String {
    let tags = html::opened(page);
    let next = tags.iter().find(|tag| tag.name == "a" && tag.get("class") == Some("button"));
    let path = next.unwrap_or_else(|| panic!("no next step: {page}")).value("href");
    hall.url(&path)
}

/// Opens the link, goes to the home realm's page.
pub async fn home_page(hall: &Hall, link: &str, address: &str) -> String {
    let (status, page) = home_answer(hall, link, address).await;
    assert_eq!(status, 200, "{page}");
    page
}

pub async fn home_answer(hall: &Hall, link: &str, address: &str) -> (u16, String) {
    let first = page(open(hall, link).await).await;
    assert!(first.contains("Adele Vance") && first.contains("Contoso") && first.contains(address));
    shown(open(hall, &next(hall, &first)).await).await
}

/// The newest passcode for an address.
pub async fn passcode(hall: &Hall, address: &str) -> String {
    let mail = hall.mail_for(address).await.remove(0);
    let text = mail["text"].as_str().unwrap();
    text.split_whitespace().find(|word| word.len() == 8 && word.parse::<u32>().is_ok()).unwrap().to_owned()
}

/// Signs in at the home page that is shown; where that leads.
pub async fn sign_in(hall: &Hall, home: &str, address: &str) -> Response {
    let home = if home.contains("Send code") {
        let sent = submit(hall, home, &[]).await;
        page(follow(hall, &sent).await).await
    } else {
        home.to_owned()
    };
    if home.contains("name=\"passcode\"") {
        let code = passcode(hall, address).await;
        return submit(hall, &home, &[("passcode", &code)]).await;
    }
    submit(hall, &home, &[("name", "Nora New")]).await
}

/// From the link to the page after signing in.
pub async fn arrive(hall: &Hall, link: &str, address: &str) -> Response {
    let home = home_page(hall, link, address).await;
    let signed_in = sign_in(hall, &home, address).await;
    assert_eq!(signed_in.status(), 303, "{home}");
    follow(hall, &signed_in).await
}

/// From the link to where "Accept" leads.
pub async fn redeem(hall: &Hall, link: &str, address: &str) -> Response {
    let consent = arrive(hall, link, address).await;
    accept(hall, consent).await
}

pub async fn accept(hall: &Hall, consent: Response) -> Response {
    let consent = page(consent).await;
    assert!(consent.contains("Review permissions"), "{consent}");
    submit(hall, &consent, &[("decision", "accept")]).await
}

/// The guest as the directory shows it.
pub async fn state(hall: &Hall, address: &str) -> Value {
    user(hall, &hall.user(address)).await
}

pub async fn user(hall: &Hall, id: &str) -> Value {
    let daemon = hall.application("daemon").await;
    hall.advance(1000).await;
    let fields = "$select=id,externalUserState,identities,displayName,mail,otherMails,proxyAddresses,userType,creationType,userPrincipalName,jobTitle,city";
    hall.get(&format!("/users/{id}?{fields}"), &daemon).await.body
}

/// Makes an account at home.
pub async fn account(hall: &Hall, account: Value) -> String {
    let made: Answer = hall.control(reqwest::Method::POST, "accounts", account).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.body["id"].as_str().unwrap().to_owned()
}

/// An administrator resets a guest's redemption.
pub async fn reset(hall: &Hall, address: &str) -> String {
    let megan = hall.delegated(crate::harness::MEGAN).await;
    let mut body = invitation(address);
    body["resetRedemption"] = json!(true);
    body["invitedUser"] = json!({ "id": hall.user(address) });
    link_by(hall, &megan, body).await
}
