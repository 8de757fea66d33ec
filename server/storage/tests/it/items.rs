//! Items and people.

use storage::items::{ItemQuery, ItemRow, ListedItem, kinds, list, load, load_with_access, upsert};
use storage::{access, people};
use testing::TestDb;

use crate::rows::{TENANT, access as access_row, id, item, person};

/// Adele, a member.
const ADELE: (&str, &str, bool) = (TENANT, "adele", false);

/// The first `limit` of somebody's items.
fn of<'a>((tenant, user, is_guest): (&'a str, &'a str, bool), limit: i64) -> ItemQuery<'a> {
    ItemQuery { tenant, user, is_guest, limit, ..ItemQuery::default() }
}

stories![
    an_item_is_registered_and_changed,
    a_person_is_stored_and_changed,
    text_is_found_whatever_its_case_and_wildcards_are_letters,
    members_see_open_items_and_guests_their_own,
    lists_are_by_title_and_end_at_the_limit,
    a_list_goes_on_behind_any_item_that_may_be_seen,
    an_item_is_seen_with_ones_own_access,
    what_was_given_is_found_by_its_new_title,
];

async fn an_item_is_registered_and_changed(db: &TestDb) {
    assert_eq!(load(&db.storage, "plan").await.unwrap(), None);
    let mut row = item("plan", "The plan");
    db.change(async |tx| upsert(tx, &row).await).await;
    assert_eq!(load(&db.storage, "plan").await.unwrap(), Some(row.clone()));
    row = ItemRow { title: "Ąžuolas".into(), kind: id("folder"), open_to_members: false, ..row };
    db.change(async |tx| upsert(tx, &row).await).await;
    assert_eq!(load(&db.storage, "plan").await.unwrap(), Some(row));
    db.change(async |tx| upsert(tx, &item("other", "Other")).await).await;
    db.change(async |tx| upsert(tx, &item("third", "Third")).await).await;
    assert_eq!(kinds(&db.storage, ADELE, 0).await.unwrap(), ["document"], "the folder is not for all");
    db.change(async |tx| people::upsert(tx, &person("adele", "Adele Vance", "member")).await).await;
    db.change(async |tx| access::grant(tx, &access_row("adele", "plan", 1), &[]).await).await;
    assert_eq!(kinds(&db.storage, ADELE, 0).await.unwrap(), ["document", "folder"]);
}

async fn a_person_is_stored_and_changed(db: &TestDb) {
    let mut row = person("grady", "Grady Archie", "pending");
    row.company = Some("Fabrikam".into());
    db.change(async |tx| people::upsert(tx, &row).await).await;
    assert_eq!(people::load(&db.storage, TENANT, "grady").await.unwrap(), Some(row.clone()));
    row.standing = id("guest");
    row.company = None;
    row.seen_at = 2_000;
    db.change(async |tx| people::upsert(tx, &row).await).await;
    assert_eq!(people::load(&db.storage, TENANT, "grady").await.unwrap(), Some(row));
    assert_eq!(people::load(&db.storage, "tenant-2", "grady").await.unwrap(), None);
}

async fn text_is_found_whatever_its_case_and_wildcards_are_letters(db: &TestDb) {
    let titles = ["50% off", "500 off", "a_b", "axb", "Hey!", "ŠALTINIŲ planas", "back\\slash", "it's"];
    db.change(async |tx| {
        for (n, title) in titles.iter().enumerate() {
            upsert(tx, &item(&format!("i{n}"), title)).await?;
        }
        Ok(())
    })
    .await;
    let found: [(&str, &[&str]); 11] = [
        ("50%", &["50% off"]),
        ("%", &["50% off"]),
        ("_", &["a_b"]),
        ("A_B", &["a_b"]),
        ("!", &["Hey!"]),
        ("OFF", &["50% off", "500 off"]),
        ("šaltinių", &["ŠALTINIŲ planas"]),
        ("\\", &["back\\slash"]),
        ("'", &["it's"]),
        ("50\0", &["50% off", "500 off"]),
        ("nothing", &[]),
    ];
    for (text, expected) in found {
        let rows = list(&db.storage, ItemQuery { text, ..of(ADELE, 100) }).await.unwrap();
        let titles: Vec<_> = rows.iter().map(|row| row.item.title.as_str()).collect();
        assert_eq!(titles, expected, "{text:?}");
    }
    let all = list(&db.storage, of(ADELE, 100)).await.unwrap();
    assert_eq!(all.len(), titles.len());
}

