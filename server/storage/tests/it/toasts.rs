//! Toasts.

use storage::toasts::{
    DismissTarget, MOST_COUNTED, ToastLine, ToastList, ToastRow, add, delete_old, dismiss, of_person,
    undismissed,
};
use testing::TestDb;

use crate::rows::TENANT;

stories![
    a_thing_is_said_once,
    toasts_are_newest_first_until_dismissed,
    what_is_about_an_invitation_is_dismissed_together,
    good_news_gets_old_and_trouble_stays,
    all_are_counted_and_few_are_read,
    toasts_of_one_outcome_are_one_line,
    what_was_told_is_read_again_page_by_page,
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
        gathered: None,
        created_at,
    }
}

/// Adele's toasts, of any time.
async fn of_adele(db: &TestDb, limit: i64) -> Vec<ToastRow> {
    lines_of_adele(db, limit).await.into_iter().map(|line| line.row).collect()
}

async fn lines_of_adele(db: &TestDb, limit: i64) -> Vec<ToastLine> {
    undismissed(&db.storage, TENANT, "adele", 0, limit).await.unwrap().lines
}

async fn store(db: &TestDb, rows: &[ToastRow]) {
    db.change(async |tx| {
        for row in rows {
            add(tx, row).await?;
        }
        Ok(())
    })
    .await;
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
    let ToastList { lines, total } = undismissed(&db.storage, TENANT, "adele", 100, 9).await.unwrap();
    let ids: Vec<_> = lines.iter().map(|line| line.row.id.as_str()).collect();
    assert_eq!((ids.as_slice(), total), (["new trouble", "new", "old trouble"].as_slice(), 3));
    let of_nobody = undismissed(&db.storage, TENANT, "nobody", 0, 9).await.unwrap();
    assert_eq!(of_nobody, ToastList { lines: Vec::new(), total: 0 });
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
    let ToastList { lines, total } = list(many - 120).await;
    assert_eq!((lines.len(), lines[0].row.created_at, total), (3, many, 120));
    assert_eq!(list(0).await.total, MOST_COUNTED, "and no further");
    assert_eq!(list(many).await.total, 0);
}

async fn toasts_of_one_outcome_are_one_line(db: &TestDb) {
    let of = |id: &str, share: &str, at| ToastRow {
        gathered: Some(share.into()),
        invitation: Some(format!("invitation of {id}")),
        ..toast(id, "adele", id, at)
    };
    let [alone, other] = [toast("alone", "adele", "alone", 5), of("other", "s2:invited", 3)];
    let [first, second, third] =
        [of("a", "s1:invited", 1), of("b", "s1:invited", 4), of("c", "s1:invited", 4)];
    store(db, &[alone.clone(), other.clone(), first, second, third.clone()]).await;
    // Somebody else's is not among them, whatever they are gathered under.
    store(db, &[ToastRow { user: "alex".into(), ..of("alex's", "s1:invited", 9) }]).await;
    let lines = lines_of_adele(db, 9).await;
    let counted: Vec<_> = lines.iter().map(|line| (line.row.id.as_str(), line.count)).collect();
    assert_eq!(counted, [("alone", 1), ("c", 3), ("other", 1)]);
    let ToastList { lines, total } = undismissed(&db.storage, TENANT, "adele", 0, 2).await.unwrap();
    assert_eq!((lines.len(), total), (2, 3), "lines are counted, not toasts");

    // One recipient's is shown elsewhere: the line stands for the others.
    db.change(async |tx| dismiss(tx, TENANT, "adele", DismissTarget::Invitation("invitation of b"), 9).await)
        .await;
    assert_eq!(lines_of_adele(db, 9).await[1], ToastLine { row: third.clone(), count: 2 });
    // The line is dismissed as it was seen: what has come since is told.
    let late = of("late", "s1:invited", 6);
    store(db, std::slice::from_ref(&late)).await;
    db.change(async |tx| dismiss(tx, TENANT, "mallory", DismissTarget::Toast("c"), 9).await).await;
    assert_eq!(lines_of_adele(db, 9).await[0], ToastLine { row: late.clone(), count: 3 });
    db.change(async |tx| dismiss(tx, TENANT, "adele", DismissTarget::Toast("c"), 9).await).await;
    assert_eq!(of_adele(db, 9).await, [late, alone, other]);
    let of_alex = undismissed(&db.storage, TENANT, "alex", 0, 9).await.unwrap();
    assert_eq!((of_alex.total, of_alex.lines[0].count), (1, 1));
}

async fn what_was_told_is_read_again_page_by_page(db: &TestDb) {
    let rows: Vec<_> =
        (1..=5).map(|at| toast(&format!("t{at}"), "adele", &format!("d{at}"), i64::from(at / 2))).collect();
    store(db, &rows).await;
    store(db, &[toast("alex's", "alex", "a", 2)]).await;
    db.change(async |tx| dismiss(tx, TENANT, "adele", DismissTarget::Toast("t4"), 9).await).await;
    let page = async |before: Option<&str>| {
        let rows = of_person(&db.storage, TENANT, "adele", before, 2).await.unwrap();
        rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(page(None).await, ["t5", "t4"], "dismissed or not");
    assert_eq!(page(Some("t4")).await, ["t3", "t2"], "also of one moment");
    assert_eq!(page(Some("t2")).await, ["t1"]);
    assert!(page(Some("t1")).await.is_empty());
    assert_eq!(page(Some("alex's")).await, ["t5", "t4"], "nobody else's leads anywhere");
}
