//! Access.

use std::collections::HashMap;

use contract::{EntraUserId, ItemId, TenantId};
use storage::access::{
    AccessRow, BadgeRow, HolderRow, NewAccess, OfKinds, SharerRow, any_holder, badges, count_holders, grant,
    of_item, of_person, of_person_in, revoke, roles_on_item, sharer_in, take_over,
};
use storage::items::{ItemRow, ItemWithAccess, load_with_access};
use storage::{items, people};
use testing::TestDb;

use crate::rows::{TENANT, access, adele_and_plan, id, insert_shared, invitation, item, person};

stories![
    access_is_given_once_and_changed,
    badges_are_the_newest_few_of_each_item,
    only_what_an_invitation_gave_is_taken_back,
    what_was_given_anew_is_the_later_invitations,
    what_one_gave_is_taken_over_by_another,
    an_item_comes_with_one_persons_access,
    a_sharer_is_known_by_openness_and_role,
    people_are_newest_first_page_by_page,
    who_holds_a_role_is_known_by_kind,
    what_many_have_on_an_item_is_one_statement,
];

async fn access_is_given_once_and_changed(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    db.change(async |tx| {
        people::upsert(tx, &person("grady", "Grady Archie", "pending")).await?;
        insert_shared(tx, &invitation("n1")).await?;
        assert!(grant(tx, &access("adele", "plan", 1), &[]).await?);
        assert!(grant(tx, &access("grady", "plan", 2), &[id("reader")]).await?);
        Ok(())
    })
    .await;
    let changed = NewAccess {
        role: id("owner"),
        given_by_user: id("alex"),
        given_by_name: "Alex Wilber".into(),
        invitation: Some(id("n1")),
        ..access("grady", "plan", 3)
    };
    let stronger = [id("owner")];
    let same = access("grady", "plan", 9);
    assert!(!db.change(async |tx| grant(tx, &same, &[id("reader"), id("owner")]).await).await);
    assert!(db.change(async |tx| grant(tx, &changed, &stronger).await).await);
    assert!(!db.change(async |tx| grant(tx, &changed, &stronger).await).await);

    let all = of_item(&db.storage, TENANT, "plan", None, 10).await.unwrap();
    assert_eq!(all.iter().map(|row| row.user.as_str()).collect::<Vec<_>>(), ["grady", "adele"]);
    assert_eq!(of_item(&db.storage, TENANT, "plan", None, 1).await.unwrap(), all[..1]);
    assert!(of_item(&db.storage, "tenant-2", "plan", None, 10).await.unwrap().is_empty());

    let row = of_person(&db.storage, TENANT, "grady", "plan").await.unwrap().unwrap();
    assert_eq!(row, all[0]);
    let within = db.change(async |tx| of_person_in(tx, TENANT, "grady", "plan").await).await;
    assert_eq!(within.as_ref(), Some(&row));
    assert_eq!(
        (row.name.as_str(), row.address.as_str(), row.standing.as_str()),
        ("Grady Archie", "grady@contoso.example", "pending")
    );
    assert_eq!(
        (row.role, row.since, row.given_by_name, row.invitation),
        (id("owner"), 3, "Alex Wilber".to_owned(), Some(id("n1")))
    );
    assert_eq!(of_person(&db.storage, TENANT, "grady", "other").await.unwrap(), None);
}

async fn people_are_newest_first_page_by_page(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    db.change(async |tx| {
        // three of one moment: the id decides
        for (user, since) in [("u1", 1), ("u2", 3), ("u3", 3), ("u4", 3), ("u5", 2)] {
            people::upsert(tx, &person(user, user, "guest")).await?;
            grant(tx, &access(user, "plan", since), &[]).await?;
        }
        Ok(())
    })
    .await;
    let page = async |after, limit| {
        let rows = of_item(&db.storage, TENANT, "plan", after, limit).await.unwrap();
        rows.into_iter().map(|row| row.user).collect::<Vec<_>>()
    };
    let all = ["u4", "u3", "u2", "u5", "u1"];
    assert_eq!(page(None, 9).await, all);
    assert_eq!(page(Some("u4"), 2).await, ["u3", "u2"]);
    assert_eq!(page(Some("u2"), 2).await, ["u5", "u1"]);
    assert_eq!(page(Some("u1"), 2).await, [""; 0]);
    assert_eq!(page(Some("adele"), 9).await, all, "behind somebody without access is behind nobody");
}

