//! The settings pages: who may see them, how a field is changed and why not, two administrators at once, the history.

use std::collections::BTreeSet;

use backend::settings::Settings;
use reqwest::Method;
use serde_json::{Value, json};
use testing::html::{Form, Tag, by_id, inside, opened, tags, text};
use testing::names::{ADELE, GRADY, MEGAN};
use testing::{Browser, BrowserResponse};

use crate::test_server::{TestServer, share};

const EDIT: &str = "/api/settings/edit";
const CHECK: &str = "/api/settings/check";
const CONFIRM: &str = "/api/settings/confirm";
const RESTORE: &str = "/api/settings/restore";
const TEST_MAIL: &str = "/api/settings/test-mail";
/// Of the emulator's directory.
const FALCON: &str = "62090000-0001-4a57-8c11-5c0e10f0c001";
const GUESTS: &str = "62090000-0003-4a57-8c11-5c0e10f0c003";
/// An application, and its role.
const ADMINISTRATORS: &str = "5e211ce0-5e21-4c11-a0f0-0000000000a1 a0010000-0001-4a57-8c11-5c0e10f0c001";
/// An access package in My Access.
const PACKAGE: &str =
    "https://myaccess.microsoft.com/@contoso.com#/access-packages/acce5500-0001-4a57-8c11-5c0e10f0c001";
const PAGES: [&str; 5] =
    ["/settings", "/settings/roles", "/settings/limits", "/settings/history", "/settings/history/1"];

/// An administrator of the directory assigns that role to these groups, past Vestibule.
async fn assign_role(server: &TestServer, groups: &[&str]) {
    let clients = server.control("clients").await;
    let daemon = clients.as_array().unwrap().iter().find(|client| client["name"] == "daemon").unwrap();
    let text = |name: &str| daemon[name].as_str().unwrap().to_owned();
    let form = [
        ("grant_type", "client_credentials".to_owned()),
        ("scope", "https://graph.microsoft.com/.default".to_owned()),
        ("client_id", text("clientId")),
        ("client_secret", text("clientSecret")),
    ];
    let http = reqwest::Client::new();
    let address = format!("{}/{}/oauth2/v2.0/token", server.emulator(), text("tenantId"));
    let given: Value = http.post(address).form(&form).send().await.unwrap().json().await.unwrap();
    let (application, role) = ADMINISTRATORS.split_once(' ').unwrap();
    let address = format!("{}/v1.0/servicePrincipals/{application}/appRoleAssignedTo", server.emulator());
    for group in groups {
        let body = json!({ "principalId": group, "resourceId": application, "appRoleId": role });
        let request = http.post(&address).bearer_auth(given["access_token"].as_str().unwrap());
        let answer = request.json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 201, "{group}: {}", answer.text().await.unwrap());
    }
}

