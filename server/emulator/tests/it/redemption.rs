//! From the link to the landing address, for each home realm.

use serde_json::{Value, json};

use crate::{
    guest::{accept, home_page, link, page, post, state},
    harness::{APP, GRADY, JONI, field, invitation, location, parameter, start_emulator},
};

/// Signs in at a home realm that is a page with one button.
async fn redeem_at(address: &str, provider: &str, issuer: &str) {
    let started = start_emulator().await;
    let link = link(&started, address).await;
    let home = home_page(&started, &link, address).await;
    assert!(home.contains(&format!("Sign in at {provider}")), "{home}");
    let back = field(&home, "continue");
    let form = [("address", address), ("continue", &back), ("name", "Nora New")];
    let signed_in = post(&started, "/home/sign-in", &form).await;
    let consent = started.browser.get(location(&signed_in)).send().await.unwrap();
    let landed = accept(&started, consent).await;
    assert_eq!(landed.status(), 303);
    assert_eq!(location(&landed).as_str(), format!("{APP}/items/7"));
    let guest = state(&started, address).await;
    assert_eq!(guest["externalUserState"], "Accepted");
    assert_eq!(guest["identities"][0]["issuer"], issuer);
    assert_eq!(guest["displayName"], "Nora New");
    // Exactly one account is signed in now, so the application's own sign-in asks nothing.
    let signed_in = started.authorize(&[]).await;
    assert!(parameter(&location(&signed_in), "code").is_some());
}

#[tokio::test]
async fn another_tenant_makes_the_account_on_the_fly() {
    redeem_at("newperson@fabrikam.example", "Fabrikam", "ExternalAzureAD").await;
}

#[tokio::test]
async fn an_apostrophe_is_part_of_an_address() {
    redeem_at("pat.o'neil@fabrikam.example", "Fabrikam", "ExternalAzureAD").await;
}

#[tokio::test]
async fn google() {
    redeem_at("somebody@gmail.com", "Google", "google.com").await;
}

#[tokio::test]
async fn facebook() {
    redeem_at("somebody@facebook.example", "Facebook", "facebook.com").await;
}

#[tokio::test]
async fn a_microsoft_account() {
    redeem_at("somebody@outlook.com", "Microsoft account", "MicrosoftAccount").await;
}

#[tokio::test]
async fn a_saml_federation() {
    redeem_at("somebody@woodgrove.example", "Woodgrove (SAML)", "https://idp.woodgrove.example/saml").await;
}

#[tokio::test]
async fn a_passcode_by_mail() {
    let started = start_emulator().await;
    let address = "somebody@nowhere.example";
    let link = link(&started, address).await;
    let home = home_page(&started, &link, address).await;
    let back = field(&home, "continue");
    let base = [("address", address), ("continue", back.as_str())];
    let skipped = post(&started, "/home/sign-in", &base).await;
    assert_eq!(location(&skipped).path(), "/home/sign-in", "no way around the code");
    let sent = post(&started, "/home/passcode", &base).await;
    let entry = page(started.browser.get(location(&sent)).send().await.unwrap()).await;
    assert!(entry.contains("one-time-code"));
    let mail = started.mail_for(address).await.remove(0);
    let code = mail["text"]
        .as_str()
        .unwrap()
        .split_whitespace()
        .find(|word| word.len() == 8 && word.parse::<u32>().is_ok())
        .unwrap()
        .to_owned();
    let enter = async |code: &str| {
        post(&started, "/home/sign-in", &[base[0], base[1], ("sent", "1"), ("passcode", code)]).await
    };
    let wrong = if code == "00000000" { "00000001" } else { "00000000" };
    assert_eq!(enter(wrong).await.status(), 422);
    started.advance(31 * 60 * 1000).await;
    assert_eq!(enter(&code).await.status(), 422, "good for 30 minutes");
    started.advance(-31 * 60 * 1000).await;
    let signed_in = enter(&code).await;
    let consent = started.browser.get(location(&signed_in)).send().await.unwrap();
    assert_eq!(accept(&started, consent).await.status(), 303);
    let guest = state(&started, address).await;
    assert_eq!(guest["externalUserState"], "Accepted");
    assert_eq!(guest["identities"][0]["issuer"], "mail");
}

