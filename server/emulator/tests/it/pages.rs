//! The pages for people at their edges: dead addresses, forms that say what they did, and forms that say what is wrong.

use emulator::seed::contoso::CONTOSO;
use reqwest::{Method, Response, StatusCode};
use serde_json::json;

use crate::{
    harness::{ADELE, GRADY, TestEmulator, field, invitation, location, start_emulator},
    markup,
    snapshots::pages::hold_html,
};

const PAGE: &str = "text/html,application/xhtml+xml";

pub async fn get(started: &TestEmulator, path: &str) -> Response {
    started.browser.get(started.url(path)).header("accept", PAGE).send().await.unwrap()
}

pub async fn post(started: &TestEmulator, path: &str, form: &[(&str, &str)]) -> Response {
    started.browser.post(started.url(path)).header("accept", PAGE).form(form).send().await.unwrap()
}

/// The page with this status; it is whole.
pub async fn shown(response: Response, status: u16) -> String {
    let address = response.url().to_string();
    assert_eq!(response.status(), status, "{address}");
    let page = response.text().await.unwrap();
    markup::check(&page).unwrap_or_else(|trouble| panic!("{address}: {trouble}\n{page}"));
    assert!(page.contains("<h1>") && page.contains("href=\"/\""), "{address}: {page}");
    page
}

/// What the page says after a form.
pub async fn said(started: &TestEmulator, response: Response) -> String {
    assert_eq!(response.status(), 303);
    let page = started.browser.get(location(&response)).header("accept", PAGE).send().await.unwrap();
    let page = shown(page, 200).await;
    let notice = page.split("<p class=\"notice\" role=\"status\">").nth(1).expect("a word on what was done");
    notice.split("</p>").next().unwrap().to_owned()
}

#[tokio::test]
async fn an_address_that_nothing_answers_is_a_page_with_a_way_on() {
    let started = start_emulator().await;
    for (path, status, text) in [
        ("/_emulator/nothing", 404, "There is no such page"),
        ("/_emulator/mail/", 404, "There is no such page"),
        ("/nothing", 404, "There is no such page"),
        ("/_emulator/people/xyz", 404, "Nobody"),
        ("/_emulator/people?tenant=nobody.example", 404, "There is no such organization"),
        ("/_emulator/policy?tenant=nobody.example", 404, "There is no such organization"),
        ("/my-apps", 404, "There is no such organization"),
        ("/_emulator/people?page=abc", 200, "Adele Vance"),
        ("/_emulator/ledger?page=abc", 200, "Ledger"),
        ("/redeem/consent", 405, "takes a form only"),
        ("/login/consent", 405, "takes a form only"),
        ("/sign-up", 405, "takes a form only"),
    ] {
        let page = shown(get(&started, path).await, status).await;
        assert!(page.contains(text), "{path}: {page}");
    }
    for (path, page) in [
        ("/_emulator/faults/own", "/_emulator/faults"),
        ("/_emulator/clock/move", "/_emulator/clock"),
        ("/_emulator/throttling/switch", "/_emulator/throttling"),
        ("/_emulator/start-again", "/"),
    ] {
        assert_eq!(location(&get(&started, path).await).path(), page);
    }
    let wrong = post(&started, "/redeem/terms", &[("tenant", "x")]).await;
    assert!(shown(wrong, 422).await.contains("This cannot be read"));
    let foreign = started.browser.post(started.url("/_emulator/clock/move")).header("accept", PAGE);
    let foreign = foreign.header("origin", "http://evil.example").form(&[("ahead_ms", "1")]);
    assert!(shown(foreign.send().await.unwrap(), 403).await.contains("This is not allowed"));
    let tool = started.browser.get(started.url("/_emulator/nothing")).send().await.unwrap();
    assert_eq!((tool.status(), tool.text().await.unwrap().as_str()), (StatusCode::NOT_FOUND, ""));
}

#[tokio::test]
async fn a_number_of_an_error_is_explained_where_error_uri_leads() {
    let started = start_emulator().await;
    let refused = started.token(&[("grant_type", "x"), ("client_id", "x"), ("client_secret", "x")]).await;
    let refused: serde_json::Value = refused.json().await.unwrap();
    assert!(refused["error_uri"].as_str().unwrap().starts_with(&started.url("/error?code=")));
    let page = shown(get(&started, "/error?code=50057").await, 200).await;
    hold_html(&started, "page_error_explained", 200, &page);
    shown(get(&started, "/error?code=%3Cb%3E").await, 404).await;
}