/// What is in force, by the command.
fn exported(server: &TestServer) -> Value {
    let output = server.command(&["settings", "export"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The main part as it reads.
fn read(page: &BrowserResponse) -> String {
    let all = tags(&page.text);
    let main = all.iter().position(|tag| tag.name == "main").unwrap();
    text(inside(&page.text, &all, main))
}

fn name(field: &str) -> String {
    format!("form[fields][{field}]")
}

/// Sends a section's form with these fields, by this button; the page that follows.
async fn send(
    browser: &mut Browser,
    page: &BrowserResponse,
    values: &[(&str, &str)],
    action: &str,
) -> BrowserResponse {
    let named: Vec<_> = values.iter().map(|(field, value)| (name(field), *value)).collect();
    let mut values: Vec<_> = named.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    values.push(("action", action));
    let sent = browser.submit(page, &page.form(EDIT), &values).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    browser.follow(sent).await
}

/// Confirms what a page shows; the page that follows.
async fn confirm(browser: &mut Browser, review: &BrowserResponse, reason: &str) -> BrowserResponse {
    let form = review.form(CONFIRM);
    browser.send(review, &form, &[("reason", reason), ("step", "confirm")]).await
}

/// Changes fields of a section from the first step to the last.
pub async fn change(browser: &mut Browser, section: &str, values: &[(&str, &str)]) -> BrowserResponse {
    let page = browser.visit(&format!("/settings/{section}")).await;
    let review = send(browser, &page, values, "review").await;
    let stored = confirm(browser, &review, "").await;
    assert!(stored.url.query().is_some_and(|query| query.starts_with("saved=")), "{}", read(&stored));
    stored
}

/// The same, with an entry added to a list first.
pub async fn add_and_change(
    browser: &mut Browser,
    (section, list): (&str, &str),
    values: &[(&str, &str)],
) -> BrowserResponse {
    let page = browser.visit(&format!("/settings/{section}")).await;
    let page = send(browser, &page, &[], &format!("add {list}")).await;
    let review = send(browser, &page, values, "review").await;
    confirm(browser, &review, "").await
}

/// Whoever is new and gets to read signs up from now on.
pub async fn let_readers_sign_up(browser: &mut Browser) {
    let page = browser.visit("/settings/ways").await;
    let page = send(browser, &page, &[], "add other_kinds").await;
    let review = send(browser, &page, &READERS_SIGN_UP, "review").await;
    let stored = confirm(browser, &review, "").await;
    assert!(stored.url.query().is_some_and(|query| query.starts_with("saved=")), "{}", read(&stored));
}

const READERS_SIGN_UP: [(&str, &str); 2] = [("other_kinds.0", "reader"), ("other_kinds.0.way", "sign-up")];

fn sent_to(function: &str) -> Vec<(String, String)> {
    let fields: &[(&str, &str)] = match function {
        EDIT => &[("form[section]", "limits"), ("form[version]", "0"), ("form[fields][retry_minutes]", "5")],
        CONFIRM => &[("section", "limits"), ("draft", "x"), ("step", "confirm")],
        _ => &[("form[version]", "0"), ("form[current]", "0")],
    };
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// What the page shows of mails: each as its subject and its text.
fn mails(page: &BrowserResponse) -> Vec<(String, String)> {
    let all = tags(&page.text);
    let of_class = |class: &'static str| {
        let found = all.iter().enumerate().filter(move |(_, tag)| tag.get("class") == Some(class));
        found.map(|(at, _)| text(&inside(&page.text, &all, at).replace("<!>", "")))
    };
    of_class("mail-subject").zip(of_class("mail-body")).collect()
}

/// A mail of our own is read before it is stored, in the languages that change, and in all of them afterwards.
#[tokio::test]
async fn a_mail_is_shown_as_it_reads() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    let page = megan.visit("/settings/mail").await;
    let before = mails(&page);
    assert_eq!(before.len(), 5, "one for each language");
    let (subject, text) = &before[0];
    assert!(subject.contains("Megan Bowen") && text.contains("kim@example.com"), "{before:?}");
    assert!(!before.iter().any(|(subject, text)| subject.contains('{') || text.contains('{')), "{before:?}");

    let typed = [("fr.subject", "{inviter} : <b>{item}</b>"), ("fr.text", "Ouvrez {link}\n\n{message}")];
    let review = send(&mut megan, &page, &typed, "review").await;
    let to_be = mails(&review);
    assert_eq!(to_be.len(), 1, "one language changes: {to_be:?}");
    let (subject, text) = &to_be[0];
    assert_eq!(subject, "Megan Bowen : <b>Élément d’exemple</b>");
    assert!(text.starts_with(&format!("Ouvrez {}", server.origin())), "{text}");
    assert!(text.ends_with("Voici ce que quelqu’un pourrait écrire."), "{text}");

    let stored = confirm(&mut megan, &review, "").await;
    let after = mails(&stored);
    assert_eq!((after.len(), &after[2].0, &after[0]), (5, subject, &before[0]));
    assert!(mails(&megan.visit("/settings/limits").await).is_empty());
}

/// What is said of a section's form with these fields, before anybody presses a button.
async fn as_typed(browser: &mut Browser, page: &BrowserResponse, values: &[(&str, &str)]) -> Value {
    let named: Vec<_> = values.iter().map(|(field, value)| (name(field), *value)).collect();
    let values: Vec<_> = named.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let headers = [("accept", "application/json"), ("sec-fetch-site", "same-origin")];
    let fields = page.form(EDIT).filled(&values);
    let answer = browser.ask(Method::POST, CHECK, &headers, Some(&fields)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    serde_json::from_str(&answer.text).unwrap()
}

#[tokio::test]
async fn what_is_typed_is_judged_before_it_is_sent_and_nothing_of_it_is_kept() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    let limits = megan.get("/settings/limits").await;
    let untouched = as_typed(&mut megan, &limits, &[]).await;
    assert_eq!(untouched, json!({ "wrong": [], "standing": "", "changes": [], "mails": [] }));
    let wrong = as_typed(&mut megan, &limits, &[("retry_minutes", "soon")]).await;
    let beside = json!([{ "field": "retry_minutes", "text": "Write a whole number, in digits only." }]);
    assert_eq!((&wrong["wrong"], &wrong["changes"]), (&beside, &json!([])));
    assert!(wrong["standing"].as_str().unwrap().starts_with("Something isn’t right yet"), "{wrong}");
    let right = as_typed(&mut megan, &limits, &[("retry_minutes", "30")]).await;
    let change = json!([{ "name": "Keep trying", "before": "360 minutes", "after": "30 minutes" }]);
    assert_eq!((&right["wrong"], &right["changes"]), (&json!([]), &change));
    assert_eq!(right["standing"], "1 change isn’t saved yet.");

    let mail = megan.get("/settings/mail").await;
    let texts = [("en.text", "Dear <b>guest</b>, {inviter} waits: {link}")];
    let typed = as_typed(&mut megan, &mail, &texts).await;
    let english = typed["mails"].as_array().unwrap().iter().find(|mail| mail["language"] == "en").unwrap();
    assert!(
        english["text"].as_str().unwrap().starts_with("Dear <b>guest</b>, Megan Bowen waits: "),
        "{english}"
    );
    let unknown = as_typed(&mut megan, &mail, &[("en.text", "{lnk}")]).await;
    assert_eq!((unknown["wrong"][0]["field"].as_str(), &unknown["mails"]), (Some("en.text"), &json!([])));
    assert_eq!(exported(&server)["version"], 0, "nothing is stored");
}

#[tokio::test]
async fn trouble_stands_beside_the_entry_that_was_typed_whatever_it_is_called() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    let page = megan.visit("/settings/roles").await;
    let page = send(&mut megan, &page, &[], "add kinds").await;
    // The dashboards are first on the page, the books in the settings.
    let typed = [("kinds.1", "book"), ("kinds.1.roles.0", "no role!")];
    let wrong = as_typed(&mut megan, &page, &typed).await["wrong"].clone();
    let fields: Vec<_> = wrong.as_array().unwrap().iter().map(|wrong| wrong["field"].clone()).collect();
    assert_eq!(fields, ["kinds.1.roles.0"], "{wrong}");
    let wrong = as_typed(
        &mut megan,
        &page,
        &[typed[0], ("kinds.1.roles.0", "reader"), ("kinds.0.roles.0", "no role!")],
    )
    .await;
    assert_eq!(wrong["wrong"][0]["field"], "kinds.0.roles.0", "{wrong}");
}

#[tokio::test]
async fn settings_are_for_administrators_only() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    change(&mut megan, "limits", &[("retry_minutes", "7")]).await;
    for address in PAGES {
        let page = megan.get(address).await;
        assert_eq!(page.status, 200, "{address}: {}", page.text);
        assert!(page.text.contains("href=\"/settings\" aria-current"), "{address}: the place in the bar");
        assert!(!page.text.contains("/client.js"), "{address} loads nothing of everybody's pages");
        let is_form = address == "/settings/roles" || address == "/settings/limits";
        assert_eq!(page.text.contains("/admin.js"), is_form, "{address}: a script beside a form only");
    }
    assert_eq!(megan.get("/settings/no-such-section").await.status, 404);
    assert_eq!(megan.get("/settings/history/99").await.status, 404);
    assert_eq!(megan.get("/settings/history/x").await.status, 404);

    let mut nobody = server.browser();
    for address in PAGES {
        let answer = nobody.get(address).await;
        assert_eq!(answer.status, 303, "{address}");
        assert!(answer.location().starts_with("/sign-in/start?to=%2Fsettings"), "{}", answer.location());
    }
    for who in [ADELE, GRADY] {
        let mut browser = server.signed_in(who).await;
        assert!(!browser.get("/items").await.text.contains("href=\"/settings"), "{who}");
        for address in PAGES {
            let page = browser.get(address).await;
            assert_eq!(page.status, 403, "{who} {address}");
            let said = read(&page);
            assert!(said.contains("You can’t open this") && said.contains("your administrator"), "{said}");
            assert!(!page.text.contains("Kinds and roles"), "{who} {address}");
        }
        for function in [EDIT, CONFIRM, RESTORE, TEST_MAIL] {
            let headers = [("accept", "application/json"), ("sec-fetch-site", "same-origin")];
            let answer = browser.ask(Method::POST, function, &headers, Some(&sent_to(function))).await;
            assert_eq!(answer.status, 403, "{who} {function}: {}", answer.text);
            assert!(answer.text.contains("not-allowed"), "{function}: {}", answer.text);
            let answer = browser.post(function, &sent_to(function)).await;
            assert!(answer.location().starts_with("/trouble?problem=not-allowed"), "{}", answer.location());
        }
    }
    assert_eq!(exported(&server)["version"], 1, "nobody else has changed anything");
}

/// A change of a field: its section, where it is on the page, what is typed, where it is stored, and what is in force then.
type Change = (String, String, String, String, Value);

fn change_of(section: &str, field: &str, typed: &str, place: &str, value: Value) -> Change {
    (section.to_owned(), field.to_owned(), typed.to_owned(), place.to_owned(), value)
}

/// A change of each field but for those that [`plain_change`] knows to change.
fn changes() -> Vec<Change> {
    let fixed = single_changes().into_iter();
    let mut all: Vec<Change> = fixed
        .map(|(section, field, typed, place, value)| change_of(section, field, typed, place, value))
        .collect();
    all.push(change_of("grants", "kinds.0", "document", "/grants/kinds/document", json!({})));
    all.extend(changes_of_role("kinds.0.roles.0", "/grants/kinds/document/reader"));
    all.extend(changes_of_role("other_kinds.0", "/grants/other_kinds/reader"));
    let kind = ("kinds.0".to_owned(), "document", "/ways/kinds/document".to_owned(), json!({ "roles": {} }));
    let ways = [
        ("kinds.0.roles.0", "/ways/kinds/document/roles/reader"),
        ("other_kinds.0", "/ways/other_kinds/reader"),
    ];
    let of_role = ways.into_iter().flat_map(|(at, stored)| {
        let nothing = json!({ "way": "invitation", "package_link": null, "policy": null });
        [
            (at.to_owned(), "reader", stored.to_owned(), nothing),
            (format!("{at}.way"), "sign-up", format!("{stored}/way"), json!("sign-up")),
            (format!("{at}.package_link"), PACKAGE, format!("{stored}/package_link"), json!(PACKAGE)),
            (format!("{at}.policy"), GUESTS, format!("{stored}/policy"), json!(GUESTS)),
        ]
    });
    let all_ways = [kind].into_iter().chain(of_role);
    all.extend(all_ways.map(|(at, typed, stored, value)| change_of("ways", &at, typed, &stored, value)));
    all
}

