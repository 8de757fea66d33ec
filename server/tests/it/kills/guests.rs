//! Who comes while the server is killed: by the link in the mail, Microsoft's or ours, to Microsoft's redemption, to signing up, or to asking for an access
//! package, and from there to the item. Whoever finds nobody asks again; whoever is lost on the way opens the item once more.

use std::time::Duration;

use reqwest::{Client, Url};
use serde_json::Value;
use testing::html::{Form, opened};
use testing::{Browser, BrowserResponse};

use super::load::Load;
use crate::test_server::TestServer;

/// How often somebody looks for a link that leads on, and after which time each.
const TRIES: u32 = 12;
const LOOKS_AGAIN: Duration = Duration::from_millis(200);
/// How often whoever has accepted opens the item before somebody else has a turn.
const OPENS: u32 = 3;

/// Where somebody types who they are, where they become a guest by themselves, and where they say that what was shared is for them.
const HOME: &str = "/home/sign-in";
const SIGN_UP: &str = "/sign-up";
const CONSENT: &str = "/login/consent";
const FOR_ME: &str = "/api/arrivals/sign-up";
const NAME: &str = "Nora New";

/// Where people ask for access packages, and what is said there to whoever has one.
pub const MY_ACCESS: &str = "/myaccess/";
const HAS_PACKAGE: &str = "You have access.";

/// Somebody new who may come.
#[derive(Debug, Clone)]
pub struct Guest {
    pub address: String,
    item: String,
    /// How often they have tried, and how often they try at most.
    tries: u32,
    patience: u32,
    /// Where they are signed in, once they have accepted or signed up.
    browser: Option<Browser>,
}

/// Somebody who has accepted, or signed up.
#[derive(Debug, Clone)]
pub struct Came {
    pub address: String,
    /// They have seen the item.
    pub has_arrived: bool,
}

impl Guest {
    pub const fn new(address: String, item: String) -> Self {
        Self { address, item, tries: 0, patience: TRIES, browser: None }
    }

    /// The same, who tries for so long that they come in any case.
    pub fn patient(self) -> Self {
        Self { patience: 10 * TRIES, ..self }
    }
}

/// The way of guests.
#[derive(Debug, Clone)]
pub struct Guests {
    origin: String,
    emulator: String,
    http: Client,
}

impl Guests {
    pub fn of(server: &TestServer) -> Self {
        Self { origin: server.origin(), emulator: server.emulator(), http: Client::new() }
    }

    /// One after the other, until nobody is expected any more. Those who have accepted.
    pub async fn work(self, load: Load) -> Vec<Came> {
        let mut came = Vec::new();
        loop {
            let Some(mut guest) = load.next_guest() else {
                if load.is_over() {
                    return came;
                }
                tokio::time::sleep(LOOKS_AGAIN).await;
                continue;
            };
            let has_arrived = self.come(&mut guest).await;
            guest.tries += 1;
            if has_arrived || guest.tries == guest.patience {
                let has_accepted = guest.browser.is_some();
                came.extend(has_accepted.then_some(Came { address: guest.address, has_arrived }));
            } else {
                load.expect(guest);
                tokio::time::sleep(LOOKS_AGAIN).await;
            }
        }
    }

    /// Accepts, and opens the item. Whether they have seen it.
    async fn come(&self, guest: &mut Guest) -> bool {
        if guest.browser.is_none() {
            guest.browser = self.accept(&guest.address).await;
        }
        let Some(browser) = &mut guest.browser else { return false };
        let item = format!("/items/{}", guest.item);
        for _ in 0..OPENS {
            let page = browser.visit(&item).await;
            if page.status == 200 && page.url.path() == item && page.url.as_str().starts_with(&self.origin) {
                return true;
            }
            tokio::time::sleep(LOOKS_AGAIN).await;
        }
        false
    }

