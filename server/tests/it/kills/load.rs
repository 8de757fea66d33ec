//! Who shares while the server is killed: with somebody new, who is invited, signs up, asks for an access package or is assigned one, with guests and with a member,
//! some of them undone, some sent again. Each form is sent until it is answered. Of those who are new, most come: see [`guests`](super::guests).

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use contract::InvitationState;
use reqwest::Client;
use reqwest::redirect::Policy;
use serde_json::Value;
use testing::names::{DIEGO, GRADY, JONI, user_id};

use super::chance::Chance;
use super::guests::Guest;
use crate::test_server::TestServer;

const PAGE: &str = "text/html,application/xhtml+xml";
const JSON: &str = "application/json";

/// Items to share. The kinds take turns, and no kind meets an item twice before each has met all of them: nobody is given what they have.
pub const ITEMS: u32 = 809;

/// The number of the last share of a short run, which never gets so far by itself: an invitation of somebody new, of which nothing is taken back.
const LAST: u32 = 800;

/// How many are expected at most: all of them have to come, or give up, before the story ends.
const MOST_EXPECTED: usize = 24;

/// The id of an item.
pub fn item(number: u32) -> String {
    format!("paper-{:03}", number % ITEMS)
}

/// The kind of items that bring somebody new in by an access package that is assigned, of those that have them sign up, and of those that have them ask for
/// the package.
pub const BY_PACKAGE: &str = "folder";
pub const BY_SIGN_UP: &str = "sketch";
pub const BY_MAILED_PACKAGE: &str = "drawing";

/// The kind of an item. Each way in is for one of the shares with somebody new, as long as no item comes a second time.
pub fn kind(number: u32) -> &'static str {
    match number as usize % KINDS.len() {
        4 => BY_PACKAGE,
        6 => BY_SIGN_UP,
        10 => BY_MAILED_PACKAGE,
        _ => "document",
    }
}

/// The address of somebody new.
fn address_of(number: u32) -> String {
    format!("guest{number}@fabrikam.example")
}

/// For whom a form is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Recipient {
    /// Somebody whom nobody knows.
    New,
    /// Somebody of the seed: the name, and the address.
    Known(&'static str, &'static str),
}

/// What the inviter does afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    Nothing,
    /// Undoes it, whatever it is at.
    Undo,
    /// Sends the invitation again, once it waits for its guest.
    SendAgain,
}

/// The kinds of shares, in turn.
const KINDS: [(Recipient, Then); 11] = [
    (Recipient::New, Then::SendAgain),
    (Recipient::Known("grady", GRADY), Then::Nothing),
    (Recipient::New, Then::Undo),
    (Recipient::Known("diego", DIEGO), Then::Nothing),
    (Recipient::New, Then::Nothing),
    (Recipient::Known("joni", JONI), Then::Nothing),
    (Recipient::New, Then::Nothing),
    (Recipient::Known("grady", GRADY), Then::Undo),
    (Recipient::New, Then::Nothing),
    (Recipient::New, Then::SendAgain),
    (Recipient::New, Then::Nothing),
];

/// A share that was answered.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// The inviter's object id.
    pub inviter: String,
    /// The form's key.
    pub key: String,
    /// What became of it, where the answer said so.
    pub invitation: Option<String>,
    /// How often it was sent without an answer.
    pub lost: u32,
    /// The last answer was that it was accepted. Only what is sent again may be refused, and then an answer that was lost may have said otherwise.
    pub is_told: bool,
}

/// An answer.
struct LoadResponse {
    status: u16,
    location: String,
    text: String,
}

impl LoadResponse {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{}: {}", self.status, self.text))
    }
}

/// Somebody who is signed in, and stays it.
#[derive(Debug, Clone)]
pub struct Inviter {
    /// The object id.
    pub user: String,
    origin: String,
    cookies: String,
    http: Client,
}

/// What all who share have in common.
#[derive(Debug, Clone)]
pub struct Load {
    seed: u64,
    turn: Arc<AtomicU32>,
    is_over: Arc<AtomicBool>,
    /// Those who are going to come.
    expected: Arc<Mutex<VecDeque<Guest>>>,
}

