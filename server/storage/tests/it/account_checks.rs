//! What the directory last said of those who are signed in.

use storage::account_checks::{AccountCheckRow, Claim, claim, confirm, delete, delete_unused, fail};
use storage::sessions::{self, SessionRow};
use testing::TestDb;

use crate::rows::id;

stories![
    one_of_many_may_ask,
    after_a_failure_nobody_asks_for_a_while,
    a_clock_that_was_set_back_stops_nobody,
    answers_go_with_the_sessions,
];

const T: &str = "tenant-1";
const U: &str = "adele";

async fn a_session(db: &TestDb) {
    let row = SessionRow {
        id: "session".into(),
        key: "key".into(),
        tenant: id(T),
        user: id(U),
        data: Vec::new(),
        expires_at: i64::MAX,
    };
    assert!(db.change(async |tx| sessions::create(tx, &row).await).await);
}

async fn known(db: &TestDb) -> Option<AccountCheckRow> {
    sessions::load(&db.storage, "session", 0).await.unwrap().unwrap().check
}

/// A claim at this time, of what was said five minutes ago or before; for five seconds.
async fn claimed(db: &TestDb, now: i64) -> bool {
    let times = Claim { now, stale: now - 300_000, until: now + 5_000 };
    db.change(async |tx| claim(tx, T, U, times).await).await
}

async fn one_of_many_may_ask(db: &TestDb) {
    a_session(db).await;
    assert_eq!(known(db).await, None, "a session of the first release");
    let other = db.second_process().await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..8 {
        let storage = if n % 2 == 0 { db.storage.clone() } else { other.clone() };
        tasks.spawn(async move {
            let mut tx = storage.begin().await.unwrap();
            let times = Claim { now: 1_000_000, stale: 700_000, until: 1_005_000 };
            let ours = claim(&mut tx, T, U, times).await.unwrap();
            tx.commit().await.unwrap();
            ours
        });
    }
    assert_eq!(tasks.join_all().await.into_iter().filter(|ours| *ours).count(), 1);
    other.close().await;
    assert!(claimed(db, 1_005_000).await, "whoever asked has died");

    db.change(async |tx| confirm(tx, T, U, true, 1_006_000).await).await;
    let said = AccountCheckRow { checked_at: 1_006_000, is_guest: true, asking_until: None, retry_at: None };
    assert_eq!(known(db).await, Some(said));
    assert!(!claimed(db, 1_305_999).await, "not too old yet");
    assert!(claimed(db, 1_306_000).await);
}

async fn after_a_failure_nobody_asks_for_a_while(db: &TestDb) {
    a_session(db).await;
    assert!(claimed(db, 1_000_000).await);
    db.change(async |tx| fail(tx, T, U, 1_015_000).await).await;
    assert_eq!(known(db).await.unwrap().asking_until, None);
    assert!(!claimed(db, 1_014_999).await);
    assert!(claimed(db, 1_015_000).await);
}

async fn a_clock_that_was_set_back_stops_nobody(db: &TestDb) {
    a_session(db).await;
    db.change(async |tx| confirm(tx, T, U, false, 9_000_000).await).await;
    assert!(claimed(db, 1_000_000).await, "what was said in the future is not trusted");
    assert!(claimed(db, 900_000).await, "nor is a claim");
    db.change(async |tx| fail(tx, T, U, 9_000_000).await).await;
    assert!(claimed(db, 900_000).await, "nor a failure");
}

async fn answers_go_with_the_sessions(db: &TestDb) {
    a_session(db).await;
    db.change(async |tx| confirm(tx, T, U, false, 1_000).await).await;
    assert_eq!(db.change(async |tx| delete_unused(tx, 2_000).await).await, 0);
    db.change(async |tx| sessions::delete(tx, "session").await).await;
    assert_eq!(db.change(async |tx| delete_unused(tx, 1_000).await).await, 0);
    assert_eq!(db.change(async |tx| delete_unused(tx, 2_000).await).await, 1);
    db.change(async |tx| confirm(tx, T, U, false, 1_000).await).await;
    db.change(async |tx| delete(tx, T, U).await).await;
    assert_eq!(db.change(async |tx| delete_unused(tx, 2_000).await).await, 0);
}
