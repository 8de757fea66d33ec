//! Access.

use storage::access::{BadgeRow, NewAccess, badges, grant, of_item, of_person, of_person_in};
use storage::{invitations, items, people};

use crate::place::Place;
use crate::rows::{TENANT, access, adele_and_plan, invitation, item, person};

stories![access_is_given_once_and_changed, badges_are_the_newest_few_of_each_item];

async fn access_is_given_once_and_changed(place: &Place) {
    adele_and_plan(&place.storage).await;
    place
        .change(async |tx| {
            people::upsert(tx, &person("grady", "Grady Archie", "pending")).await?;
            invitations::insert(tx, &invitation("n1", "k1")).await?;
            assert!(grant(tx, &access("adele", "plan", 1), &[]).await?);
            assert!(grant(tx, &access("grady", "plan", 2), &["reader".into()]).await?);
            Ok(())
        })
        .await;
    let changed = NewAccess {
        role: "owner".into(),
        given_by_user: "alex".into(),
        given_by_name: "Alex Wilber".into(),
        invitation: Some("n1".into()),
        ..access("grady", "plan", 3)
    };
    let stronger = ["owner".to_owned()];
    let same = access("grady", "plan", 9);
    assert!(!place.change(async |tx| grant(tx, &same, &["reader".into(), "owner".into()]).await).await);
    assert!(place.change(async |tx| grant(tx, &changed, &stronger).await).await);
    assert!(!place.change(async |tx| grant(tx, &changed, &stronger).await).await);

    let all = of_item(&place.storage, TENANT, "plan", 10).await.unwrap();
    assert_eq!(all.iter().map(|row| row.user.as_str()).collect::<Vec<_>>(), ["grady", "adele"]);
    assert_eq!(of_item(&place.storage, TENANT, "plan", 1).await.unwrap(), all[..1]);
    assert!(of_item(&place.storage, "tenant-2", "plan", 10).await.unwrap().is_empty());

    let row = of_person(&place.storage, TENANT, "grady", "plan").await.unwrap().unwrap();
    assert_eq!(row, all[0]);
    let within = place.change(async |tx| of_person_in(tx, TENANT, "grady", "plan").await).await;
    assert_eq!(within.as_ref(), Some(&row));
    assert_eq!(
        (row.name.as_str(), row.address.as_str(), row.standing.as_str()),
        ("Grady Archie", "grady@contoso.example", "pending")
    );
    assert_eq!(
        (row.role.as_str(), row.since, row.given_by_name.as_str(), row.invitation.as_deref()),
        ("owner", 3, "Alex Wilber", Some("n1"))
    );
    assert_eq!(of_person(&place.storage, TENANT, "grady", "other").await.unwrap(), None);
}

async fn badges_are_the_newest_few_of_each_item(place: &Place) {
    place
        .change(async |tx| {
            for id in ["a", "b", "c", "d"] {
                items::upsert(tx, &item(id, id)).await?;
            }
            for (user, standing) in [("u1", "member"), ("u2", "guest"), ("u3", "pending")] {
                people::upsert(tx, &person(user, &user.to_uppercase(), standing)).await?;
            }
            for (user, id, since) in
                [("u1", "a", 1), ("u2", "a", 3), ("u3", "a", 2), ("u1", "b", 9), ("u1", "d", 5)]
            {
                grant(tx, &access(user, id, since), &[]).await?;
            }
            Ok(())
        })
        .await;
    let asked: Vec<String> = ["b", "a", "c", "x'y\"z"].map(String::from).into();
    let badge = |item: &str, name: &str, outside, total, last_since| BadgeRow {
        item: item.into(),
        name: name.into(),
        outside,
        total,
        last_since,
    };
    assert_eq!(
        badges(&place.storage, TENANT, &asked, 2).await.unwrap(),
        [badge("a", "U2", true, 3, 3), badge("a", "U3", true, 3, 3), badge("b", "U1", false, 1, 9)]
    );
    assert!(badges(&place.storage, TENANT, &[], 2).await.unwrap().is_empty());
    assert!(badges(&place.storage, "tenant-2", &asked, 2).await.unwrap().is_empty());
}
