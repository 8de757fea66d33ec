//! Blocks.

use contract::InvitationState;
use storage::{invitations, tenant_blocks};
use testing::TestDb;

use crate::rows::{TENANT, adele_and_plan, id, insert_shared, invitation};

stories![a_block_holds_until_its_one_probe_succeeds, a_block_noted_in_a_transaction_is_seen_in_it_alone,];

async fn is_blocked(db: &TestDb, invitation: &str) -> bool {
    let blocked = tenant_blocks::is_blocked(&db.storage, TENANT, invitation).await.unwrap();
    let within = db.change(async |tx| tenant_blocks::is_blocked_in(tx, TENANT, invitation).await).await;
    assert_eq!(within, blocked, "a transaction sees the same");
    blocked
}

async fn a_block_holds_until_its_one_probe_succeeds(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    db.change(async |tx| {
        insert_shared(tx, &invitation("n1")).await?;
        insert_shared(tx, &invitation("n2")).await
    })
    .await;
    let probe =
        async |id: &'static str| db.change(async |tx| tenant_blocks::allow_probe(tx, TENANT, id).await).await;
    let clear =
        async |id: &'static str| db.change(async |tx| tenant_blocks::clear(tx, TENANT, id).await).await;
    let block = async || db.change(async |tx| tenant_blocks::block(tx, TENANT, 1).await).await;

    assert!(!is_blocked(db, "n1").await);
    assert!(!probe("n1").await, "nothing is blocked");
    block().await;
    let other = db.second_process().await;
    assert!(tenant_blocks::is_blocked(&other, TENANT, "n1").await.unwrap(), "every process knows");
    assert!(!tenant_blocks::is_blocked(&other, "tenant-2", "n1").await.unwrap());
    other.close().await;

    assert!(probe("n1").await && probe("n1").await);
    assert!(!is_blocked(db, "n1").await && is_blocked(db, "n2").await);
    assert!(!probe("n2").await, "another is at it");
    block().await;
    assert!(is_blocked(db, "n1").await, "the attempt is used up");

    assert!(probe("n1").await);
    db.change(async |tx| {
        let mut row = invitations::load_in(tx, &id("n1")).await?.unwrap();
        row.state = InvitationState::Failed;
        invitations::update(tx, &row).await
    })
    .await;
    assert!(probe("n2").await, "who is no longer at work does not hold it");
    assert!(!clear("n1").await && clear("n2").await);
    assert!(!is_blocked(db, "n1").await);
    block().await;
    assert!(is_blocked(db, "n2").await, "who found out once has no attempt left over");
}

async fn a_block_noted_in_a_transaction_is_seen_in_it_alone(db: &TestDb) {
    let mut tx = db.storage.begin().await.unwrap();
    tenant_blocks::block(&mut tx, TENANT, 1).await.unwrap();
    assert!(tenant_blocks::is_blocked_in(&mut tx, TENANT, "n1").await.unwrap());
    assert!(!tenant_blocks::is_blocked_in(&mut tx, "tenant-2", "n1").await.unwrap());
    assert!(!tenant_blocks::is_blocked(&db.storage, TENANT, "n1").await.unwrap());
}
