//! Undo, as it is offered: by the inviter, with what it would come to, also while the invitation is under way.

use std::pin::pin;

use backend::pipeline::step_list;
use contract::{
    HistoryEvent, InvitationId, InvitationState, ProblemCode, ShareForm, StepKind, UndoEffect, UndoLine,
};
use storage::invitations;
use testing::names::{GRADY, user_id};
use time::Duration;

use super::app::{ITEM, SEEN_AFTER, TENANT, TestApp, adele, answer, form, look_ups, person};

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

#[tokio::test]
async fn what_it_would_come_to_is_said_before() {
    use StepKind::{GrantAppRole, JoinGroup, RecordAccess, SendInvitation, SendMail, SetAttributes};
    use UndoEffect::{IfUnneeded, Remains, TakenBack};
    let app = TestApp::with_every_step().await;
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

#[tokio::test]
async fn microsofts_mail_has_gone_and_somebody_known_stays() {
    let app = TestApp::new().await;
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

#[tokio::test]
async fn nobody_undoes_what_is_anothers() {
    let app = TestApp::new().await;
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

#[tokio::test]
async fn what_waits_is_undone_at_once() {
    let app = TestApp::new().await;
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
#[tokio::test]
async fn what_is_under_way_stops_at_the_next_step() {
    let app = TestApp::with_every_step().await;
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
    assert_eq!(app.emulator.world(|world| world.mail().iter().filter(|mail| mail.is_for(ANA)).count()), 0);
    let guests = app.evidence().await.emulator.users;
    assert!(!guests.iter().any(|user| user.addresses.contains(&ANA.to_owned())), "the guest is gone again");
    app.check().await;
}

/// Whatever was done last when it is undone.
#[tokio::test]
async fn after_every_step_it_can_be_undone() {
    for step in step_list() {
        let app = TestApp::with_every_step().await;
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
        app.advance(Duration::minutes(2));
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Undone, "{:?}", step.kind);
        assert!(!has_access(&app).await, "{:?}", step.kind);
        let view = app.sharing.invitations().open(&adele(), &id).await.unwrap();
        assert!(view.row.history.iter().any(|line| line.event == HistoryEvent::UndoRequested));
        app.check().await;
    }
}
