//! Somebody new is assigned an access package, which makes them a guest: asked for once, followed through its states, taken back.

use backend::audit::Actor;
use backend::settings::sections::Ways;
use backend::settings::{self, FixedSettings, SettingsCache};
use contract::{
    Caller, EntraUserId, FieldInput, FieldPath, FormEdit, HistoryEvent, InvitationId, InvitationState,
    ItemId, ProblemCode, SectionName, SettingsAnswer, SettingsForm, ShareForm, StepKind, StepState,
    ToastKind, ToldBy, UserStatus,
};
use emulator::world::effect::Effect;
use reqwest::Method;
use serde_json::{Value, json};
use testing::names::user_id;
use time::Duration;

use super::app::{
    FALCON, TENANT, TestApp, adele, answer, by_package, every_step_of_package, fixed, form, look_ups, person,
    planned_steps,
};
use super::kills::{MOST_CALLS, access, at_every_point, at_most, effects, forget, steps, stride, waiting};
use super::settings_admin::Desk;

pub(super) const ANA: &str = "ana@fabrikam.example";

/// The requests that assign a package, or end an assignment, as faults name them.
fn requests() -> Value {
    json!({ "method": "POST", "path": "/v1.0/identityGovernance/entitlementManagement/assignmentRequests" })
}

pub(super) fn by_assignment() -> FixedSettings {
    fixed([("ways", "other_kinds", json!({ "reader": by_package() }))])
}

pub(super) async fn ready(app: TestApp) -> TestApp {
    app.show_new_guests_at_once().await;
    app
}

async fn assigning() -> TestApp {
    assigning_on(TestApp::new().await).await
}

async fn assigning_on(app: TestApp) -> TestApp {
    ready(app.with_settings(by_assignment())).await
}

async fn with_every_step(app: TestApp) -> TestApp {
    ready(app.with_settings(every_step_of_package())).await
}

/// How many requests the directory has taken.
pub(super) fn taken(app: &TestApp) -> usize {
    let is_request = |effect: &Effect| matches!(effect, Effect::AccessRequested { .. });
    app.emulator.world(|world| world.ledger().iter().filter(|entry| is_request(&entry.effect)).count())
}

pub(super) async fn stands(app: &TestApp, id: &InvitationId) -> (InvitationState, Option<ProblemCode>) {
    let progress = app.progress(id).await;
    (progress.state, progress.problem.map(|problem| problem.code))
}

fn ana(app: &TestApp) -> EntraUserId {
    EntraUserId::parse(&app.emulator.user(ANA)).unwrap()
}

/// Whether Ana is in the group of the package.
pub(super) async fn is_in_group(app: &TestApp) -> bool {
    let token = app.emulator.application_token("daemon").await;
    let members = app.emulator.graph(Method::GET, &format!("/groups/{FALCON}/members"), &token, None).await;
    members.to_string().contains(ana(app).as_str())
}

pub(super) fn only_ana(app: &TestApp) -> Vec<(String, String)> {
    vec![(ana(app).to_string(), "reader".to_owned())]
}

#[tokio::test]
async fn whoever_is_assigned_a_package_has_access_and_loses_both_when_it_is_undone() {
    let app = assigning().await;
    let id = app.accepted(&adele(), form(ANA)).await;
    app.run_due().await;
    assert_eq!(stands(&app, &id).await, (InvitationState::Waiting, Some(ProblemCode::PackagePending)));
    assert!(access(&app).await.is_empty());
    app.settle().await;
    assert_eq!(stands(&app, &id).await, (InvitationState::Shared, None));
    assert!(app.posts().is_empty(), "nobody was invited");
    assert_eq!((taken(&app), access(&app).await), (1, only_ana(&app)));
    assert!(is_in_group(&app).await);
    let progress = app.progress(&id).await;
    assert_eq!(progress.told_by, ToldBy::Inviter, "nobody has written to them");
    let known = storage::people::load(&app.storage, TENANT, ana(&app).as_str()).await.unwrap().unwrap();
    assert_eq!(known.standing, UserStatus::Pending, "the package has made her a guest");
    assert!(!progress.awaits_guest, "there is no earlier invitation that she could accept");
    let toasts = app.sharing.toasts().undismissed(&adele()).await.unwrap().toasts;
    assert!(matches!(toasts[0].kind, ToastKind::Shared { awaits_guest: false, .. }), "{:?}", toasts[0].kind);
    let view = app.sharing.invitations().open(&adele(), &id).await.unwrap();
    assert!(!view.row.awaits_guest);
    let done = HistoryEvent::StepDone(StepKind::RequestAccessPackage);
    assert!(view.row.history.iter().any(|line| line.event == done));
    app.check().await;

    assert!(app.sharing.undo(&id).await.unwrap());
    app.run_due().await;
    assert_eq!(app.state(&id).await, InvitationState::Undoing, "Microsoft has only taken the request");
    assert_eq!((taken(&app), access(&app).await), (2, vec![]));
    assert!(is_in_group(&app).await && entries(&app, &id, "package-ended").await.is_empty());
    app.settle().await;
    assert_eq!((app.state(&id).await, taken(&app)), (InvitationState::Undone, 2));
    assert!(!is_in_group(&app).await);
    let ended = entries(&app, &id, "package-ended").await;
    assert!(ended.len() == 1 && ended[0]["request"].is_string(), "{ended:?}");
    app.check().await;
}

