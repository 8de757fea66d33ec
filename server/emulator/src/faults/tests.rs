#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use serde_json::{Value, json};
use time::{Duration, OffsetDateTime, macros::datetime};
use uuid::Uuid;
use world::{
    World,
    effect::{Actor, EventMeta},
};

use super::{
    effect::FaultEffect, family::Family, fault::Fault, preset, request_facts::RequestFacts, set::Faults,
};
use crate::{path_pattern::fits, seed};

const NOON: OffsetDateTime = datetime!(2026-03-01 12:00 UTC);

fn world() -> World {
    let mut world = World::empty(seed::shipped(&[]), Arc::new(Uuid::new_v4));
    let meta =
        EventMeta { now: NOON, request_id: Uuid::nil(), client_request_id: None, actor: Actor::default() };
    world.reseed(&meta, seed::contoso::NAME);
    world
}

fn fault(fault: Value) -> Fault {
    serde_json::from_value(fault).unwrap()
}

fn request_facts(method: &str, path: &str) -> RequestFacts {
    RequestFacts::new(NOON, method, path)
}

/// How many of so many requests a fault strikes, and which.
fn struck(mut fault: Fault, requests: u32) -> Vec<u32> {
    (1..=requests).filter(|_| fault.fires(NOON)).collect()
}

#[test]
fn stars_stop_at_segments_unless_doubled() {
    assert!(fits("/v1.0/users/*", "/v1.0/users/1"));
    assert!(!fits("/v1.0/users/*", "/v1.0/users/1/sponsors"));
    assert!(fits("/v1.0/**", "/v1.0/users/1/sponsors"));
    assert!(fits("/*/oauth2/v2.0/token", "/common/oauth2/v2.0/token"));
    assert!(!fits("/v1.0/me", "/v1.0/men"));
}

#[test]
fn skip_and_times_count_matching_requests_only() {
    let (faults, world) = (Faults::default(), world());
    faults.set(vec![fault(json!({
        "on": {"method": "post", "path": "/v1.0/invitations"},
        "effect": {"status": 503},
        "times": 1,
        "skip": 1,
    }))]);
    let on = |method| faults.on(&world, &request_facts(method, "/v1.0/invitations")).list.len();
    assert_eq!([on("GET"), on("POST"), on("POST"), on("POST")], [0, 0, 1, 0]);
    assert_eq!((faults.list()[0].met, faults.list()[0].fired), (1, 1));
}

#[test]
fn every_so_many_and_by_luck_that_can_be_repeated() {
    let base = json!({"on": {}, "effect": {"status": 503}});
    let with = |name: &str, value: Value| {
        let mut json = base.clone();
        json[name] = value;
        json
    };
    assert_eq!(struck(fault(with("every", json!(3))), 10), [3, 6, 9]);
    let mut likely = with("probability", json!(0.3));
    let first = struck(fault(likely.clone()), 1000);
    assert_eq!(first, struck(fault(likely.clone()), 1000), "the same seed is the same luck");
    assert!((240..360).contains(&first.len()), "{}", first.len());
    likely["seed"] = json!(7);
    assert_ne!(first, struck(fault(likely), 1000));
    assert_eq!(struck(fault(with("probability", json!(0.0))), 100).len(), 0);
    assert_eq!(struck(fault(with("probability", json!(1.0))), 100).len(), 100);
}

#[test]
fn it_begins_and_ends_on_the_emulator_s_clock() {
    let json = json!({"on": {}, "effect": {"status": 503}, "from": "2026-03-01T12:00:00Z", "until": "2026-03-01T12:01:00Z"});
    let mut fault = fault(json);
    let mut at = |seconds| fault.fires(NOON + Duration::seconds(seconds));
    assert_eq!([at(-1), at(0), at(59), at(60)], [false, true, true, false]);
}

#[test]
fn a_family_is_a_part_of_the_api() {
    for (family, path, has) in [
        (Family::Graph, "/v1.0/users", true),
        (Family::Graph, "/oidc/userinfo", true),
        (Family::Graph, "/common/oauth2/v2.0/token", false),
        (Family::Users, "/v1.0/users/1", true),
        (Family::Users, "/v1.0/usersettings", false),
        (Family::Users, "/v1.0/me", true),
        (Family::Invitations, "/v1.0/invitations", true),
        (Family::AppRoles, "/v1.0/servicePrincipals(appId='1')/appRoleAssignedTo", true),
        (Family::AppRoles, "/v1.0/users/1/appRoleAssignments", true),
        (Family::AppRoles, "/v1.0/groups/1/appRoleAssignments/2", true),
        (Family::Entra, "/common/oauth2/v2.0/authorize", true),
        (Family::Entra, "/common/v2.0/.well-known/openid-configuration", true),
        (Family::Token, "/common/oauth2/v2.0/authorize", false),
        (Family::Metadata, "/common/discovery/v2.0/keys", true),
        (Family::Redemption, "/redeem", true),
    ] {
        assert_eq!(family.has(path), has, "{family:?} {path}");
    }
}

