//! Between the link and the application: consent, terms of use, the wrong account, My Apps, aliases.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    guest::{self, account, arrive, follow, link, next, open, page, redeem, shown, sign_out, state, submit},
    harness::{ADELE, APP, GRADY, JONI, TestEmulator, invitation, location, parameter, start_emulator},
};

const NEW: &str = "newperson@fabrikam.example";

async fn skip_consent(started: &TestEmulator, home: &str, both: bool) {
    started.policy(json!({ "automaticConsentInbound": [home] })).await;
    if both {
        started.policy(json!({ "tenant": home, "automaticConsentOutbound": ["contoso.example"] })).await;
    }
}

#[tokio::test]
async fn consent_is_skipped_when_both_sides_have_switched_it_off() {
    let started = start_emulator().await;
    skip_consent(&started, "fabrikam.example", false).await;
    let invited = link(&started, NEW).await;
    let asked = page(arrive(&started, &invited, NEW).await).await;
    assert!(asked.contains("Review permissions"), "one side is not enough");
    skip_consent(&started, "fabrikam.example", true).await;
    let landed = open(&started, &invited).await;
    assert_eq!(location(&landed).as_str(), format!("{APP}/items/7"));
    assert_eq!(state(&started, NEW).await["externalUserState"], "Accepted");

    sign_out(&started).await;
    skip_consent(&started, "northwind.example", true).await;
    let joined = started.arrive(JONI, &[]).await;
    let back = follow(&started, &joined).await;
    assert!(parameter(&location(&back), "code").is_some(), "signing in directly asks nothing either");
    assert_eq!(state(&started, JONI).await["externalUserState"], "Accepted");
    assert_eq!(started.effects("redeemed").len(), 2);
}

#[tokio::test]
async fn terms_of_use_come_after_consent_and_once() {
    let started = start_emulator().await;
    started.policy(json!({ "termsOfUse": "Be kind & <quiet>." })).await;
    let invited = link(&started, NEW).await;
    let terms = page(redeem(&started, &invited, NEW).await).await;
    assert!(terms.contains("Terms of use") && terms.contains("Be kind &amp; &lt;quiet&gt;."), "{terms}");
    let declined = submit(&started, &terms, &[("decision", "decline")]).await;
    assert_eq!(declined.status(), 403);
    assert!(started.effects("termsAccepted").is_empty());
    let again = page(open(&started, &invited).await).await;
    assert!(again.contains("Be kind"), "redeemed, but not let in: {again}");
    let accepted = submit(&started, &again, &[("decision", "accept")]).await;
    let landed = follow(&started, &accepted).await;
    assert_eq!(location(&landed).as_str(), format!("{APP}/items/7"));
    assert_eq!(started.effects("termsAccepted")[0]["user"], started.user(NEW));
    assert_eq!(location(&open(&started, &invited).await).as_str(), format!("{APP}/items/7"), "once");
}

#[tokio::test]
async fn terms_of_use_meet_guests_of_long_standing_at_sign_in() {
    let started = start_emulator().await;
    started.policy(json!({ "termsOfUse": "Be kind." })).await;
    assert_eq!(started.arrive(ADELE, &[]).await.status(), 302, "members are not asked");
    sign_out(&started).await;
    let terms = page(started.arrive(GRADY, &[]).await).await;
    let silent = started.authorize(&[("prompt", "none")]).await;
    assert_eq!(parameter(&location(&silent), "error").unwrap(), "interaction_required");
    let description = parameter(&location(&silent), "error_description").unwrap();
    assert!(description.starts_with("AADSTS50158: "), "{description}");
    assert!(started.effects("termsAccepted").is_empty());
    let accepted = submit(&started, &terms, &[("decision", "accept")]).await;
    let back = follow(&started, &accepted).await;
    assert!(parameter(&location(&back), "code").is_some());
    assert_eq!(started.effects("termsAccepted").len(), 1);
}