/// Undone, and the package stands, because of this.
async fn stands_because_of(app: &TestApp, id: &InvitationId, expected: ProblemCode) {
    assert_eq!(app.state(id).await, InvitationState::Undone);
    assert!(is_in_group(app).await && access(app).await.is_empty());
    let view = app.sharing.invitations().open(&adele(), id).await.unwrap();
    let remains = HistoryEvent::StepRemains(StepKind::RequestAccessPackage);
    let line = view.row.history.into_iter().find(|line| line.event == remains).unwrap();
    assert_eq!(line.problem.map(|problem| problem.code), Some(expected));
    assert!(entries(app, id, "package-ended").await.is_empty());
    app.check().await;
}

/// Cancels the newest request, as an administrator of the directory.
pub(super) async fn cancel_newest(app: &TestApp) {
    let newest =
        app.emulator.world(|world| world.resource_tenant().unwrap().entitlement.requests.last().unwrap().id);
    let path = format!("/identityGovernance/entitlementManagement/assignmentRequests/{newest}/cancel");
    let token = app.emulator.application_token("daemon").await;
    app.emulator.graph(Method::POST, &path, &token, None).await;
}

#[tokio::test]
async fn an_end_that_is_refused_or_takes_longer_than_a_day_is_said_in_words() {
    for is_canceled in [true, false] {
        let app = assigning().await;
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        app.policy(json!({ "accessRequestStepMs": 2 * 24 * 3_600_000 })).await;
        assert!(app.sharing.undo(&id).await.unwrap());
        app.run_due().await;
        if is_canceled {
            cancel_newest(&app).await;
        }
        app.settle().await;
        assert_eq!(taken(&app), 2);
        stands_because_of(&app, &id, ProblemCode::PackageNotEnded).await;
    }
}

#[tokio::test]
async fn a_permission_that_is_missing_by_then_is_said_in_words() {
    let app = assigning().await;
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    app.fail(&requests(), [answer(403, "Authorization_RequestDenied", "Insufficient privileges.")]);
    assert!(app.sharing.undo(&id).await.unwrap());
    app.settle().await;
    stands_because_of(&app, &id, ProblemCode::PermissionMissing).await;
}

#[tokio::test]
async fn an_end_that_is_open_already_or_not_shown_yet_is_waited_for() {
    let looks = json!({ "method": "GET", "family": "graph", "contains": "assignmentRequests/" });
    for (on, refusal) in [
        (requests(), answer(400, "ExistingGrant", "An open request exists already.")),
        (looks, answer(404, "ResourceNotFound", "")),
    ] {
        let app = assigning().await;
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        // Longer than until it is looked at first.
        app.policy(json!({ "accessRequestStepMs": 90_000 })).await;
        app.fail(&on, [refusal]);
        assert!(app.sharing.undo(&id).await.unwrap());
        app.settle().await;
        is_undone(&app, &id, 2).await;
        assert_eq!(entries(&app, &id, "package-ended").await.len(), 1);
    }
}

#[tokio::test]
async fn a_package_that_cannot_be_delivered_stops_and_a_person_has_it_asked_for_again() {
    let app = assigning().await;
    app.policy(json!({ "blockedDomains": ["fabrikam.example"] })).await;
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    assert_eq!(stands(&app, &id).await, (InvitationState::Stopped, Some(ProblemCode::PackageFailed)));
    app.check().await;
    app.policy(json!({ "blockedDomains": [] })).await;
    app.try_again(&id).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Shared);
    assert_eq!((taken(&app), access(&app).await), (2, only_ana(&app)));
    app.check().await;
}

#[tokio::test]
async fn a_package_that_is_gone_and_a_permission_that_is_missing_are_said() {
    for (status, code, expected) in [
        (404, "ResourceNotFound", (InvitationState::Failed, Some(ProblemCode::PackageGone))),
        (
            403,
            "Authorization_RequestDenied",
            (InvitationState::Stopped, Some(ProblemCode::PermissionMissing)),
        ),
    ] {
        let app = assigning().await;
        app.fail(&requests(), [answer(status, code, "Insufficient privileges to complete the operation.")]);
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        assert_eq!(stands(&app, &id).await, expected);
        assert_eq!(taken(&app), 0);
        app.check().await;
    }
}

