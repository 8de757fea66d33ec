//! A mail as it lies in the mailbox.

use serde_json::Value;

use super::hold;
use crate::{
    guest::{follow, home_page, link, page, passcode, submit},
    harness::{TestEmulator, start_emulator},
};

/// Holds what stands above a mail, and its text.
pub fn hold_mail(started: &TestEmulator, name: &str, mail: &Value) {
    hold(started, name, &read(mail));
}

fn read(mail: &Value) -> String {
    let above = ["from", "to", "cc", "replyTo", "language", "subject", "html"];
    let above = above.map(|name| format!("{name}: {}\n", mail[name])).concat();
    format!("{above}\n{}", mail["text"].as_str().unwrap())
}

#[tokio::test]
async fn the_passcode_mail() {
    let started = start_emulator().await;
    let address = "somebody@nowhere.example";
    let home = home_page(&started, &link(&started, address).await, address).await;
    page(follow(&started, &submit(&started, &home, &[]).await).await).await;
    let mail = &started.mail_for(address).await[0];
    let code = passcode(&started, address).await;
    hold(&started, "mail_passcode", &read(mail).replace(&code, "[passcode]"));
}
