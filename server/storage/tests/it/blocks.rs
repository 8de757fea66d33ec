//! Blocks.

use contract::InvitationState;
use storage::{blocks, invitations};

use crate::place::Place;
use crate::rows::{TENANT, adele_and_plan, invitation};

stories![a_block_holds_until_its_one_probe_succeeds];

async fn is_blocked(place: &Place, invitation: &str) -> bool {
    blocks::is_blocked(&place.storage, TENANT, invitation).await.unwrap()
}

async fn a_block_holds_until_its_one_probe_succeeds(place: &Place) {
    adele_and_plan(&place.storage).await;
    place
        .change(async |tx| {
            invitations::insert(tx, &invitation("n1", "k1")).await?;
            invitations::insert(tx, &invitation("n2", "k2")).await
        })
        .await;
    let probe = async |id: &'static str| place.change(async |tx| blocks::probe(tx, TENANT, id).await).await;
    let lift = async |id: &'static str| place.change(async |tx| blocks::lift(tx, TENANT, id).await).await;
    let block = async || place.change(async |tx| blocks::block(tx, TENANT, 1).await).await;

    assert!(!is_blocked(place, "n1").await);
    assert!(!probe("n1").await, "nothing is blocked");
    block().await;
    let other = place.second_process().await;
    assert!(blocks::is_blocked(&other, TENANT, "n1").await.unwrap(), "every process knows");
    assert!(!blocks::is_blocked(&other, "tenant-2", "n1").await.unwrap());
    other.close().await;

    assert!(probe("n1").await && probe("n1").await);
    assert!(!is_blocked(place, "n1").await && is_blocked(place, "n2").await);
    assert!(!probe("n2").await, "another is at it");
    block().await;
    assert!(is_blocked(place, "n1").await, "the attempt is used up");

    assert!(probe("n1").await);
    place
        .change(async |tx| {
            let mut row = invitations::load_in(tx, "n1").await?.unwrap();
            InvitationState::Failed.as_str().clone_into(&mut row.state);
            invitations::update(tx, &row).await
        })
        .await;
    assert!(probe("n2").await, "who is no longer at work does not hold it");
    assert!(!lift("n1").await && lift("n2").await);
    assert!(!is_blocked(place, "n1").await);
}