#[tokio::test]
async fn after_a_lost_answer_the_assignment_is_found_and_never_asked_for_twice_by_itself() {
    // Taken or not, we cannot know.
    let app = assigning().await;
    app.fail(&requests(), [json!({ "drop_after": true })]);
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Shared);
    assert_eq!((taken(&app), access(&app).await), (1, only_ana(&app)));
    app.check().await;

    let app = assigning().await;
    app.fail(&requests(), [answer(503, "serviceNotAvailable", "")]);
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    assert_eq!(stands(&app, &id).await, (InvitationState::Stopped, Some(ProblemCode::PackageUnknown)));
    assert_eq!(taken(&app), 0);
    app.check().await;
    app.try_again(&id).await;
    app.settle().await;
    assert_eq!((app.state(&id).await, taken(&app)), (InvitationState::Shared, 1));
    app.check().await;
}

/// For what undoing it has waited so far, as its page says: once for each.
pub(super) async fn undo_waits(app: &TestApp, id: &InvitationId) -> Vec<ProblemCode> {
    let view = app.sharing.invitations().open(&adele(), id).await.unwrap();
    let waiting = HistoryEvent::UndoWaiting(StepKind::RequestAccessPackage);
    let lines = view.row.history.into_iter().filter(|line| line.event == waiting);
    lines.filter_map(|line| Some(line.problem?.code)).collect()
}

/// Time passes until so many looks have been had.
async fn look_on(app: &TestApp, looks: u32) {
    for _ in 0..looks {
        app.wait_for_next().await;
        app.run_due().await;
    }
}

/// Microsoft takes longer than a failure is tried again for: what it delivers then is ended all the same, and the page says meanwhile what is waited for.
#[tokio::test]
async fn what_is_delivered_hours_after_it_was_undone_is_ended() {
    for is_lost in [false, true] {
        let app = assigning().await;
        if is_lost {
            app.fail(&requests(), [json!({ "drop_after": true })]);
        }
        let id = app.accepted(&adele(), form(ANA)).await;
        app.run_due().await;
        app.policy(json!({ "accessRequestStepMs": 8 * 3_600_000 })).await;
        // It is being delivered by now, and cannot be canceled.
        app.advance(Duration::seconds(2));
        assert!(app.sharing.undo(&id).await.unwrap());
        app.run_due().await;
        let pending = (InvitationState::Undoing, Some(ProblemCode::PackagePending));
        assert_eq!(stands(&app, &id).await, pending, "{is_lost}");
        look_on(&app, 10).await;
        assert_eq!(stands(&app, &id).await, pending, "{is_lost}");
        assert!(app.progress(&id).await.problem.unwrap().retry_at.is_some());
        assert_eq!(undo_waits(&app, &id).await, [ProblemCode::PackagePending], "{is_lost}");
        app.settle().await;
        is_undone(&app, &id, 2).await;
        assert_eq!(stands(&app, &id).await, (InvitationState::Undone, None));
        let waits = undo_waits(&app, &id).await;
        assert_eq!(waits, [ProblemCode::PackagePending, ProblemCode::PackageEnding], "{is_lost}");
    }
}

/// However long it was waited for before somebody asked to undo it.
#[tokio::test]
async fn what_is_undone_is_waited_for_anew() {
    let app = assigning().await;
    let id = app.accepted(&adele(), form(ANA)).await;
    app.run_due().await;
    app.policy(json!({ "accessRequestStepMs": 25 * 3_600_000 })).await;
    app.advance(Duration::seconds(2));
    // Whoever asks finds that it is being delivered: from here on it takes so long.
    let token = app.emulator.application_token("daemon").await;
    app.emulator.graph(Method::GET, "/users", &token, None).await;
    app.advance(Duration::hours(23));
    app.run_due().await;
    assert_eq!(stands(&app, &id).await, (InvitationState::Waiting, Some(ProblemCode::PackagePending)));
    assert!(app.sharing.undo(&id).await.unwrap());
    app.policy(json!({ "accessRequestStepMs": 1_000 })).await;
    app.run_due().await;
    app.advance(Duration::minutes(90));
    app.run_due().await;
    assert_eq!(app.state(&id).await, InvitationState::Undoing);
    app.settle().await;
    is_undone(&app, &id, 2).await;
}

