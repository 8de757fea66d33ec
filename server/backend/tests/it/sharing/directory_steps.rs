//! Attributes, groups and roles of applications: what guests and members get, what is refused, what is waited for, and what undoing takes back.
//! Failures, repeats and deaths are in `kills.rs`, for every step of the list.

use backend::settings::FixedSettings;
use contract::{InvitationState, ProblemCode, ShareForm, StepKind};
use reqwest::Method;
use serde_json::{Value, json};
use storage::audit;
use testing::names::{GRADY, JONI, user_id};
use time::Duration;

use super::app::{
    APP_ROLE, APPLICATION, FALCON, TENANT, TestApp, adele, answer, every_step, fixed, form, person,
    planned_steps,
};

const ANA: &str = "ana@fabrikam.example";

/// What the directory has of somebody.
pub async fn user(app: &TestApp, id: &str) -> Value {
    let token = app.emulator.application_token("daemon").await;
    let select = "companyName,department,officeLocation,city,businessPhones,usageLocation,onPremisesExtensionAttributes";
    app.emulator.graph(Method::GET, &format!("/users/{id}?$select={select}"), &token, None).await
}

pub async fn change(app: &TestApp, id: &str, body: Value) {
    let token = app.emulator.application_token("daemon").await;
    app.emulator.graph(Method::PATCH, &format!("/users/{id}"), &token, Some(body)).await;
}

/// Who is in a group.
pub async fn members(app: &TestApp, group: &str) -> Vec<String> {
    let token = app.emulator.application_token("daemon").await;
    let found = app.emulator.graph(Method::GET, &format!("/groups/{group}/members"), &token, None).await;
    let ids = found["value"].as_array().unwrap().iter();
    ids.map(|member| member["id"].as_str().unwrap().to_owned()).collect()
}

/// Who has the role.
pub async fn holders(app: &TestApp) -> Vec<String> {
    let token = app.emulator.application_token("daemon").await;
    let path = format!("/servicePrincipals/{APPLICATION}/appRoleAssignedTo");
    let found = app.emulator.graph(Method::GET, &path, &token, None).await;
    let of_role = found["value"].as_array().unwrap().iter().filter(|one| one["appRoleId"] == APP_ROLE);
    of_role.map(|one| one["principalId"].as_str().unwrap().to_owned()).collect()
}

pub fn chosen(name: &str, address: &str) -> ShareForm {
    ShareForm { person: user_id(name), ..form(address) }
}

fn grants(reader: Value) -> FixedSettings {
    fixed([("grants", "other_kinds", json!({ "reader": reader }))])
}

fn group(id: &str, name: &str) -> Value {
    json!({ "id": id, "name": name })
}

async fn problem(app: &TestApp, id: &contract::InvitationId) -> (ProblemCode, Option<String>) {
    let problem = app.progress(id).await.problem.unwrap();
    (problem.code, problem.reason)
}

async fn a_new_guest_gets_everything(app: TestApp) {
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Sent);
    let guest = app.emulator.user(ANA);
    let stands = user(&app, &guest).await;
    assert_eq!(stands["companyName"], "fabrikam.example");
    assert_eq!((&stands["department"], &stands["officeLocation"]), (&json!("Partners"), &json!("2/1107")));
    assert!(members(&app, FALCON).await.contains(&guest));
    assert!(holders(&app).await.contains(&guest));
    let kinds: Vec<_> = app.progress(&id).await.steps.iter().map(|step| step.kind).collect();
    assert_eq!(kinds, planned_steps().map(|step| step.kind).collect::<Vec<_>>());
    app.check().await;
}

#[tokio::test]
async fn a_new_guest_gets_attributes_groups_and_role() {
    a_new_guest_gets_everything(TestApp::with_every_step().await).await;
}

#[tokio::test]
async fn a_new_guest_gets_attributes_groups_and_role_on_postgres() {
    let Some(app) = TestApp::with_every_step_on_postgres().await else { return };
    a_new_guest_gets_everything(app).await;
}

