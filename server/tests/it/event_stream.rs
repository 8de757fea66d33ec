//! The event stream that wakes open pages: what a browser reads of it.

use std::time::{Duration, Instant};

use reqwest::{Client, Response};
use testing::names::ADELE;
use testing::{Browser, TestDb};

use crate::beside;
use crate::live_states::states;
use crate::test_server::{ITEM, Settings, TestServer, share};

/// Longer than anything here takes, a heartbeat included.
const PATIENCE: Duration = Duration::from_secs(40);
/// How soon a page hears of what happened at another server.
const ELSEWHERE: Duration = Duration::from_secs(2);
/// Somebody new.
const GUEST: &str = "across@northwind.example";

/// Asks for the stream as a page of this browser does.
pub async fn ask(server: &TestServer, browser: &Browser) -> Response {
    let client = Client::builder().resolve("localhost", ([127, 0, 0, 1], 0).into()).build().unwrap();
    let mut request = client.get(format!("{}/events", server.origin())).header("accept", "text/event-stream");
    let cookies: Vec<_> = browser.cookies().map(|(name, value)| format!("{name}={value}")).collect();
    if !cookies.is_empty() {
        request = request.header("cookie", cookies.join("; "));
    }
    // As browsers do, whatever the stream would be worth when it is packed.
    request.header("accept-encoding", "gzip, br").send().await.unwrap()
}

/// A stream that is open.
struct Stream {
    response: Response,
    heard: String,
}

impl Stream {
    async fn open(server: &TestServer, browser: &Browser) -> Self {
        let response = ask(server, browser).await;
        assert_eq!(response.status(), 200, "{}", server.log());
        let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap());
        assert_eq!(header("content-type"), Some("text/event-stream"));
        assert_eq!(header("cache-control"), Some("no-store"));
        assert_eq!(header("x-content-type-options"), Some("nosniff"));
        assert_eq!(header("content-encoding"), None, "what is packed is held back");
        Self { response, heard: String::new() }
    }

    /// The next block, up to its empty line; `None` at the end.
    async fn block(&mut self) -> Option<String> {
        loop {
            if let Some((block, rest)) = self.heard.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.heard = rest;
                return Some(block);
            }
            let more = tokio::time::timeout(PATIENCE, self.response.chunk()).await.expect("something comes");
            self.heard += std::str::from_utf8(&more.unwrap()?).unwrap();
        }
    }

    /// The number of the next event; `None` at the end.
    async fn number(&mut self) -> Option<i64> {
        loop {
            let block = self.block().await?;
            let number = block.lines().find_map(|line| line.strip_prefix("data: "));
            if let Some(number) = number.map(|number| number.parse().unwrap()) {
                assert!(block.contains(&format!("id: {number}")), "{block}");
                return Some(number);
            }
        }
    }
}

/// The newest invitation of whoever asks.
async fn newest(browser: &mut Browser) -> String {
    let list = browser.get("/invitations").await.text;
    list.split("href=\"/invitations/").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

async fn is_in_state(browser: &mut Browser, id: &str, state: &str) -> bool {
    states(browser, &[id]).await["states"][0]["state"] == state
}

/// Where a page asks only when it is woken, it still ends with what there is.
async fn follow_until_sent(stream: &mut Stream, browser: &mut Browser, id: &str) -> i64 {
    let mut last = stream.number().await.unwrap();
    while !is_in_state(browser, id, "sent").await {
        let next = stream.number().await.unwrap();
        assert!(next > last, "{next} after {last}");
        last = next;
    }
    last
}

#[tokio::test]
async fn a_page_that_asks_when_it_is_woken_sees_its_invitation_to_the_end() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    let mut stream = Stream::open(&server, &adele).await;
    assert_eq!(stream.number().await, Some(0), "nothing has happened");
    share(&mut adele, &[("form[address]", "woken@northwind.example")]).await;
    let id = newest(&mut adele).await;
    let last = follow_until_sent(&mut stream, &mut adele, &id).await;
    // A browser resumes a stream that was cut: what it has missed comes at once.
    drop(stream);
    let resumed = Stream::open(&server, &adele).await.number().await.unwrap();
    assert!(resumed >= last && last > 0, "{resumed} after {last}");
}

#[tokio::test]
async fn a_stream_ends_with_its_session_and_no_other_does() {
    let server = TestServer::start();
    let (mut adele, mut elsewhere) = (server.signed_in(ADELE).await, server.signed_in(ADELE).await);
    let mut over = Stream::open(&server, &adele).await;
    let mut goes_on = Stream::open(&server, &elsewhere).await;
    assert_eq!((over.number().await, goes_on.number().await), (Some(0), Some(0)));
    let page = adele.get("/items").await;
    let signed_out = adele.post("/api/account/sign-out", &page.form("/api/account/sign-out").pairs()).await;
    assert_eq!(signed_out.status, 303);
    assert_eq!(over.number().await, None);
    share(&mut elsewhere, &[("form[address]", "after@northwind.example")]).await;
    assert!(goes_on.number().await.is_some_and(|number| number > 0));
    assert_eq!(ask(&server, &adele).await.status(), 401);
}