/// What begins on a day to come is looked at for weeks, and said once.
#[tokio::test]
async fn what_begins_later_is_one_line_of_the_timeline() {
    let app = assigning().await;
    let id = app.accepted(&adele(), form(ANA)).await;
    app.run_due().await;
    let request =
        app.emulator.world(|world| world.resource_tenant().unwrap().entitlement.requests.last().unwrap().id);
    let looks = json!({ "method": "GET", "family": "graph", "contains": "assignmentRequests/" });
    let scheduled = json!({ "id": request.to_string(), "state": "scheduled" });
    app.emulator.fault(looks.clone(), json!({ "status": 200, "body": scheduled }));
    look_on(&app, 30).await;
    assert_eq!(stands(&app, &id).await, (InvitationState::Waiting, Some(ProblemCode::PackagePending)));
    let view = app.sharing.invitations().open(&adele(), &id).await.unwrap();
    let reasons = view.row.history.into_iter().filter_map(|line| Some(line.problem?.code));
    assert_eq!(reasons.collect::<Vec<_>>(), [ProblemCode::PackagePending]);
    app.emulator.clear_faults(&looks);
    app.settle().await;
    assert_eq!(stands(&app, &id).await, (InvitationState::Shared, None));
    app.check().await;
}

/// A call that Microsoft refuses, because somebody else has ended the assignment or is about to, is not said to have ended it.
#[tokio::test]
async fn what_somebody_else_has_ended_is_not_said_to_be_ended_by_us() {
    let app = assigning().await;
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    app.fail(&requests(), [answer(404, "ResourceNotFound", "")]);
    assert!(app.sharing.undo(&id).await.unwrap());
    app.settle().await;
    assert_eq!((app.state(&id).await, taken(&app)), (InvitationState::Undone, 1));
    assert!(entries(&app, &id, "package-ended").await.is_empty());
}

/// What the audit chain says of the invitation by this action.
pub(super) async fn entries(app: &TestApp, id: &InvitationId, action: &str) -> Vec<Value> {
    let all = storage::audit::of_subject(&app.storage, id.as_str()).await.unwrap();
    let all = all.into_iter().filter(|entry| entry.action == action);
    all.map(|entry| serde_json::from_str(&entry.detail).unwrap()).collect()
}

/// Undone, and nobody has anything of it any more.
pub(super) async fn is_undone(app: &TestApp, id: &InvitationId, requests: usize) {
    assert_eq!(app.state(id).await, InvitationState::Undone);
    assert_eq!((taken(app), access(app).await), (requests, vec![]));
    assert!(!is_in_group(app).await);
    app.check().await;
}

#[tokio::test]
async fn a_second_request_that_is_refused_does_not_hide_the_first() {
    for is_undone_before in [false, true] {
        let app = assigning().await;
        // Longer than a new guest may take to be seen.
        app.policy(json!({ "accessRequestStepMs": 90_000 })).await;
        app.fail(&requests(), [json!({ "drop_after": true })]);
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        assert_eq!(stands(&app, &id).await, (InvitationState::Stopped, Some(ProblemCode::PackageUnknown)));
        app.try_again(&id).await;
        app.run_due().await;
        assert_eq!(stands(&app, &id).await, (InvitationState::Waiting, Some(ProblemCode::PackagePending)));
        assert_eq!(taken(&app), 1, "the second was refused: the first is open");
        if !is_undone_before {
            app.settle().await;
            assert_eq!(stands(&app, &id).await, (InvitationState::Shared, None));
            assert_eq!((taken(&app), access(&app).await), (1, only_ana(&app)));
            app.check().await;
        }
        assert!(app.sharing.undo(&id).await.unwrap());
        app.settle().await;
        is_undone(&app, &id, 2).await;
    }
}

#[tokio::test]
async fn what_was_asked_for_by_a_call_without_an_answer_is_waited_for_and_taken_back() {
    let app = assigning().await;
    app.fail(&requests(), [json!({ "drop_after": true })]);
    let id = app.accepted(&adele(), form(ANA)).await;
    app.run_due().await;
    assert!(app.sharing.undo(&id).await.unwrap());
    app.settle().await;
    is_undone(&app, &id, 2).await;

    // It never reached Microsoft, which nobody can know.
    let app = assigning().await;
    app.fail(&requests(), [answer(503, "serviceNotAvailable", "")]);
    let id = app.accepted(&adele(), form(ANA)).await;
    app.run_due().await;
    assert!(app.sharing.undo(&id).await.unwrap());
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Undone);
    let view = app.sharing.invitations().open(&adele(), &id).await.unwrap();
    let remains = HistoryEvent::StepRemains(StepKind::RequestAccessPackage);
    assert!(view.row.history.iter().any(|line| line.event == remains), "{:?}", view.row.history);
    app.check().await;
}

