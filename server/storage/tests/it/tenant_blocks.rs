//! Blocks.

use contract::InvitationState;
use storage::invitations::{self, InvitationRow};
use storage::tenant_blocks;
use storage::tokens::{self, TokenRow};
use testing::TestDb;

use crate::invitations::store;
use crate::rows::{TENANT, adele_and_plan, id, insert_shared, invitation, tenant};

stories![
    a_block_holds_until_its_one_probe_succeeds,
    a_block_noted_in_a_transaction_is_seen_in_it_alone,
    ones_own_finds_out_first_and_then_who_is_signed_in,
];

async fn ones_own_finds_out_first_and_then_who_is_signed_in(db: &TestDb) {
    const BLOCKED: &str = r#"{"code":"suspicious-activity""#;
    let of = |name: &str, inviter: &str, created_at: i64| InvitationRow {
        inviter: id(inviter),
        state: InvitationState::Stopped,
        problem: Some(format!("{BLOCKED},\"fields\":[]}}")),
        created_at,
        ..invitation(name)
    };
    let rows = [
        of("n1", "alex", 1),
        of("n2", "diego", 2),
        of("n3", "diego", 3),
        InvitationRow { problem: Some(r#"{"code":"internal"}"#.into()), ..of("n4", "megan", 4) },
        InvitationRow { state: InvitationState::Failed, ..of("n5", "megan", 5) },
        InvitationRow { tenant: id("tenant-2"), ..of("n6", "megan", 6) },
    ];
    store(db, &rows).await;
    let any = async |of: &str, problem: &str| {
        tenant_blocks::has_stopped(&db.storage, &id(of), problem).await.unwrap()
    };
    assert!(any(TENANT, BLOCKED).await && any("tenant-2", BLOCKED).await);
    assert!(!any("tenant-3", BLOCKED).await && !any(TENANT, r#"{"code":"day-limit""#).await);
    let found = async |who: &str| {
        let found = tenant_blocks::stopped(&db.storage, &tenant(), &id(who), BLOCKED).await.unwrap();
        found.map(|id| id.to_string())
    };
    let sign_in = async |who: &str| {
        let row = TokenRow {
            tenant: TENANT.into(),
            user: who.into(),
            sealed: vec![1],
            version: 0,
            access_expires_at: 1,
            purge_at: None,
        };
        db.change(async |tx| tokens::put(tx, &row).await).await;
    };
    assert_eq!(found("megan").await, None, "nobody could post one");
    assert_eq!(found("alex").await.as_deref(), Some("n1"), "their own");
    sign_in("alex").await;
    assert_eq!(found("megan").await.as_deref(), Some("n1"), "whose tokens are there");
    sign_in("diego").await;
    assert_eq!(found("megan").await.as_deref(), Some("n3"), "the newest");
    assert_eq!(found("alex").await.as_deref(), Some("n1"), "their own before a newer one");
}

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
