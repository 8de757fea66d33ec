//! Faults at the mail server, and what a client makes of them.

use std::time::{Duration, Instant};

use emulator::Fault;
use lettre::{AsyncTransport, transport::smtp::client::Tls};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{ADELE, TestEmulator},
    smtp::{Raw, TO, at, client, envelope, plain_message, secured},
};

async fn fault(started: &TestEmulator, fault: Value) {
    let answer = started.control(Method::POST, "faults", json!([fault])).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

fn on(stage: &str, effect: Value) -> Value {
    json!({ "on": { "family": "smtp", "method": stage }, "effect": effect, "times": 1 })
}

/// The code of the reply, or `None` when the client heard none; and whether the mail was taken.
async fn sent(started: &TestEmulator) -> (Option<u16>, bool) {
    let before = started.mail_for(TO).await.len();
    let message = plain_message("Fault");
    let outcome = client(started, Tls::None).build().send_raw(&envelope(&[TO]), message.as_bytes()).await;
    let code = match outcome {
        Ok(taken) => Some(taken.code()),
        Err(error) => error.status(),
    };
    (code.map(|code| code.to_string().parse().unwrap()), started.mail_for(TO).await.len() > before)
}

#[tokio::test]
async fn each_stage_may_refuse() {
    let folder = tempfile::tempdir().unwrap();
    let started = at(folder.path(), None).await;
    for (stage, code) in [
        ("CONNECT", 421),
        ("EHLO", 451),
        ("MAIL", 451),
        ("RCPT", 550),
        ("DATA", 451),
        ("END", 452),
        ("END", 554),
    ] {
        let refusal = json!({ "status": code, "code": "4.7.1", "message": "Not today" });
        fault(&started, on(stage, refusal)).await;
        assert_eq!(sent(&started).await, (Some(code), false), "{stage}");
        assert_eq!(started.emulator.faults()[0].fired, 1, "{stage}");
        assert_eq!(sent(&started).await, (Some(250), true), "{stage}, once it is over");
    }
    fault(&started, on("CONNECT", json!({ "status": 554, "message": "No service" }))).await;
    let mut session = Raw::connect(&started).await;
    assert_eq!(session.reply().await, "554 No service");
    assert!(session.say("EHLO app.contoso.example").await.starts_with("503 "), "who is turned away leaves");
    assert!(session.say("QUIT").await.starts_with("221 "));
    let words = json!({ "status": 550, "code": "5.1.1", "message": "Nobody\r\n250 forged" });
    fault(&started, on("RCPT", words)).await;
    let mut session = Raw::greeted(&started).await;
    session.say("MAIL FROM:<a@b.example>").await;
    assert_eq!(session.say("RCPT TO:<b@c.example>").await, "550 5.1.1 Nobody  250 forged");
}

#[tokio::test]
async fn a_mail_may_be_taken_or_not_without_the_client_knowing() {
    let folder = tempfile::tempdir().unwrap();
    let started = at(folder.path(), None).await;
    for (stage, effect, heard, taken) in [
        ("END", json!({ "drop": true }), None, false),
        ("END", json!({ "drop_after": true }), None, true),
        ("RCPT", json!({ "drop_after": true }), None, false),
        ("CONNECT", json!({ "drop": true }), None, false),
        ("END", json!({ "status": 451, "perform": true }), Some(451), true),
        ("END", json!({ "status": 250 }), Some(250), false),
    ] {
        fault(&started, on(stage, effect.clone())).await;
        assert_eq!(sent(&started).await, (heard, taken), "{stage} {effect}");
    }
    fault(&started, on("END", json!({ "hang": true }))).await;
    let mut session = Raw::greeted(&started).await;
    for line in ["MAIL FROM:<a@b.example>", &format!("RCPT TO:<{TO}>"), "DATA"] {
        session.say(line).await;
    }
    let before = started.mail_for(TO).await.len();
    session.send(plain_message("Hang").as_bytes()).await;
    session.send(b".\r\n").await;
    let waited = tokio::time::timeout(Duration::from_millis(500), session.reply()).await;
    assert!(waited.is_err(), "no reply, and the connection stays");
    assert_eq!(started.mail_for(TO).await.len(), before + 1);
}

#[tokio::test]
async fn a_mail_waits_as_long_as_a_fault_says() {
    let folder = tempfile::tempdir().unwrap();
    let started = at(folder.path(), None).await;
    fault(&started, on("MAIL", json!({ "delay_ms": 300 }))).await;
    let before = Instant::now();
    assert_eq!(sent(&started).await, (Some(250), true));
    assert!(before.elapsed() >= Duration::from_millis(300));
    fault(&started, json!({ "on": { "family": "smtp", "method": "END" }, "effect": { "hold": true } })).await;
    let (outcome, ()) = tokio::join!(sent(&started), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        started.emulator.set_faults(Vec::new());
    });
    assert_eq!(outcome, (Some(250), true));
}