#[tokio::test]
async fn an_end_without_an_answer_is_asked_for_once_and_audited() {
    let app = assigning().await;
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Shared);
    app.fail(&requests(), [json!({ "drop_after": true })]);
    assert!(app.sharing.undo(&id).await.unwrap());
    app.settle().await;
    is_undone(&app, &id, 2).await;
    let ended = entries(&app, &id, "package-ended").await;
    assert_eq!(ended.len(), 1);
    assert_eq!((&ended[0]["person"], &ended[0]["request"]), (&json!(ana(&app)), &Value::Null), "{ended:?}");

    // The directory does not come back: what was asked is audited all the same.
    let app = assigning().await;
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    app.fail(&requests(), [json!({ "drop_after": true })]);
    assert!(app.sharing.undo(&id).await.unwrap());
    app.run_due().await;
    app.fail_after(Some(0));
    app.settle().await;
    app.fail_after(None);
    assert_eq!(app.state(&id).await, InvitationState::Undone);
    assert!(entries(&app, &id, "package-ended").await.is_empty());
    app.check().await;
}

/// A share with Ana while the directory does not show her.
async fn accepted_for_nobody_known(app: &TestApp, item: &ItemId) -> InvitationId {
    app.emulator.fault(look_ups(), json!({ "status": 200, "body": { "value": [] } }));
    let form = ShareForm { item: item.to_string(), key: "other".to_owned(), ..form(ANA) };
    let id = app.accepted(&adele(), form).await;
    app.emulator.clear_faults(&look_ups());
    id
}

/// Microsoft does not take the request to end it, and somebody shares with the person before it is looked at again: the last one ends it.
#[tokio::test]
async fn what_could_not_be_ended_at_once_and_is_needed_since_is_ended_with_the_last_share() {
    for lost in
        [answer(503, "serviceNotAvailable", ""), answer(400, "ExistingGrant", "An open request exists.")]
    {
        let app = assigning().await;
        let other = app.more_items(1).await.remove(0);
        let first = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        assert_eq!(stands(&app, &first).await, (InvitationState::Shared, None));
        app.fail(&requests(), [lost]);
        assert!(app.sharing.undo(&first).await.unwrap());
        app.run_due().await;
        assert_eq!((app.state(&first).await, taken(&app)), (InvitationState::Undoing, 1));
        let second = accepted_for_nobody_known(&app, &other).await;
        app.settle().await;
        assert_eq!((app.state(&first).await, taken(&app)), (InvitationState::Undone, 1));
        assert!(is_in_group(&app).await, "the second may need it");
        app.check().await;
        assert!(app.sharing.undo(&second).await.unwrap());
        app.settle().await;
        is_undone(&app, &second, 2).await;
        assert_eq!(entries(&app, &second, "package-ended").await.len(), 1);
    }
}

