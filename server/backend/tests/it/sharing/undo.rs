//! Undo, as it is offered: by the inviter, with what it would come to, also while the invitation is under way.

use std::pin::pin;
use std::task::Poll;

use backend::pipeline::step_list;
use contract::{
    HistoryEvent, InvitationId, InvitationState, ProblemCode, ShareForm, StepKind, UndoEffect, UndoLine,
};
use reqwest::Method;
use serde_json::json;
use storage::invitations;
use testing::names::{GRADY, user_id};
use time::Duration;

use super::app::{
    APPLICATION, FALCON, ITEM, SEEN_AFTER, TENANT, TestApp, adele, answer, form, look_ups, person,
};

const ANA: &str = "ana@fabrikam.example";

async fn preview(app: &TestApp, id: &InvitationId) -> Vec<(StepKind, UndoEffect)> {
    let preview = app.sharing.invitations().undo_preview(&adele(), id).await.unwrap();
    preview.lines.into_iter().map(|UndoLine { step, effect }| (step, effect)).collect()
}

async fn undo(app: &TestApp, id: &InvitationId) {
    app.sharing.invitations().undo(&adele(), id).await.unwrap();
}

async fn has_access(app: &TestApp) -> bool {
    !storage::access::of_item(&app.storage, TENANT, ITEM, None, 10).await.unwrap().is_empty()
}

/// Whether he is in the group, and has the role.
async fn what_grady_has(app: &TestApp) -> (bool, bool) {
    let (grady, token) = (user_id("grady"), app.emulator.application_token("daemon").await);
    let has = async |path: String, name: &str| {
        let found = app.emulator.graph(Method::GET, &path, &token, None).await;
        found["value"].as_array().unwrap().iter().any(|one| one[name] == grady.as_str())
    };
    (
        has(format!("/groups/{FALCON}/members"), "id").await,
        has(format!("/servicePrincipals/{APPLICATION}/appRoleAssignedTo"), "principalId").await,
    )
}

