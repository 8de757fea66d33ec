//! Pictures of marks.

use storage::marks::{forget_unused, is_kept, keep, load};
use storage::settings::{SettingsRow, put};
use testing::TestDb;

stories![a_picture_is_kept_as_long_as_some_version_names_it];

async fn a_picture_is_kept_as_long_as_some_version_names_it(db: &TestDb) {
    for digest in ["aa", "bb"] {
        db.change(async |tx| keep(tx, digest, digest.as_bytes(), 10).await).await;
    }
    db.change(async |tx| keep(tx, "cc", b"cc", 30).await).await;
    assert_eq!(load(&db.storage, "aa").await.unwrap().as_deref(), Some(&b"aa"[..]));
    assert_eq!(load(&db.storage, "dd").await.unwrap(), None);
    assert!(is_kept(&db.storage, "bb").await.unwrap() && !is_kept(&db.storage, "dd").await.unwrap());
    let row = SettingsRow {
        version: 0,
        at: 1,
        by: "megan".into(),
        author: String::new(),
        reason: String::new(),
        restored: None,
        document: r#"{"format":2,"sections":{"look":{"mark":"aa"}}}"#.into(),
    };
    assert!(db.change(async |tx| put(tx, 0, &row).await).await);
    assert_eq!(db.change(async |tx| forget_unused(tx, 20).await).await, 1);
    let mut left = Vec::new();
    for digest in ["aa", "bb", "cc"] {
        left.push(is_kept(&db.storage, digest).await.unwrap());
    }
    assert_eq!(left, [true, false, true], "named by a version, unused, new");
}
