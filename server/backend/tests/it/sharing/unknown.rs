//! Posts whose outcome nobody knows.

use contract::{
    Caller, EntraUserId, InvitationId, InvitationState, ItemId, ProblemCode, StepKind, TenantId, ToastKind,
};
use serde_json::json;
use time::Duration;

use super::app::{ITEM, TestApp, adele, answer, form, guest_of, invites, person};

const ANA: &str = "ana@fabrikam.example";

/// The post has its effect, and the process dies before the answer.
async fn killed_after_the_post(app: &TestApp) -> InvitationId {
    app.fail(&invites(), [json!({ "hang": true })]);
    let id = app.accepted(&adele(), form(ANA)).await;
    tokio::select! {
        _ = app.run_due() => panic!("the answer is held"),
        () = app.posted(1) => {}
    }
    app.outlive_leases().await;
    id
}

#[tokio::test]
async fn the_guest_is_found_and_adopted_and_no_second_mail_goes_out() {
    stories::the_guest_is_found_and_adopted_and_no_second_mail_goes_out(TestApp::new().await).await;
}

#[tokio::test]
async fn a_person_may_have_it_posted_again() {
    let app = TestApp::new().await;
    let id = killed_after_the_post(&app).await;
    app.settle().await;
    app.try_again(&id).await;
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Sent);
    let sent = app.posts();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0].guest, sent[1].guest);
    app.check().await;
}

#[tokio::test]
async fn a_guest_who_shows_late_is_still_found() {
    let app = TestApp::new().await;
    app.hide_new_guests(Duration::seconds(30));
    let id = killed_after_the_post(&app).await;
    app.settle().await;
    assert_eq!(app.progress(&id).await.problem.unwrap().code, ProblemCode::OutcomeUnknown);
    assert_eq!(app.posts().len(), 1);
    app.check().await;
}

#[tokio::test]
async fn what_never_went_out_is_posted_after_the_visibility_budget() {
    let app = TestApp::new().await;
    let id = app.accepted(&adele(), form(ANA)).await;
    // A gateway that gave up: whether the service acted, nobody knows.
    app.fail(&invites(), [answer(504, "", "")]);
    let start = backend::clock::Clock::now(&app.clock);
    app.run_due().await;
    let waiting = app.progress(&id).await;
    assert_eq!(waiting.state, InvitationState::Waiting);
    let fault = waiting.problem.unwrap();
    assert_eq!(fault.code, ProblemCode::DirectoryTrouble);
    // It was looked for and not found, which does not mean that there is a guest who only has not appeared.
    app.advance(Duration::seconds(1));
    assert_ne!(app.run_due().await, 0);
    let still = app.progress(&id).await.problem.unwrap();
    assert_eq!((still.code, still.reference), (fault.code, fault.reference));
    app.settle().await;
    assert_eq!(app.state(&id).await, InvitationState::Sent);
    let waited = backend::clock::Clock::now(&app.clock) - start;
    assert!((Duration::seconds(120)..Duration::seconds(150)).contains(&waited), "{waited}");
    assert_eq!(app.posts().len(), 1);
    app.check().await;
}

#[tokio::test]
async fn an_unreadable_success_is_no_success_and_no_failure() {
    let app = TestApp::new().await;
    app.fail(&invites(), [json!({ "garble": "html" })]);
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    assert_eq!(app.progress(&id).await.problem.unwrap().code, ProblemCode::OutcomeUnknown);
    assert_eq!(app.posts().len(), 1);
    app.check().await;
}

#[tokio::test]
async fn whoever_accepts_was_reached_so_it_goes_on_by_itself() {
    stories::whoever_accepts_was_reached_so_it_goes_on_by_itself(TestApp::new().await).await;
}

#[tokio::test]
async fn at_the_door_what_was_promised_is_given() {
    stories::at_the_door_what_was_promised_is_given(TestApp::new().await).await;
}

#[tokio::test]
async fn many_arrivals_at_once_are_one() {
    stories::many_arrivals_at_once_are_one(TestApp::new().await).await;
}