async fn badges_are_the_newest_few_of_each_item(db: &TestDb) {
    db.change(async |tx| {
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
    let asked: Vec<ItemId> = ["b", "a", "c", "nowhere"].map(id).into();
    let badge = |item: &str, name: &str, outside| BadgeRow { item: id(item), name: name.into(), outside };
    assert_eq!(
        badges(&db.storage, TENANT, &asked, 2, 0).await.unwrap(),
        [badge("a", "U2", true), badge("a", "U3", true), badge("b", "U1", false)]
    );
    assert!(badges(&db.storage, TENANT, &[], 2, 0).await.unwrap().is_empty());
    assert!(badges(&db.storage, "tenant-2", &asked, 2, 0).await.unwrap().is_empty());
}

async fn only_what_an_invitation_gave_is_taken_back(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    let from = |invitation: Option<&str>, user: &str, item: &str| NewAccess {
        invitation: invitation.map(id),
        ..access(user, item, 1)
    };
    db.change(async |tx| {
        items::upsert(tx, &item("other", "Other")).await?;
        people::upsert(tx, &person("grady", "Grady Archie", "guest")).await?;
        insert_shared(tx, &invitation("n1")).await?;
        insert_shared(tx, &invitation("n2")).await?;
        for row in [
            from(Some("n1"), "grady", "plan"),
            from(Some("n2"), "grady", "other"),
            from(Some("n1"), "adele", "plan"),
            from(None, "adele", "other"),
        ] {
            assert!(grant(tx, &row, &[]).await?);
        }
        Ok(())
    })
    .await;
    let taken = async |tenant, user, item, invitation| {
        db.change(async |tx| revoke(tx, tenant, user, item, invitation).await).await
    };
    for (tenant, user, item, invitation) in [
        (TENANT, "grady", "plan", "n2"),
        (TENANT, "grady", "other", "n1"),
        (TENANT, "adele", "other", "n1"),
        (TENANT, "nobody", "plan", "n1"),
        ("tenant-2", "grady", "plan", "n1"),
    ] {
        assert!(!taken(tenant, user, item, invitation).await, "{tenant} {user} {item} {invitation}");
    }
    assert_eq!(db.number("SELECT COUNT(*) FROM access").await, 4);
    assert!(taken(TENANT, "grady", "plan", "n1").await);
    assert!(!taken(TENANT, "grady", "plan", "n1").await, "gone");
    assert_eq!(of_person(&db.storage, TENANT, "grady", "plan").await.unwrap(), None);
    for (user, item) in [("grady", "other"), ("adele", "plan"), ("adele", "other")] {
        assert!(of_person(&db.storage, TENANT, user, item).await.unwrap().is_some(), "{user} {item} stays");
    }
}

async fn what_was_given_anew_is_the_later_invitations(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    let from =
        |invitation: &str| NewAccess { invitation: Some(id(invitation)), ..access("adele", "plan", 1) };
    db.change(async |tx| {
        insert_shared(tx, &invitation("n1")).await?;
        insert_shared(tx, &invitation("n2")).await?;
        grant(tx, &from("n1"), &[]).await?;
        grant(tx, &from("n2"), &[]).await
    })
    .await;
    let taken = async |from| db.change(async |tx| revoke(tx, TENANT, "adele", "plan", from).await).await;
    assert!(!taken("n1").await);
    assert!(taken("n2").await);
}

async fn what_one_gave_is_taken_over_by_another(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    let owner = NewAccess { role: id("owner"), invitation: Some(id("n1")), ..access("adele", "plan", 1) };
    let reader = NewAccess {
        given_by_user: id("alex"),
        given_by_name: "Alex Wilber".into(),
        invitation: Some(id("n2")),
        ..access("adele", "plan", 9)
    };
    db.change(async |tx| {
        insert_shared(tx, &invitation("n1")).await?;
        insert_shared(tx, &invitation("n2")).await?;
        grant(tx, &owner, &[]).await
    })
    .await;
    let before = of_person(&db.storage, TENANT, "adele", "plan").await.unwrap().unwrap();
    let elsewhere = NewAccess { tenant: id("tenant-2"), ..reader.clone() };
    assert!(!db.change(async |tx| take_over(tx, &elsewhere, &id("n1")).await).await);
    assert!(!db.change(async |tx| take_over(tx, &reader, &id("n2")).await).await);
    assert_eq!(of_person(&db.storage, TENANT, "adele", "plan").await.unwrap(), Some(before.clone()));
    assert!(db.change(async |tx| take_over(tx, &reader, &id("n1")).await).await);
    let expected = AccessRow {
        role: reader.role,
        given_by_user: reader.given_by_user,
        given_by_name: reader.given_by_name,
        invitation: reader.invitation,
        ..before
    };
    assert_eq!(of_person(&db.storage, TENANT, "adele", "plan").await.unwrap(), Some(expected));
}

async fn an_item_comes_with_one_persons_access(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    db.change(async |tx| {
        people::upsert(tx, &person("grady", "Grady Archie", "pending")).await?;
        items::upsert(tx, &item("other", "Other")).await?;
        grant(tx, &access("grady", "plan", 7), &[]).await?;
        grant(tx, &access("adele", "other", 8), &[]).await
    })
    .await;
    let asked = async |tenant, user, item| load_with_access(&db.storage, tenant, user, item).await.unwrap();
    let plan = item("plan", "The plan");
    let found = asked(TENANT, "grady", "plan").await.unwrap();
    assert_eq!((found.item, found.people), (plan.clone(), 1));
    let own = found.own.unwrap();
    assert_eq!((own.name.as_str(), own.standing.as_str(), own.since), ("Grady Archie", "pending", 7));
    assert_eq!(Some(own), of_person(&db.storage, TENANT, "grady", "plan").await.unwrap());
    for (tenant, user, people) in [(TENANT, "adele", 1), (TENANT, "nobody", 1), ("tenant-2", "grady", 0)] {
        let expected = ItemWithAccess { item: plan.clone(), own: None, given_by_address: None, people };
        assert_eq!(asked(tenant, user, "plan").await, Some(expected), "{tenant} {user}");
    }
    assert_eq!(asked(TENANT, "grady", "none").await, None);
}

async fn a_sharer_is_known_by_openness_and_role(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    db.change(async |tx| {
        items::upsert(tx, &ItemRow { open_to_members: false, ..item("closed", "Closed") }).await?;
        grant(tx, &access("adele", "plan", 1), &[]).await?;
        let owner = NewAccess { role: id("owner"), ..access("adele", "closed", 1) };
        grant(tx, &owner, &[]).await
    })
    .await;
    let sharer =
        |open_to_members, role: Option<&str>| Some(SharerRow { open_to_members, role: role.map(id) });
    for (tenant, user, item, expected) in [
        (TENANT, "adele", "plan", sharer(true, Some("reader"))),
        (TENANT, "adele", "closed", sharer(false, Some("owner"))),
        (TENANT, "alex", "plan", sharer(true, None)),
        (TENANT, "alex", "closed", sharer(false, None)),
        ("tenant-2", "adele", "closed", sharer(false, None)),
        (TENANT, "adele", "none", None),
    ] {
        let found = db.change(async |tx| sharer_in(tx, tenant, user, item, 0).await).await;
        assert_eq!(found, expected, "{tenant} {user} {item}");
    }
}

async fn who_holds_a_role_is_known_by_kind(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    db.change(async |tx| {
        people::upsert(tx, &person("grady", "Grady Archie", "guest")).await?;
        items::upsert(tx, &ItemRow { kind: id("drawing"), ..item("bridge", "The bridge") }).await?;
        for (user, item) in [("adele", "plan"), ("grady", "plan"), ("grady", "bridge")] {
            assert!(grant(tx, &access(user, item, 1), &[]).await?);
        }
        Ok(())
    })
    .await;
    let (own, none) = (id::<contract::KindName>("document"), []);
    let (drawing, both) = ([id("drawing")], [own.clone(), id("drawing")]);
    for (kinds, count) in [
        (OfKinds::These(std::slice::from_ref(&own)), 2),
        (OfKinds::These(&drawing), 1),
        (OfKinds::These(&both), 3),
        (OfKinds::These(&none), 0),
        (OfKinds::OtherThan(&drawing), 2),
        (OfKinds::OtherThan(&none), 3),
        (OfKinds::OtherThan(&both), 0),
    ] {
        assert_eq!(count_holders(&db.storage, (&id("reader"), 9), kinds).await.unwrap(), count, "{kinds:?}");
        let holder = any_holder(&db.storage, (&id("reader"), 9), kinds).await.unwrap();
        assert_eq!(holder.is_some(), count > 0, "{kinds:?}");
        assert_eq!(count_holders(&db.storage, (&id("owner"), 9), kinds).await.unwrap(), 0, "{kinds:?}");
    }
    let holder = any_holder(&db.storage, (&id("reader"), 9), OfKinds::These(&drawing)).await.unwrap();
    let item_title = "The bridge".to_owned();
    assert_eq!(holder, Some(HolderRow { name: "Grady Archie".into(), item_title }));
    // What has ended is held by nobody.
    let ends = NewAccess { role: id("owner"), until: Some(100), ..access("adele", "plan", 2) };
    db.change(async |tx| grant(tx, &ends, &[]).await).await;
    for (now, is_held) in [(99, true), (100, false)] {
        let owner = id("owner");
        let (of, kinds) = ((&owner, now), OfKinds::These(&both));
        assert_eq!(count_holders(&db.storage, of, kinds).await.unwrap(), i64::from(is_held), "{now}");
        assert_eq!(any_holder(&db.storage, of, kinds).await.unwrap().is_some(), is_held, "{now}");
    }
}

async fn what_many_have_on_an_item_is_one_statement(db: &TestDb) {
    adele_and_plan(&db.storage).await;
    db.change(async |tx| {
        people::upsert(tx, &person("grady", "Grady Archie", "guest")).await?;
        items::upsert(tx, &item("other", "The other")).await?;
        assert!(grant(tx, &access("grady", "plan", 2), &[]).await?);
        assert!(grant(tx, &access("adele", "other", 2), &[]).await?);
        Ok(())
    })
    .await;
    let asked: [EntraUserId; 3] = [id("grady"), id("adele"), id("nobody")];
    let all: Vec<&EntraUserId> = asked.iter().collect();
    let (plan, own, foreign): (ItemId, TenantId, TenantId) = (id("plan"), id(TENANT), id("tenant-2"));
    let before = db.storage.usage().reads;
    let found = roles_on_item(&db.storage, &own, (&plan, 0), &all).await.unwrap();
    let expected = HashMap::from([(asked[0].clone(), access("grady", "plan", 2).role)]);
    assert_eq!(found, expected);
    assert_eq!(db.storage.usage().reads, before + 1);
    assert!(roles_on_item(&db.storage, &foreign, (&plan, 0), &all).await.unwrap().is_empty());
    assert!(roles_on_item(&db.storage, &own, (&plan, 0), &[]).await.unwrap().is_empty());
    assert_eq!(db.storage.usage().reads, before + 2, "nobody is asked about");
}
