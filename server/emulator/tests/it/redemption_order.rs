//! Who vouches for an address: the order of the providers, and how a tenant changes it.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    guest::{
        self, account, follow, home_answer, home_page, link, next, page, redeem, reset, shown, state, submit,
    },
    harness::{TestEmulator, location, parameter, start_emulator},
};

const NEW: &str = "newperson@fabrikam.example";
const NOWHERE: &str = "somebody@nowhere.example";

async fn issuer(started: &TestEmulator, address: &str) -> Value {
    state(started, address).await["identities"][0]["issuer"].clone()
}

/// The heading of the page on which the guest would sign in.
async fn heading(started: &TestEmulator, address: &str) -> String {
    guest::sign_out(started).await;
    let link = link(started, address).await;
    let (_, page) = home_answer(started, &link, address).await;
    page.split("<h1>").nth(1).unwrap().split("</h1>").next().unwrap().to_owned()
}

#[tokio::test]
async fn one_address_with_two_accounts_is_asked_which() {
    let started = start_emulator().await;
    account(&started, json!({ "realm": "microsoftAccount", "address": NEW, "displayName": "New at Home" }))
        .await;
    let link = link(&started, NEW).await;
    let choice = home_page(&started, &link, NEW).await;
    assert!(choice.contains("Work or school account") && choice.contains("Personal account"), "{choice}");
    let work = page(guest::open(&started, &next(&started, &choice)).await).await;
    assert!(work.contains("Sign in at Fabrikam"), "{work}");
    let personal = choice.split("href=\"").find(|rest| rest.contains("realm=personal")).unwrap();
    let personal = started.url(&personal.split('"').next().unwrap().replace("&amp;", "&"));
    let home = page(guest::open(&started, &personal).await).await;
    assert!(home.contains("Sign in at Microsoft account") && home.contains("New at Home"), "{home}");
    let signed_in = submit(&started, &home, &[]).await;
    let landed = guest::accept(&started, follow(&started, &signed_in).await).await;
    assert_eq!(landed.status(), 303);
    assert_eq!(issuer(&started, NEW).await, "MicrosoftAccount");
    assert_eq!(heading(&started, NEW).await, "Sign in at Microsoft account", "it stays with what was picked");
}

#[tokio::test]
async fn an_unknown_person_of_a_managed_directory_is_looked_for_elsewhere() {
    let started = start_emulator().await;
    started.policy(json!({ "tenant": "fabrikam.example", "unknownPeople": "areLookedForElsewhere" })).await;
    assert_eq!(heading(&started, NEW).await, "Sign in with a passcode");
    account(&started, json!({ "realm": "microsoftAccount", "address": NEW })).await;
    assert_eq!(
        heading(&started, NEW).await,
        "Sign in at Microsoft account",
        "an existing one comes before passcodes"
    );
    account(
        &started,
        json!({ "realm": "entra", "tenant": "fabrikam.example", "address": "known@fabrikam.example" }),
    )
    .await;
    assert_eq!(heading(&started, "known@fabrikam.example").await, "Sign in at Fabrikam");
}

#[tokio::test]
async fn a_federated_directory_without_the_account_ends_there() {
    let started = start_emulator().await;
    started.policy(json!({ "tenant": "fabrikam.example", "unknownPeople": "endAtTheirFederation" })).await;
    let link = link(&started, NEW).await;
    let (status, text) = home_answer(&started, &link, NEW).await;
    assert_eq!(status, 403);
    assert!(text.contains("AADB2B_0001") && text.contains("directory is federated"), "{text}");
    let form = [("address", NEW), ("continue", link.strip_prefix(&started.emulator.url()).unwrap())];
    assert_eq!(guest::post(&started, "/home/sign-in", &form).await.status(), 403);
    assert!(started.effects("accountCreated").is_empty());
    assert_eq!(state(&started, NEW).await["externalUserState"], "PendingAcceptance");
}

#[tokio::test]
async fn with_passcodes_off_a_microsoft_account_is_made() {
    let started = start_emulator().await;
    started.policy(json!({ "emailOneTimePasscode": false })).await;
    let link = link(&started, NOWHERE).await;
    let home = home_page(&started, &link, NOWHERE).await;
    assert!(home.contains("Sign in at Microsoft account"), "{home}");
    assert!(home.contains(&format!("There is no account for {NOWHERE} yet")), "{home}");
    let signed_in = guest::sign_in(&started, &home, NOWHERE).await;
    let landed = guest::accept(&started, follow(&started, &signed_in).await).await;
    assert_eq!(landed.status(), 303);
    assert_eq!(started.effects("accountCreated")[0]["account"]["realm"], "microsoftAccount");
    assert_eq!(issuer(&started, NOWHERE).await, "MicrosoftAccount");
}