/// What a role brings: as administrators who know the ids type it.
fn changes_of_role(at: &str, stored: &str) -> Vec<Change> {
    let nothing = json!({ "groups": [], "app_role": null, "attributes": {} });
    let falcon = json!({ "id": FALCON, "name": "Project Falcon", "by_rule": false });
    let guests = json!({ "id": GUESTS, "name": "All guests", "by_rule": true });
    let change = |field: &str, typed, place: &str, value| {
        let field = if field.is_empty() { at.to_owned() } else { format!("{at}.{field}") };
        change_of("grants", &field, typed, &format!("{stored}{place}"), value)
    };
    vec![
        change("", "reader", "", nothing),
        change("groups.0.group.search", FALCON, "/groups/0", falcon.clone()),
        change("groups.1.by_rule", "on", "/groups/1", guests.clone()),
        change(
            "app_role.0.role.search",
            ADMINISTRATORS,
            "/app_role/name",
            json!("Administrators of Vestibule"),
        ),
        change("app_role.0.through.search", FALCON, "/app_role/through", falcon),
        change("app_role.0.through_by_rule", "on", "/app_role/through", guests),
        change("attributes.0.attribute", "department", "/attributes", json!({ "department": "Legal" })),
        change("attributes.0.value", "Partners", "/attributes/department", json!("Partners")),
    ]
}

fn single_changes() -> Vec<(&'static str, &'static str, &'static str, &'static str, Value)> {
    vec![
        ("limits", "visibility_budget_seconds", "45", "/limits/visibility_budget_seconds", json!(45)),
        ("limits", "shares", "100 + 2/s", "/limits/shares", json!("100 + 2/s")),
        ("limits", "guests", "20 + 4/min", "/limits/guests", json!("20 + 4/min")),
        ("limits", "guests_of_day", "200/day", "/limits/guests_of_day", json!("200/day")),
        ("limits", "tenant_guests", "40 + 20/min", "/limits/tenant_guests", json!("40 + 20/min")),
        ("limits", "tenant_guests_of_day", "900/day", "/limits/tenant_guests_of_day", json!("900/day")),
        ("limits", "look_ups", "off", "/limits/look_ups", json!("off")),
        ("roles", "kinds.0.roles.1", "approver", "/roles/kinds/dashboard/roles/1", json!("approver")),
        ("roles", "kinds.1", "drawing", "/roles/kinds/drawing/roles", json!(["approver"])),
        ("roles", "other_kinds.roles.2", "owner", "/roles/other_kinds/roles/2", json!("owner")),
        (
            "attributes",
            "rules.0.attribute",
            "companyName",
            "/attributes/rules/0/attribute",
            json!("companyName"),
        ),
        ("attributes", "rules.0.text", "Fabrikam", "/attributes/rules/0/from", json!({ "text": "Fabrikam" })),
        (
            "attributes",
            "rules.0.inviter",
            "department",
            "/attributes/rules/0/from/inviter",
            json!("department"),
        ),
        (
            "attributes",
            "rules.0.label",
            "Firm",
            "/attributes/rules/0/from",
            json!({ "asked": { "required": false, "label": "Firm" } }),
        ),
        ("attributes", "rules.0.required", "on", "/attributes/rules/0/from/asked/required", json!(true)),
        ("attributes", "rules.0.from", "partner-domain", "/attributes/rules/0/from", json!("partner-domain")),
        (
            "attributes",
            "rules.0.from",
            "partner-company",
            "/attributes/rules/0/from",
            json!("partner-company"),
        ),
        ("attributes", "rules.0.kinds.0", "document", "/attributes/rules/0/kinds", json!(["document"])),
        (
            "landing",
            "addresses.0",
            "https://app.example/shared",
            "/landing/addresses/0",
            json!("https://app.example/shared"),
        ),
        ("look", "product_name", "Harbour desk", "/look/product_name", json!("Harbour desk")),
        ("look", "accent", "#5b2a86", "/look/accent", json!("#5b2a86")),
        ("permissions", "way", "scoped", "/permissions/way", json!("scoped")),
        ("permissions", "look_ups", "person", "/permissions/look_ups", json!("person")),
        ("inviting", "mail_way", "own", "/inviting/mail_way", json!("own")),
        ("inviting", "language", "fr", "/inviting/language", json!("fr")),
        // Ticked until somebody unticks it.
        ("inviting", "copies", "", "/inviting/copies", json!(false)),
        ("inviting", "message", "Welcome", "/inviting/message", json!("Welcome")),
        ("inviting", "cc", "office@contoso.example", "/inviting/cc", json!("office@contoso.example")),
        ("mail", "en.subject", "{item} (en)", "/mail/en/subject", json!("{item} (en)")),
        ("mail", "en.text", "{link} (en)", "/mail/en/text", json!("{link} (en)")),
        ("mail", "lt.subject", "{item} (lt)", "/mail/lt/subject", json!("{item} (lt)")),
        ("mail", "lt.text", "{link} (lt)", "/mail/lt/text", json!("{link} (lt)")),
        ("mail", "fr.subject", "{item} (fr)", "/mail/fr/subject", json!("{item} (fr)")),
        ("mail", "fr.text", "{link} (fr)", "/mail/fr/text", json!("{link} (fr)")),
        ("mail", "pt_br.subject", "{item} (pt_br)", "/mail/pt_br/subject", json!("{item} (pt_br)")),
        ("mail", "pt_br.text", "{link} (pt_br)", "/mail/pt_br/text", json!("{link} (pt_br)")),
        ("mail", "zh_tw.subject", "{item} (zh_tw)", "/mail/zh_tw/subject", json!("{item} (zh_tw)")),
        ("mail", "zh_tw.text", "{link} (zh_tw)", "/mail/zh_tw/text", json!("{link} (zh_tw)")),
        (
            "smtp",
            "from_address",
            "share@fabrikam.example",
            "/smtp/from_address",
            json!("share@fabrikam.example"),
        ),
        ("smtp", "from_name", "Fabrikam", "/smtp/from_name", json!("Fabrikam")),
        ("smtp", "host", "192.0.2.25", "/smtp/host", json!("192.0.2.25")),
        ("smtp", "port", "465", "/smtp/port", json!(465)),
        ("smtp", "security", "tls", "/smtp/security", json!("tls")),
        ("smtp", "user", "vestibule", "/smtp/user", json!("vestibule")),
        // It is in no file: beside it nothing has changed.
        ("smtp", "password", "open sesame", "/smtp/user", json!("vestibule")),
    ]
}

/// A change of a field that stands by itself on its page and is a box or a number: it is ticked, or one more. `None` for every other field, and for a box
/// that is ticked.
fn plain_change(section: &str, page: &BrowserResponse, field: &str) -> Option<Change> {
    let tag = opened(&page.text).into_iter().find(|tag| tag.get("name") == Some(name(field).as_str()))?;
    let change = |typed: &str, value| change_of(section, field, typed, &format!("/{section}/{field}"), value);
    match (tag.get("type"), tag.get("inputmode")) {
        _ if field.contains('.') => None,
        (Some("checkbox"), _) => (!tag.has("checked")).then(|| change("on", json!(true))),
        (_, Some("numeric")) => {
            let more = tag.value("value").parse::<u64>().ok()? + 1;
            Some(change(&more.to_string(), json!(more)))
        }
        _ => None,
    }
}

