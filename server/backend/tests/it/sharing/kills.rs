//! The process dies: before, within and after every step.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use contract::{InvitationState, ProblemCode, ShareForm, StepKind};
use storage::invitations;
use time::Duration;

use super::graph::guid;
use super::town::{Town, adele, form};

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

async fn step_state(town: &Town, kind: StepKind) -> String {
    let rows = town.rows().await;
    let steps = invitations::steps(&town.storage, &rows[0].id).await.unwrap();
    steps.into_iter().find(|step| step.kind == kind.as_str()).unwrap().state
}

/// Runs what is due until the step is done, and dies right there.
async fn die_after(town: &Town, kind: StepKind) {
    let mut running = pin!(town.run_due());
    while step_state(town, kind).await != "done" {
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
    let unknown = row.state == "stopped" && problem.contains(ProblemCode::OutcomeUnknown.as_str());
    assert!(row.state == InvitationState::Sent.as_str() || unknown, "{} {problem}", row.state);
    assert_eq!(town.graph.world().sent.len(), 1);
    town.check().await;
}

#[tokio::test]
async fn after_every_step() {
    for kind in StepKind::ALL {
        let town = Town::new().await;
        town.accepted(&adele(), form(ANA)).await;
        die_after(&town, kind).await;
        assert_eq!(step_state(&town, kind).await, "done");
        ends_well(&town).await;
        assert_eq!(town.rows().await[0].state, "sent", "{kind:?}: nothing was unknown");
    }
}

#[tokio::test]
async fn every_step_repeated_changes_nothing_more() {
    for kind in StepKind::ALL {
        let town = Town::new().await;
        town.accepted(&adele(), form(ANA)).await;
        die_after(&town, kind).await;
        // As if the outcome had not been stored: the step is open again when the next worker comes.
        let id = town.rows().await[0].id.clone();
        let mut tx = town.storage.begin().await.unwrap();
        let repeatable = kind != StepKind::SendInvitation;
        for step in invitations::steps_in(&mut tx, &id).await.unwrap() {
            if repeatable && step.kind == kind.as_str() && kind != StepKind::TellInviter {
                let state = "open".to_owned();
                invitations::set_step(&mut tx, &invitations::StepRow { state, ..step }).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
        if kind == StepKind::RecordAccess {
            town.advance(Duration::seconds(16));
            town.settle().await;
            let access =
                storage::access::of_item(&town.storage, "contoso", super::town::ITEM, 10).await.unwrap();
            assert_eq!(access.len(), 1, "an upsert");
            assert_eq!(town.rows().await[0].state, "sent");
            town.check().await;
        } else {
            ends_well(&town).await;
        }
    }
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