#[tokio::test]
async fn a_stream_does_not_keep_its_session_alive() {
    let server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    server.seconds_pass(7 * 3600).await;
    assert_eq!(Stream::open(&server, &adele).await.number().await, Some(0));
    server.seconds_pass(2 * 3600).await;
    assert_eq!(ask(&server, &adele).await.status(), 401);
    assert_ne!(adele.get("/items").await.status, 200, "nobody has used it for nine hours");
}

#[tokio::test]
async fn the_fourth_stream_of_a_session_takes_the_place_of_the_first() {
    let server = TestServer::start();
    let adele = server.signed_in(ADELE).await;
    let mut streams = Vec::new();
    for _ in 0..4 {
        streams.push(Stream::open(&server, &adele).await);
    }
    let mut first = streams.remove(0);
    assert_eq!(first.number().await, Some(0));
    assert_eq!(first.block().await.as_deref(), Some("retry: 60000"), "and it need not hurry");
    assert_eq!(first.block().await, None);
    for stream in &mut streams {
        assert_eq!(stream.number().await, Some(0));
    }
    drop(streams.pop());
    // The others are there still, and say so now and then.
    assert!(streams[0].block().await.is_some_and(|beat| beat.starts_with(':')));
}

#[tokio::test]
async fn a_server_that_stops_does_not_wait_for_streams() {
    let mut server = TestServer::start();
    let adele = server.signed_in(ADELE).await;
    let mut stream = Stream::open(&server, &adele).await;
    assert_eq!(stream.number().await, Some(0));
    assert!(server.stop().unwrap().success(), "{}", server.log());
    assert_eq!(stream.number().await, None);
    assert!(!server.log().contains("were cut off"), "{}", server.log());
}

#[tokio::test]
async fn a_page_at_one_server_hears_of_what_happens_at_another() {
    hears_of_another(Settings::new()).await;
}

#[tokio::test]
async fn a_page_at_one_server_hears_of_what_happens_at_another_on_postgres() {
    let Some(db) = TestDb::bare_postgres().await else { return };
    hears_of_another(vec![("VESTIBULE_DATABASE_URL".to_owned(), db.url.clone())]).await;
    db.remove().await;
}

async fn hears_of_another(own: Settings) {
    let (_emulator, here, _folder) = beside::both_with(own);
    let there = here.another_process();
    let mut adele = here.signed_in(ADELE).await;
    let mut stream = Stream::open(&here, &adele).await;
    assert_eq!(stream.number().await, Some(0));
    let mut other = at_the_other(&adele, &there);
    let sent = share(&mut other, &[("form[address]", GUEST)]).await;
    assert_eq!(sent.status, 303, "{} {}", sent.text, there.log());
    let id = newest(&mut other).await;
    follow_until_sent(&mut stream, &mut adele, &id).await;
    drop(stream);

    // Either server may have run the share's job. What a guest does at the other one's door is stored by that one alone, within the request, and no
    // job is due: the directory is asked about a guest a minute after the mail at the earliest.
    let guest = redeemed(&here, &mut adele, &id).await;
    let mut guest = at_the_other(&guest, &there);
    let mut stream = Stream::open(&here, &adele).await;
    let before = stream.number().await.unwrap();
    assert!(is_in_state(&mut adele, &id, "sent").await, "nobody has come yet");
    let begun = Instant::now();
    let heard = async { (stream.number().await.unwrap(), begun.elapsed()) };
    let (page, (number, took)) = tokio::join!(guest.get(ITEM), heard);
    assert_eq!(page.status, 200, "{} {}", page.text, there.log());
    assert!(number > before, "{number} after {before}");
    assert!(is_in_state(&mut adele, &id, "accepted").await, "that is what there was to hear");
    // From before the commit to the line.
    assert!(took < ELSEWHERE, "{took:?}");
}

/// The same browser, whose next request a proxy in front of both sends to the other server.
fn at_the_other(browser: &Browser, there: &TestServer) -> Browser {
    let mut other = there.browser();
    for (name, value) in browser.cookies() {
        other.set_cookie(name, value);
    }
    other
}

/// The guest of this invitation of hers: invited, redeemed and signed in, and not at the item's door.
async fn redeemed(server: &TestServer, inviter: &mut Browser, id: &str) -> Browser {
    let page = inviter.get(&format!("/invitations/{id}")).await;
    let form = page.form(&format!("/invitations/{id}/link"));
    let link = inviter.post(&form.action, &form.pairs()).await;
    assert_eq!(link.status, 200, "{}", link.text);
    let mut guest = server.browser();
    guest.redeem(link.text.trim(), GUEST, "Nora New").await;
    let items = guest.visit("/sign-in/start?to=/items").await;
    assert_eq!((items.status, items.url.path()), (200, "/items"), "{}", items.text);
    guest
}