#[tokio::test]
async fn a_browser_of_somebody_else_is_a_dead_end() {
    let started = start_emulator().await;
    let invited = link(&started, NEW).await;
    started.code(GRADY, &[]).await;
    let (status, text) = shown(open(&started, &invited).await).await;
    assert_eq!(status, 403);
    assert!(text.contains("AADSTS50020") && text.contains(GRADY), "{text}");
    assert!(text.contains(&format!("Sign in as {NEW}")), "{text}");
    started.policy(json!({ "otherSessionEndsRedemption": false })).await;
    let first = page(open(&started, &invited).await).await;
    assert!(first.contains("Invitation from Contoso"), "{first}");
    let back = link_back(&first);
    let form = [("account", started.account(GRADY)), ("continue", back)];
    let picked = started.browser.post(started.url("/home/pick")).form(&form).send().await.unwrap();
    let (status, _) = shown(follow(&started, &picked).await).await;
    assert_eq!(status, 403, "signed in as somebody else, now on purpose");
    assert_eq!(state(&started, NEW).await["externalUserState"], "PendingAcceptance");
    let home = page(open(&started, &next(&started, &first)).await).await;
    let signed_in = submit(&started, &home, &[]).await;
    let consent = page(follow(&started, &signed_in).await).await;
    assert!(consent.contains("Review permissions"), "the right account, beside the other one");
}

/// The address that the first page's "Next" goes on to.
fn link_back(page: &str) -> String {
    let start = page.find("continue=").unwrap();
    let raw = page[start..].split(['"', '&']).next().unwrap();
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(raw.as_bytes()).into_owned().collect();
    pairs[0].1.clone()
}

#[tokio::test]
async fn an_alias_needs_the_link() {
    let started = start_emulator().await;
    let (main, alias) = ("main@fabrikam.example", "alias@fabrikam.example");
    let home = json!({ "realm": "entra", "tenant": "fabrikam.example", "address": main, "aliases": [alias], "displayName": "Mina Main" });
    account(&started, home).await;
    let invited = link(&started, alias).await;
    let direct = started.arrive_by_address(main).await;
    assert_eq!(direct.status(), 403);
    assert!(direct.text().await.unwrap().contains("AADSTS50020"));
    sign_out(&started).await;
    assert!(started.effects("redeemed").is_empty());
    assert_eq!(redeem(&started, &invited, alias).await.status(), 303);
    let guest = state(&started, alias).await;
    assert_eq!(
        (&guest["externalUserState"], &guest["displayName"]),
        (&json!("Accepted"), &json!("Mina Main"))
    );
    let back = started.arrive_by_address(main).await;
    assert!(parameter(&location(&back), "code").is_some(), "redeemed: any address of the account signs in");
    let token = started.delegated(ADELE).await;
    let again = started.invite(&token, invitation(main)).await;
    assert_eq!(again.body["invitedUser"]["id"], guest["id"], "no second guest");
    let merged = state(&started, main).await;
    assert_eq!(merged["mail"], alias);
    assert_eq!(merged["otherMails"], json!([alias, main]));
    assert_eq!(merged["proxyAddresses"], json!([format!("SMTP:{alias}"), format!("smtp:{main}")]));
}

#[tokio::test]
async fn without_an_address_to_go_to_the_way_ends_at_my_apps() {
    let started = start_emulator().await;
    let consent = page(started.arrive(JONI, &[]).await).await;
    let names = ["tenant", "account"].map(|name| (name, crate::harness::field(&consent, name)));
    let mut form: Vec<(&str, &str)> = names.iter().map(|(name, value)| (*name, value.as_str())).collect();
    form.extend([("decision", "accept"), ("continue", "https://evil.example/")]);
    let joined = guest::post(&started, "/redeem/join", &form).await;
    assert_eq!(location(&joined).path(), "/my-apps");
    let apps = page(follow(&started, &joined).await).await;
    assert!(apps.contains("Contoso") && apps.contains(&format!("href=\"{APP}\"")), "{apps}");
    assert!(!apps.contains("powerless"), "nothing answers at an address of any port");
    assert_eq!(open(&started, &started.url("/my-apps?tenantId=nobody")).await.status(), 404);
    assert_eq!(started.effects("redeemed").len(), 1);
}

#[tokio::test]
async fn the_link_of_a_guest_that_is_blocked_leads_nowhere() {
    let started = start_emulator().await;
    let invited = link(&started, NEW).await;
    let consent = page(arrive(&started, &invited, NEW).await).await;
    let daemon = started.application("daemon").await;
    started.advance(1000).await;
    let path = format!("/users/{}", started.user(NEW));
    let blocked =
        started.graph(Method::PATCH, &path, &daemon, Some(json!({ "accountEnabled": false }))).await;
    assert_eq!(blocked.status, 204);
    assert_eq!(submit(&started, &consent, &[("decision", "accept")]).await.status(), 410);
    assert_eq!(open(&started, &invited).await.status(), 410);
    let guest: Value = state(&started, NEW).await;
    assert_eq!(guest["externalUserState"], "PendingAcceptance");
}
