//! Somebody has to approve an access package that is assigned: it is waited for without a click, and what is undone meanwhile is canceled.

use backend::clock::Clock;
use contract::{HistoryEvent, InvitationId, InvitationState, ProblemCode, ShareForm, StepKind};
use emulator::world::entitlement::RequestState;
use serde_json::{Value, json};
use testing::Browser;
use testing::names::MEGAN;
use time::Duration;

use super::app::{TestApp, adele, answer, answer_after, form};
use super::kills::{access, at_every_point, at_most};
use super::packages::{
    ANA, by_assignment, cancel_newest, entries, is_in_group, is_undone, only_ana, ready, stands,
    stories::shared_twice, taken, undo_waits,
};

const APPROVAL: (InvitationState, Option<ProblemCode>) =
    (InvitationState::Waiting, Some(ProblemCode::PackageApproval));

/// What the audit chain says when a request was canceled.
const CANCELED: &str = "package-request-canceled";

/// The requests that cancel another one, as faults name them.
fn cancels() -> Value {
    let path = "/v1.0/identityGovernance/entitlementManagement/assignmentRequests/*/cancel";
    json!({ "method": "POST", "path": path })
}

/// The same, where what we assign has to be approved.
async fn approving(app: TestApp) -> TestApp {
    ready(app.seeded("approving").await.with_settings(by_assignment())).await
}

/// Time passes until all these wait for an approval.
async fn wait_for_approval(app: &TestApp, ids: &[&InvitationId]) {
    for id in ids {
        let mut looks = 0;
        while stands(app, id).await != APPROVAL {
            looks += 1;
            assert!(looks < 10, "{:?}", stands(app, id).await);
            app.wait_for_next().await;
            app.run_due().await;
        }
    }
}

/// A share with Ana that waits for an approval.
async fn held(app: &TestApp) -> InvitationId {
    let id = app.accepted(&adele(), form(ANA)).await;
    app.run_due().await;
    wait_for_approval(app, &[&id]).await;
    id
}

/// An administrator of the directory decides, in My Access, about the only request that waits.
async fn decide(app: &TestApp, decision: &str) {
    let mut browser = Browser::at(&app.emulator.url());
    let sign_in = browser.visit("/myaccess/@contoso.example").await;
    let list = browser.send(&sign_in, &sign_in.form("/home/sign-in"), &[("address", MEGAN)]).await;
    let form = list.form("/myaccess/@contoso.example/decisions");
    let decided = browser.send(&list, &form, &[("decision", decision)]).await;
    assert!(decided.status == 200 && !decided.text.contains("Waiting for you"), "{}", decided.text);
}

/// How far the newest request is at Microsoft.
fn newest(app: &TestApp) -> RequestState {
    app.emulator.world(|world| world.resource_tenant().unwrap().entitlement.requests.last().unwrap().state)
}

/// Whether Ana is a guest.
async fn is_there(app: &TestApp) -> bool {
    app.evidence().await.emulator.users.iter().any(|user| user.addresses.contains(&ANA.to_owned()))
}

/// Undone, and Microsoft gives nothing any more.
async fn is_canceled(app: &TestApp, id: &InvitationId) {
    assert_eq!((app.state(id).await, taken(app)), (InvitationState::Undone, 1));
    assert_eq!(newest(app), RequestState::Canceled);
    let canceled = entries(app, id, CANCELED).await;
    assert!(canceled.len() == 1 && canceled[0]["request"].is_string(), "{canceled:?}");
    assert!(!is_there(app).await && access(app).await.is_empty());
    app.check().await;
}

