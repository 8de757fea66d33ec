//! The runner as it runs in a server.

use std::time::Duration as Wait;

use contract::InvitationState;
use tokio_util::sync::CancellationToken;

use super::graph::Fault;
use super::town::{Town, adele, form};

#[tokio::test]
async fn picks_up_at_once_and_drains_on_shutdown() {
    let town = Town::new().await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(town.sharing.runner().run(stop.clone()));
    let mut ids = Vec::new();
    for n in 0..10 {
        ids.push(town.accepted(&adele(), form(&format!("person{n}@fabrikam.example"))).await);
    }
    for id in &ids {
        let progress = town.sharing.invitations().progress(&adele(), id, Wait::from_secs(20)).await.unwrap();
        assert_eq!(progress.state, InvitationState::Sent);
    }
    stop.cancel();
    running.await.unwrap();
    town.check().await;
}

#[tokio::test]
async fn several_runners_do_nothing_twice() {
    let town = Town::new().await;
    let stop = CancellationToken::new();
    let running: Vec<_> = (0..3).map(|_| tokio::spawn(town.sharing.runner().run(stop.clone()))).collect();
    town.graph.fail_invite([Fault::Answer(500, "InternalServerError", "")]);
    let mut ids = Vec::new();
    for n in 0..12 {
        ids.push(town.accepted(&adele(), form(&format!("person{n}@fabrikam.example"))).await);
    }
    stop.cancelled_after_settling(&town, &ids).await;
    for one in running {
        one.await.unwrap();
    }
    town.settle().await;
    assert_eq!(town.graph.world().sent.len(), 12);
    town.check().await;
}

trait AfterSettling {
    async fn cancelled_after_settling(&self, town: &Town, ids: &[contract::InvitationId]);
}

impl AfterSettling for CancellationToken {
    /// Waits for all but what waits for the clock, which stands.
    async fn cancelled_after_settling(&self, town: &Town, ids: &[contract::InvitationId]) {
        for id in ids {
            town.sharing.invitations().progress(&adele(), id, Wait::from_millis(500)).await.unwrap();
        }
        self.cancel();
    }
}
