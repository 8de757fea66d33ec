//! Every step fails, is repeated, is undone, and dies with the process at every point where it can: whatever the list of steps is.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use backend::pipeline::step_list;
use contract::{InvitationState, ProblemCode, ShareForm, StepKind, StepState};
use storage::invitations::{self, StepRow};
use time::Duration;

use super::graph::guid;
use super::town::{ITEM, TENANT, Town, adele, form};

const ANA: &str = "ana@fabrikam.example";

/// Polls at most so many times; none if the future was not done by then, and it is dropped: nothing of it goes on.
async fn at_most<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    let (mut future, mut left) = (pin!(future), polls);
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}

async fn steps(town: &Town) -> Vec<StepRow> {
    let rows = town.rows().await;
    invitations::steps(&town.storage, &rows[0].id).await.unwrap()
}

async fn state_of(town: &Town, kind: StepKind) -> StepState {
    steps(town).await.into_iter().find(|step| step.kind == kind).unwrap().state
}

/// Runs what is due until the step is done, and dies right there.
async fn die_after(town: &Town, kind: StepKind) {
    let mut running = pin!(town.run_due());
    while state_of(town, kind).await != StepState::Done {
        tokio::select! {
            biased;
            _ = &mut running => return,
            () = tokio::task::yield_now() => {}
        }
    }
}

async fn ends_well(town: &Town) {
    town.advance(Duration::seconds(16));
    town.settle().await;
    let row = town.rows().await.remove(0);
    let problem = row.problem.unwrap_or_default();
    let unknown =
        row.state == InvitationState::Stopped && problem.contains(ProblemCode::OutcomeUnknown.as_str());
    assert!(row.state == InvitationState::Sent || unknown, "{} {problem}", row.state);
    assert_eq!(town.graph.world().sent.len(), 1);
    town.check().await;
}

#[tokio::test]
async fn after_every_step() {
    for step in step_list() {
        let town = Town::new().await;
        town.accepted(&adele(), form(ANA)).await;
        die_after(&town, step.kind).await;
        assert_eq!(state_of(&town, step.kind).await, StepState::Done);
        ends_well(&town).await;
        // The post is noted as sent in the transaction that ends the step before it: from there on it may have gone out.
        if step.kind != StepKind::FindPerson {
            assert_eq!(town.rows().await[0].state, InvitationState::Sent, "{:?}", step.kind);
        }
    }
}

/// As if the outcome of the step, and all that came after it, had not been stored: the next worker begins it again. What the directory and
/// our own database have of it stays.
async fn forget(town: &Town, kind: StepKind) {
    let row = town.rows().await.remove(0);
    let steps = steps(town).await;
    let from = steps.iter().find(|step| step.kind == kind).unwrap().position;
    let mut tx = town.storage.begin().await.unwrap();
    for step in steps.into_iter().filter(|step| step.position >= from) {
        // A post that may have had its effect is noted before it is sent: that note is what a process that dies leaves behind.
        let note = r#"{"post":{"post":"unknown","since":1800000000000},"requests":[]}"#;
        let facts = (step.kind == StepKind::SendInvitation).then(|| note.to_owned());
        let step = StepRow { state: StepState::Open, facts, ..step };
        invitations::update_step(&mut tx, &step).await.unwrap();
    }
    let again = invitations::InvitationRow { state: InvitationState::Working, ..row };
    invitations::update(&mut tx, &again).await.unwrap();
    tx.commit().await.unwrap();
    // The job of the run that died.
    town.advance(Duration::minutes(2));
    town.sharing.runner().clean_up().await;
}

#[tokio::test]
async fn every_step_repeated_changes_nothing_more() {
    for step in step_list() {
        let town = Town::new().await;
        let id = town.accepted(&adele(), form(ANA)).await;
        town.settle().await;
        let before = effects(&town).await;
        forget(&town, step.kind).await;
        town.settle().await;
        if town.state(&id).await == InvitationState::Stopped {
            // Whether the mail of a post that was not answered went out, nobody knows; the guest who comes was reached.
            let problem = town.progress(&id).await.problem.unwrap();
            let found = matches!(problem.code, ProblemCode::OutcomeUnknown | ProblemCode::ChoosePerson);
            assert!(found, "{:?}: {problem:?}", step.kind);
        } else {
            assert_eq!(town.state(&id).await, InvitationState::Sent, "{:?}", step.kind);
        }
        assert_eq!(effects(&town).await, before, "{:?}", step.kind);
    }
}

/// What there is of a share outside and inside: posts, and access.
async fn effects(town: &Town) -> (usize, Vec<(String, String)>) {
    let sent = town.graph.world().sent.len();
    (sent, access(town).await)
}

/// Who has access to the item, and as what.
async fn access(town: &Town) -> Vec<(String, String)> {
    let rows = storage::access::of_item(&town.storage, TENANT, ITEM, None, 10).await.unwrap();
    rows.into_iter().map(|row| (row.user.to_string(), row.role.to_string())).collect()
}

/// The steps of the list that ask somebody outside.
fn outside() -> Vec<StepKind> {
    step_list().filter(|step| !step.permissions.is_empty()).map(|step| step.kind).collect()
}

