//! Items and people.

use storage::items::{ItemRow, ListedItem, kinds, list, load, upsert};
use storage::{access, people};

use crate::place::Place;
use crate::rows::{TENANT, access as access_row, item, person};

stories![
    an_item_is_registered_and_changed,
    a_person_is_stored_and_changed,
    text_is_found_whatever_its_case_and_wildcards_are_letters,
    members_see_open_items_and_guests_their_own,
    lists_are_by_title_and_end_at_the_limit,
];

async fn an_item_is_registered_and_changed(place: &Place) {
    assert_eq!(load(&place.storage, "plan").await.unwrap(), None);
    let mut row = item("plan", "The plan");
    place.change(async |tx| upsert(tx, &row).await).await;
    assert_eq!(load(&place.storage, "plan").await.unwrap(), Some(row.clone()));
    row = ItemRow { title: "Ąžuolas".into(), kind: "folder".into(), open_to_members: false, ..row };
    place.change(async |tx| upsert(tx, &row).await).await;
    assert_eq!(load(&place.storage, "plan").await.unwrap(), Some(row));
    place.change(async |tx| upsert(tx, &item("other", "Other")).await).await;
    place.change(async |tx| upsert(tx, &item("third", "Third")).await).await;
    assert_eq!(
        kinds(&place.storage, TENANT, "adele").await.unwrap(),
        ["document"],
        "the folder is not for all"
    );
    place.change(async |tx| people::upsert(tx, &person("adele", "Adele Vance", "member")).await).await;
    place.change(async |tx| access::grant(tx, &access_row("adele", "plan", 1), &[]).await).await;
    assert_eq!(kinds(&place.storage, TENANT, "adele").await.unwrap(), ["document", "folder"]);
}

async fn a_person_is_stored_and_changed(place: &Place) {
    let mut row = person("grady", "Grady Archie", "pending");
    row.company = Some("Fabrikam".into());
    place.change(async |tx| people::upsert(tx, &row).await).await;
    assert_eq!(people::load(&place.storage, TENANT, "grady").await.unwrap(), Some(row.clone()));
    row.standing = "guest".into();
    row.company = None;
    row.seen_at = 2_000;
    place.change(async |tx| people::upsert(tx, &row).await).await;
    assert_eq!(people::load(&place.storage, TENANT, "grady").await.unwrap(), Some(row));
    assert_eq!(people::load(&place.storage, "tenant-2", "grady").await.unwrap(), None);
}

async fn text_is_found_whatever_its_case_and_wildcards_are_letters(place: &Place) {
    let titles = ["50% off", "500 off", "a_b", "axb", "Hey!", "ŠALTINIŲ planas", "back\\slash", "it's"];
    place
        .change(async |tx| {
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
        let rows = list(&place.storage, (TENANT, "adele", false), text, None, 100).await.unwrap();
        let titles: Vec<_> = rows.iter().map(|row| row.item.title.as_str()).collect();
        assert_eq!(titles, expected, "{text:?}");
    }
    let all = list(&place.storage, (TENANT, "adele", false), "", None, 100).await.unwrap();
    assert_eq!(all.len(), titles.len());
}

async fn members_see_open_items_and_guests_their_own(place: &Place) {
    place
        .change(async |tx| {
            upsert(tx, &item("open", "Open")).await?;
            upsert(tx, &ItemRow { open_to_members: false, ..item("closed", "Closed") }).await?;
            upsert(tx, &ItemRow { open_to_members: false, kind: "folder".into(), ..item("given", "Given") })
                .await?;
            people::upsert(tx, &person("alex", "Alex", "member")).await?;
            people::upsert(tx, &person("grady", "Grady", "guest")).await?;
            access::grant(tx, &access_row("alex", "given", 1), &[]).await?;
            access::grant(tx, &access_row("grady", "given", 1), &[]).await?;
            access::grant(tx, &access_row("grady", "open", 1), &[]).await.map(drop)
        })
        .await;
    let ids = |rows: Vec<ListedItem>| rows.into_iter().map(|row| row.item.id).collect::<Vec<_>>();
    let member = async |tenant, user, kind| {
        ids(list(&place.storage, (tenant, user, false), "", kind, 9).await.unwrap())
    };
    let guest = async |tenant, user, text, kind| {
        ids(list(&place.storage, (tenant, user, true), text, kind, 9).await.unwrap())
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
        let rows = list(&place.storage, (TENANT, user, is_guest), "", None, 9).await.unwrap();
        rows.into_iter().map(|row| row.given_by_name.zip(row.since)).collect::<Vec<_>>()
    };
    let by_adele = Some(("Adele Vance".to_owned(), 1));
    assert_eq!(given("grady", true).await, [by_adele.clone(), by_adele.clone()]);
    assert_eq!(given("alex", false).await, [by_adele, None], "a member sees what is open without any access");
}

async fn lists_are_by_title_and_end_at_the_limit(place: &Place) {
    place
        .change(async |tx| {
            for title in ["b", "A", "C", "Ž", "d e", "d"] {
                upsert(tx, &item(&format!("item {title}"), title)).await?;
            }
            Ok(())
        })
        .await;
    let titles = async |limit| {
        let rows = list(&place.storage, (TENANT, "adele", false), "", None, limit).await.unwrap();
        rows.into_iter().map(|row| row.item.title).collect::<Vec<_>>()
    };
    assert_eq!(titles(100).await, ["A", "b", "C", "d", "d e", "Ž"]);
    assert_eq!(titles(2).await, ["A", "b"]);
}