#[tokio::test]
async fn a_fault_is_taken_away_by_its_number_and_never_by_its_place() {
    let started = start_emulator().await;
    let named = |name: &str| json!({"name": name, "on": {"path": "/nowhere"}, "effect": {"status": 503}});
    for name in ["one", "two", "three"] {
        assert_eq!(started.control(Method::POST, "faults", named(name)).await.status, 200);
    }
    let stale = shown(get(&started, "/_emulator/faults").await, 200).await;
    let number = |name: &str| field(&stale[stale.find(&format!("<h3>{name}</h3>")).unwrap()..], "number");
    let remove = async |name| post(&started, "/_emulator/faults/remove", &[("number", &number(name))]).await;
    let left = || started.emulator.faults().into_iter().filter_map(|fault| fault.name).collect::<Vec<_>>();
    assert_eq!(said(&started, remove("one").await).await, "The fault was taken away.");
    remove("two").await;
    assert_eq!(left(), ["three"], "the other tab's list is older");
    assert_eq!(said(&started, remove("two").await).await, "It was gone already. Nothing was taken away.");
    assert_eq!(started.control(Method::POST, "faults", json!([named("four")])).await.status, 200);
    remove("three").await;
    assert_eq!(left(), ["four"], "a new list has new numbers");
}

#[tokio::test]
async fn every_form_of_the_console_says_what_it_did() {
    let started = start_emulator().await;
    let added = post(&started, "/_emulator/faults/preset", &[("preset", "graph-is-slow")]).await;
    assert_eq!(said(&started, added).await, "Added: Every call of Graph takes three seconds longer.");
    let cleared = post(&started, "/_emulator/faults/clear", &[]).await;
    assert_eq!(said(&started, cleared).await, "All faults were taken away.");
    let moved = post(&started, "/_emulator/clock/move", &[("advance_ms", "86400000")]).await;
    assert!(said(&started, moved).await.starts_with("The clock was moved. It is "));
    let switched = post(&started, "/_emulator/throttling/switch", &[("enabled", "off")]).await;
    assert_eq!(said(&started, switched).await, "Throttling is off now.");
    let begun = post(&started, "/_emulator/start-again", &[("seed", "broken"), ("sure", "1")]).await;
    assert_eq!(said(&started, begun).await, "Started again from the world broken.");
    let page = shown(get(&started, "/_emulator/policy?tenant=fabrikam.example").await, 200).await;
    let mut form = markup::fields(&page);
    form.push(("guestsNeedMfa".to_owned(), "on".to_owned()));
    for saved in
        ["The policy was saved: guestsNeedMfa is on now.", "The policy was saved. Nothing has changed."]
    {
        let answer = started.browser.post(started.url("/_emulator/policy")).form(&form).send().await.unwrap();
        assert!(location(&answer).query().unwrap().contains("tenant=fabrikam.example"));
        assert_eq!(said(&started, answer).await, saved);
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_form_is_said_at_its_field_and_nothing_is_lost() {
    let started = start_emulator().await;
    for (own, why) in [
        ("", "write a fault as JSON"),
        ("{", "this is not JSON; the trouble is at line 1"),
        (r#"{"on": {}}"#, "a fault has &quot;on&quot; and &quot;effect&quot;"),
        (r#"{"on": {}, "effect": {"stauts": 1}}"#, "has none of the known forms"),
        (r#"{"on": {"where": 1}, "effect": {"status": 503}}"#, "unknown field `where`"),
    ] {
        let page = shown(post(&started, "/_emulator/faults/own", &[("fault", own)]).await, 422).await;
        assert!(page.contains(why) && page.contains("href=\"#fault\""), "{own}: {page}");
        assert!(page.find("role=\"alert\"").unwrap() < page.find("<h2>").unwrap(), "it is said at the top");
        assert!(page.contains("autofocus"));
    }
    for sent in ["2099-01-01T00:00", "tomorrow", ""] {
        let page = shown(post(&started, "/_emulator/clock/move", &[("now", sent)]).await, 422).await;
        assert!(page.contains(&format!("value=\"{sent}\"")), "{page}");
        assert!(page.contains("aria-invalid=\"true\"") && page.contains("Give a date and time between "));
    }
    for wrong in [[("advance_ms", "x")], [("ahead_ms", "99999999999999")]] {
        let page = shown(post(&started, "/_emulator/clock/move", &wrong).await, 422).await;
        assert!(page.contains("the clock was not moved"), "{page}");
    }
    let unsure = shown(post(&started, "/_emulator/start-again", &[("seed", "contoso")]).await, 422).await;
    assert!(unsure.contains("check the box"), "{unsure}");
}

#[tokio::test]
async fn a_policy_that_cannot_be_stored_leads_to_the_fields() {
    let started = start_emulator().await;
    let page = shown(get(&started, "/_emulator/policy").await, 200).await;
    assert!(page.contains("href=\"#unknown\"") && page.contains("Documented."));
    let form = markup::fields(&page);
    for (name, value, why) in [
        ("visibilityLagMs", "99999999999", "is too large a number"),
        ("primaryIdentityProviderPrecedenceOrder", "nobody", "unknown variant"),
    ] {
        let form: Vec<_> = form
            .iter()
            .map(|(own, old)| (own.as_str(), if own == name { value } else { old.as_str() }))
            .collect();
        let page = shown(post(&started, "/_emulator/policy", &form).await, 422).await;
        let marked = page.split(&format!("id=\"{name}\"")).nth(1).unwrap().split('>').next().unwrap();
        assert!(marked.contains("aria-invalid=\"true\"") && marked.contains(&format!("{name}-trouble")));
        assert!(page.contains(&format!("href=\"#{name}\"")) && page.contains(why), "{page}");
    }
    let domains = json!({ "blockedDomains": ["not a domain !"] });
    assert_eq!(started.control(Method::PATCH, "directory", domains).await.status, 400);
    let elsewhere = [("tenant", "nobody.example"), ("allowInvitesFrom", "none")];
    shown(post(&started, "/_emulator/policy", &elsewhere).await, 404).await;
    assert!(started.effects("policyChanged").is_empty());
}

#[tokio::test]
async fn a_guest_that_no_api_sees_is_seen_by_none_and_from_when_on() {
    let started = start_emulator().await;
    started.policy(json!({ "visibilityLagMs": 600_000 })).await;
    let token = started.delegated(ADELE).await;
    started.invite(&token, invitation("late@a.example")).await;
    let path = format!("/_emulator/people/{}", started.user("late@a.example"));
    let page = shown(get(&started, &path).await, 200).await;
    assert!(page.contains("no API yet; every API from 20"), "{page}");
    started.advance(600_000).await;
    assert!(
        shown(get(&started, &path).await, 200).await.contains("reads, lists, changes only; every API from")
    );
}

#[tokio::test]
async fn the_navigation_says_where_one_is() {
    let started = start_emulator().await;
    let current = |page: &str| -> Vec<String> {
        let marked = page.split(" aria-current=\"page\">").skip(1);
        marked.map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
    };
    for (path, here) in [
        ("/", vec!["Overview"]),
        ("/_emulator/mail", vec!["Mailbox"]),
        ("/_emulator/directory", vec!["Directory"]),
        ("/_emulator/groups", vec!["Groups"]),
        ("/_emulator/clock", vec!["Clock"]),
    ] {
        assert_eq!(current(&shown(get(&started, path).await, 200).await), here, "{path}");
    }
    let directory = shown(get(&started, "/_emulator/directory").await, 200).await;
    let first = directory.find("<h2>Contoso</h2>").unwrap();
    assert!(directory.find("<h2>").unwrap() == first && directory.contains("Directory of Fabrikam"));
    let picker = shown(started.authorize(&[("prompt", "select_account")]).await, 200).await;
    assert!(picker.contains(">Overview<") && !picker.contains(">Faults<"), "who signs in needs no console");
}

#[tokio::test]
async fn groups_and_people_lead_to_one_another() {
    let started = start_emulator().await;
    let group = json!({"displayName": "Project Maple", "members": [GRADY]});
    assert_eq!(started.control(Method::POST, "groups", group).await.status, 201);
    let groups = shown(get(&started, "/_emulator/groups").await, 200).await;
    let person = format!("/_emulator/people/{}", started.user(GRADY));
    assert!(groups.contains(&format!("href=\"{person}\"")) && groups.contains("No members."), "{groups}");
    assert!(groups.contains("Microsoft 365 group") && groups.contains("mastered on premises"));
    let rule = started.emulator.world(|world| {
        let mut groups = world.tenant(CONTOSO).unwrap().groups.values();
        groups.find_map(|group| group.rule.clone()).unwrap().text
    });
    assert!(groups.contains(&rule.replace('"', "&quot;")), "{rule}");
    let grady = shown(get(&started, &person).await, 200).await;
    let place = grady.split("href=\"/_emulator/groups#").nth(1).unwrap().split('"').next().unwrap();
    assert!(groups.contains(&format!("id=\"{place}\"")));
}

#[tokio::test]
async fn a_page_with_nothing_on_it_says_so() {
    let started = start_emulator().await;
    for (path, text) in [
        ("/_emulator/people?kind=deleted", "Nobody was deleted in the last 30 days."),
        ("/_emulator/mail?to=x@a.example", "No mail for x@a.example."),
        ("/_emulator/clients", "<dt>Returns to</dt><dd>none</dd>"),
        ("/_emulator/invitations?tenant=fabrikam.example", "Nobody was invited yet. Invite somebody"),
    ] {
        let page = shown(get(&started, path).await, 200).await;
        assert!(page.contains(text) && !page.contains("Page 1 of 1"), "{path}: {page}");
    }
    let throttling = shown(get(&started, "/_emulator/throttling").await, 200).await;
    assert!(throttling.contains("150,000 resource units in 20 seconds"), "{throttling}");
}
