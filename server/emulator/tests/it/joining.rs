//! Redeeming by signing in, and by the link: who is kept out meanwhile, and the ways on where one seems to end.

use reqwest::Method;
use serde_json::json;

use crate::{
    guest::{
        accept, arrive, follow, link, link_by, next, open, page, post, redeem, shown, sign_in, sign_out,
        state, submit,
    },
    harness::{ADELE, CALLBACK, JONI, TestEmulator, field, invitation, location, parameter, start_emulator},
};

const NEW: &str = "newperson@fabrikam.example";
const MINUTE: i64 = 60_000;

async fn skip_consent(started: &TestEmulator) {
    started.policy(json!({ "automaticConsentInbound": ["northwind.example"] })).await;
    started
        .policy(json!({ "tenant": "northwind.example", "automaticConsentOutbound": ["contoso.example"] }))
        .await;
}

#[tokio::test]
async fn who_is_kept_out_meanwhile_does_not_redeem_by_signing_in() {
    let started = start_emulator().await;
    let consent = page(started.arrive(JONI, &[]).await).await;
    assert!(consent.contains("Review permissions"), "{consent}");
    skip_consent(&started).await;
    for (policy, undone, words) in [
        (
            json!({ "blockedHomeTenants": ["northwind.example"] }),
            json!({ "blockedHomeTenants": [] }),
            "AADSTS500213:",
        ),
        (
            json!({ "tenant": "northwind.example", "blockedResourceTenants": ["contoso.example"] }),
            json!({ "tenant": "northwind.example", "blockedResourceTenants": [] }),
            "AADSTS500212:",
        ),
        (
            json!({ "blockedDomains": ["northwind.example"] }),
            json!({ "blockedDomains": [] }),
            "Your organization is not on the list",
        ),
    ] {
        started.policy(policy).await;
        for answer in
            [started.arrive(JONI, &[]).await, submit(&started, &consent, &[("decision", "accept")]).await]
        {
            let (status, text) = shown(answer).await;
            assert_eq!(status, 403, "{text}");
            assert!(text.contains(words) && text.contains("Use another account"), "{text}");
            let picker = page(open(&started, &next(&started, &text)).await).await;
            assert!(picker.contains("Adele Vance"), "{picker}");
        }
        started.policy(undone).await;
    }
    let daemon = started.application("daemon").await;
    let path = format!("/users/{}", started.user(JONI));
    let blocked = Some(json!({ "accountEnabled": false }));
    assert_eq!(started.graph(Method::PATCH, &path, &daemon, blocked).await.status, 204);
    assert_eq!(submit(&started, &consent, &[("decision", "accept")]).await.status(), 410);
    assert!(started.effects("redeemed").is_empty());
    assert_eq!(state(&started, JONI).await["externalUserState"], "PendingAcceptance");
}

#[tokio::test]
async fn a_domain_list_on_its_way_keeps_nobody_out_yet() {
    let started = start_emulator().await;
    started.policy(json!({ "selfServiceSignUp": true })).await;
    started.register("vestibule", json!({ "selfServiceSignUp": [] })).await;
    let invited = link(&started, NEW).await;
    started
        .policy(json!({
            "settingsDelayMinutes": 30, "blockedDomains": ["fabrikam.example", "northwind.example"],
        }))
        .await;
    assert_eq!(open(&started, &invited).await.status(), 200);
    assert_eq!(started.arrive(JONI, &[]).await.status(), 200);
    let sign_up = page(started.arrive_by_address("sam@fabrikam.example").await).await;
    assert_eq!(submit(&started, &sign_up, &[("displayName", "Sam")]).await.status(), 303);
    let sign_up = page(started.arrive_by_address("kim@fabrikam.example").await).await;
    started.advance(31 * MINUTE).await;
    assert_eq!(submit(&started, &sign_up, &[("displayName", "Kim")]).await.status(), 403);
    assert_eq!(open(&started, &invited).await.status(), 403);
    assert_eq!(started.arrive(JONI, &[]).await.status(), 403);
}

#[tokio::test]
async fn a_session_that_ended_meanwhile_leads_to_signing_in_again() {
    let started = start_emulator().await;
    let invited = link(&started, NEW).await;
    let consent = page(arrive(&started, &invited, NEW).await).await;
    sign_out(&started).await;
    let first = page(submit(&started, &consent, &[("decision", "accept")]).await).await;
    assert!(first.contains(&format!("To accept, sign in as {NEW}")), "{first}");
    assert_eq!(open(&started, &next(&started, &first)).await.status(), 200);

    let consent = page(started.arrive(JONI, &[]).await).await;
    sign_out(&started).await;
    let again = submit(&started, &consent, &[("decision", "accept")]).await;
    let home = page(follow(&started, &again).await).await;
    assert!(home.contains(&format!("Sign in as {JONI}")), "{home}");
    let signed_in = sign_in(&started, &home, JONI).await;
    let joined = accept(&started, follow(&started, &signed_in).await).await;
    let back = follow(&started, &joined).await;
    assert!(parameter(&location(&back), "code").is_some());
    assert_eq!(started.effects("redeemed").len(), 1);
}

#[tokio::test]
async fn whoever_cancels_finds_a_way_on() {
    let started = start_emulator().await;
    let consent = page(started.arrive(JONI, &[]).await).await;
    let told = submit(&started, &consent, &[("decision", "cancel")]).await;
    let told = location(&told);
    assert!(told.as_str().starts_with(CALLBACK), "{told}");
    assert_eq!(parameter(&told, "error").unwrap(), "access_denied");
    assert!(parameter(&told, "error_description").unwrap().starts_with("AADSTS65004:"));
    assert_eq!(parameter(&told, "state").unwrap(), "a state&=");
    let named = ["tenant", "account"].map(|name| (name, field(&consent, name)));
    let mut form: Vec<(&str, &str)> = named.iter().map(|(name, value)| (*name, value.as_str())).collect();
    form.extend([("decision", "cancel"), ("continue", "https://evil.example/")]);
    let declined = page(post(&started, "/redeem/join", &form).await).await;
    assert!(declined.contains("Nothing was changed"), "{declined}");
    assert_eq!(open(&started, &next(&started, &declined)).await.status(), 200);

    sign_out(&started).await;
    let invited = link(&started, NEW).await;
    let consent = page(arrive(&started, &invited, NEW).await).await;
    let declined = page(submit(&started, &consent, &[("decision", "cancel")]).await).await;
    let again = page(open(&started, &next(&started, &declined)).await).await;
    assert!(again.contains("Review permissions"), "{again}");
    assert!(started.effects("redeemed").is_empty());
}

#[tokio::test]
async fn a_landing_address_in_any_script_is_reached() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let mut body = invitation(NEW);
    body["inviteRedirectUrl"] = json!("http://localhost:3000/dalykai/ąžuolas?q=ž");
    let invited = link_by(&started, &token, body).await;
    let landed = redeem(&started, &invited, NEW).await;
    assert_eq!(landed.status(), 303);
    let address = landed.headers()["location"].to_str().unwrap();
    assert_eq!(address, "http://localhost:3000/dalykai/%C4%85%C5%BEuolas?q=%C5%BE");
}