on_sqlite! {
    an_approval_on_the_third_day_goes_on_without_a_click,
    what_waits_for_an_approval_is_canceled_when_it_is_undone,
    whoever_needs_it_last_has_an_approval_canceled,
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn an_approval_on_the_third_day_goes_on_without_a_click(app: TestApp) {
        let app = approving(app).await;
        let id = held(&app).await;
        app.advance(Duration::days(3));
        app.run_due().await;
        assert_eq!(stands(&app, &id).await, APPROVAL);
        let next = app.progress(&id).await.problem.unwrap().retry_at.unwrap();
        let wait = next.unix_timestamp() * 1000 - app.clock.now_ms();
        assert!((1..=3_600_000).contains(&wait), "{wait}");
        assert!(!is_there(&app).await && access(&app).await.is_empty());
        let view = app.sharing.invitations().open(&adele(), &id).await.unwrap();
        let reasons = view.row.history.into_iter().filter_map(|line| Some(line.problem?.code));
        let held = reasons.filter(|code| *code == ProblemCode::PackageApproval).count();
        assert_eq!(held, 1, "one line, however often it is looked at");
        decide(&app, "approve").await;
        app.settle().await;
        assert_eq!(stands(&app, &id).await, (InvitationState::Shared, None));
        assert_eq!((taken(&app), access(&app).await), (1, only_ana(&app)));
        assert!(is_in_group(&app).await);
        app.check().await;
    }

    pub async fn what_waits_for_an_approval_is_canceled_when_it_is_undone(app: TestApp) {
        let app = approving(app).await;
        let id = held(&app).await;
        app.advance(Duration::days(2));
        assert!(app.sharing.undo(&id).await.unwrap());
        app.settle().await;
        is_canceled(&app, &id).await;
    }

    /// Of two shares the asker is undone first: the other one waits for what it asked for.
    pub async fn whoever_needs_it_last_has_an_approval_canceled(app: TestApp) {
        let app = approving(app).await;
        let (first, second) = shared_twice(&app).await;
        wait_for_approval(&app, &[&first, &second]).await;
        assert_eq!(taken(&app), 1);
        assert!(app.sharing.undo(&first).await.unwrap());
        app.run_due().await;
        assert_eq!(app.state(&first).await, InvitationState::Undone);
        app.advance(Duration::days(3));
        app.run_due().await;
        assert_eq!(stands(&app, &second).await, APPROVAL);
        assert_eq!((newest(&app), taken(&app)), (RequestState::PendingApproval, 1));
        assert!(app.sharing.undo(&second).await.unwrap());
        app.settle().await;
        is_canceled(&app, &second).await;
        assert!(entries(&app, &first, CANCELED).await.is_empty());
    }
}

async fn approving_on_sqlite() -> TestApp {
    approving(TestApp::new().await).await
}

#[tokio::test]
async fn what_is_denied_fails() {
    let app = approving_on_sqlite().await;
    let id = held(&app).await;
    decide(&app, "deny").await;
    app.settle().await;
    assert_eq!(stands(&app, &id).await, (InvitationState::Failed, Some(ProblemCode::PackageDenied)));
    assert!(!is_there(&app).await && access(&app).await.is_empty());
    app.check().await;
}

#[tokio::test]
async fn after_six_weeks_a_person_is_asked_and_may_wait_anew() {
    let app = approving_on_sqlite().await;
    let id = held(&app).await;
    app.advance(Duration::days(41));
    app.run_due().await;
    assert_eq!(stands(&app, &id).await, APPROVAL);
    app.advance(Duration::days(2));
    app.run_due().await;
    assert_eq!(stands(&app, &id).await, (InvitationState::Stopped, Some(ProblemCode::PackageApproval)));
    app.try_again(&id).await;
    app.run_due().await;
    assert_eq!(stands(&app, &id).await, APPROVAL);
    decide(&app, "approve").await;
    app.settle().await;
    assert_eq!((stands(&app, &id).await, taken(&app)), ((InvitationState::Shared, None), 1));
    app.check().await;
}

/// What Microsoft takes its time for after an approval that came late has a day of its own.
#[tokio::test]
async fn what_is_delivered_after_an_approval_is_waited_for_anew() {
    let app = approving_on_sqlite().await;
    let id = held(&app).await;
    app.advance(Duration::days(3));
    app.run_due().await;
    app.policy(json!({ "accessRequestStepMs": 3 * 3_600_000 })).await;
    decide(&app, "approve").await;
    app.advance(Duration::minutes(61));
    app.run_due().await;
    assert_eq!(stands(&app, &id).await, (InvitationState::Waiting, Some(ProblemCode::PackagePending)));
    app.settle().await;
    assert_eq!(stands(&app, &id).await, (InvitationState::Shared, None));
    app.check().await;
}

#[tokio::test]
async fn a_request_is_canceled_although_the_answer_to_that_is_lost() {
    for lost in [json!({ "drop_after": true }), answer(503, "serviceNotAvailable", "")] {
        let app = approving_on_sqlite().await;
        let id = held(&app).await;
        app.fail(&cancels(), [lost]);
        assert!(app.sharing.undo(&id).await.unwrap());
        app.settle().await;
        assert_eq!(app.emulator.faults_left(&cancels()), 0);
        is_canceled(&app, &id).await;
    }
}

