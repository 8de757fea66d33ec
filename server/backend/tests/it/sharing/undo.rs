//! Undo, as it is offered: by the inviter, with what it would come to, also while the invitation is under way.

use std::pin::{Pin, pin};
use std::sync::atomic::Ordering;
use std::task::Poll;

use contract::{
    Caller, HistoryEvent, InvitationFilter, InvitationId, InvitationState, Language, ProblemCode, ShareForm,
    StepKind, ToastKind, UndoEffect, UndoLine,
};
use reqwest::Method;
use serde_json::json;
use storage::invitations;
use testing::names::{GRADY, user_id};
use time::Duration;

use super::app::{
    APPLICATION, FALCON, ITEM, SEEN_AFTER, TENANT, TestApp, adele, answer, fixed, form, invites, look_ups,
    person, planned_steps,
};
use super::directory_steps::members;
use super::kills::{at_every_point, at_most, stride};

const ANA: &str = "ana@fabrikam.example";
/// Another group.
const MARKETING: &str = "62090000-0002-4a57-8c11-5c0e10f0c002";

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

/// Runs what is due until a transaction of it waits for a row that somebody else has: on `PostgreSQL`, where rows are locked one by one.
async fn until_it_waits(app: &TestApp, mut running: Pin<&mut impl Future<Output = usize>>) {
    let waiting = "SELECT COUNT(*) FROM pg_stat_activity
                   WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while app.db.number(waiting).await == 0 {
        tokio::select! {
            biased;
            _ = &mut running => panic!("it waits for nobody"),
            () = tokio::task::yield_now() => {}
        }
    }
}

