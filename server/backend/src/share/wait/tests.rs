#![allow(clippy::unwrap_used)]

use tokio::sync::broadcast;

use super::*;

#[tokio::test]
async fn only_what_may_be_the_end_of_this_invitation_ends_a_wait() {
    let (sender, mut changes) = broadcast::channel(8);
    let is_end = |change: &Change| !change.goes_on && change.invitation == "n1";
    let publish = |invitation: &str, goes_on| {
        sender.send(Change { invitation: invitation.to_owned(), goes_on }).unwrap();
    };
    let mut wait = std::pin::pin!(wait_for_change(&mut changes, is_end));
    publish("n1", true);
    publish("n2", false);
    tokio::select! {
        biased;
        () = &mut wait => panic!("neither a step in between nor another invitation is the end"),
        () = std::future::ready(()) => {}
    }
    publish("n1", false);
    wait.await;
}
