//! A tenant of a hundred thousand users: looking somebody up does not walk through them all.

#![expect(clippy::print_stderr, reason = "the figures are what one runs this for")]

use std::time::{Duration, Instant};

use emulator::Options;
use serde_json::json;

use crate::harness::{APP, Answer, TestEmulator, start_emulator_with};

const CROWD: usize = 100_000;
const ASKED: usize = 20;

async fn crowded() -> TestEmulator {
    let options =
        Options { app_origins: vec![APP.to_owned()], seed: "crowded".to_owned(), ..Options::default() };
    start_emulator_with(options).await
}

/// The look-up that the application sends.
fn any_address(address: &str) -> String {
    format!(
        "mail eq '{address}' or userPrincipalName eq '{address}' or otherMails/any(x:x eq '{address}') or \
         proxyAddresses/any(x:x eq 'SMTP:{address}') or proxyAddresses/any(x:x eq 'smtp:{address}')"
    )
}

async fn ask(started: &TestEmulator, token: &str, filter: &str) -> (Answer, Duration) {
    let begun = Instant::now();
    let request = started.browser.get(started.url("/v1.0/users")).bearer_auth(token);
    let answer = Answer::of(request.query(&[("$filter", filter)]).send().await.unwrap()).await;
    (answer, begun.elapsed())
}

/// Resident memory of this process, where the system tells.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.replace("VmRSS:", "").trim().to_owned())
}

#[tokio::test]
async fn a_look_up_in_a_crowd_does_not_walk_through_it() {
    let before = memory();
    let begun = Instant::now();
    let started = crowded().await;
    eprintln!("started in {:?}; memory {before} before, {} after", begun.elapsed(), memory());
    let token = started.application("daemon").await;
    let people = started.emulator.world(|world| {
        let users = world.tenant(emulator::seed::contoso::CONTOSO).unwrap().users.values();
        let asked = users.step_by(4_999).take(ASKED).map(|user| {
            let address = user.other_mails.first().or(user.mail.as_ref()).unwrap();
            (user.id.to_string(), address.clone())
        });
        asked.collect::<Vec<_>>()
    });
    // The least of all: on a busy machine any of them may have to wait.
    let (mut found, mut scanned) = (Duration::MAX, Duration::MAX);
    for (id, address) in &people {
        let (answer, took) = ask(&started, &token, &any_address(address)).await;
        assert_eq!(answer.ids(), [id], "{address}");
        found = found.min(took);
        let (answer, took) = ask(&started, &token, &format!("jobTitle eq '{address}'")).await;
        assert!(answer.ids().is_empty());
        scanned = scanned.min(took);
    }
    eprintln!("a look-up takes {found:?}, a walk through everybody {scanned:?}; memory {}", memory());
    assert!(found * 3 < scanned, "a look-up takes {found:?}, a walk through everybody {scanned:?}");
}

#[tokio::test]
async fn a_crowd_is_searched_listed_and_changed_like_any_tenant() {
    let started = crowded().await;
    let token = started.application("daemon").await;
    let all = started.get_eventual("/users/$count", &token).await;
    assert_eq!(all.text, (CROWD + 6).to_string());
    let (starting, _) = ask(&started, &token, "startsWith(mail,'zofia.weber.1')").await;
    assert!(!starting.ids().is_empty());
    assert!(starting.mails().iter().all(|mail| mail.starts_with("zofia.weber.1")));
    let walked = started.get_eventual(
        "/users?$filter=startsWith(mail,'zofia.weber.1') and not (jobTitle eq 'x')&$count=true",
        &token,
    );
    assert_eq!(walked.await.body["@odata.count"], starting.ids().len());
    let words =
        started.get_eventual("/users?$search=\"displayName:weber zof\"&$top=999&$count=true", &token).await;
    assert!(words.body["@odata.count"].as_u64().unwrap() > 50, "{}", words.body["@odata.count"]);

    // What is changed is found by its new address, and not by the old one.
    let id = starting.ids()[0].to_owned();
    let old = starting.mails()[0].to_owned();
    let path = format!("/users/{id}");
    let new = json!({"mail": "renamed@adatum.example", "otherMails": []});
    assert_eq!(started.graph(reqwest::Method::PATCH, &path, &token, Some(new)).await.status, 204);
    assert_eq!(ask(&started, &token, &any_address("renamed@adatum.example")).await.0.ids(), [id]);
    assert!(ask(&started, &token, &format!("mail eq '{old}'")).await.0.ids().is_empty());
}

#[tokio::test]
async fn the_directory_of_a_crowd_is_told_in_parts() {
    let started = crowded().await;
    let page = started.browser.get(started.url("/_emulator/directory?skip=100000&top=3"));
    let page = Answer::of(page.header("accept", "application/json").send().await.unwrap()).await;
    let contoso = contoso(&page);
    assert_eq!(contoso["users"].as_array().unwrap().len(), 3);
    assert_eq!(contoso["userCount"], CROWD + 6);
    let whole = started.browser.get(started.url("/_emulator/directory")).header("accept", "application/json");
    let whole = Answer::of(whole.send().await.unwrap()).await;
    assert_eq!(self::contoso(&whole)["users"].as_array().unwrap().len(), 1000);
}

fn contoso(answer: &Answer) -> &serde_json::Value {
    let mut tenants = answer.body["tenants"].as_array().unwrap().iter();
    tenants.find(|tenant| tenant["displayName"] == "Contoso").unwrap()
}