on_sqlite! {
    what_it_would_come_to_is_said_before,
    microsofts_mail_has_gone_and_somebody_known_stays,
    nobody_undoes_what_is_anothers,
    what_waits_is_undone_at_once,
    what_is_under_way_stops_at_the_next_step,
    what_a_lost_answer_hides_is_undone_too,
    at_every_point_where_a_process_dies_it_can_be_undone,
    a_process_that_dies_while_it_takes_back_what_it_finds_is_followed_by_another,
    what_was_sent_again_is_undone_with_what_it_stood_for,
    after_every_step_it_can_be_undone,
    an_administrator_undoes_what_is_anothers,
    an_administrator_sees_everyones_and_nothing_of_the_inviters_own,
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn what_it_would_come_to_is_said_before(app: TestApp) {
        let app = app.planning_every_step().await;
        let id = app.accepted(&adele(), form(ANA)).await;
        assert_eq!(preview(&app, &id).await, [], "nothing was done yet");
        app.settle().await;
        // What is done in the directory stays where somebody else needs it, whichever step did it.
        let effect = |kind| match kind {
            StepKind::FindPerson | StepKind::TellInviter => None,
            StepKind::SendMail => Some(UndoEffect::Remains),
            StepKind::RecordAccess => Some(UndoEffect::TakenBack),
            _ => Some(UndoEffect::IfUnneeded),
        };
        let kinds: Vec<_> = planned_steps().map(|step| step.kind).collect();
        let everything = kinds.into_iter().rev().filter_map(|kind| Some((kind, effect(kind)?)));
        assert_eq!(preview(&app, &id).await, everything.collect::<Vec<_>>());
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

    /// What a lost answer hides is found first, or there are two groups: whatever it has found or done by then has its entry.
    pub async fn a_process_that_dies_while_it_takes_back_what_it_finds_is_followed_by_another(
        first: TestApp,
    ) {
        let grady = user_id("grady");
        let groups =
            json!([{ "id": FALCON, "name": "Project Falcon" }, { "id": MARKETING, "name": "Marketing" }]);
        let joins = json!({ "method": "POST", "path": "/v1.0/groups/*/members/$ref" });
        for (lost, is_new) in [(Some(invites()), true), (Some(joins), false), (None, false)] {
            at_every_point(stride(&first, 3, 40), 5, async |polls| {
                let reader = json!({ "reader": { "groups": groups } });
                let app = first.afresh().await.with_settings(fixed([("grants", "other_kinds", reader)]));
                app.show_new_guests_at_once().await;
                if let Some(lost) = &lost {
                    app.fail(lost, [json!({ "drop_after": true })]);
                }
                let known = ShareForm { person: grady.clone(), ..form(GRADY) };
                let id = app.accepted(&adele(), if is_new { form(ANA) } else { known }).await;
                app.run_due().await;
                undo(&app, &id).await;
                let ended = at_most(polls, Box::pin(app.run_due())).await.is_some();
                app.outlive_leases().await;
                app.settle().await;
                assert_eq!(app.state(&id).await, InvitationState::Undone, "{polls}");
                for group in [FALCON, MARKETING] {
                    assert!(!members(&app, group).await.contains(&grady), "{polls}");
                }
                app.check().await;
                ended
            })
            .await;
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

    /// On `PostgreSQL` only. Whoever ends the access has the earlier one by then, and writes the audit log next.
    pub async fn what_it_stood_for_is_waited_for_before_anything_else_is_locked(app: TestApp) {
        let first = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        app.advance(Duration::minutes(10));
        let second = app.resend(&first, "again").await;
        app.settle().await;
        undo(&app, &second).await;
        let mut other = app.storage.begin().await.unwrap();
        invitations::load_in(&mut other, &first).await.unwrap().unwrap();
        {
            let mut running = pin!(app.run_due());
            until_it_waits(&app, running.as_mut()).await;
            let steps = invitations::steps(&app.storage, &second).await.unwrap();
            let left = steps.iter().filter(|step| step.state != contract::StepState::Undone);
            assert_eq!(left.count(), 1, "it waits in the last transaction");
            app.db.try_run("SELECT 1 FROM audit_head WHERE id = 1 FOR UPDATE NOWAIT").await.unwrap();
            other.commit().await.unwrap();
            running.await;
        }
        app.settle().await;
        let states = [app.state(&first).await, app.state(&second).await];
        assert_eq!(states, [InvitationState::Undone; 2]);
        app.check().await;
    }

    /// On `PostgreSQL` only. Whoever ends the access has the invitations of the person by then, and takes the access next.
    pub async fn whoever_gives_access_from_then_on_is_waited_for_before_it_is_locked(app: TestApp) {
        let diego = person("diego", false);
        let known = || ShareForm { person: user_id("grady"), ..form(GRADY) };
        let lower = app.accepted(&adele(), known()).await;
        app.settle().await;
        let higher = ShareForm { role: "contributor".to_owned(), key: "higher".to_owned(), ..known() };
        let higher = app.accepted(&diego, higher).await;
        app.settle().await;
        app.sharing.invitations().undo(&diego, &higher).await.unwrap();
        let mut other = app.storage.begin().await.unwrap();
        invitations::load_in(&mut other, &lower).await.unwrap().unwrap();
        {
            let mut running = pin!(app.run_due());
            until_it_waits(&app, running.as_mut()).await;
            app.db.try_run("SELECT 1 FROM access FOR UPDATE NOWAIT").await.unwrap();
            other.commit().await.unwrap();
            running.await;
        }
        app.settle().await;
        let given = storage::access::of_item(&app.storage, TENANT, ITEM, None, 10).await.unwrap();
        assert_eq!(
            (given.len(), given[0].invitation.as_ref()),
            (1, Some(&lower)),
            "it is theirs from then on"
        );
        app.check().await;
    }

    /// Whatever was done last when it is undone.
    pub async fn after_every_step_it_can_be_undone(first: TestApp) {
        for step in planned_steps() {
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
                assert!(done().await, "{:?} is not in this plan", step.kind);
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

    /// Nothing of the inviter's is needed, not even that they are signed in; they are told, and everything names who did it.
    pub async fn an_administrator_undoes_what_is_anothers(app: TestApp) {
        let id = app.accepted(&adele(), form(ANA)).await;
        app.settle().await;
        app.advance(SEEN_AFTER);
        let port = app.sharing.invitations();
        let preview = port.undo_preview(&megan(), &id).await.unwrap();
        assert_eq!(preview.inviter, Some(adele().name));
        assert!(preview.lines.iter().any(|line| line.step == StepKind::RecordAccess), "{preview:?}");
        app.lapsed.store(true, Ordering::SeqCst);
        port.undo(&megan(), &id).await.unwrap();
        port.undo(&megan(), &id).await.unwrap();
        app.settle().await;
        assert_eq!(app.state(&id).await, InvitationState::Undone);
        assert!(!has_access(&app).await);
        let guests = app.evidence().await.emulator.users;
        assert!(
            !guests.iter().any(|user| user.addresses.contains(&ANA.to_owned())),
            "the guest is gone again"
        );

        assert_eq!(told_by(&app).await, ["Megan Bowen"], "once");
        let row = port.open(&adele(), &id).await.unwrap().row;
        assert_eq!((row.inviter, row.undone_by.as_deref()), (None, Some("Megan Bowen")));
        let asked = row.history.iter().filter(|l| l.event == HistoryEvent::UndoRequestedByAdministrator);
        assert_eq!(asked.count(), 1);
        for action in ["undo-requested", "access-taken-back", "guest-deleted", "invitation-undone"] {
            assert_eq!(actors_of(&app, &id, action).await, ["Megan Bowen"], "{action}");
        }
        assert_eq!(actors_of(&app, &id, "access-recorded").await, [adele().name]);
        app.check().await;
    }

    pub async fn an_administrator_sees_everyones_and_nothing_of_the_inviters_own(app: TestApp) {
        let id = app.accepted(&adele(), form(ANA)).await;
        let diego = person("diego", false);
        let of_diego = app.accepted(&diego, form("lee@fabrikam.example")).await;
        app.settle().await;
        let port = app.sharing.invitations();
        assert!(port.link(&adele(), &id).await.is_ok());
        let view = port.open(&megan(), &id).await.unwrap();
        assert_eq!(view.row.inviter, Some(adele().name));
        assert!(view.may_be_undone && !view.row.has_link && !view.may_be_resent && !view.may_skip_mail);
        assert!(port.open(&adele(), &id).await.unwrap().row.has_link);
        let refused = [
            port.link(&megan(), &id).await.map(drop),
            port.retry(&megan(), &id, 0).await,
            port.skip_mail(&megan(), &id).await,
            port.put_away(&megan(), &id).await,
            port.reopen_as_draft(&megan(), &id).await.map(drop),
            port.resend(&megan(), &id, "key".to_owned(), Language::English).await.map(drop),
        ];
        for outcome in refused {
            assert_eq!(outcome.unwrap_err().code, ProblemCode::NotFound);
        }

        let mut listed: Vec<_> = port.list(&megan(), everyones()).await.unwrap().rows;
        listed.sort_by_key(|row| row.inviter.clone());
        let whose: Vec<_> = listed.iter().map(|row| (row.id.clone(), row.inviter.clone())).collect();
        assert_eq!(whose, [(id.clone(), Some(adele().name)), (of_diego.clone(), Some(diego.name.clone()))]);
        assert!(listed.iter().all(|row| !row.has_link));
        assert_eq!(port.everyones_states(&megan()).await.unwrap(), [InvitationState::Sent]);
        let failed = InvitationFilter { state: Some(InvitationState::Failed), ..everyones() };
        assert!(port.list(&megan(), failed).await.unwrap().rows.is_empty());
        assert!(port.list(&megan(), InvitationFilter::default()).await.unwrap().rows.is_empty(), "hers");
        for (text, found) in [
            ("LEE@Fabrikam.example", vec![of_diego.clone()]),
            ("lee", vec![of_diego.clone()]),
            ("kim@", vec![]),
        ] {
            let filter = InvitationFilter { text: text.to_owned(), ..everyones() };
            let list = port.list(&megan(), filter).await.unwrap();
            let ids: Vec<_> = list.rows.into_iter().map(|row| row.id).collect();
            assert_eq!((ids, list.is_cut), (found, false), "{text}");
        }
        assert_eq!(port.states(&megan(), &[id.clone(), of_diego.clone()]).await.unwrap().len(), 2);

        // A guest with the role is a guest.
        for other in [adele(), Caller { is_admin: true, ..person("grady", true) }] {
            assert_eq!(port.list(&other, everyones()).await.unwrap_err().code, ProblemCode::NotAllowed);
            assert_eq!(port.everyones_states(&other).await.unwrap_err().code, ProblemCode::NotAllowed);
        }
        assert_eq!(port.states(&adele(), &[id, of_diego]).await.unwrap().len(), 1);
    }
}

fn megan() -> Caller {
    Caller { is_admin: true, name: "Megan Bowen".to_owned(), ..person("megan", false) }
}

fn everyones() -> InvitationFilter {
    InvitationFilter { everyone: true, ..InvitationFilter::default() }
}

/// What it stood for goes with it: one toast, and each entry names her.
#[tokio::test]
async fn what_was_sent_again_is_undone_by_an_administrator_and_told_once() {
    let app = TestApp::with_every_step().await;
    let first = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    app.advance(Duration::minutes(10));
    let second = app.resend(&first, "again").await;
    app.settle().await;
    app.sharing.invitations().undo(&megan(), &second).await.unwrap();
    app.settle().await;
    assert_eq!([app.state(&first).await, app.state(&second).await], [InvitationState::Undone; 2]);
    assert_eq!(told_by(&app).await, ["Megan Bowen"]);
    for id in [&first, &second] {
        assert_eq!(actors_of(&app, id, "invitation-undone").await, ["Megan Bowen"]);
    }
    app.check().await;
}

/// An administrator who takes back their own is its inviter, and knows.
#[tokio::test]
async fn an_administrators_own_is_undone_as_anybodys() {
    let app = TestApp::new().await;
    let admin = Caller { is_admin: true, ..adele() };
    let id = app.accepted(&admin, form(ANA)).await;
    app.settle().await;
    app.sharing.invitations().undo(&admin, &id).await.unwrap();
    app.settle().await;
    let row = app.sharing.invitations().open(&admin, &id).await.unwrap().row;
    assert_eq!((row.state, row.inviter, row.undone_by), (InvitationState::Undone, None, None));
    assert!(row.history.iter().any(|line| line.event == HistoryEvent::UndoRequested));
    assert!(told_by(&app).await.is_empty());
}

#[tokio::test]
async fn trouble_with_what_is_undone_is_no_news_any_more() {
    let app = TestApp::new().await;
    app.fail(&invites(), [answer(403, "Forbidden", "Guest invitations not allowed for your company.")]);
    let id = app.accepted(&adele(), form(ANA)).await;
    app.settle().await;
    let troubles = async || {
        let told = app.sharing.toasts().undismissed(&adele()).await.unwrap().toasts;
        told.iter().filter(|toast| toast.kind.is_problem()).count()
    };
    assert_eq!((app.state(&id).await, troubles().await), (InvitationState::Failed, 1));
    undo(&app, &id).await;
    app.settle().await;
    assert_eq!((app.state(&id).await, troubles().await), (InvitationState::Undone, 0));
    app.check().await;
}

/// By whom Adele is told that something of hers was undone.
async fn told_by(app: &TestApp) -> Vec<String> {
    let told = app.sharing.toasts().undismissed(&adele()).await.unwrap().toasts;
    let by = told.into_iter().filter_map(|toast| match toast.kind {
        ToastKind::Undone { by, .. } => Some(by),
        _ => None,
    });
    by.collect()
}

/// Who did this to the invitation, as the audit log says it.
async fn actors_of(app: &TestApp, id: &InvitationId, action: &str) -> Vec<String> {
    let entries = storage::audit::list(&app.storage, 0, 500).await.unwrap();
    let of_it = entries.into_iter().filter(|entry| entry.subject == id.as_str() && entry.action == action);
    of_it.map(|entry| entry.actor_name).collect()
}