#[tokio::test]
async fn a_guest_who_was_known_gets_only_what_is_empty() {
    let app = TestApp::with_every_step().await;
    let grady = user_id("grady");
    app.accepted(&adele(), chosen("grady", GRADY)).await;
    app.settle().await;
    let stands = user(&app, &grady).await;
    assert_eq!(stands["companyName"], "Fabrikam", "not overwritten");
    assert_eq!(stands["department"], "Partners");
    assert!(members(&app, FALCON).await.contains(&grady) && holders(&app).await.contains(&grady));
    app.check().await;
}

#[tokio::test]
async fn what_stands_is_overwritten_where_an_administrator_ticked_that() {
    let rules = json!([{ "attribute": "companyName", "from": "partner-domain" }]);
    let settings = fixed([("attributes", "rules", rules), ("attributes", "overwrite", json!(true))]);
    let app = TestApp::new().await.with_settings(settings);
    let id = app.accepted(&adele(), chosen("grady", GRADY)).await;
    app.settle().await;
    assert_eq!(user(&app, &user_id("grady")).await["companyName"], "fabrikam.example");
    assert!(app.sharing.undo(&id).await.unwrap());
    app.settle().await;
    assert_eq!(user(&app, &user_id("grady")).await["companyName"], "Fabrikam", "what stood there before");
    app.check().await;
}

#[tokio::test]
async fn a_guest_of_ours_who_has_not_come_gets_everything() {
    let app = TestApp::with_every_step().await;
    let first = ShareForm { item: "punctuality".to_owned(), ..form(ANA) };
    app.accepted(&adele(), first).await;
    app.settle().await;
    app.advance(Duration::seconds(11));
    let ana = app.emulator.user(ANA);
    change(&app, &ana, json!({ "department": "Somewhere" })).await;
    let diego = person("diego", false);
    app.accepted(&diego, ShareForm { person: ana.clone(), key: "second".to_owned(), ..form(ANA) }).await;
    app.settle().await;
    assert_eq!(user(&app, &ana).await["department"], "Partners");
    app.check().await;
}

#[tokio::test]
async fn a_member_gets_groups_and_role_and_no_attribute_ever() {
    let settings = every_step();
    let app = TestApp::new().await.with_settings(settings);
    let alex = user_id("alex");
    let before = user(&app, &alex).await;
    app.accepted(&adele(), chosen("alex", "alex.wilber@contoso.example")).await;
    app.settle().await;
    assert_eq!(user(&app, &alex).await, before);
    assert!(members(&app, FALCON).await.contains(&alex) && holders(&app).await.contains(&alex));
    app.check().await;
}

#[tokio::test]
async fn what_is_not_a_group_for_this_is_refused_for_its_reason() {
    for (id, code) in [
        ("62090000-0003-4a57-8c11-5c0e10f0c003", ProblemCode::GroupDynamic),
        ("62090000-0004-4a57-8c11-5c0e10f0c004", ProblemCode::GroupRoleAssignable),
        ("62090000-0005-4a57-8c11-5c0e10f0c005", ProblemCode::GroupMailEnabled),
        ("62090000-0006-4a57-8c11-5c0e10f0c006", ProblemCode::GroupMailEnabled),
        ("62090000-0007-4a57-8c11-5c0e10f0c007", ProblemCode::GroupOnPremises),
        ("62090000-0099-4a57-8c11-5c0e10f0c099", ProblemCode::GroupGone),
    ] {
        let groups = json!({ "groups": [group(FALCON, "Project Falcon"), group(id, "The group")] });
        let app = TestApp::new().await.with_settings(grants(groups));
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Failed, "{code:?}");
        assert_eq!(problem(&app, &id).await, (code, Some("The group".to_owned())));
        let guest = app.emulator.user(ANA);
        assert!(!members(&app, FALCON).await.contains(&guest), "all are looked at before one is joined");
        app.check().await;
    }
}