/// The step that the failure has met.
async fn waiting(town: &Town) -> Option<StepKind> {
    steps(town).await.into_iter().find(|step| step.state == StepState::Waiting).map(|step| step.kind)
}

/// The directory fails at the first call of the run, at the second, and so on until there is no call left: so each step that asks it
/// fails at each of its calls.
#[tokio::test]
async fn every_step_that_asks_somebody_outside_fails_waits_and_goes_on() {
    let mut met = Vec::new();
    for calls in 0.. {
        let town = Town::new().await;
        let id = town.accepted(&adele(), form(ANA)).await;
        // Older than what the form found out is trusted: every step asks by itself.
        town.advance(Duration::seconds(11));
        town.graph.fail_after(Some(calls));
        town.run_due().await;
        let failed = waiting(&town).await;
        town.graph.fail_after(None);
        let Some(step) = failed else {
            assert_eq!(town.state(&id).await, InvitationState::Sent, "no step waits after {calls} calls");
            break;
        };
        assert_eq!(town.state(&id).await, InvitationState::Waiting, "{step:?}");
        ends_well(&town).await;
        met.push(step);
    }
    met.dedup();
    assert_eq!(met, outside());
}

/// As above, while it is undone.
#[tokio::test]
async fn every_step_that_asks_somebody_outside_fails_while_it_is_undone_and_goes_on() {
    for calls in 0.. {
        let town = Town::new().await;
        let id = town.accepted(&adele(), form(ANA)).await;
        town.settle().await;
        assert!(town.sharing.undo(&id).await.unwrap());
        town.graph.fail_after(Some(calls));
        town.run_due().await;
        let failed = town.state(&id).await == InvitationState::Undoing;
        town.graph.fail_after(None);
        town.settle().await;
        assert_eq!(town.state(&id).await, InvitationState::Undone);
        assert!(access(&town).await.is_empty());
        town.check().await;
        if !failed {
            assert!(
                calls >= 2,
                "undoing looks the guest up and deletes them, but failed at {calls} calls only"
            );
            break;
        }
    }
}

#[tokio::test]
async fn every_step_is_undone() {
    let town = Town::new().await;
    let id = town.accepted(&adele(), form(ANA)).await;
    town.settle().await;
    assert_eq!(access(&town).await.len(), 1);
    assert!(town.sharing.undo(&id).await.unwrap());
    town.settle().await;
    assert_eq!(town.state(&id).await, InvitationState::Undone);
    for step in step_list() {
        assert_eq!(state_of(&town, step.kind).await, StepState::Undone, "{:?}", step.kind);
    }
    assert!(access(&town).await.is_empty());
    assert!(!town.sharing.undo(&id).await.unwrap(), "once is enough");
    town.check().await;
}

#[tokio::test]
async fn a_process_that_dies_while_it_undoes_is_followed_by_another() {
    let mut polls = 0;
    loop {
        let town = Town::new().await;
        let id = town.accepted(&adele(), form(ANA)).await;
        town.settle().await;
        town.sharing.undo(&id).await.unwrap();
        let ended = at_most(polls, Box::pin(town.run_due())).await.is_some();
        town.advance(Duration::seconds(16));
        town.settle().await;
        assert_eq!(town.state(&id).await, InvitationState::Undone);
        assert!(access(&town).await.is_empty());
        town.check().await;
        if ended {
            break;
        }
        polls += 1;
    }
    assert!(polls > 10, "only {polls} points");
}

#[tokio::test]
async fn at_every_point_where_it_can() {
    let mut polls = 0;
    loop {
        let town = Town::new().await;
        town.accepted(&adele(), form(ANA)).await;
        let ended = at_most(polls, Box::pin(town.run_due())).await.is_some();
        ends_well(&town).await;
        if ended {
            break;
        }
        polls += 1;
    }
    assert!(polls > 20, "only {polls} points");
}

#[tokio::test]
async fn twice_in_a_row() {
    for polls in (0..120).step_by(7) {
        let town = Town::new().await;
        town.accepted(&adele(), form(ANA)).await;
        at_most(polls, Box::pin(town.run_due())).await;
        town.advance(Duration::seconds(16));
        at_most(polls / 2, Box::pin(town.run_due())).await;
        ends_well(&town).await;
    }
}

#[tokio::test]
async fn while_the_form_is_taken() {
    let mut polls = 0;
    loop {
        let town = Town::new().await;
        let caller = adele();
        let ended = at_most(polls, town.share(&caller, form(ANA))).await.is_some();
        // Whatever the browser saw, it sends the same form again.
        let id = town.accepted(&caller, form(ANA)).await;
        ends_well(&town).await;
        assert_eq!(town.state(&id).await, InvitationState::Sent);
        if ended {
            break;
        }
        polls += 1;
    }
}

#[tokio::test]
async fn with_a_person_chosen() {
    for polls in (0..60).step_by(3) {
        let town = Town::new().await;
        let chosen = ShareForm { person: guid("joni"), ..form("joni@northwind.example") };
        let id = town.accepted(&adele(), chosen).await;
        at_most(polls, Box::pin(town.run_due())).await;
        town.advance(Duration::seconds(16));
        town.settle().await;
        assert_eq!(town.state(&id).await, InvitationState::Shared);
        assert!(town.graph.world().sent.is_empty());
        town.check().await;
    }
}