on_sqlite! {
    what_it_would_come_to_is_said_before,
    microsofts_mail_has_gone_and_somebody_known_stays,
    nobody_undoes_what_is_anothers,
    what_waits_is_undone_at_once,
    what_is_under_way_stops_at_the_next_step,
    what_a_lost_answer_hides_is_undone_too,
    at_every_point_where_a_process_dies_it_can_be_undone,
    what_was_sent_again_is_undone_with_what_it_stood_for,
    after_every_step_it_can_be_undone,
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn what_it_would_come_to_is_said_before(app: TestApp) {
        use StepKind::{GrantAppRole, JoinGroup, RecordAccess, SendInvitation, SendMail, SetAttributes};
        use UndoEffect::{IfUnneeded, Remains, TakenBack};
        let app = app.planning_every_step().await;
        let id = app.accepted(&adele(), form(ANA)).await;
        assert_eq!(preview(&app, &id).await, [], "nothing was done yet");
        app.settle().await;
        let everything = [
            (SendMail, Remains),
            (RecordAccess, TakenBack),
            (GrantAppRole, IfUnneeded),
            (JoinGroup, IfUnneeded),
            (SetAttributes, IfUnneeded),
            (SendInvitation, IfUnneeded),
        ];
        assert_eq!(preview(&app, &id).await, everything);
        app.advance(SEEN_AFTER);
        undo(&app, &id).await;
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Undone);
        let gone = app.sharing.invitations().undo_preview(&adele(), &id).await.unwrap_err();
        assert_eq!(gone.code, ProblemCode::NotFound);
        undo(&app, &id).await;
        app.check().await;
    }

    pub async fn microsofts_mail_has_gone_and_somebody_known_stays(app: TestApp) {
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        let lines = preview(&app, &id).await;
        assert!(lines.contains(&(StepKind::SendMail, UndoEffect::Remains)), "{lines:?}");
        app.arrive(&app.emulator.user(ANA)).await;
        assert!(preview(&app, &id).await.contains(&(StepKind::SendInvitation, UndoEffect::Remains)));

        let known = ShareForm { person: user_id("grady"), ..form(GRADY) };
        let id = app.accepted(&adele(), known).await;
        app.settle().await;
        assert_eq!(preview(&app, &id).await, [(StepKind::RecordAccess, UndoEffect::TakenBack)]);
    }

    pub async fn nobody_undoes_what_is_anothers(app: TestApp) {
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        let port = app.sharing.invitations();
        let diego = person("diego", false);
        assert_eq!(port.undo(&diego, &id).await.unwrap_err().code, ProblemCode::NotFound);
        assert_eq!(port.undo_preview(&diego, &id).await.unwrap_err().code, ProblemCode::NotFound);
        let guest = person("grady", true);
        assert_eq!(port.undo(&guest, &id).await.unwrap_err().code, ProblemCode::NotAllowed);
        assert_eq!(app.state(&id).await, InvitationState::Sent);
    }

    pub async fn what_waits_is_undone_at_once(app: TestApp) {
        let id = app.accepted(&adele(), form(ANA)).await;
        app.emulator.fault(look_ups(), answer(503, "serviceNotAvailable", ""));
        app.advance(Duration::seconds(11));
        app.run_due().await;
        assert_eq!(app.state(&id).await, InvitationState::Waiting);
        undo(&app, &id).await;
        app.run_due().await;
        assert_eq!(app.state(&id).await, InvitationState::Undone);
        assert!(app.posts().is_empty() && !has_access(&app).await);
        app.check().await;
    }

    /// While a step is at work outside, it goes through, and nothing is begun after it.
    pub async fn what_is_under_way_stops_at_the_next_step(app: TestApp) {
        let app = app.planning_every_step().await;
        let id = app.accepted(&adele(), form(ANA)).await;
        {
            let mut running = pin!(app.run_due());
            while app.posts().is_empty() {
                tokio::select! {
                    biased;
                    _ = &mut running => panic!("all is done"),
                    () = tokio::task::yield_now() => {}
                }
            }
            // The post has had its effect, and its answer is on the way.
            undo(&app, &id).await;
            running.await;
        }
        app.advance(SEEN_AFTER);
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Undone);
        let begun = invitations::steps(&app.storage, &id).await.unwrap();
        let begun: Vec<_> = begun.iter().filter(|step| step.attempts > 1).map(|step| step.kind).collect();
        assert!(!begun.contains(&StepKind::SetAttributes), "{begun:?}");
        assert!(!has_access(&app).await);
        assert_eq!(
            app.emulator.world(|world| world.mail().iter().filter(|mail| mail.is_for(ANA)).count()),
            0
        );
        let guests = app.evidence().await.emulator.users;
        assert!(
            !guests.iter().any(|user| user.addresses.contains(&ANA.to_owned())),
            "the guest is gone again"
        );
        app.check().await;
    }

    /// The directory's answer is lost, and then it is undone: what it did is found, and taken back.
    pub async fn what_a_lost_answer_hides_is_undone_too(first: TestApp) {
        let grady = user_id("grady");
        for lost in [
            json!({ "method": "POST", "path": "/v1.0/invitations" }),
            json!({ "method": "POST", "path": "/v1.0/groups/*/members/$ref" }),
            json!({ "method": "POST", "path": "/v1.0/servicePrincipals/*/appRoleAssignedTo" }),
            json!({ "method": "PATCH", "path": "/v1.0/users/*" }),
        ] {
            let app = first.afresh().await.planning_every_step().await;
            app.fail(&lost, [json!({ "drop_after": true })]);
            let is_invited = lost["path"] == "/v1.0/invitations";
            let form =
                if is_invited { form(ANA) } else { ShareForm { person: grady.clone(), ..form(GRADY) } };
            let id = app.accepted(&adele(), form).await;
            app.run_due().await;
            assert_eq!(app.emulator.faults_left(&lost), 0, "{lost}");
            assert_eq!(app.state(&id).await, InvitationState::Waiting, "{lost}");
            assert_ne!(preview(&app, &id).await, [], "{lost}");
            undo(&app, &id).await;
            app.settle().await;
            assert_eq!(app.state(&id).await, InvitationState::Undone, "{lost}");
            assert_eq!(what_grady_has(&app).await, (false, false), "{lost}");
            let users = app.evidence().await.emulator.users;
            assert!(!users.iter().any(|user| user.addresses.contains(&ANA.to_owned())), "{lost}");
            app.check().await;
        }
    }

    /// The process dies at every point where it can, and then it is undone.
    pub async fn at_every_point_where_a_process_dies_it_can_be_undone(first: TestApp) {
        // Each point takes a database of its own, and a server takes longer to make one than a file does.
        let step = if first.db.is_postgres() { 20 } else { 4 };
        for polls in (0..120).step_by(step) {
            let app = first.afresh().await.planning_every_step().await;
            let known = ShareForm { person: user_id("grady"), ..form(GRADY) };
            let id = app.accepted(&adele(), known).await;
            {
                let (mut running, mut left) = (pin!(app.run_due()), polls);
                std::future::poll_fn(|context| {
                    if left == 0 || running.as_mut().poll(context).is_ready() {
                        return Poll::Ready(());
                    }
                    left -= 1;
                    Poll::Pending
                })
                .await;
            }
            undo(&app, &id).await;
            app.outlive_leases().await;
            app.advance(Duration::minutes(2));
            app.settle().await;
            assert_eq!(app.state(&id).await, InvitationState::Undone, "{polls}");
            assert_eq!(
                (what_grady_has(&app).await, has_access(&app).await),
                ((false, false), false),
                "{polls}"
            );
            app.check().await;
        }
    }

    pub async fn what_was_sent_again_is_undone_with_what_it_stood_for(app: TestApp) {
        let app = app.planning_every_step().await;
        let first = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        app.advance(Duration::minutes(10));
        let second = app.resend(&first, "again").await;
        app.settle().await;
        undo(&app, &second).await;
        app.settle().await;
        let states = [app.state(&first).await, app.state(&second).await];
        assert_eq!(states, [InvitationState::Undone; 2]);
        let users = app.evidence().await.emulator.users;
        assert!(!users.iter().any(|user| user.addresses.contains(&ANA.to_owned())), "nobody needs the guest");
        app.check().await;
    }

    /// Whatever was done last when it is undone.
    pub async fn after_every_step_it_can_be_undone(first: TestApp) {
        for step in step_list() {
            let app = first.afresh().await.planning_every_step().await;
            let id = app.accepted(&adele(), form(ANA)).await;
            {
                let mut running = pin!(app.run_due());
                let done = async || {
                    let steps = invitations::steps(&app.storage, &id).await.unwrap();
                    steps.iter().any(|row| row.kind == step.kind && row.state == contract::StepState::Done)
                };
                while !done().await {
                    tokio::select! {
                        biased;
                        _ = &mut running => break,
                        () = tokio::task::yield_now() => {}
                    }
                }
            }
            // The process died, and another one goes on.
            undo(&app, &id).await;
            app.outlive_leases().await;
            app.advance(Duration::minutes(2));
            app.settle().await;
            assert_eq!(app.state(&id).await, InvitationState::Undone, "{:?}", step.kind);
            assert!(!has_access(&app).await, "{:?}", step.kind);
            let view = app.sharing.invitations().open(&adele(), &id).await.unwrap();
            assert!(view.row.history.iter().any(|line| line.event == HistoryEvent::UndoRequested));
            app.check().await;
        }
    }
}
