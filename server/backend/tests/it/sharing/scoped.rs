//! Least privilege: the directory is changed by custom roles that count in a part of it. What they do not reach is a right that is missing, and said at once;
//! only a new guest, whom Microsoft has yet to put into the unit, is waited for. That the wait ends well is in `lag.rs`.

use backend::settings::FixedSettings;
use contract::{HistoryEvent, InvitationId, InvitationState, ProblemCode, ShareForm, StepKind};
use reqwest::Method;
use serde_json::{Value, json};
use testing::names::{GRADY, user_id};
use time::Duration;

use super::app::{
    APP_ROLE, APPLICATION, FALCON, TestApp, adele, answer, answer_after, by_package, fixed, form,
};
use super::directory_steps::{holders, members};
use super::packages::entries;

const ANA: &str = "ana@fabrikam.example";
/// Vestibule's roles count in the unit of all guests, on one group and on its own application.
const BY_ROLES: &str = "scoped-application";
/// Vestibule's role counts in a unit that neither Ana nor Grady ever comes into.
const IN_ANOTHER_UNIT: &str = "scoped-unit";
/// A group and an application that the roles do not count on.
const MARKETING: &str = "62090000-0002-4a57-8c11-5c0e10f0c002";
const DAEMON: &str = "5e211ce0-5e21-4c11-a0f0-0000000000a2";
/// The role of an application that declares none.
const NO_ROLE: &str = "00000000-0000-0000-0000-000000000000";
/// The custom role of the seed that changes who is in groups.
const GROUP_UPDATER: &str = "c0570000-0002-4a57-8c11-5c0e10f0c002";

fn scoped(section: &'static str, field: &'static str, value: Value) -> FixedSettings {
    fixed([("permissions", "way", json!("scoped")), (section, field, value)])
}

fn bringing(reader: Value) -> FixedSettings {
    scoped("grants", "other_kinds", json!({ "reader": reader }))
}

async fn with_seed(seed: &str, settings: FixedSettings) -> TestApp {
    let app = TestApp::new().await.seeded(seed).await.with_settings(settings);
    app.show_new_guests_at_once().await;
    app
}

async fn stands(app: &TestApp, id: &InvitationId) -> (InvitationState, Option<ProblemCode>) {
    let progress = app.progress(id).await;
    (progress.state, progress.problem.map(|problem| problem.code))
}

/// An administrator has the role that changes who is in groups count on this one, too.
async fn count_on_marketing(app: &TestApp) {
    let token = app.emulator.application_token("daemon").await;
    let held = json!({
        "principalId": APPLICATION, "roleDefinitionId": GROUP_UPDATER, "directoryScopeId": format!("/{MARKETING}"),
    });
    app.emulator.graph(Method::POST, "/roleManagement/directory/roleAssignments", &token, Some(held)).await;
}

/// The invitation stops for want of a right, long before anything that Microsoft does by itself could have happened.
async fn stops_at_once(app: &TestApp, form: ShareForm) -> InvitationId {
    let begun = app.emulator.passed();
    let id = app.accepted(&adele(), form).await;
    app.settle().await;
    let missing = (InvitationState::Stopped, Some(ProblemCode::PermissionMissing));
    assert_eq!(stands(app, &id).await, missing);
    let waited = app.emulator.passed() - begun;
    assert!(waited < Duration::minutes(1), "it was waited for {waited}");
    app.check().await;
    id
}

#[tokio::test]
async fn a_group_that_no_role_counts_on_stops_at_once_and_goes_on_once_one_does() {
    let groups = json!({ "groups": [{ "id": MARKETING, "name": "Marketing" }] });
    let app = with_seed(BY_ROLES, bringing(groups)).await;
    let id = stops_at_once(&app, form(ANA)).await;
    count_on_marketing(&app).await;
    let token = app.emulator.application_token("daemon").await;
    app.try_again(&id).await;
    app.settle().await;
    assert_eq!(stands(&app, &id).await, (InvitationState::Sent, None));
    let path = format!("/groups/{MARKETING}/members");
    let members = app.emulator.graph(Method::GET, &path, &token, None).await;
    assert!(members.to_string().contains(&app.emulator.user(ANA)), "{members}");
    app.check().await;
}

/// The role reaches as far as changing who is in the group, and not as far as reading it.
#[tokio::test]
async fn a_lost_answer_of_a_group_that_may_not_be_read_is_undone() {
    let app =
        with_seed(BY_ROLES, bringing(json!({ "groups": [{ "id": FALCON, "name": "Project Falcon" }] })))
            .await;
    let denied = answer(403, "Authorization_RequestDenied", "Insufficient privileges");
    app.emulator.fault(json!({ "method": "GET", "path": "/v1.0/groups/*/members/*" }), denied);
    let lost = json!({ "method": "POST", "path": "/v1.0/groups/*/members/$ref" });
    app.fail(&lost, [json!({ "drop_after": true })]);
    let id = app.accepted(&adele(), ShareForm { person: user_id("grady"), ..form(GRADY) }).await;
    app.run_due().await;
    assert_eq!((app.state(&id).await, app.emulator.faults_left(&lost)), (InvitationState::Waiting, 0));
    assert!(members(&app, FALCON).await.contains(&user_id("grady")));
    assert!(app.sharing.undo(&id).await.unwrap());
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Undone);
    assert!(!members(&app, FALCON).await.contains(&user_id("grady")));
    app.check().await;
}

