//! SIGTERM with an invitation under way: the process ends in time, and the next one finishes the work, once.

use std::time::{Duration, Instant};

use serde_json::json;
use testing::names::ADELE;

use crate::live_states::state_of;
use crate::test_server::{TestServer, share};

async fn stop_while_inviting(address: &str, delay: Duration) {
    let mut server = TestServer::start();
    let mut adele = server.signed_in(ADELE).await;
    let slow = json!({ "delay_ms": u64::try_from(delay.as_millis()).unwrap() });
    let on = json!({ "method": "POST", "path": "/v1.0/invitations" });
    server.faults(json!([{ "on": on, "effect": slow, "times": 1 }])).await;
    // The form waits two and a half seconds, then shows what is under way.
    let sent = share(&mut adele, &[("form[address]", address)]).await;
    assert!(sent.location().starts_with("/invitations/"), "under way: {}", sent.location());
    let page = adele.follow(sent).await;
    let details = page.url.path().to_owned();
    assert!(server.invited(address).await.is_empty(), "not there yet");

    let told = Instant::now();
    let ended = server.stop().unwrap();
    assert!(told.elapsed() < Duration::from_secs(10), "{:?}", told.elapsed());
    assert!(ended.success(), "{ended}: {}", server.log());

    let server = server.again();
    // The session is still there.
    let id = details.trim_start_matches("/invitations/").to_owned();
    let ask = async {
        loop {
            let state = state_of(&mut adele, &id).await;
            if state == "sent" {
                break;
            }
            assert_ne!(state, "failed");
            // A job that was cut off is free again when its lease ends.
            server.seconds_pass(10).await;
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(40), ask).await.expect("the invitation is finished");
    assert_eq!(server.invited(address).await.len(), 1, "exactly once");
    let mails = server.control(&format!("mail?to={address}")).await;
    assert_eq!(mails.as_array().unwrap().len(), 1, "{mails}");
    assert!(server.command(&["audit", "verify"]).status().unwrap().success());
}

#[tokio::test]
async fn work_that_ends_soon_is_waited_for() {
    stop_while_inviting("soon@northwind.example", Duration::from_secs(5)).await;
}

#[tokio::test]
async fn work_that_does_not_end_is_left_for_the_next_process() {
    stop_while_inviting("late@northwind.example", Duration::from_mins(1)).await;
}

/// Where the chain ends is noted outside of the database, and can be found again.
#[tokio::test]
async fn the_log_notes_where_the_audit_chain_ends() {
    let mut server = TestServer::start();
    server.signed_in(ADELE).await;
    assert!(server.stop().unwrap().success());
    let log = server.log();
    let line = log.lines().rfind(|line| line.contains("the audit chain ends here")).unwrap();
    let mut words = line.split(|c: char| !c.is_ascii_alphanumeric() && c != ':');
    let noted = words.rfind(|word| word.split_once(':').is_some_and(|(_, hash)| hash.len() == 64)).unwrap();
    // On a terminal the log is coloured: `m` ends what colours it.
    let noted = noted.rsplit('m').next().unwrap();
    let verify =
        |noted: &str| server.command(&["audit", "verify", "--passes-through", noted]).output().unwrap();
    assert!(verify(noted).status.success(), "{noted}");
    let (seq, _) = noted.split_once(':').unwrap();
    let other = verify(&format!("{seq}:{}", "0".repeat(64)));
    let said = String::from_utf8_lossy(&other.stderr).into_owned();
    assert!(!other.status.success() && said.contains("does not have the entry that was noted"), "{said}");
}
