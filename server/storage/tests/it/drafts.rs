//! Kept forms.

use storage::drafts::{DraftRow, delete_expired, load, make_room, save};
use testing::TestDb;

stories![a_form_is_kept_until_its_time, the_newest_have_room];

fn draft(id: &str) -> DraftRow {
    DraftRow {
        id: id.into(),
        tenant: "tenant-1".into(),
        user: "adele".into(),
        form: r#"{"message":"a\u0000b"}"#.into(),
        problem: None,
        recipients: None,
        expires_at: 2_000,
    }
}

async fn a_form_is_kept_until_its_time(db: &TestDb) {
    let row = DraftRow { problem: Some("{}".into()), recipients: Some("[{}]".into()), ..draft("d1") };
    db.change(async |tx| save(tx, &row).await).await;
    assert_eq!(load(&db.storage, "d1", 1_999).await.unwrap(), Some(row));
    assert_eq!(load(&db.storage, "d1", 2_000).await.unwrap(), None);

    // a change does not change whose it is
    let changed = DraftRow { user: "mallory".into(), form: "{}".into(), expires_at: 3_000, ..draft("d1") };
    db.change(async |tx| save(tx, &changed).await).await;
    assert_eq!(
        load(&db.storage, "d1", 2_000).await.unwrap(),
        Some(DraftRow { form: "{}".into(), expires_at: 3_000, ..draft("d1") })
    );
    assert_eq!(db.change(async |tx| delete_expired(tx, 2_999).await).await, 0);
    assert_eq!(db.change(async |tx| delete_expired(tx, 3_000).await).await, 1);
    assert_eq!(load(&db.storage, "d1", 0).await.unwrap(), None);
}

async fn the_newest_have_room(db: &TestDb) {
    db.change(async |tx| {
        for n in 0..5 {
            let row = DraftRow { expires_at: 2_000 + n, ..draft(&format!("adele-{n}")) };
            save(tx, &row).await?;
            save(tx, &DraftRow { id: format!("alex-{n}"), user: "alex".into(), ..row }).await?;
        }
        Ok(())
    })
    .await;
    assert_eq!(db.change(async |tx| make_room(tx, "tenant-1", "adele", 3).await).await, 2);
    let mut left = Vec::new();
    for n in 0..5 {
        left.push(load(&db.storage, &format!("adele-{n}"), 0).await.unwrap().is_some());
        assert!(load(&db.storage, &format!("alex-{n}"), 0).await.unwrap().is_some());
    }
    assert_eq!(left, [false, false, true, true, true]);
    assert_eq!(db.change(async |tx| make_room(tx, "tenant-1", "alex", 0).await).await, 5);
    assert_eq!(db.change(async |tx| make_room(tx, "tenant-1", "adele", 3).await).await, 0);
}
