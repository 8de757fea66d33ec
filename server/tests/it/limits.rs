//! Strangers: what they can make the server store is bounded, and nobody else has to wait for them.

use std::time::{Duration, Instant};

use reqwest::header::{ACCEPT, HeaderMap, RETRY_AFTER};
use reqwest::{Client, Method, StatusCode};
use sqlx::{Connection as _, SqliteConnection};
use testing::Browser;
use testing::names::ADELE;
use tokio::task::JoinSet;

use crate::test_server::{ITEM, TestServer, share};

const REQUESTS: usize = 2_000;
const CLIENTS: usize = 8;

/// A form that somebody sends without a session, as a browser does without scripts. A proxy would say that it is from there.
async fn post(client: &Client, url: &str, forwarded_for: Option<String>) -> (StatusCode, HeaderMap) {
    let form = [("form[item]", ITEM.trim_start_matches("/items/")), ("form[address]", "x@fabrikam.example")];
    let mut request = client.post(url).header(ACCEPT, "text/html").form(&form);
    if let Some(address) = forwarded_for {
        request = request.header("x-forwarded-for", address);
    }
    let answer = request.send().await.unwrap();
    (answer.status(), answer.headers().clone())
}

fn client() -> Client {
    Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

async fn rows(server: &TestServer, table: &str) -> i64 {
    let file = server.database().into_iter().find(|file| file.ends_with("vestibule.db")).unwrap();
    let mut database = SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let count = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
    sqlx::query_scalar(count).fetch_one(&mut database).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn strangers_leave_a_bounded_number_of_rows_and_nobody_waits_for_them() {
    // The bucket does not fill again within the test.
    let server = TestServer::start_with(&[("VESTIBULE_LIMITS", "strangers = 300 + 1/h, look-ups = off")]);
    let mut adele = server.signed_in(ADELE).await;
    let before = rows(&server, "sessions").await;
    let url = format!("{}/api/share/send", server.origin());
    let mut strangers = JoinSet::new();
    for number in 0..CLIENTS {
        let (client, url) = (client(), url.clone());
        strangers.spawn(async move {
            let mut answers = Vec::new();
            for n in 0..REQUESTS / CLIENTS {
                // No proxy is trusted, so each says of itself what it likes.
                let spoofed = format!("198.51.{number}.{}", n % 250);
                answers.push(post(&client, &url, Some(spoofed)).await);
            }
            answers
        });
    }
    let mut times = Vec::new();
    for n in 0..5 {
        let begun = Instant::now();
        let done = share(&mut adele, &[("form[address]", &format!("guest{n}@northwind.example"))]).await;
        times.push(begun.elapsed());
        assert_eq!(done.location(), ITEM, "{}", done.text);
    }
    let answers: Vec<_> = strangers.join_all().await.into_iter().flatten().collect();
    assert_eq!(answers.len(), REQUESTS);
    let kept = answers.iter().filter(|(status, _)| *status == StatusCode::SEE_OTHER).count();
    assert_eq!(kept, 300);
    for (status, headers) in answers.iter().filter(|(status, _)| *status != StatusCode::SEE_OTHER) {
        assert_eq!(*status, StatusCode::TOO_MANY_REQUESTS);
        let wait = headers.get(RETRY_AFTER).and_then(|wait| wait.to_str().ok()?.parse::<u64>().ok());
        assert!(wait.is_some_and(|wait| (1..=3_601).contains(&wait)), "{wait:?}");
    }
    // Machines that run tests run other things too: the middle one counts.
    times.sort();
    assert!(times[2] < Duration::from_secs(1), "{times:?} for the page, the form, and the invitation");
    assert!(rows(&server, "sessions").await - before <= 300);
    assert!(rows(&server, "drafts").await <= 300);
    let buckets = rows(&server, "rate_limits WHERE name = 'strangers'").await;
    assert_eq!(buckets, 1, "one for all of them, whoever they say they are");
    let log = server.log();
    let told = log.lines().filter(|line| line.contains("is none of VESTIBULE_TRUSTED_PROXIES")).count();
    assert_eq!(told, 1, "{log}");
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_client_counts_for_itself() {
    let server = TestServer::start_with(&[
        ("VESTIBULE_LIMITS", "strangers = 2 + 1/h"),
        ("VESTIBULE_TRUSTED_PROXIES", "127.0.0.0/8, ::1"),
    ]);
    let (client, url) = (client(), format!("{}/api/share/send", server.origin()));
    let status =
        async |forwarded_for: Option<&str>| post(&client, &url, forwarded_for.map(str::to_owned)).await.0;
    let (kept, refused) = (StatusCode::SEE_OTHER, StatusCode::TOO_MANY_REQUESTS);
    for (forwarded_for, expected) in [
        (Some("198.51.100.1"), kept),
        (Some("198.51.100.1"), kept),
        (Some("198.51.100.1"), refused),
        // What the client itself had sent changes nothing.
        (Some("198.51.100.99, 198.51.100.1"), refused),
        (Some("198.51.100.2"), kept),
        (Some("2001:db8:1:2::1"), kept),
        (Some("2001:db8:1:2:3::1"), kept),
        (Some("2001:db8:1:2:4::1"), refused),
        (Some("2001:db8:1:3::1"), kept),
        // The proxy itself is never limited.
        (None, kept),
        (None, kept),
        (None, kept),
    ] {
        assert_eq!(status(forwarded_for).await, expected, "{forwarded_for:?}");
    }
    assert!(!server.log().contains("is none of VESTIBULE_TRUSTED_PROXIES"));
}

#[tokio::test]
async fn a_look_up_too_many_says_when_to_come_again() {
    let server = TestServer::start_with(&[("VESTIBULE_LIMITS", "look-ups = 1 + 1/h")]);
    let mut adele = server.signed_in(ADELE).await;
    let origin = server.origin();
    let find = async |adele: &mut Browser| {
        let headers = [("accept", "application/json"), ("origin", origin.as_str())];
        let item = ("item".to_owned(), "elm-street-renewal".to_owned());
        let text = [item, ("text".to_owned(), "die".to_owned())];
        adele.ask(Method::POST, "/api/people/find", &headers, Some(&text)).await
    };
    assert_eq!(find(&mut adele).await.status, 200);
    let refused = find(&mut adele).await;
    assert_eq!(refused.status, 429);
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((3_540..=3_600).contains(&wait), "{wait}");
    assert!(refused.text.contains("You can try again in about 60 minutes."), "{}", refused.text);
}

#[tokio::test]
async fn whoever_waits_for_their_turn_reads_when_it_comes() {
    let server = TestServer::start_with(&[("VESTIBULE_LIMITS", "guests = 1 + 1/h")]);
    let mut adele = server.signed_in(ADELE).await;
    let first = share(&mut adele, &[("form[address]", "first@northwind.example")]).await;
    assert_eq!(first.location(), ITEM);
    let second = share(&mut adele, &[("form[address]", "second@northwind.example")]).await;
    assert!(second.location().starts_with("/invitations/"), "{}", second.location());
    let page = adele.follow(second).await;
    assert!(page.text.contains("Waiting: your turn comes in about 60 minutes."), "{}", page.text);
    assert!(page.text.contains("The invitation goes out by itself when its turn comes."), "{}", page.text);
    assert!(page.forms().iter().all(|form| form.action != "/api/invitations/try-again"));
    assert_eq!(server.invited("second@northwind.example").await.len(), 0);
    server.seconds_pass(3_600).await;
    while server.invited("second@northwind.example").await.is_empty() {
        tokio::task::yield_now().await;
    }
}
