//! What one share costs: transactions, statements, calls to the directory. More than this fails.

use contract::{InvitationState, ShareForm};

use super::graph::guid;
use super::town::{Town, adele, form};

/// Write transactions, reading statements outside of them, and calls to the directory, from the form to the settled invitation; then one look
/// at its progress.
async fn cost_of(town: &Town, form: ShareForm, ends: InvitationState) -> (u64, u64, usize) {
    let calls = |town: &Town| {
        let world = town.graph.world();
        world.reads + world.sent.len()
    };
    let (before, calls_before) = (town.storage.usage(), calls(town));
    let id = town.accepted(&adele(), form).await;
    // One turn for the job, and no look for another: that is the runner's, and not the share's.
    town.run_due().await;
    let progress = town.progress(&id).await;
    assert_eq!(progress.state, ends);
    let after = town.storage.usage();
    // The look that found nothing more to do is a transaction of the runner's own.
    let transactions = after.transactions - before.transactions - 1;
    (transactions, after.reads - before.reads, calls(town) - calls_before)
}

#[tokio::test]
async fn of_a_share_with_a_new_guest() {
    let town = Town::new().await;
    let (transactions, reads, calls) =
        cost_of(&town, form("ana@fabrikam.example"), InvitationState::Sent).await;
    assert!(transactions <= 4, "{transactions} transactions: the form, the claim, before the post, after it");
    assert!(reads <= 10, "{reads} reading statements");
    assert_eq!(calls, 2, "one look-up and one post");
}

#[tokio::test]
async fn of_a_share_with_somebody_known() {
    let town = Town::new().await;
    let chosen = ShareForm { person: guid("grady"), ..form("grady@fabrikam.example") };
    let (transactions, reads, calls) = cost_of(&town, chosen, InvitationState::Shared).await;
    assert!(transactions <= 3, "{transactions} transactions: the form, the claim, everything else");
    assert!(reads <= 11, "{reads} reading statements");
    assert!(calls <= 1, "{calls} calls");
}