#[test]
fn a_target_is_found_by_all_of_its_names_and_no_other() {
    let world = world();
    let grady = world.tenant(seed::contoso::CONTOSO).unwrap().user_with_address("grady@fabrikam.example");
    assert!(grady.is_none(), "an alias at home is not known here");
    let on = |target: &str| fault(json!({"on": {"target": target}, "effect": {"status": 503}})).on;
    let meets = |target: &str, query: &str, body: &str| {
        let mut request_facts = request_facts("GET", "/v1.0/users");
        request_facts.read(Some(query), body.as_bytes());
        request_facts.fits(&world, &on(target))
    };
    let joni = "joni.sherman@northwind.example";
    assert!(meets(joni, "%24filter=mail%20eq%20%27Joni.Sherman%40northwind.example%27", ""));
    assert!(meets(joni, "", r#"{"invitedUserEmailAddress": "joni.sherman@northwind.example"}"#));
    assert!(meets(joni, "", "https://x/v1.0/directoryObjects/10410000-0008-4a57-8c11-5c0e10f0c008"));
    assert!(meets("10410000-0008-4a57-8c11-5c0e10f0c008", joni, ""));
    assert!(!meets(joni, "", "not.joni.sherman@northwind.example"));
    assert!(!meets(joni, "", "joni.sherman@northwind.example.org"));
    assert!(!meets("", "", "anything"));
}

#[test]
fn an_application_is_known_by_name_or_id() {
    let world = world();
    let daemon = world.client_named("daemon").unwrap().client_id.to_string();
    let mut from_daemon = request_facts("POST", "/v1.0/users");
    from_daemon.app = Some(daemon.clone());
    for (app, fits) in [("daemon", true), (daemon.as_str(), true), ("vestibule", false), ("nobody", false)] {
        let on = fault(json!({"on": {"app": app}, "effect": {"status": 503}})).on;
        assert_eq!(from_daemon.fits(&world, &on), fits, "{app}");
    }
}

#[test]
fn a_mistyped_fault_is_refused() {
    for wrong in [
        json!({"on": {"path": "/"}, "effect": {"stauts": 503}}),
        json!({"on": {"path": "/"}, "effect": {"status": 503, "mesage": "x"}}),
        json!({"on": {"paht": "/"}, "effect": {"status": 503}}),
        json!({"on": {"family": "nonsense"}, "effect": {"status": 503}}),
        json!({"on": {}, "effect": {"throttle": {"second": 1}}}),
        json!({"on": {}, "effect": {"status": 503}, "evry": 2}),
    ] {
        assert!(serde_json::from_value::<Fault>(wrong.clone()).is_err(), "{wrong}");
    }
}

#[test]
fn every_effect_is_read_as_it_is_written() {
    for effect in [
        json!({"status": 503, "code": "", "perform": true}),
        json!({"aadsts": 50196}),
        json!({"throttle": {"seconds": 2.128}}),
        json!({"throttle": {}}),
        json!({"token": "expired"}),
        json!({"delay_ms": 5}),
        json!({"drop": true}),
        json!({"drop_after": true}),
        json!({"hang": true}),
        json!({"record": true}),
        json!({"truncate": 10}),
        json!({"garble": "half"}),
        json!({"reshape": "messageObject"}),
        json!({"phantom": true}),
        json!({"late": {"groupReferenceMs": 1000}}),
    ] {
        let read: FaultEffect = serde_json::from_value(effect.clone()).unwrap();
        let again: FaultEffect = serde_json::from_value(serde_json::to_value(&read).unwrap()).unwrap();
        assert_eq!(read, again, "{effect}");
    }
}

#[test]
fn every_preset_is_a_fault_of_its_own() {
    let mut names = std::collections::BTreeSet::new();
    for preset in preset::ALL {
        let fault = preset::named(preset.name).unwrap_or_else(|| panic!("{} is no fault", preset.name));
        assert_eq!(fault.name.as_deref(), Some(preset.text));
        assert!(names.insert(preset.name), "{} is there twice", preset.name);
    }
    assert!(preset::named("nonsense").is_none());
}
