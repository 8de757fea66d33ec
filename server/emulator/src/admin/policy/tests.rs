#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::HashMap;

use world::policy::{Policy, PropertyKind};

use super::{PolicyForm, field, read};

/// What a browser sends when nobody touches the form.
fn untouched(policy: &Policy) -> PolicyForm {
    let mut sent = HashMap::new();
    for property in Policy::PROPERTIES {
        let text = field::text(property.kind, &(property.get)(policy));
        if property.kind != PropertyKind::Switch || text == "on" {
            sent.insert(property.name.to_owned(), text.replace('\n', "\r\n"));
        }
    }
    sent
}

#[test]
fn a_form_that_nobody_touched_changes_nothing() {
    let full = serde_json::json!({
        "allowInvitesFrom": "adminsAndGuestInviters",
        "allowedDomains": ["a.example", "b.example"],
        "suspiciousAfter": 11,
        "stepUp": {"acrs": "c1", "paths": ["/v1.0/invitations"]},
        "inviteWithoutPermissionStatus": 403,
        "visibility": {"readMs": 0, "appRoleMs": 60000},
    });
    for policy in [Policy::default(), serde_json::from_value(full).unwrap()] {
        assert_eq!(read(&policy, &untouched(&policy)).unwrap(), policy);
    }
}

#[test]
fn what_is_wrong_is_named_and_nothing_is_taken() {
    let policy = Policy::default();
    for (name, text, error) in [
        ("visibilityLagMs", "soon", "is not a number"),
        ("visibilityLagMs", "99999999999", "is too large a number"),
        ("allowInvitesFrom", "nobody", "is none of the choices"),
        ("primaryIdentityProviderPrecedenceOrder", "nobody", "unknown variant"),
        ("stepUp", "{", "is not JSON"),
        ("stepUp", "{\"acrs\": 1}", "invalid type"),
    ] {
        let mut sent = untouched(&policy);
        sent.insert(name.to_owned(), text.to_owned());
        let errors = read(&policy, &sent).unwrap_err();
        assert!(errors.len() == 1 && errors[0].is_about(name), "{errors:?}");
        assert!(errors[0].text.starts_with(error), "{errors:?}");
    }
    let mut sent = untouched(&policy);
    sent.insert("blockedDomains".to_owned(), "not a domain !".to_owned());
    assert!(read(&policy, &sent).unwrap_err()[0].text.contains("blockedDomains"));
}