/// What has to be filled in with a field, by the field's name beside it.
fn beside(field: &str) -> Vec<(String, &'static str)> {
    if field == "kinds.1" {
        return vec![("kinds.1.roles.0".to_owned(), "approver")];
    }
    if field == "user" {
        return vec![("password".to_owned(), "an earlier one")];
    }
    let Some((place, name)) = field.rsplit_once('.') else { return Vec::new() };
    let beside: &[_] = match name {
        "attribute" if place.starts_with("rules") => &[("from", "partner-domain")],
        "attribute" => &[("value", "Legal")],
        "text" => &[("from", "text")],
        "inviter" => &[("from", "inviter")],
        "label" | "required" => &[("from", "asked")],
        "by_rule" => &[("group.search", GUESTS)],
        "through_by_rule" => &[("through.search", GUESTS)],
        _ => &[],
    };
    beside.iter().map(|(name, typed)| (format!("{place}.{name}"), *typed)).collect()
}

/// The button that adds an entry to the innermost list that a field is in.
fn button_for(page: &BrowserResponse, field: &str) -> String {
    let buttons = opened(&page.text).into_iter().filter(|tag| tag.name == "button");
    let lists = buttons.filter_map(|tag| tag.value("value").strip_prefix("add ").map(str::to_owned));
    let list = lists.filter(|list| field.starts_with(&format!("{list}."))).max_by_key(String::len);
    format!("add {}", list.unwrap_or_else(|| panic!("{field} is in no list of the page")))
}

/// What a page says of a value that was typed or chosen.
fn in_words<'a>(field: &str, typed: &'a str) -> &'a str {
    match typed {
        "on" if field.ends_with("by_rule") => "Microsoft fills this group by a rule",
        "on" if field.ends_with("required") => "Somebody new isn’t invited without it",
        "on" => "On",
        "" => "Off",
        FALCON => "Project Falcon",
        ADMINISTRATORS => "Administrators of Vestibule",
        "partner-domain" => "The domain of the guest’s address",
        "partner-company" => "The name of the guest’s company, else the domain of their address",
        "scoped" => "Custom roles with a scope",
        "person" => "Whoever shares",
        "tls" => "TLS from the start",
        _ if field == "password" => "changed",
        "own" => "Vestibule, by your mail server",
        "fr" => "Français",
        "sign-up" => "They sign up by themselves",
        typed => typed,
    }
}

/// The names of the fields that a page has, ticked or not.
fn field_names(page: &BrowserResponse) -> Vec<String> {
    let of = |tag: Tag| {
        let path = tag.get("name")?.strip_prefix("form[fields][")?.strip_suffix(']')?.to_owned();
        (tag.get("type") != Some("hidden")).then_some(path)
    };
    opened(&page.text).into_iter().filter_map(of).collect()
}

/// The fields of a page that can be filled in, those of new entries too, without the numbers of entries.
async fn fields(browser: &mut Browser, section: &str) -> BTreeSet<String> {
    let mut page = browser.visit(&format!("/settings/{section}")).await;
    let (mut found, mut pressed) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..20 {
        found.extend(field_names(&page).iter().map(|field| pattern(field)));
        let buttons =
            opened(&page.text).into_iter().filter(|tag| tag.name == "button").map(|tag| tag.value("value"));
        let add = buttons.filter(|value| value.starts_with("add ")).find(|add| pressed.insert(pattern(add)));
        let Some(add) = add else { return found };
        page = send(browser, &page, &[], &add).await;
    }
    panic!("{section} has lists without end: {found:?}")
}

fn pattern(path: &str) -> String {
    let parts = path.split('.').map(|part| if part.parse::<usize>().is_ok() { "#" } else { part });
    parts.collect::<Vec<_>>().join(".")
}

/// The fields of a section that these changes change, without the numbers of entries.
fn fields_in(changes: &[Change], section: &str) -> BTreeSet<String> {
    let of_section = changes.iter().filter(|(of, ..)| of == section);
    of_section.map(|(_, field, ..)| pattern(field)).collect()
}

/// Fails for a field that nobody has written a change for, and that is not plain.
#[tokio::test]
async fn every_field_of_every_section_is_changed_on_its_page() {
    // Without landing origins there is nothing to choose among, and a limit that is configured is no setting.
    let configured =
        [("VESTIBULE_LANDING_ORIGINS", "https://app.example"), ("VESTIBULE_LIMITS", "strangers = off")];
    let server = TestServer::start_with(&configured);
    assign_role(&server, &[FALCON, GUESTS]).await;
    let mut megan = server.signed_in(MEGAN).await;
    let overview = megan.get("/settings").await;
    let links = opened(&overview.text).into_iter().filter(|tag| tag.name == "a").map(|tag| tag.value("href"));
    let sections: BTreeSet<String> = links
        .filter_map(|to| to.strip_prefix("/settings/").map(str::to_owned))
        .filter(|section| section != "history")
        .collect();
    let mut tried = changes();
    for section in &sections {
        let page = megan.visit(&format!("/settings/{section}")).await;
        let known = fields_in(&tried, section);
        let new = field_names(&page).into_iter().filter(|field| !known.contains(field));
        tried.extend(new.filter_map(|field| plain_change(section, &page, &field)));
    }
    let known: BTreeSet<String> = tried.iter().map(|(section, ..)| section.clone()).collect();
    assert_eq!(sections, known, "a section without a change in this test");
    let all: BTreeSet<String> = Settings::SECTIONS.iter().map(|section| (*section).to_owned()).collect();
    assert_eq!(sections, all, "a section without a page");
    for section in &sections {
        let found = fields(&mut megan, section).await;
        assert_eq!(found, fields_in(&tried, section), "a field of {section} without a change in this test");
    }
    for (index, (section, field, typed, place, value)) in tried.into_iter().enumerate() {
        let mut page = megan.visit(&format!("/settings/{section}")).await;
        if field.ends_with("through_by_rule") {
            // It is about the group that is chosen next.
            let button = format!("remove {}", field.replace("through_by_rule", "through"));
            page = send(&mut megan, &page, &[], &button).await;
        }
        while !field_names(&page).contains(&field) {
            let button = button_for(&page, &field);
            page = send(&mut megan, &page, &[], &button).await;
        }
        let beside = beside(&field);
        let mut values = vec![(field.as_str(), typed.as_str())];
        values.extend(beside.iter().map(|(field, typed)| (field.as_str(), *typed)));
        let review = send(&mut megan, &page, &values, "review").await;
        assert!(read(&review).contains(in_words(&field, &typed)), "{field}: {}", read(&review));
        let file = exported(&server);
        assert_eq!(file["version"], index, "{field}: nothing is stored yet");
        let stored = confirm(&mut megan, &review, &format!("because of {field}")).await;
        assert!(
            read(&stored).contains(&format!("Version {} is in force now", index + 1)),
            "{}",
            read(&stored)
        );
        let file = exported(&server);
        let sections = &file["sections"];
        assert_eq!(sections.pointer(&place), Some(&value), "{field}: {file}");
        let history = read(&megan.get("/settings/history").await);
        assert!(
            history.contains(&format!("because of {field}")) && history.contains("Megan Bowen"),
            "{history}"
        );
    }
    let overview = read(&megan.get("/settings").await);
    assert!(overview.contains("Look for a new guest: 45 seconds"), "{overview}");
    assert!(overview.contains("drawing: Roles: approver"), "{overview}");
}

#[tokio::test]
async fn without_landing_origins_there_is_nothing_to_choose_among() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    let page = megan.get("/settings/landing").await;
    let said = read(&page);
    assert!(said.contains(&server.origin()) && said.contains("VESTIBULE_LANDING_ORIGINS"), "{said}");
    assert!(field_names(&page).is_empty(), "nothing can be typed");
    // Nor is a form taken that the page does not have.
    let sent = send(&mut megan, &page, &[("addresses.0", "https://app.example")], "review").await;
    assert!(read(&sent).contains("Nothing is different"), "{}", read(&sent));
    assert_eq!(exported(&server)["version"], 0);
}