async fn members_see_open_items_and_guests_their_own(db: &TestDb) {
    db.change(async |tx| {
        upsert(tx, &item("open", "Open")).await?;
        upsert(tx, &ItemRow { open_to_members: false, ..item("closed", "Closed") }).await?;
        upsert(tx, &ItemRow { open_to_members: false, kind: id("folder"), ..item("given", "Given") }).await?;
        people::upsert(tx, &person("alex", "Alex", "member")).await?;
        people::upsert(tx, &person("grady", "Grady", "guest")).await?;
        access::grant(tx, &access_row("alex", "given", 1), &[]).await?;
        access::grant(tx, &access_row("grady", "given", 1), &[]).await?;
        access::grant(tx, &access_row("grady", "open", 1), &[]).await.map(drop)
    })
    .await;
    let ids = |rows: Vec<ListedItem>| rows.into_iter().map(|row| row.item.id).collect::<Vec<_>>();
    let member = async |tenant, user, kind| {
        ids(list(&db.storage, ItemQuery { kind, ..of((tenant, user, false), 9) }).await.unwrap())
    };
    let guest = async |tenant, user, text, kind| {
        ids(list(&db.storage, ItemQuery { text, kind, ..of((tenant, user, true), 9) }).await.unwrap())
    };
    assert_eq!(member(TENANT, "alex", None).await, ["given", "open"]);
    assert_eq!(member(TENANT, "alex", Some("folder")).await, ["given"]);
    assert_eq!(member(TENANT, "adele", None).await, ["open"]);
    assert_eq!(member("tenant-2", "alex", None).await, ["open"]);
    assert_eq!(guest(TENANT, "grady", "", None).await, ["given", "open"]);
    assert_eq!(guest(TENANT, "grady", "OP", None).await, ["open"]);
    assert_eq!(guest(TENANT, "grady", "", Some("folder")).await, ["given"]);
    assert!(guest(TENANT, "joni", "", None).await.is_empty());
    assert!(guest("tenant-2", "grady", "", None).await.is_empty());

    let given = async |user, is_guest| {
        let rows = list(&db.storage, of((TENANT, user, is_guest), 9)).await.unwrap();
        rows.into_iter().map(|row| row.given_by_name.zip(row.since)).collect::<Vec<_>>()
    };
    let by_adele = Some(("Adele Vance".to_owned(), 1));
    assert_eq!(given("grady", true).await, [by_adele.clone(), by_adele.clone()]);
    assert_eq!(given("alex", false).await, [by_adele, None], "a member sees what is open without any access");
}

async fn lists_are_by_title_and_end_at_the_limit(db: &TestDb) {
    db.change(async |tx| {
        for (n, title) in ["b", "A", "C", "Ž", "d e", "d"].into_iter().enumerate() {
            upsert(tx, &item(&format!("i{n}"), title)).await?;
        }
        Ok(())
    })
    .await;
    let titles = async |limit| {
        let rows = list(&db.storage, of(ADELE, limit)).await.unwrap();
        rows.into_iter().map(|row| row.item.title).collect::<Vec<_>>()
    };
    assert_eq!(titles(100).await, ["A", "b", "C", "d", "d e", "Ž"]);
    assert_eq!(titles(2).await, ["A", "b"]);
}

