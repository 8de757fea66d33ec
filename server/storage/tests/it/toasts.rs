//! Toasts.

use storage::toasts::{
    DismissTarget, MOST_COUNTED, ToastList, ToastRow, add, delete_old, dismiss, undismissed,
};
use testing::TestDb;

use crate::rows::TENANT;

stories![
    a_thing_is_said_once,
    toasts_are_newest_first_until_dismissed,
    what_is_about_an_invitation_is_dismissed_together,
    good_news_gets_old_and_trouble_stays,
    all_are_counted_and_few_are_read
];

fn toast(id: &str, user: &str, dedupe: &str, created_at: i64) -> ToastRow {
    ToastRow {
        id: id.into(),
        tenant: TENANT.into(),
        user: user.into(),
        dedupe: dedupe.into(),
        kind: "{}".into(),
        invitation: Some("n1".into()),
        item: None,
        stays: false,
        created_at,
    }
}

/// Adele's toasts, of any time.
async fn of_adele(db: &TestDb, limit: i64) -> Vec<ToastRow> {
    undismissed(&db.storage, TENANT, "adele", 0, limit).await.unwrap().rows
}

async fn a_thing_is_said_once(db: &TestDb) {
    assert!(db.change(async |tx| add(tx, &toast("t1", "adele", "n1:sent", 1)).await).await);
    assert!(!db.change(async |tx| add(tx, &toast("t2", "adele", "n1:sent", 2)).await).await);
    assert!(db.change(async |tx| add(tx, &toast("t3", "alex", "n1:sent", 3)).await).await);
    db.change(async |tx| dismiss(tx, TENANT, "adele", DismissTarget::Toast("t1"), 9).await).await;
    assert!(!db.change(async |tx| add(tx, &toast("t4", "adele", "n1:sent", 4)).await).await);
    assert!(of_adele(db, 9).await.is_empty());
}

async fn toasts_are_newest_first_until_dismissed(db: &TestDb) {
    let rows = [toast("t1", "adele", "a", 1), toast("t2", "adele", "b", 3), toast("t3", "adele", "c", 2)];
    db.change(async |tx| {
        for row in &rows {
            add(tx, row).await?;
        }
        Ok(())
    })
    .await;
    let [first, second, third] = rows;
    assert_eq!(of_adele(db, 9).await, [second.clone(), third.clone(), first.clone()]);
    assert_eq!(of_adele(db, 1).await, [second]);
    // only one's own
    db.change(async |tx| dismiss(tx, TENANT, "mallory", DismissTarget::Toast("t2"), 9).await).await;
    assert_eq!(of_adele(db, 9).await.len(), 3);
    db.change(async |tx| dismiss(tx, TENANT, "adele", DismissTarget::Toast("t2"), 9).await).await;
    db.change(async |tx| dismiss(tx, TENANT, "adele", DismissTarget::Toast("t2"), 9).await).await;
    assert_eq!(of_adele(db, 9).await, [third.clone(), first]);
    assert_eq!(db.change(async |tx| delete_old(tx, 2).await).await, 1);
    assert_eq!(of_adele(db, 9).await, [third]);
}

async fn what_is_about_an_invitation_is_dismissed_together(db: &TestDb) {
    let other = ToastRow { invitation: Some("n2".into()), ..toast("t3", "adele", "c", 3) };
    let about_none = ToastRow { invitation: None, ..toast("t4", "adele", "d", 4) };
    let rows =
        [toast("t1", "adele", "a", 1), toast("t2", "adele", "b", 2), other.clone(), about_none.clone()];
    db.change(async |tx| {
        for row in &rows {
            add(tx, row).await?;
        }
        Ok(())
    })
    .await;
    db.change(async |tx| dismiss(tx, TENANT, "mallory", DismissTarget::Invitation("n1"), 9).await).await;
    assert_eq!(of_adele(db, 9).await.len(), 4);
    db.change(async |tx| dismiss(tx, TENANT, "adele", DismissTarget::Invitation("n1"), 9).await).await;
    assert_eq!(of_adele(db, 9).await, [about_none, other]);
}

async fn good_news_gets_old_and_trouble_stays(db: &TestDb) {
    let trouble = |id: &str, dedupe: &str, at| ToastRow { stays: true, ..toast(id, "adele", dedupe, at) };
    let rows = [
        toast("old", "adele", "a", 100),
        trouble("old trouble", "b", 100),
        toast("new", "adele", "c", 101),
        trouble("new trouble", "d", 102),
        toast("another's", "alex", "e", 103),
    ];
    db.change(async |tx| {
        for row in &rows {
            add(tx, row).await?;
        }
        Ok(())
    })
    .await;
    let ToastList { rows: shown, total } = undismissed(&db.storage, TENANT, "adele", 100, 9).await.unwrap();
    let ids: Vec<_> = shown.iter().map(|row| row.id.as_str()).collect();
    assert_eq!((ids.as_slice(), total), (["new trouble", "new", "old trouble"].as_slice(), 3));
    let of_nobody = undismissed(&db.storage, TENANT, "nobody", 0, 9).await.unwrap();
    assert_eq!(of_nobody, ToastList { rows: Vec::new(), total: 0 });
}

async fn all_are_counted_and_few_are_read(db: &TestDb) {
    let many = MOST_COUNTED + 200;
    db.run(&format!(
        "INSERT INTO toasts (id, tenant, user_id, dedupe, kind, created_at, stays)
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many})
         SELECT 'many-' || i, '{TENANT}', 'diego', 'many-' || i, '{{}}', i, FALSE FROM n"
    ))
    .await;
    let list = async |since| undismissed(&db.storage, TENANT, "diego", since, 3).await.unwrap();
    let ToastList { rows, total } = list(many - 120).await;
    assert_eq!((rows.len(), rows[0].created_at, total), (3, many, 120));
    assert_eq!(list(0).await.total, MOST_COUNTED, "and no further");
    assert_eq!(list(many).await.total, 0);
}
