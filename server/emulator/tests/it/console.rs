//! The emulator's pages for people: each opens, escapes what is not its own, works without scripts, and changes what it says.

use emulator::{Mail, seed::contoso::CONTOSO, world::policy::AllowInvitesFrom};
use reqwest::{Method, Response};
use serde_json::json;

use crate::{
    harness::{ADELE, GRADY, JONI, TestEmulator, invitation, start_emulator},
    markup,
    snapshots::pages::hold_html,
};

const EVIL: &str = "<img src=x onerror=alert(1)>\"'&";

async fn open(started: &TestEmulator, path: &str) -> String {
    let request = started.browser.get(started.url(path)).header("accept", "text/html,application/xhtml+xml");
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/html"), "{path}");
    let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("default-src 'none'") && !policy.contains("script-src"), "{path}: {policy}");
    answer.text().await.unwrap()
}

async fn post(started: &TestEmulator, path: &str, form: &[(&str, &str)]) -> Response {
    started.browser.post(started.url(path)).form(form).send().await.unwrap()
}

#[tokio::test]
async fn every_page_is_well_formed_and_escapes_what_others_wrote() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let token = started.delegated(ADELE).await;
    let path = format!("/users/{}", started.user(GRADY));
    let evil = Some(json!({"displayName": EVIL, "jobTitle": EVIL}));
    assert_eq!(started.graph(Method::PATCH, &path, &daemon, evil).await.status, 204);
    let mut invited = invitation("evil@a.example");
    invited["inviteRedirectUrl"] = json!("http://localhost:3000/\"><script>");
    invited["sendInvitationMessage"] = json!(true);
    invited["invitedUserMessageInfo"] = json!({"customizedMessageBody": EVIL});
    assert_eq!(started.invite(&token, invited).await.status, 201);
    let group = json!({"displayName": EVIL, "members": [ADELE]});
    assert_eq!(started.control(Method::POST, "groups", group).await.status, 201);
    started.emulator.deliver(Mail { subject: EVIL.to_owned(), text: EVIL.to_owned(), ..Mail::default() });
    let fault = json!([{"name": EVIL, "on": {"path": "/nowhere"}, "effect": {"status": 503}}]);
    assert_eq!(started.control(Method::POST, "faults", fault).await.status, 200);
    let person = format!("/_emulator/people/{}", started.user(GRADY));
    for path in [
        "/",
        "/_emulator/",
        "/_emulator/mail",
        "/_emulator/directory",
        "/_emulator/people",
        "/_emulator/people?search=%3Cscript%3E%22&kind=%22",
        "/_emulator/people?kind=guests",
        person.as_str(),
        "/_emulator/groups",
        "/_emulator/invitations",
        "/_emulator/policy",
        "/_emulator/policy?tenant=fabrikam.example",
        "/_emulator/faults",
        "/_emulator/throttling",
        "/_emulator/clock",
        "/_emulator/clients",
        "/_emulator/ledger",
    ] {
        let page = open(&started, path).await;
        markup::check(&page).unwrap_or_else(|trouble| panic!("{path}: {trouble}\n{page}"));
        assert!(!page.contains("<img") && !page.contains("<script"), "{path} does not escape");
        assert!(page.contains("width=device-width") && page.contains("<h1>"), "{path}");
    }
}

#[tokio::test]
async fn tools_still_get_json() {
    let started = start_emulator().await;
    for path in ["ledger", "clients", "faults", "clock", "directory", "throttling", "mail"] {
        for accept in ["application/json", "*/*"] {
            let request =
                started.browser.get(started.url(&format!("/_emulator/{path}"))).header("accept", accept);
            let answer = request.send().await.unwrap();
            assert_eq!(answer.headers()["content-type"], "application/json", "{path} {accept}");
        }
    }
}

