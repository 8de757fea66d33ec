//! What the first release left behind is opened, migrated, shown as it was, and gone on with.

mod fixture;
mod lines;
mod postgres;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderMap;

use testing::names::{ADELE, MEGAN};
use testing::{Browser, BrowserResponse, free_ports};

use crate::live_states::state_of;
use crate::test_server::{ITEM, Settings, TestServer, share};
use fixture::{Fixture, Page};

const COOKIE: &str = "__Host-vestibule";
const ALEX: &str = "alex.wilber@contoso.example";

/// Lines that read otherwise today: what they were, what they are, and why.
const INTENDED: [(&str, &str, &str); 1] = [(
    "Tell your administrator. Only they can settle it with Microsoft.",
    "Tell your administrator. Only they can settle it with Microsoft. After that, an administrator’s next invitation from here shows \
     that it’s over, and invitations go out again.",
    "only an administrator's invitation finds that out",
)];

#[tokio::test]
async fn a_folder_of_development_goes_on_on_sqlite() {
    let fixture = Fixture::of("sqlite");
    let folder = Arc::new(tempfile::tempdir().unwrap());
    fixture.unpack(&folder.path().join("data"));
    let server = TestServer::open(&folder, free_ports(), "info", Settings::new());
    everything_goes_on(server.expect("it starts on what was left"), &fixture).await;
}

/// In the order that time asks for: leases and sessions run out.
async fn everything_goes_on(mut server: TestServer, fixture: &Fixture) {
    let mut people = People::of(&server, fixture);
    people.read_what_they_read().await;
    said(&server, &["doctor", "--recount"], "every count that is kept is right");
    somebody_signs_in(&server, &people).await;
    people.copy_a_link().await;
    the_work_is_finished(&server, &mut people).await;
    assert!(server.stop().unwrap().success(), "{}", server.log());
    said(&server, &["audit", "verify"], "The audit chain holds: ");
    said(&server, &["doctor", "--recount"], "every count that is kept is right");
    assert!(!server.log().contains("ERROR"), "{}", server.log());
}

fn said(server: &TestServer, command: &[&str], sentence: &str) {
    let output = server.command(command).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains(sentence), "{said}");
}

/// The sessions that were open when it ended.
struct People<'a> {
    fixture: &'a Fixture,
    browsers: BTreeMap<String, Browser>,
    /// What each person's page says now, by person and address.
    read: BTreeMap<(String, String), Vec<String>>,
}

impl<'a> People<'a> {
    fn of(server: &TestServer, fixture: &'a Fixture) -> Self {
        let mut browsers = BTreeMap::new();
        for Page { who, .. } in &fixture.pages {
            let browser = browsers.entry(who.clone()).or_insert_with(|| server.browser());
            if let Some(value) = fixture.session(who) {
                browser.set_cookie(COOKIE, &value);
            }
        }
        Self { fixture, browsers, read: BTreeMap::new() }
    }

    fn person(&mut self, who: &str) -> &mut Browser {
        self.browsers.get_mut(who).unwrap()
    }

    async fn read_what_they_read(&mut self) {
        let mut differences = String::new();
        for page in &self.fixture.pages {
            let answer = self.browsers.get_mut(&page.who).unwrap().get(&page.address).await;
            differences.push_str(&difference(page, &answer));
            self.read.insert((page.who.clone(), page.address.clone()), said_by(&answer));
        }
        // What reads otherwise today, line by line: recorded, so that each change is looked at.
        let settings = {
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path("snapshots/recorded");
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            settings
        };
        let name = format!("first_release_differences_{}", self.fixture.engine());
        settings.bind(|| insta::assert_snapshot!(name, differences));
    }

    /// It was sealed, and is opened for its inviter only.
    async fn copy_a_link(&mut self) {
        let page = self.fixture.invitation(ADELE, "lee@fabrikam.example");
        let inviter = self.person(ADELE);
        let shown = inviter.get(&page.address).await;
        let form = shown.forms().into_iter().find(|form| form.action.ends_with("/link")).unwrap();
        let given = inviter.post(&form.action, &form.pairs()).await;
        assert!(given.status == 200 && given.text.contains("/redeem?"), "{}: {}", given.status, given.text);
    }

    /// Where the invitation stands.
    async fn state(&mut self, who: &str, address: &str) -> String {
        let page = self.fixture.invitation(who, address);
        let id = page.address.trim_start_matches("/invitations/").to_owned();
        state_of(self.person(who), &id).await
    }
}

