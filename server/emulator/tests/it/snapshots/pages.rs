//! The pages that a person meets: at sign-in, at redemption, at a dead end, and the console's.

use reqwest::{Method, Response};
use serde_json::json;

use super::settings;
use crate::{
    guest::{arrive, home_page, link, open, page, submit},
    harness::{ADELE, GRADY, TestEmulator, invitation, start_emulator},
    invitations::with,
    pages::get,
};

const NEW: &str = "newperson@fabrikam.example";

/// Holds the title and the main part, a line for each element.
async fn hold_page(started: &TestEmulator, name: &str, response: Response) {
    let status = response.status().as_u16();
    let html = response.text().await.unwrap();
    hold_html(started, name, status, &html);
}

/// The same for a page that was read already.
pub fn hold_html(started: &TestEmulator, name: &str, status: u16, html: &str) {
    let part = |tag: &str| {
        let start = html.find(&format!("<{tag}")).unwrap_or_else(|| panic!("no {tag} in {html}"));
        let end = html[start..].find(&format!("</{tag}>")).unwrap();
        html[start..start + end + tag.len() + 3].to_owned()
    };
    let mut settings = settings(started);
    for (pattern, word) in [
        (r"(</(?:p|h\d|li|d[dt]|t[dhr]|label|button|legend|option|summary)>)", "$1\n"),
        (
            r"(</?(?:main|nav|div|article|section|form|fieldset|details|[ou]l|dl|table|tr|select)(?: [^>]*)?>)",
            "$1\n",
        ),
        (r"(<(?:input|br|hr)(?: [^>]*)?>)", "$1\n"),
        ("(</textarea>)", "$1\n"),
        ("(</a>)(<)", "$1\n$2"),
        (r"\n\n+", "\n"),
        (r#"(name="(?:continue|ticket|account|number|again|rd)" value=)"[^"]*""#, "$1[value]"),
    ] {
        settings.add_filter(pattern, word);
    }
    settings.bind(|| insta::assert_snapshot!(name, format!("{status}\n{}\n{}", part("title"), part("main"))));
}

#[tokio::test]
async fn signing_in() {
    let started = start_emulator().await;
    let id = started.client("powerless").client_id.to_string();
    let asked = [
        ("client_id", id.as_str()),
        ("redirect_uri", "http://localhost:5000/"),
        ("scope", "openid User.ReadBasic.All"),
    ];
    hold_page(&started, "page_consent_to_an_application", started.arrive(ADELE, &asked).await).await;
    started.policy(json!({ "guestsNeedMfa": true })).await;
    hold_page(&started, "page_second_factor", started.arrive(GRADY, &[]).await).await;
    hold_page(
        &started,
        "page_of_somebody_unknown",
        started.arrive_by_address("nobody@fabrikam.example").await,
    )
    .await;
    hold_page(&started, "page_wrong_client", started.authorize(&[("client_id", "x")]).await).await;
}

#[tokio::test]
async fn redeeming() {
    let started = start_emulator().await;
    started.policy(json!({ "termsOfUse": "Be kind & <quiet>." })).await;
    let invited = link(&started, NEW).await;
    hold_page(&started, "page_invitation", open(&started, &invited).await).await;
    hold_html(&started, "page_home_sign_in", 200, &home_page(&started, &invited, NEW).await);
    let consent = page(arrive(&started, &invited, NEW).await).await;
    hold_html(&started, "page_review_permissions", 200, &consent);
    let terms = submit(&started, &consent, &[("decision", "accept")]).await;
    hold_page(&started, "page_terms_of_use", terms).await;
    hold_page(
        &started,
        "page_my_apps",
        open(&started, &started.url("/my-apps?tenantId=contoso.example")).await,
    )
    .await;
    let passcode = link(&started, "somebody@nowhere.example").await;
    let home = home_page(&started, &passcode, "somebody@nowhere.example").await;
    hold_html(&started, "page_passcode", 200, &home);
}

#[tokio::test]
async fn dead_ends() {
    let started = start_emulator().await;
    let old = link(&started, NEW).await;
    link(&started, NEW).await;
    hold_page(&started, "page_link_replaced", open(&started, &old).await).await;
    for (name, path) in [
        ("page_link_unknown", "/redeem?rd=x"),
        ("page_nothing", "/nothing"),
        ("page_takes_a_form", "/redeem/consent"),
    ] {
        hold_page(&started, name, get(&started, path).await).await;
    }
}

#[tokio::test]
async fn the_console() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    started.invite(&token, with(invitation(NEW), json!({ "sendInvitationMessage": true }))).await;
    let fault =
        json!([{ "name": "busy", "on": { "path": "/v1.0/me" }, "effect": { "status": 503 }, "times": 2 }]);
    assert_eq!(started.control(Method::POST, "faults", fault).await.status, 200);
    for (name, path) in [
        ("console_overview", "/"),
        ("console_mail", "/_emulator/mail"),
        ("console_directory", "/_emulator/directory"),
        ("console_people", "/_emulator/people?kind=guests"),
        ("console_invitations", "/_emulator/invitations"),
        ("console_faults", "/_emulator/faults"),
        ("console_throttling", "/_emulator/throttling"),
        ("console_clock", "/_emulator/clock"),
        ("console_ledger", "/_emulator/ledger"),
    ] {
        hold_page(&started, name, get(&started, path).await).await;
    }
}