#[tokio::test]
async fn a_unified_group_is_joined_and_who_is_in_it_stays_in_it() {
    let marketing = "62090000-0002-4a57-8c11-5c0e10f0c002";
    let app =
        TestApp::new().await.with_settings(grants(json!({ "groups": [group(marketing, "Marketing")] })));
    let token = app.emulator.application_token("daemon").await;
    let reference = format!("https://graph.microsoft.com/v1.0/directoryObjects/{}", user_id("joni"));
    let body = json!({ "@odata.id": reference });
    app.emulator.graph(Method::POST, &format!("/groups/{marketing}/members/$ref"), &token, Some(body)).await;
    let joni = app.accepted(&adele(), chosen("joni", JONI)).await;
    let grady = app.accepted(&adele(), chosen("grady", GRADY)).await;
    app.settle().await;
    for id in [&joni, &grady] {
        assert!(app.sharing.undo(id).await.unwrap());
    }
    app.settle().await;
    assert_eq!(members(&app, marketing).await, [user_id("joni")], "she was in it before");
    app.check().await;
}

#[tokio::test]
async fn a_group_with_a_rule_is_waited_for() {
    let guests = "62090000-0003-4a57-8c11-5c0e10f0c003";
    let by_rule = json!({ "groups": [{ "id": guests, "name": "All guests", "by_rule": true }] });
    let app = TestApp::new().await.with_settings(grants(by_rule));
    app.policy(json!({ "dynamicMembershipLagMs": 2 * 3_600_000 })).await;
    let id = app.accepted(&adele(), form(ANA)).await;
    app.run_due().await;
    app.advance(Duration::seconds(2));
    app.run_due().await;
    assert_eq!(app.state(&id).await, InvitationState::Waiting);
    assert_eq!(problem(&app, &id).await, (ProblemCode::GroupPending, Some("All guests".to_owned())));
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Sent);
    assert!(members(&app, guests).await.contains(&app.emulator.user(ANA)));
    app.check().await;
}

#[tokio::test]
async fn after_a_day_a_person_decides_about_a_group_with_a_rule() {
    let guests = "62090000-0003-4a57-8c11-5c0e10f0c003";
    let by_rule = json!({ "groups": [{ "id": guests, "name": "All guests", "by_rule": true }] });
    let app = TestApp::new().await.with_settings(grants(by_rule));
    app.policy(json!({ "dynamicMembershipLagMs": 30 * 3_600_000 })).await;
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Stopped);
    assert_eq!(problem(&app, &id).await.0, ProblemCode::GroupPending);
    app.sharing.invitations().retry(&adele(), &id, 0).await.unwrap();
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Sent, "by now Microsoft has added them");
    app.check().await;
}

#[tokio::test]
async fn a_group_that_lost_its_rule_is_named() {
    let by_rule = json!({ "groups": [{ "id": FALCON, "name": "Project Falcon", "by_rule": true }] });
    let app = TestApp::new().await.with_settings(grants(by_rule));
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    assert_eq!(problem(&app, &id).await.0, ProblemCode::GroupByHand);
}

#[tokio::test]
async fn a_value_that_microsoft_refuses_is_named() {
    let app = TestApp::new().await.with_settings(grants(json!({ "attributes": { "usageLocation": "XX" } })));
    let refusal = json!({
        "status": 400, "code": "Request_BadRequest",
        "message": "Invalid value specified for property 'usageLocation' of resource 'User'.",
    });
    app.fail(&json!({ "method": "PATCH", "path": "/v1.0/users/*" }), [refusal]);
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Failed);
    assert_eq!(problem(&app, &id).await, (ProblemCode::AttributeRefused, Some("usageLocation".to_owned())));
    app.check().await;
}