impl Load {
    pub fn of(seed: u64) -> Self {
        Self { seed, turn: Arc::default(), is_over: Arc::default(), expected: Arc::default() }
    }

    /// Somebody new is going to come, unless many are.
    fn invite(&self, guest: Guest) {
        let mut expected = self.expected.lock().unwrap();
        if expected.len() < MOST_EXPECTED {
            expected.push_back(guest);
        }
    }

    /// Somebody is going to come once more.
    pub fn expect(&self, guest: Guest) {
        self.expected.lock().unwrap().push_back(guest);
    }

    /// Who comes next.
    pub fn next_guest(&self) -> Option<Guest> {
        self.expected.lock().unwrap().pop_front()
    }

    /// Whether nobody shares any more.
    pub fn is_over(&self) -> bool {
        self.is_over.load(Ordering::SeqCst)
    }

    /// Everybody ends what they have begun, and begins nothing more.
    pub fn end(&self) {
        self.is_over.store(true, Ordering::SeqCst);
    }
}

impl Inviter {
    pub async fn signed_in(server: &TestServer, name: &str, address: &str) -> Self {
        let browser = server.signed_in(address).await;
        let cookies: Vec<_> = browser.cookies().map(|(name, value)| format!("{name}={value}")).collect();
        // As the browser of the tests: no connection is kept, for a server that dies closes kept ones at any moment.
        let http = Client::builder().redirect(Policy::none()).pool_max_idle_per_host(0);
        let http = http.resolve("localhost", ([127, 0, 0, 1], 0).into()).build().unwrap();
        Self { user: user_id(name), origin: server.origin(), cookies: cookies.join("; "), http }
    }

    /// Shares one after the other until the load is over, and sends again what waits for its guest by then.
    pub async fn work(self, load: Load, mut chance: Chance) -> Vec<Accepted> {
        let (mut accepted, mut to_send_again) = (Vec::new(), VecDeque::new());
        while !load.is_over() {
            let number = load.turn.fetch_add(1, Ordering::SeqCst);
            let (recipient, then) = KINDS[number as usize % KINDS.len()];
            // Also while it is undone, or sent again. One of four never comes.
            if recipient == Recipient::New && chance.below(4) > 0 {
                load.invite(Guest::new(address_of(number), item(number)));
            }
            let shared = self.share(number, load.seed, &mut chance).await;
            if then == Then::SendAgain {
                to_send_again.push_back(shared.clone());
            }
            accepted.push(shared);
            if let Some(earlier) = to_send_again.pop_front() {
                match self.listed_state(&earlier).await {
                    Some(InvitationState::Sent) => accepted.push(self.send_again(&earlier).await),
                    // They have come.
                    Some(InvitationState::Accepted) => {}
                    _ => to_send_again.push_back(earlier),
                }
            }
            tokio::time::sleep(Duration::from_millis(chance.below(400))).await;
        }
        accepted
    }

    /// The state of an invitation, as its page has it.
    pub async fn state(&self, invitation: &str) -> String {
        let fields = [("invitations[]", invitation.to_owned())];
        let (answer, _) = self.answered("/api/invitations/states", JSON, &fields).await;
        answer.json()["states"][0]["state"].as_str().unwrap_or_else(|| panic!("{}", answer.text)).to_owned()
    }

    /// Its state, if it is one of those that matter: as a list asks, which gets its answer at once.
    async fn listed_state(&self, shared: &Accepted) -> Option<InvitationState> {
        let invitation = shared.invitation.clone().expect("the answer has said it");
        let (answer, _) =
            self.answered("/api/invitations/states", JSON, &[("invitations[]", invitation)]).await;
        let state = answer.json()["states"][0]["state"].as_str().unwrap_or_default().to_owned();
        [InvitationState::Sent, InvitationState::Accepted].into_iter().find(|known| known.as_str() == state)
    }

    /// Shares once more, with somebody who comes in any case.
    pub async fn share_at_last(&self, load: &Load, chance: &mut Chance) -> Accepted {
        load.expect(Guest::new(address_of(LAST), item(LAST)).patient());
        self.share(LAST, load.seed, chance).await
    }

