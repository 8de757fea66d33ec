//! What a page or a step costs: how often the database was asked.

use storage::{Usage, invitations, items, jobs};
use testing::TestDb;

use crate::rows::{adele_and_plan, id, job};

stories![reads_and_transactions_are_counted, clones_count_together_and_processes_apart];

async fn reads_and_transactions_are_counted(db: &TestDb) {
    let before = db.storage.usage();
    let since = || {
        let now = db.storage.usage();
        (now.reads - before.reads, now.transactions - before.transactions)
    };
    assert_eq!(since(), (0, 0));
    db.storage.ping().await.unwrap();
    items::load(&db.storage, "plan").await.unwrap();
    invitations::steps_of(&db.storage, &[id("n1"), id("n2")]).await.unwrap();
    assert_eq!(since(), (3, 0));
    // one transaction, whatever is done in it
    adele_and_plan(&db.storage).await;
    assert_eq!(since(), (3, 1));
    db.change(async |tx| invitations::load_in(tx, &id("n1")).await).await;
    assert_eq!(since(), (3, 2));
    drop(db.storage.begin().await.unwrap());
    assert_eq!(since(), (3, 3), "rolled back, it was used all the same");
    // these bring a transaction of their own
    db.change(async |tx| jobs::enqueue(tx, &job("j1", 1)).await).await;
    jobs::claim(&db.storage, None, 1, 2, "a").await.unwrap().unwrap();
    assert!(jobs::renew(&db.storage, "j1", "a", 1, 3).await.unwrap());
    assert_eq!(since(), (3, 6));
}

async fn clones_count_together_and_processes_apart(db: &TestDb) {
    let other = db.second_process().await;
    assert_eq!(other.usage(), Usage::default());
    let clone = other.clone();
    clone.ping().await.unwrap();
    other.ping().await.unwrap();
    drop(clone.begin().await.unwrap());
    let used = Usage { reads: 2, transactions: 1, statements: 0 };
    assert_eq!((other.usage(), clone.usage()), (used, used));
    db.storage.ping().await.unwrap();
    assert_eq!(other.usage(), used);
    other.close().await;
}
