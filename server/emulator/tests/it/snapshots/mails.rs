//! A mail as it lies in the mailbox.

use serde_json::Value;

use super::hold;
use crate::{
    guest::{follow, home_page, link, page, passcode, submit},
    harness::{Hall, hall},
};

/// Holds what stands above a mail, and its text.
pub fn hold_mail(hall: &Hall, name: &str, mail: &Value) {
    hold(hall, name, &read(mail));
}

fn read(mail: &Value) -> String {
    let above = ["from", "to", "cc", "replyTo", "language", "subject", "html"];
    let above = above.map(|name| format!("{name}: {}\n", mail[name])).concat();
    format!("{above}\n{}", mail["text"].as_str().unwrap())
}

#[tokio::test]
async fn the_passcode_mail() {
    let hall = hall().await;
    let address = "somebody@nowhere.example";
    let home = home_page(&hall, &link(&hall, address).await, address).await;
    page(follow(&hall, &submit(&hall, &home, &[]).await).await).await;
    let mail = &hall.mail_for(address).await[0];
    let code = passcode(&hall, address).await;
    hold(&hall, "mail_passcode", &read(mail).replace(&code, "[passcode]"));
}
