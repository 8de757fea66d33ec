//! The runner as it runs in a server.

use std::time::Duration as Wait;

use backend::clock::Clock as _;
use contract::{InvitationState, ProblemCode};
use sqlx::{Connection as _, SqliteConnection};
use storage::{audit, jobs};
use time::Duration;
use tokio_util::sync::CancellationToken;

use super::app::{TENANT, TestApp, adele, answer, form, invites};

#[tokio::test]
async fn picks_up_at_once_and_drains_on_shutdown() {
    stories::picks_up_at_once_and_drains_on_shutdown(TestApp::new().await).await;
}

#[tokio::test]
async fn several_runners_do_nothing_twice() {
    stories::several_runners_do_nothing_twice(TestApp::new().await).await;
}

#[tokio::test]
async fn asking_again_while_it_runs_harms_nothing() {
    stories::asking_again_while_it_runs_harms_nothing(TestApp::new().await).await;
}

#[tokio::test]
async fn a_job_that_can_never_be_done_is_given_up_and_the_inviter_is_told() {
    let app = TestApp::new().await;
    let id = app.accepted(&adele(), form("ana@fabrikam.example")).await;
    // Nothing in the product writes such facts: a damaged database has them.
    let mut connection = SqliteConnection::connect(&app.db.url).await.unwrap();
    sqlx::query("UPDATE invitations SET facts = 'damaged'").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    app.run_due().await;
    assert_eq!(jobs::next_run_at(&app.storage).await.unwrap(), None, "it is not tried again");
    let progress = app.progress(&id).await;
    assert_eq!(progress.state, InvitationState::Failed);
    let problem = progress.problem.unwrap();
    assert_eq!(problem.code, ProblemCode::Internal);
    assert!(problem.reference.is_some(), "the log has the reason");
    let toasts = app.sharing.toasts().undismissed(&adele()).await.unwrap().toasts;
    assert!(toasts[0].kind.is_problem());
    assert!(app.posts().is_empty());
    app.check().await;
}

#[tokio::test]
async fn an_invitation_whose_row_cannot_be_read_fails_with_an_audit_entry() {
    let app = TestApp::new().await;
    let id = app.accepted(&adele(), form("ana@fabrikam.example")).await;
    let mut connection = SqliteConnection::connect(&app.db.url).await.unwrap();
    sqlx::query("UPDATE invitations SET role = 'no role'").execute(&mut connection).await.unwrap();
    app.run_due().await;
    let state: String =
        sqlx::query_scalar("SELECT state FROM invitations").fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    assert_eq!(state, InvitationState::Failed.as_str());
    assert_eq!(jobs::next_run_at(&app.storage).await.unwrap(), None, "it is not tried again");
    let entries = audit::of_subject(&app.storage, id.as_str()).await.unwrap();
    let last = entries.last().unwrap();
    assert_eq!((last.action.as_str(), last.tenant.as_str()), ("invitation-failed", TENANT));
    assert!(last.detail.contains(r#""problem":"internal""#), "{}", last.detail);
    assert_eq!(audit::verify(&app.storage).await.unwrap().broken, None);
}

#[tokio::test]
async fn a_job_that_keeps_breaking_is_tried_for_hours_and_not_for_ever() {
    let app = TestApp::new().await;
    let job = jobs::JobRow {
        id: "unknown".to_owned(),
        kind: "of-a-newer-release".to_owned(),
        subject: "something".to_owned(),
        run_at: 0,
        attempts: 0,
        failures: 0,
        lease_token: None,
        lease_until: None,
        dedupe: None,
    };
    let mut tx = app.storage.begin().await.unwrap();
    jobs::enqueue(&mut tx, &job).await.unwrap();
    tx.commit().await.unwrap();
    let (begin, mut turns) = (app.clock.now_ms(), 0);
    loop {
        turns += app.run_due().await;
        let Some(next) = jobs::next_run_at(&app.storage).await.unwrap() else { break };
        assert!(turns < 20, "it is tried for ever");
        app.advance(Duration::milliseconds(next - app.clock.now_ms()));
    }
    let hours = (app.clock.now_ms() - begin) / 3_600_000;
    assert_eq!(turns, 13);
    assert!((2..24).contains(&hours), "{hours}");
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn asking_again_while_it_runs_harms_nothing(app: TestApp) {
        let stop = CancellationToken::new();
        let running: Vec<_> = (0..3).map(|_| tokio::spawn(app.sharing.runner().run(stop.clone()))).collect();
        let refused = answer(403, "Forbidden", "Guest invitations not allowed for your company.");
        app.fail(&invites(), std::iter::repeat_n(refused, 40));
        let mut ids = Vec::new();
        for n in 0..8 {
            ids.push(app.accepted(&adele(), form(&format!("person{n}@fabrikam.example"))).await);
        }
        for _ in 0..4 {
            for id in &ids {
                app.try_again(id).await;
            }
        }
        stop.cancel();
        for one in running {
            one.await.unwrap();
        }
        app.emulator.clear_faults(&invites());
        for id in &ids {
            app.try_again(id).await;
        }
        app.settle().await;
        for id in &ids {
            assert_eq!(app.state(id).await, InvitationState::Sent);
        }
        assert_eq!(app.posts().len(), 8);
        app.check().await;
    }

    pub async fn picks_up_at_once_and_drains_on_shutdown(app: TestApp) {
        let stop = CancellationToken::new();
        let running = tokio::spawn(app.sharing.runner().run(stop.clone()));
        let mut ids = Vec::new();
        for n in 0..10 {
            ids.push(app.accepted(&adele(), form(&format!("person{n}@fabrikam.example"))).await);
        }
        for id in &ids {
            let progress =
                app.sharing.invitations().progress(&adele(), id, Wait::from_secs(20)).await.unwrap();
            assert_eq!(progress.state, InvitationState::Sent);
        }
        stop.cancel();
        running.await.unwrap();
        app.check().await;
    }

    pub async fn several_runners_do_nothing_twice(app: TestApp) {
        let stop = CancellationToken::new();
        let running: Vec<_> = (0..3).map(|_| tokio::spawn(app.sharing.runner().run(stop.clone()))).collect();
        app.fail(&invites(), [answer(500, "InternalServerError", "")]);
        let mut ids = Vec::new();
        for n in 0..12 {
            ids.push(app.accepted(&adele(), form(&format!("person{n}@fabrikam.example"))).await);
        }
        for id in &ids {
            // One of them waits for the clock, which stands.
            app.sharing.invitations().progress(&adele(), id, Wait::from_millis(500)).await.unwrap();
        }
        stop.cancel();
        for one in running {
            one.await.unwrap();
        }
        app.settle().await;
        assert_eq!(app.posts().len(), 12);
        app.check().await;
    }
}

/// A process that was stopped, or had to wait, between noting its post and sending it: somebody else may have the job by then.
#[tokio::test]
async fn whoever_is_late_posts_nothing() {
    let app = TestApp::new().await;
    app.late.store(true, std::sync::atomic::Ordering::SeqCst);
    let id = app.accepted(&adele(), form("ana@fabrikam.example")).await;
    assert_eq!(app.run_due().await, 1);
    assert!(app.posts().is_empty());
    assert_eq!(app.progress(&id).await.state, contract::InvitationState::Waiting);
    app.settle().await;
    assert_eq!(app.progress(&id).await.state, contract::InvitationState::Sent);
    assert_eq!(app.posts().len(), 1);
    app.check().await;
}