#[tokio::test]
async fn a_connection_that_cannot_be_secured_or_trusted_sends_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let started = at(folder.path(), None).await;
    let send = async |tls: Tls| {
        let message = plain_message("Secured");
        client(&started, tls).build().send_raw(&envelope(&[TO]), message.as_bytes()).await
    };
    for wrong in ["otherName", "expired", "otherAuthority"] {
        fault(&started, on("STARTTLS", json!({ "certificate": wrong }))).await;
        let error = send(secured(&started)).await.expect_err(wrong);
        assert!(error.status().is_none(), "{wrong}: {error}");
        assert_eq!(started.emulator.faults()[0].fired, 1, "{wrong}");
    }
    let withheld = json!({ "withhold": "STARTTLS" });
    fault(&started, json!({ "on": { "family": "smtp", "method": "EHLO" }, "effect": withheld })).await;
    assert!(send(secured(&started)).await.is_err());
    assert!(started.mail_for(TO).await.is_empty());
    let mut session = Raw::greeted(&started).await;
    assert!(!session.say("EHLO again").await.contains("STARTTLS"));
    assert_eq!(session.say("STARTTLS").await, "502 5.5.1 STARTTLS is not offered");
    started.emulator.set_faults(Vec::new());
    send(secured(&started)).await.unwrap();
    assert_eq!(started.mail_for(TO).await[0]["overTls"], true);

    fault(&started, on("EHLO", json!({ "withhold": "8BITMIME" }))).await;
    let mut session = Raw::greeted(&started).await;
    assert!(session.say("MAIL FROM:<a@b.example> BODY=8BITMIME").await.starts_with("555 5.5.4"));
}

#[tokio::test]
async fn a_fault_of_the_mail_server_is_told_by_whom_the_mail_is_for_and_spares_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let started = at(folder.path(), None).await;
    let other =
        json!({ "on": { "family": "smtp", "method": "END", "target": ADELE }, "effect": { "status": 451 } });
    fault(&started, other.clone()).await;
    assert_eq!(sent(&started).await, (Some(250), true));
    let message = plain_message("For Adele");
    let send = client(&started, Tls::None).build();
    let refused = send.send_raw(&envelope(&[ADELE]), message.as_bytes()).await.unwrap_err();
    assert_eq!(refused.status().unwrap().to_string(), "451");
    fault(
        &started,
        json!({ "on": { "family": "smtp", "contains": "For Adele" }, "effect": { "record": true } }),
    )
    .await;
    send.send_raw(&envelope(&[ADELE]), message.as_bytes()).await.unwrap();
    let recorded = &started.emulator.faults()[0].recorded;
    assert_eq!(recorded.len(), 1);
    assert_eq!((recorded[0].method.as_str(), recorded[0].path.as_str()), ("END", "/smtp"));
    let envelope = format!("MAIL FROM:<vestibule@contoso.example>\r\nRCPT TO:<{ADELE}>\r\n\r\n");
    assert_eq!(recorded[0].body.trim_end(), format!("{envelope}{}", message.trim_end()));

    // Without the family a fault is one of Graph and Entra ID.
    fault(&started, json!({ "on": {}, "effect": { "status": 503 } })).await;
    assert_eq!(sent(&started).await, (Some(250), true));
    let everything: Fault =
        serde_json::from_value(json!({ "on": { "family": "smtp" }, "effect": { "status": 503 } })).unwrap();
    started.emulator.set_faults(vec![everything]);
    assert_eq!(started.application("daemon").await.split('.').count(), 3, "Entra ID is spared");
    assert_eq!(
        started
            .control(Method::POST, "faults", json!({ "on": {}, "effect": { "withhold": "NOTHING" } }))
            .await
            .status,
        400
    );
}
