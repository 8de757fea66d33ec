//! Secrets among the settings.

use storage::setting_secrets::{SettingSecretRow, all, all_in, delete, load, put, replace_sealed};
use testing::TestDb;

stories![the_newest_secret_of_a_name_is_kept, a_secret_is_sealed_anew_unless_it_is_another_one];

fn secret(sealed: &[u8], generation: i64) -> SettingSecretRow {
    SettingSecretRow {
        name: "smtp.password".into(),
        sealed: sealed.into(),
        generation,
        at: 1_000 * generation,
        by: "megan".into(),
    }
}

async fn the_newest_secret_of_a_name_is_kept(db: &TestDb) {
    assert_eq!(load(&db.storage, "smtp.password").await.unwrap(), None);
    let (first, second) = (secret(b"first", 1), secret(b"second", 4));
    for row in [&first, &second] {
        db.change(async |tx| put(tx, row).await).await;
        assert_eq!(load(&db.storage, "smtp.password").await.unwrap().as_ref(), Some(row));
    }
    assert!(!format!("{second:?}").contains(&format!("{:?}", b"second")), "the log has nothing of it");
    assert_eq!(load(&db.storage, "another").await.unwrap(), None);
    db.change(async |tx| delete(tx, "another").await).await;
    assert!(load(&db.storage, "smtp.password").await.unwrap().is_some());
    db.change(async |tx| delete(tx, "smtp.password").await).await;
    assert_eq!(load(&db.storage, "smtp.password").await.unwrap(), None);
}

async fn a_secret_is_sealed_anew_unless_it_is_another_one(db: &TestDb) {
    let other = SettingSecretRow { name: "another".into(), ..secret(b"other", 2) };
    for row in [&secret(b"first", 1), &other] {
        db.change(async |tx| put(tx, row).await).await;
    }
    assert!(!db.change(async |tx| replace_sealed(tx, "smtp.password", b"changed", b"anew").await).await);
    assert!(db.change(async |tx| replace_sealed(tx, "smtp.password", b"first", b"anew").await).await);
    let expected = [other, secret(b"anew", 1)];
    assert_eq!(all(&db.storage).await.unwrap(), expected, "since when and by whom stays");
    assert_eq!(db.change(async |tx| all_in(tx).await).await, expected);
}