#[tokio::test]
async fn a_limit_that_is_configured_is_shown_and_no_form_changes_it() {
    let server = TestServer::start_with(&[("VESTIBULE_LIMITS", "guests = 20 + 4/min, look-ups = off")]);
    let mut megan = server.signed_in(MEGAN).await;
    let page = megan.get("/settings/limits").await;
    let names = field_names(&page);
    let free = ["shares", "guests_of_day", "tenant_guests", "tenant_guests_of_day"];
    assert!(free.iter().all(|field| names.contains(&(*field).to_owned())), "{names:?}");
    assert!(!names.iter().any(|field| field == "guests" || field == "look_ups"), "{names:?}");
    let shown = opened(&page.text).into_iter().find(|tag| tag.get("id") == Some("setting-guests")).unwrap();
    assert_eq!((shown.value("value").as_str(), shown.has("readonly")), ("20 + 4/min", true));
    assert!(read(&page).contains("VESTIBULE_LIMITS"), "{}", read(&page));
    let sent = send(&mut megan, &page, &[("guests", "1000/s")], "review").await;
    assert!(read(&sent).contains("Nothing is different"), "{}", read(&sent));
    assert_eq!(exported(&server)["version"], 0);
}

#[tokio::test]
async fn a_limit_that_makes_no_sense_is_refused_beside_its_field() {
    let server = TestServer::start_with(&[("VESTIBULE_LIMITS", "strangers = off")]);
    let mut megan = server.signed_in(MEGAN).await;
    let page = megan.get("/settings/limits").await;
    for (field, typed, sentence) in [
        ("guests", "0 + 2/min", "Write it as 10 + 2/min"),
        ("shares", "fast", "Write it as 10 + 2/min"),
        ("look_ups", "", "Fill this in."),
        ("guests_of_day", "1001/day", "more than the whole organization may"),
        ("guests", "31 + 2/min", "more than the whole organization may"),
        ("tenant_guests_of_day", "10 + 2/min", "A limit of a day is written as 100/day"),
    ] {
        let refused = send(&mut megan, &page, &[(field, typed)], "review").await;
        assert_eq!((refused.status, refused.url.path()), (200, "/settings/limits"), "{field}");
        assert_wrong(&refused, &refused.form(EDIT), field, typed, sentence);
        let said = as_typed(&mut megan, &page, &[(field, typed)]).await;
        assert_eq!(said["wrong"][0]["field"], field, "{said}");
    }
    // No limit of a person is none above that of all.
    let review = send(&mut megan, &page, &[("guests_of_day", "off")], "review").await;
    assert!(read(&review).contains("New guests by one person in a day"), "{}", read(&review));
    assert_eq!(exported(&server)["version"], 0);
}

#[tokio::test]
async fn a_way_in_that_needs_a_mail_and_nobody_who_writes_it_refuse_each_other() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    let page = megan.visit("/settings/ways").await;
    let page = send(&mut megan, &page, &[], "add other_kinds").await;
    let refused = send(&mut megan, &page, &READERS_SIGN_UP, "review").await;
    assert!(read(&refused).contains("nobody would write it"), "{}", read(&refused));
    assert_eq!(refused.form(EDIT).field(&name("other_kinds.0.way")).value, "sign-up", "nothing is lost");
    assert_eq!(exported(&server)["version"], 0);
    change(&mut megan, "inviting", &[("mail_way", "own")]).await;
    let_readers_sign_up(&mut megan).await;
    let page = megan.visit("/settings/inviting").await;
    let refused = send(&mut megan, &page, &[("mail_way", "link")], "review").await;
    assert!(read(&refused).contains("nobody would write it"), "{}", read(&refused));
    let stored = exported(&server);
    assert_eq!((&stored["version"], &stored["sections"]["inviting"]["mail_way"]), (&json!(2), &json!("own")));
}

/// The radio buttons of a field: what each says, and whether it can be chosen.
fn matches(page: &BrowserResponse, field: &str) -> Vec<(String, bool)> {
    let buttons = opened(&page.text).into_iter();
    let buttons = buttons.filter(|tag| tag.get("type") == Some("radio") && tag.value("name") == name(field));
    let said = |tag: Tag| by_id(&page.text, &tag.value("aria-labelledby")).unwrap().1.replace("<!>", "");
    buttons.map(|tag| (said(tag.clone()), !tag.has("disabled"))).collect()
}

#[tokio::test]
async fn groups_are_searched_and_what_cannot_work_is_refused_for_its_reason() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    let page = megan.visit("/settings/grants").await;
    let page = send(&mut megan, &page, &[], "add other_kinds").await;
    let page = send(&mut megan, &page, &[("other_kinds.0", "reader")], "add other_kinds.0.groups").await;
    let (search, group, by_rule) = (
        "other_kinds.0.groups.0.group.search",
        "other_kinds.0.groups.0.group",
        "other_kinds.0.groups.0.by_rule",
    );
    for (typed, found, why) in [
        ("falcon", "Project Falcon", ""),
        ("all guests", "All guests", "Microsoft fills this group by a rule."),
        ("helpers", "Directory helpers", "can hold administrator roles"),
        ("sales", "Sales", "managed in Exchange"),
        ("warehouse", "Warehouse", "your own network’s directory"),
    ] {
        let shown = send(&mut megan, &page, &[(search, typed)], &format!("search {group}")).await;
        assert_eq!(matches(&shown, group), [(found.to_owned(), why.is_empty())], "{typed}");
        assert!(read(&shown).contains(why), "{typed}: {}", read(&shown));
        // By the Enter key, too.
        let entered = send(&mut megan, &page, &[(search, typed)], "review").await;
        assert_eq!(matches(&entered, group), matches(&shown, group));
    }
    let typed = (name(search), "nothing like it");
    let pressed = [(typed.0.as_str(), typed.1), ("action", &format!("search {group}"))];
    let sent = megan.submit(&page, &page.form(EDIT), &pressed).await;
    assert!(sent.location().ends_with("#setting-other_kinds-0-groups-0-group"), "{}", sent.location());
    let shown = megan.follow(sent).await;
    assert!(read(&shown).contains("Nothing in your directory has a name like this."), "{}", read(&shown));
    let ruled = [(search, "guests"), (by_rule, "on")];
    let shown = send(&mut megan, &page, &ruled, &format!("search {group}")).await;
    assert_eq!(matches(&shown, group), [("All guests".to_owned(), true)]);
    // What the page shows disabled is refused, too, whoever sends it.
    let forged = format!("{{\"id\":\"{GUESTS}\",\"name\":\"Project Falcon\"}}");
    let refused = send(&mut megan, &page, &[(group, &forged)], "review").await;
    assert!(read(&refused).contains("Microsoft fills this group by a rule."), "{}", read(&refused));
    let gone = "62090000-0099-4a57-8c11-5c0e10f0c099";
    let refused = send(&mut megan, &page, &[(search, gone)], "review").await;
    assert!(read(&refused).contains("no longer in your directory"), "{}", read(&refused));
    assert_eq!(exported(&server)["version"], 0);
    // The name is the directory's, whatever the form says.
    let forged = format!("{{\"id\":\"{FALCON}\",\"name\":\"Something else\"}}");
    let review = send(&mut megan, &page, &[(group, &forged)], "review").await;
    assert!(read(&review).contains("Other kinds: reader: Groups"), "{}", read(&review));
    assert!(read(&review).contains("Project Falcon"), "{}", read(&review));
    confirm(&mut megan, &review, "").await;
    let groups = exported(&server)["sections"]["grants"]["other_kinds"]["reader"]["groups"].clone();
    assert_eq!(groups, json!([{ "id": FALCON, "name": "Project Falcon", "by_rule": false }]));
}

