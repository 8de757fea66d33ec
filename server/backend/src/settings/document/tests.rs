#![allow(clippy::unwrap_used)]

use contract::{KindName, RoleName};
use serde_json::json;

use super::super::fixed::FixedSettings;
use super::super::sections::{
    KindRoles, LandingAddress, Limits, Roles, SAMPLES, Settings, SmtpSecurity, WayIn,
};
use super::*;
use crate::rules::rate_limit::RateLimit;

fn read(text: &str) -> Settings {
    Settings::read(&Document::parse(text).unwrap(), &FixedSettings::default()).unwrap()
}

fn names(texts: &[&str]) -> Vec<RoleName> {
    texts.iter().map(|text| RoleName::parse(text).unwrap()).collect()
}

fn kind(text: &str) -> KindName {
    KindName::parse(text).unwrap()
}

#[test]
fn settings_of_the_first_release_stay_readable() {
    let settings = read(include_str!("../samples/first_release.json"));
    let kinds = [("dashboard", &["reader"][..]), ("document", &["reader", "editor", "owner"][..])];
    let kinds = kinds.map(|(name, roles)| (kind(name), KindRoles::of(names(roles))));
    let other_kinds = KindRoles::of(names(&["reader", "contributor"]));
    assert_eq!(settings.roles, Roles { kinds: kinds.into_iter().collect(), other_kinds });
    let limits = Limits { visibility_budget_seconds: 60, retry_minutes: 5, ..Limits::default() };
    assert_eq!(settings.limits, limits);
}

#[test]
fn what_an_old_document_does_not_name_has_its_default() {
    assert_eq!(read("{}"), Settings::default());
    let settings = read(r#"{"retry_minutes": 5}"#);
    let limits = Limits { retry_minutes: 5, ..Limits::default() };
    assert_eq!(settings, Settings { limits, ..Settings::default() });
    let settings = read(r#"{"roles": ["guest"]}"#);
    assert_eq!(settings.roles.of_kind(&kind("document")), names(&["guest"]));
    assert_eq!(settings.roles.of_kind(&kind("dashboard")), names(&["reader"]));
}

#[test]
fn the_sections_stay_readable_and_are_written_as_they_were() {
    let sample = |(name, text): &(&str, &str)| {
        (
            (*name).to_owned(),
            serde_json::from_str::<Value>(text).unwrap_or_else(|error| panic!("{name}: {error}")),
        )
    };
    let stored = json!({ "format": 2, "sections": SAMPLES.iter().map(sample).collect::<Map<_, _>>() });
    let settings = read(&stored.to_string());
    let mut written = Document::default();
    settings.put_all(&mut written).unwrap();
    let written: Value = serde_json::from_str(&written.text().unwrap()).unwrap();
    assert_eq!(written, stored, "a field that a sample lacks, or another shape than it has");
    let guests = RateLimit { interval: 15_000, burst: 20 };
    let (guests_of_day, look_ups) = (RateLimit { interval: 432_000, burst: 200 }, RateLimit::OFF);
    let limits = Limits {
        visibility_budget_seconds: 60,
        retry_minutes: 5,
        guests,
        guests_of_day,
        look_ups,
        ..Limits::default()
    };
    assert_eq!(settings.limits, limits);
    let document_roles = settings.roles.hierarchy_of_kind(&kind("document"));
    assert_eq!(document_roles.offered(), names(&["reader", "owner"]));
    assert!(document_roles.reaches("editor", "reader") && document_roles.reaches("owner", "editor"));
    assert!(!document_roles.offers("editor") && !document_roles.reaches("editor", "owner"));
    assert!(settings.attributes.overwrite && settings.permissions.is_scoped());
    assert!(settings.permissions.exact_only);
    let rules: Vec<_> = settings.attributes.rules.iter().map(|rule| rule.attribute.to_string()).collect();
    assert_eq!(rules, ["companyName", "department", "employeeType", "city", "state"]);
    let grants = settings.grants.of(&kind("document"), &names(&["reader"])[0]).unwrap();
    let groups: Vec<_> = grants.all_groups().into_iter().map(|group| group.name.as_str()).collect();
    assert_eq!(groups, ["Project Falcon", "Planner readers"]);
    let addresses: Vec<_> = settings.landing.addresses.iter().map(LandingAddress::is_narrow).collect();
    assert_eq!(addresses, [false, true]);
    assert_eq!(settings.look.product_name.as_deref(), Some("Harbour"));
    let way = |of: &str| settings.ways.of(&kind(of), &names(&["reader"])[0]).unwrap().way;
    assert_eq!((way("document"), way("drawing")), (WayIn::SignUp, WayIn::PackageByMail));
    assert_eq!(settings.smtp.host.as_deref(), Some("mail.contoso.example"));
    assert!(settings.smtp.password.generation() == Some(7) && settings.smtp.security == SmtpSecurity::Tls);
    assert_eq!(settings.inviting.cc.as_deref(), Some("office@contoso.example"));
    assert_eq!(settings.mail.en.subject.as_deref(), Some("{item}"));
}

#[test]
fn sections_and_fields_of_a_newer_release_are_kept() {
    let stored = json!({ "format": 2, "sections": {
        "bulk": { "rows": 10_000 },
        "limits": { "retry_minutes": 5, "downloads": 60 },
        "roles": { "kinds": {
            "document": { "roles": ["reader"], "groups": ["g1"] },
            "drawing": { "roles": ["reader"], "groups": ["g2"] },
        } },
    } });
    let mut document = Document::parse(&stored.to_string()).unwrap();
    let mut roles: Roles = document.section().unwrap();
    roles.kinds.remove(&kind("drawing"));
    document.put(&roles).unwrap();
    let mut limits: Limits = document.section().unwrap();
    limits.visibility_budget_seconds = 7;
    document.put(&limits).unwrap();
    let text: Value = serde_json::from_str(&document.text().unwrap()).unwrap();
    let sections = json!({
        "bulk": { "rows": 10_000 },
        "limits": {
            "retry_minutes": 5, "visibility_budget_seconds": 7, "downloads": 60,
            "shares": "120 + 1/s", "guests": "10 + 2/min", "guests_of_day": "100/day",
            "tenant_guests": "30 + 10/min", "tenant_guests_of_day": "1000/day", "look_ups": "60 + 2/s",
        },
        "roles": {
            "kinds": { "document": { "roles": ["reader"], "groups": ["g1"] } },
            "other_kinds": { "roles": ["reader", "contributor"] },
        },
    });
    assert_eq!(text, json!({ "format": 2, "sections": sections }));
}

#[test]
fn what_is_no_settings_document_is_refused() {
    for text in
        ["", "[]", "7", r#"{"retry_minuts": 5}"#, r#"{"format": 3, "sections": {}}"#, r#"{"format": 2}"#]
    {
        assert!(Document::parse(text).is_err(), "{text}");
    }
    for limits in [r#"{"retry_minutes": "x"}"#, r#"{"guests": "0 + 2/min"}"#] {
        let wrong = format!(r#"{{"format": 2, "sections": {{"limits": {limits}}}}}"#);
        let wrong = Document::parse(&wrong).unwrap();
        assert!(Settings::read(&wrong, &FixedSettings::default()).is_err(), "{limits}");
    }
}