#[tokio::test]
async fn cancelling_changes_nothing_and_the_link_stays_good() {
    let started = start_emulator().await;
    let address = "newperson@fabrikam.example";
    let link = link(&started, address).await;
    let home = home_page(&started, &link, address).await;
    let form = [("address", address), ("continue", &field(&home, "continue"))];
    let signed_in = post(&started, "/home/sign-in", &form).await;
    let consent = page(started.browser.get(location(&signed_in)).send().await.unwrap()).await;
    let form = [("rd", field(&consent, "rd")), ("decision", "cancel".to_owned())];
    let declined = started.browser.post(started.url("/redeem/consent")).form(&form).send().await.unwrap();
    assert!(page(declined).await.contains("Nothing was changed"));
    assert_eq!(state(&started, address).await["externalUserState"], "PendingAcceptance");
    let consent = started.browser.get(&link).send().await.unwrap();
    assert_eq!(accept(&started, consent).await.status(), 303);
    let again = started.browser.get(&link).send().await.unwrap();
    assert_eq!(location(&again).as_str(), format!("{APP}/items/7"), "redeemed already: straight on");
}

#[tokio::test]
async fn somebody_else_cannot_redeem() {
    let started = start_emulator().await;
    let link = link(&started, "newperson@fabrikam.example").await;
    started.code(GRADY, &[]).await;
    let shown = started.browser.get(&link).send().await.unwrap();
    assert_eq!(shown.status(), 403);
    let shown = shown.text().await.unwrap();
    assert!(shown.contains("AADSTS50020") && !shown.contains("Review permissions"), "{shown}");
    let rd = parameter(&url::Url::parse(&link).unwrap(), "rd").unwrap();
    let form = [("rd", rd.as_str()), ("account", &started.account(GRADY)), ("decision", "accept")];
    assert_eq!(post(&started, "/redeem/consent", &form).await.status(), 403);
    assert!(started.effects("redeemed").is_empty());
    assert_eq!(state(&started, "newperson@fabrikam.example").await["externalUserState"], "PendingAcceptance");
}

#[tokio::test]
async fn links_that_cannot_be_used_say_why() {
    let started = start_emulator().await;
    let address = "newperson@fabrikam.example";
    let older = link(&started, address).await;
    let newer = link(&started, address).await;
    let open = async |link: &str| {
        let response = started.browser.get(link).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    };
    let (status, text) = open(&older).await;
    assert_eq!(status, 410);
    assert!(text.contains("A newer invitation replaced this link"));
    assert_eq!(open(&newer).await.0, 200);
    started.policy(json!({"acceptSupersededLinks": true})).await;
    assert_eq!(open(&older).await.0, 200);
    assert_eq!(open(&newer.replace("ticket%3D", "ticket%3D0")).await.0, 404);
    assert_eq!(open(&started.url("/redeem?rd=nonsense")).await.0, 404);
    started.policy(json!({"blockedDomains": ["fabrikam.example"]})).await;
    assert_eq!(open(&newer).await.0, 403, "checked again while pending");
    started.policy(json!({"blockedDomains": []})).await;
    let daemon = started.application("daemon").await;
    started.advance(1000).await;
    let path = format!("/users/{}", started.user(address));
    let block = Some(json!({"accountEnabled": false}));
    assert_eq!(started.graph(reqwest::Method::PATCH, &path, &daemon, block).await.status, 204);
    assert_eq!(open(&newer).await.0, 410);
    assert!(started.effects("redeemed").is_empty());
}

#[tokio::test]
async fn signing_in_directly_redeems_just_in_time() {
    let started = start_emulator().await;
    let asked = started.authorize(&[]).await;
    let consent = page(started.pick(asked, JONI).await).await;
    assert!(consent.contains("Review permissions"));
    let form = ["tenant", "account", "continue"].map(|name| (name, field(&consent, name)));
    let form = [form.to_vec(), vec![("decision", "accept".to_owned())]].concat();
    let joined = started.browser.post(started.url("/redeem/join")).form(&form).send().await.unwrap();
    let back = started.browser.get(location(&joined)).send().await.unwrap();
    let code = parameter(&location(&back), "code").unwrap();
    let tokens: Value = started.redeem_code(&code).await.json().await.unwrap();
    assert_eq!(crate::sign_in::claims(tokens["id_token"].as_str().unwrap())["oid"], started.user(JONI));
    assert_eq!(state(&started, JONI).await["externalUserState"], "Accepted");
}

#[tokio::test]
async fn after_a_reset_the_old_grant_is_revoked() {
    let started = start_emulator().await;
    let tokens = started.tokens(GRADY).await;
    let megan = started.delegated(crate::harness::MEGAN).await;
    let mut body = invitation(GRADY);
    body["resetRedemption"] = json!(true);
    body["invitedUser"] = json!({"id": started.user(GRADY)});
    assert_eq!(started.invite(&megan, body).await.status, 201);
    let refreshed = started.refresh(tokens["refresh_token"].as_str().unwrap(), &[]).await;
    refreshed.entra_refused(400, "invalid_grant", 50_173);
}