on_sqlite! {
    two_items_for_one_new_person_take_one_request_and_the_last_one_ends_it,
    who_waits_for_the_package_needs_it_too,
    an_assignment_of_somebody_elses_is_nobodys_to_end,
    what_was_left_of_somebody_elses_is_not_ended_for_their_address,
    the_directory_fails_and_it_goes_on,
    the_directory_fails_once_the_package_is_theirs_and_it_goes_on,
    a_process_that_dies_at_any_point_is_followed_by_another,
    a_process_that_dies_while_it_ends_an_assignment_is_followed_by_another,
    every_step_is_repeated_and_undone,
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    /// Two shares with Ana, by one inviter, of an item each.
    pub async fn shared_twice(app: &TestApp) -> (InvitationId, InvitationId) {
        let other = app.more_items(1).await.remove(0);
        let first = app.accepted(&adele(), form(ANA)).await;
        let second = ShareForm { item: other.to_string(), key: "other".to_owned(), ..form(ANA) };
        let second = app.accepted(&adele(), second).await;
        app.run_due().await;
        for id in [&first, &second] {
            let pending = (InvitationState::Waiting, Some(ProblemCode::PackagePending));
            assert_eq!(stands(app, id).await, pending);
        }
        (first, second)
    }

    pub async fn two_items_for_one_new_person_take_one_request_and_the_last_one_ends_it(app: TestApp) {
        let app = assigning_on(app).await;
        let (first, second) = shared_twice(&app).await;
        app.settle().await;
        for id in [&first, &second] {
            assert_eq!(stands(&app, id).await, (InvitationState::Shared, None));
        }
        assert_eq!(taken(&app), 1);
        app.check().await;
        // What the other one needs stays, whichever of the two has asked.
        assert!(app.sharing.undo(&first).await.unwrap());
        app.settle().await;
        assert_eq!((app.state(&first).await, taken(&app)), (InvitationState::Undone, 1));
        assert!(is_in_group(&app).await);
        app.check().await;
        // The last one ends it.
        assert!(app.sharing.undo(&second).await.unwrap());
        app.settle().await;
        is_undone(&app, &second, 2).await;
        assert_eq!(entries(&app, &second, "package-ended").await.len(), 1);
    }

    pub async fn who_waits_for_the_package_needs_it_too(app: TestApp) {
        let app = assigning_on(app).await;
        let (first, second) = shared_twice(&app).await;
        assert!(app.sharing.undo(&first).await.unwrap());
        app.settle().await;
        assert_eq!(app.state(&first).await, InvitationState::Undone);
        assert_eq!(stands(&app, &second).await, (InvitationState::Shared, None));
        // The item of the first one is nobody's any more; the package of the second one stays.
        assert_eq!((taken(&app), access(&app).await), (1, Vec::new()));
        assert!(is_in_group(&app).await);
        app.check().await;
        assert!(app.sharing.undo(&second).await.unwrap());
        app.settle().await;
        is_undone(&app, &second, 2).await;
    }

    pub async fn an_assignment_of_somebody_elses_is_nobodys_to_end(app: TestApp) {
        let app = assigning_on(app).await;
        let way = by_package();
        let (_, package) = way["package_link"].as_str().unwrap().rsplit_once('/').unwrap();
        let assignment = json!({
            "accessPackageId": package,
            "assignmentPolicyId": way["policy"],
            "target": { "email": ANA },
        });
        let body = json!({ "requestType": "adminAdd", "assignment": assignment });
        let token = app.emulator.application_token("daemon").await;
        let path = "/identityGovernance/entitlementManagement/assignmentRequests";
        app.emulator.graph(Method::POST, path, &token, Some(body)).await;
        let id = app.accepted(&adele(), form(ANA)).await;
        app.run_due().await;
        app.advance(Duration::seconds(5));
        app.settle().await;
        assert_eq!((stands(&app, &id).await, taken(&app)), ((InvitationState::Shared, None), 1));
        assert!(app.sharing.undo(&id).await.unwrap());
        app.settle().await;
        assert_eq!((app.state(&id).await, taken(&app)), (InvitationState::Undone, 1));
        assert!(is_in_group(&app).await && access(&app).await.is_empty());
        app.check().await;
    }

    /// The address has gone over to somebody else by now, with whom the second share found the package.
    pub async fn what_was_left_of_somebody_elses_is_not_ended_for_their_address(app: TestApp) {
        let app = assigning_on(app).await;
        let other = app.more_items(1).await.remove(0);
        let first = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        assert_eq!(stands(&app, &first).await, (InvitationState::Shared, None));
        let second = accepted_for_nobody_known(&app, &other).await;
        app.fail_after(Some(0));
        app.run_due().await;
        app.fail_after(None);
        assert_eq!(app.state(&second).await, InvitationState::Waiting);
        // Its next try is not due yet: nobody knows whom it is for.
        assert!(app.sharing.undo(&first).await.unwrap());
        app.run_due().await;
        assert_eq!((app.state(&first).await, taken(&app)), (InvitationState::Undone, 1));
        assert!(is_in_group(&app).await, "the second may need it");
        let facts = json!({ "calls": { "person": user_id("grady"), "requests": [] } });
        let kind = StepKind::RequestAccessPackage;
        app.db
            .run(&format!(
                "UPDATE invitation_steps SET facts = '{facts}' WHERE invitation = '{second}' AND kind = '{}'",
                kind.as_str()
            ))
            .await;
        assert!(app.sharing.undo(&second).await.unwrap());
        app.settle().await;
        assert_eq!((app.state(&second).await, taken(&app)), (InvitationState::Undone, 1));
        assert!(is_in_group(&app).await, "it is not Grady's");
        app.check().await;
    }

    /// Until the package is asked for, which is waited for in any case.
    pub async fn the_directory_fails_and_it_goes_on(first: TestApp) {
        let mut met = Vec::new();
        for calls in 0..5 {
            let app = with_every_step(first.afresh().await).await;
            let id = app.accepted(&adele(), form(ANA)).await;
            app.advance(Duration::seconds(11));
            app.fail_after(Some(calls));
            app.run_due().await;
            met.extend(waiting(&app).await);
            app.fail_after(None);
            ends(&app, &id).await;
        }
        met.dedup();
        assert_eq!(met, [StepKind::FindPerson, StepKind::RequestAccessPackage]);
    }

    /// The directory has assigned the package, and fails at the first call of the run that sees it, at the second, and so on until there is no call left.
    pub async fn the_directory_fails_once_the_package_is_theirs_and_it_goes_on(first: TestApp) {
        let (mut met, mut goes_through, stride) = (Vec::new(), false, stride(&first, 1, 3));
        for calls in (0..MOST_CALLS).step_by(stride) {
            let app = with_every_step(first.afresh().await).await;
            let id = app.accepted(&adele(), form(ANA)).await;
            app.run_due().await;
            app.advance(Duration::minutes(2));
            app.fail_after(Some(calls));
            app.run_due().await;
            let (failed, stands) = (waiting(&app).await, stands(&app, &id).await);
            app.fail_after(None);
            ends(&app, &id).await;
            if let Some(step) = failed {
                met.push(step);
            } else if stands == (InvitationState::Stopped, Some(ProblemCode::MailUnconfirmed)) {
                // A mail that was answered with a fault may have gone out: a person decides.
                met.push(StepKind::SendMail);
            } else {
                assert_eq!(stands, (InvitationState::Shared, None), "no step waits after {calls} calls");
                goes_through = true;
                break;
            }
        }
        assert!(goes_through, "there is always a call that fails");
        met.dedup();
        let before = [StepKind::FindPerson, StepKind::SendInvitation];
        let asking = planned_steps().filter(|step| !step.permissions.is_empty()).map(|step| step.kind);
        let after = asking.filter(|kind| !before.contains(kind));
        let expected: Vec<_> = [StepKind::RequestAccessPackage].into_iter().chain(after).collect();
        if stride == 1 {
            assert_eq!(met, expected);
        } else {
            assert!(met.len() > 1 && met.iter().all(|kind| expected.contains(kind)), "{met:?}");
        }
    }

    pub async fn a_process_that_dies_at_any_point_is_followed_by_another(first: TestApp) {
        at_every_point(stride(&first, 3, 25), 10, async |polls| {
            let app = with_every_step(first.afresh().await).await;
            let id = app.accepted(&adele(), form(ANA)).await;
            let once = at_most(polls, Box::pin(app.run_due())).await.is_some();
            app.outlive_leases().await;
            app.advance(Duration::minutes(2));
            let ended = once && at_most(polls, Box::pin(app.run_due())).await.is_some();
            ends(&app, &id).await;
            ended
        })
        .await;
    }

    pub async fn a_process_that_dies_while_it_ends_an_assignment_is_followed_by_another(first: TestApp) {
        at_every_point(stride(&first, 4, 25), 10, async |polls| {
            let app = assigning_on(first.afresh().await).await;
            let id = app.accepted(&adele(), form(ANA)).await;
            app.settle().await;
            assert!(app.sharing.undo(&id).await.unwrap());
            let once = at_most(polls, Box::pin(app.run_due())).await.is_some();
            app.outlive_leases().await;
            app.advance(Duration::minutes(2));
            let ended = once && at_most(polls, Box::pin(app.run_due())).await.is_some();
            app.outlive_leases().await;
            app.settle().await;
            assert_eq!((app.state(&id).await, taken(&app)), (InvitationState::Undone, 2), "{polls}");
            assert!(!is_in_group(&app).await);
            app.check().await;
            ended
        })
        .await;
    }

    pub async fn every_step_is_repeated_and_undone(first: TestApp) {
        use StepKind::{AddSponsor, AwaitSignUp, FindPerson, SendInvitation, SendMail, TellInviter};
        // Two are of other ways in, and nobody names a sponsor here. What comes before the package and after the access is the same in every way, and
        // told in `kills.rs`.
        let left_out = [FindPerson, SendInvitation, AwaitSignUp, AddSponsor, SendMail, TellInviter];
        for kind in StepKind::ALL.into_iter().filter(|kind| !left_out.contains(kind)) {
            let app = with_every_step(first.afresh().await).await;
            let id = app.accepted(&adele(), form(ANA)).await;
            app.settle().await;
            assert_eq!(app.state(&id).await, InvitationState::Shared);
            let before = (effects(&app).await, taken(&app));
            forget(&app, kind).await;
            app.settle().await;
            assert_eq!((effects(&app).await, taken(&app)), before, "{kind:?}");
            assert!(app.sharing.undo(&id).await.unwrap());
            app.fail_after(Some(0));
            app.run_due().await;
            app.fail_after(None);
            app.settle().await;
            assert_eq!(app.state(&id).await, InvitationState::Undone, "{kind:?}");
            assert!(steps(&app).await.iter().all(|step| step.state == StepState::Undone));
            assert!(access(&app).await.is_empty());
        }
    }
}

