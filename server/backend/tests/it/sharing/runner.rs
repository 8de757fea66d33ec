//! The runner as it runs in a server.

use std::time::Duration as Wait;

use contract::InvitationState;
use tokio_util::sync::CancellationToken;

use super::graph::Fault;
use super::town::{Town, adele, form};

#[tokio::test]
async fn picks_up_at_once_and_drains_on_shutdown() {
    stories::picks_up_at_once_and_drains_on_shutdown(Town::new().await).await;
}

#[tokio::test]
async fn several_runners_do_nothing_twice() {
    stories::several_runners_do_nothing_twice(Town::new().await).await;
}

#[tokio::test]
async fn asking_again_while_it_runs_harms_nothing() {
    stories::asking_again_while_it_runs_harms_nothing(Town::new().await).await;
}

/// Those that are told on both databases.
pub mod stories {
    use super::*;

    pub async fn asking_again_while_it_runs_harms_nothing(town: Town) {
        let stop = CancellationToken::new();
        let running: Vec<_> = (0..3).map(|_| tokio::spawn(town.sharing.runner().run(stop.clone()))).collect();
        let refused = Fault::Answer(403, "Forbidden", "Guest invitations not allowed for your company.");
        town.graph.fail_invite(std::iter::repeat_n(refused, 40));
        let mut ids = Vec::new();
        for n in 0..8 {
            ids.push(town.accepted(&adele(), form(&format!("person{n}@fabrikam.example"))).await);
        }
        for _ in 0..4 {
            for id in &ids {
                town.try_again(id).await;
            }
        }
        stop.cancel();
        for one in running {
            one.await.unwrap();
        }
        town.graph.world().on_invite.clear();
        for id in &ids {
            town.try_again(id).await;
        }
        town.settle().await;
        for id in &ids {
            assert_eq!(town.state(id).await, InvitationState::Sent);
        }
        assert_eq!(town.graph.world().sent.len(), 8);
        town.check().await;
    }

    pub async fn picks_up_at_once_and_drains_on_shutdown(town: Town) {
        let stop = CancellationToken::new();
        let running = tokio::spawn(town.sharing.runner().run(stop.clone()));
        let mut ids = Vec::new();
        for n in 0..10 {
            ids.push(town.accepted(&adele(), form(&format!("person{n}@fabrikam.example"))).await);
        }
        for id in &ids {
            let progress =
                town.sharing.invitations().progress(&adele(), id, Wait::from_secs(20)).await.unwrap();
            assert_eq!(progress.state, InvitationState::Sent);
        }
        stop.cancel();
        running.await.unwrap();
        town.check().await;
    }

    pub async fn several_runners_do_nothing_twice(town: Town) {
        let stop = CancellationToken::new();
        let running: Vec<_> = (0..3).map(|_| tokio::spawn(town.sharing.runner().run(stop.clone()))).collect();
        town.graph.fail_invite([Fault::Answer(500, "InternalServerError", "")]);
        let mut ids = Vec::new();
        for n in 0..12 {
            ids.push(town.accepted(&adele(), form(&format!("person{n}@fabrikam.example"))).await);
        }
        for id in &ids {
            // One of them waits for the clock, which stands.
            town.sharing.invitations().progress(&adele(), id, Wait::from_millis(500)).await.unwrap();
        }
        stop.cancel();
        for one in running {
            one.await.unwrap();
        }
        town.settle().await;
        assert_eq!(town.graph.world().sent.len(), 12);
        town.check().await;
    }
}