#[tokio::test]
async fn who_redeemed_by_passcode_stays_with_passcodes_until_reset() {
    let started = start_emulator().await;
    let first = link(&started, NOWHERE).await;
    assert_eq!(redeem(&started, &first, NOWHERE).await.status(), 303);
    assert_eq!(issuer(&started, NOWHERE).await, "mail");
    let id = started.user(NOWHERE);
    let back = started.authorize(&[]).await;
    let code = parameter(&location(&back), "code").unwrap();
    let tokens: Value = started.redeem_code(&code).await.json().await.unwrap();
    let refresh = tokens["refresh_token"].as_str().unwrap();
    assert_eq!(started.refresh(refresh, &[]).await.status, 200);

    account(&started, json!({ "realm": "entra", "tenant": "fabrikam.example", "address": NOWHERE })).await;
    let sign_in =
        format!("/home/sign-in?address={NOWHERE}&continue=/{}/oauth2", started.emulator.tenant_id());
    let still = page(guest::open(&started, &started.url(&sign_in)).await).await;
    assert!(still.contains("Sign in with a passcode"), "a work account changes nothing");
    started.policy(json!({ "emailOneTimePasscode": false })).await;
    let (status, text) = shown(guest::open(&started, &started.url(&sign_in)).await).await;
    assert_eq!(status, 403, "{text}");
    assert!(text.contains("One-time passcodes are switched off"), "{text}");
    assert_eq!(started.authorize(&[]).await.status(), 200, "the session does not count any more: the picker");
    started.refresh(refresh, &[]).await.entra_refused(400, "invalid_grant", 70_043);

    guest::sign_out(&started).await;
    let anew = reset(&started, NOWHERE).await;
    let first = page(guest::open(&started, &anew).await).await;
    let home = page(guest::open(&started, &next(&started, &first)).await).await;
    assert!(home.contains("Sign in at Fabrikam"), "{home}");
    let signed_in = submit(&started, &home, &[]).await;
    let landed = guest::accept(&started, follow(&started, &signed_in).await).await;
    assert_eq!(landed.status(), 303);
    assert_eq!(issuer(&started, NOWHERE).await, "ExternalAzureAD");
    assert_eq!(started.user(NOWHERE), id);
}

#[tokio::test]
async fn a_passcode_session_lasts_a_day_and_a_click_does_not_renew_it() {
    let started = start_emulator().await;
    let first = link(&started, NOWHERE).await;
    assert_eq!(redeem(&started, &first, NOWHERE).await.status(), 303);
    let code = parameter(&location(&started.authorize(&[]).await), "code").unwrap();
    let tokens: Value = started.redeem_code(&code).await.json().await.unwrap();
    started.advance(23 * 3_600_000).await;
    let clicked = started.arrive(NOWHERE, &[]).await;
    assert!(parameter(&location(&clicked), "code").is_some(), "within the day a click is enough");
    started.advance(2 * 3_600_000).await;
    let refresh = tokens["refresh_token"].as_str().unwrap();
    started.refresh(refresh, &[]).await.entra_refused(400, "invalid_grant", 70_043);
    let picker = started.authorize(&[]).await;
    assert_eq!(picker.status(), 200);
    let home = page(started.pick(picker, NOWHERE).await).await;
    assert!(home.contains("Send code"), "{home}");
    let signed_in = guest::sign_in(&started, &home, NOWHERE).await;
    let back = follow(&started, &signed_in).await;
    assert!(parameter(&location(&back), "code").is_some(), "a new code starts a new day");
}

#[tokio::test]
async fn a_tenant_orders_and_leaves_out_providers() {
    let started = start_emulator().await;
    let (google, saml) = ("somebody@gmail.com", "somebody@woodgrove.example");
    let order = "primaryIdentityProviderPrecedenceOrder";
    let fallback = "fallbackIdentityProvider";
    for (policy, address, expected) in [
        (json!({}), google, "Sign in at Google"),
        (json!({}), "somebody@GoogleMail.com", "Sign in at Google"),
        (json!({ "googleFederation": false }), google, "Sign in with a passcode"),
        (json!({}), saml, "Sign in at Woodgrove (SAML)"),
        (
            json!({ order: ["azureActiveDirectory", "socialIdentityProviders"] }),
            saml,
            "Sign in with a passcode",
        ),
        (json!({ "samlDomains": ["fabrikam.example"] }), NEW, "Sign in at Fabrikam"),
        (
            json!({ "samlDomains": ["fabrikam.example"], order: ["externalFederation", "azureActiveDirectory"] }),
            NEW,
            "Sign in at Woodgrove (SAML)",
        ),
        (json!({ fallback: "microsoftAccount" }), NOWHERE, "Sign in at Microsoft account"),
        (json!({}), "somebody@outlook.com", "Sign in at Microsoft account"),
        (json!({ fallback: "emailOneTimePasscode" }), "somebody@outlook.com", "Sign in with a passcode"),
    ] {
        let reset = started.control(Method::POST, "reset", json!({ "seed": "contoso" })).await;
        assert_eq!(reset.status, 200);
        started.policy(policy.clone()).await;
        assert_eq!(heading(&started, address).await, expected, "{address} under {policy}");
    }
}
