#![allow(clippy::unwrap_used, clippy::expect_used)]

use http::Method;
use time::{Duration, OffsetDateTime, macros::datetime};
use world::ids::{AppId, TenantId};

use super::{
    cost::CostedRequest,
    limits::{Limit, Limits},
    window::Window,
};

const NOON: OffsetDateTime = datetime!(2026-03-01 12:00 UTC);

fn units(method: &Method, path: &str, query: &str) -> u32 {
    let (app, tenant) = (AppId::of(1), TenantId::of(2));
    CostedRequest { method, path, query, app, tenant, users: 6 }.resource_units()
}

#[test]
fn each_call_costs_what_the_documentation_says() {
    for (method, path, query, cost) in [
        (Method::GET, "/users", "", 2),
        (Method::GET, "/users", "$select=id", 1),
        (Method::GET, "/users", "$top=5", 1),
        (Method::GET, "/users", "$top=20", 2),
        (Method::GET, "/users", "$select=id&$top=5", 1),
        (Method::GET, "/users", "$expand=manager", 3),
        (Method::GET, "/users", "%24expand=manager&%24select=id", 2),
        (Method::GET, "/users/1", "", 1),
        (Method::GET, "/applications", "", 2),
        (Method::GET, "/groups/1/members", "", 3),
        (Method::GET, "/groups/1/transitiveMembers", "", 5),
        (Method::POST, "/users/1/checkMemberGroups", "", 4),
        (Method::POST, "/users/1/getMemberGroups", "", 2),
        (Method::PATCH, "/users/1", "", 1),
        (Method::GET, "/me", "$select=id", 1),
    ] {
        assert_eq!(units(&method, path, query), cost, "{method} {path}?{query}");
    }
}

#[test]
fn a_tenant_has_the_budget_of_its_size() {
    let limits = Limits::default();
    for (users, most) in [(0, 3_500), (49, 3_500), (50, 5_000), (500, 5_000), (501, 8_000)] {
        assert_eq!(limits.identity(users).most, most, "{users} users");
    }
}

#[test]
fn invitations_are_no_part_of_the_identity_budget_and_writes_count_twice() {
    let kinds = |method: &Method, path: &str| {
        let (app, tenant) = (AppId::of(1), TenantId::of(2));
        let costed_request = CostedRequest { method, path, query: "", app, tenant, users: 6 };
        let charges = costed_request.charges(&Limits::default());
        charges.iter().map(|charge| format!("{:?}", charge.budget.kind)).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&Method::POST, "/invitations"), ["Global", "Invitations"]);
    assert_eq!(kinds(&Method::GET, "/users"), ["Global", "Identity", "Application"]);
    assert_eq!(
        kinds(&Method::PATCH, "/users/1"),
        ["Global", "Identity", "Application", "IdentityWrites", "ApplicationWrites", "TenantWrites"]
    );
}

#[test]
fn a_window_slides_and_tells_exactly_how_long() {
    let limit = Limit { most: 3, seconds: 5 };
    let mut window = Window::default();
    let at = |milliseconds| NOON + Duration::milliseconds(milliseconds);
    for moment in [0, 1000, 2000] {
        assert_eq!(window.spend(at(moment), limit, 1), None);
    }
    let wait = window.spend(at(2500), limit, 1).expect("it is full");
    // The refused one counts: two have to leave.
    assert_eq!(wait, Duration::milliseconds(3500));
    assert!((window.used(limit) - 4.0 / 3.0).abs() < 1e-9);
    assert!(window.spend(at(5999), limit, 1).is_some());
    assert_eq!(window.spend(at(11_000), limit, 3), None, "all is forgotten");
}

#[test]
fn who_waits_as_told_is_let_in_and_who_hammers_is_not_kept_out_for_ever() {
    let limit = Limit { most: 1, seconds: 1 };
    let mut window = Window::default();
    assert_eq!(window.spend(NOON, limit, 1), None);
    let wait = window.spend(NOON + Duration::milliseconds(500), limit, 1).expect("it is full");
    assert_eq!(window.spend(NOON + Duration::milliseconds(500) + wait, limit, 1), None);
    let mut hammered = Window::default();
    let limit = Limit { most: 10, seconds: 1 };
    for moment in 0..1000 {
        hammered.spend(NOON + Duration::milliseconds(moment), limit, 1);
    }
    assert!(hammered.used(limit) <= 1.8, "{}", hammered.used(limit));
}

#[test]
fn a_clock_set_back_frees_the_budget() {
    let limit = Limit { most: 1, seconds: 60 };
    let mut window = Window::default();
    assert_eq!(window.spend(NOON, limit, 1), None);
    assert_eq!(window.spend(NOON - Duration::hours(1), limit, 1), None);
}
