#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde_json::json;

use super::{Fault, Faults, path::fits};

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
    let faults = Faults::default();
    let fault = json!({
        "on": {"method": "post", "path": "/v1.0/invitations"},
        "effect": {"status": 503},
        "times": 1,
        "skip": 1,
    });
    faults.set(vec![serde_json::from_value::<Fault>(fault).unwrap()]);
    assert!(faults.on("GET", "/v1.0/invitations").is_empty());
    assert!(faults.on("POST", "/v1.0/invitations").is_empty());
    assert_eq!(faults.on("POST", "/v1.0/invitations").len(), 1);
    assert!(faults.on("POST", "/v1.0/invitations").is_empty());
}

#[test]
fn a_mistyped_fault_is_refused() {
    for wrong in [
        json!({"on": {"path": "/"}, "effect": {"stauts": 503}}),
        json!({"on": {"path": "/"}, "effect": {"status": 503, "mesage": "x"}}),
        json!({"on": {"paht": "/"}, "effect": {"status": 503}}),
    ] {
        assert!(serde_json::from_value::<Fault>(wrong).is_err());
    }
}