#[tokio::test]
async fn where_the_directory_may_not_be_read_an_id_is_typed_and_believed() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    let page = megan.visit("/settings/grants").await;
    let page = send(&mut megan, &page, &[], "add other_kinds").await;
    let page = send(&mut megan, &page, &[("other_kinds.0", "reader")], "add other_kinds.0.groups").await;
    let (search, group) = ("other_kinds.0.groups.0.group.search", "other_kinds.0.groups.0.group");
    let refused = |status: u16| {
        let effect = json!({ "status": status, "code": "Authorization_RequestDenied", "message": "Insufficient privileges to complete the operation." });
        let of = |path: &str| json!({ "on": { "method": "GET", "path": path }, "effect": effect });
        let one = [FALCON, GUESTS].map(|id| of(&format!("/v1.0/groups/{id}")));
        json!([vec![of("/v1.0/groups")], one.to_vec()].concat())
    };
    server.faults(refused(403)).await;
    let shown = send(&mut megan, &page, &[(search, "falcon")], &format!("search {group}")).await;
    assert!(read(&shown).contains("Vestibule may not search your directory"), "{}", read(&shown));
    let review = send(&mut megan, &page, &[(search, FALCON)], "review").await;
    confirm(&mut megan, &review, "").await;
    let stored = &exported(&server)["sections"]["grants"]["other_kinds"]["reader"]["groups"];
    assert_eq!(*stored, json!([{ "id": FALCON, "name": FALCON, "by_rule": false }]));
    // Trouble is no permission to believe what is typed.
    let page = megan.visit("/settings/grants").await;
    let page = send(&mut megan, &page, &[], "add other_kinds.0.groups").await;
    server.faults(refused(500)).await;
    let kept = send(&mut megan, &page, &[("other_kinds.0.groups.1.group.search", GUESTS)], "review").await;
    assert_eq!(kept.url.path(), "/settings/grants");
    assert!(kept.form(EDIT).pairs().iter().any(|(_, typed)| typed == GUESTS), "{}", read(&kept));
    assert_eq!(exported(&server)["version"], 1);
}

#[tokio::test]
async fn roles_of_applications_are_searched_by_the_applications_name() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    let page = megan.visit("/settings/grants").await;
    let page = send(&mut megan, &page, &[], "add other_kinds").await;
    let page = send(&mut megan, &page, &[("other_kinds.0", "reader")], "add other_kinds.0.app_role").await;
    let (search, role) = ("other_kinds.0.app_role.0.role.search", "other_kinds.0.app_role.0.role");
    let shown = send(&mut megan, &page, &[(search, "vestibule")], &format!("search {role}")).await;
    let found = matches(&shown, role);
    let own = found.iter().find(|(said, _)| said.contains("Administrators of Vestibule")).unwrap();
    assert!(own.1, "{found:?}");
    let gone = "5e211ce0-5e21-4c11-a0f0-0000000000a1 a0010000-0099-4a57-8c11-5c0e10f0c099";
    let refused = send(&mut megan, &page, &[(search, gone)], "review").await;
    assert!(read(&refused).contains("This role is not there any more."), "{}", read(&refused));
}

#[tokio::test]
async fn a_group_that_is_to_bring_a_role_has_to_hold_it() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    let page = megan.visit("/settings/grants").await;
    let page = send(&mut megan, &page, &[], "add other_kinds").await;
    let page = send(&mut megan, &page, &[("other_kinds.0", "reader")], "add other_kinds.0.app_role").await;
    let chosen = [
        ("other_kinds.0.app_role.0.role.search", ADMINISTRATORS),
        ("other_kinds.0.app_role.0.through.search", FALCON),
    ];
    let refused = send(&mut megan, &page, &chosen, "review").await;
    assert!(read(&refused).contains("This group doesn’t hold the role."), "{}", read(&refused));
    assert_eq!(exported(&server)["version"], 0);
    assign_role(&server, &[FALCON]).await;
    let review = send(&mut megan, &page, &chosen, "review").await;
    confirm(&mut megan, &review, "").await;
    let role = exported(&server)["sections"]["grants"]["other_kinds"]["reader"]["app_role"].clone();
    assert_eq!(role["through"]["name"], "Project Falcon");
}

/// Version 1 has the group Falcon, version 2 no longer.
async fn had_a_group(server: &TestServer, megan: &mut Browser) {
    let page = megan.visit("/settings/grants").await;
    let page = send(megan, &page, &[], "add other_kinds").await;
    let page = send(megan, &page, &[("other_kinds.0", "reader")], "add other_kinds.0.groups").await;
    let review = send(megan, &page, &[("other_kinds.0.groups.0.group.search", FALCON)], "review").await;
    confirm(megan, &review, "").await;
    let page = megan.visit("/settings/grants").await;
    let page = send(megan, &page, &[], "remove other_kinds.0.groups.0").await;
    let review = send(megan, &page, &[], "review").await;
    confirm(megan, &review, "").await;
    assert_eq!(exported(server)["version"], 2);
}

#[tokio::test]
async fn what_a_version_names_is_looked_up_before_it_is_restored() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    had_a_group(&server, &mut megan).await;
    let fault = |status: u16, code: &str, times: u8| {
        let on = json!({ "method": "GET", "path": format!("/v1.0/groups/{FALCON}") });
        json!([{ "on": on, "effect": { "status": status, "code": code, "message": "" }, "times": times }])
    };
    server.faults(fault(404, "Request_ResourceNotFound", 1)).await;
    let gone = megan.get("/settings/history/1").await;
    let said = read(&gone);
    assert!(said.contains("can’t be restored") && said.contains("no longer in your directory"), "{said}");
    assert!(!gone.forms().iter().any(|form| form.action == RESTORE));

    // Out of reach: that is said, and there is a way on that says what it leaves out.
    server.faults(fault(503, "serviceNotAvailable", 9)).await;
    let unknown = megan.get("/settings/history/1").await;
    let said = read(&unknown);
    assert!(said.contains("Nobody knows at the moment") && said.contains("without checking"), "{said}");
    let plainly = [("form[reason]", "as it was"), ("form[unasked]", "")];
    let again = megan.send(&unknown, &unknown.form(RESTORE), &plainly).await;
    assert_eq!(again.form(RESTORE).field("form[reason]").value, "as it was", "nothing typed is lost");
    assert_eq!(exported(&server)["version"], 2);
    let restored = megan.send(&again, &again.form(RESTORE), &[("form[unasked]", "yes")]).await;
    assert!(read(&restored).contains("Restored version 1."), "{}", read(&restored));
    assert_eq!(exported(&server)["version"], 3);
}

#[tokio::test]
async fn a_version_whose_groups_are_there_is_restored_without_a_word() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    had_a_group(&server, &mut megan).await;
    let page = megan.get("/settings/history/1").await;
    assert!(!read(&page).contains("without checking"), "{}", read(&page));
    let restored = megan.send(&page, &page.form(RESTORE), &[]).await;
    assert!(read(&restored).contains("Restored version 1."), "{}", read(&restored));
}

