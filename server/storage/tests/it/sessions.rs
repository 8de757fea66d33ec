//! Sessions.

use storage::sessions::{
    SessionRow, create, delete, delete_by_key, delete_expired, delete_of_person, load, save,
};
use storage::{ConstraintKind, StorageError};
use testing::TestDb;

stories![
    a_session_lives_until_its_time,
    a_taken_id_and_a_taken_key_are_told_apart,
    a_session_that_was_ended_does_not_come_back,
    sessions_end_by_key_by_person_and_by_age,
];

fn session(id: &str, person: Option<&str>) -> SessionRow {
    SessionRow {
        id: id.into(),
        key: format!("key-{id}"),
        person: person.map(|user| ("tenant-1".to_owned(), user.to_owned())),
        data: vec![0, 1, 255],
        expires_at: 2_000,
    }
}

async fn a_session_lives_until_its_time(db: &TestDb) {
    let mut row = session("s1", None);
    assert!(db.change(async |tx| create(tx, &row).await).await);
    assert_eq!(load(&db.storage, "s1", 1_999).await.unwrap(), Some(row.clone()));
    assert_eq!(load(&db.storage, "s1", 2_000).await.unwrap(), None);

    row.person = Some(("tenant-1".into(), "adele".into()));
    row.data = vec![7];
    row.expires_at = 3_000;
    assert!(db.change(async |tx| save(tx, &row).await).await);
    assert_eq!(load(&db.storage, "s1", 2_000).await.unwrap(), Some(row));
}

async fn a_taken_id_and_a_taken_key_are_told_apart(db: &TestDb) {
    db.change(async |tx| create(tx, &session("s1", None)).await).await;
    let mut same_id = session("s1", None);
    same_id.key = "another".into();
    assert!(!db.change(async |tx| create(tx, &same_id).await).await);

    let mut same_key = session("s2", None);
    same_key.key = "key-s1".into();
    let mut tx = db.storage.begin().await.unwrap();
    assert_eq!(create(&mut tx, &same_key).await, Err(StorageError::Conflict(ConstraintKind::Unique)));
}

async fn a_session_that_was_ended_does_not_come_back(db: &TestDb) {
    let row = session("s1", None);
    db.change(async |tx| create(tx, &row).await).await;
    db.change(async |tx| delete(tx, "s1").await).await;
    assert!(!db.change(async |tx| save(tx, &row).await).await);
    assert_eq!(load(&db.storage, "s1", 0).await.unwrap(), None);
}

async fn sessions_end_by_key_by_person_and_by_age(db: &TestDb) {
    db.change(async |tx| {
        for (id, person) in
            [("s1", Some("adele")), ("s2", Some("adele")), ("s3", Some("alex")), ("s4", None), ("s5", None)]
        {
            create(tx, &session(id, person)).await?;
        }
        create(tx, &SessionRow { expires_at: 1_000, ..session("s6", Some("adele")) }).await
    })
    .await;
    assert_eq!(db.change(async |tx| delete_expired(tx, 1_000).await).await, 1);
    assert_eq!(db.change(async |tx| delete_of_person(tx, "tenant-1", "adele").await).await, 2);
    assert_eq!(db.change(async |tx| delete_of_person(tx, "tenant-2", "alex").await).await, 0);
    db.change(async |tx| delete_by_key(tx, "key-s4").await).await;
    let mut left = Vec::new();
    for id in ["s1", "s2", "s3", "s4", "s5", "s6"] {
        left.extend(load(&db.storage, id, 0).await.unwrap().map(|row| row.id));
    }
    assert_eq!(left, ["s3", "s5"]);
}

#[test]
fn neither_id_nor_contents_are_printed() {
    let mut row = session("cookie-secret", Some("adele"));
    row.key = "name".into();
    let printed = format!("{row:?}");
    assert!(!printed.contains("cookie-secret") && !printed.contains("255"), "{printed}");
}
