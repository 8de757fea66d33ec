//! The pages on the way into an application: questions, dead ends, and who may ask at all.

use crate::{
    harness::{ADELE, invitation, start_emulator},
    pages::{get, post, said, shown},
};
use emulator::Options;

#[tokio::test]
async fn the_emulator_answers_to_the_names_of_this_machine_only() {
    let started = start_emulator().await;
    let ask = async |host: &str| {
        let request = started.browser.get(started.url("/_emulator/clients")).header("host", host);
        request.send().await.unwrap().status().as_u16()
    };
    for own in ["localhost", "localhost:1", "127.0.0.1:8400", "[::1]:8400", "tenant.localhost"] {
        assert_eq!(ask(own).await, 200, "{own}");
    }
    for foreign in ["evil.example", "localhost.evil.example", "evil_host.example"] {
        assert_eq!(ask(foreign).await, 421, "{foreign}");
    }
    let open = Options { beyond_loopback: true, ..Options::default() };
    let emulator = emulator::start(open).await.unwrap();
    let request =
        started.browser.get(format!("{}/_emulator/clients", emulator.url())).header("host", "emulator:8400");
    assert_eq!(request.send().await.unwrap().status(), 200, "beyond this machine it has other names");
}

#[tokio::test]
async fn every_dead_end_of_sign_in_has_a_way_on() {
    let started = start_emulator().await;
    let sign_in = |address: &str, back: &str| {
        let query = [("address", address), ("continue", back)];
        format!(
            "/home/sign-in?{}",
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish()
        )
    };
    let back = format!("/{}/oauth2/v2.0/authorize?client_id=x&login_hint=y", started.emulator.tenant_id());
    let wrong = shown(get(&started, &sign_in("not an address", &back)).await, 422).await;
    assert!(wrong.contains("value=\"not an address\"") && wrong.contains("aria-invalid=\"true\""), "{wrong}");
    let passcode = shown(get(&started, &sign_in("a@a.example", &back)).await, 200).await;
    let another = "client_id=x&amp;prompt=select_account\">Use another address";
    assert!(passcode.contains(another), "{passcode}");
    let form = [("address", "a@a.example"), ("continue", &back), ("sent", "1")];
    let sent = post(&started, "/home/passcode", &form).await;
    assert!(said(&started, sent).await.starts_with("Another code was sent at "));
    let wrong = shown(post(&started, "/home/sign-in", &form).await, 422).await;
    assert!(wrong.contains("Use the newest code in the mailbox, or send another."), "{wrong}");
    let hint = started.authorize(&[("domain_hint", "nowhere.example")]).await;
    let picker = shown(hint, 200).await;
    assert!(picker.contains("Nobody here has an address of <strong>nowhere.example</strong>."), "{picker}");
    assert!(picker.contains("Show all accounts"));
    let refused = post(&started, "/sign-up", &[("continue", "https://evil.example/")]).await;
    assert!(!shown(refused, 403).await.contains("evil.example"));
}

#[tokio::test]
async fn a_link_that_is_not_the_newest_leads_to_the_mail_that_has_it() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let old = started.invite(&token, invitation("a.b@a.example")).await;
    started.invite(&token, invitation("a.b@a.example")).await;
    let link = old.body["inviteRedeemUrl"].as_str().unwrap().replace(&started.url(""), "");
    let replaced = shown(get(&started, &link).await, 410).await;
    assert!(replaced.contains("href=\"/_emulator/mail?to=a.b%40a.example\""), "{replaced}");
    let unknown = shown(get(&started, "/redeem?rd=x").await, 404).await;
    assert!(unknown.contains("href=\"/_emulator/mail\""), "{unknown}");
}