/// The mail server's password goes from the form to the table of secrets, and is shown nowhere on the way.
#[tokio::test]
async fn a_password_is_typed_once_and_shown_nowhere() {
    let server = TestServer::start_logging("debug");
    let mut megan = server.signed_in(MEGAN).await;
    let page = megan.visit("/settings/smtp").await;
    let tested = megan.submit(&page, &page.form(TEST_MAIL), &[]).await;
    assert_eq!(tested.location(), "/settings/smtp?tested=1", "by the emulator's, as nobody has named one");

    let secret = "open sesame 11";
    let mut values = vec![
        ("host", "192.0.2.25"),
        ("port", "many"),
        ("user", "vestibule"),
        ("password", secret),
        ("from_address", "share@contoso.example"),
    ];
    let refused = send(&mut megan, &page, &values, "review").await;
    let form = refused.form(EDIT);
    assert_wrong(&refused, &form, "port", "many", "digits only");
    assert_wrong(&refused, &form, "password", "", "isn’t kept");
    assert_eq!(form.field(&name("user")).value, "vestibule", "nothing else is lost");
    values[1] = ("port", "587");
    let review = send(&mut megan, &refused, &values, "review").await;
    let stored = confirm(&mut megan, &review, "a server of our own").await;
    assert!(read(&stored).contains("Version 1 is in force now"), "{}", read(&stored));
    assert!(read(&stored).contains("One is set."), "{}", read(&stored));
    assert!(field_names(&stored).contains(&"password.remove".to_owned()));
    let again = send(&mut megan, &stored, &[("host", "192.0.2.26")], "review").await;
    assert_wrong(&again, &again.form(EDIT), "password", "", "Type it again");
    for address in ["/settings", "/settings/history", "/settings/history/1"] {
        megan.visit(address).await;
    }

    for answer in &megan.seen {
        assert!(!answer.text.contains(secret), "{}", answer.url);
    }
    let file = exported(&server);
    assert_eq!(file["sections"]["smtp"]["host"], "192.0.2.25");
    assert!(file["sections"]["smtp"].get("password").is_none(), "{file}");
    assert!(!file.to_string().contains(secret) && !server.log().contains(secret));
    for path in server.database() {
        let contents = std::fs::read(&path).unwrap();
        let found = contents.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "{}", path.display());
    }
}

#[tokio::test]
async fn a_mail_server_of_the_configuration_is_shown_and_not_changed() {
    let server = TestServer::start_with(&[
        ("VESTIBULE_SMTP_URL", "smtps://me:hidden-3@mail.example"),
        ("VESTIBULE_MAIL_FROM", "Contoso <share@contoso.example>"),
    ]);
    let mut megan = server.signed_in(MEGAN).await;
    let page = megan.get("/settings/smtp").await;
    let said = read(&page);
    for variable in ["VESTIBULE_SMTP_URL", "VESTIBULE_MAIL_FROM"] {
        assert!(said.contains(&format!("The configuration sets this with {variable}")), "{said}");
    }
    for value in ["mail.example", "465", "me", "share@contoso.example", "Contoso"] {
        assert!(page.text.contains(&format!("value=\"{value}\"")), "{value}");
    }
    assert!(!page.text.contains("hidden-3"));
    assert_eq!(field_names(&page), [""; 0], "nothing of it can be sent");
    // Whoever sends something all the same changes nothing.
    let mut forged = page.form(EDIT).pairs();
    for (field, value) in [("host", "192.0.2.25"), ("password", "mine"), ("from_name", "Fabrikam")] {
        forged.push((name(field), value.to_owned()));
    }
    let sent = megan.post(EDIT, &forged).await;
    let same = megan.follow(sent).await;
    assert!(read(&same).contains("Nothing is different"), "{}", read(&same));
    assert_eq!(exported(&server)["version"], 0);
}

fn assert_wrong(page: &BrowserResponse, form: &Form, field: &str, typed: &str, sentence: &str) {
    let shown = form.field(&name(field));
    assert_eq!(shown.value, typed, "{field}");
    assert!(shown.invalid, "{field} is marked");
    let said = shown.described_by.iter().filter_map(|id| by_id(&page.text, id)).map(|(_, text)| text);
    let said: Vec<_> = said.collect();
    assert!(said.iter().any(|said| said.contains(sentence)), "{field}: {said:?}");
}

#[tokio::test]
async fn a_refused_form_keeps_what_was_typed_with_a_sentence_beside_each_wrong_field() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    let page = megan.get("/settings/limits").await;
    let hostile = "\"><img src=x onerror=alert(1)>";
    for (budget, sentence) in [
        ("", "Fill this in."),
        ("3601", "too small or too large"),
        ("soon", "digits only"),
        (hostile, "digits only"),
    ] {
        let typed = [("visibility_budget_seconds", budget), ("retry_minutes", "0")];
        let refused = send(&mut megan, &page, &typed, "review").await;
        assert_eq!((refused.status, refused.url.path()), (200, "/settings/limits"));
        let form = refused.form(EDIT);
        assert_wrong(&refused, &form, "visibility_budget_seconds", budget, sentence);
        assert_wrong(&refused, &form, "retry_minutes", "0", "too small or too large");
        assert!(!opened(&refused.text).iter().any(|tag| tag.name == "img"));
        assert!(!refused.url.as_str().contains("alert"));
    }
    let page = megan.get("/settings/roles").await;
    let page = send(&mut megan, &page, &[], "add other_kinds.roles").await;
    let refused = send(&mut megan, &page, &[("other_kinds.roles.2", "two words")], "review").await;
    assert_wrong(&refused, &refused.form(EDIT), "other_kinds.roles.2", "two words", "at most 64");
    let refused = send(&mut megan, &page, &[("other_kinds.roles.2", "reader")], "review").await;
    assert!(read(&refused).contains("This is in the list twice."), "{}", read(&refused));
    assert_eq!(exported(&server)["version"], 0);
    // What the page does not have is no reason to fall over.
    for (field, value) in [
        ("action", hostile),
        ("form[version]", "9"),
        ("form[version]", hostile),
        ("form[section]", hostile),
        ("form[sender]", hostile),
    ] {
        let form = page.form(EDIT);
        let answer = megan.post(EDIT, &form.filled(&[(field, value)])).await;
        assert!(answer.status == 303 || answer.status == 400, "{field}: {}", answer.status);
        assert!(!answer.location().contains("alert"), "{field}: {}", answer.location());
    }
    assert_eq!(exported(&server)["version"], 0);
}

#[tokio::test]
async fn back_loses_nothing_and_nothing_is_stored_before_it_is_confirmed() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    let page = megan.get("/settings/limits").await;
    let unchanged = send(&mut megan, &page, &[], "review").await;
    assert!(read(&unchanged).contains("Nothing is different"), "{}", read(&unchanged));
    let roles = megan.get("/settings/roles").await;
    let same = send(&mut megan, &roles, &[], "review").await;
    assert!(read(&same).contains("Nothing is different"), "{}", read(&same));
    let review = send(&mut megan, &page, &[("retry_minutes", "5")], "review").await;
    let said = read(&review);
    assert!(said.contains("360 minutes") && said.contains("5 minutes"), "{said}");
    let form = review.form(CONFIRM);
    let back = megan.send(&review, &form, &[("reason", "Too \"long\""), ("step", "back")]).await;
    assert_eq!(back.form(EDIT).field(&name("retry_minutes")).value, "5");
    let again = send(&mut megan, &back, &[("retry_minutes", "6")], "review").await;
    assert_eq!(again.form(CONFIRM).field("reason").value, "Too \"long\"", "the reason is kept, too");
    assert_eq!(exported(&server)["version"], 0);
    let long = "x".repeat(1501);
    let refused = confirm(&mut megan, &again, &long).await;
    let form = refused.form(CONFIRM);
    assert!(form.field("reason").invalid && form.field("reason").value == long, "{}", read(&refused));
    let stored = confirm(&mut megan, &refused, "Short enough").await;
    assert!(read(&stored).contains("Version 1 is in force now"), "{}", read(&stored));
    // A second click on the same button finds nothing left to do.
    let twice = confirm(&mut megan, &refused, "Short enough").await;
    assert!(read(&twice).contains("Nothing is different"), "{}", read(&twice));
    assert_eq!(exported(&server)["version"], 1);
}