#[tokio::test]
async fn people_are_searched_filtered_and_paged() {
    let started = start_emulator().await;
    let found = open(&started, "/_emulator/people?search=GRADY").await;
    assert!(found.contains("Grady Archie") && !found.contains("Adele Vance"));
    let pending = open(&started, "/_emulator/people?kind=pending").await;
    assert!(pending.contains("Joni Sherman") && !pending.contains("Grady Archie"));
    let elsewhere = open(&started, "/_emulator/people?tenant=fabrikam.example").await;
    assert!(elsewhere.contains("Grady Archie") && !elsewhere.contains("Adele Vance"));
    let daemon = started.application("daemon").await;
    for number in 0..50 {
        let made = started.invite(&daemon, invitation(&format!("person{number}@a.example"))).await;
        assert_eq!(made.status, 201);
    }
    let first = open(&started, "/_emulator/people?kind=guests").await;
    assert!(first.contains("Page 1 of 2, 52 people") && first.contains("kind=guests&amp;page=2"));
    let ledger = open(&started, "/_emulator/ledger").await;
    assert!(ledger.contains("Invited: person49@a.example") && !ledger.contains("Invited: person0@a.example"));
    let nobody = started.browser.get(started.url("/_emulator/people/00000000-0000-0000-0000-000000000001"));
    assert_eq!(nobody.send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn who_was_deleted_is_listed_apart() {
    let started = start_emulator().await;
    let daemon = started.application("daemon").await;
    let gone = started.graph(Method::DELETE, &format!("/users/{}", started.user(JONI)), &daemon, None).await;
    assert_eq!(gone.status, 204);
    assert!(!open(&started, "/_emulator/people").await.contains("Joni Sherman"));
    assert!(open(&started, "/_emulator/people?kind=deleted&search=joni").await.contains("Joni Sherman"));
    assert!(!open(&started, "/_emulator/people?kind=deleted&search=grady").await.contains("Grady Archie"));
}

#[tokio::test]
async fn a_person_s_page_tells_all_of_it() {
    let started = start_emulator().await;
    let path = format!("/_emulator/people/{}", started.user(GRADY));
    hold_html(&started, "console_person", 200, &open(&started, &path).await);
    let group = json!({"displayName": "Project Maple", "members": [GRADY]});
    assert_eq!(started.control(Method::POST, "groups", group).await.status, 201);
    assert!(open(&started, &path).await.contains("Project Maple"));
    let megan = open(&started, "/_emulator/people?search=megan").await;
    assert!(megan.contains("(member, Global Administrator)"));
}

#[tokio::test]
async fn an_invitation_s_page_has_its_link() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    let made = started.invite(&token, invitation("a@a.example")).await;
    started.invite(&token, invitation("a@a.example")).await;
    let page = open(&started, "/_emulator/invitations").await;
    let link = made.body["inviteRedeemUrl"].as_str().unwrap().replace('&', "&amp;");
    assert!(page.contains(&link));
    assert!(page.contains("replaced by a later one") && page.contains("waits to be accepted"));
    let open = started.browser.get(made.body["inviteRedeemUrl"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(open.status(), 410, "replaced by a later one");
}

/// Fields of the policy form as a browser sends them when nobody touched it.
fn form_of(page: &str) -> Vec<(String, String)> {
    markup::fields(page)
}

#[tokio::test]
async fn the_policy_form_flips_a_switch_and_leaves_the_others() {
    let started = start_emulator().await;
    let policy = || started.emulator.world(|world| world.tenant(CONTOSO).unwrap().policy.clone());
    let before = policy();
    let mut form = form_of(&open(&started, "/_emulator/policy").await);
    let untouched = started.browser.post(started.url("/_emulator/policy")).form(&form).send().await.unwrap();
    assert_eq!(untouched.status(), 303);
    assert_eq!(policy(), before);
    assert_eq!(started.effects("policyChanged").len(), 0, "nothing was touched");
    for (name, value) in &mut form {
        match name.as_str() {
            "allowInvitesFrom" => "none".clone_into(value),
            "blockedDomains" => "a.example\r\n b.example \r\n".clone_into(value),
            _ => {}
        }
    }
    form.push(("blockGuests".to_owned(), "on".to_owned()));
    let saved = started.browser.post(started.url("/_emulator/policy")).form(&form).send().await.unwrap();
    assert_eq!(saved.status(), 303);
    let mut expected = before.clone();
    expected.allow_invites_from = AllowInvitesFrom::None;
    expected.blocked_domains = vec!["a.example".to_owned(), "b.example".to_owned()];
    expected.block_guests = true;
    assert_eq!(policy(), expected);
    let wrong: Vec<_> = form
        .iter()
        .map(|(name, value)| (name.as_str(), if name == "visibilityLagMs" { "soon" } else { value.as_str() }))
        .collect();
    let refused = post(&started, "/_emulator/policy", &wrong).await;
    assert_eq!(refused.status(), 422);
    let page = refused.text().await.unwrap();
    assert!(page.contains("visibilityLagMs: is not a number") && page.contains("value=\"soon\""));
    assert_eq!(policy(), expected);
}

#[tokio::test]
async fn faults_are_set_counted_and_taken_away_by_hand() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    assert_eq!(
        post(&started, "/_emulator/faults/preset", &[("preset", "graph-is-down")]).await.status(),
        303
    );
    assert_eq!(started.get("/me", &token).await.status, 503);
    let page = open(&started, "/_emulator/faults").await;
    assert!(page.contains("Graph is down") && page.contains("1 of 1 calls"));
    assert!(open(&started, "/").await.contains("1 fault is set."));
    let number = crate::harness::field(&page, "number");
    assert_eq!(post(&started, "/_emulator/faults/remove", &[("number", &number)]).await.status(), 303);
    assert_eq!(started.get("/me", &token).await.status, 200);
    let own = r#"{"on": {"path": "/v1.0/me"}, "effect": {"status": 418}}"#;
    assert_eq!(post(&started, "/_emulator/faults/own", &[("fault", own)]).await.status(), 303);
    assert_eq!(started.get("/me", &token).await.status, 418);
    let wrong = post(&started, "/_emulator/faults/own", &[("fault", "{<b>")]).await;
    assert_eq!(wrong.status(), 422);
    let page = wrong.text().await.unwrap();
    assert!(page.contains("{&lt;b&gt;") && page.contains("Not added: this is not JSON"));
    assert_eq!(post(&started, "/_emulator/faults/preset", &[("preset", "nonsense")]).await.status(), 422);
    assert_eq!(post(&started, "/_emulator/faults/clear", &[]).await.status(), 303);
    assert!(started.emulator.faults().is_empty());
}

#[tokio::test]
async fn the_clock_is_moved_and_set_by_hand() {
    let started = start_emulator().await;
    let ahead = || started.emulator.clock_offset().load(std::sync::atomic::Ordering::SeqCst);
    assert_eq!(post(&started, "/_emulator/clock/move", &[("advance_ms", "60000")]).await.status(), 303);
    assert_eq!(ahead(), 60_000);
    assert_eq!(post(&started, "/_emulator/clock/move", &[("now", "2031-01-31T12:00")]).await.status(), 303);
    assert!(open(&started, "/_emulator/clock").await.contains("2031-01-31 12:00:0"));
    assert_eq!(post(&started, "/_emulator/clock/move", &[("ahead_ms", "0")]).await.status(), 303);
    assert_eq!(ahead(), 0);
    for wrong in [("now", "tomorrow"), ("advance_ms", "9000000000000000"), ("nothing", "")] {
        assert_eq!(post(&started, "/_emulator/clock/move", &[wrong]).await.status(), 422, "{wrong:?}");
    }
    assert_eq!(ahead(), 0);
}

#[tokio::test]
async fn start_again_and_throttling_are_a_click() {
    let started = start_emulator().await;
    let token = started.delegated(ADELE).await;
    started.invite(&token, invitation("a@a.example")).await;
    assert_eq!(
        post(&started, "/_emulator/start-again", &[("seed", "contoso")]).await.status(),
        422,
        "not sure"
    );
    assert_ne!(started.emulator.world(|world| world.ledger().len()), 1);
    let sure = [("seed", "contoso"), ("sure", "1")];
    assert_eq!(post(&started, "/_emulator/start-again", &sure).await.status(), 303);
    assert_eq!(started.emulator.world(|world| world.ledger().len()), 1);
    let nonsense = [("seed", "nonsense"), ("sure", "1")];
    assert_eq!(post(&started, "/_emulator/start-again", &nonsense).await.status(), 422);
    assert_eq!(post(&started, "/_emulator/throttling/switch", &[("enabled", "off")]).await.status(), 303);
    assert!(open(&started, "/_emulator/throttling").await.contains("Calls are not throttled."));
}

#[tokio::test]
async fn forms_of_other_sites_are_refused_by_origin_and_by_fetch_site() {
    let started = start_emulator().await;
    let before = started.emulator.world(|world| world.ledger().len());
    for path in [
        "start-again",
        "faults/preset",
        "faults/own",
        "faults/clear",
        "clock/move",
        "policy",
        "throttling/switch",
    ] {
        let form =
            [("seed", "contoso"), ("preset", "graph-is-down"), ("advance_ms", "1"), ("enabled", "off")];
        let post = |name: &'static str, value: &'static str| {
            started
                .browser
                .post(started.url(&format!("/_emulator/{path}")))
                .form(&form)
                .header(name, value)
                .send()
        };
        for (name, value) in [
            ("origin", "http://evil.example"),
            ("origin", "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            assert_eq!(post(name, value).await.unwrap().status(), 403, "{path} {name}: {value}");
        }
    }
    assert_eq!(started.emulator.world(|world| world.ledger().len()), before);
    assert!(started.emulator.faults().is_empty());
    let own = started.browser.post(started.url("/_emulator/clock/move")).form(&[("ahead_ms", "0")]);
    assert_eq!(own.header("sec-fetch-site", "same-origin").send().await.unwrap().status(), 303);
}

#[tokio::test]
async fn the_picker_says_who_is_who() {
    let started = start_emulator().await;
    let page = started.authorize(&[("prompt", "select_account")]).await.text().await.unwrap();
    markup::check(&page).unwrap();
    hold_html(&started, "page_picker", 200, &page);
}