#[tokio::test]
async fn a_permission_that_is_missing_waits_for_an_administrator() {
    for (method, path) in [
        ("PATCH", "/v1.0/users/*"),
        ("POST", "/v1.0/groups/*/members/$ref"),
        ("POST", "/v1.0/servicePrincipals/*/appRoleAssignedTo"),
    ] {
        let app = TestApp::with_every_step().await;
        let denied =
            answer(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
        app.fail(&json!({ "method": method, "path": path }), [denied]);
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Stopped, "{path}");
        assert_eq!(problem(&app, &id).await.0, ProblemCode::PermissionMissing, "{path}");
        app.sharing.invitations().retry(&adele(), &id, 0).await.unwrap();
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Sent, "{path}");
        app.check().await;
    }
}

#[tokio::test]
async fn with_a_scope_a_refusal_means_not_yet() {
    let scoped = fixed([
        ("permissions", "way", json!("scoped")),
        ("attributes", "rules", json!([{ "attribute": "companyName", "from": "partner-domain" }])),
    ]);
    let app = TestApp::new().await.with_settings(scoped);
    let denied =
        || answer(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
    app.fail(&json!({ "method": "PATCH", "path": "/v1.0/users/*" }), [denied(), denied(), denied()]);
    let id = app.accepted(&adele(), form(ANA)).await;
    app.run_due().await;
    app.advance(Duration::seconds(2));
    app.run_due().await;
    assert_eq!(app.state(&id).await, InvitationState::Waiting);
    assert_eq!(problem(&app, &id).await.0, ProblemCode::OutOfScope);
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Sent);
    assert_eq!(user(&app, &app.emulator.user(ANA)).await["companyName"], "fabrikam.example");
    app.check().await;
}

#[tokio::test]
async fn undoing_takes_back_what_it_wrote_and_nothing_else() {
    let app = TestApp::with_every_step().await;
    let grady = user_id("grady");
    let before = user(&app, &grady).await;
    let id = app.accepted(&adele(), chosen("grady", GRADY)).await;
    app.settle().await;
    assert_ne!(user(&app, &grady).await, before);
    assert!(app.sharing.undo(&id).await.unwrap());
    app.settle().await;
    assert_eq!(user(&app, &grady).await, before);
    assert!(!members(&app, FALCON).await.contains(&grady) && !holders(&app).await.contains(&grady));
    app.check().await;
}

#[tokio::test]
async fn undoing_leaves_what_somebody_else_wrote_since() {
    let app = TestApp::with_every_step().await;
    let grady = user_id("grady");
    let id = app.accepted(&adele(), chosen("grady", GRADY)).await;
    app.settle().await;
    change(&app, &grady, json!({ "department": "Suppliers" })).await;
    assert!(app.sharing.undo(&id).await.unwrap());
    app.settle().await;
    let stands = user(&app, &grady).await;
    assert_eq!((&stands["department"], &stands["officeLocation"]), (&json!("Suppliers"), &Value::Null));
    app.check().await;
}

/// Whether the audit chain says that an invitation did this.
async fn is_told(app: &TestApp, id: &contract::InvitationId, action: &str) -> bool {
    let entries = audit::of_subject(&app.storage, id.as_str()).await.unwrap();
    entries.iter().any(|entry| entry.action == action)
}

/// An administrator assigns the role after the step has looked who has it, and before its call.
#[tokio::test]
async fn a_role_that_somebody_else_assigns_between_look_and_call_is_theirs() {
    let app = TestApp::with_every_step().await;
    let grady = user_id("grady");
    let calls = json!({
        "app": "vestibule", "method": "POST", "path": "/v1.0/servicePrincipals/*/appRoleAssignedTo",
    });
    app.emulator.fault(calls.clone(), json!({ "hold": true }));
    let id = app.accepted(&adele(), chosen("grady", GRADY)).await;
    let meanwhile = async {
        app.emulator.met(&calls).await;
        assign_role(&app, &grady).await;
        app.emulator.clear_faults(&calls);
    };
    tokio::join!(app.run_due(), meanwhile);
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Shared);
    assert!(!is_told(&app, &id, "app-role-granted").await);
    assert!(app.sharing.undo(&id).await.unwrap());
    app.settle().await;
    assert!(!members(&app, FALCON).await.contains(&grady) && holders(&app).await.contains(&grady));
    assert!(
        !is_told(&app, &id, "app-role-granted").await && !is_told(&app, &id, "app-role-taken-back").await
    );
    app.check().await;
}