#[tokio::test]
async fn a_request_that_is_gone_is_sent_again_when_a_person_asks() {
    let looks = json!({ "method": "GET", "family": "graph", "contains": "assignmentRequests/" });
    let gone = || answer(404, "ResourceNotFound", "");
    for is_canceled in [false, true] {
        let app = assigning().await;
        let id = app.accepted(&adele(), form(ANA)).await;
        app.run_due().await;
        assert_eq!(taken(&app), 1);
        if is_canceled {
            cancel_newest(&app).await;
        }
        app.fail(&looks, [gone(), gone()]);
        app.settle().await;
        assert_eq!(stands(&app, &id).await, (InvitationState::Stopped, Some(ProblemCode::PackageUnknown)));
        app.try_again(&id).await;
        app.settle().await;
        assert_eq!(stands(&app, &id).await, (InvitationState::Shared, None));
        assert_eq!(taken(&app), if is_canceled { 2 } else { 1 }, "what it gave is looked for first");
        app.check().await;
        assert!(app.sharing.undo(&id).await.unwrap());
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Undone);
        assert!(!is_in_group(&app).await);
        app.check().await;
    }
}

#[tokio::test]
async fn a_version_with_a_package_that_is_gone_is_not_restored() {
    let app = TestApp::new().await;
    let desk = Desk::of(&app);
    let cache = SettingsCache::new(app.storage.clone(), FixedSettings::default());
    let ways: Ways = serde_json::from_value(json!({ "other_kinds": { "reader": by_package() } })).unwrap();
    settings::change(&cache, Actor::VESTIBULE, 1, 0, &ways).await.unwrap();
    settings::change(&cache, Actor::VESTIBULE, 2, 1, &Ways::default()).await.unwrap();
    let looks = json!({ "method": "GET", "family": "graph", "contains": "accessPackages/" });
    let page = async || desk.settings.version(&desk.megan, 1, None).await.unwrap();
    let there = page().await;
    assert!(there.refused.is_empty() && there.unanswered.is_none(), "{there:?}");
    app.fail(&looks, [answer(404, "ResourceNotFound", "")]);
    let gone = page().await;
    let field = FieldPath::known("other_kinds[0].package_link");
    assert_eq!(gone.refused[0].1.about(&field), Some(ProblemCode::PackageGone), "{gone:?}");
    app.fail(&looks, [answer(503, "serviceNotAvailable", "")]);
    let unknown = page().await;
    assert!(unknown.refused.is_empty() && unknown.unanswered.is_some(), "{unknown:?}");
}