#[tokio::test]
async fn at_the_door_of_another_item_or_as_another_guest_nothing_is_given() {
    let app = TestApp::new().await;
    let id = killed_after_the_post(&app).await;
    app.settle().await;
    let guest = guest_of(&app.accept(ANA).await);
    let (items, here) = (app.sharing.items(), ItemId::parse(ITEM).unwrap());
    let elsewhere = ItemId::parse("punctuality").unwrap();
    let elsewhere_tenant = Caller { tenant: TenantId::parse("fabrikam").unwrap(), ..guest.clone() };
    for (caller, item) in [(guest, &elsewhere), (person("grady", true), &here), (elsewhere_tenant, &here)] {
        assert_eq!(items.open(&caller, item).await.unwrap_err().code, ProblemCode::NotFound);
        let arrivals = app.sharing.arrivals();
        assert_eq!(arrivals.arrive(&caller, item).await.unwrap_err().code, ProblemCode::NotFound);
    }
    assert_eq!(app.state(&id).await, InvitationState::Stopped);
    app.check().await;
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn the_guest_is_found_and_adopted_and_no_second_mail_goes_out(app: TestApp) {
        let id = killed_after_the_post(&app).await;
        app.settle().await;
        let progress = app.progress(&id).await;
        assert_eq!(progress.state, InvitationState::Stopped);
        assert_eq!(progress.problem.unwrap().code, ProblemCode::OutcomeUnknown);
        assert_eq!(app.posts().len(), 1);
        assert_eq!(
            app.rows().await[0].guest.as_ref().map(EntraUserId::as_str),
            Some(app.posts()[0].guest.as_str())
        );
        app.check().await;
    }

    pub async fn at_the_door_what_was_promised_is_given(app: TestApp) {
        let id = killed_after_the_post(&app).await;
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Stopped);
        let guest = app.accept(ANA).await;
        let item = ItemId::parse(ITEM).unwrap();
        let items = app.sharing.items();
        let refused = items.open(&guest_of(&guest), &item).await.unwrap_err();
        assert_eq!(refused.code, ProblemCode::NotFound, "opening gives nothing");
        assert_eq!(app.state(&id).await, InvitationState::Stopped, "and changes nothing");
        app.arrive(&guest).await;
        let own = items.open(&guest_of(&guest), &item).await.unwrap().own.unwrap();
        assert_eq!((own.role.as_str(), own.invitation.as_ref()), ("reader", Some(&id)));
        let progress = app.progress(&id).await;
        assert_eq!((progress.state, progress.problem), (InvitationState::Accepted, None));
        let toasts = app.sharing.toasts().undismissed(&adele()).await.unwrap().toasts;
        assert!(matches!(toasts[0].kind, ToastKind::Accepted { .. }));
        assert!(toasts.iter().all(|toast| !toast.kind.is_problem()), "they were reached: {toasts:?}");
        app.check().await;
        app.advance(Duration::hours(1));
        app.run_due().await;
        assert_eq!(storage::jobs::next_run_at(&app.storage).await.unwrap(), None, "nothing is left to do");
        assert_eq!(app.posts().len(), 1);
        app.check().await;
    }

    pub async fn many_arrivals_at_once_are_one(app: TestApp) {
        let id = killed_after_the_post(&app).await;
        app.settle().await;
        let guest = app.accept(ANA).await;
        tokio::join!(app.arrive(&guest), app.arrive(&guest), app.arrive(&guest), app.arrive(&guest));
        assert_eq!(app.state(&id).await, InvitationState::Accepted);
        let entries = storage::audit::of_subject(&app.storage, id.as_str()).await.unwrap();
        for action in ["access-recorded", "invitation-confirmed", "invitation-accepted"] {
            assert_eq!(entries.iter().filter(|entry| entry.action == action).count(), 1, "{action}");
        }
        app.check().await;
    }

    pub async fn whoever_accepts_was_reached_so_it_goes_on_by_itself(app: TestApp) {
        let id = killed_after_the_post(&app).await;
        app.settle().await;
        let guest = app.accept(ANA).await;
        app.advance(Duration::minutes(2));
        app.run_due().await;
        app.advance(Duration::minutes(6));
        app.run_due().await;
        assert_eq!(app.state(&id).await, InvitationState::Accepted);
        assert!(app.progress(&id).await.steps.iter().any(|step| step.kind == StepKind::RecordAccess));
        let toasts = app.sharing.toasts().undismissed(&adele()).await.unwrap().toasts;
        assert!(toasts.iter().all(|toast| !toast.kind.is_problem()), "they were reached: {toasts:?}");
        app.arrive(&guest).await;
        assert_eq!(app.posts().len(), 1);
        app.check().await;
    }
}