#[tokio::test]
async fn of_two_administrators_the_second_sees_what_the_first_changed_and_keeps_their_own() {
    let server = TestServer::start();
    let (mut first, mut second) = (server.signed_in(MEGAN).await, server.signed_in(MEGAN).await);
    let open = second.get("/settings/limits").await;
    let ready = send(&mut second, &open, &[("retry_minutes", "9")], "review").await;
    change(&mut first, "limits", &[("visibility_budget_seconds", "45")]).await;
    // While it is filled in.
    let typed = as_typed(&mut second, &open, &[("retry_minutes", "8")]).await;
    let change = json!([{ "name": "Keep trying", "before": "360 minutes", "after": "8 minutes" }]);
    assert_eq!((&typed["changes"], &typed["wrong"]), (&change, &json!([])), "the own change only");
    // At the first step.
    let told = send(&mut second, &open, &[("retry_minutes", "8")], "review").await;
    let said = read(&told);
    assert!(said.contains("changed this section") && said.contains("45 seconds"), "{said}");
    let form = told.form(EDIT);
    assert_eq!(form.field(&name("retry_minutes")).value, "8", "the own value");
    assert_eq!(form.field(&name("visibility_budget_seconds")).value, "45", "what was not touched");
    // At the second.
    let told = confirm(&mut second, &ready, "mine").await;
    assert!(read(&told).contains("changed this section"), "{}", read(&told));
    assert_eq!(exported(&server)["version"], 1, "nothing is overwritten in silence");
    let review = send(&mut second, &told, &[], "review").await;
    let said = read(&review);
    assert!(said.contains("9 minutes") && !said.contains("45 seconds"), "{said}");
    confirm(&mut second, &review, "").await;
    let limits = exported(&server)["sections"]["limits"].clone();
    assert_eq!((&limits["visibility_budget_seconds"], &limits["retry_minutes"]), (&json!(45), &json!(9)));
    // A change of another section is in nobody's way.
    let open = second.get("/settings/limits").await;
    let roles = first.get("/settings/roles").await;
    let roles = send(&mut first, &roles, &[], "add other_kinds.roles").await;
    let review = send(&mut first, &roles, &[("other_kinds.roles.2", "owner")], "review").await;
    confirm(&mut first, &review, "").await;
    let review = send(&mut second, &open, &[("retry_minutes", "10")], "review").await;
    let stored = confirm(&mut second, &review, "").await;
    assert!(read(&stored).contains("Version 4 is in force now"), "{}", read(&stored));
}

#[tokio::test]
async fn a_version_is_restored_and_one_that_lacks_a_role_in_use_is_not() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    change(&mut megan, "limits", &[("retry_minutes", "5")]).await;
    let page = megan.get("/settings/roles").await;
    let page = send(&mut megan, &page, &[], "add other_kinds.roles").await;
    let review = send(&mut megan, &page, &[("other_kinds.roles.2", "approver")], "review").await;
    confirm(&mut megan, &review, "").await;
    change(&mut megan, "limits", &[("retry_minutes", "6")]).await;

    let first = megan.get("/settings/history/1").await;
    let said = read(&first);
    assert!(said.contains("360 minutes") && said.contains("What restoring it would change"), "{said}");
    let stale = first.form(RESTORE);
    let restored = megan.send(&first, &stale, &[("form[reason]", "as it was")]).await;
    assert_eq!(restored.url.path(), "/settings/history");
    let said = read(&restored);
    assert!(said.contains("Restored version 1.") && said.contains("as it was"), "{said}");
    let file = exported(&server);
    assert_eq!(file["version"], 4);
    assert_eq!(file["sections"]["limits"]["retry_minutes"], 5);
    assert_eq!(file["sections"]["roles"]["other_kinds"]["roles"], json!(["reader", "contributor"]));
    assert!(read(&megan.get("/settings/history/4").await).contains("This version is in force."));
    // Meanwhile the settings are others than the form was about.
    let third = megan.get("/settings/history/3").await;
    let outdated = megan.send(&third, &stale, &[("form[version]", "3"), ("form[reason]", "mine")]).await;
    assert!(read(&outdated).contains("Somebody else changed the settings"), "{}", read(&outdated));
    assert_eq!(outdated.form(RESTORE).field("form[reason]").value, "mine");

    // Somebody has the role that version 4 lacks.
    let review = megan.send(&third, &third.form(RESTORE), &[]).await;
    assert!(read(&review).contains("Restored version 3."), "{}", read(&review));
    let mut adele = server.signed_in(ADELE).await;
    let sent =
        share(&mut adele, &[("form[address]", "new@northwind.example"), ("form[role]", "approver")]).await;
    assert_eq!(sent.status, 303);
    let page = megan.get("/settings/roles").await;
    let less = send(&mut megan, &page, &[], "remove other_kinds.roles.2").await;
    let refused = send(&mut megan, &less, &[], "review").await;
    let said = read(&refused);
    assert!(said.contains("The role “approver” can’t be removed"), "{said}");
    assert!(said.contains("“Elm Street track renewal”"), "who has it, and on what: {said}");
    let fourth = megan.get("/settings/history/4").await;
    assert!(read(&fourth).contains("can’t be restored"), "{}", read(&fourth));
    let forms = fourth.forms();
    assert!(!forms.iter().any(|form| form.action == RESTORE));
    let answer = megan
        .post(
            RESTORE,
            &[("form[version]".to_owned(), "4".to_owned()), ("form[current]".to_owned(), "5".to_owned())],
        )
        .await;
    assert!(answer.location().starts_with("/settings/history/4?draft="), "{}", answer.location());
    assert_eq!(exported(&server)["version"], 5);
}

#[tokio::test]
async fn a_second_step_that_makes_no_sense_any_more_is_a_form_that_says_why() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    change(&mut megan, "inviting", &[("mail_way", "own")]).await;
    let page = megan.visit("/settings/ways").await;
    let page = send(&mut megan, &page, &[], "add other_kinds").await;
    let review = send(&mut megan, &page, &READERS_SIGN_UP, "review").await;
    let second_step = format!("{}?{}", review.url.path(), review.url.query().unwrap());
    assert!(second_step.ends_with("&step=review"), "{second_step}");
    change(&mut megan, "inviting", &[("mail_way", "link")]).await;
    let again = megan.get(&second_step).await;
    assert!(read(&again).contains("Signing up needs an email"), "{}", read(&again));
    assert_eq!(again.form(EDIT).field(&name("other_kinds.0.way")).value, "sign-up", "nothing is lost");
    assert_eq!(exported(&server)["version"], 2);
}

#[tokio::test]
async fn a_form_is_its_owners_and_is_kept_when_the_session_lapses() {
    let server = TestServer::start();
    let mut megan = server.signed_in(MEGAN).await;
    let page = megan.get("/settings/limits").await;
    let form = page.form(EDIT);
    let review = send(&mut megan, &page, &[("retry_minutes", "5")], "review").await;
    server.seconds_pass(25 * 3600).await;
    let lapsed = megan.post(EDIT, &form.filled(&[(&name("retry_minutes"), "8")])).await;
    assert!(lapsed.location().starts_with("/sign-in?problem=session-lapsed"), "{}", lapsed.location());
    let back = megan.follow(lapsed).await.way_back();
    assert!(back.starts_with("/settings/limits?draft="), "{back}");
    let confirmed = megan.post(CONFIRM, &review.form(CONFIRM).pairs()).await;
    assert!(confirmed.location().starts_with("/sign-in?problem=session-lapsed"), "{}", confirmed.location());
    let second_step = megan.follow(confirmed).await.way_back();
    assert!(second_step.starts_with("/settings/limits?draft=") && second_step.ends_with("&step=review"));
    let mut megan = server.signed_in(MEGAN).await;
    let kept = megan.get(&back).await;
    assert_eq!(kept.form(EDIT).field(&name("retry_minutes")).value, "8");
    // Nobody can have one kept who was never shown a form.
    let unnamed = server.browser().post(EDIT, &form.filled(&[("form[sender]", "made-up")])).await;
    assert!(!unnamed.location().contains("draft"), "{}", unnamed.location());
    assert_eq!(exported(&server)["version"], 0);
}
