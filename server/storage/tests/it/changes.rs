//! How often something has changed for a person.

use contract::{EntraUserId, InvitationState, TenantId};
use storage::invitations::{InvitationRow, put_away, update};
use storage::{Storage, changes, invitations};
use testing::TestDb;

use crate::rows::{adele_and_plan, id, insert_shared, invitation, tenant};

stories![
    every_change_of_an_invitation_is_one_for_its_inviter,
    what_is_rolled_back_is_no_change,
    another_process_sees_a_change_with_its_number,
];

/// The numbers of these people of the tenant, in this order.
async fn versions(storage: &Storage, people: &[&str]) -> Vec<i64> {
    let asked: Vec<(TenantId, EntraUserId)> = people.iter().map(|user| (tenant(), id(user))).collect();
    let rows = changes::of_people(storage, &asked).await.unwrap();
    let of = |user: &&str| {
        rows.iter().find(|row| row.tenant == tenant() && row.user == *user).map(|row| row.version).unwrap()
    };
    people.iter().map(of).collect()
}

async fn every_change_of_an_invitation_is_one_for_its_inviter(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    let of = async || versions(&db.storage, &["adele", "alex"]).await;
    assert_eq!(of().await, [0, 0]);
    // Two in one transaction wake a page once.
    db.change(async |tx| {
        insert_shared(tx, &invitation("n1")).await?;
        insert_shared(tx, &invitation("n2")).await
    })
    .await;
    assert_eq!(of().await, [1, 0]);
    let learned = InvitationRow { facts: "{}".to_owned(), ..invitation("n1") };
    db.change(async |tx| update(tx, &learned).await).await;
    assert_eq!(of().await, [2, 0], "the state is what it was, and its reason may be another");
    let failed = InvitationRow { state: InvitationState::Failed, ..invitation("n1") };
    db.change(async |tx| update(tx, &failed).await).await;
    assert_eq!(of().await, [3, 0]);
    assert!(db.change(async |tx| put_away(tx, (&tenant(), &id("adele")), &id("n1"), 5).await).await);
    assert_eq!(of().await, [4, 0]);
    assert!(versions(&db.storage, &[]).await.is_empty());
}

async fn what_is_rolled_back_is_no_change(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    let mut tx = db.storage.begin().await.unwrap();
    insert_shared(&mut tx, &invitation("n1")).await.unwrap();
    // What counts in between stores the counts, and tells nobody yet.
    assert_eq!(invitations::open_of_inviter(&mut tx, tenant().as_str(), "adele").await.unwrap(), 1);
    drop(tx);
    assert_eq!(versions(&db.storage, &["adele"]).await, [0]);
}

async fn another_process_sees_a_change_with_its_number(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    let other = db.second_process().await;
    db.change(async |tx| insert_shared(tx, &invitation("n1")).await).await;
    assert_eq!(versions(&other, &["adele"]).await, [1]);
    assert!(invitations::load(&other, &id("n1")).await.unwrap().is_some());
    other.close().await;
}