    /// As the page of the invitation does.
    async fn send_again(&self, shared: &Accepted) -> Accepted {
        let invitation = shared.invitation.clone().expect("the answer has said it");
        let key = format!("{}-again", shared.key);
        let fields = [("invitation", invitation), ("key", key.clone())];
        let (answer, lost) = self.answered("/api/invitations/resend", PAGE, &fields).await;
        let again = answer.location.strip_prefix("/invitations/").map(str::to_owned);
        Accepted { inviter: self.user.clone(), key, is_told: again.is_some(), invitation: again, lost }
    }

    async fn share(&self, number: u32, seed: u64, chance: &mut Chance) -> Accepted {
        let (recipient, then) = KINDS[number as usize % KINDS.len()];
        let (item, key) = (item(number), format!("soak-{seed}-{number:06}"));
        let (address, person) = match recipient {
            Recipient::New => (address_of(number), String::new()),
            Recipient::Known(name, address) => (address.to_owned(), user_id(name)),
        };
        let fields = [
            ("form[item]", item.clone()),
            ("form[address]", address),
            ("form[person]", person),
            ("form[role]", "reader".to_owned()),
            ("form[message]", "Please look at annex C.".to_owned()),
            ("form[language]", "en".to_owned()),
            ("form[key]", key.clone()),
        ];
        // As a page without scripts sends it, and as the dialog does, whose answer names the share.
        let is_plain = then == Then::Nothing && chance.below(2) == 0;
        let accept = if is_plain { PAGE } else { JSON };
        let (answer, lost) = self.answered("/api/share/send", accept, &fields).await;
        let invitation = if is_plain {
            let to = answer.location.as_str();
            // What fails at once comes back to its form: such as a sign-up for which the inviter's mailbox writes nothing.
            let has_failed = to.starts_with(&format!("/items/{item}/share?draft="))
                && answer.text.contains("\"accepted\"");
            let is_accepted = has_failed || to == format!("/items/{item}") || to.starts_with("/invitations/");
            assert!(answer.status == 303 && is_accepted, "{key}: {} {to} {}", answer.status, answer.text);
            None
        } else {
            let share = answer.json()["share"].as_str().map(str::to_owned);
            let share = share.unwrap_or_else(|| panic!("{key}: {} {}", answer.status, answer.text));
            let (progress, _) = self.answered("/api/share/progress", JSON, &[("share", share)]).await;
            let invitation = progress.json()["rows"][0]["invitation"].as_str().map(str::to_owned);
            assert!(invitation.is_some(), "{key}: {} {}", progress.status, progress.text);
            invitation
        };
        if let Some(invitation) = invitation.as_ref().filter(|_| then == Then::Undo) {
            tokio::time::sleep(Duration::from_millis(chance.below(1_500))).await;
            let fields = [("invitation", invitation.clone())];
            let (answer, _) = self.answered("/api/invitations/undo", JSON, &fields).await;
            assert_eq!(answer.status, 200, "{key}: {}", answer.text);
        }
        Accepted { inviter: self.user.clone(), key, invitation, lost, is_told: true }
    }

    /// The same form until there is an answer, and how often there was none. Servers that are killed come back soon.
    async fn answered(&self, path: &str, accept: &str, fields: &[(&str, String)]) -> (LoadResponse, u32) {
        let mut last = String::new();
        for lost in 0..300 {
            match self.post(path, accept, fields).await {
                Ok(answer) if answer.status < 500 => return (answer, lost),
                Ok(answer) => last = format!("{}: {}", answer.status, answer.text),
                Err(error) => last = error.to_string(),
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        panic!("{path} has no answer: {last}")
    }

    async fn post(
        &self,
        path: &str,
        accept: &str,
        fields: &[(&str, String)],
    ) -> Result<LoadResponse, reqwest::Error> {
        let request = self.http.post(format!("{}{path}", self.origin)).form(fields);
        let request = request.header("accept", accept).header("cookie", &self.cookies);
        let request = request.header("origin", &self.origin).header("sec-fetch-site", "same-origin");
        let response = request.timeout(Duration::from_secs(30)).send().await?;
        let status = response.status().as_u16();
        let location = response.headers().get("location");
        let location = location.map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
        Ok(LoadResponse { status, location, text: response.text().await? })
    }
}
