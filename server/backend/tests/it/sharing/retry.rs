//! Trying again, dismissing, looking on.

use std::time::Duration as Wait;

use backend::clock::Clock;
use contract::{HistoryEvent, InvitationState, ProblemCode};
use serde_json::Value;
use storage::jobs;
use time::Duration;

use super::app::{TestApp, adele, answer, form, invites, person};

const ANA: &str = "ana@fabrikam.example";

/// Longer than any test, for `PostgreSQL` measures leases by its own clock; shorter than what [`TestApp::outlive_leases`] lets pass.
const LEASE_MS: i64 = 15_000;

fn forbidden() -> Value {
    answer(403, "Forbidden", "Guest invitations not allowed for your company.")
}

#[tokio::test]
async fn a_failed_invitation_may_be_tried_again_and_fails_with_a_new_toast() {
    stories::a_failed_invitation_may_be_tried_again_and_fails_with_a_new_toast(TestApp::new().await).await;
}

#[tokio::test]
async fn a_form_sent_again_after_it_stopped_posts_nothing() {
    stories::a_form_sent_again_after_it_stopped_posts_nothing(TestApp::new().await).await;
}

#[tokio::test]
async fn an_invitation_that_lost_its_job_gets_one() {
    stories::an_invitation_that_lost_its_job_gets_one(TestApp::new().await).await;
}

#[tokio::test]
async fn what_ended_well_is_not_run_again() {
    let app = TestApp::new().await;
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    app.try_again(&id).await;
    assert_eq!(app.run_due().await, 0);
    assert_eq!(app.state(&id).await, InvitationState::Sent);
    let refused = app.sharing.invitations().reopen_as_draft(&adele(), &id).await;
    assert_eq!(refused.unwrap_err().code, ProblemCode::NotFound);
}

#[tokio::test]
async fn whoever_looks_on_is_told_when_it_settles() {
    let app = TestApp::new().await;
    let id = app.accepted(&adele(), form(ANA)).await;
    let port = app.sharing.invitations();
    let caller = adele();
    let (progress, _) = tokio::join!(port.progress(&caller, &id, Wait::from_secs(20)), app.run_due());
    assert_eq!(progress.unwrap().state, InvitationState::Sent);
}

#[tokio::test]
async fn patience_ends() {
    let app = TestApp::new().await;
    let id = app.accepted(&adele(), form(ANA)).await;
    let port = app.sharing.invitations();
    let progress = port.progress(&adele(), &id, Wait::from_millis(20)).await.unwrap();
    assert_eq!(progress.state, InvitationState::Working);
    let refused = port.progress(&person("diego", false), &id, Wait::from_secs(20)).await;
    assert_eq!(refused.unwrap_err().code, ProblemCode::NotFound);
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn a_failed_invitation_may_be_tried_again_and_fails_with_a_new_toast(app: TestApp) {
        app.fail(&invites(), [forbidden(), forbidden()]);
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        let toasts = app.sharing.toasts();
        for dismissed in [true, false] {
            let shown = toasts.undismissed(&adele()).await.unwrap().toasts;
            assert_eq!(shown.len(), 1);
            if dismissed {
                toasts.dismiss(&adele(), &shown[0].id).await.unwrap();
                toasts.dismiss(&adele(), &shown[0].id).await.unwrap();
                assert!(toasts.undismissed(&adele()).await.unwrap().toasts.is_empty());
            }
            app.try_again(&id).await;
            app.try_again(&id).await;
            app.settle().await;
        }
        assert_eq!(app.state(&id).await, InvitationState::Sent);
        let stale = |toast: &contract::Toast| matches!(toast.kind, contract::ToastKind::Problem { .. });
        assert!(
            !toasts.undismissed(&adele()).await.unwrap().toasts.iter().any(stale),
            "trying again is an answer to it"
        );
        let view = app.sharing.invitations().open(&adele(), &id).await.unwrap();
        let again = view.row.history.iter().filter(|entry| entry.event == HistoryEvent::TriedAgain).count();
        assert_eq!(again, 2, "asking twice is asking once");
        app.check().await;
    }

    pub async fn a_form_sent_again_after_it_stopped_posts_nothing(app: TestApp) {
        app.fail(&invites(), [forbidden(), forbidden(), forbidden()]);
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        let port = app.sharing.invitations();
        let tries = port.open(&adele(), &id).await.unwrap().row.tries;
        for _ in 0..3 {
            port.retry(&adele(), &id, tries).await.unwrap();
            app.settle().await;
        }
        assert_eq!(app.emulator.faults_left(&invites()), 1, "one post for one form");
        assert_eq!(app.state(&id).await, InvitationState::Failed);
        assert_eq!(port.open(&adele(), &id).await.unwrap().row.tries, tries + 1);
        app.try_again(&id).await;
        app.settle().await;
        assert_eq!(app.emulator.faults_left(&invites()), 0, "a form of now has its effect");
        app.check().await;
    }

    pub async fn an_invitation_that_lost_its_job_gets_one(app: TestApp) {
        let id = app.accepted(&adele(), form(ANA)).await;
        let now = app.clock.now_ms();
        let job = jobs::claim(&app.storage, None, now, 60_000, "lost").await.unwrap().unwrap();
        let mut tx = app.storage.begin().await.unwrap();
        assert!(jobs::finish(&mut tx, &job.id, "lost").await.unwrap());
        tx.commit().await.unwrap();

        app.sharing.runner().clean_up().await;
        assert_eq!(app.run_due().await, 0, "whoever works on it at this moment is not overtaken");
        app.advance(Duration::minutes(2));
        app.sharing.runner().clean_up().await;
        app.sharing.runner().clean_up().await;
        // Sweeping twice has made one job.
        let now = app.clock.now_ms();
        let first = jobs::claim(&app.storage, None, now, LEASE_MS, "one").await.unwrap().unwrap();
        assert_eq!(first.subject, id.as_str());
        assert!(jobs::claim(&app.storage, None, now, LEASE_MS, "other").await.unwrap().is_none());
        app.outlive_leases().await;
        assert_ne!(app.run_due().await, 0);
        assert_eq!(app.state(&id).await, InvitationState::Sent);
        app.check().await;
    }
}