/// Microsoft has refused the call: an administrator does by hand what Vestibule may not.
#[tokio::test]
async fn what_an_administrator_does_where_a_permission_is_missing_is_theirs() {
    let grady = user_id("grady");
    let reference = format!("https://graph.microsoft.com/v1.0/directoryObjects/{grady}");
    let to_group = (format!("/groups/{FALCON}/members/$ref"), json!({ "@odata.id": reference }));
    let to_role = (
        format!("/servicePrincipals/{APPLICATION}/appRoleAssignedTo"),
        json!({ "principalId": grady, "resourceId": APPLICATION, "appRoleId": APP_ROLE }),
    );
    for ((path, body), stays) in [(to_group, (true, false)), (to_role, (false, true))] {
        let app = TestApp::with_every_step().await;
        let denied =
            answer(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
        app.fail(&json!({ "method": "POST", "path": format!("/v1.0{path}") }), [denied]);
        let id = app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        assert_eq!(problem(&app, &id).await.0, ProblemCode::PermissionMissing, "{path}");
        let token = app.emulator.application_token("daemon").await;
        app.emulator.graph(Method::POST, &path, &token, Some(body)).await;
        app.try_again(&id).await;
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Shared, "{path}");
        assert!(app.sharing.undo(&id).await.unwrap());
        app.settle().await;
        let has = (members(&app, FALCON).await.contains(&grady), holders(&app).await.contains(&grady));
        assert_eq!(has, stays, "{path}");
        app.check().await;
    }
}

#[tokio::test]
async fn another_invitation_of_the_guest_keeps_what_it_needs() {
    let app = TestApp::with_every_step().await;
    let grady = user_id("grady");
    let first = app.accepted(&adele(), chosen("grady", GRADY)).await;
    app.settle().await;
    let other =
        ShareForm { item: "punctuality".to_owned(), key: "other".to_owned(), ..chosen("grady", GRADY) };
    let second = app.accepted(&adele(), other).await;
    app.settle().await;
    assert!(app.sharing.undo(&first).await.unwrap());
    app.settle().await;
    assert_eq!(app.state(&first).await, InvitationState::Undone);
    assert_eq!(user(&app, &grady).await["department"], "Partners");
    assert!(members(&app, FALCON).await.contains(&grady) && holders(&app).await.contains(&grady));
    assert_eq!(app.state(&second).await, InvitationState::Shared);
    app.check().await;
}

/// What failed after the access was recorded, because its mail was refused, has given that access all the same.
#[tokio::test]
async fn an_invitation_that_failed_and_was_put_away_keeps_what_its_access_needs() {
    let app = TestApp::with_every_step().await;
    let grady = user_id("grady");
    let first = app.accepted(&adele(), chosen("grady", GRADY)).await;
    app.settle().await;
    let sends = json!({ "method": "POST", "path": "/v1.0/me/sendMail" });
    app.fail(&sends, [answer(400, "ErrorInvalidRequest", "The request is not valid.")]);
    let other =
        ShareForm { item: "punctuality".to_owned(), key: "other".to_owned(), ..chosen("grady", GRADY) };
    let second = app.accepted(&adele(), other).await;
    app.settle().await;
    assert_eq!(app.state(&second).await, InvitationState::Failed);
    app.sharing.invitations().put_away(&adele(), &second).await.unwrap();
    let access = storage::access::of_person(&app.storage, TENANT, &grady, "punctuality").await.unwrap();
    assert!(access.is_some(), "it has given access by then");
    assert!(app.sharing.undo(&first).await.unwrap());
    app.settle().await;
    assert_eq!(app.state(&first).await, InvitationState::Undone);
    assert_eq!(user(&app, &grady).await["department"], "Partners");
    assert!(members(&app, FALCON).await.contains(&grady) && holders(&app).await.contains(&grady));
    app.check().await;
}