/// How a page differs from what it was, but for what is meant to.
fn difference(page: &Page, answer: &BrowserResponse) -> String {
    let was = page.lines.iter().filter(|line| !is_offered_no_more(page, line));
    let was = was.flat_map(|line| today(page, line)).collect::<Vec<_>>();
    let is = said_by(answer);
    if was == is && page.status == answer.status {
        return String::new();
    }
    let missing = was.iter().filter(|line| !is.contains(line)).map(|line| format!("- {line}"));
    let added = is.iter().filter(|line| !was.contains(line)).map(|line| format!("+ {line}"));
    let lines: Vec<_> = missing.chain(added).collect();
    format!("{} {}: {} was {}\n{}\n", page.who, page.address, answer.status, page.status, lines.join("\n"))
}

/// What waits for a time is not tried again before it, whoever clicks.
fn is_offered_no_more(page: &Page, line: &str) -> bool {
    let waits =
        || page.lines.iter().any(|line| line.starts_with("Waiting: ") && line.contains("Next try in"));
    line == "Try again" && page.address.starts_with("/invitations/") && waits()
}

fn today(page: &Page, line: &str) -> Vec<String> {
    // Who may not see a page is told as whom they are signed in, and may be somebody else.
    if [403, 404].contains(&page.status) && line == "Go to your items" {
        let account = page.lines.iter().find_map(|line| line.split_once("Account of ")).unwrap().1;
        let identity = format!("You’re signed in as {account} ({}).", page.who);
        return vec![identity, format!("{line} Use another account")];
    }
    let is = INTENDED.iter().find(|(was, ..)| *was == line).map_or(line, |(_, is, _)| is);
    vec![is.to_owned()]
}

fn said_by(answer: &BrowserResponse) -> Vec<String> {
    if answer.location().is_empty() {
        lines::of(&answer.text)
    } else {
        vec![format!("-> {}", answer.location())]
    }
}

#[test]
fn a_page_that_reads_otherwise_is_named() {
    let (who, address) = ("a@b.example".to_owned(), "/items".to_owned());
    let page = Page { who, address, status: 200, lines: vec!["Items".to_owned(), "None".to_owned()] };
    let url = reqwest::Url::parse("http://localhost/items").unwrap();
    let answer = |text: &str| BrowserResponse {
        url: url.clone(),
        status: 200,
        headers: HeaderMap::new(),
        text: text.to_owned(),
    };
    assert_eq!(difference(&page, &answer("<h1>Items</h1><p>None</p>")), "");
    let said = difference(&page, &answer("<h1>Items</h1><p>Two</p>"));
    assert_eq!(said, "a@b.example /items: 200 was 200\n- None\n+ Two\n");
    assert_ne!(difference(&page, &answer("<p>None</p><h1>Items</h1>")), "", "their order counts");
}

/// Everybody can come in anew, and it changes nothing of what they see.
async fn somebody_signs_in(server: &TestServer, people: &People<'_>) {
    let mut adele = server.signed_in(ADELE).await;
    let own = people.read.iter().filter(|((who, address), _)| who == ADELE && address.starts_with("/items"));
    for ((_, address), said) in own {
        assert_eq!(said_by(&adele.get(address).await), *said, "{address}");
    }
}

/// One waits for a person, one for Microsoft; one was being looked up and one was being posted when the process ended.
async fn the_work_is_finished(server: &TestServer, people: &mut People<'_>) {
    // Microsoft takes invitations of this tenant again, which an administrator finds out for all.
    let mut megan = server.signed_in(MEGAN).await;
    let found_out = share(&mut megan, &[("form[address]", "probe@fabrikam.example")]).await;
    assert_eq!(found_out.location(), ITEM, "{}", found_out.text);
    // What had stopped goes on by itself.
    let blocked = "jo@fabrikam.example";
    for (who, address, seconds) in [
        (ADELE, blocked, 1),
        (ALEX, "quinn@northwind.example", 10),
        (ALEX, "sasha@northwind.example", 10),
        (ADELE, "pat@fabrikam.example", 600),
    ] {
        let finished = async {
            loop {
                let state = people.state(who, address).await;
                if state == "sent" {
                    break;
                }
                let goes_on = ["working", "waiting"].contains(&state.as_str());
                assert!(goes_on || address == blocked && state == "stopped", "{state}");
                server.seconds_pass(seconds).await;
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        };
        tokio::time::timeout(Duration::from_mins(1), finished).await.expect(address);
        assert_eq!(server.invited(address).await.len(), 1, "{address}");
    }
}