    /// By the newest link, if there is one that leads on: the browser in which they have accepted.
    async fn accept(&self, address: &str) -> Option<Browser> {
        let mut browser = Browser::at(&self.origin).patient();
        let redeem = format!("{}/redeem?", self.emulator);
        let mut link = self.newest_link(address).await?;
        if link.starts_with(&self.origin) {
            // The page of our link, and on from there.
            let page = browser.get(&link).await;
            if page.status != 200 {
                return None;
            }
            let on = browser.get(&link.replacen('?', "/on?", 1)).await;
            let to = on.target()?;
            if to.path() == "/sign-in/start" {
                let is_theirs = sign_up(&mut browser, &link, on, address).await;
                return is_theirs.then_some(browser);
            }
            if to.path().starts_with(MY_ACCESS) {
                if !has_package(&mut browser, &to, address).await {
                    return None;
                }
                // Back to the page, which lets whoever has the package sign in.
                let on = browser.get(&sign_in_on(&page)?).await;
                let is_theirs = sign_up(&mut browser, &link, on, address).await;
                return is_theirs.then_some(browser);
            }
            link = to.to_string();
        }
        if !link.starts_with(&redeem) {
            return None;
        }
        let is_back = |at: &str| at.starts_with(&format!("{}/", self.origin));
        let has_accepted = match browser.try_redeem(&link, address, NAME).await {
            Ok(landed) => landed.target().is_some_and(|to| is_back(to.as_str())),
            Err(page) => is_back(page.url.as_str()),
        };
        has_accepted.then_some(browser)
    }

    /// What the newest mail to somebody leads to: the redemption, or the page of our own link.
    async fn newest_link(&self, address: &str) -> Option<String> {
        let mails = self.http.get(format!("{}/_emulator/mail?to={address}", self.emulator));
        let mails = mails.header("accept", "application/json").send().await.unwrap();
        let mails: Value = mails.json().await.unwrap();
        let (ours, microsofts) = (format!("{}/arrive/", self.origin), format!("{}/redeem?", self.emulator));
        let links = mails[0]["links"].as_array()?.iter().filter_map(Value::as_str);
        let mut links = links.filter(|link| link.starts_with(&ours) || link.starts_with(&microsofts));
        links.next().map(str::to_owned)
    }
}

/// Asks for the access package, if that was not done before. Whether it is theirs.
async fn has_package(browser: &mut Browser, package: &Url, address: &str) -> bool {
    let mut page = browser.visit(package.as_str()).await;
    if let Some(form) = form_of(&page, HOME) {
        page = browser.send(&page, &form, &[("address", address)]).await;
    }
    if let Some(form) = form_of(&page, package.path()) {
        page = browser.send(&page, &form, &[]).await;
    }
    page.text.contains(HAS_PACKAGE)
}

/// Where the page of our link lets people sign in who come back to it.
fn sign_in_on(page: &BrowserResponse) -> Option<String> {
    let mut links = opened(&page.text).into_iter().map(|tag| tag.value("href"));
    links.find(|href| href.starts_with("/sign-in/start?to=%2Farrive%2F"))
}

/// Signs up, or in if that was done before, and says that what was shared is for them.
async fn sign_up(browser: &mut Browser, link: &str, on: BrowserResponse, address: &str) -> bool {
    let mut page = browser.follow(on).await;
    for _ in 0..OPENS {
        // On the account picker, and where the account is at home.
        for _ in 0..2 {
            if let Some(form) = form_of(&page, HOME) {
                page = browser.send(&page, &form, &[("address", address)]).await;
            }
        }
        if let Some(form) = form_of(&page, SIGN_UP) {
            page = browser.send(&page, &form, &[("displayName", NAME)]).await;
        }
        if let Some(form) = form_of(&page, CONSENT) {
            page = browser.send(&page, &form, &[("decision", "accept")]).await;
        }
        if let Some(form) = form_of(&page, FOR_ME) {
            browser.send(&page, &form, &[]).await;
            return true;
        }
        // Lost on the way.
        tokio::time::sleep(LOOKS_AGAIN).await;
        page = browser.visit(link).await;
    }
    false
}

fn form_of(page: &BrowserResponse, action: &str) -> Option<Form> {
    page.forms().into_iter().find(|form| form.action == action)
}
