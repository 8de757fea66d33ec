//! What Microsoft has granted, where the application's token does not say it.

use contract::{Granted, PermissionReport, RoleScope, StepKind};
use serde_json::{Value, json};

use super::app::{FALCON, TestApp, answer, fixed};

/// What is searched, with the requests that do, as faults name them.
fn areas() -> [(&'static str, Value); 3] {
    let reads = |path: &str| json!({ "method": "GET", "path": path });
    [
        ("User.Read.All", reads("/v1.0/users")),
        ("GroupMember.Read.All", reads("/v1.0/groups")),
        ("Application.Read.All", reads("/v1.0/servicePrincipals")),
    ]
}

fn granted(report: &PermissionReport, name: &str) -> Granted {
    let found = report.needed.iter().find(|status| status.name == name && !status.is_delegated);
    found.unwrap_or_else(|| panic!("{name}: {report:?}")).granted
}

#[tokio::test]
async fn what_the_token_does_not_tell_one_harmless_read_does() {
    let app = TestApp::new().await;
    app.count_calls();
    let report = app.sharing.permission_report().await.unwrap();
    assert_eq!(app.calls(), 3, "one call for each area");
    for (name, _) in areas() {
        assert_eq!(granted(&report, name), Granted::Yes, "{name}");
    }
    assert_eq!(
        granted(&report, "User.DeleteRestore.All"),
        Granted::Unknown,
        "no read shows a right to write"
    );
    app.check().await;
}

#[tokio::test]
async fn a_read_that_is_refused_or_fails_shows_nothing() {
    let denied = || answer(403, "Authorization_RequestDenied", "Insufficient privileges");
    for (refused, on) in areas() {
        let app = TestApp::new().await;
        app.emulator.fault(on, denied());
        let report = app.sharing.permission_report().await.unwrap();
        for (name, _) in areas() {
            let expected = if name == refused { Granted::Unknown } else { Granted::Yes };
            assert_eq!(granted(&report, name), expected, "{name} while {refused} is not there");
        }
    }
}

#[tokio::test]
async fn at_least_privilege_what_the_roles_do_not_reach_is_not_shown_as_granted() {
    let groups = json!({ "reader": { "groups": [{ "id": FALCON, "name": "Project Falcon" }] } });
    let settings = fixed([("permissions", "way", json!("scoped")), ("grants", "other_kinds", groups)]);
    let app = TestApp::new().await.seeded("scoped-application").await.with_settings(settings);
    let report = app.sharing.permission_report().await.unwrap();
    assert_eq!(granted(&report, "User.Read.All"), Granted::Yes);
    for name in ["GroupMember.Read.All", "Application.Read.All"] {
        assert_eq!(granted(&report, name), Granted::Unknown, "{name}");
    }
    let named: Vec<_> = report.roles.iter().map(|role| (role.step, role.scope)).collect();
    assert_eq!(named, [(StepKind::JoinGroup, RoleScope::Group)]);
    assert!(report.needed.iter().all(|status| status.name != "GroupMember.ReadWrite.All"), "{report:?}");
}