/// What readers get where a group brings them the role.
fn through_falcon() -> FixedSettings {
    grants(json!({ "app_role": {
        "application": APPLICATION, "application_name": "Vestibule", "role": APP_ROLE, "name": "Reader",
        "through": group(FALCON, "Project Falcon"),
    } }))
}

/// An administrator assigns the role to a group, or to somebody.
async fn assign_role(app: &TestApp, principal: &str) {
    let token = app.emulator.application_token("daemon").await;
    let path = format!("/servicePrincipals/{APPLICATION}/appRoleAssignedTo");
    let body = json!({ "principalId": principal, "resourceId": APPLICATION, "appRoleId": APP_ROLE });
    app.emulator.graph(Method::POST, &path, &token, Some(body)).await;
}

#[tokio::test]
async fn a_group_that_does_not_hold_the_role_brings_it_to_nobody() {
    let app = TestApp::new().await.with_settings(through_falcon());
    let id = app.accepted(&adele(), chosen("grady", GRADY)).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Failed);
    let named = Some("Project Falcon".to_owned());
    assert_eq!(problem(&app, &id).await, (ProblemCode::GroupWithoutAppRole, named));
    assert!(
        !members(&app, FALCON).await.contains(&user_id("grady")),
        "looked at before they are put into it"
    );
    assign_role(&app, FALCON).await;
    app.try_again(&id).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Shared);
    assert!(members(&app, FALCON).await.contains(&user_id("grady")));
    app.check().await;
}

#[tokio::test]
async fn where_one_list_of_roles_may_not_be_read_the_other_is_asked_and_then_the_settings_are_believed() {
    let denied = || answer(403, "Authorization_RequestDenied", "Insufficient privileges");
    let of_group = json!({ "method": "GET", "path": format!("/v1.0/groups/{FALCON}/appRoleAssignments") });
    let of_application = json!({ "method": "GET", "path": format!("/v1.0/servicePrincipals/{APPLICATION}/appRoleAssignedTo") });
    for (refused, expected) in [
        (vec![&of_group], InvitationState::Failed),
        (vec![&of_group, &of_application], InvitationState::Shared),
    ] {
        let app = TestApp::new().await.with_settings(through_falcon());
        for on in refused {
            app.emulator.fault(on.clone(), denied());
        }
        let id = app.accepted(&adele(), chosen("grady", GRADY)).await;
        app.settle().await;
        assert_eq!(app.state(&id).await, expected);
        app.check().await;
    }
}

#[tokio::test]
async fn a_role_through_a_group_is_a_membership() {
    let app = TestApp::new().await.with_settings(through_falcon());
    assign_role(&app, FALCON).await;
    let id = app.accepted(&adele(), chosen("grady", GRADY)).await;
    app.settle().await;
    let steps = app.progress(&id).await.steps;
    assert!(steps.iter().all(|step| step.kind != StepKind::GrantAppRole));
    assert!(members(&app, FALCON).await.contains(&user_id("grady")));
    app.check().await;
}

#[tokio::test]
async fn what_was_accepted_is_not_altered_by_a_change_of_settings() {
    let app = TestApp::with_every_step().await;
    let id = app.accepted(&adele(), chosen("grady", GRADY)).await;
    let app = app.with_settings(grants(json!({ "attributes": { "department": "Suppliers" } })));
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Shared);
    assert_eq!(user(&app, &user_id("grady")).await["department"], "Partners");
    assert!(holders(&app).await.contains(&user_id("grady")));
    app.check().await;
}