async fn a_list_goes_on_behind_any_item_that_may_be_seen(db: &TestDb) {
    let closed = |id: &str, title: &str| ItemRow { open_to_members: false, ..item(id, title) };
    db.change(async |tx| {
        // one title three times: the id decides
        for row in [item("o1", "Same"), closed("g1", "same"), item("o2", "SAME"), item("o3", "Alpha")] {
            upsert(tx, &row).await?;
        }
        for row in [
            closed("g2", "Beta"),
            closed("hidden", "Beta"),
            ItemRow { kind: id("folder"), ..item("o4", "Zeta") },
        ] {
            upsert(tx, &row).await?;
        }
        people::upsert(tx, &person("grady", "Grady", "guest")).await?;
        for id in ["g1", "g2", "o1", "o4"] {
            access::grant(tx, &access_row("grady", id, 1), &[]).await?;
        }
        Ok(())
    })
    .await;
    for (is_guest, kind, expected) in [
        (false, None, &["o3", "g2", "g1", "o1", "o2", "o4"][..]),
        (false, Some("document"), &["o3", "g2", "g1", "o1", "o2"]),
        (true, None, &["g2", "g1", "o1", "o4"]),
        (true, Some("document"), &["g2", "g1", "o1"]),
    ] {
        let query = ItemQuery { kind, ..of((TENANT, "grady", is_guest), 9) };
        let page = async |after, text, limit| {
            let rows = list(&db.storage, ItemQuery { after, text, limit, ..query }).await.unwrap();
            rows.into_iter().map(|row| row.item.id).collect::<Vec<_>>()
        };
        assert_eq!(page(None, "", 9).await, expected);
        for (n, after) in expected.iter().enumerate() {
            assert_eq!(page(Some(*after), "", 9).await, expected[n + 1..], "behind {after}");
            assert_eq!(
                page(Some(*after), "", 1).await,
                expected[n + 1..].iter().take(1).copied().collect::<Vec<_>>()
            );
        }
        assert_eq!(page(Some("g1"), "same", 9).await, if is_guest { vec!["o1"] } else { vec!["o1", "o2"] });
        // Where a hidden title stands is not told.
        assert_eq!(page(Some("hidden"), "", 9).await, expected);
        assert_eq!(page(Some("nothing"), "", 9).await, expected);
    }
}

async fn an_item_is_seen_with_ones_own_access(db: &TestDb) {
    db.change(async |tx| {
        upsert(tx, &item("plan", "The plan")).await?;
        people::upsert(tx, &person("grady", "Grady", "guest")).await?;
        access::grant(tx, &access_row("grady", "plan", 4), &[]).await.map(drop)
    })
    .await;
    let by = async |tenant, user, id| load_with_access(&db.storage, tenant, user, id).await.unwrap();
    let own = access::of_person(&db.storage, TENANT, "grady", "plan").await.unwrap();
    let grady = by(TENANT, "grady", "plan").await.unwrap();
    assert_eq!((grady.item, grady.own, grady.people), (item("plan", "The plan"), own, 1));
    let adele = by(TENANT, "adele", "plan").await.unwrap();
    assert_eq!((adele.own, adele.people), (None, 1));
    assert_eq!(by("tenant-2", "grady", "plan").await.map(|seen| (seen.own, seen.people)), Some((None, 0)));
    assert_eq!(by(TENANT, "grady", "other").await, None);
}

async fn what_was_given_is_found_by_its_new_title(db: &TestDb) {
    db.change(async |tx| {
        upsert(tx, &item("a", "First")).await?;
        upsert(tx, &item("b", "Second")).await?;
        people::upsert(tx, &person("grady", "Grady", "guest")).await?;
        access::grant(tx, &access_row("grady", "a", 1), &[]).await?;
        access::grant(tx, &access_row("grady", "b", 1), &[]).await.map(drop)
    })
    .await;
    db.change(async |tx| upsert(tx, &ItemRow { kind: id("folder"), ..item("a", "Third") }).await).await;
    let grady = (TENANT, "grady", true);
    let ids = async |query| {
        let rows = list(&db.storage, query).await.unwrap();
        rows.into_iter().map(|row| row.item.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(of(grady, 9)).await, ["b", "a"]);
    assert_eq!(ids(ItemQuery { text: "third", ..of(grady, 9) }).await, ["a"]);
    assert_eq!(ids(ItemQuery { kind: Some("folder"), ..of(grady, 9) }).await, ["a"]);
    assert_eq!(kinds(&db.storage, grady, 0).await.unwrap(), ["document", "folder"]);
}