/// Microsoft's page of the call is not clear about applications: the request is followed, and what an approval gives is taken back.
#[tokio::test]
async fn what_cannot_be_canceled_is_taken_back_once_it_is_approved() {
    for refusal in [
        answer(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation."),
        answer(400, "BadRequest", "The request cannot be cancelled."),
    ] {
        let app = approving_on_sqlite().await;
        let id = held(&app).await;
        app.fail(&cancels(), [refusal]);
        assert!(app.sharing.undo(&id).await.unwrap());
        app.run_due().await;
        app.advance(Duration::days(2));
        app.run_due().await;
        assert_eq!(app.state(&id).await, InvitationState::Undoing);
        assert_eq!((newest(&app), access(&app).await), (RequestState::PendingApproval, vec![]));
        // Whoever had it undone reads what it waits for.
        assert_eq!(stands(&app, &id).await, (InvitationState::Undoing, Some(ProblemCode::PackageUndecided)));
        assert_eq!(undo_waits(&app, &id).await, [ProblemCode::PackageUndecided]);
        decide(&app, "approve").await;
        app.settle().await;
        is_undone(&app, &id, 2).await;
        assert_eq!(entries(&app, &id, "package-ended").await.len(), 1);
        assert!(entries(&app, &id, CANCELED).await.is_empty());
    }
}

/// Another one, or an administrator, was quicker: the entry is theirs.
#[tokio::test]
async fn what_somebody_else_has_canceled_is_not_said_to_be_canceled_by_us() {
    let app = approving_on_sqlite().await;
    let id = held(&app).await;
    // Done by somebody else: what we hear is that it is not open any more.
    let refusal = json!({ "status": 400, "code": "BadRequest", "message": "", "perform": true });
    app.fail(&cancels(), [refusal]);
    assert!(app.sharing.undo(&id).await.unwrap());
    app.settle().await;
    assert_eq!((app.state(&id).await, newest(&app)), (InvitationState::Undone, RequestState::Canceled));
    assert!(entries(&app, &id, CANCELED).await.is_empty());
}

/// The call was refused, so nothing of it is ours.
#[tokio::test]
async fn what_somebody_else_cancels_after_a_refusal_is_not_said_to_be_canceled_by_us() {
    let app = approving_on_sqlite().await;
    let id = held(&app).await;
    app.fail(&cancels(), [answer_after(429, "7")]);
    assert!(app.sharing.undo(&id).await.unwrap());
    app.run_due().await;
    assert_eq!((app.state(&id).await, app.emulator.faults_left(&cancels())), (InvitationState::Undoing, 0));
    cancel_newest(&app).await;
    app.settle().await;
    assert_eq!((app.state(&id).await, newest(&app)), (InvitationState::Undone, RequestState::Canceled));
    assert!(entries(&app, &id, CANCELED).await.is_empty());
}

#[tokio::test]
async fn what_can_neither_be_canceled_nor_is_decided_on_is_said_in_words() {
    let app = approving_on_sqlite().await;
    let id = held(&app).await;
    app.fail(&cancels(), [answer(403, "Authorization_RequestDenied", "")]);
    assert!(app.sharing.undo(&id).await.unwrap());
    app.run_due().await;
    app.advance(Duration::days(43));
    app.run_due().await;
    assert_eq!(app.state(&id).await, InvitationState::Undone);
    let view = app.sharing.invitations().open(&adele(), &id).await.unwrap();
    let remains = HistoryEvent::StepRemains(StepKind::RequestAccessPackage);
    let line = view.row.history.into_iter().find(|line| line.event == remains).unwrap();
    assert_eq!(line.problem.map(|problem| problem.code), Some(ProblemCode::PackageUndecided));
    app.check().await;
}

#[tokio::test]
async fn what_could_not_be_canceled_is_found_by_the_next_share_and_canceled_with_it() {
    let app = approving_on_sqlite().await;
    let id = held(&app).await;
    app.fail(&cancels(), [answer(403, "Authorization_RequestDenied", "")]);
    assert!(app.sharing.undo(&id).await.unwrap());
    app.run_due().await;
    app.advance(Duration::days(43));
    app.run_due().await;
    assert_eq!(
        (app.state(&id).await, newest(&app)),
        (InvitationState::Undone, RequestState::PendingApproval)
    );
    let again = app.accepted(&adele(), ShareForm { key: "again".to_owned(), ..form(ANA) }).await;
    app.run_due().await;
    wait_for_approval(&app, &[&again]).await;
    assert_eq!(taken(&app), 1, "Microsoft takes no second one");
    assert!(app.sharing.undo(&again).await.unwrap());
    app.settle().await;
    is_canceled(&app, &again).await;
}

#[tokio::test]
async fn a_process_that_dies_while_it_cancels_a_request_is_followed_by_another() {
    at_every_point(4, 10, async |polls| {
        let app = approving_on_sqlite().await;
        let id = held(&app).await;
        assert!(app.sharing.undo(&id).await.unwrap());
        let once = at_most(polls, Box::pin(app.run_due())).await.is_some();
        app.advance(Duration::minutes(2));
        let ended = once && at_most(polls, Box::pin(app.run_due())).await.is_some();
        app.advance(Duration::seconds(16));
        app.settle().await;
        is_canceled(&app, &id).await;
        ended
    })
    .await;
}