/// Whether it has ended well, or stands where a person must say whether the request went out.
async fn ends(app: &TestApp, id: &InvitationId) {
    app.outlive_leases().await;
    app.settle().await;
    let stands = stands(app, id).await;
    let unknown = (InvitationState::Stopped, Some(ProblemCode::PackageUnknown));
    let mail = (InvitationState::Stopped, Some(ProblemCode::MailUnconfirmed));
    assert!(stands.0 == InvitationState::Shared || stands == unknown || stands == mail, "{stands:?}");
    assert!(taken(app) <= 1, "asked for once");
    app.check().await;
}

#[tokio::test]
async fn whom_the_package_made_a_guest_is_written_to_as_somebody_new() {
    let app = with_every_step(TestApp::new().await).await;
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Shared);
    let step = steps(&app).await.into_iter().find(|step| step.kind == StepKind::SetAttributes);
    let facts: Value = serde_json::from_str(&step.unwrap().facts.unwrap()).unwrap();
    assert_eq!(facts["is_new"], true, "{facts}");
    app.check().await;
}

#[tokio::test]
async fn a_package_or_policy_that_is_not_there_is_refused_beside_its_field() {
    let app = TestApp::new().await;
    let admin = Caller { is_admin: true, ..person("megan", false) };
    let port = app.sharing.settings();
    let name = SectionName::parse("ways").unwrap();
    let gone = "acce5500-0099-4a57-8c11-5c0e10f0c099";
    let (link, policy) = (by_package()["package_link"].clone(), by_package()["policy"].clone());
    let (link, policy) = (link.as_str().unwrap().to_owned(), policy.as_str().unwrap().to_owned());
    let other = link.replace("acce5500-0001-4a57-8c11-5c0e10f0c001", gone);
    for (link, policy, expected) in [
        (&other, policy.as_str(), [None, Some(ProblemCode::PackageGone), None]),
        (&link, gone, [None, None, Some(ProblemCode::PackageGone)]),
        (&link, "7", [None, None, Some(ProblemCode::IdMalformed)]),
    ] {
        let fields = [
            ("other_kinds.0", "reader"),
            ("other_kinds.0.way", "package-assigned"),
            ("other_kinds.0.package_link", link.as_str()),
            ("other_kinds.0.policy", policy),
        ];
        let form = SettingsForm {
            section: "ways".to_owned(),
            version: 0,
            fields: fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            ..SettingsForm::default()
        };
        let edited = port.edit(&admin, form, FormEdit::Review).await.unwrap();
        let SettingsAnswer::Edit(draft) = edited else { panic!("{edited:?}") };
        let page = port.section(&admin, &name, Some(&draft)).await.unwrap();
        let FieldInput::Map { entries, .. } = &page.fields[1].input else { panic!("{:?}", page.fields) };
        let problems: Vec<_> = entries[0].fields.iter().map(|field| field.problem).collect();
        assert_eq!(problems, expected);
    }
}
