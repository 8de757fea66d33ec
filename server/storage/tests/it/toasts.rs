//! Toasts.

use storage::toasts::{DismissTarget, ToastRow, add, delete_old, dismiss, undismissed};
use testing::TestDb;

use crate::rows::TENANT;

stories![
    a_thing_is_said_once,
    toasts_are_newest_first_until_dismissed,
    what_is_about_an_invitation_is_dismissed_together
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
        created_at,
    }
}

async fn a_thing_is_said_once(db: &TestDb) {
    assert!(db.change(async |tx| add(tx, &toast("t1", "adele", "n1:sent", 1)).await).await);
    assert!(!db.change(async |tx| add(tx, &toast("t2", "adele", "n1:sent", 2)).await).await);
    assert!(db.change(async |tx| add(tx, &toast("t3", "alex", "n1:sent", 3)).await).await);
    db.change(async |tx| dismiss(tx, TENANT, "adele", DismissTarget::Toast("t1"), 9).await).await;
    assert!(!db.change(async |tx| add(tx, &toast("t4", "adele", "n1:sent", 4)).await).await);
    assert!(undismissed(&db.storage, TENANT, "adele", 9).await.unwrap().is_empty());
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
    let of_adele = async |limit| undismissed(&db.storage, TENANT, "adele", limit).await.unwrap();
    assert_eq!(of_adele(9).await, [second.clone(), third.clone(), first.clone()]);
    assert_eq!(of_adele(1).await, [second]);
    // only one's own
    db.change(async |tx| dismiss(tx, TENANT, "mallory", DismissTarget::Toast("t2"), 9).await).await;
    assert_eq!(of_adele(9).await.len(), 3);
    db.change(async |tx| dismiss(tx, TENANT, "adele", DismissTarget::Toast("t2"), 9).await).await;
    db.change(async |tx| dismiss(tx, TENANT, "adele", DismissTarget::Toast("t2"), 9).await).await;
    assert_eq!(of_adele(9).await, [third.clone(), first]);
    assert_eq!(db.change(async |tx| delete_old(tx, 2).await).await, 1);
    assert_eq!(of_adele(9).await, [third]);
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
    assert_eq!(undismissed(&db.storage, TENANT, "adele", 9).await.unwrap().len(), 4);
    db.change(async |tx| dismiss(tx, TENANT, "adele", DismissTarget::Invitation("n1"), 9).await).await;
    assert_eq!(undismissed(&db.storage, TENANT, "adele", 9).await.unwrap(), [about_none, other]);
}
