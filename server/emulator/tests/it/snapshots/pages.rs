//! The pages that a person meets: at sign-in, at redemption, at a dead end, and the console's.

use reqwest::{Method, Response};
use serde_json::json;

use super::settings;
use crate::{
    guest::{arrive, home_page, link, open, page, submit},
    harness::{ADELE, GRADY, Hall, hall, invitation},
    invitations::with,
    pages::get,
};

const NEW: &str = "newperson@fabrikam.example";

/// Holds the title and the main part, a line for each element.
async fn hold_page(hall: &Hall, name: &str, response: Response) {
    let status = response.status().as_u16();
    let html = response.text().await.unwrap();
    hold_html(hall, name, status, &html);
}

/// The same for a page that was read already.
pub fn hold_html(hall: &Hall, name: &str, status: u16, html: &str) {
    let part = |tag: &str| {
        let start = html.find(&format!("<{tag}")).unwrap_or_else(|| panic!("no {tag} in {html}"));
        let end = html[start..].find(&format!("</{tag}>")).unwrap();
        html[start..start + end + tag.len() + 3].to_owned()
    };
    let mut settings = settings(hall);
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
    let hall = hall().await;
    let id = hall.client("powerless").client_id.to_string();
    let asked = [
        ("client_id", id.as_str()),
        ("redirect_uri", "http://localhost:5000/"),
        ("scope", "openid User.ReadBasic.All"),
    ];
    hold_page(&hall, "page_consent_to_an_application", hall.arrive(ADELE, &asked).await).await;
    hall.policy(json!({ "guestsNeedMfa": true })).await;
    hold_page(&hall, "page_second_factor", hall.arrive(GRADY, &[]).await).await;
    hold_page(&hall, "page_of_somebody_unknown", hall.arrive_by_address("nobody@fabrikam.example").await)
        .await;
    hold_page(&hall, "page_wrong_client", hall.authorize(&[("client_id", "x")]).await).await;
}

#[tokio::test]
async fn redeeming() {
    let hall = hall().await;
    hall.policy(json!({ "termsOfUse": "Be kind & <quiet>." })).await;
    let invited = link(&hall, NEW).await;
    hold_page(&hall, "page_invitation", open(&hall, &invited).await).await;
    hold_html(&hall, "page_home_sign_in", 200, &home_page(&hall, &invited, NEW).await);
    let consent = page(arrive(&hall, &invited, NEW).await).await;
    hold_html(&hall, "page_review_permissions", 200, &consent);
    let terms = submit(&hall, &consent, &[("decision", "accept")]).await;
    hold_page(&hall, "page_terms_of_use", terms).await;
    hold_page(&hall, "page_my_apps", open(&hall, &hall.url("/my-apps?tenantId=contoso.example")).await).await;
    let passcode = link(&hall, "somebody@nowhere.example").await;
    let home = home_page(&hall, &passcode, "somebody@nowhere.example").await;
    hold_html(&hall, "page_passcode", 200, &home);
}

#[tokio::test]
async fn dead_ends() {
    let hall = hall().await;
    let old = link(&hall, NEW).await;
    link(&hall, NEW).await;
    hold_page(&hall, "page_link_replaced", open(&hall, &old).await).await;
    for (name, path) in [
        ("page_link_unknown", "/redeem?rd=x"),
        ("page_nothing", "/nothing"),
        ("page_takes_a_form", "/redeem/consent"),
    ] {
        hold_page(&hall, name, get(&hall, path).await).await;
    }
}

#[tokio::test]
async fn the_console() {
    let hall = hall().await;
    let token = hall.delegated(ADELE).await;
    hall.invite(&token, with(invitation(NEW), json!({ "sendInvitationMessage": true }))).await;
    let fault =
        json!([{ "name": "busy", "on": { "path": "/v1.0/me" }, "effect": { "status": 503 }, "times": 2 }]);
    assert_eq!(hall.control(Method::POST, "faults", fault).await.status, 200);
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
        hold_page(&hall, name, get(&hall, path).await).await;
    }
}
