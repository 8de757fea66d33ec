//! The buckets of rate limits.

use storage::rate_limits::{BucketKey, BucketRow, delete_full, load, load_each, lock, store};
use testing::{TestDb, change};

stories![
    each_bucket_is_its_own,
    the_buckets_of_a_person_and_their_tenant_are_read_at_once,
    a_bucket_that_is_full_again_goes,
    of_many_at_once_each_sees_what_the_one_before_stored
];

const ADELE: BucketKey<'_> = BucketKey { name: "shares", tenant: "tenant-1", subject: "adele" };

async fn set(db: &TestDb, key: BucketKey<'_>, full_at: i64) {
    db.change(async |tx| {
        let row = lock(tx, key).await?;
        store(tx, key, BucketRow { full_at, ..row }).await
    })
    .await;
}

async fn each_bucket_is_its_own(db: &TestDb) {
    set(db, ADELE, 2_000).await;
    let others = [
        BucketKey { name: "look-ups", ..ADELE },
        BucketKey { tenant: "tenant-2", ..ADELE },
        BucketKey { subject: "alex", ..ADELE },
        BucketKey { subject: "", ..ADELE },
    ];
    for key in others {
        assert_eq!(load(&db.storage, key).await.unwrap(), BucketRow::default(), "{key:?}");
    }
    let expected =
        BucketRow { full_at: 3_000, noted_until: 2_500, interval_ms: 500, burst: 4, taken_at: 1_000 };
    db.change(async |tx| store(tx, ADELE, expected).await).await;
    assert_eq!(load(&db.storage, ADELE).await.unwrap(), expected);
    assert_eq!(db.change(async |tx| lock(tx, ADELE).await).await, expected);
}

async fn the_buckets_of_a_person_and_their_tenant_are_read_at_once(db: &TestDb) {
    set(db, ADELE, 2_000).await;
    set(db, BucketKey { name: "tenant-guests", subject: "", ..ADELE }, 3_000).await;
    set(db, BucketKey { name: "guests", subject: "alex", ..ADELE }, 4_000).await;
    let names = ["shares", "guests", "tenant-guests"];
    let found = load_each(&db.storage, ("tenant-1", "adele"), &names).await.unwrap();
    let mut full_at: Vec<_> = found.iter().map(|(name, row)| (name.as_str(), row.full_at)).collect();
    full_at.sort_unstable();
    assert_eq!(full_at, [("shares", 2_000), ("tenant-guests", 3_000)]);
}

async fn a_bucket_that_is_full_again_goes(db: &TestDb) {
    let alex = BucketKey { subject: "alex", ..ADELE };
    set(db, ADELE, 2_000).await;
    set(db, alex, 1_000).await;
    assert_eq!(db.change(async |tx| delete_full(tx, 1_000).await).await, 1);
    assert_eq!(load(&db.storage, alex).await.unwrap().full_at, 0);
    assert_eq!(load(&db.storage, ADELE).await.unwrap().full_at, 2_000);
}

async fn of_many_at_once_each_sees_what_the_one_before_stored(db: &TestDb) {
    let other = db.second_process().await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..16 {
        let storage = if n % 2 == 0 { db.storage.clone() } else { other.clone() };
        tasks.spawn(async move {
            change(&storage, async |tx| {
                let row = lock(tx, ADELE).await?;
                store(tx, ADELE, BucketRow { full_at: row.full_at + 1, ..row }).await
            })
            .await;
        });
    }
    tasks.join_all().await;
    other.close().await;
    assert_eq!(load(&db.storage, ADELE).await.unwrap().full_at, 16);
}
