//! Sessions.

use storage::sessions::{
    CheckedSession, SessionRow, by_key, create, delete, delete_by_key, delete_expired, delete_of_person,
    end_by, load, save, tenants_of,
};
use storage::tenant_blocks;
use testing::TestDb;

use crate::rows::id;

stories![
    a_session_lives_until_its_time,
    a_session_says_whether_its_tenant_is_blocked,
    tabs_that_sign_in_at_once_share_a_key,
    a_session_that_was_ended_does_not_come_back,
    an_end_that_is_set_cannot_be_put_off,
    sessions_end_by_key_by_person_and_by_age,
];

fn session(name: &str, person: &str) -> SessionRow {
    SessionRow {
        id: name.into(),
        key: format!("key-{name}"),
        tenant: id("tenant-1"),
        user: id(person),
        data: vec![0, 1, 255],
        expires_at: 2_000,
    }
}

async fn loaded(db: &TestDb, id: &str, now: i64) -> Option<SessionRow> {
    let found = load(&db.storage, id, now).await.unwrap();
    found.map(|CheckedSession { session, check, blocked_since }| {
        assert_eq!((check, blocked_since), (None, None));
        session
    })
}

async fn a_session_lives_until_its_time(db: &TestDb) {
    let mut row = session("s1", "adele");
    assert!(db.change(async |tx| create(tx, &row).await).await);
    assert!(!db.change(async |tx| create(tx, &row).await).await, "the id is taken");
    assert_eq!(loaded(db, "s1", 1_999).await, Some(row.clone()));
    assert_eq!(loaded(db, "s1", 2_000).await, None);

    row.data = vec![7];
    row.expires_at = 3_000;
    assert!(db.change(async |tx| save(tx, &row).await).await);
    assert_eq!(loaded(db, "s1", 2_000).await, Some(row));
}

async fn a_session_says_whether_its_tenant_is_blocked(db: &TestDb) {
    assert!(db.change(async |tx| create(tx, &session("s1", "adele")).await).await);
    let blocked = async || load(&db.storage, "s1", 1_000).await.unwrap().unwrap().blocked_since;
    db.change(async |tx| tenant_blocks::block(tx, "tenant-2", 4).await).await;
    assert_eq!(blocked().await, None, "another tenant's");
    db.change(async |tx| tenant_blocks::block(tx, "tenant-1", 5).await).await;
    db.change(async |tx| tenant_blocks::block(tx, "tenant-1", 6).await).await;
    assert_eq!(blocked().await, Some(5), "since the first");
}

/// With a unique key the second of two sign-ins at the same moment failed.
async fn tabs_that_sign_in_at_once_share_a_key(db: &TestDb) {
    let other = db.second_process().await;
    let mut tasks = tokio::task::JoinSet::new();
    for name in ["s1", "s2", "s3", "s4"] {
        let storage = if name < "s3" { db.storage.clone() } else { other.clone() };
        tasks.spawn(async move {
            let row = SessionRow { key: "key".into(), ..session(name, "adele") };
            let mut tx = storage.begin().await.unwrap();
            assert!(create(&mut tx, &row).await.unwrap());
            tx.commit().await.unwrap();
        });
    }
    tasks.join_all().await;
    other.close().await;
    for name in ["s1", "s2", "s3", "s4"] {
        assert!(loaded(db, name, 0).await.is_some(), "{name}");
    }
    assert!(by_key(&db.storage, "key", 0).await.unwrap().is_some());
    assert!(by_key(&db.storage, "other", 0).await.unwrap().is_none());
    assert!(db.change(async |tx| delete_by_key(tx, "key").await).await);
    assert_eq!(loaded(db, "s4", 0).await, None, "signing out ends them all");
}

async fn a_session_that_was_ended_does_not_come_back(db: &TestDb) {
    let row = session("s1", "adele");
    db.change(async |tx| create(tx, &row).await).await;
    db.change(async |tx| delete(tx, "s1").await).await;
    assert!(!db.change(async |tx| save(tx, &row).await).await);
    assert_eq!(loaded(db, "s1", 0).await, None);
}

async fn an_end_that_is_set_cannot_be_put_off(db: &TestDb) {
    let row = session("s1", "adele");
    db.change(async |tx| create(tx, &row).await).await;
    db.change(async |tx| end_by(tx, "s1", 1_500).await).await;
    assert_eq!(loaded(db, "s1", 1_499).await.unwrap().expires_at, 1_500);
    // A request that had loaded the session before says that it is in use.
    assert!(db.change(async |tx| save(tx, &SessionRow { expires_at: 9_000, ..row.clone() }).await).await);
    assert_eq!(loaded(db, "s1", 1_500).await, None);
    db.change(async |tx| end_by(tx, "s1", 8_000).await).await;
    assert_eq!(loaded(db, "s1", 1_500).await, None, "nor does a later one");
}

async fn sessions_end_by_key_by_person_and_by_age(db: &TestDb) {
    db.change(async |tx| {
        for (name, person) in
            [("s1", "adele"), ("s2", "adele"), ("s3", "alex"), ("s4", "diego"), ("s5", "diego")]
        {
            create(tx, &session(name, person)).await?;
        }
        create(tx, &SessionRow { expires_at: 1_000, ..session("s6", "adele") }).await
    })
    .await;
    assert_eq!(db.change(async |tx| tenants_of(tx, &id("adele")).await).await, ["tenant-1"]);
    assert_eq!(db.change(async |tx| delete_expired(tx, 1_000).await).await, 1);
    assert_eq!(db.change(async |tx| delete_of_person(tx, "tenant-1", "adele").await).await, 2);
    assert_eq!(db.change(async |tx| delete_of_person(tx, "tenant-2", "alex").await).await, 0);
    assert!(db.change(async |tx| tenants_of(tx, &id("adele")).await).await.is_empty());
    db.change(async |tx| delete_by_key(tx, "key-s4").await).await;
    let mut left = Vec::new();
    for name in ["s1", "s2", "s3", "s4", "s5", "s6"] {
        left.extend(loaded(db, name, 0).await.map(|row| row.id));
    }
    assert_eq!(left, ["s3", "s5"]);
}

#[test]
fn neither_id_nor_contents_are_printed() {
    let mut row = session("cookie-secret", "adele");
    row.key = "name".into();
    let printed = format!("{row:?}");
    assert!(!printed.contains("cookie-secret") && !printed.contains("255"), "{printed}");
}