/// Who is in the groups may not be read, and the second one is out of reach for a moment. Somebody else puts them back into the first one meanwhile.
#[tokio::test]
async fn a_group_that_was_left_is_not_left_once_more() {
    let groups =
        json!([{ "id": FALCON, "name": "Project Falcon" }, { "id": MARKETING, "name": "Marketing" }]);
    let app = with_seed(BY_ROLES, bringing(json!({ "groups": groups }))).await;
    count_on_marketing(&app).await;
    let grady = user_id("grady");
    let id = app.accepted(&adele(), ShareForm { person: grady.clone(), ..form(GRADY) }).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Shared);
    let denied = answer(403, "Authorization_RequestDenied", "Insufficient privileges");
    app.emulator.fault(json!({ "method": "GET", "path": "/v1.0/groups/*/members/*" }), denied);
    let busy = json!({ "method": "DELETE", "path": format!("/v1.0/groups/{MARKETING}/members/*/$ref") });
    app.fail(&busy, [answer_after(429, "7")]);
    assert!(app.sharing.undo(&id).await.unwrap());
    app.run_due().await;
    assert_eq!((app.state(&id).await, app.emulator.faults_left(&busy)), (InvitationState::Undoing, 0));
    let token = app.emulator.application_token("daemon").await;
    let reference =
        json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/directoryObjects/{grady}") });
    let path = format!("/groups/{FALCON}/members/$ref");
    app.emulator.graph(Method::POST, &path, &token, Some(reference)).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Undone);
    assert!(members(&app, FALCON).await.contains(&grady), "that was somebody else");
    assert!(!members(&app, MARKETING).await.contains(&grady));
    for action in ["group-joined", "group-left"] {
        assert_eq!(entries(&app, &id, action).await.len(), 2, "{action}");
    }
    app.check().await;
}

/// Microsoft said once that the role was assigned already: that was the call whose answer was lost, so its assignment has no id here.
#[tokio::test]
async fn a_role_that_may_stand_and_may_not_be_read_is_said_to() {
    let app_role = json!({
        "application": APPLICATION, "application_name": "Vestibule", "role": APP_ROLE, "name": "Administrators",
    });
    let app = with_seed(BY_ROLES, bringing(json!({ "app_role": app_role }))).await;
    let denied = answer(403, "Authorization_RequestDenied", "Insufficient privileges");
    let reads = json!({ "app": "vestibule", "method": "GET", "path": "/v1.0/users/*/appRoleAssignments" });
    app.emulator.fault(reads, denied);
    let lost = json!({ "method": "POST", "path": "/v1.0/servicePrincipals/*/appRoleAssignedTo" });
    app.fail(&lost, [json!({ "drop_after": true })]);
    let grady = user_id("grady");
    let id = app.accepted(&adele(), ShareForm { person: grady.clone(), ..form(GRADY) }).await;
    app.run_due().await;
    assert_eq!((app.state(&id).await, app.emulator.faults_left(&lost)), (InvitationState::Waiting, 0));
    assert!(app.sharing.undo(&id).await.unwrap());
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Undone);
    assert!(holders(&app).await.contains(&grady));
    let view = app.sharing.invitations().open(&adele(), &id).await.unwrap();
    let remains = HistoryEvent::StepRemains(StepKind::GrantAppRole);
    let line = view.row.history.into_iter().find(|line| line.event == remains).unwrap();
    assert_eq!(line.problem.map(|problem| problem.code), Some(ProblemCode::PermissionMissing));
    let undone = entries(&app, &id, "step-undone").await;
    let named = undone.iter().find(|entry| entry["step"] == "grant-app-role").unwrap();
    assert_eq!(named["requests"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn an_application_that_no_role_counts_on_stops_at_once() {
    let app_role = json!({
        "application": DAEMON, "application_name": "Daemon", "role": NO_ROLE, "name": "Daemon",
    });
    let app = with_seed(BY_ROLES, bringing(json!({ "app_role": app_role }))).await;
    stops_at_once(&app, form(ANA)).await;
}

#[tokio::test]
async fn a_package_of_a_catalog_without_a_role_stops_at_once() {
    let settings = scoped("ways", "other_kinds", json!({ "reader": by_package() }));
    let app = with_seed(BY_ROLES, settings).await;
    stops_at_once(&app, form(ANA)).await;
}

#[tokio::test]
async fn a_known_guest_outside_the_unit_stops_at_once() {
    let settings = bringing(json!({ "attributes": { "department": "Partners" } }));
    let app = with_seed(IN_ANOTHER_UNIT, settings).await;
    stops_at_once(&app, ShareForm { person: user_id("grady"), ..form(GRADY) }).await;
}

#[tokio::test]
async fn a_new_guest_whom_no_unit_takes_in_is_waited_for_for_a_day() {
    let settings = bringing(json!({ "attributes": { "department": "Partners" } }));
    let app = with_seed(IN_ANOTHER_UNIT, settings).await;
    let begun = app.emulator.passed();
    let id = app.accepted(&adele(), form(ANA)).await;
    app.run_due().await;
    app.advance(Duration::seconds(2));
    app.run_due().await;
    assert_eq!(stands(&app, &id).await, (InvitationState::Waiting, Some(ProblemCode::OutOfScope)));
    app.settle().await;
    assert_eq!(stands(&app, &id).await, (InvitationState::Stopped, Some(ProblemCode::OutOfScope)));
    let waited = app.emulator.passed() - begun;
    assert!(waited >= Duration::hours(24) && waited < Duration::hours(25), "{waited}");
    app.check().await;
}
